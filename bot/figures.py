"""The figures an answer opens with; those an English reader can't parse are restated beside the original."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.markup import plain
from index.records import Language, Quote, Statistic

MOST_FIGURES = 6
_CHINESE_NUMERAL = re.compile(r"[十百千萬万億亿]")
_QUALIFIERS = {"about": "about ", "over": "over ", "under": "under "}
_MONEY = {"元": " yuan", "人民币": " yuan", "美元": " US dollars", "港元": " Hong Kong dollars"}
_COUNTED_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure as shown: its words in the article, the same in English digits or empty, what it counts."""

    text: str
    restated: str
    counted: str


def headline_figures(quote: Quote, language: Language) -> tuple[Figure, ...]:
    """The figures that answer, the best first, each once."""
    figures = dict.fromkeys(_figure(quote, statistic, language) for statistic in quote.headline)
    return tuple(figures)[:MOST_FIGURES]


def _figure(quote: Quote, statistic: Statistic, language: Language) -> Figure:
    text = " ".join(plain(quote.paragraph.article, statistic.span)[0].split())
    counted = " ".join(statistic.counted.split())
    if len(counted) > _COUNTED_LENGTH:
        counted = counted[: _COUNTED_LENGTH - 1] + "…"
    return Figure(text[: 2 * _COUNTED_LENGTH], restated(statistic, language), counted)


def restated(statistic: Statistic, language: Language) -> str:
    """``over 260 billion yuan`` for ``超2600亿元`` where the reader asked in English, else empty."""
    value = statistic.value
    readable = language != "en" or not _CHINESE_NUMERAL.search(statistic.text)
    if readable or value is None or statistic.kind not in ("number", "money"):
        return ""
    return _QUALIFIERS.get(statistic.qualifier, "") + in_words(value) + _MONEY.get(statistic.unit, "")


def in_words(value: float) -> str:
    """``260 billion``, ``21,000``, ``1.5``: the value in English, exact or not shortened."""
    for size, name in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        shortened = f"{value / size:g}"
        if abs(value) >= size and float(shortened) * size == value:
            return f"{shortened} {name}"
    return f"{int(value):,}" if float(value).is_integer() else f"{value:,}"
