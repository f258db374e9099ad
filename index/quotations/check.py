"""A quotation looked up in a library: is it there word for word, and if not, what comes nearest to it?

``verbatim`` says that the articles hold these characters in this order. How they are set makes no difference
(width, spacing, shape of quotation marks and dashes: ``index.text.typography``), nor do pauses at either end, which
belong to whoever quotes. Another script, another capital, another comma within do: they are ``changed``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.fuzz import partial_ratio

from index.library.combined_segments import Shelf
from index.library.passages import Passage
from index.library.signatures import trigrams
from index.quotations.alignment import differing, fit, kind_of
from index.quotations.marks import quotations
from index.records import Difference, QuotationCheck, Quote, Span
from index.text.scripts import fold
from index.text.typography import is_word, typeset

SHORTEST, LONGEST = 4, 5_000  # characters; what is shorter stands in many places and says nothing of its source
MOST_PLACES = 4
_PAUSES = " ,、;:.·~-'"  # at the ends, as they are typeset
_SAMPLED = 32  # trigrams of a long text that are looked up, from all over it
_NEAR = 16  # passages that are compared with a text that stands nowhere as it is
_SAME = 0.4  # of the trigrams that a passage must have to be compared
_CHANGED = 0.4  # of its characters that may differ for a text to be somebody's words changed
_LAID_ON = 400  # characters; two readings of a passage are remembered for so many


class UnsuitableLength(ValueError):  # noqa: N818  (it says what is wrong)
    """A text that is too short or too long to be looked up; says which."""


class QuotationChecker:
    """Looks quotations up in one library, from any thread."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._typeset = lru_cache(_LAID_ON)(lambda number: typeset(shelf[number].text))

    def check(self, text: str) -> QuotationCheck:
        """Whether the articles hold ``text``. Raises UnsuitableLength."""
        if len(text) > LONGEST:
            raise UnsuitableLength(f"a quotation of {len(text)} characters is too long: {LONGEST} at most")
        words, offsets = typeset(text)
        start, end = len(words) - len(words.lstrip(_PAUSES)), len(words.rstrip(_PAUSES))
        words, offsets = words[start:end], offsets[start:end]
        if len(words) < SHORTEST:
            raise UnsuitableLength(f"a quotation of {len(words)} characters is too short: {SHORTEST} at least")
        bits = trigrams(words)
        bits = bits[:: -(-len(bits) // _SAMPLED)]
        shared = self._shared(bits)
        places = list(self._places(words, np.flatnonzero(shared == len(bits))))
        if places:
            first, *others = places
            return QuotationCheck(text, "verbatim", _with(first, others))
        return self._nearest(text, words, offsets, shared, len(bits))

    def check_all(self, text: str) -> Iterator[tuple[Span, QuotationCheck]]:
        """Every quotation of ``text``, without its marks, and where it stands; those of too few characters left out.

        One longer than what is looked up is in no article.
        """
        for span in quotations(text):
            quoted = text[span.start : span.end]
            try:
                yield span, self.check(quoted) if len(quoted) <= LONGEST else QuotationCheck(quoted, "absent")
            except UnsuitableLength:
                continue

    def _shared(self, bits: NDArray[np.int64]) -> NDArray[np.uint8]:
        """How many of the bits each passage has; none of an article that is gone."""
        parts = [segment.signatures.shared(bits) for segment in self._shelf.segments]
        return np.concatenate([np.empty(0, np.uint8), *parts]) * self._shelf.live

    def _places(self, words: str, numbers: NDArray[np.int64]) -> Iterator[Quote]:
        """Where ``words`` stand in passages, each passage once, as they come in the library."""
        count = 0
        for number in numbers.tolist():
            within, offsets = self._typeset(number)
            at = within.find(words)
            if at >= 0:
                yield _quoted(self._shelf[number], offsets[at : at + len(words)])
                count += 1
            if count == MOST_PLACES:
                return

    def _nearest(
        self, text: str, words: str, offsets: Sequence[int], shared: NDArray[np.uint8], looked_up: int
    ) -> QuotationCheck:
        """The passage that holds most of ``words``, and what of it they change."""
        numbers = np.argsort(-shared.astype(np.int16), kind="stable")[:_NEAR]
        likely = [number for number in numbers.tolist() if shared[number] >= max(_SAME * looked_up, 1)]
        folded = fold(words)
        best = max(likely, key=lambda number: partial_ratio(folded, fold(self._typeset(number)[0])), default=None)
        if best is None:
            return QuotationCheck(text, "absent")
        within, places = self._typeset(best)
        span, distance = fit(folded, fold(within))
        if distance > _CHANGED * len(words) or not len(span):
            return QuotationCheck(text, "absent")
        passage = self._shelf[best]
        quote = _quoted(passage, places[_word_start(within, span.start) : _word_end(within, span.end)])
        pairs = differing(words, within[span.start : span.end])
        return QuotationCheck(
            text, "changed", quote, tuple(_difference(text, offsets, passage, places, span, pair) for pair in pairs)
        )


def _quoted(passage: Passage, offsets: Sequence[int]) -> Quote:
    """The quote from the first to the last of these places of a passage's readable text."""
    span = passage.place(Span(offsets[0], offsets[-1] + 1))
    placed = (passage.place_statistic(s) for sentence in passage.sentences for s in sentence.statistics)
    return Quote(passage.paragraph, span, tuple(s for s in placed if s.span in span))


def _word_start(text: str, at: int) -> int:
    """``at``, or the start of the word that it stands in, of a script that parts words."""
    while 0 < at < len(text) and is_word(text[at - 1]) and is_word(text[at]):
        at -= 1
    return at


def _word_end(text: str, at: int) -> int:
    while 0 < at < len(text) and is_word(text[at - 1]) and is_word(text[at]):
        at += 1
    return at


def _with(quote: Quote, others: Sequence[Quote]) -> Quote:
    return Quote(quote.paragraph, quote.span, quote.statistics, also=tuple(others))


def _difference(
    text: str, offsets: Sequence[int], passage: Passage, places: Sequence[int], fitted: Span, pair: tuple[Span, Span]
) -> Difference:
    one, other = _between(offsets, pair[0]), _between(places[fitted.start : fitted.end], pair[1])
    # where the article has nothing there, the place is behind what stands before
    span = passage.place(other) if len(other) or not other.start else passage.place(Span(other.start - 1, other.start))
    span = span if len(other) else Span(span.end, span.end)
    quoted, original = text[one.start : one.end], passage.text[other.start : other.end]
    return Difference(one, quoted, span, original, kind_of(quoted, original))


def _between(offsets: Sequence[int], span: Span) -> Span:
    """The span that characters ``span`` of a typeset text have in what they were set from."""
    if len(span):
        return Span(offsets[span.start], offsets[span.end - 1] + 1)
    at = offsets[span.start] if span.start < len(offsets) else offsets[-1] + 1
    return Span(at, at)
