"""Whether what a figure is there for, of when, and of what it denies, is what the question asks for."""

from __future__ import annotations

from collections.abc import Sequence

from index.figures.period_parts import is_day, months_of
from index.question.facts import periods_asked
from index.question.question import Question
from index.records import Article, Statistic

# each with the sign its weight may have
AGREEMENT_SIGNS: dict[str, int | None] = {
    "change_agrees": 1,
    "change_conflicts": -1,
    "change_unasked": -1,
    "target_agrees": 1,
    "target_unasked": -1,
    "period_agrees": 1,
    "period_conflicts": -1,
    "denial_agrees": 1,
    "denial_conflicts": -1,
    "denial_unasked": -1,
    "is_part": 0,
}


def agreement(question: Question, article: Article, statistics: Sequence[Statistic]) -> dict[str, list[float]]:
    """The signs of agreement and conflict of each statistic, by name."""
    asked = periods_asked(question.text, article.date)
    change, target, denial = question.role == "change", question.role == "target", question.denied
    periods = [period_match(asked, statistic.period) for statistic in statistics]
    return {
        "change_agrees": [float(change and s.role == "change") for s in statistics],
        "change_conflicts": [float(change and s.role not in ("change", "target", "")) for s in statistics],
        "change_unasked": [float(not change and s.role == "change") for s in statistics],
        "target_agrees": [float(target and s.role == "target") for s in statistics],
        "target_unasked": [float(not target and s.role == "target") for s in statistics],
        "period_agrees": [float(match > 0) for match in periods],
        "period_conflicts": [float(match < 0) for match in periods],
        "denial_agrees": [float(denial and s.denied) for s in statistics],
        "denial_conflicts": [float(denial and not s.denied) for s in statistics],
        "denial_unasked": [float(s.denied and not denial) for s in statistics],
        "is_part": [float(s.part) for s in statistics],
    }


def period_match(asked: Sequence[str], told: str) -> int:
    """1 where a figure is of a time that is asked for, -1 where it is of another, 0 where there is no telling.

    A year and a part of it or a time across it, and a day and the month or quarter that it lies in, are no match and
    no conflict.
    """
    if not asked or not told:
        return 0
    bounds, wanted = months_of(told), [months_of(period) for period in asked]
    if told in asked or (bounds in wanted and not is_day(told)):
        return 1
    meet = any(
        _is_whole(period, told) and bounds[0] <= last and first <= bounds[1]
        for period, (first, last) in zip(asked, wanted, strict=True)
    )
    return 0 if meet else -1


def _is_whole(one: str, other: str) -> bool:
    """Whether either is a whole year, or a day."""
    return 4 in (len(one), len(other)) or is_day(one) or is_day(other)
