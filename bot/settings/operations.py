"""The settings of whoever runs the bot: who may do what, what is kept and where, what is listened on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from bot.settings.redaction import Secret
from index.errors import YinjuError

MONITOR = ("127.0.0.1", 9464)
LISTEN = ("127.0.0.1", 8443)
ASK_FOR_ONE = (
    "a webhook needs a secret that only Telegram and the bot know: put YINJU_WEBHOOK_SECRET=<the secret> in .env "
    "or the environment; `openssl rand -hex 32` makes one"
)


class SettingsError(YinjuError):
    """A setting that is missing or can't be used."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where Telegram sends updates, and where the bot takes them."""

    url: str
    secret: Secret
    listen: tuple[str, int] = LISTEN

    @property
    def path(self) -> str:
        """The path of the address, which the bot listens for."""
        return urlsplit(self.url).path or "/"


@dataclass(frozen=True, slots=True)
class Operations:
    """The settings in force; an empty ``allowed_chats`` allows everyone, a rate of 0 is no limit."""

    admins: frozenset[int] = frozenset()
    allowed_chats: frozenset[int] = frozenset()
    questions_per_minute: int = 120
    state: Path | None = None
    records_url: str = field(default="", repr=False)  # may hold a password
    retention_days: int = 90
    article_hosts: frozenset[str] = frozenset()
    webhook_secret: Secret | None = None
    monitor: tuple[str, int] | None = None


def load_operations(given: Mapping[str, str]) -> Operations:
    """The settings among ``given``. Raises SettingsError for one that can't be used."""
    secret = given.get("YINJU_WEBHOOK_SECRET", "").strip()
    if secret and not re.fullmatch(r"[\w-]{16,256}", secret, re.ASCII):
        raise SettingsError("YINJU_WEBHOOK_SECRET must be 16 to 256 letters, digits, _ or -")
    return Operations(
        admins=_ids(given, "ADMIN_IDS"),
        allowed_chats=_ids(given, "ALLOWED_CHATS"),
        questions_per_minute=_count(given, "YINJU_QUESTIONS_PER_MINUTE", 120),
        state=Path(given["YINJU_STATE"]) if given.get("YINJU_STATE") else None,
        records_url=given.get("YINJU_RECORDS_URL", "").strip(),
        retention_days=_count(given, "YINJU_RETENTION_DAYS", 90),
        article_hosts=_hosts(given.get("YINJU_ARTICLE_HOSTS", "")),
        webhook_secret=Secret(secret) if secret else None,
        monitor=address(given["YINJU_MONITOR"], "YINJU_MONITOR") if given.get("YINJU_MONITOR") else None,
    )


def webhook(url: str, listen: str, secret: Secret | None) -> Webhook:
    """The webhook asked for on the command line. Raises SettingsError where it can't be."""
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname or parts.query or parts.fragment:
        raise SettingsError("--webhook must be an address like https://bot.example.org/yinju")
    if secret is None:
        raise SettingsError(ASK_FOR_ONE)
    return Webhook(url, secret, address(listen, "--listen") if listen else LISTEN)


def address(text: str, name: str) -> tuple[str, int]:
    """Host and port of ``host:port``, of ``[address]:port`` or of a port alone, which is local."""
    host, _, port = text.strip().rpartition(":")
    if not (port.isascii() and port.isdigit() and 0 <= int(port) <= 65535):
        raise SettingsError(f"{name} must be an address like 127.0.0.1:9464")
    return host.strip("[]") or "127.0.0.1", int(port)


def _ids(given: Mapping[str, str], name: str) -> frozenset[int]:
    parts = re.split(r"[\s,;]+", given.get(name, "").strip())
    if any(part and not re.fullmatch(r"-?\d{1,19}", part, re.ASCII) for part in parts):
        raise SettingsError(f"{name} must be numbers, with commas between them: @userinfobot tells yours")
    return frozenset(int(part) for part in parts if part)


def _count(given: Mapping[str, str], name: str, default: int) -> int:
    text = given.get(name, "").strip() or str(default)
    if not re.fullmatch(r"\d{1,9}", text, re.ASCII):
        raise SettingsError(f"{name} must be a number from 0 up")
    return int(text)


def _hosts(text: str) -> frozenset[str]:
    hosts = [part.lower() for part in re.split(r"[\s,;]+", text.strip()) if part]
    if any(not re.fullmatch(r"[\w.-]+(?::\d{1,5})?", host) for host in hosts):
        raise SettingsError("YINJU_ARTICLE_HOSTS must be names like www.example.org, with commas between them")
    return frozenset(hosts)
