"""What a running bot holds besides python-telegram-bot: inbox, records, figures, library, and a desk on top."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from telegram.ext import ApplicationBuilder

from bot.delivery.pacing import Pacing
from bot.delivery.transport import CarefulRequest, PollingRequest
from bot.engine.desk import Desk
from bot.engine.live_library import LiveLibrary
from bot.engine.queueing import AnswerMany, Busy, QuestionQueue, RateLimit, TooFast, asker
from bot.running.inbox import Inbox, InOrderOfChat
from bot.running.journal import Journal
from bot.running.metrics import Metrics
from bot.running.records import RETENTION_DAYS, Records, open_records
from bot.settings.operations import Operations
from index.library.catalogue import Holdings
from index.records import Answer

SERVICE = "service"  # its place in the application's bot_data

Builder = ApplicationBuilder[Any, Any, Any, Any, Any, Any]


@dataclass(slots=True)
class Service:
    """Everything that outlives one update, apart from what answers."""

    inbox: Inbox = field(default_factory=Inbox)
    metrics: Metrics = field(default_factory=Metrics)
    records: Records | None = None
    live: LiveLibrary | None = None
    retention_days: int = RETENTION_DAYS
    connected: bool = False
    began: float = field(default_factory=time.monotonic)
    waiting: Callable[[], int] = lambda: 0
    requests: tuple[CarefulRequest, PollingRequest] = field(
        default_factory=lambda: (CarefulRequest(), PollingRequest())
    )

    def equip(self, builder: Builder) -> Builder:
        """``builder`` with what makes the bot keep working."""
        calling, polling = self.requests
        return (
            builder.request(calling)
            .get_updates_request(polling)
            .rate_limiter(Pacing())
            .update_queue(self.inbox)
            .concurrent_updates(InOrderOfChat(self.inbox))
        )

    async def close(self) -> None:
        """Writes what is pending, and closes what an application that never got ready left open."""
        for request in self.requests:
            await request.shutdown()
        self.inbox.close()
        if self.records:
            await self.records.close()


class ServedDesk(Desk):
    """A desk that counts what it is asked, limits how fast one user asks, and notes what it can't answer."""

    def __init__(self, queue: QuestionQueue, holdings: Holdings, service: Service, rate: RateLimit) -> None:
        record = service.records.feedback if service.records else None
        super().__init__(queue.ask, holdings, record)
        self._service, self._rate = service, rate

    async def ask(self, question: str) -> Answer:
        """The answer to ``question``. Raises TooFast, Busy and what the engine raises."""
        metrics, who = self._service.metrics, asker.get()
        metrics.questions.inc()
        began = time.monotonic()
        try:
            if seconds := self._rate.wait(who.user):
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


def service_in(
    state: Path, operations: Operations, answer_many: AnswerMany, live: LiveLibrary, bot: str
) -> tuple[Service, Desk]:
    """The service of the bot named ``bot`` that keeps its journal and records in ``state``, and its desk."""
    records = open_records(operations.records_url, state, operations.retention_days)
    days = operations.retention_days
    service = Service(Inbox(Journal(state, bot)), records=records, live=live, retention_days=days)
    queue = QuestionQueue(answer_many)
    desk = ServedDesk(queue, live.holdings, service, RateLimit(operations.questions_per_minute))
    live.on_change = lambda: desk.put_in_service(queue.ask, live.holdings)
    service.waiting = lambda: queue.waiting
    service.metrics.watch(service.waiting, lambda: live.version)
    return service, desk
