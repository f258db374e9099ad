"""Words typed without a question: from which log-odds on they get a figure.

They are the questions of the collections cut down to their content words. Whoever types them may be after a figure or
not, and nothing in them tells; what a figure's own evidence tells decides.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from benchmarks.fitting import Array
from benchmarks.samples import ENCYCLOPAEDIA, Sample
from index.answering.figure_signs import Place, statistic_features
from index.evaluate import is_gold
from index.question.question import Question, read_question
from index.ranking.evidence import gather
from index.ranking.searcher import Searcher

SHOWN = 1 / 6  # of the words that are after no figure, so many get one


def least_odds(samples: Sequence[Sample], weights: Array, intercept: float) -> tuple[float, float, float]:
    """The log-odds from which ``SHOWN`` of the words after no figure get one, and then the shares of those after one
    that get a figure, and the right one.
    """
    found: dict[bool, list[tuple[float, bool]]] = {True: [], False: []}
    for sample in samples:
        if sample.collection in ENCYCLOPAEDIA or not sample.right.any():
            continue
        words = cut_down(sample.question)
        where = sample.evidence.sentences[int(np.flatnonzero(sample.right)[0])]
        statistics = sample.searcher.library.passages[where[0]].sentences[where[1]].statistics
        gold = np.array([is_gold(statistic, sample.case) for statistic in statistics], bool)
        after_one = bool(sample.case.gold_values)
        if words.keywords and (gold.any() or not after_one):
            found[after_one].append(_best(words, where, sample.searcher, gold, weights, intercept))
    least = float(np.quantile([odds for odds, _ in found[False]], 1 - SHOWN, method="lower"))
    shown = [(odds >= least, odds >= least and right) for odds, right in found[True]]
    given, right = np.mean(shown, axis=0).tolist()
    return least, given, right


def cut_down(question: Question) -> Question:
    """A question's content words alone, as somebody types them."""
    return read_question(question.content if question.language == "en" else question.content.replace(" ", ""))


def _best(
    words: Question,
    where: tuple[int, int],
    searcher: Searcher,
    gold: NDArray[np.bool_],
    weights: Array,
    intercept: float,
) -> tuple[float, bool]:
    """The log-odds of the figure of a sentence that the words would get, and whether it is gold."""
    vectors = searcher.question_vectors([words])[0]
    credits = gather(words, vectors, searcher, [where[0]]).words
    features = statistic_features(
        Place(words, where[0], searcher.library.passages[where[0]], where[1], credits), vectors, searcher
    )
    if not len(features):
        return -np.inf, False
    odds = features @ weights + intercept
    return float(odds.max()), bool(gold[int(odds.argmax())])
