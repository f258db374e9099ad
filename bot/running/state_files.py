"""Files in the state folder: damaged ones are put aside, and one bot at a time is at work in it."""

from __future__ import annotations

import errno
import fcntl
import logging
import os
import time
from contextlib import suppress
from pathlib import Path

from bot.settings.settings import SettingsError

ASIDE = ".damaged"
BESIDE = ("-wal", "-shm", "-journal")  # what SQLite writes beside a database
ENDING = 12.0  # seconds that an earlier bot may take to stop

log = logging.getLogger(__name__)


def put_aside(database: Path) -> None:
    """Renames a damaged SQLite database, in the place of one put aside before, and says so. OSError where it can't."""
    aside = database.with_name(database.name + ASIDE)
    database.replace(aside)
    for ending in BESIDE:
        with suppress(FileNotFoundError):
            database.with_name(database.name + ending).unlink()
    os.utime(aside)  # its age counts from now
    log.warning("%s is damaged: it is kept as %s, and a new one begun", database, aside.name)


def delete_aside(folder: Path, older_than: float = 0.0) -> None:
    """Deletes what was put aside in ``folder`` more than so many seconds ago: it holds what people wrote."""
    for aside in folder.glob(f"*{ASIDE}"):
        with suppress(OSError):
            if time.time() - aside.stat().st_mtime >= older_than:
                aside.unlink()


def lock_state(folder: Path, bot: str, patience: float = ENDING) -> int | None:
    """A lock on ``folder`` for the bot of this name, as a file descriptor; None where none can be had on this disk.

    Two with one token would answer each other's unfinished questions a second time. Raises SettingsError where
    another still holds it after ``patience`` seconds.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(folder / f".lock-{bot}", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        return None
    until = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return handle
        except OSError as error:
            if error.errno not in (errno.EAGAIN, errno.EACCES):  # a file system without locks
                os.close(handle)
                return None
            if time.monotonic() >= until:
                os.close(handle)
                raise SettingsError(
                    f"another bot with this token is at work in {folder}: give each its own YINJU_STATE"
                ) from None
        time.sleep(0.1)
