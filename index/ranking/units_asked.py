"""Whether a statistic is of the kind, and of the unit, that a question asks for."""

from __future__ import annotations

from collections.abc import Collection

from index.figures.measures import ALIKE, ENGLISH_UNITS
from index.question.question import Question
from index.records import COUNTING, Statistic
from index.text.dictionary import classifiers
from index.text.glosses import classifiers_of_english
from index.text.scripts import fold, is_han

_WANTED_KINDS: dict[str, Collection[str]] = {
    "number": COUNTING,
    "money": {"money", "number"},
    "percent": {"percent"},
    "date": {"date"},
    "duration": {"duration", "number"},
    "rank": {"rank", "ordinal", "number"},
}
_AGES = frozenset(("岁", "周岁"))


def could_be_asked(question: Question, statistic: Statistic) -> bool:
    """True when the statistic fits, or tells how much and the question does not say what it asks for: as in keywords
    and in claims.
    """
    return fits(question, statistic) or (question.wanted == "text" and statistic.kind in COUNTING)


def fits(question: Question, statistic: Statistic) -> bool:
    """True when the statistic is of the kind that the question asks for."""
    kinds = _WANTED_KINDS.get(question.wanted)
    if fold(statistic.unit) in _AGES and question.unit not in _AGES:
        return False  # 十八岁以下的38.9万人: who is counted, not how many
    if question.wanted == "duration" and statistic.kind == "number" and (statistic.unit or statistic.counted):
        return False  # things, not a time
    return kinds is not None and statistic.kind in kinds


def unit_matches(question: Question, units: frozenset[str], statistic: Statistic) -> bool:
    """True when the statistic counts in one of ``units``, or in a measure used for the same thing."""
    if question.wanted == "money":
        return statistic.kind == "money"
    if question.wanted == "percent":
        return statistic.kind == "percent"
    unit = fold(statistic.unit)
    return bool(unit) and any(alike(unit, wanted) for wanted in units)


def alike(one: str, other: str) -> bool:
    """True when two measure words count the same sort of thing."""
    return one == other or any(one in group and other in group for group in ALIKE)


def wanted_units(question: Question) -> frozenset[str]:
    """The measure words the question can be answered in: the one it is asked with, else those of the
    thing asked for, by the dictionary (its CL: notes) and by what people are counted in."""
    if question.unit:
        return frozenset([fold(question.unit)])
    return frozenset(unit for term in question.terms if term.is_head for unit in _measures(term.form))


def _measures(form: str) -> frozenset[str]:
    if is_han(form):
        return classifiers(form)
    named = next((units for forms, units in ENGLISH_UNITS if form in forms), None)
    return named or classifiers_of_english(form)
