"""What a running bot holds besides python-telegram-bot: inbox, records, figures, library, and a desk on top."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from telegram.ext import ApplicationBuilder

from bot.delivery.pacing import Pacing
from bot.delivery.transport import CarefulRequest, PollingRequest
from bot.engine.desk import Desk
from bot.engine.dialogue import Memory
from bot.engine.live_library import LiveLibrary
from bot.engine.queueing import AnswerMany, Busy, QuestionQueue, RateLimit, TooFast, asker
from bot.running.inbox import Inbox, InOrder
from bot.running.journal import Journal, bot_id
from bot.running.metrics import Metrics
from bot.running.records import RETENTION_DAYS, Records, open_records
from bot.running.state_files import lock_state
from bot.settings.settings import Settings
from index.library.catalogue import Holdings
from index.records import Answer

SERVICE = "service"  # its place in the application's bot_data

Builder = ApplicationBuilder[Any, Any, Any, Any, Any, Any]


@dataclass(slots=True)
class Service:
    """Everything that outlives one update, apart from what answers."""

    inbox: Inbox = field(default_factory=Inbox)
    metrics: Metrics = field(default_factory=Metrics)
    memory: Memory = field(default_factory=Memory)
    admins: frozenset[int] = frozenset()
    records: Records | None = None
    live: LiveLibrary | None = None
    retention_days: int = RETENTION_DAYS
    connected: bool = False
    began: float = field(default_factory=time.monotonic)
    waiting: Callable[[], int] = lambda: 0
    rate: RateLimit = field(default_factory=lambda: RateLimit(0))
    when_connected: list[Callable[[Any], Awaitable[None]]] = field(default_factory=list)  # each is given the bot
    lock: int | None = None  # on the state folder, a file descriptor
    tasks: set[asyncio.Task[None]] = field(default_factory=set)  # what goes on beside updates
    requests: tuple[CarefulRequest, PollingRequest] = field(
        default_factory=lambda: (CarefulRequest(), PollingRequest())
    )

    def __post_init__(self) -> None:
        self.inbox.dropped.count = self.metrics.dropped.inc

    def equip(self, builder: Builder) -> Builder:
        """``builder`` with what makes the bot keep working."""
        calling, polling = self.requests
        return (
            builder.request(calling)
            .get_updates_request(polling)
            .rate_limiter(Pacing())
            .update_queue(self.inbox)
            .concurrent_updates(InOrder(self.inbox))
        )

    def go_on_with(self, work: Coroutine[Any, Any, None]) -> None:
        """Runs ``work`` beside the updates; it is cancelled when the bot stops."""
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def let_go_of_tasks(self) -> None:
        """Cancels what goes on beside updates, and returns when it has ended."""
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    async def close(self) -> None:
        """Writes what is pending, and closes what an application that never got ready left open."""
        for request in self.requests:
            await request.shutdown()
        self.inbox.close()
        if self.records:
            await self.records.close()
        if self.lock is not None:
            os.close(self.lock)
            self.lock = None


class ServedDesk(Desk):
    """A desk that counts what it is asked, limits how fast one user asks, and notes what it can't answer."""

    def __init__(self, queue: QuestionQueue, holdings: Holdings, service: Service) -> None:
        record = service.records.feedback if service.records else None
        super().__init__(queue.ask, holdings, record)
        self._service = service

    async def ask(self, question: str) -> Answer:
        """The answer to ``question``. Raises TooFast, Busy and what the engine raises."""
        metrics, who = self._service.metrics, asker.get()
        metrics.questions.inc()
        began = time.monotonic()
        try:
            if not who.counted and (seconds := self._service.rate.wait(who.user)):
                raise TooFast(seconds)
            answer = await super().ask(question)
        except Exception as error:
            metrics.outcomes.labels("busy" if isinstance(error, Busy) else "failed").inc()
            raise
        metrics.latency.observe(time.monotonic() - began)
        metrics.outcomes.labels("answered" if answer.quotes else "declined").inc()
        wanting = not (answer.quotes or answer.smalltalk or answer.problem)
        if self._service.records and who.asks and wanting:
            self._service.records.unanswered(who.user, question)
        return answer

    def count_more(self, questions: int) -> None:
        """Counts a text that is asked as several claims as so many questions."""
        self._service.rate.count(asker.get().user, questions)


def service_in(settings: Settings, answer_many: AnswerMany, live: LiveLibrary) -> tuple[Service, Desk]:
    """The service of a bot that keeps its journal and records in the state folder, and its desk.

    Raises SettingsError where another bot with this token is at work there.
    """
    bot = f"{settings.api_url} {settings.bot_token.get_secret_value()}"
    lock = lock_state(settings.state, bot_id(bot))
    days = settings.retention_days
    records = open_records(settings.records_url.get_secret_value(), settings.state, days)
    service = Service(Inbox(Journal(settings.state, bot)), records=records, live=live, retention_days=days, lock=lock)
    service.rate = RateLimit(settings.questions_per_minute)
    queue = QuestionQueue(answer_many)
    desk = ServedDesk(queue, live.holdings, service)
    desk.public, desk.pass_key, desk.corpus = settings.site_url, settings.pass_key, settings.corpus
    live.on_change = lambda: desk.put_in_service(queue.ask, live.holdings)
    service.waiting = lambda: queue.waiting
    service.metrics.watch(service.waiting, lambda: live.version, lambda: bool(live.refused))
    return service, desk
