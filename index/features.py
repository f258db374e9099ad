"""The evidence for one sentence, figure by figure: what the ranker weighs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.figures import fits, unit_matches
from index.passages import Passage, Sentence
from index.question import Question

Array = NDArray[np.float32]
Integers = NDArray[np.int64]

# each with the sign its weight may have: evidence for, evidence against, or either
FEATURE_SIGNS = {
    "dense_paragraph": 1,
    "dense_sentence": 1,
    "dense_clause": 1,
    "content_paragraph": 0,
    "content_sentence": 0,
    "content_clause": 1,
    "words_paragraph": 0,
    "words_sentence": 0,
    "words_clause": 1,
    "lexical_paragraph": 1,
    "lexical_sentence": 1,
    "lexical_clause": 1,
    "words_anywhere": 1,
    "head_sentence": 1,
    "head_clause": 1,
    "figure_sentence": 1,
    "figure_clause": 1,
    "unit_sentence": 1,
    "unit_clause": 1,
    "figures_shared": 1,
    "year_agrees": 1,
    "year_conflicts": -1,
    "joint_clause": 1,
    "neighbour": 1,
    "is_title": 0,
    "is_byline": 0,
    "is_caption": 0,
    "length": 0,
    "figure_phrase": 1,
    "answer_kind": 1,
    "together": 1,
}
FEATURES = tuple(FEATURE_SIGNS)
_LEAST = 0.3  # of a question's words, from which it tells something that those found stand together


@dataclass(frozen=True, slots=True)
class Levels:
    """Inner products of a vector with a passage, its sentences and its clauses."""

    paragraph: float
    sentences: Array
    clauses: Array


class Share:
    """The share of the question's words, by weight, that are credited."""

    def __init__(self, weights: Array) -> None:
        total = float(weights.sum())
        self.weights = weights / total if total else weights

    def __call__(self, credits: Array) -> Array:
        return np.asarray(self.weights @ credits, np.float32)


@dataclass(frozen=True, slots=True)
class PassageEvidence:
    """What is known of a passage under a question, before its sentences are looked at one by one.

    ``clause_credits`` and ``clause_lexical`` are (terms, clauses); ``credits``, ``lexical`` and ``anywhere``
    (terms, sentences); ``inside`` are the clauses of each sentence; ``phrases`` the inner products of each
    sentence's figures; ``together`` how far its words stand as the question's do, ``kinds`` whether it holds what is
    asked for where no figure is.
    """

    question: Question
    passage: Passage
    units: frozenset[str]
    dense: Levels
    content: Levels
    phrases: list[Array]
    clause_credits: Array
    clause_lexical: Array
    credits: Array
    lexical: Array
    anywhere: Array
    inside: list[Integers]
    share: Share
    heads: Share
    together: Array
    kinds: list[float]


def sentence_features(of: PassageEvidence, number: int) -> list[float]:
    """The features of sentence ``number``, in the order of FEATURES."""
    values = {
        **_dense(of, number),
        **_words(of, number),
        **_asked(of, number),
        **_form(of, number),
        "answer_kind": of.kinds[number],
        "together": float(of.together[number]) / max(_LEAST, float(of.share(of.credits[:, number]))),
    }
    return [values[name] for name in FEATURES]


def _dense(of: PassageEvidence, number: int) -> dict[str, float]:
    clauses = of.inside[number]
    found = {}
    for name, levels in (("dense", of.dense), ("content", of.content)):
        found[f"{name}_paragraph"] = levels.paragraph
        found[f"{name}_sentence"] = float(levels.sentences[number])
        found[f"{name}_clause"] = float(levels.clauses[clauses].max(initial=-1))
    return found


def _words(of: PassageEvidence, number: int) -> dict[str, float]:
    """The share of the question's words on each level, by any credit and by the dictionary's alone."""
    clauses, share = of.inside[number], of.share
    beside = [n for n in (number - 1, number + 1) if 0 <= n < of.credits.shape[1]]
    return {
        "words_paragraph": float(share(of.credits.max(axis=1, initial=0))),
        "words_sentence": float(share(of.credits[:, number])),
        "words_clause": float(share(of.clause_credits[:, clauses]).max(initial=0)),
        "lexical_paragraph": float(share(of.lexical.max(axis=1, initial=0))),
        "lexical_sentence": float(share(of.lexical[:, number])),
        "lexical_clause": float(share(of.clause_lexical[:, clauses]).max(initial=0)),
        "words_anywhere": float(share(of.anywhere[:, number])),
        "neighbour": max((float(share(of.credits[:, n])) for n in beside), default=0.0),
    }


def _asked(of: PassageEvidence, number: int) -> dict[str, float]:
    """The thing, the figure and the unit asked for; in a clause they count when they stand together."""
    question, clauses = of.question, of.inside[number]
    sentence = of.passage.sentences[number]
    fitting = [s for s in sentence.statistics if fits(question, s)]
    matching = [s for s in fitting if unit_matches(question, of.units, s)]
    with_figure = np.array([any(s.span in c.span for s in fitting) for c in sentence.clauses], np.float32)
    with_unit = np.array([any(s.span in c.span for s in matching) for c in sentence.clauses], np.float32)
    heads = of.heads(of.clause_credits[:, clauses])
    joint = of.share(of.clause_credits[:, clauses]) + 0.5 * heads + of.dense.clauses[clauses]
    joint = joint + 0.3 * with_figure + 0.3 * with_unit
    best = int(joint.argmax()) if len(joint) else -1
    phrases = [float(d) for s, d in zip(sentence.statistics, of.phrases[number], strict=True) if fits(question, s)]
    wants = question.wants_figure
    shared, agrees, conflicts = _figures_shared(question, sentence, of.passage)
    return {
        "head_sentence": float(of.heads(of.credits[:, number])),
        "head_clause": float(heads.max(initial=0)),
        "figure_sentence": float(wants and bool(fitting)),
        "figure_clause": float(wants and best >= 0 and with_figure[best] > 0),
        "figure_phrase": max(phrases, default=0.0) if wants else 0.0,
        "unit_sentence": float(bool(matching)),
        "unit_clause": float(best >= 0 and with_unit[best] > 0),
        "figures_shared": shared,
        "year_agrees": agrees,
        "year_conflicts": conflicts,
        "joint_clause": float(joint.max(initial=0)),
    }


def _form(of: PassageEvidence, number: int) -> dict[str, float]:
    kind = of.passage.paragraph.kind
    return {
        "is_title": float(kind == "title"),
        "is_byline": float(kind == "byline"),
        "is_caption": float(kind == "caption"),
        "length": min(len(of.passage.sentences[number].span), 300) / 100,
    }


def _figures_shared(question: Question, sentence: Sentence, passage: Passage) -> tuple[float, float, float]:
    """The share of the question's figures in the sentence; whether its year agrees, or another stands there."""
    text = passage.text[sentence.span.start : sentence.span.end].replace(",", "")
    values = {s.value for s in sentence.statistics if s.value is not None}
    shared = [f.value in values if f.value is not None else f.text in text for f in question.figures]
    here = {str(int(s.value)) for s in sentence.statistics if s.kind == "date" and s.value}
    agrees = any(year in text for year in question.years)
    conflicts = bool(question.years) and bool(here) and not agrees
    return (sum(shared) / len(shared) if shared else 0.0), float(agrees), float(conflicts)
