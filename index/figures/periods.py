"""The time a figure is of: 2023, 2023-H1, 2023-Q1, 2023-05, 2023-05-01, or two of them with ``..`` between.

去年, 同期, ``last year`` and months without a year are told from the article's date and from what the sentence said
before; an expression that only compares (比上年) sets no period.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date as calendar
from datetime import timedelta

from index.figures.period_forms import BASE_OF, BEGAN, COMPARED, EN, MONTHS, SPELT, TO_DATE, TO_MONTH, YET_TO_COME, ZH
from index.figures.period_parts import from_to, part_of, split_year, year_before
from index.numbers.numerals import parse_number


@dataclass(frozen=True, slots=True)
class Period:
    """A time expression in a text: its span, what it says, and whether it is only compared with."""

    start: int
    end: int
    text: str
    compared: bool
    same: bool = False


_DAY = re.compile("-[0-9]{2}-[0-9]{2}$")
_AS_FAR = 40  # characters before a time in which is said that it is only compared with


class Clock:
    """What 去年 and 6月 are worth: the article's date, its heading's year, and the period spoken of last."""

    def __init__(self, date: str, heading: str) -> None:
        self.date = date if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", date) else ""
        self.year = int(date[:4]) if re.match("[0-9]{4}", date) else 0
        self.current, self.reported = "", 0
        if heading:
            periods = self.periods(heading)
            self.current = next((p.text for p in periods if p.text and not _DAY.search(p.text)), "")
        self.default = self.current  # a day in a heading says when something was held or printed
        self.reported = int(self.current[:4]) if self.current else 0

    def periods(self, text: str) -> list[Period]:
        """The time expressions of ``text`` (folded) in order."""
        periods: list[Period] = []
        pattern = ZH if re.search("[㐀-鿿]", text) else EN
        run = self._run(text) if pattern is EN else None
        for match in pattern.finditer(text):
            if run and run.start < match.end():
                periods.append(run)
                self.current, run = run.text, None
            began = pattern is ZH and BEGAN.match(text, match.end())
            if (periods and match.start() < periods[-1].end) or not match[0].strip() or began:
                continue
            groups = {name.removeprefix("x"): value for name, value in match.groupdict().items() if value}
            compared = bool(COMPARED.search(text, max(0, match.start() - _AS_FAR), match.start()))
            compared = compared or (pattern is ZH and bool(BASE_OF.match(text, match.end())))
            if YET_TO_COME.search(text, max(0, match.start() - 18), match.start()):
                groups["future"] = "yes"
            told = self._chinese(groups) if pattern is ZH else self._english(groups)
            if told or groups.get("same"):
                periods.append(
                    Period(match.start(), match.end(), told, compared, "same" in groups or groups.get("then") == "上年")
                )
            if told and not compared and "same" not in groups and groups.get("then") != "上年":
                self.current = told
        return [*periods, run] if run else periods

    def _base(self) -> int:
        return int(self.current[:4]) if self.current else self.reported or self.year

    def _chinese(self, groups: dict[str, str]) -> str:
        if near := groups.get("near"):
            return self._near(near)
        ahead = "sincemonth" in groups and self._is_ahead(int(parse_number(groups["sincemonth"]) or 0))
        if spanned := from_to(groups, self._base() - ahead, self.year):
            return spanned
        if groups.get("whole"):
            return self._whole_year()
        for name, months in (("school", ("08", "07")), ("fiscal", ("04", "03"))):
            if groups.get(name):
                return split_year(int(groups[name]), groups.get(f"next_{name}", ""), months)
        year = self._year(groups)
        if groups.get("same"):
            return year_before(self.current, year) if "then" in groups else year_before(self.current)
        part = part_of(groups)
        if not year:
            year = self._base() if part else 0
            month = re.match("([0-9]{2})(?:-|$)", part)
            if month and "future" not in groups:
                year -= self._is_ahead(int(month[1]))
        if not year:
            return ""
        if ".." in part:
            first, last = part.split("..")
            return f"{year}-{first}..{year}-{last}"
        return f"{year}-{part}" if part else str(year)

    def _is_ahead(self, month: int) -> bool:
        """Whether a month without a year lies ahead of the article in its own year, and so was of the year before."""
        return bool(self.date) and not self.reported and self._base() == self.year and month > int(self.date[5:7])

    def _year(self, groups: dict[str, str]) -> int:
        if groups.get("roc"):
            return int(groups["roc"]) + 1911
        if groups.get("year"):
            return int(parse_number(groups["year"]) or 0)
        then = groups.get("then")
        if not then:
            return 0
        if then == "上年":
            return self._base() - 1 if self._base() else 0
        if then in ("当年", "本年"):
            return self._base()
        return self.year + {"去年": -1, "前年": -2, "今年": 0, "明年": 1}[then] if self.year else 0

    def _whole_year(self) -> str:
        """全年: the year spoken of, or the one that had just ended when the article was written."""
        if self.current or self.reported:
            return str(self._base())
        month = int(self.date[5:7]) if self.date else 0
        return str(self.year - (month < 12)) if month in (1, 2, 3, 12) else ""

    def _near(self, near: str) -> str:
        if not self.date:
            return ""
        day = calendar.fromisoformat(self.date)
        if near in ("上周", "上星期", "上个星期", "本周"):
            monday = day - timedelta(days=day.weekday() + (0 if near == "本周" else 7))
            return f"{monday.isoformat()}..{(monday + timedelta(days=6)).isoformat()}"
        if near == "当月" and re.fullmatch("[0-9]{4}-[0-9]{2}", self.current):
            return self.current
        if near.startswith("昨"):
            return (day - timedelta(days=1)).isoformat()
        if near in ("上月", "上个月"):
            return (day.replace(day=1) - timedelta(days=1)).isoformat()[:7]
        return self.date[:7] if near in ("本月", "当月") else self.date

    def _run(self, text: str) -> Period | None:
        """``year to 31 March 2023`` as 2022-04..2023-03, ``six months to 30 June 2023`` as 2023-H1."""
        months = TO_DATE.search(text)
        match = months or TO_MONTH.search(text)
        if not match or not (match["year"] or self.date):
            return None
        last = MONTHS.index(match["name"].lower()) + 1
        year = int(match["year"]) if match["year"] else self.year - (last > int(self.date[5:7]))
        length = (SPELT.get(months["n"]) or int(months["n"])) if months else 12
        before = year * 12 + last - length
        told = f"{before // 12}-{before % 12 + 1:02}..{year}-{last:02}"
        if length == 6 and last in (6, 12):
            told = f"{year}-H{last // 6}"
        elif length == 12 and last == 12:
            told = str(year)
        return Period(match.start(), match.end(), told, False)

    def _english(self, groups: dict[str, str]) -> str:
        if groups.get("same"):
            return year_before(self.current)
        if groups.get("what") or groups.get("which") or groups.get("yesterday"):
            return self._english_near(groups)
        if groups.get("from"):
            return self._english_months(groups)
        if groups.get("since"):
            return f"{groups['since']}..{groups['through']}"
        year = groups.get("of") or groups.get("in") or groups.get("my") or groups.get("year") or ""
        if groups.get("season") and int(groups["season"]) == (int(year) + 1) % 100:
            return split_year(int(year), groups["season"], ("04", "03"))
        if groups.get("name"):
            return self._english_month(groups, year)
        year = year or (str(self._base()) if self._base() else "")
        if not year:
            return ""
        if groups.get("n"):
            count = int(parse_number(groups["n"]) or 0)
            return f"{year}-01..{year}-{count:02}"
        order = ("first", "second", "third", "fourth").index(groups["a"]) + 1 if groups.get("a") else 0
        if groups.get("unit") == "half" or groups.get("h"):
            return f"{year}-H{order or groups['h']}"
        if groups.get("unit") or groups.get("q"):
            return f"{year}-Q{order or groups['q']}"
        return year

    def _english_month(self, groups: dict[str, str], year: str) -> str:
        month = MONTHS.index(groups["name"].lower()) + 1
        base = int(year or self._base() or 0)
        if not base:
            return ""
        if not year and self.date and base == self.year and month > int(self.date[5:7]) and "future" not in groups:
            base -= 1
        day = groups.get("day") or groups.get("later")
        return f"{base}-{month:02}" + (f"-{int(day):02}" if day else "")

    def _english_months(self, groups: dict[str, str]) -> str:
        first, last = (_month(groups[name]) for name in ("from", "to"))
        year = int(groups.get("spanned") or 0) or (self._base() - self._is_ahead(last) if self._base() else 0)
        return f"{year - (first > last)}-{first:02}..{year}-{last:02}" if year else ""

    def _english_near(self, groups: dict[str, str]) -> str:
        if not self.date:
            return ""
        day = calendar.fromisoformat(self.date)
        if groups.get("yesterday") or groups.get("what") == "night":
            return (day - timedelta(days=1)).isoformat()
        if groups.get("what") == "year":
            return str(day.year - 1)
        if groups.get("what") == "month":
            return (day.replace(day=1) - timedelta(days=1)).isoformat()[:7]
        return self.date[:4] if groups.get("which") == "year" else self.date[:7]


def _month(name: str) -> int:
    """The number of a month, by its name or the beginning of it."""
    return next(number for number, month in enumerate(MONTHS, 1) if month.startswith(name[:3].lower()))
