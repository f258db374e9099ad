"""The figures an answer opens with; those a reader can't parse are restated beside the original."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.messages.senses import label
from bot.texts import TEXTS
from bot.texts.form import Numbers
from index.figures.currency import yuan_of
from index.numbers.seen import fold
from index.records import Quote, Span, Statistic, plain
from index.text.scripts import is_han

MOST_FIGURES = 4
_COUNTED_LENGTH = 40
_YUAN = ("元", "圆", "圓", "元钱", "块钱")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure as shown: its words in the article, its unit where they leave it to the table and the same in the
    reader's way, or empty, what it counts, and what that means in the reader's language, by the dictionary, or empty.
    ``period`` tells figures of several times apart.
    """

    text: str
    restated: str
    counted: str
    meaning: str = ""
    period: str = ""

    @property
    def rest(self) -> str:
        """What stands beside the figure: ``(21,000) 学位 (add / newly added: place in school) · 2021``."""
        restated = f"({self.restated})" if self.restated else ""
        meaning = f"({self.meaning})" if self.meaning else ""
        period = f"[{self.period}]" if self.period else ""
        return " ".join(part for part in (restated, self.counted, meaning, period) if part)


def headline_figures(quote: Quote, language: str) -> tuple[Figure, ...]:
    """The figures that answer, the best first, each once."""
    periods = {statistic.period for statistic in quote.headline}
    several = len(periods) > 1 and all(period[:4] in quote.text for period in periods if period)
    figures = dict.fromkeys(_figure(quote, statistic, language, several) for statistic in quote.headline)
    return tuple(figures)[:MOST_FIGURES]


def _figure(quote: Quote, statistic: Statistic, language: str, several: bool) -> Figure:
    article = quote.paragraph.article
    text = " ".join(plain(article, statistic.span)[0].split())
    counted = " ".join(statistic.counted.split())
    meaning = label(counted, _before(quote, statistic)) if language == "en" else ""
    if len(counted) > _COUNTED_LENGTH:
        counted = counted[: _COUNTED_LENGTH - 1] + "…"
    unit = _unit_of_cell(quote, statistic)
    told = (unit, restated(replace(statistic, text=f"{statistic.text}{unit}"), language, article.text))
    return Figure(
        text[: 2 * _COUNTED_LENGTH],
        ", ".join(part for part in told if part),
        counted,
        meaning,
        statistic.period if several else "",
    )


def _before(quote: Quote, statistic: Statistic) -> str:
    """The quote's words before the figure and the noun beside it, whose verb they may end in; empty where the noun
    stands elsewhere, since the verb is another's then.
    """
    article, counted = quote.paragraph.article, statistic.counted
    words = plain(article, Span(quote.span.start, max(quote.span.start, statistic.span.start)))[0]
    after = plain(article, Span(statistic.span.end, max(quote.span.end, statistic.span.end)))[0]
    if counted and words.endswith(counted):
        return words[: -len(counted)]
    return words if counted and after.startswith(counted) else ""


def _unit_of_cell(quote: Quote, statistic: Statistic) -> str:
    """The unit that a table gives for a figure which doesn't say it itself; empty elsewhere."""
    row = quote.paragraph.row
    cell = row.cell_at(statistic.span) if row else None
    return plain(quote.paragraph.article, cell.unit)[0] if cell and cell.unit else ""


def restated(statistic: Statistic, language: str, page: str = "") -> str:
    """``over 260 billion yuan`` for ``超2600亿元``, ``超260万`` for ``over 2.6 million``; empty where needless.

    ``page`` is the text the figure stands in: 元 is named after it. The sign is always said, that of a loss too.
    """
    numbers, value = TEXTS[language].numbers, statistic.value
    if value is None or not math.isfinite(value):
        return ""
    if statistic.kind == "percent":
        return _percent(statistic, value, numbers)
    if statistic.kind not in ("number", "money") or not re.search(numbers.strange, statistic.text):
        return ""
    unit = yuan_of(page) if statistic.unit in _YUAN and page else statistic.unit
    amount = numbers.money.get(fold(unit), numbers.money.get(unit, "{}")).format(in_words(value, numbers))
    return numbers.qualifiers.get(statistic.qualifier, "{}").format(amount)


def _percent(statistic: Statistic, value: float, numbers: Numbers) -> str:
    """``95%`` for 九成半, where its readers know no tenths."""
    if "%" not in numbers.percent or statistic.unit != "%" or not is_han(statistic.text):
        return ""
    if "%" in fold(statistic.text):
        return ""
    return numbers.qualifiers.get(statistic.qualifier, "{}").format(numbers.percent.format(f"{value:.12g}"))


def in_words(value: float, numbers: Numbers) -> str:
    """``260 billion``, ``2600亿``, ``21,000``, ``-1.5``: the value as its readers write it, exact or not shortened."""
    for size, name in numbers.scales:
        shortened = f"{value / size:g}"
        if abs(value) >= size and math.isclose(float(shortened) * size, value, rel_tol=1e-15):
            return f"{shortened}{name}"
    return f"{int(value):,}" if float(value).is_integer() else f"{value:,}"


def comparable(statistics: Iterable[Statistic]) -> dict[str, tuple[Statistic, ...]]:
    """Unit -> its figures with a number above zero and something counted, for each unit of two or more.

    Only how much there is of something compares: no changes, targets or shares; and not what 个 counts, which is
    anything.
    """
    groups: dict[str, dict[tuple[str, str], Statistic]] = {}
    for statistic in statistics:
        drawn = statistic.kind in ("number", "money", "percent") and (statistic.value or 0) > 0
        if drawn and statistic.role in ("", "level") and fold(statistic.unit) not in ("", "个") and statistic.counted:
            groups.setdefault(statistic.unit, {}).setdefault((statistic.counted, statistic.text), statistic)
    return {unit: tuple(figures.values()) for unit, figures in groups.items() if len(figures) > 1}
