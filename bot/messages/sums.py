"""Figures of several quotes added up, for whoever asks for it; refused where they are not of one kind. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations

from bot.formats.json_lines import plain_number
from bot.messages.passage import shown_words
from bot.texts import Texts
from index.question.patterns import YEAR
from index.records import Quote, Statistic
from index.text.scripts import fold
from index.text.words import words

_ADDABLE = ("number", "money", "duration")


def sum_line(quotes: Sequence[Quote | None], texts: Texts) -> str:
    """The sum of the quotes' first figures, marked as one and with its parts; or why they are not added up."""
    parts = [quote for quote in quotes if quote]
    if why := _against(parts, len(quotes), texts):
        return texts.not_added_up.format(why=why)
    figures = [quote.headline[0] for quote in parts]
    value = plain_number(math.fsum(figure.value or 0.0 for figure in figures)) or 0
    written = f"{value:,}" if isinstance(value, int) else f"{round(value, 6):,}"
    if any(figure.qualifier == "about" for figure in figures):
        written = texts.numbers.qualifiers["about"].format(written)
    unit = figures[0].unit
    equation = " + ".join(shown_words(quote, quote.headline[0].span) for quote in parts)
    gap = " " if unit.isascii() and unit else ""
    return texts.added_up.format(count=len(parts), sum=f"{equation} = {written}{gap}{unit}")


def _against(quotes: Sequence[Quote], wanted: int, texts: Texts) -> str:
    """Why the figures can't be added up; empty where they can."""
    figures = [quote.headline[0] for quote in quotes]
    if len(quotes) < wanted:
        return texts.sum_missing
    if len({_what_of(figure) for figure in figures}) > 1:
        return texts.sum_units.format(these=", ".join(dict.fromkeys(map(_named, figures))))
    periods = dict.fromkeys(_period(quote) for quote in quotes)
    if len(periods) > 1:
        return texts.sum_periods.format(these=", ".join(period or texts.another_time for period in periods))
    if any(_overlap(one, other) for one, other in combinations(quotes, 2)):
        return texts.sum_parts
    one_kind = len({(figure.role, figure.denied, figure.kind) for figure in figures}) == 1
    exact = all(figure.qualifier in ("exact", "about") and figure.value is not None for figure in figures)
    return "" if one_kind and exact and figures[0].kind in _ADDABLE else texts.sum_kinds


def _what_of(figure: Statistic) -> str:
    """The unit; of a bare count what is counted, since boats and harbours make no sum."""
    return fold(figure.unit) or next((word.form for word in reversed(words(figure.counted))), "")


def _named(figure: Statistic) -> str:
    return figure.unit or " ".join(figure.counted.split())


def _period(quote: Quote) -> str:
    """The time that a figure is of; where the article gives it none, the article's year."""
    period = quote.headline[0].period
    return period or next(iter(YEAR.findall(quote.paragraph.article.date[:4])), "")


def _overlap(one: Quote, other: Quote) -> bool:
    """Whether two figures are the same, or one is named as a part in the sentence of the other."""
    first, second = one.headline[0], other.headline[0]
    together = one.paragraph == other.paragraph and one.span == other.span
    return together and (first.span == second.span or first.part != second.part)
