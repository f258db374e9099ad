"""The evidence for one sentence, figure by figure: what the ranker weighs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.figures import fits, unit_matches
from index.passages import Passage, Sentence
from index.question import Question
from index.records import Statistic

Array = NDArray[np.float32]

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
    "is_table": 0,
    "length": 0,
    "figure_phrase": 1,
}
FEATURES = tuple(FEATURE_SIGNS)


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
    (terms, sentences); ``inside`` are the columns of each sentence's clauses; ``phrases`` the inner products of each
    sentence's figures.
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
    inside: list[slice]
    share: Share
    heads: Share


class _Clauses:
    """What is the same for every sentence of a passage: a row of numbers for its clauses, one for its sentences."""

    def __init__(self, of: PassageEvidence) -> None:
        self.words, self.lexical = of.share(of.clause_credits), of.share(of.clause_lexical)
        self.heads = of.heads(of.clause_credits)
        self.joint = self.words + 0.5 * self.heads + of.dense.clauses
        self.in_paragraph = {
            "dense_paragraph": of.dense.paragraph,
            "content_paragraph": of.content.paragraph,
            "words_paragraph": float(of.share(of.credits.max(axis=1, initial=0))),
            "lexical_paragraph": float(of.share(of.lexical.max(axis=1, initial=0))),
        }
        self.in_sentences = {
            "dense_sentence": of.dense.sentences.tolist(),
            "content_sentence": of.content.sentences.tolist(),
            "words_sentence": of.share(of.credits).tolist(),
            "lexical_sentence": of.share(of.lexical).tolist(),
            "words_anywhere": of.share(of.anywhere).tolist(),
            "head_sentence": of.heads(of.credits).tolist(),
        }
        self.in_clauses = {
            "dense_clause": (of.dense.clauses.tolist(), -1.0),
            "content_clause": (of.content.clauses.tolist(), -1.0),
            "words_clause": (self.words.tolist(), 0.0),
            "lexical_clause": (self.lexical.tolist(), 0.0),
            "head_clause": (self.heads.tolist(), 0.0),
        }

    def at(self, number: int, clauses: slice) -> dict[str, float]:
        """The best of a sentence's clauses, the sentence's own and its paragraph's."""
        words = self.in_sentences["words_sentence"]
        return {
            **self.in_paragraph,
            **{name: values[number] for name, values in self.in_sentences.items()},
            **{name: max(values[clauses], default=least) for name, (values, least) in self.in_clauses.items()},
            "neighbour": max((words[n] for n in (number - 1, number + 1) if 0 <= n < len(words)), default=0.0),
        }


def passage_features(of: PassageEvidence) -> list[list[float]]:
    """The features of each sentence of a passage, in the order of FEATURES."""
    known = _Clauses(of)
    return [_sentence_features(of, known, number) for number in range(len(of.inside))]


def _sentence_features(of: PassageEvidence, known: _Clauses, number: int) -> list[float]:
    values = {
        **known.at(number, of.inside[number]),
        **_asked(of, known, number),
        **_form(of, number),
    }
    return [values[name] for name in FEATURES]


def _asked(of: PassageEvidence, known: _Clauses, number: int) -> dict[str, float]:
    """The figure and the unit asked for; in a clause they count when they stand with the thing asked for."""
    question, sentence = of.question, of.passage.sentences[number]
    fitting = [s for s in sentence.statistics if fits(question, s)]
    matching = [s for s in fitting if unit_matches(question, of.units, s)]
    joint = known.joint[of.inside[number]]
    with_figure = _holding(sentence, fitting)
    with_unit = _holding(sentence, matching)
    if fitting:
        joint = joint + 0.3 * np.array(with_figure, np.float32) + 0.3 * np.array(with_unit, np.float32)
    best = int(joint.argmax()) if len(joint) else -1
    phrases = [float(d) for s, d in zip(sentence.statistics, of.phrases[number], strict=True) if s in fitting]
    wants = question.wants_figure
    shared, agrees, conflicts = _figures_shared(question, sentence, of.passage)
    return {
        "figure_sentence": float(wants and bool(fitting)),
        "figure_clause": float(wants and best >= 0 and with_figure[best]),
        "figure_phrase": max(phrases, default=0.0) if wants else 0.0,
        "unit_sentence": float(bool(matching)),
        "unit_clause": float(best >= 0 and with_unit[best]),
        "figures_shared": shared,
        "year_agrees": agrees,
        "year_conflicts": conflicts,
        "joint_clause": float(joint.max(initial=0)),
    }


def _holding(sentence: Sentence, statistics: Sequence[Statistic]) -> list[bool]:
    """Which of a sentence's clauses hold one of ``statistics``."""
    return [any(s.span in clause.span for s in statistics) for clause in sentence.clauses]


def _form(of: PassageEvidence, number: int) -> dict[str, float]:
    kind = of.passage.paragraph.kind
    return {
        "is_title": float(kind == "title"),
        "is_byline": float(kind == "byline"),
        "is_caption": float(kind == "caption"),
        "is_table": float(kind == "table"),
        "length": min(len(of.passage.sentences[number].span), 300) / 100,
    }


def _figures_shared(question: Question, sentence: Sentence, passage: Passage) -> tuple[float, float, float]:
    """The share of the question's figures in the sentence; whether its year agrees, or another stands there."""
    if not question.figures and not question.years:
        return 0.0, 0.0, 0.0
    text = passage.text[sentence.span.start : sentence.span.end].replace(",", "")
    values = {s.value for s in sentence.statistics if s.value is not None}
    shared = [f.value in values if f.value is not None else f.text in text for f in question.figures]
    here = {str(int(s.value)) for s in sentence.statistics if s.kind == "date" and s.value}
    agrees = any(year in text for year in question.years)
    conflicts = bool(question.years) and bool(here) and not agrees
    return (sum(shared) / len(shared) if shared else 0.0), float(agrees), float(conflicts)
