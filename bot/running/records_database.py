"""The database of the records: its tables, what is too old in it, and what becomes of a damaged file."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Float,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    delete,
    event,
    func,
    make_url,
    select,
)
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import NullPool

from bot.running.journal import is_damage
from bot.running.state_files import delete_aside, put_aside

HOUR = 3_600.0
LONGEST_QUESTION = 500  # characters

log = logging.getLogger(__name__)

TABLES = MetaData()
UNANSWERED = Table(
    "unanswered",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("at", Float, nullable=False, index=True),
    Column("asker", String(32), nullable=False, index=True),
    Column("topic", String(LONGEST_QUESTION), nullable=False, index=True),
    Column("question", Text, nullable=False),
)
FEEDBACK = Table(
    "feedback",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("at", Float, nullable=False, index=True),
    Column("asker", String(32), nullable=False, index=True),
    Column("passage", String(200), nullable=False, index=True),
    Column("good", Integer, nullable=False),
)


class RecordsDatabase:
    """The tables at an SQLAlchemy URL. A SQLite file that is damaged is put aside, and a new one begun.

    Rows older than ``retention`` seconds are deleted once an hour. Where that would take all there are, a clock that
    is wrong is likelier than so long a silence: then it waits an hour for the clock to be put right.
    """

    def __init__(
        self,
        url: str,
        retention: float,
        clock: Callable[[], float] = time.time,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._engine = _engine(url)
        self._retention, self._clock, self._ticks = retention, clock, ticks
        self._ready = False
        self._looked = float("-inf")
        self._doubted = False

    def read(self, statement: Any) -> list[Any]:
        """The rows of a query. SQLAlchemyError or OSError where it fails."""
        rows: list[Any] = self._mended(lambda connection: list(connection.execute(statement)))
        return rows

    def write(self, *statements: Any) -> int:
        """Executes them all or none; returns how many rows they touched. SQLAlchemyError or OSError."""

        def execute(connection: Connection) -> int:
            self._expire(connection)
            return sum(connection.execute(statement).rowcount for statement in statements)

        return int(self._mended(execute))

    def forget_aside(self) -> None:
        """Deletes damaged files that were put aside, in which nobody can be looked up any more."""
        if (file := _file(self._engine)) is not None:
            delete_aside(file.parent)

    def close(self) -> None:
        """Closes the database."""
        self._engine.dispose()

    def _mended(self, work: Callable[[Connection], Any]) -> Any:
        try:
            return self._in_transaction(work)
        except DatabaseError as error:
            file = _file(self._engine)
            if file is None or error.orig is None or not is_damage(error.orig):
                raise
            self._engine.dispose()
            put_aside(file)
            _only_for_its_owner(file)
            self._ready = False
            return self._in_transaction(work)

    def _in_transaction(self, work: Callable[[Connection], Any]) -> Any:
        if not self._ready:
            TABLES.create_all(self._engine)
            self._ready = True
        with self._engine.begin() as connection:
            return work(connection)

    def _expire(self, connection: Connection) -> None:
        ticks, oldest = self._ticks(), self._clock() - self._retention
        if ticks - self._looked < HOUR:
            return
        self._looked = ticks
        if (file := _file(self._engine)) is not None:
            delete_aside(file.parent, self._retention)
        newest = [connection.execute(select(func.max(table.c.at))).scalar() for table in (UNANSWERED, FEEDBACK)]
        all_old = any(newest) and all(at is None or at < oldest for at in newest)
        if all_old and not self._doubted:
            self._doubted = True
            return
        self._doubted = False
        for table in (UNANSWERED, FEEDBACK):
            connection.execute(delete(table).where(table.c.at < oldest))


def sqlite_url(path: Path) -> str:
    """The URL of a SQLite file that only its owner can read, made where there is none. OSError."""
    _only_for_its_owner(path)
    return f"sqlite:///{path.absolute()}"


def _only_for_its_owner(path: Path) -> None:
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def _file(engine: Engine) -> Path | None:
    """The file of a SQLite database."""
    if engine.url.get_backend_name() != "sqlite" or not engine.url.database:
        return None
    return Path(engine.url.database)


def _engine(url: str) -> Engine:
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, hide_parameters=True, pool_pre_ping=True)
    # Opened for each write: a disk that was full or read-only is found mended as soon as it is.
    engine = create_engine(url, hide_parameters=True, poolclass=NullPool, connect_args={"timeout": 5.0})

    @event.listens_for(engine, "connect")
    def overwrite_what_is_deleted(connection: Any, record: Any) -> None:
        with suppress(Exception):
            connection.execute("PRAGMA secure_delete = ON")

    return engine
