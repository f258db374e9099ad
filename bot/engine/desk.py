"""The desk the handlers turn to: answers from the engine, and what the library holds.

What it points at may be replaced while the bot runs (``put_in_service``): questions asked from then on
are answered from the new library, those in work end with the old one.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from cachetools import LRUCache

from bot.engine.checking import Check, checked
from index.library.catalogue import Holdings
from index.library.combined_segments import Shelf
from index.question.claims import Claim, claims_in
from index.question.filters import split_filters
from index.quotations.check import QuotationChecker
from index.records import Answer, QuotationCheck, Quote, Span

AskAside = Callable[[str], Awaitable[Answer]]
RecordFeedback = Callable[[int, str, bool], None]  # the user's id, the passage, whether it was good

MOST_QUOTES = 10  # in an answer: as many cards as an inline query shows
REMEMBERED = 500  # answers

log = logging.getLogger(__name__)


class Desk:
    """Answers questions by ``engine`` off the event loop, each once; ``holdings`` is what buttons and commands browse.

    ``record_feedback`` is given the user's id, the passage and whether the answer was good; never any words.
    ``public`` is where the pages are that show what it holds, ``pass_key`` what opens them where they are closed,
    ``corpus`` where the originals of scans lie.
    """

    def __init__(self, ask: AskAside, holdings: Holdings, record_feedback: RecordFeedback | None = None) -> None:
        self.public, self.pass_key = "", b""
        self.corpus: Path | None = None
        self.record_feedback = record_feedback or Tally()
        self.engine, self.holdings, self._checker = ask, holdings, _checker_of(holdings)
        self._known: LRUCache[str, Answer] = LRUCache(REMEMBERED)

    def put_in_service(self, ask: AskAside, holdings: Holdings) -> None:
        """Answers and shows another library from now on."""
        self.engine, self.holdings, self._checker = ask, holdings, _checker_of(holdings)
        self._known.clear()

    async def check(self, text: str) -> QuotationCheck:
        """Whether the articles hold ``text`` as it is. Raises UnsuitableLength."""
        return await asyncio.to_thread(self._checker.check, text)

    async def check_all(self, text: str) -> list[tuple[Span, QuotationCheck]]:
        """Every quotation of ``text``, looked up."""
        return await asyncio.to_thread(lambda: list(self._checker.check_all(text)))

    async def ask(self, question: str) -> Answer:
        """The answer to ``question``; raises what the engine raises."""
        if cached := self._known.get(question):
            return cached
        holdings = self.holdings
        answer = await self.engine(question)
        if holdings is self.holdings:
            self._known[question] = answer
        return answer

    async def look_up(self, text: str) -> tuple[Answer, tuple[Check, ...]]:
        """The answer to a question; for a text that makes claims, the answer to the first one found, and all checks."""
        words, limits = split_filters(text)
        claims = claims_in(words)
        if not claims:
            return await self.ask(text), ()
        self.count_more(len(claims) - 1)
        checks = [await self._checked(claim, f" {limits}" if limits else "", claim is claims[0]) for claim in claims]
        answer = next((check.answer for check in checks if check.verdict != "none"), None)
        return answer or await Desk.ask(self, text), tuple(checks)

    async def _checked(self, claim: Claim, limits: str, counts: bool) -> Check:
        """The claim's check, by the first of its questions that finds its figure; where it ``counts``, the first of
        them is asked as a person's question is.
        """
        first, *others = claim.questions
        check = checked(claim, await (self.ask(first + limits) if counts else Desk.ask(self, first + limits)))
        for question in others:
            if check.verdict == "none":
                again = checked(claim, await Desk.ask(self, question + limits))
                check = again if again.verdict != "none" else check
        return check

    async def surely_answered(self, questions: Sequence[tuple[str, Span]], most: int) -> list[tuple[str, Span]]:
        """The first of these questions that are surely answered by the figure that each was made from."""
        kept: list[tuple[str, Span]] = []
        for question, figure in questions:
            if len(kept) == most:
                break
            answer = await Desk.ask(self, question)  # nobody asked it: it isn't counted
            if answer.quotes and any(figure == statistic.span for statistic in answer.quotes[0].headline):
                kept.append((question, figure))
        return kept

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
