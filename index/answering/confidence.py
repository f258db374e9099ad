"""How sure an answer is: a probability from what the reader said and a few hard facts, and the state it makes.

Weights and thresholds stand in ``data/confidence.json``; ``python -m benchmarks.reader.calibrate`` writes them.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.answering.duplicates import copies
from index.question.question import Question
from index.ranking.learned import learned
from index.reading.agreement import agreement
from index.reading.choice import Choice
from index.records import State

if TYPE_CHECKING:
    from index.ranking.searcher import Searcher

Array = NDArray[np.float32]
_CONFLICTS = ("change_conflicts", "period_conflicts")
# each with the sign its weight may have: evidence for, evidence against, either (0)
SIGN_DIRECTIONS: dict[str, int] = {
    "sentence": 1,  # the reader's log-odds of the first candidate
    "margin": 1,  # how far they lie above the next of another passage
    "first_stage": 1,
    "little_found": -1,  # how far the first stage's score lies under what an answer has
    "no_figure": -1,
    **dict.fromkeys(_CONFLICTS, -1),  # of the figure that would be given
    "wants_figure": 0,
    "english": 0,
}
SIGNS = tuple(SIGN_DIRECTIONS)
# those that tell a question on the candidate's matter from one that has nothing to do with it
TOPIC_SIGNS = ("sentence", "first_stage", "wants_figure", "english")
_LITTLE = 1.2  # of the first stage's score, a tenth: nine of ten right answers of the bank have more
_LEAST = -5.0  # of the log-odds: lower ones say no more


def signs(question: Question, choice: Choice, searcher: Searcher) -> Array:
    """What speaks for and against the first candidate, (len(SIGNS),) float32."""
    evidence, first = choice.ranked.evidence, int(choice.ranked.order[0])
    number, which = evidence.sentences[first]
    passage = searcher.library.passages[number]
    sentence = passage.sentences[which]
    first_stage = float(choice.ranked.scores[0]) / 10
    values = {
        "sentence": float(choice.odds[0]),
        "margin": _margin(choice, searcher),
        "first_stage": first_stage,
        "little_found": max(0.0, _LITTLE - first_stage),
        "no_figure": float(question.wants_figure and not sentence.statistics),
        **dict.fromkeys(_CONFLICTS, 0.0),
        "wants_figure": float(question.wants_figure),
        "english": float(question.language == "en"),
    }
    if choice.figures[0]:
        best = agreement(question, passage.paragraph.article, choice.figures[0][:1])
        values |= {name: best[name][0] for name in _CONFLICTS}
    return np.array([values[name] for name in SIGNS], np.float32)


def _margin(choice: Choice, searcher: Searcher) -> float:
    """How far the first candidate lies above the best of a passage that says something else, 5 at most."""
    sentences, order = choice.ranked.evidence.sentences, choice.ranked.order.tolist()
    same = {sentences[order[position]][0] for position in (0, *copies(choice.ranked, 0, searcher))}
    others = [float(odds) for row, odds in zip(order, choice.odds, strict=False) if sentences[row][0] not in same]
    return min(-_LEAST, float(choice.odds[0]) - max(others, default=2 * _LEAST))


def confidence(values: Array) -> float:
    """The calibrated probability, 0 to 1, that the first quote answers; ``values`` are ``signs``."""
    return _probability("answers", values)


def on_topic(values: Array) -> float:
    """The probability, 0 to 1, that the question has to do with the first quote's matter; ``values`` are ``signs``."""
    return _probability("on_topic", values)


def state_of(values: Array, threshold: float | None = None) -> State:
    """What ``signs`` make of an answer; ``threshold`` takes the place of the confidence learned for ``sure``.

    A sentence is shown as unsure where it is on the question's matter, though it may well not answer.
    """
    least, sure = learned("confidence")["least"], confidence(values)
    given = default_threshold() if threshold is None else threshold
    if sure >= given:
        return "sure"
    shown = sure >= min(given, least["perhaps"]) and on_topic(values) >= least["perhaps_on_topic"]
    return "perhaps" if shown else "none"


def _probability(name: str, values: Array) -> float:
    model = learned("confidence")[name]
    raw = model["intercept"] + sum(
        weight * float(values[SIGNS.index(sign)]) for sign, weight in model["weights"].items()
    )
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, raw))))


def default_threshold() -> float:
    """The confidence from which a quote is given as the answer, unless another is set."""
    return float(learned("confidence")["least"]["sure"])
