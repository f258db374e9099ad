"""The library in service, exchanged for a newer one while the bot runs."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from bot.engine.desk import MOST_QUOTES
from index.errors import LibraryError
from index.library.catalogue import Holdings
from index.ranking.searcher import Searcher, open_searcher
from index.records import Answer

if TYPE_CHECKING:
    from index.models.question_encoder import QuestionEncoder

EVERY = 2.0  # seconds between looks at the index folder
LONGEST_PAUSE = 300.0  # seconds between attempts at a library that can't be opened
FIRST_QUESTIONS = (  # asked of a new library, so that nobody waits for what is loaded on first use
    "how many people visited 12 new parks in 2021, and how much did they pay?",
    "2021年新建多少个公园？投资超3亿元，惠及2.1万人次",
)

Answering = Callable[[Sequence[str], Searcher, int, float | None], list[Answer]]

log = logging.getLogger(__name__)


class LiveLibrary:
    """The library in service: ``current`` is always an open one, also while the next one is being read.

    ``answer`` answers questions from a library, given how many quotes at most and from which confidence up
    (``index.answering.answer.answer_many``). ``on_change`` is called when another one is in service. Raises
    LibraryMissing or LibraryError where the first can't be opened.
    """

    def __init__(self, index: Path, encoder: QuestionEncoder, answer: Answering) -> None:
        self.index, self.encoder, self._answer = index, encoder, answer
        self._seen = _pointer(index)  # before opening: what is published meanwhile is then seen as new
        self.current, self.holdings = self._opened()
        self.on_change: Callable[[], None] = lambda: None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="library")
        self._reading = asyncio.Lock()
        self._settled = True
        self.refused = ""  # why the newest library is not in service; "" where it is
        _settle()

    @property
    def version(self) -> str:
        """The name of the library in service."""
        return self._seen.split(" ")[0] or "(in memory)"

    async def refresh(self) -> bool:
        """Puts the library that is published now in service; whether that is another one than before.

        Raises LibraryError when it can't be used; the old one stays in service.
        """
        async with self._reading:
            published = _pointer(self.index)
            if not published or published == self._seen:
                return False
            loop = asyncio.get_running_loop()
            self.current, self.holdings = await loop.run_in_executor(self._thread, self._opened)
            self._seen, self.refused = published, ""
            self._settled = False
            self.on_change()
            log.info("library %s is in service", self.version)
            return True

    async def watch(self, every: float = EVERY) -> None:
        """Refreshes whenever another library is published, until cancelled.

        One that can't be used is tried again after growing pauses: that it can't be read may say nothing of the
        library (no memory, too many open files, a store that is away), and looks like damage. It is said once.
        """
        failed, pause, again_at = "", every, 0.0
        clock = asyncio.get_running_loop().time
        while True:
            await asyncio.sleep(every)
            if not self._settled:  # now, when the questions that the old library was answering are answered
                self._settled = True
                await asyncio.get_running_loop().run_in_executor(self._thread, _settle)
            published = _pointer(self.index)
            if published in ("", self._seen) or (published == failed and clock() < again_at):
                continue
            try:
                await self.refresh()
            except Exception as error:  # whatever a damaged file leads to
                self.refused = str(error) if isinstance(error, LibraryError) else type(error).__name__
                if published != failed:
                    failed, pause = published, every
                    log.error("the new library is refused, the old one stays: %s", self.refused)
                again_at = clock() + pause
                pause = min(2 * pause, LONGEST_PAUSE)

    def answer_many(self, questions: Sequence[str], threshold: float | None = None) -> list[Answer]:
        """The answers to ``questions``, all from the same library."""
        return self._answer(questions, self.current, MOST_QUOTES, threshold)

    def _opened(self) -> tuple[Searcher, Holdings]:
        searcher = open_searcher(self.index, self.encoder)
        self._answer(FIRST_QUESTIONS, searcher, MOST_QUOTES, None)
        return searcher, Holdings(searcher.library.passages)


def _settle() -> None:
    """Has the garbage collector leave alone what stays: going through a library and the dictionaries takes it half
    a second, in which nothing is answered. What an earlier library left is collected first.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def _pointer(index: Path) -> str:
    """What ``CURRENT`` says; empty where it can't be read."""
    try:
        return (index / "CURRENT").read_text("ascii").strip()
    except (OSError, ValueError):
        return ""
