"""A quote as a reader sees it: without markup, its figures located, cut to size where it must be."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, replace

from rich.cells import cell_len

from bot.formats.column_heads import column_heads
from index.records import Quote, Span, plain
from index.text.sentences import split_clauses

ELLIPSIS = "…"
# Ends of sentences in both scripts (\uff01 and \uff1f are the wide ! and ?), closing quotes after them.
_SENTENCE_END = re.compile(r"[。｡!?\uff01\uff1f….][”’」』\"')\uff09》]*\s*$")
_SAYS_LITTLE = 16  # columns
_JOINERS = "\u200d\ufe0e\ufe0f"


@dataclass(frozen=True, slots=True)
class Passage:
    """Shown text; ``figures`` and ``headline`` are spans of it, sorted and not overlapping.

    ``heads`` is what heads the columns of a row of a table, divided as the row is, to be shown above it.
    """

    text: str
    figures: tuple[Span, ...] = ()
    headline: tuple[Span, ...] = ()
    heads: str = ""


def shown(quote: Quote) -> Passage:
    """The quote as shown, with … at a side where the sentence goes on."""
    text, offsets = plain(quote.paragraph.article, quote.span)

    def located(span: Span) -> Span:
        return Span(bisect_left(offsets, span.start), bisect_left(offsets, span.end))

    passage = Passage(
        text,
        merged(located(statistic.span) for statistic in quote.statistics),
        merged(located(statistic.span) for statistic in quote.headline),
        column_heads(quote),
    )
    return _with_ellipses(passage, _begins_inside(quote), _ends_inside(quote, text))


def shown_words(quote: Quote, span: Span) -> str:
    """A span of the quote's article as a reader sees it, on one line."""
    return " ".join(plain(quote.paragraph.article, span)[0].split())


def columns(text: str) -> int:
    """How wide a text is where a Chinese character is two columns."""
    return cell_len(text)


def clause(passage: Passage) -> Passage:
    """The clauses that hold the figures that answer, or the first figure, with … where words are left out; one that
    says too little by itself takes those before it along.
    """
    wanted = passage.headline or passage.figures[:1]
    stretches = [Span(start, end) for start, end in split_clauses(passage.text)]
    kept = {number for number, stretch in enumerate(stretches) if any(_meet(stretch, figure) for figure in wanted)}
    for number in sorted(kept):
        while number - 1 not in kept and number > 0 and columns(_text(passage, stretches[number])) < _SAYS_LITTLE:
            number -= 1
            kept.add(number)
    if not kept:
        return passage
    first, last = min(kept), max(kept)
    start, end = stretches[first].start, stretches[last].end
    cut = Passage(passage.text[start:end], _within(passage.figures, start, end), _within(passage.headline, start, end))
    return _with_ellipses(cut, start > 0, end < len(passage.text))


def _text(passage: Passage, stretch: Span) -> str:
    return passage.text[stretch.start : stretch.end]


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans in order, overlapping ones joined and empty ones left out."""
    result: list[Span] = []
    for span in sorted(spans):
        if result and span.start < result[-1].end:
            result[-1] = Span(result[-1].start, max(span.end, result[-1].end))
        elif span.start < span.end:
            result.append(span)
    return tuple(result)


def clip(passage: Passage, size: int) -> Passage:
    """At most ``size`` code points of the passage around its headline, never through a character."""
    if len(passage.text) <= size:
        return passage
    room = size - 2 * len(ELLIPSIS)
    start = _window_start(passage, room)
    end = whole(passage.text, start + room) if start + room < len(passage.text) else len(passage.text)
    cut = replace(
        passage,
        text=passage.text[start:end],
        figures=_within(passage.figures, start, end),
        headline=_within(passage.headline, start, end),
    )
    return _with_ellipses(cut, start > 0, end < len(passage.text))


def _window_start(passage: Passage, room: int) -> int:
    first = (passage.headline or passage.figures or (Span(0, 0),))[0]
    if first.end <= room:
        return 0
    return whole(passage.text, min(max(first.start - room // 3, 0), len(passage.text) - room))


def whole(text: str, position: int) -> int:
    """``position``, or a few code points before it where it would split a character or an emoji."""
    for at in range(position, max(position - 32, 1), -1):
        joined = unicodedata.category(text[at]).startswith("M") or text[at] in _JOINERS
        if not joined and text[at - 1] != "\u200d":
            return at
    return position


def _within(spans: tuple[Span, ...], start: int, end: int) -> tuple[Span, ...]:
    return tuple(Span(s.start - start, s.end - start) for s in spans if start <= s.start and s.end <= end)


def _with_ellipses(passage: Passage, before: bool, after: bool) -> Passage:
    shift = len(ELLIPSIS) if before and not passage.text.startswith(ELLIPSIS) else 0
    tail = ELLIPSIS if after and not passage.text.endswith(ELLIPSIS) else ""
    return replace(
        passage,
        text=ELLIPSIS * shift + passage.text + tail,
        figures=tuple(Span(s.start + shift, s.end + shift) for s in passage.figures),
        headline=tuple(Span(s.start + shift, s.end + shift) for s in passage.headline),
    )


def _begins_inside(quote: Quote) -> bool:
    article, paragraph = quote.paragraph.article, quote.paragraph.span
    before = plain(article, Span(paragraph.start, quote.span.start))[0]
    return bool(before.strip()) and not _SENTENCE_END.search(before[-16:])


def _ends_inside(quote: Quote, text: str) -> bool:
    article, paragraph = quote.paragraph.article, quote.paragraph.span
    after = plain(article, Span(quote.span.end, paragraph.end))[0]
    return bool(after.strip()) and not _SENTENCE_END.search(text[-16:])


_NOT_FIRST = frozenset(",.;:!?)]}%。、》」』】〉”’…\uff0c\uff1b\uff1a\uff01\uff1f\uff09\uff05")


_NOT_LAST = frozenset("([{《「『【〈“‘\uff08")


def may_break(text: str, at: int) -> bool:
    """True where a line may end before ``text[at]``: no closing mark begins one, no opening mark ends one."""
    before, after = text[at - 1 : at], text[at]
    if after in _NOT_FIRST or before in _NOT_LAST or after.isspace():
        return False
    return before.isspace() or cell_len(before) == 2 or cell_len(after) == 2
