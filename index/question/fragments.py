"""A piece of a question that needs another one to be understood, and the times that it may name, in either language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Role = Literal["period", "thing", "place", "phrase", "why", "pointing", "act", "count"]


@dataclass(frozen=True, slots=True)
class Fragment:
    """What a piece asks: another time, thing or place, a phrase ("in the forest"), a bare why or where, a question that
    points back ("how much did they cost"), what else was done ("how many closed"), or a count without its noun.

    ``whole`` where ``text`` is a question by itself after all, its "and" taken off.
    """

    role: Role
    text: str
    whole: bool = False


_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_ZH_NUMBER = "[一二三四五六七八九十]{1,3}|[0-9]{1,2}"
# Times by their grain: one replaces another of the same.
PERIODS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?:(?<![0-9A-Za-z])(?:1[5-9]|20)[0-9]{2}(?:[-/][0-9]{2})?(?![0-9])(?: ?年度?)?|[一二][〇零一二三四五六七八九]{3} ?年|"
        r"[去今前明上本当]年|舊年|旧年|出年|\b(?:last|this|next|the previous) year\b|\bthe year (?:before|after)\b|前一年|上一年|后一年|後一年)",
        r"(?:[上下]半年|\b(?:the )?(?:first|second) half(?: of the year)?\b|\bH[12]\b)",
        rf"(?:第?[一二三四1-4首]季度?|\b(?:the )?(?:first|second|third|fourth|last) quarter\b|\bQ[1-4]\b|前(?:{_ZH_NUMBER})个?月)",
        rf"(?:(?<![0-9])(?:{_ZH_NUMBER})月份?|\b(?:last|this|next) month\b|[上下本]个?月|\b(?:{_MONTHS})\b)",
        r"(?:[昨今明]天|[昨今]日|尋日|琴日|\b(?:yesterday|today|last week|this week)\b|[上本下]个?(?:周|星期|礼拜))",
    )
)
_YEAR = re.compile(r"(?:1[5-9]|20)[0-9]{2}")
_BEFORE = re.compile(r"the year before|前一年|上一年", re.IGNORECASE)
_AFTER = re.compile(r"the year after|后一年|後一年", re.IGNORECASE)


def is_period(text: str) -> bool:
    """Whether the text is a time and nothing else."""
    return any(pattern.fullmatch(text) for pattern in PERIODS)


def in_another_period(question: str, period: str, bare_year: str) -> str:
    """The question with its time of the same grain replaced by ``period``; empty where it has none.

    "The year before" is a year less than the question's. ``bare_year`` is what follows a year that is written alone.
    """
    for pattern in PERIODS:
        if not pattern.fullmatch(period):
            continue
        if not (original := pattern.search(question)):
            return ""
        year = _YEAR.match(original[0])
        if year and (_BEFORE.fullmatch(period) or _AFTER.fullmatch(period)):
            period = str(int(year[0]) + (1 if _AFTER.fullmatch(period) else -1)) + original[0][year.end() :]
        elif year and _YEAR.fullmatch(period) and not original[0][year.end() :].strip():
            bare_year = ""
        written = period + bare_year if _YEAR.fullmatch(period) else period
        if pattern is PERIODS[0] and not year and _YEAR.match(period) and not bare_year:
            written = f"in {written}"  # "last year" stands without it
        if year and not _YEAR.match(written) and question[: original.start()].lower().endswith("in "):
            return question[: original.start() - 3] + written + question[original.end() :]
        return question[: original.start()] + written + question[original.end() :]
    return ""
