"""The bot's token never reaches a log, a traceback or the screen."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from collections.abc import Iterable, Sequence
from types import TracebackType

from pydantic import SecretStr

HIDDEN = "<token>"
FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class RedactingFormatter(logging.Formatter):
    """Formats a record, exception and stack included, without the secret."""

    def __init__(self, *secrets: SecretStr) -> None:
        super().__init__(FORMAT)
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        return redacted(super().format(record), self._secrets)


def redacted(text: str, secrets: Iterable[SecretStr]) -> str:
    """``text`` without any trace of the secrets, also where a token's colon is percent-encoded."""
    for secret in secrets:
        value = secret.get_secret_value()
        name, _, key = value.partition(":")
        text = text.replace(value, HIDDEN).replace(key or name, HIDDEN)
    return text


def configure_logging(level: str, *secrets: SecretStr) -> None:
    """Logs to stderr from ``level`` up, and redacts the secrets there and in uncaught exceptions."""
    handler = logging.StreamHandler()
    handler.setFormatter(RedactingFormatter(*secrets))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.captureWarnings(True)
    for name in ("httpx", "httpcore", "faiss"):  # URLs, which hold the token; and how faiss was loaded
        logging.getLogger(name).setLevel(logging.WARNING)
    _redact_uncaught(secrets)


def _redact_uncaught(secrets: Sequence[SecretStr]) -> None:
    def report(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        sys.stderr.write(redacted("".join(traceback.format_exception(kind, error, trace)), secrets))

    sys.excepthook = report
    threading.excepthook = lambda args: report(args.exc_type, args.exc_value, args.exc_traceback)
    sys.unraisablehook = lambda args: report(args.exc_type, args.exc_value, args.exc_traceback)
