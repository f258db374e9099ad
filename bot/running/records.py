"""What the bot keeps: questions that got no answer, and feedback. In SQLite, or at any SQLAlchemy URL.

A row holds a keyed hash in place of the user's id, and is deleted when it is older than the retention or
when its user says so. Recording never delays an answer, and where it fails, answering goes on without it.
"""

from __future__ import annotations

import asyncio
import logging
import os
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import (
    Column,
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
    insert,
    make_url,
    select,
)
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from bot.running.pseudonyms import Pseudonyms, pseudonyms

DAY = 86_400.0
RETENTION_DAYS = 90
MOST_PENDING = 1_000  # rows not yet written; a database that hangs must not fill the memory
GATHERING = 1.0  # seconds in which what is to be written is gathered: opening the database takes longer than writing
LONGEST_QUESTION = 500  # characters
Result = TypeVar("Result")

log = logging.getLogger(__name__)

_tables = MetaData()
_unanswered = Table(
    "unanswered",
    _tables,
    Column("id", Integer, primary_key=True),
    Column("at", Float, nullable=False, index=True),
    Column("asker", String(32), nullable=False, index=True),
    Column("topic", String(LONGEST_QUESTION), nullable=False, index=True),
    Column("question", Text, nullable=False),
)
_feedback = Table(
    "feedback",
    _tables,
    Column("id", Integer, primary_key=True),
    Column("at", Float, nullable=False, index=True),
    Column("asker", String(32), nullable=False, index=True),
    Column("passage", String(200), nullable=False, index=True),
    Column("good", Integer, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question that the corpus did not answer: its words, how often and by how many it was asked."""

    question: str
    times: int
    askers: int


@dataclass(frozen=True, slots=True)
class Feedback:
    """What people thought of the quotes of a passage."""

    passage: str
    good: int
    bad: int


class Records:
    """The records, written one after the other in a thread of their own."""

    def __init__(
        self,
        url: str,
        names: Pseudonyms,
        retention_days: float = RETENTION_DAYS,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._engine = _engine(url)
        self._names, self._retention, self._clock = names, retention_days * DAY, clock
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="records")
        self._pending: list[list[Any]] = []  # the statements of each thing noted
        self._lock = threading.Lock()
        self._wanted = threading.Event()  # what is pending is to be written now
        self._ready = False
        self._failing = False
        self._last_expiry = float("-inf")

    def unanswered(self, user: int, question: str) -> None:
        """Notes that ``question`` got no answer. Returns at once."""
        words = question[:LONGEST_QUESTION].encode("utf-8", "replace").decode()
        row = {"topic": _topic(words), "question": words, **self._stamp(user)}
        self._soon([insert(_unanswered).values(row)])

    def feedback(self, user: int, passage: str, good: bool) -> None:
        """Notes what ``user`` thinks of ``passage``, in place of what they thought before. Returns at once."""
        stamp = self._stamp(user)
        row = {"passage": passage[:200], "good": int(good), **stamp}
        earlier = delete(_feedback).where(_feedback.c.asker == stamp["asker"], _feedback.c.passage == row["passage"])
        self._soon([earlier, insert(_feedback).values(row)])

    async def forget(self, user: int) -> int:
        """Deletes everything of ``user``; returns how many rows that was. SQLAlchemyError where it fails."""
        name = self._names.of(user)
        statements = [delete(table).where(table.c.asker == name) for table in (_unanswered, _feedback)]
        return await self._in_thread(lambda: self._write(*statements))

    async def most_unanswered(self, limit: int = 20) -> list[Unanswered]:
        """What was asked and not answered, the most frequent first. SQLAlchemyError where it fails."""
        times = func.count()
        chosen = (
            select(func.max(_unanswered.c.question), times, func.count(_unanswered.c.asker.distinct()))
            .group_by(_unanswered.c.topic)
            .order_by(times.desc(), func.max(_unanswered.c.at).desc())
            .limit(limit)
        )
        return [Unanswered(*row) for row in await self._read(chosen)]

    async def feedback_by_passage(self, limit: int = 20) -> list[Feedback]:
        """What people thought, the passages with most complaints first. SQLAlchemyError where it fails."""
        good, total = func.sum(_feedback.c.good), func.count()
        chosen = (
            select(_feedback.c.passage, good, total - good)
            .group_by(_feedback.c.passage)
            .order_by((total - good).desc(), total.desc())
            .limit(limit)
        )
        return [Feedback(*row) for row in await self._read(chosen)]

    async def close(self) -> None:
        """Writes what is pending and closes the database."""
        self._wanted.set()
        await asyncio.to_thread(self._thread.shutdown)
        self._engine.dispose()

    def _stamp(self, user: int) -> dict[str, Any]:
        return {"at": self._clock(), "asker": self._names.of(user)}

    def _soon(self, statements: list[Any]) -> None:
        with self._lock:
            if len(self._pending) >= MOST_PENDING:
                return
            self._pending.append(statements)
            first = len(self._pending) == 1
        if first:
            self._thread.submit(self._write_pending)

    def _write_pending(self) -> None:
        """Writes what is noted, after a moment in one go; one by one where that fails."""
        self._wanted.wait(GATHERING)
        with self._lock:
            pending, self._pending = self._pending, []
        whole = [statement for statements in pending for statement in statements]
        if not self._attempt(whole) and len(pending) > 1:
            for statements in pending:
                self._attempt(statements)

    def _attempt(self, statements: Sequence[Any]) -> bool:
        try:
            self._write(*statements)
        except (SQLAlchemyError, OSError) as error:
            if not self._failing:  # one line, not one for each question
                reason = getattr(error, "orig", None) or error
                log.warning("recording fails (%s: %s); answering goes on", type(reason).__name__, _first_line(reason))
            self._failing = True
            return False
        self._failing = False
        return True

    async def _read(self, statement: Any) -> list[Any]:
        def read() -> list[Any]:
            self._prepare()
            with self._engine.connect() as connection:
                return list(connection.execute(statement))

        return await self._in_thread(read)

    async def _in_thread(self, work: Callable[[], Result]) -> Result:
        """What ``work`` gives once everything noted before is written."""
        self._wanted.set()
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, work)
        finally:
            self._wanted.clear()

    def _write(self, *statements: Any) -> int:
        self._prepare()
        with self._engine.begin() as connection:
            self._expire(connection)
            return sum(connection.execute(statement).rowcount for statement in statements)

    def _prepare(self) -> None:
        if not self._ready:
            _tables.create_all(self._engine)
            self._ready = True

    def _expire(self, connection: Any) -> None:
        """Deletes what is too old, once an hour."""
        now = self._clock()
        if now - self._last_expiry < 3600:
            return
        for table in (_unanswered, _feedback):
            connection.execute(delete(table).where(table.c.at < now - self._retention))
        self._last_expiry = now


def open_records(url: str, state: Path, retention_days: float = RETENTION_DAYS) -> Records | None:
    """The records at ``url``, by default in the folder ``state``; None, and one warning, where none can be kept."""
    try:
        names = pseudonyms(state)
        if not url:
            path = (state / "records.sqlite").absolute()
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
            url = f"sqlite:///{path}"
        return Records(url, names, retention_days)
    except (OSError, SQLAlchemyError, ImportError) as error:  # ImportError: the driver that the URL names
        log.warning("nothing can be recorded (%s: %s)", type(error).__name__, _first_line(error))
        return None


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


def _topic(question: str) -> str:
    """What counts as the same question: its letters and digits in lower case."""
    return " ".join("".join(c if c.isalnum() else " " for c in question.casefold()).split())[:LONGEST_QUESTION]


def _first_line(error: BaseException) -> str:
    return next(iter(str(error).splitlines()), "")
