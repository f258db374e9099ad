"""The statistics of a text: every figure in it, what it is worth and what it counts."""

from __future__ import annotations

from dataclasses import replace

from index.figures.nouns import counted_after, counted_before
from index.numbers.grammar import read_figures
from index.numbers.seen import Seen, as_seen, fold
from index.numbers.units import HELD_UNITS
from index.records import Span, Statistic

_FIGURELESS = ("date", "duration", "code", "rank")


def find_statistics(text: str) -> list[Statistic]:
    """All statistics of a text in order and apart; their spans are offsets in ``text``."""
    seen = as_seen(text)
    return [_placed(statistic, seen, text) for statistic in _with_counted(seen.clean, read_figures(seen))]


def _placed(statistic: Statistic, seen: Seen, text: str) -> Statistic:
    """``statistic`` with its span and words as they stand in the text itself."""
    if isinstance(seen.offsets, range):
        return statistic
    start, end = seen.offsets[statistic.span.start], seen.offsets[statistic.span.end - 1] + 1
    return replace(statistic, span=Span(start, end), text=text[start:end])


def _with_counted(text: str, statistics: list[Statistic]) -> list[Statistic]:
    """The statistics with what they count; figures that touch (5类33方面101项) count the same things."""
    counted: list[Statistic] = []
    first = 0
    for at, statistic in enumerate(statistics):
        if at + 1 < len(statistics) and statistics[at + 1].span.start == statistic.span.end and statistic.unit:
            continue
        chain = statistics[first : at + 1]
        floor = statistics[first - 1].span.end if first else 0
        phrase = _counted(text, Span(chain[0].span.start, statistic.span.end), floor, statistic)
        held = [phrase and (s is statistic or s.kind not in _FIGURELESS) for s in chain]
        counted += [replace(s, counted=phrase) if holds else s for s, holds in zip(chain, held, strict=True)]
        first = at + 1
    return counted


def _counted(text: str, span: Span, floor: int, statistic: Statistic) -> str:
    if statistic.kind == "duration" and text.startswith(" of ", span.end):
        return counted_after(text, span.end, money=False)
    if statistic.kind in _FIGURELESS or fold(statistic.unit) in HELD_UNITS:
        return ""
    if statistic.kind == "ordinal" and not statistic.unit and statistic.text[-1] not in "thrdns":
        return ""
    after = counted_after(text, span.end, money=statistic.kind == "money")
    if after or statistic.kind == "ordinal":
        return after
    return counted_before(text, span.start, floor, statistic.unit)
