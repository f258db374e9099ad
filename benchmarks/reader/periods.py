"""Periods of time, and how a text and a question name them."""

from __future__ import annotations

from calendar import month_name
from dataclasses import dataclass
from random import Random

MONTHS = tuple(month_name)[1:]
_ORDINALS = ("first", "second", "third", "fourth")
_COUNTS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven")
_HAN = "一二三四"


@dataclass(frozen=True, slots=True)
class Period:
    """Whole months: ``start`` counts them from year 0, ``months`` is how many."""

    start: int
    months: int

    @property
    def year(self) -> int:
        return self.start // 12

    @property
    def month(self) -> int:
        return self.start % 12 + 1

    def overlaps(self, other: Period) -> bool:
        return self.start < other.start + other.months and other.start < self.start + self.months

    def later(self, years: int) -> Period:
        return Period(self.start + 12 * years, self.months)


def draw_period(rng: Random) -> Period:
    """A year in half of the cases, else a half, a quarter, a month, the months so far, or several years."""
    start = 12 * rng.choice((rng.randint(2015, 2025), rng.randint(1996, 2026)))
    kind = rng.random()
    if kind < 0.55:
        return Period(start, 12)
    if kind < 0.66:
        return Period(start + 6 * rng.randrange(2), 6)
    if kind < 0.78:
        return Period(start + 3 * rng.randrange(4), 3)
    if kind < 0.88:
        return Period(start + rng.randrange(12), 1)
    if kind < 0.96:
        return Period(start, rng.choice((2, 4, 5, 7, 8, 9, 10, 11)))
    return Period(start, 12 * rng.randint(2, 5))


def chinese(period: Period, rng: Random) -> str:
    """A period's Chinese name with its year: 2021年上半年."""
    year, month, months = period.year, period.month, period.months
    last = month + months - 1
    if months == 12:
        return f"{year}年{rng.choice(('', '', '', '度', '全年'))}"
    if months > 12:
        return f"{year}{rng.choice(('年至', '—', '至'))}{year + months // 12 - 1}年"
    if months == 6:
        return f"{year}年{'上下'[month > 6]}半年"
    if months == 3:
        number = (month - 1) // 3
        names = (f"第{_HAN[number]}季度", f"{_HAN[number]}季度", f"{month}—{last}月")
        return f"{year}年{rng.choice(names)}"
    if months == 1:
        return f"{year}年{month}月{rng.choice(('', '', '份'))}"
    return f"{year}年{rng.choice((f'1—{last}月', f'前{last}个月', f'1至{last}月'))}"


def english(period: Period, rng: Random) -> str:
    """A period's English name with its year and preposition: in the first half of 2021."""
    year, month, months = period.year, period.month, period.months
    last = month + months - 1
    if months == 12:
        return f"{rng.choice(('in', 'in', 'in', 'during', 'over the course of'))} {year}"
    if months > 12:
        return rng.choice(
            (f"from {year} to {year + months // 12 - 1}", f"between {year} and {year + months // 12 - 1}")
        )
    if months == 6:
        return f"in the {_ORDINALS[month > 6]} half of {year}"
    if months == 3:
        number = (month - 1) // 3
        return rng.choice((f"in the {_ORDINALS[number]} quarter of {year}", f"in Q{number + 1} {year}"))
    if months == 1:
        return f"in {MONTHS[month - 1]} {year}"
    names = (f"in the first {_COUNTS[last - 2]} months of {year}", f"between January and {MONTHS[last - 1]} {year}")
    return rng.choice(names)


def english_label(period: Period, rng: Random) -> str:
    """A period's English name as it stands in a title: first half of 2021."""
    if period.months == 12:
        return str(period.year)
    text = english(period, rng)
    if text.startswith("between "):
        return text.removeprefix("between ").replace(" and ", "–", 1)
    return text.removeprefix("in the ").removeprefix("in ").removeprefix("from ").replace(" to ", "–")


def bare_chinese(period: Period, rng: Random) -> str:
    """What a Chinese text says where its title names the year, often nothing."""
    month, months = period.month, period.months
    if months == 12:
        return rng.choice(("", "", "全年", "当年", "这一年"))
    if months == 6:
        return rng.choice(("", f"{'上下'[month > 6]}半年"))
    if months == 3:
        return rng.choice(("", f"{_HAN[(month - 1) // 3]}季度", "当季"))
    if months == 1:
        return rng.choice(("", f"{month}月", "当月"))
    return rng.choice(("", "期间", "这段时间"))


def bare_english(period: Period, rng: Random) -> str:
    """What an English text says where its title names the year, often nothing."""
    if period.months == 12:
        return rng.choice(("", "", "over the year", "during the year", "that year"))
    if period.months == 6:
        return rng.choice(("", "over the six months", "in the half year"))
    if period.months == 3:
        return rng.choice(("", "in the quarter", "over the three months"))
    if period.months == 1:
        return rng.choice(("", "in the month", "that month"))
    return rng.choice(("", "over the period", "during this time"))


def before_chinese(period: Period, rng: Random) -> str:
    """How a Chinese text calls the same period a year earlier."""
    return rng.choice(("上年", "前一年", "上年同期") if period.months == 12 else ("上年同期", "去年同期"))


def before_english(period: Period, rng: Random) -> str:
    """How an English text calls the same period a year earlier."""
    if period.months == 12:
        return rng.choice(("the year before", "the previous year", "a year earlier"))
    return rng.choice(("the same period a year earlier", "the same period of the previous year", "a year earlier"))


def short(period: Period, rng: Random, language: str) -> str:
    """How somebody who types in a hurry names a period: 21年, 2021 Q1."""
    year, month, months = period.year, period.month, period.months
    if months == 12:
        return f"{str(year)[2:]}年" if language != "en" and rng.random() < 0.3 and year >= 2000 else str(year)
    if language != "en":
        return chinese(period, rng).replace("年度", "年")
    if months == 3:
        return rng.choice((f"Q{(month - 1) // 3 + 1} {year}", f"{year} q{(month - 1) // 3 + 1}"))
    if months == 6:
        return rng.choice((f"{_ORDINALS[month > 6]} half {year}", f"H{1 + (month > 6)} {year}"))
    if months == 1:
        return rng.choice((f"{MONTHS[month - 1][:3]} {year}", f"{MONTHS[month - 1]} {year}"))
    return english_label(period, rng)
