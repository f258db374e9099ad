"""The queue in front of the engine: questions that wait together are answered together, each person in turn."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from dataclasses import dataclass

from cachetools import LRUCache

from index.records import Answer

AnswerMany = Callable[[Sequence[str]], Sequence[Answer]]

MOST_WAITING = 600  # questions; twenty seconds' worth of what Telegram lets a bot send
BATCH = 16  # more at once would keep the first of them waiting for the last
BUCKETS = 10_000  # users remembered by the rate limit


@dataclass(frozen=True, slots=True)
class Asker:
    """Whose update is being processed; ``asks`` where it is a question put to the bot, typed to its end, and
    ``counted`` where the rate limit has counted it already.
    """

    user: int = 0
    asks: bool = False
    counted: bool = False


asker: ContextVar[Asker] = ContextVar("asker", default=Asker())  # noqa: B039  (it can't be changed)


class Busy(Exception):  # noqa: N818 (it says what the user is told)
    """The question is not taken: ask again in ``seconds``."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"busy for {seconds:.0f} s")
        self.seconds = seconds


class TooFast(Busy):
    """This user asks faster than one user may."""


@dataclass(slots=True)
class _Waiting:
    question: str
    answer: asyncio.Future[Answer]


class QuestionQueue:
    """Takes questions one by one and hands them to the engine in batches, off the event loop.

    One batch at a time: two threads would answer no more in a second, since most of the work holds Python's lock,
    and would take a third more processor time for it.
    """

    def __init__(
        self,
        answer_many: AnswerMany,
        *,
        most_waiting: int = MOST_WAITING,
        batch: int = BATCH,
    ) -> None:
        self._answer_many = answer_many
        self._most, self._batch = most_waiting, batch
        self._persons: OrderedDict[int, deque[_Waiting]] = OrderedDict()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="answer")
        self._at_work: asyncio.Task[None] | None = None
        self._seconds_each = 0.05
        self.waiting = 0

    async def ask(self, question: str) -> Answer:
        """The answer to ``question`` of the current ``asker``.

        Raises Busy when too many wait, and what the engine raises. Where somebody has more waiting than this asker
        would, it is their latest question that is turned away.
        """
        person = asker.get().user
        if self.waiting >= self._most:
            self._make_room(person)
        entry = _Waiting(question, asyncio.get_running_loop().create_future())
        self._persons.setdefault(person, deque()).append(entry)
        self.waiting += 1
        if self._at_work is None or self._at_work.done():
            self._at_work = asyncio.create_task(self._work(), name="question queue")
        return await entry.answer

    def close(self) -> None:
        """Lets the thread end once its batch is done."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _make_room(self, person: int) -> None:
        busy = Busy(max(1.0, self.waiting * self._seconds_each))
        largest = max(self._persons, key=lambda other: len(self._persons[other]))
        if len(self._persons[largest]) <= len(self._persons.get(person, ())) + 1:
            raise busy
        self.waiting -= 1
        _fail(self._persons[largest].pop(), busy)

    async def _work(self) -> None:
        while batch := self._next_batch():
            began = time.monotonic()
            await self._answer_batch(batch)
            seconds = (time.monotonic() - began) / len(batch)
            self._seconds_each += 0.1 * (seconds - self._seconds_each)

    def _next_batch(self) -> list[_Waiting]:
        """One question of each person in turn, round and round, until the batch is full."""
        batch: list[_Waiting] = []
        while self._persons and len(batch) < self._batch:
            person, questions = self._persons.popitem(last=False)
            entry = questions.popleft()
            if questions:
                self._persons[person] = questions
            self.waiting -= 1
            if not entry.answer.done():  # whoever asked may have been cancelled
                batch.append(entry)
        return batch

    async def _answer_batch(self, batch: list[_Waiting]) -> None:
        questions = [entry.question for entry in batch]
        try:
            answers = await asyncio.get_running_loop().run_in_executor(self._thread, self._answer_many, questions)
        except Exception as error:
            if len(batch) == 1:
                _fail(batch[0], error)
                return
            for entry in batch:  # one bad question must not take the others with it
                await self._answer_batch([entry])
            return
        for entry, answer in zip(batch, answers, strict=True):
            if not entry.answer.done():
                entry.answer.set_result(answer)


def _fail(entry: _Waiting, error: Exception) -> None:
    if not entry.answer.done():
        entry.answer.set_exception(error)


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float


class RateLimit:
    """Lets each user ask ``per_minute`` questions a minute, and as many at once; 0 is no limit."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_minute, self._clock = per_minute, clock
        self._buckets: LRUCache[int, _Bucket] = LRUCache(BUCKETS)

    def wait(self, user: int) -> float:
        """Seconds until ``user`` may ask; 0 when the question is let through, which counts it."""
        if self._per_minute <= 0:
            return 0.0
        bucket = self._filled(user)
        if bucket.tokens < 1:
            return (1 - bucket.tokens) * 60 / self._per_minute
        bucket.tokens -= 1
        return 0.0

    def count(self, user: int, questions: int) -> None:
        """Counts questions that ``user`` asks without being let through first: they are made up for later."""
        if self._per_minute > 0:
            self._filled(user).tokens -= questions

    def _filled(self, user: int) -> _Bucket:
        now = self._clock()
        bucket = self._buckets.setdefault(user, _Bucket(self._per_minute, now))
        bucket.tokens = min(self._per_minute, bucket.tokens + self._per_minute / 60 * (now - bucket.at))
        bucket.at = now
        return bucket
