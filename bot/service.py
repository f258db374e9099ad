"""What a running bot holds besides python-telegram-bot: its queue, inbox, records, figures and library."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from telegram.ext import ApplicationBuilder

from bot.inbox import Inbox, InOrderOfChat
from bot.journal import Journal
from bot.metrics import Metrics
from bot.operations import Operations
from bot.pacing import Pacing
from bot.queueing import AnswerMany, Busy, QuestionQueue, RateLimit, asker
from bot.records import Records, open_records
from bot.reloading import LiveLibrary
from bot.transport import CarefulRequest, PollingRequest
from index.records import Answer

SERVICE = "service"  # its place in the application's bot_data

Builder = ApplicationBuilder[Any, Any, Any, Any, Any, Any]


@dataclass(slots=True)
class Service:
    """Everything that outlives one update. Without a ``state`` folder nothing is written down."""

    questions: QuestionQueue
    inbox: Inbox = field(default_factory=Inbox)
    metrics: Metrics = field(default_factory=Metrics)
    records: Records | None = None
    live: LiveLibrary | None = None
    connected: bool = False

    def __post_init__(self) -> None:
        self.metrics.watch(lambda: self.questions.waiting, lambda: self.live.version if self.live else "")

    async def ask(self, question: str) -> Answer:
        """The answer to ``question``, counted, and noted where there is none. Raises as QuestionQueue.ask."""
        self.metrics.questions.inc()
        began = time.monotonic()
        try:
            answer = await self.questions.ask(question)
        except Exception as error:
            self.metrics.outcomes.labels("busy" if isinstance(error, Busy) else "failed").inc()
            raise
        self.metrics.latency.observe(time.monotonic() - began)
        self.metrics.outcomes.labels("answered" if answer.quotes else "declined").inc()
        if self.records and not answer.quotes and not answer.smalltalk:
            self.records.unanswered(asker.get(), question)
        return answer

    def equip(self, builder: Builder) -> Builder:
        """``builder`` with what makes the bot keep working."""
        return (
            builder.request(CarefulRequest())
            .get_updates_request(PollingRequest())
            .rate_limiter(Pacing())
            .update_queue(self.inbox)
            .concurrent_updates(InOrderOfChat(self.inbox))
        )

    async def close(self) -> None:
        """Writes what is pending and lets the threads end."""
        self.questions.close()
        self.inbox.close()
        if self.records:
            await self.records.close()


def service_in(
    state: Path | None,
    operations: Operations,
    answer_many: AnswerMany,
    *,
    bot: str = "",
    live: LiveLibrary | None = None,
) -> Service:
    """A service that keeps its journal (of the bot named ``bot``) and records in ``state``."""
    rate = RateLimit(operations.questions_per_minute)
    return Service(
        QuestionQueue(answer_many, rate, version=lambda: live.version if live else ""),
        Inbox(Journal(state, bot) if state and bot else None),
        records=open_records(operations.records_url, state, operations.retention_days) if state else None,
        live=live,
    )
