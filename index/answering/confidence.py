"""Is this an answer at all? The probability that the first quote answers, from evidence that can be read.

A logistic model over what is present and, above all, what is absent: the thing asked for, the unit
wanted, the year, the names. Learned by ``benchmarks/train.py`` into ``data/confidence.json``.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.answering.confidence_signs import of_sentence, role_unmet
from index.answering.duplicates import copies
from index.answering.figure_signs import STATISTIC_FEATURES
from index.answering.headline import Figures
from index.library.passages import Passage
from index.question.question import Question
from index.ranking.evidence import Evidence
from index.ranking.features import FEATURES
from index.ranking.kinds_asked import asks_why
from index.ranking.learned import learned
from index.ranking.ranking import Ranked
from index.reading.facts import NAMED, is_proper_name, name_nowhere, rival_name, year_absent
from index.records import State
from index.text.scripts import is_han

if TYPE_CHECKING:
    from index.ranking.searcher import Searcher

Array = NDArray[np.float32]

# each with the direction in which it may count: for, against, or either
SIGN_DIRECTIONS = {
    "margin": 1,
    "dense_clause": 1,
    "content_clause": 1,
    "lexical_sentence": 1,
    "weakest_word": 1,
    "absent": -1,
    "absent_everywhere": -1,
    "absent_same_language": -1,
    "head_absent_same_language": -1,
    "name_not_in_sentence": -1,
    "year_absent": -1,
    "no_figure": -1,
    "no_such_kind": -1,
    "age_absent": -1,
    "person_absent": -1,
    "reason_absent": -1,
    "role_unmet": -1,
    "other_year": -1,
    "proper_absent": -1,
    "name_nowhere": -1,
    "mostly_absent": -1,
    "violations": -1,
    "figure_odds": 1,
    "figure_counted": 1,
    "figure_unasked": -1,
    "figure_region": 1,
    "figure_own": 1,
    "figure_counted_unasked": -1,
    "figure_clause_unasked": -1,
    "figure_last_head": 1,
    "figure_unit_conflicts": -1,
    "figure_change_conflicts": -1,
    "figure_change_unasked": -1,
    "figure_target_unasked": -1,
    "figure_period_conflicts": -1,
    "figure_denial_conflicts": -1,
    "figure_denial_unasked": -1,
    "wants_figure": 0,
    "few_words": 0,
    "english": 0,
}
SIGNS = tuple(SIGN_DIRECTIONS)
_ABSENT = 0.35  # a term credited less than this is not there
_SURE = 0.65  # a term credited more than this is there by any reading


_CONFLICTS = (
    "change_conflicts",
    "change_unasked",
    "target_unasked",
    "period_conflicts",
    "denial_conflicts",
    "denial_unasked",
)
# what no answer lacks, counted together: each by itself is too rare for its weight to be learned
_HARD = (
    "no_figure",
    "no_such_kind",
    "unit_absent",
    "age_absent",
    "person_absent",
    "other_year",
    "year_absent",
    "year_conflicts",
    "rival_name",
    "name_nowhere",
)


def signs(question: Question, ranked: Ranked, figure: Figures, searcher: Searcher) -> Array:
    """What speaks for and against the first candidate, (len(SIGNS),) float32; ``figure`` is what it would give."""
    evidence, first = ranked.evidence, int(ranked.order[0])
    number, which = evidence.sentences[first]
    passage = searcher.library.passages[number]
    sentence = passage.sentences[which]
    features = dict(zip(FEATURES, evidence.features[first].tolist(), strict=True))
    values = {
        **{name: features[name] for name in ("dense_clause", "content_clause", "lexical_sentence", "year_conflicts")},
        "margin": _margin(ranked, searcher),
        **_of_words(question, evidence, first, passage),
        **_of_figure(question, features, figure, is_han(passage.text)),
        **of_sentence(question, passage, sentence),
        "year_absent": year_absent(question, passage),
        "reason_absent": float(asks_why(question) and not features["answer_kind"]),
        "role_unmet": role_unmet(question, evidence.anywhere[:, first]),
        "name_nowhere": name_nowhere(question, evidence, passage),
        "rival_name": rival_name(question, evidence.credits[:, first], passage, sentence),
        "wants_figure": float(question.wants_figure),
        "few_words": 1 / max(1, len(question.terms)),
        "english": float(question.language == "en"),
    }
    values["violations"] = sum(values[name] for name in _HARD)
    return np.array([values[name] for name in SIGNS], np.float32)


def _margin(ranked: Ranked, searcher: Searcher) -> float:
    """How far the first score lies above that of the best sentence of a passage that says something else."""
    sentences = ranked.evidence.sentences
    same = {sentences[int(ranked.order[place])][0] for place in (0, *copies(ranked, 0, searcher))}
    others = (
        float(score)
        for row, score in zip(ranked.order, ranked.scores, strict=True)
        if sentences[int(row)][0] not in same
    )
    return float(ranked.scores[0]) - next(others, 0.0)


def _of_words(question: Question, evidence: Evidence, first: int, passage: Passage) -> dict[str, float]:
    """Which of the question's words are there, and above all which are not.

    A question in the passage's own language shares its words; in another, dictionaries miss some.
    """
    here, anywhere, lexical = (credits[:, first] for credits in (evidence.credits, evidence.anywhere, evidence.lexical))
    weights = evidence.weights / (float(evidence.weights.sum()) or 1.0)
    heads = np.array([term.is_head for term in question.terms], bool)
    names = np.array([term.is_name for term in question.terms], bool)
    absent = float(weights[anywhere < _ABSENT].sum())
    same = float((question.language == "en") != is_han(passage.text))
    missing = (lexical < _ABSENT) & (anywhere < _SURE)
    return {
        "weakest_word": float(anywhere.min(initial=1.0)) if len(anywhere) else 0.0,
        "absent": absent,
        "mostly_absent": min(1.0, max(0.0, 4 * absent - 1)),  # from a quarter to half
        "absent_everywhere": float(weights[evidence.anywhere.max(axis=1) < _ABSENT].sum()),
        "absent_same_language": same * float(weights[missing].sum()),
        "head_absent_same_language": same * float((missing & heads).any()),
        "proper_absent": float(
            any(a < NAMED and is_proper_name(t) for t, a in zip(question.terms, anywhere, strict=True))
        ),
        "name_not_in_sentence": float(weights[names & (here < _SURE)].sum()),
    }


def _of_figure(question: Question, features: dict[str, float], figure: Figures, chinese: bool) -> dict[str, float]:
    """Whether the sentence has a figure of the kind and unit wanted, and how well it fits.

    Measure words are looked for in Chinese text alone: English has none to compare with.
    """
    wants = question.wants_figure
    best = dict(zip(STATISTIC_FEATURES, figure.evidence.tolist(), strict=True)) if len(figure.evidence) else {}
    special = question.wanted in ("money", "percent", "date", "rank")
    unasked = float(not question.keywords)  # who types a word or two leaves the rest to the articles
    return {
        "no_figure": float(wants and not features["figure_sentence"]),
        "no_such_kind": float(special and not best.get("kind_exact", 0.0)),
        "unit_absent": float(bool(question.unit) and wants and chinese and not features["unit_sentence"]),
        "figure_odds": figure.best if wants else 0.0,
        "figure_counted": best.get("counted_heads", 0.0),
        "figure_unasked": unasked * best.get("unasked", 0.0),
        "figure_region": best.get("region_words", 0.0),
        "figure_own": best.get("own_words", 0.0),
        "figure_counted_unasked": unasked * best.get("counted_unasked", 0.0),
        "figure_clause_unasked": unasked * best.get("clause_unasked", 0.0),
        "figure_last_head": best.get("last_head", 0.0),
        "figure_unit_conflicts": float(chinese) * best.get("unit_conflicts", 0.0),
        **{f"figure_{name}": wants * best.get(name, 0.0) for name in _CONFLICTS},
    }


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
