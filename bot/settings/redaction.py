"""The bot's token never reaches a log, a traceback or the screen."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from types import TracebackType

HIDDEN = "<token>"
FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


@dataclass(frozen=True, slots=True)
class Secret:
    """A string that shows itself only when asked to."""

    value: str = field(repr=False)

    def __str__(self) -> str:
        return HIDDEN

    def __repr__(self) -> str:
        return f"Secret({HIDDEN})"

    def redact(self, text: str) -> str:
        """``text`` with every trace of the secret replaced, also where the colon is percent-encoded."""
        name, _, key = self.value.partition(":")
        return text.replace(self.value, HIDDEN).replace(key or name, HIDDEN)


class RedactingFormatter(logging.Formatter):
    """Formats a record, exception and stack included, without the secret."""

    def __init__(self, *secrets: Secret) -> None:
        super().__init__(FORMAT)
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        return redacted(super().format(record), self._secrets)


def redacted(text: str, secrets: Iterable[Secret]) -> str:
    """``text`` without any of the secrets."""
    for secret in secrets:
        text = secret.redact(text)
    return text


def configure_logging(level: str, *secrets: Secret) -> None:
    """Logs to stderr from ``level`` up, and redacts the secrets there and in uncaught exceptions."""
    handler = logging.StreamHandler()
    handler.setFormatter(RedactingFormatter(*secrets))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.captureWarnings(True)
    for name in ("httpx", "httpcore", "faiss"):  # URLs, which hold the token; and how faiss was loaded
        logging.getLogger(name).setLevel(logging.WARNING)
    _redact_uncaught(secrets)


def _redact_uncaught(secrets: Sequence[Secret]) -> None:
    def report(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        sys.stderr.write(redacted("".join(traceback.format_exception(kind, error, trace)), secrets))

    sys.excepthook = report
    threading.excepthook = lambda args: report(args.exc_type, args.exc_value, args.exc_traceback)
    sys.unraisablehook = lambda args: report(args.exc_type, args.exc_value, args.exc_traceback)
