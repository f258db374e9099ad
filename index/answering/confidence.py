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
from index.ranking.units_asked import unit_matches, wanted_units
from index.reading.agreement import AGREEMENT_SIGNS, agreement
from index.reading.choice import Choice
from index.reading.facts import name_nowhere, rival_name, year_absent
from index.records import State
from index.text.scripts import is_han

if TYPE_CHECKING:
    from index.ranking.searcher import Searcher

Array = NDArray[np.float32]
_CONFLICTS = tuple(name for name in AGREEMENT_SIGNS if name.endswith(("conflicts", "unasked")))
# each with the sign its weight may have: evidence for, evidence against, either (0)
SIGN_DIRECTIONS: dict[str, int] = {
    "sentence": 1,  # the reader's log-odds of the first candidate
    "margin": 1,  # how far they lie above the next of another passage
    "first_stage": 1,
    "figure": 1,  # the reader's log-odds of its best figure, where one is asked for
    "no_figure": -1,
    "absent": -1,  # the share of the question's words that neither the sentence nor its surroundings say
    "absent_everywhere": -1,  # and that no candidate says
    "head_absent": -1,
    "year_absent": -1,
    "unit_absent": -1,
    "name_nowhere": -1,
    "rival_name": -1,
    **dict.fromkeys(_CONFLICTS, -1),  # of the figure that would be given
    "wants_figure": 0,
    "english": 0,
    "few_words": 0,
}
SIGNS = tuple(SIGN_DIRECTIONS)
_ABSENT = 0.35  # a term credited less than this is not there
_LEAST = -5.0  # of the log-odds: lower ones say no more


def signs(question: Question, choice: Choice, searcher: Searcher) -> Array:
    """What speaks for and against the first candidate, (len(SIGNS),) float32."""
    evidence, first = choice.ranked.evidence, int(choice.ranked.order[0])
    number, which = evidence.sentences[first]
    passage = searcher.library.passages[number]
    sentence = passage.sentences[which]
    anywhere = evidence.anywhere[:, first]
    weights = evidence.weights / (float(evidence.weights.sum()) or 1.0)
    heads = np.array([term.is_head for term in question.terms], bool)
    values = {
        "sentence": float(choice.odds[0]),
        "margin": _margin(choice, searcher),
        "first_stage": float(choice.ranked.scores[0]) / 10,
        "figure": max(_LEAST, float(choice.figure_odds[0])) * question.wants_figure,
        "no_figure": float(question.wants_figure and not sentence.statistics),
        "absent": float(weights[anywhere < _ABSENT].sum()),
        "absent_everywhere": float(weights[evidence.anywhere.max(axis=1, initial=0) < _ABSENT].sum()),
        "head_absent": float(heads.any() and float(anywhere[heads].max()) < _ABSENT),
        "year_absent": year_absent(question, passage),
        "unit_absent": float(
            bool(question.unit)
            and question.wants_figure
            and is_han(passage.text)
            and not any(unit_matches(question, wanted_units(question), s) for s in sentence.statistics)
        ),
        "name_nowhere": name_nowhere(question, evidence, passage),
        "rival_name": rival_name(question, evidence.credits[:, first], passage, sentence),
        **dict.fromkeys(_CONFLICTS, 0.0),
        "wants_figure": float(question.wants_figure),
        "english": float(question.language == "en"),
        "few_words": 1 / max(1, len(question.terms)),
    }
    if question.wants_figure and choice.figures[0]:
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
    model = learned("confidence")
    raw = model["intercept"] + sum(model["weights"][name] * value for name, value in zip(SIGNS, values, strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, float(raw)))))


def state_of(probability: float, threshold: float | None = None) -> State:
    """What a probability makes of an answer; ``threshold`` takes the place of the one learned for ``sure``."""
    sure = default_threshold() if threshold is None else threshold
    if probability >= sure:
        return "sure"
    return "perhaps" if probability >= min(sure, learned("confidence")["perhaps"]) else "none"


def default_threshold() -> float:
    """The confidence from which a quote is given as the answer, unless another is set."""
    return float(learned("confidence")["threshold"])
