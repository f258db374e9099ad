"""Words typed without a question: from which log-odds on they get a figure.

They are the questions of the collections cut down to their content words. Whoever types them may be after a figure or
not, and nothing in them tells; what a figure's own evidence tells decides.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.headline import statistic_features
from index.question import Question, read_question

if TYPE_CHECKING:
    from index.library import Library

SHOWN = 1 / 6  # of the words that are after no figure, so many get one


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the sentence that answers it, and which statistics there are gold: of one after no figure none."""

    question: Question
    where: tuple[int, int]
    library: Library
    gold: NDArray[np.bool_]


def least_odds(asked: Iterable[Asked], weights: NDArray[np.float64], intercept: float) -> tuple[float, float, float]:
    """The log-odds from which ``SHOWN`` of the words after no figure get one, and then the shares of those after one
    that get a figure, and the right one.
    """
    found: dict[bool, list[tuple[float, bool]]] = {True: [], False: []}
    for each in asked:
        words = read_question(each.question.content if each.question.language == "en" else _joined(each.question))
        if words.keywords:
            found[bool(each.gold.any())].append(_best(each, words, weights, intercept))
    least = float(np.quantile([odds for odds, _ in found[False]], 1 - SHOWN, method="lower"))
    shown = [(odds >= least, odds >= least and right) for odds, right in found[True]]
    return (least, *np.mean(shown, axis=0).tolist())


def _joined(question: Question) -> str:
    return "".join(term.text for term in question.terms)


def _best(each: Asked, words: Question, weights: NDArray[np.float64], intercept: float) -> tuple[float, bool]:
    """The log-odds of the figure that the words would get, and whether it is right."""
    features = statistic_features(words, each.library.question_vectors([words])[0], each.where, each.library)
    if not len(features):
        return -np.inf, False
    odds = features @ weights + intercept
    return float(odds.max()), bool(each.gold[int(odds.argmax())])
