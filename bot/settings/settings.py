"""Everything configurable, from the environment and from ``.env`` in the working folder."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from dotenv import dotenv_values

from bot.settings.operations import Operations, SettingsError, load_operations
from bot.settings.redaction import Secret

TELEGRAM = "https://api.telegram.org"
HOW_TO_GET_ONE = (
    "no bot token: talk to @BotFather in Telegram, send /newbot, "
    "and put TELEGRAM_BOT_TOKEN=<the token> in .env or the environment"
)


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings in force; ``token`` is None until one is given."""

    token: Secret | None = None
    api_url: str = TELEGRAM
    model: str | None = None
    index: Path = Path(".yinju")
    corpus: Path = Path("corpus")
    threshold: float | None = None
    store: str | None = field(default=None, repr=False)  # its address may hold a password
    log_level: str = "INFO"
    operations: Operations = field(default_factory=Operations)

    @property
    def state(self) -> Path:
        """Where the bot keeps what must outlast it."""
        return self.operations.state or self.index / "state"

    @property
    def bot_token(self) -> Secret:
        """The token, or SettingsError with the way to get one."""
        if self.token is None:
            raise SettingsError(HOW_TO_GET_ONE)
        return self.token


def load_settings(environ: Mapping[str, str], dotenv: Path) -> Settings:
    """The settings of ``environ``, and of the file ``dotenv`` where ``environ`` has none."""
    given = {**_read_dotenv(dotenv), **{name: value for name, value in environ.items() if value.strip()}}
    api_url = _api_url(given.get("TELEGRAM_API_URL", TELEGRAM))
    return Settings(
        token=_token(given.get("TELEGRAM_BOT_TOKEN", ""), api_url),
        api_url=api_url,
        model=given.get("YINJU_MODEL") or None,
        index=Path(given.get("YINJU_INDEX", ".yinju")),
        corpus=Path(given.get("YINJU_CORPUS", "corpus")),
        threshold=_threshold(given.get("YINJU_THRESHOLD", "")),
        store=given.get("YINJU_STORE") or None,
        log_level=_log_level(given.get("LOG_LEVEL", "INFO")),
        operations=load_operations(given),
    )


def probability(text: str) -> float:
    """``text`` as a probability; ValueError where it isn't one."""
    value = float(text)
    if not 0 <= value <= 1:
        raise ValueError(text)
    return value


def _read_dotenv(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    try:
        values = dotenv_values(path, encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} can't be read as UTF-8 text: {error}") from error
    return {name: value for name, value in values.items() if value and value.strip()}


def _api_url(text: str) -> str:
    url = text.strip().rstrip("/")
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        usable = False
    if not usable or re.search(r"[\s{}?#]", url):
        raise SettingsError("TELEGRAM_API_URL must be an address like http://127.0.0.1:8081")
    return url


def _token(text: str, api_url: str) -> Secret | None:
    token = text.strip()
    # Other servers than Telegram's may hand out tokens of another shape.
    shape = r"\d+:[\w-]{30,}" if api_url == TELEGRAM else r"[\w:-]+"
    if token and not re.fullmatch(shape, token, re.ASCII):
        raise SettingsError("TELEGRAM_BOT_TOKEN is not a bot token: copy it whole from @BotFather, like 123456789:AA…")
    return Secret(token) if token else None


def _threshold(text: str) -> float | None:
    try:
        return probability(text) if text.strip() else None
    except ValueError:
        raise SettingsError("YINJU_THRESHOLD must be a number from 0 to 1") from None


def _log_level(text: str) -> str:
    level = text.strip().upper()
    if level not in logging.getLevelNamesMapping():
        raise SettingsError("LOG_LEVEL must be DEBUG, INFO, WARNING or ERROR")
    return level


__all__ = ["TELEGRAM", "Settings", "SettingsError", "load_settings", "probability"]
