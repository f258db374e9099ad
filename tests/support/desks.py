"""Desks for tests: they answer from what is in this process."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from bot.engine.desk import MOST_QUOTES, AskAside, Desk
from index.answering.answer import answer
from index.library.catalogue import Holdings
from index.ranking.searcher import Searcher
from index.records import Answer

# For tests of what stands under an answer: an engine that answers soon, whatever the weights make of the question.
READY = 0.3


def desk_of(searcher: Searcher, threshold: float | None = None) -> Desk:
    """A desk that answers from a library in this process."""

    def ask(question: str) -> Answer:
        return answer(question, searcher, limit=MOST_QUOTES, threshold=threshold)

    return Desk(in_one_thread(ask), Holdings(searcher.library.passages))


def in_one_thread(ask: Callable[[str], Answer]) -> AskAside:
    """``ask`` in a thread of its own, one question at a time."""
    thread = ThreadPoolExecutor(1, thread_name_prefix="answer")

    async def aside(question: str) -> Answer:
        return await asyncio.get_running_loop().run_in_executor(thread, ask, question)

    return aside
