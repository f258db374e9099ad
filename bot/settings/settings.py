"""Everything configurable, from the environment and from ``.env`` in the working folder."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from bot.settings.init_data import init_key_of
from bot.settings.passes import key_of
from bot.settings.values import (
    chat_numbers,
    count,
    host_and_port,
    host_names,
    logging_level,
    probability,
    public_address,
    server_address,
)
from index.errors import YinjuError

TELEGRAM = "https://api.telegram.org"
HOW_TO_GET_ONE = (
    "no bot token: talk to @BotFather in Telegram, send /newbot, "
    "and put TELEGRAM_BOT_TOKEN=<the token> in .env or the environment"
)
NO_TOKEN = "is not a bot token: copy it whole from @BotFather, like 123456789:AA…"  # noqa: S105  (what is said)
Value = TypeVar("Value")


class SettingsError(YinjuError):
    """A setting that is missing or can't be used."""


def _written(read: Callable[[str], Value]) -> BeforeValidator:
    """Reads what was written as text by ``read``; a value that a program gives is taken as it is."""
    return BeforeValidator(lambda value: read(value) if isinstance(value, str) else value)


def _threshold(text: str) -> float:
    try:
        return probability(text)
    except ValueError:
        raise ValueError("must be a number from 0 to 1") from None


def _webhook_secret(text: str) -> str:
    if not re.fullmatch(r"[\w-]{16,256}", text.strip(), re.ASCII):
        raise ValueError("must be 16 to 256 letters, digits, _ or -")
    return text.strip()


Numbers = Annotated[frozenset[int], NoDecode, _written(chat_numbers)]
Hosts = Annotated[frozenset[str], NoDecode, _written(host_names)]
Address = Annotated[tuple[str, int] | None, NoDecode, _written(host_and_port)]
Count = Annotated[int, _written(count)]


class _Environment(EnvSettingsSource):
    """The environment, in which a variable of nothing but blanks is none: the file ``.env`` may say more."""

    def __call__(self) -> dict[str, Any]:
        return _without_blanks(super().__call__())


class Settings(BaseSettings):
    """The settings in force; ``token`` is None until one is given.

    An empty ``allowed_chats`` allows everyone, a rate of 0 is no limit. What is or may hold a secret shows itself
    neither in ``repr`` nor in errors.
    """

    model_config = SettingsConfigDict(
        frozen=True,
        extra="ignore",
        case_sensitive=True,
        populate_by_name=True,
        env_ignore_empty=True,
        env_file_encoding="utf-8-sig",
        hide_input_in_errors=True,
    )

    token: SecretStr | None = Field(None, validation_alias="TELEGRAM_BOT_TOKEN")
    api_url: Annotated[str, _written(server_address)] = Field(TELEGRAM, validation_alias="TELEGRAM_API_URL")
    model: str | None = Field(None, validation_alias="YINJU_MODEL")
    index: Path = Field(Path(".yinju"), validation_alias="YINJU_INDEX")
    corpus: Path = Field(Path("corpus"), validation_alias="YINJU_CORPUS")
    threshold: Annotated[float | None, _written(_threshold)] = Field(None, validation_alias="YINJU_THRESHOLD")
    store: str | None = Field(None, validation_alias="YINJU_STORE", repr=False)  # its address may hold a password
    cache: Path | None = Field(None, validation_alias="YINJU_CACHE")
    log_level: Annotated[str, _written(logging_level)] = Field("INFO", validation_alias="LOG_LEVEL")

    admins: Numbers = Field(frozenset(), validation_alias="ADMIN_IDS")
    allowed_chats: Numbers = Field(frozenset(), validation_alias="ALLOWED_CHATS")
    questions_per_minute: Count = Field(120, validation_alias="YINJU_QUESTIONS_PER_MINUTE")
    state_folder: Path | None = Field(None, validation_alias="YINJU_STATE")
    records_url: SecretStr = Field(SecretStr(""), validation_alias="YINJU_RECORDS_URL")  # may hold a password
    retention_days: Count = Field(90, validation_alias="YINJU_RETENTION_DAYS")
    article_hosts: Hosts = Field(frozenset(), validation_alias="YINJU_ARTICLE_HOSTS")
    webhook_secret: Annotated[SecretStr | None, _written(_webhook_secret)] = Field(
        None, validation_alias="YINJU_WEBHOOK_SECRET"
    )
    site_url: Annotated[str, _written(public_address)] = Field("", validation_alias="YINJU_SITE_URL")
    monitor: Address = Field(None, validation_alias="YINJU_MONITOR")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What a program gives comes first, then the environment, then ``.env``."""
        return init_settings, _Environment(settings_cls), dotenv_settings

    @model_validator(mode="before")
    @classmethod
    def _trimmed(cls, given: Any) -> Any:
        return {name: value.strip() if name in _TRIMMED else value for name, value in _without_blanks(given).items()}

    @model_validator(mode="after")
    def _token_of_its_server(self) -> Settings:
        # Other servers than Telegram's may hand out tokens of another shape.
        shape = r"\d+:[\w-]{30,}" if self.api_url == TELEGRAM else r"[\w:-]+"
        if self.token and not re.fullmatch(shape, self.token.get_secret_value(), re.ASCII):
            raise ValueError(f"TELEGRAM_BOT_TOKEN {NO_TOKEN}")
        return self

    @property
    def state(self) -> Path:
        """Where the bot keeps what must outlast it."""
        return self.state_folder or self.index / "state"

    @property
    def bot_token(self) -> SecretStr:
        """The token, or SettingsError with the way to get one."""
        if self.token is None:
            raise SettingsError(HOW_TO_GET_ONE)
        return self.token

    @property
    def pass_key(self) -> bytes:
        """What opens the pages of a bot that is closed to strangers; empty where it is open. Raises SettingsError."""
        return key_of(self.bot_token) if self.allowed_chats else b""

    @property
    def init_key(self) -> bytes:
        """What Telegram signs its word with on who opens a page; empty where there is no token."""
        return init_key_of(self.token) if self.token else b""

    @property
    def readers(self) -> frozenset[int]:
        """The users whom the bot answers in private; empty where it answers all."""
        return self.allowed_chats | self.admins if self.allowed_chats else frozenset()

    @property
    def secrets(self) -> tuple[SecretStr, ...]:
        """What no log may hold."""
        return tuple(secret for secret in (self.token, self.webhook_secret) if secret)


def _without_blanks(given: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if not isinstance(value, str) or value.strip()}


_TRIMMED = frozenset({"TELEGRAM_BOT_TOKEN", "YINJU_RECORDS_URL"})


def load_settings(dotenv: Path, **overruling: Any) -> Settings:
    """The settings of the environment, and of the file ``dotenv`` where the environment has none.

    ``overruling`` come before both. Raises SettingsError for one that can't be used.
    """
    try:
        return Settings(_env_file=dotenv, **overruling)
    except ValidationError as error:
        raise SettingsError(_one_line(error)) from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{dotenv} can't be read as UTF-8 text: {error}") from error


def exposed(dotenv: Path) -> bool:
    """Whether others on this machine can read or change the file ``dotenv``."""
    try:
        return bool(dotenv.stat().st_mode & 0o066)
    except OSError:
        return False


def _one_line(error: ValidationError) -> str:
    """The first setting that can't be used and what it must be, without its value."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    name = "".join(map(str, first["loc"][:1]))
    message = first["msg"].removeprefix("Value error, ")
    return f"{name} {message}".strip()
