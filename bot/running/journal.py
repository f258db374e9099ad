"""Updates taken from Telegram and not yet dealt with, on disk: a bot that is killed answers them when it is back.

Telegram forgets an update as soon as the bot asks for the next one. So each is written down before that,
and struck out once it is dealt with; only what is unfinished is ever in the file. Where the disk fails,
the bot goes on without, and says so once. A file that is damaged is put aside, and a new one begun.
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

from bot.running.state_files import delete_aside, put_aside

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
        self._bot = bot_id(bot)
        self._connection: sqlite3.Connection | None = None
        self._failing = False

    def unfinished(self) -> dict[int, dict[str, Any]]:
        """What was taken and not dealt with, by number and in order, but for what ended the process too often.

        Deletes what is too old, of every bot that ever used this folder, and rows that can't be read.
        """
        delete_aside(self._path.parent, LONGEST)
        self._execute("DELETE FROM unfinished WHERE at < ?", (self._clock() - LONGEST,))
        given_up = self._execute(
            "DELETE FROM unfinished WHERE bot = ? AND attempts >= ? RETURNING update_id", (self._bot, ATTEMPTS)
        )
        if given_up:
            log.warning("%d updates are given up: the bot ended each time that it worked on them", len(given_up))
        rows = self._execute("SELECT update_id, payload FROM unfinished WHERE bot = ? ORDER BY update_id", (self._bot,))
        left = {}
        for number, content in rows:
            try:
                payload = json.loads(content)
                if not isinstance(payload, dict):
                    raise ValueError("no object")
                left[int(number)] = payload
            except (ValueError, TypeError, RecursionError):
                log.warning("a row of %s can't be read and is left out", self._path)
                self._execute("DELETE FROM unfinished WHERE bot = ? AND update_id IS ?", (self._bot, number))
        return left

    def took(self, update_id: int, payload: dict[str, Any]) -> bool:
        """Writes an update down; whether it stands in the file."""
        self._execute(
            "INSERT OR IGNORE INTO unfinished VALUES (?, ?, ?, 0, ?)",
            (self._bot, update_id, self._clock(), json.dumps(payload).encode()),
        )
        return not self._failing

    def attempts(self, update_id: int, more: int) -> None:
        """Counts so many attempts more."""
        self._execute(
            "UPDATE unfinished SET attempts = attempts + ? WHERE bot = ? AND update_id = ?",
            (more, self._bot, update_id),
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
            try:
                rows = self._open().execute(statement, values).fetchall()
            except sqlite3.DatabaseError as error:
                if not is_damage(error):
                    raise
                self.close()
                put_aside(self._path)
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
            connection.text_factory = bytes  # a text that was damaged must not spoil the reading of the others
            try:
                # No write-ahead log: what is struck out would stay in it, and users are told that it is deleted.
                connection.execute("PRAGMA journal_mode = TRUNCATE")
                # Written to the system, not to the disk: a killed process loses nothing, only a power cut may.
                connection.execute("PRAGMA synchronous = OFF")
                connection.execute("PRAGMA secure_delete = ON")
                connection.execute(_TABLE)
            except sqlite3.Error:
                connection.close()
                raise
            self._connection = connection
        return self._connection


def bot_id(bot: str) -> str:
    """A name for the bot of this token that gives the token away to nobody."""
    return hashlib.sha256(bot.encode()).hexdigest()[:16]


def is_damage(error: BaseException) -> bool:
    """Whether an error of SQLite says that the file itself is spoilt, which trying again can't mend."""
    code = getattr(error, "sqlite_errorcode", None) or 0
    return code & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)  # the rest says of what kind
