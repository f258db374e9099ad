"""Updates taken from Telegram and not yet dealt with, on disk: a bot that is killed answers them when it is back.

Telegram forgets an update as soon as the bot asks for the next one. So each is written down before that,
and struck out once it is dealt with; only what is unfinished is ever in the file. Where the disk fails,
the bot goes on without, and says so once.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)

LONGEST = 24 * 3600.0  # seconds; Telegram itself keeps updates no longer
ATTEMPTS = 3  # an update that ends the process each time is given up
_TABLE = (
    "CREATE TABLE IF NOT EXISTS unfinished (bot TEXT, update_id INTEGER, at REAL, attempts INTEGER, payload TEXT, "
    "PRIMARY KEY (bot, update_id))"
)


class Journal:
    """The unfinished updates of one bot in ``folder``; nothing it does raises where the disk fails."""

    def __init__(self, folder: Path, bot: str, clock: Callable[[], float] = time.time) -> None:
        self._path, self._clock = folder / "unfinished.sqlite", clock
        self._bot = hashlib.sha256(bot.encode()).hexdigest()[:16]
        self._connection: sqlite3.Connection | None = None
        self._failing = False

    def unfinished(self) -> list[dict[str, Any]]:
        """What was taken and not dealt with, in order; each is handed out at most ``ATTEMPTS`` times."""
        self._execute(
            "DELETE FROM unfinished WHERE bot = ? AND (at < ? OR attempts >= ?)",
            (self._bot, self._clock() - LONGEST, ATTEMPTS),
        )
        self._execute("UPDATE unfinished SET attempts = attempts + 1 WHERE bot = ?", (self._bot,))
        rows = self._execute("SELECT payload FROM unfinished WHERE bot = ? ORDER BY update_id", (self._bot,))
        return [json.loads(payload) for (payload,) in rows]

    def took(self, update_id: int, payload: dict[str, Any]) -> None:
        """Writes an update down."""
        self._execute(
            "INSERT OR IGNORE INTO unfinished VALUES (?, ?, ?, 0, ?)",
            (self._bot, update_id, self._clock(), json.dumps(payload)),
        )

    def finished(self, update_id: int) -> None:
        """Strikes an update out."""
        self._execute("DELETE FROM unfinished WHERE bot = ? AND update_id = ?", (self._bot, update_id))

    def close(self) -> None:
        """Closes the file; the journal opens it again when it is used again."""
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None

    def _execute(self, statement: str, values: tuple[Any, ...]) -> list[Any]:
        try:
            rows = self._open().execute(statement, values).fetchall()
        except (sqlite3.Error, OSError) as error:
            if not self._failing:
                log.warning("%s can't be written (%s): killed, the bot would lose what it works on", self._path, error)
            self._failing = True
            self.close()
            return []
        self._failing = False
        return rows

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600))
            connection = sqlite3.connect(self._path, timeout=1.0, isolation_level=None, check_same_thread=False)
            try:
                connection.execute("PRAGMA journal_mode = WAL")
                # Written to the system, not to the disk: a killed process loses nothing, only a power cut may.
                connection.execute("PRAGMA synchronous = OFF")
                connection.execute("PRAGMA secure_delete = ON")
                connection.execute(_TABLE)
            except sqlite3.Error:
                connection.close()
                raise
            self._connection = connection
        return self._connection
