"""What each of a text's figures counts."""

from __future__ import annotations

from dataclasses import replace

from index.figures.nouns import counted_after, counted_before
from index.figures.seen import fold
from index.figures.units import HELD_UNITS
from index.records import Span, Statistic

_FIGURELESS = ("date", "duration", "code", "rank")


def with_counted(text: str, statistics: list[Statistic]) -> list[Statistic]:
    """The statistics with what they count; figures that touch (5类33方面101项) count the same things."""
    counted: list[Statistic] = []
    first = 0
    for at, statistic in enumerate(statistics):
        if at + 1 < len(statistics) and statistics[at + 1].span.start == statistic.span.end and statistic.unit:
            continue
        chain = statistics[first : at + 1]
        floor = statistics[first - 1].span.end if first else 0
        phrase = _counted(text, Span(chain[0].span.start, statistic.span.end), floor, statistic)
        counted += [replace(s, counted=phrase) if phrase and s.kind not in _FIGURELESS else s for s in chain]
        first = at + 1
    return counted


def _counted(text: str, span: Span, floor: int, statistic: Statistic) -> str:
    if statistic.kind in _FIGURELESS or fold(statistic.unit) in HELD_UNITS:
        return ""
    if statistic.kind == "ordinal" and not statistic.unit and statistic.text[-1] not in "thrdns":
        return ""
    after = counted_after(text, span.end, money=statistic.kind == "money")
    if after or statistic.kind == "ordinal":
        return after
    return counted_before(text, span.start, floor, statistic.unit)
