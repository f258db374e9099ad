"""What the groups of a time expression name: a part of a year, a year over two, from one day to another."""

from __future__ import annotations

import re

from index.numbers.numerals import parse_number

_NUMBERS = ("since", "through", "sincemonth", "sinceday", "throughmonth", "throughday", "so_far_month", "so_far_day")


def from_to(groups: dict[str, str], spoken: int, year: int) -> str:
    """From one time to another, both written out; empty where ``groups`` name no such thing.

    ``spoken`` is the year spoken of, ``year`` the article's.
    """
    number = {name: int(parse_number(groups[name]) or 0) for name in _NUMBERS if name in groups}
    if "plan" in groups:
        first = int(parse_number(groups["plan"]) or 0) * 5 + 1951
        return f"{first}..{first + 4}"
    if "since" in number:
        first, last = (year + 1911 * (year < 1000) for year in (number["since"], number["through"]))
        return f"{first}..{last}"
    if "so_far_month" in number and year:
        return f"{year}-01-01..{year}-{number['so_far_month']:02}-{number['so_far_day']:02}"
    if "sincemonth" in number and spoken:
        first_day = f"{spoken}-{number['sincemonth']:02}-{number['sinceday']:02}"
        return f"{first_day}..{spoken}-{number['throughmonth']:02}-{number['throughday']:02}"
    return ""


def year_before(period: str, year: int = 0) -> str:
    """The same time of the year before, or of ``year``."""
    return re.sub(r"[0-9]{4}(?=-|\.\.|$)", lambda match: str(year or int(match[0]) - 1), period)


def part_of(groups: dict[str, str]) -> str:
    """The part of a year that Chinese groups name: H1, Q3, 05, 05-01, 01..09."""
    number = {
        name: int(parse_number(groups[name]) or 0)
        for name in ("quarter", "months", "from", "to", "month", "day", "until")
        if name in groups
    }
    if groups.get("half"):
        return "H1" if groups["half"] == "上" else "H2"
    if groups.get("quarters") or groups.get("first"):
        return "01..09"
    if groups.get("quarter") == "首":
        return "Q1"
    if "quarter" in number:
        return f"Q{number['quarter']}"
    if "months" in number:
        return f"01..{number['months']:02}"
    if "from" in number:
        return f"{number['from']:02}..{number['to']:02}"
    if "month" in number and 1 <= number["month"] <= 12:
        if number.get("until"):
            return f"{number['month']:02}-{number['day']:02}..{number['month']:02}-{number['until']:02}"
        return f"{number['month']:02}" + (f"-{number['day']:02}" if number.get("day") else "")
    return ""


def split_year(year: int, following: str, months: tuple[str, str]) -> str:
    """A year that begins in one and ends in the next: 2023-24年度 from April, 113學年度 (2024) from August."""
    first = year + 1911 if year < 1000 else year
    if following and int(following) % 100 != (first + 1) % 100:
        return f"{first}..{following if len(following) == 4 else first // 100 * 100 + int(following)}"
    return f"{first}-{months[0]}..{first + 1}-{months[1]}"


def is_day(period: str) -> bool:
    """Whether a period is one day."""
    return re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", period) is not None


def months_of(period: str) -> tuple[str, str]:
    """The first month of a period and its last: of 2024-H1 they are 2024-01 and 2024-06."""
    first, _, last = period.partition("..")
    return _month_of(first, 0), _month_of(last or first, -1)


def _month_of(period: str, side: int) -> str:
    year, _, part = period[:7].partition("-")
    if part.startswith("Q"):
        first = 3 * int(part[1]) - 2
        return f"{year}-{(first, first + 2)[side]:02}"
    parts = {"H1": ("01", "06"), "H2": ("07", "12"), "": ("01", "12")}
    return f"{year}-{parts[part][side] if part in parts else part}"
