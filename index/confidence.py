"""Is this an answer at all? The probability that the first quote answers, from evidence that can be read.

A logistic model over what is present and, above all, what is absent: the thing asked for, the unit
wanted, the year, the names. Learned by ``benchmarks/train.py`` into ``data/confidence.json``.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.evidence import FEATURES
from index.question import Question
from index.ranking import Ranked, learned

if TYPE_CHECKING:
    from index.library import Library

Array = NDArray[np.float32]

SIGNS = (
    "score",
    "margin",
    "dense_paragraph",
    "dense_sentence",
    "dense_clause",
    "content_clause",
    "words_sentence",
    "words_paragraph",
    "words_anywhere",
    "lexical_sentence",
    "weakest_word",
    "second_weakest_word",
    "absent_weight",
    "absent_everywhere",
    "head_sentence",
    "head_anywhere",
    "head_weakest",
    "name_missing",
    "year_conflicts",
    "year_missing",
    "figure_missing",
    "unit_missing",
    "figures_missing",
    "best_statistic",
    "wants_figure",
    "few_words",
    "english",
)
_ABSENT = 0.35  # a term credited less than this is not there


def signs(question: Question, ranked: Ranked, best_statistic: float, library: Library) -> Array:
    """What speaks for and against the first candidate, (len(SIGNS),) float32.

    ``best_statistic`` is the headline model's score of the figure that would be given, 0 without one.
    """
    evidence, first = ranked.evidence, int(ranked.order[0])
    of = dict(zip(FEATURES, evidence.features[first].tolist(), strict=True))
    credits, anywhere, weights = evidence.credits[:, first], evidence.anywhere[:, first], evidence.weights
    total = float(weights.sum()) or 1.0
    heads = np.array([term.is_head for term in question.terms], bool)
    names = np.array([term.is_name for term in question.terms], bool)
    weakest = np.sort(anywhere * 1.0)
    best_anywhere = evidence.anywhere.max(axis=1) if len(question.terms) else np.zeros(0, np.float32)
    passage = evidence.sentences[first][0]
    others = [
        float(score)
        for row, score in zip(ranked.order, ranked.scores, strict=True)
        if evidence.sentences[int(row)][0] != passage
    ]
    text = library.passages[passage].text + library.passages[passage].paragraph.article.title
    return np.array(
        [
            float(ranked.scores[0]),
            float(ranked.scores[0]) - (others[0] if others else 0.0),
            of["dense_paragraph"],
            of["dense_sentence"],
            of["dense_clause"],
            of["content_clause"],
            of["words_sentence"],
            of["words_paragraph"],
            of["words_anywhere"],
            of["lexical_sentence"],
            float(weakest[0]) if len(weakest) else 0.0,
            float(weakest[1]) if len(weakest) > 1 else (float(weakest[0]) if len(weakest) else 0.0),
            float(weights[anywhere < _ABSENT].sum()) / total,
            float(weights[best_anywhere < _ABSENT].sum()) / total,
            of["head_sentence"],
            _mean(anywhere, weights, heads),
            float(anywhere[heads].min()) if heads.any() else 0.5,
            float(bool((names & (anywhere < _ABSENT)).any())),
            of["year_conflicts"],
            float(any(year not in text for year in question.years)),
            float(question.wants_figure and not of["figure_sentence"]),
            float(bool(question.unit) and not of["unit_sentence"]),
            float(bool(question.figures)) * (1 - of["figures_shared"]),
            best_statistic,
            float(question.wants_figure),
            1 / max(1, len(question.terms)),
            float(question.language == "en"),
        ],
        np.float32,
    )


def _mean(credits: Array, weights: Array, chosen: NDArray[np.bool_]) -> float:
    total = float(weights[chosen].sum())
    return float(weights[chosen] @ credits[chosen]) / total if total else 0.5


def confidence(of: Array) -> float:
    """The calibrated probability, 0 to 1, that the first quote answers."""
    model = learned("confidence")
    raw = model["intercept"] + sum(model["weights"][name] * value for name, value in zip(SIGNS, of, strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, float(raw)))))


def default_threshold() -> float:
    """The confidence from which a quote is given as the answer, unless another is set."""
    return float(learned("confidence")["threshold"])
