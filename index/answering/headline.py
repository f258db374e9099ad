"""The figure asked for: which of a sentence's statistics answer, in the order of how well.

A statistic is judged by the words it stands with (before it as far as the last one, after it as far as
the next), by those its sentence has said before, by its unit and its kind. The weights are learned
(``data/headline.json``, written by ``benchmarks/train.py``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.answering.figure_signs import STATISTIC_FEATURES, Place, statistic_features
from index.answering.figure_words import (
    same_measure,
)
from index.answering.parts import by_part
from index.question.patterns import FORMER
from index.question.question import Question
from index.ranking.learned import learned
from index.records import Statistic
from index.text.scripts import fold

if TYPE_CHECKING:
    from index.ranking.ranking import Lookup
    from index.ranking.searcher import Searcher

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Figures:
    """The statistics of a sentence that answer, best first; the log-odds of the best, and its evidence by name."""

    chosen: tuple[Statistic, ...]
    best: float
    evidence: Array


_EXCLUDED = np.float32(6.0)  # of the log-odds: more than any evidence makes up for
NO_FIGURES = Figures((), -4.0, np.empty(0, np.float32))


def _excluded(question: Question, statistics: Sequence[Statistic]) -> Array:
    """1 for a figure that a change only starts from, unless what was before is asked for; else 0."""
    former = FORMER.search(fold(question.text)) is not None
    return np.array([float(statistic.role == "baseline" and not former) for statistic in statistics], np.float32)


def figures(lookup: Lookup, place: Place, searcher: Searcher) -> Figures:
    """The statistics of a sentence that answer the question, best first; none where it asks for no figure."""
    question, sentence = place.question, place.sentence
    if not sentence.statistics or not (question.wants_figure or question.keywords):
        return NO_FIGURES
    model = learned("headline")
    weights = np.array([model["weights"][name] for name in STATISTIC_FEATURES], np.float32)
    evidence = statistic_features(place, lookup.vectors, searcher)
    odds = evidence @ weights + model["intercept"] - _EXCLUDED * _excluded(question, sentence.statistics)
    order = sorted(range(len(odds)), key=lambda number: (-odds[number], number))
    best = float(odds[order[0]])
    if question.parts:
        chosen = by_part(question, place.passage, sentence, place.words, odds)
    elif question.keywords and best < model["least"]:
        chosen = []
    else:
        chosen = [n for n in order if odds[n] >= best - model["tie"] and same_measure(sentence, n, order[0])]
    return Figures(tuple(sentence.statistics[n] for n in chosen), best, evidence[order[0]])
