"""Calendar dates as people write them -> YYYY-MM-DD, or the year or month at the front of one."""

from __future__ import annotations

import re
from datetime import date as calendar
from functools import lru_cache

from index.text.scripts import fold

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = r"(?P<{0}>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
DATES = (
    re.compile(r"(?P<y>(?:19|20)\d\d)\s*(?:年|[-/.])\s*(?P<m>\d{1,2})\s*(?:月|[-/.])\s*(?P<d>\d{1,2})(?!\d)"),
    re.compile(r"(?:中[華华])?民[國国]\s*(?P<roc>\d{2,3})\s*年\s*(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})"),
    re.compile(
        rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH.format('name')},?\s+(?P<y>(?:19|20)\d\d)",
        re.I,
    ),
    re.compile(rf"\b{MONTH.format('name')}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>(?:19|20)\d\d)", re.I),
)
_YEAR = r"(?P<y>(?:1\d|20)\d\d)"
_PREFIXES = tuple(
    re.compile(form, re.I)
    for form in (
        rf"{_YEAR}年?",
        rf"{_YEAR}\s*(?:年|[-/.])\s*(?P<m>\d{{1,2}})\s*(?:月份?)?",
        rf"{MONTH.format('name')},?\s+{_YEAR}",
        rf"{_YEAR}(?P<m>\d\d)(?P<d>\d\d)",
        *(rf"{form.pattern}\s*[日号]?" for form in DATES),
    )
)


def iso_date(words: str) -> str:
    """The first calendar date in ``words`` as YYYY-MM-DD, empty where there is none."""
    dates = (_iso(match) for form in DATES for match in form.finditer(words[:400]))
    return next(filter(None, dates), "")


@lru_cache(maxsize=65536)
def iso_prefix(text: str) -> str:
    """A day, month or year as YYYY-MM-DD, YYYY-MM or YYYY; empty where ``text`` is none of them, or is more."""
    plain = fold(text).strip()
    dates = (_iso(match) for form in _PREFIXES if (match := form.fullmatch(plain)))
    return next(filter(None, dates), "")


def _iso(match: re.Match[str]) -> str:
    """What a match of the forms above says; empty for a day or month that no calendar has."""
    parts = match.groupdict()
    year = int(parts["roc"]) + 1911 if parts.get("roc") else int(parts["y"])
    month = MONTHS.index(parts["name"][:3].lower()) + 1 if parts.get("name") else int(parts.get("m") or 1)
    try:
        whole = calendar(year, month, int(parts.get("d") or 1)).isoformat()
    except ValueError:
        return ""
    return whole if parts.get("d") else whole[:7] if parts.get("name") or parts.get("m") else whole[:4]
