"""Where Telegram sends updates in webhook mode."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from pydantic import SecretStr

from bot.settings.settings import SettingsError
from bot.settings.values import host_and_port

MONITOR = ("127.0.0.1", 9464)
LISTEN = ("127.0.0.1", 8443)
ASK_FOR_ONE = (
    "a webhook needs a secret that only Telegram and the bot know: put YINJU_WEBHOOK_SECRET=<the secret> in .env "
    "or the environment; `openssl rand -hex 32` makes one"
)


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where Telegram sends updates, and where the bot takes them."""

    url: str
    secret: SecretStr
    listen: tuple[str, int] = LISTEN

    @property
    def path(self) -> str:
        """The path of the address, which the bot listens for."""
        return urlsplit(self.url).path or "/"


def webhook(url: str, listen: str, secret: SecretStr | None) -> Webhook:
    """The webhook asked for on the command line. Raises SettingsError where it can't be."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme == "https" and parts.hostname and (parts.port or 1) > 0
    except ValueError:
        usable = False
    if not usable or parts.query or parts.fragment:
        raise SettingsError("--webhook must be an address like https://bot.example.org/yinju")
    if secret is None:
        raise SettingsError(ASK_FOR_ONE)
    return Webhook(url, secret, address(listen, "--listen") if listen else LISTEN)


def address(text: str, option: str) -> tuple[str, int]:
    """Host and port given to ``option`` on the command line. Raises SettingsError."""
    try:
        return host_and_port(text)
    except ValueError as error:
        raise SettingsError(f"{option} {error}") from None
