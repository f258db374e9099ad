"""The desk the handlers turn to: answers from the engine, and what the library holds.

What it points at may be replaced while the bot runs (``put_in_service``): questions asked from then on
are answered from the new library, those in work end with the old one.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from cachetools import LRUCache

from index.library.catalogue import Holdings
from index.library.combined_segments import Shelf
from index.question.claims import claims_in
from index.question.filters import split_filters
from index.quotations.check import Check, QuotationChecker
from index.records import Answer, Quote, Span

if TYPE_CHECKING:
    from index.ranking.searcher import Searcher

Ask = Callable[[str], Answer]
AskAside = Callable[[str], Awaitable[Answer]]
RecordFeedback = Callable[[int, str, bool], None]  # the user's id, the passage, whether it was good

MOST_QUOTES = 10  # in an answer: as many cards as an inline query shows
REMEMBERED = 500  # answers

log = logging.getLogger(__name__)


class Desk:
    """Answers questions by ``engine`` off the event loop, each once; ``holdings`` is what buttons and commands browse.

    ``record_feedback`` is given the user's id, the passage and whether the answer was good; never any words.
    ``public`` is where the pages are that show what it holds, ``pass_key`` what opens them where they are closed.
    """

    def __init__(self, ask: AskAside, holdings: Holdings, record_feedback: RecordFeedback | None = None) -> None:
        self.public, self.pass_key = "", b""
        self.record_feedback = record_feedback or Tally()
        self.engine, self.holdings, self._checker = ask, holdings, _checker_of(holdings)
        self._known: LRUCache[str, Answer] = LRUCache(REMEMBERED)

    def put_in_service(self, ask: AskAside, holdings: Holdings) -> None:
        """Answers and shows another library from now on."""
        self.engine, self.holdings, self._checker = ask, holdings, _checker_of(holdings)
        self._known.clear()

    async def check(self, text: str) -> Check:
        """Whether the articles hold ``text`` as it is. Raises UnsuitableLength."""
        return await asyncio.to_thread(self._checker.check, text)

    async def check_all(self, text: str) -> list[tuple[Span, Check]]:
        """Every quotation of ``text``, looked up."""
        return await asyncio.to_thread(lambda: list(self._checker.check_all(text)))

    async def ask(self, question: str) -> Answer:
        """The answer to ``question``, or to the claim that a long text makes; raises what the engine raises."""
        if known := self._known.get(question):
            return known
        holdings = self.holdings
        answer = await self.engine(question)
        words, limits = split_filters(question)
        if answer.state == "none" and not answer.problem and (claims := claims_in(words)):
            self.count_more(len(claims))
            looked_up = surest([await self.engine(f"{claim} {limits}".strip()) for claim in claims])
            answer = looked_up if looked_up.answered else answer
        if holdings is self.holdings:
            self._known[question] = answer
        return answer

    def count_more(self, questions: int) -> None:
        """Called with how many questions more a text is asked as."""


class Tally:
    """Feedback counted in this process, for a bot that keeps no records."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, bool]] = Counter()

    def __call__(self, user: int, passage: str, good: bool) -> None:
        """Counts the verdict on the passage; who gave it is not kept."""
        self.counts[passage, good] += 1
        log.info("feedback: %s on %s (%d so far)", "up" if good else "down", passage, self.counts[passage, good])


def _checker_of(holdings: Holdings) -> QuotationChecker:
    return QuotationChecker(holdings.shelf or Shelf([], []))


def place_of(quote: Quote) -> str:
    """Where a quote stands, for people: ``slug ¶23 3346-3495``."""
    paragraph = quote.paragraph
    return f"{paragraph.article.slug} ¶{paragraph.number} {quote.span.start}-{quote.span.end}"


def desk_of(searcher: Searcher, threshold: float | None = None) -> Desk:
    """A desk that answers from a library in this process."""
    from index.answering.answer import answer

    def ask(question: str) -> Answer:
        return answer(question, searcher, limit=MOST_QUOTES, threshold=threshold)

    return Desk(in_one_thread(ask), Holdings(searcher.library.passages))


def in_one_thread(ask: Ask) -> AskAside:
    """``ask`` in a thread of its own, one question at a time: the encoder uses every core anyway."""
    thread = ThreadPoolExecutor(1, thread_name_prefix="answer")

    async def aside(question: str) -> Answer:
        return await asyncio.get_running_loop().run_in_executor(thread, ask, question)

    return aside


def surest(answers: list[Answer]) -> Answer:
    """The answer that is surest, the first of equals; an answer before none."""
    return max(answers, key=lambda answer: (answer.answered, answer.confidence))
