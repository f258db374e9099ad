"""Is this an answer at all? The probability that the first quote answers, from evidence that can be read.

A logistic model over what is present and, above all, what is absent: the thing asked for, the unit
wanted, the year, the names. Learned by ``benchmarks/train.py`` into ``data/confidence.json``.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.answering.confidence_signs import (
    NAMED,
    is_proper_name,
    name_nowhere,
    of_sentence,
    of_thing,
    rival_name,
    role_unmet,
    year_absent,
)
from index.answering.duplicates import copies
from index.answering.headline import STATISTIC_FEATURES, Figures
from index.library.passages import Passage, Sentence
from index.question.question import Question
from index.ranking.evidence import Evidence
from index.ranking.features import FEATURES
from index.ranking.kinds_asked import asks_why
from index.ranking.learned import learned
from index.ranking.ranking import Ranked
from index.text.scripts import is_han

if TYPE_CHECKING:
    from index.ranking.searcher import Searcher

Array = NDArray[np.float32]

# each with the direction in which it may count: for, against, or either
SIGN_DIRECTIONS = {
    "score": 1,
    "margin": 1,
    "dense_sentence": 1,
    "dense_clause": 1,
    "content_clause": 1,
    "words_sentence": 1,
    "words_anywhere": 1,
    "lexical_sentence": 1,
    "lexical_anywhere": 1,
    "weakest_word": 1,
    "second_weakest_word": 1,
    "absent": -1,
    "absent_by_dictionary": -1,
    "absent_everywhere": -1,
    "absent_same_language": -1,
    "contrast": -1,
    "head_contrast": -1,
    "head_absent_same_language": -1,
    "head_sentence": 1,
    "head_weakest": 1,
    "name_absent": -1,
    "name_not_in_sentence": -1,
    "year_conflicts": -1,
    "year_absent": -1,
    "figures_absent": -1,
    "no_figure": -1,
    "no_such_kind": -1,
    "unit_absent": -1,
    "age_absent": -1,
    "person_absent": -1,
    "reason_absent": -1,
    "role_unmet": -1,
    "other_year": -1,
    "proper_absent": -1,
    "rival_name": -1,
    "name_nowhere": -1,
    "mostly_absent": -1,
    "violations": -1,
    "doubts": -1,
    "thing_in_sentence": 1,
    "thing_unmet": -1,
    "figure_odds": 1,
    "figure_heads": 1,
    "figure_heads_left": 1,
    "figure_counted": 1,
    "figure_words": 1,
    "figure_phrase": 1,
    "figure_unasked": -1,
    "figure_region": 1,
    "figure_own": 1,
    "figure_counted_unasked": -1,
    "figure_clause_unasked": -1,
    "figure_last_head": 1,
    "figure_unit": 1,
    "figure_unit_conflicts": -1,
    "figure_stranger": -1,
    "figure_unrelated": -1,
    "wants_figure": 0,
    "few_words": 0,
    "english": 0,
}
SIGNS = tuple(SIGN_DIRECTIONS)
_ABSENT = 0.35  # a term credited less than this is not there
_SURE = 0.65  # a term credited more than this is there by any reading


# what no answer lacks, counted together too: each by itself is too rare to be weighed by what was seen of it
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
# what few answers lack
_DOUBTS = (
    "thing_unmet",
    "figure_unrelated",
    "figure_stranger",
    "head_absent_same_language",
    "proper_absent",
    "figure_unit_conflicts",
)
_MOST_DOUBTS = 2.0


def signs(question: Question, ranked: Ranked, figure: Figures, searcher: Searcher) -> Array:
    """What speaks for and against the first candidate, (len(SIGNS),) float32; ``figure`` is what it would give."""
    evidence, first = ranked.evidence, int(ranked.order[0])
    of = dict(zip(FEATURES, evidence.features[first].tolist(), strict=True))
    found = {
        **{name: of[name] for name in SIGNS if name in of},
        **_of_ranking(ranked, searcher),
        **_of_words(question, evidence, first),
        **_of_contrast(question, evidence, first, searcher.library.passages[evidence.sentences[first][0]]),
        **_of_figure(question, of, figure, is_han(searcher.library.passages[evidence.sentences[first][0]].text)),
        **_of_question(question, searcher.library.passages[evidence.sentences[first][0]]),
        **of_sentence(question, *_sentence(evidence, first, searcher)),
        **of_thing(question, evidence.credits[:, first]),
        "reason_absent": float(asks_why(question) and not of["answer_kind"]),
        "role_unmet": role_unmet(question, evidence.anywhere[:, first]),
        "name_nowhere": name_nowhere(question, evidence, searcher.library.passages[evidence.sentences[first][0]]),
        "rival_name": rival_name(question, evidence.credits[:, first], *_sentence(evidence, first, searcher)),
    }
    found["violations"] = sum(found[name] for name in _HARD)
    found["doubts"] = min(_MOST_DOUBTS, sum(found[name] for name in _DOUBTS))
    return np.array([found[name] for name in SIGNS], np.float32)


def _of_ranking(ranked: Ranked, searcher: Searcher) -> dict[str, float]:
    """The first score, and how far it lies above that of the best sentence of a passage that says something else."""
    sentences = ranked.evidence.sentences
    same = {sentences[int(ranked.order[place])][0] for place in (0, *copies(ranked, 0, searcher))}
    others = (
        float(score)
        for row, score in zip(ranked.order, ranked.scores, strict=True)
        if sentences[int(row)][0] not in same
    )
    first = float(ranked.scores[0])
    return {"score": first, "margin": first - next(others, 0.0)}


def _of_words(question: Question, evidence: Evidence, first: int) -> dict[str, float]:
    """Which of the question's words are there, and above all which are not."""
    here, anywhere, lexical = (
        evidence.credits[:, first],
        evidence.anywhere[:, first],
        evidence.lexical[:, first],
    )
    weights = evidence.weights / (float(evidence.weights.sum()) or 1.0)
    heads = np.array([term.is_head for term in question.terms], bool)
    names = np.array([term.is_name for term in question.terms], bool)
    weakest = np.sort(anywhere).tolist() or [0.0]
    return {
        "lexical_anywhere": float(weights @ np.maximum(lexical, anywhere * (anywhere >= _SURE))),
        "weakest_word": weakest[0],
        "second_weakest_word": weakest[min(1, len(weakest) - 1)],
        "absent": float(weights[anywhere < _ABSENT].sum()),
        "mostly_absent": min(1.0, max(0.0, 4 * float(weights[anywhere < _ABSENT].sum()) - 1)),  # from a quarter to half
        "absent_by_dictionary": float(weights[(lexical < _ABSENT) & (anywhere < _SURE)].sum()),
        "absent_everywhere": float(weights[evidence.anywhere.max(axis=1) < _ABSENT].sum()),
        "head_weakest": float(anywhere[heads].min()) if heads.any() else 0.5,
        "proper_absent": float(
            any(a < NAMED and is_proper_name(t) for t, a in zip(question.terms, anywhere, strict=True))
        ),
        "name_absent": float(weights[names & (anywhere < _SURE)].sum()),
        "name_not_in_sentence": float(weights[names & (here < _SURE)].sum()),
    }


def _of_contrast(question: Question, evidence: Evidence, first: int, passage: Passage) -> dict[str, float]:
    """How far one word is missing where the rest is there: *hospitals*, of "hospitals built in the city".

    A question in the passage's own language shares its words; in another, dictionaries miss some.
    """
    anywhere, lexical = evidence.anywhere[:, first], evidence.lexical[:, first]
    weights = evidence.weights / (float(evidence.weights.sum()) or 1.0)
    heads = np.array([term.is_head for term in question.terms], bool)
    found = float(weights @ anywhere)
    others = (found - weights * anywhere) / np.maximum(1 - weights, 1e-6)
    gaps = np.maximum(others - anywhere, 0) * np.minimum(2 * weights, 1)
    same = float((question.language == "en") != is_han(passage.text))
    missing = (lexical < _ABSENT) & (anywhere < _SURE)
    return {
        "contrast": float(gaps.max(initial=0)),
        "head_contrast": float(gaps[heads].max(initial=0)),
        "absent_same_language": same * float(weights[missing].sum()),
        "head_absent_same_language": same * float((missing & heads).any()),
    }


def _of_figure(question: Question, of: dict[str, float], figure: Figures, chinese: bool) -> dict[str, float]:
    """Whether the sentence has a figure of the kind and unit wanted, and how well it fits.

    Measure words are looked for in Chinese text alone: English has none to compare with.
    """
    wants = question.wants_figure
    best = dict(zip(STATISTIC_FEATURES, figure.evidence.tolist(), strict=True)) if len(figure.evidence) else {}
    special = question.wanted in ("money", "percent", "date", "rank")
    unasked = float(not question.keywords)  # who types a word or two leaves the rest to the articles
    return {
        "no_figure": float(wants and not of["figure_sentence"]),
        "no_such_kind": float(special and not best.get("kind_exact", 0.0)),
        "unit_absent": float(bool(question.unit) and wants and chinese and not of["unit_sentence"]),
        "figures_absent": float(bool(question.figures)) * (1 - of["figures_shared"]),
        "figure_odds": figure.best if wants else 0.0,
        "figure_heads": best.get("own_heads", 0.0),
        "figure_heads_left": best.get("left_heads", 0.0),
        "figure_counted": best.get("counted_heads", 0.0),
        "figure_stranger": best.get("stranger", 0.0),
        "figure_unrelated": best.get("unrelated", 0.0),
        "figure_words": best.get("clause_words", 0.0),
        "figure_phrase": best.get("dense_phrase", 0.0),
        "figure_unasked": unasked * best.get("unasked", 0.0),
        "figure_region": best.get("region_words", 0.0),
        "figure_own": best.get("own_words", 0.0),
        "figure_counted_unasked": unasked * best.get("counted_unasked", 0.0),
        "figure_clause_unasked": unasked * best.get("clause_unasked", 0.0),
        "figure_last_head": best.get("last_head", 0.0),
        "figure_unit": max(best.get("unit_as_asked", 0.0), best.get("unit_of_thing", 0.0)),
        "figure_unit_conflicts": float(chinese) * best.get("unit_conflicts", 0.0),
    }


def _of_question(question: Question, passage: Passage) -> dict[str, float]:
    return {
        "year_absent": year_absent(question, passage),
        "wants_figure": float(question.wants_figure),
        "few_words": 1 / max(1, len(question.terms)),
        "english": float(question.language == "en"),
    }


def _sentence(evidence: Evidence, row: int, searcher: Searcher) -> tuple[Passage, Sentence]:
    passage, sentence = evidence.sentences[row]
    return searcher.library.passages[passage], searcher.library.passages[passage].sentences[sentence]


def confidence(of: Array) -> float:
    """The calibrated probability, 0 to 1, that the first quote answers."""
    model = learned("confidence")
    raw = model["intercept"] + sum(model["weights"][name] * value for name, value in zip(SIGNS, of, strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, float(raw)))))


def default_threshold() -> float:
    """The confidence from which a quote is given as the answer, unless another is set."""
    return float(learned("confidence")["threshold"])
