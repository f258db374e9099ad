"""Whether a statistic is of the kind, and of the unit, that a question asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.lexicon import classifiers, fold, is_han
from index.measures import ALIKE, ENGLISH_UNITS
from index.question import Question
from index.records import Statistic

if TYPE_CHECKING:
    from index.library import Library

_WANTED_KINDS = {
    "number": {"number", "percent", "money", "duration"},
    "money": {"money", "number"},
    "percent": {"percent"},
    "date": {"date"},
    "duration": {"duration", "number"},
    "rank": {"rank", "ordinal", "number"},
}


def fits(question: Question, statistic: Statistic) -> bool:
    """True when the statistic is of a kind that could answer; any number does when nothing special is wanted."""
    kinds = _WANTED_KINDS.get(question.wanted)
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


def wanted_units(question: Question, library: Library) -> frozenset[str]:
    """The measure words the question can be answered in: the one it is asked with, else those of the
    thing asked for, by the dictionary (its CL: notes) and by what people are counted in."""
    if question.unit:
        return frozenset([fold(question.unit)])
    units: set[str] = set()
    for term in question.terms:
        if term.is_head:
            units |= _measures(term.form, library)
    return frozenset(units)


def _measures(form: str, library: Library) -> set[str]:
    if is_han(form):
        return set(classifiers(form))
    named = next((units for forms, units in ENGLISH_UNITS if form in forms), frozenset())
    rows = library.lexical.by_gloss.get(form, {})
    translations = [library.vocabulary.forms[row] for row, credit in rows.items() if credit > 0.9]
    return set(named).union(*(classifiers(word) for word in translations))
