"""The evidence for a sentence, figure by figure: what the ranker weighs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.library.passage_arrays import FORM, Array, Joined, largest
from index.library.passages import Passage, Sentence
from index.question.question import Question
from index.ranking.units_asked import fits, unit_matches
from index.records import Statistic

Flags = NDArray[np.bool_]

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
    "lexical_paragraph": 1,
    "lexical_sentence": 1,
    "words_anywhere": 1,
    "head_sentence": 1,
    "head_clause": 1,
    "figure_sentence": 1,
    "figure_clause": 1,
    "unit_sentence": 1,
    "unit_clause": 1,
    "figures_shared": 1,
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
_WITH = np.float32(0.3)  # what a clause is worth more for a figure that could answer, and for one in a unit asked for
_LEAST = 0.3  # of a question's words, from which it tells something that those found stand together


@dataclass(frozen=True, slots=True)
class Levels:
    """Inner products of a vector with passages, their sentences and their clauses."""

    paragraphs: Array
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
class Candidates:
    """What is known of the candidate passages under a question, before their sentences are compared.

    ``joined`` are their arrays. ``clause_credits`` are (terms, clauses); ``credits``,
    ``lexical`` and ``anywhere`` (terms, sentences); ``figures`` the inner products of the figures' phrases;
    ``together`` how far the words of each sentence stand as the question's do, ``kinds`` whether it holds what is
    asked for where no figure is.
    """

    question: Question
    passages: Sequence[Passage]
    joined: Joined
    units: frozenset[str]
    dense: Levels
    content: Levels
    figures: Array
    clause_credits: Array
    credits: Array
    lexical: Array
    anywhere: Array
    share: Share
    heads: Share
    together: Array
    kinds: Sequence[float]


def features_of(candidates: Candidates) -> Array:
    """The features of each sentence of the candidates, (sentences, len(FEATURES)) float32."""
    joined = candidates.joined
    passage, clauses = joined.sentence_passage, joined.sentence_at
    in_clauses, in_sentences = candidates.share(candidates.clause_credits), candidates.share(candidates.credits)
    heads = candidates.heads(candidates.clause_credits)
    values = {
        "dense_paragraph": candidates.dense.paragraphs[passage],
        "content_paragraph": candidates.content.paragraphs[passage],
        "words_paragraph": candidates.share(largest(candidates.credits, joined.passage_at))[passage],
        "lexical_paragraph": candidates.share(largest(candidates.lexical, joined.passage_at))[passage],
        "dense_sentence": candidates.dense.sentences,
        "content_sentence": candidates.content.sentences,
        "words_sentence": in_sentences,
        "lexical_sentence": candidates.share(candidates.lexical),
        "words_anywhere": candidates.share(candidates.anywhere),
        "head_sentence": candidates.heads(candidates.credits),
        "dense_clause": largest(candidates.dense.clauses, clauses, -1.0),
        "content_clause": largest(candidates.content.clauses, clauses, -1.0),
        "head_clause": largest(heads, clauses),
        "neighbour": _beside(in_sentences, passage),
        **_asked(candidates, in_clauses + 0.5 * heads + candidates.dense.clauses),
        "figures_shared": _shared(candidates),
        **dict(zip(FORM, joined.form.T, strict=True)),
        "answer_kind": np.array(candidates.kinds, np.float32),
        "together": candidates.together / np.maximum(_LEAST, in_sentences),
    }
    return np.stack([values[name] for name in FEATURES], axis=1, dtype=np.float32, casting="same_kind")


def _beside(values: Array, passage: NDArray[np.int64]) -> Array:
    """For each sentence the larger value of its two neighbours in the passage, 0 where it has none."""
    around = np.zeros_like(values)
    near = passage[1:] == passage[:-1]
    around[1:] = values[:-1] * near
    around[:-1] = np.maximum(around[:-1], values[1:] * near)
    return around


def _asked(candidates: Candidates, joint: Array) -> dict[str, Array]:
    """The figure and the unit asked for; in a clause they count when they stand with the thing asked for."""
    joined, wants = candidates.joined, np.float32(candidates.question.wants_figure)
    fitting, matching = _suited(candidates)
    with_figure, with_unit = _holding(joined, fitting), _holding(joined, matching)
    joint = np.asarray(joint + _WITH * with_figure + _WITH * with_unit, np.float32)
    best = largest(joint, joined.sentence_at)
    at_best = np.flatnonzero(joint == best[joined.clause_sentence])[::-1]  # the first of equals comes last, and stays
    chosen = np.full(len(best), -1)
    chosen[joined.clause_sentence[at_best]] = at_best
    has_clause = chosen >= 0
    phrase = largest(np.where(fitting, candidates.figures, -np.inf), joined.figure_at, -np.inf)
    return {
        "figure_sentence": wants * largest(fitting.astype(np.float32), joined.figure_at),
        "figure_clause": wants * (has_clause & with_figure[chosen]).astype(np.float32),
        "figure_phrase": wants * np.where(np.isfinite(phrase), phrase, 0),
        "unit_sentence": largest(matching.astype(np.float32), joined.figure_at),
        "unit_clause": (has_clause & with_unit[chosen]).astype(np.float32),
    }


def _suited(candidates: Candidates) -> tuple[Flags, Flags]:
    """Which figures are of a kind that could answer, and which of those in a unit asked for, too."""
    verdicts: dict[tuple[str, str], tuple[bool, bool]] = {}  # many figures are of one kind and unit
    for figure in candidates.joined.figures:
        if (figure.kind, figure.unit) not in verdicts:
            suits = fits(candidates.question, figure)
            verdicts[figure.kind, figure.unit] = (
                suits,
                suits and unit_matches(candidates.question, candidates.units, figure),
            )
    flags = np.array([verdicts[figure.kind, figure.unit] for figure in candidates.joined.figures], bool).reshape(-1, 2)
    return flags[:, 0], flags[:, 1]


def _holding(joined: Joined, figures: Flags) -> Flags:
    """Which clauses hold one of ``figures``."""
    holding = np.zeros(len(joined.clause_sentence), bool)
    holding[joined.holder[figures[joined.held]]] = True
    return holding


def _shared(candidates: Candidates) -> Array:
    """The share of the question's figures in each sentence."""
    asked = candidates.question.figures
    if not asked:
        return np.zeros(len(candidates.kinds), np.float32)
    shares = [_figures_shared(asked, s, passage) for passage in candidates.passages for s in passage.sentences]
    return np.array(shares, np.float32)


def _figures_shared(asked: Sequence[Statistic], sentence: Sentence, passage: Passage) -> float:
    text = passage.text[sentence.span.start : sentence.span.end].replace(",", "")
    values = {s.value for s in sentence.statistics if s.value is not None}
    return sum(f.value in values if f.value is not None else f.text in text for f in asked) / len(asked)
