"""The figure asked for: which of a sentence's statistics answer, in the order of how well.

A statistic is judged by the words it stands with (before it as far as the last one, after it as far as
the next), by those its sentence has said before, by its unit and its kind. The weights are learned
(``data/headline.json``, written by ``benchmarks/train.py``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.figures import alike, fits, unit_matches, wanted_units
from index.lexicon import fold, words
from index.matching import lexical_credits, soft_credits
from index.passages import Passage, Sentence
from index.question import Part, Question
from index.records import Statistic

if TYPE_CHECKING:
    from index.library import Library

Array = NDArray[np.float32]

STATISTIC_FEATURES = (
    "fits",
    "unit_matches",
    "unit_conflicts",
    "words_near",
    "words_before",
    "words_after",
    "words_clause",
    "words_so_far",
    "head_near",
    "head_before",
    "head_after",
    "head_so_far",
    "counted",
    "distinctive",
    "named_in_question",
    "year_near",
    "in_brackets",
    "kind_exact",
    "is_date",
    "is_code",
    "first",
)


class _Words:
    """The words of a sentence: where each begins, its credit with each term, its clause."""

    def __init__(self, question: Question, library: Library, sentence: Sentence) -> None:
        rows = [row for clause in sentence.clauses for row in clause.words]
        distinct = np.unique(np.array(rows, np.int64))
        credits = np.maximum(
            lexical_credits(question, library, distinct), soft_credits(question, library, distinct)
        )
        self.credits = credits[:, np.searchsorted(distinct, np.array(rows, np.int64))]
        self.starts = np.array([start for clause in sentence.clauses for start in clause.starts], np.int64)

    def best(self, start: int, end: int) -> Array:
        """The best credit of each term with a word that begins in [start, end)."""
        inside = (self.starts >= start) & (self.starts < end)
        return np.asarray(self.credits[:, inside].max(axis=1, initial=0), np.float32)


def statistic_features(question: Question, passage: Passage, sentence: Sentence, library: Library) -> Array:
    """(statistics of the sentence, len(STATISTIC_FEATURES)) float32."""
    found = _Words(question, library, sentence)
    weights = library.term_weights(question)
    heads = np.array([term.is_head for term in question.terms], np.float32) * weights
    units = wanted_units(question, library)
    rows = [
        _features(question, passage, sentence, number, found, _shares(weights), _shares(heads), units)
        for number in range(len(sentence.statistics))
    ]
    features = np.array(rows, np.float32).reshape(-1, len(STATISTIC_FEATURES))
    if len(features) > 1:
        near = STATISTIC_FEATURES.index("words_near")
        others = np.array([np.delete(features[:, near], row).max() for row in range(len(features))])
        features[:, STATISTIC_FEATURES.index("distinctive")] = features[:, near] - others
    return features


def _shares(weights: Array) -> Array:
    total = float(weights.sum())
    return weights / total if total else weights


def _features(
    question: Question,
    passage: Passage,
    sentence: Sentence,
    number: int,
    found: _Words,
    share: Array,
    head: Array,
    units: frozenset[str],
) -> list[float]:
    statistic = sentence.statistics[number]
    clause = next((c for c in sentence.clauses if statistic.span in c.span), None)
    start, end = (clause.span.start, clause.span.end) if clause else (sentence.span.start, sentence.span.end)
    left, right = _territory(sentence, number, start, end)
    before = found.best(left, statistic.span.start)
    after = found.best(statistic.span.start, right)
    near, whole = np.maximum(before, after), found.best(start, end)
    so_far = found.best(sentence.span.start, right)
    unit = fold(statistic.unit)
    matches = fits(question, statistic) and unit_matches(question, units, statistic)
    named = any(figure.value == statistic.value and figure.value is not None for figure in question.figures)
    text = passage.text[max(sentence.span.start, left - 12) : right]
    return [
        float(fits(question, statistic)),
        float(matches),
        float(bool(question.unit) and bool(unit) and not alike(question.unit, unit)),
        float(share @ near),
        float(share @ before),
        float(share @ after),
        float(share @ whole),
        float(share @ so_far),
        float(head @ near),
        float(head @ before),
        float(head @ after),
        float(head @ so_far),
        _counted(question, statistic),
        0.0,
        float(named),
        float(any(year in text for year in question.years)),
        float(_in_brackets(passage.text, statistic)),
        float(_exact_kind(question, statistic)),
        float(statistic.kind == "date" and question.wanted != "date"),
        float(statistic.kind == "code"),
        float(number == 0),
    ]


def _territory(sentence: Sentence, number: int, start: int, end: int) -> tuple[int, int]:
    """The stretch of the clause that belongs to a statistic: from the last one to the next one."""
    before = [s.span.end for s in sentence.statistics[:number] if s.span.end > start]
    after = [s.span.start for s in sentence.statistics[number + 1 :] if s.span.start < end]
    return max([start, *before]), min([end, *after])


def _counted(question: Question, statistic: Statistic) -> float:
    """The share of the head words that are among the words for what is counted."""
    heads = [term.form for term in question.terms if term.is_head]
    if not heads or not statistic.counted:
        return 0.0
    counted = {word.form for word in words(statistic.counted)}
    return sum(any(head == form or head in form for form in counted) for head in heads) / len(heads)


def _in_brackets(text: str, statistic: Statistic) -> bool:
    before = text[: statistic.span.start]
    return max(before.rfind("("), before.rfind("（")) > max(before.rfind(")"), before.rfind("）"))


def _exact_kind(question: Question, statistic: Statistic) -> bool:
    return statistic.kind == question.wanted


def part_matches(part: Part, statistic: Statistic, passage: Passage, library: Library) -> float:
    """How well a statistic answers one part of a question: by its measure word, or by what it counts."""
    if part.unit and alike(part.unit, fold(statistic.unit)) and not part.heads:
        return 1.0
    around = passage.text[max(0, statistic.span.start - 12) : statistic.span.end + 12]
    rows = [row for row in (library.vocabulary.find(word.form) for word in words(around)) if row >= 0]
    best = [max((library.lexical.credits(head).get(row, 0.0) for row in rows), default=0.0) for head in part.heads]
    return sum(best) / len(best) if best else 0.0
