"""What the bot keeps: questions that got no answer, and feedback. In SQLite, or at any SQLAlchemy URL.

A row holds a keyed hash in place of the user's id, and is deleted when it is older than the retention or
when its user says so. Recording never delays an answer, and where it fails, answering goes on without it.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import delete, func, insert, select
from sqlalchemy.exc import SQLAlchemyError

from bot.running.pseudonyms import Pseudonyms, pseudonyms
from bot.running.records_database import FEEDBACK, LONGEST_QUESTION, UNANSWERED, RecordsDatabase, sqlite_url

DAY = 86_400.0
RETENTION_DAYS = 90
MOST_PENDING = 1_000  # rows not yet written; a database that hangs must not fill the memory
LISTED = 20  # of the questions, and of the passages, that operators are shown
GATHERING = 1.0  # seconds in which what is to be written is gathered: opening the database takes longer than writing
Result = TypeVar("Result")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question that the corpus did not answer: its words, and how often it was asked."""

    question: str
    times: int


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
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = RecordsDatabase(url, retention_days * DAY, clock, ticks)
        self._names, self._clock = names, clock
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="records")
        self._pending: list[list[Any]] = []  # the statements of each thing noted
        self._lock = threading.Lock()
        self._wanted = threading.Event()  # what is pending is to be written now
        self._failing = False

    def unanswered(self, user: int, question: str) -> None:
        """Notes that ``question`` got no answer. Returns at once."""
        words = question[:LONGEST_QUESTION].encode("utf-8", "replace").decode()
        row = {"topic": _topic(words), "question": words, **self._stamp(user)}
        self._soon([insert(UNANSWERED).values(row)])

    def feedback(self, user: int, passage: str, good: bool) -> None:
        """Notes what ``user`` thinks of ``passage``, in place of what they thought before. Returns at once."""
        stamp = self._stamp(user)
        row = {"passage": passage[:200], "good": int(good), **stamp}
        earlier = delete(FEEDBACK).where(FEEDBACK.c.asker == stamp["asker"], FEEDBACK.c.passage == row["passage"])
        self._soon([earlier, insert(FEEDBACK).values(row)])

    async def forget(self, user: int) -> int:
        """Deletes everything of ``user``; returns how many rows that was. SQLAlchemyError where it fails."""
        name = self._names.of(user)
        statements = [delete(table).where(table.c.asker == name) for table in (UNANSWERED, FEEDBACK)]

        def forget() -> int:
            self._database.forget_aside()
            return self._database.write(*statements)

        return await self._in_thread(forget)

    async def most_unanswered(self) -> list[Unanswered]:
        """What was asked and not answered, the most frequent first. SQLAlchemyError where it fails."""
        times = func.count()
        chosen = (
            select(func.max(UNANSWERED.c.question), times)
            .group_by(UNANSWERED.c.topic)
            .order_by(times.desc(), func.max(UNANSWERED.c.at).desc())
            .limit(LISTED)
        )
        return [Unanswered(*row) for row in await self._read(chosen)]

    async def feedback_by_passage(self) -> list[Feedback]:
        """What people thought, the passages with most complaints first. SQLAlchemyError where it fails."""
        good, total = func.sum(FEEDBACK.c.good), func.count()
        chosen = (
            select(FEEDBACK.c.passage, good, total - good)
            .group_by(FEEDBACK.c.passage)
            .order_by((total - good).desc(), total.desc())
            .limit(LISTED)
        )
        return [Feedback(*row) for row in await self._read(chosen)]

    async def close(self) -> None:
        """Writes what is pending and closes the database."""
        self._wanted.set()
        await asyncio.to_thread(self._thread.shutdown)
        self._database.close()

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
            self._database.write(*statements)
        except (SQLAlchemyError, OSError) as error:
            if not self._failing:  # one line, not one for each question
                reason = getattr(error, "orig", None) or error
                log.warning("recording fails (%s: %s); answering goes on", type(reason).__name__, _first_line(reason))
            self._failing = True
            return False
        self._failing = False
        return True

    async def _read(self, statement: Any) -> list[Any]:
        return await self._in_thread(lambda: self._database.read(statement))

    async def _in_thread(self, work: Callable[[], Result]) -> Result:
        """What ``work`` gives once everything noted before is written."""
        self._wanted.set()
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, work)
        finally:
            self._wanted.clear()


def open_records(url: str, state: Path, retention_days: float = RETENTION_DAYS) -> Records | None:
    """The records at ``url``, by default in the folder ``state``; None, and one warning, where none can be kept."""
    try:
        names = pseudonyms(state)
        if not url:
            url = sqlite_url(state / "records.sqlite")
        return Records(url, names, retention_days)
    except ValueError as error:  # a part of the URL; what it says may quote the password
        log.warning("nothing can be recorded (%s: YINJU_RECORDS_URL is no address of a database)", type(error).__name__)
    except (OSError, SQLAlchemyError, ImportError) as error:  # ImportError: the driver that the URL names
        log.warning("nothing can be recorded (%s: %s)", type(error).__name__, _first_line(error))
    return None


def _topic(question: str) -> str:
    """What counts as the same question: its letters and digits in lower case."""
    return " ".join("".join(c if c.isalnum() else " " for c in question.casefold()).split())[:LONGEST_QUESTION]


def _first_line(error: BaseException) -> str:
    return next(iter(str(error).splitlines()), "")
