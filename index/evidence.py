"""What speaks for a sentence as the answer to a question, in figures that can be read.

Three levels of evidence (paragraph, sentence, clause), each dense (vectors) and lexical (words), and
what the question asks for: its head word, a figure of the kind wanted, its years and numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.figures import fits, unit_matches, wanted_units
from index.matching import lexical_credits, soft_credits
from index.passages import Passage, Sentence
from index.question import Question

if TYPE_CHECKING:
    from index.library import Library

Array = NDArray[np.float32]
Integers = NDArray[np.int64]

FEATURES = (
    "dense_paragraph",
    "dense_sentence",
    "dense_clause",
    "content_paragraph",
    "content_sentence",
    "content_clause",
    "words_paragraph",
    "words_sentence",
    "words_clause",
    "lexical_paragraph",
    "lexical_sentence",
    "lexical_clause",
    "words_anywhere",
    "head_sentence",
    "head_clause",
    "figure_sentence",
    "figure_clause",
    "unit_sentence",
    "unit_clause",
    "figures_shared",
    "year_agrees",
    "year_conflicts",
    "joint_clause",
    "neighbour",
    "is_title",
    "is_byline",
    "is_caption",
    "is_table",
    "length",
)


@dataclass(frozen=True, slots=True)
class PassageArrays:
    """A passage's words and vector rows as arrays."""

    words: Integers  # vocabulary rows, clause after clause
    clause_at: Integers  # where each clause begins in ``words``; one more than there are clauses
    clause_sentence: Integers
    paragraph_row: int
    sentence_rows: Integers
    clause_rows: Integers


def arrays_of(passage: Passage, first_row: int) -> PassageArrays:
    """The arrays of a passage whose first piece is the store's row ``first_row``."""
    row = {span: first_row + number for number, span in enumerate(passage.pieces())}
    clauses = [(number, clause) for number, s in enumerate(passage.sentences) for clause in s.clauses]
    lengths = [len(clause.words) for _, clause in clauses]
    return PassageArrays(
        np.array([word for _, clause in clauses for word in clause.words], np.int64),
        np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
        np.array([number for number, _ in clauses], np.int64),
        first_row,
        np.array([row[s.span.start, s.span.end] for s in passage.sentences], np.int64),
        np.array([row[c.span.start, c.span.end] for _, c in clauses], np.int64),
    )


@dataclass(frozen=True, slots=True)
class Evidence:
    """The evidence for every sentence of the candidate passages.

    ``features`` is (sentences, len(FEATURES)); ``credits`` are (terms, sentences), the best of lexical
    and soft; ``clause_credits`` are one (terms, clauses) array for each sentence.
    """

    sentences: list[tuple[int, int]]  # (passage number, sentence number)
    features: Array
    credits: Array
    lexical: Array
    anywhere: Array  # (terms, sentences): the best credit in the sentence, its paragraph or its headings
    clause_credits: list[Array]
    clause_dense: list[Array]
    weights: Array  # of the terms


def gather(question: Question, vectors: Array, library: Library, numbers: Sequence[int]) -> Evidence:
    """The evidence for the sentences of the passages ``numbers``; ``vectors`` (2, dimension) are
    those of the question and of its content words, centred.
    """
    passages = [library.passages[number] for number in numbers]
    arrays = [library.arrays(number) for number in numbers]
    rows = np.unique(np.concatenate([a.words for a in arrays] + [np.array(p.context, np.int64) for p in passages]))
    lexical = lexical_credits(question, library, rows)
    credits = np.maximum(lexical, soft_credits(question, library, rows))
    weights = library.term_weights(question)
    heads = np.array([term.is_head for term in question.terms], bool)
    units = wanted_units(question, library)
    dense = _dense(vectors[0], library, arrays)
    dense_content = _dense(vectors[1], library, arrays)
    blocks = [
        _passage_block(question, passage, a, rows, credits, lexical, weights, heads, units, scores, other)
        for passage, a, scores, other in zip(passages, arrays, dense, dense_content, strict=True)
    ]
    return Evidence(
        [(number, s) for number, a in zip(numbers, arrays, strict=True) for s in range(len(a.sentence_rows))],
        np.vstack([block.features for block in blocks]),
        np.hstack([block.credits for block in blocks]),
        np.hstack([block.lexical for block in blocks]),
        np.hstack([block.anywhere for block in blocks]),
        [c for block in blocks for c in block.clause_credits],
        [c for block in blocks for c in block.clause_dense],
        weights,
    )


def _dense(vector: Array, library: Library, arrays: list[PassageArrays]) -> list[tuple[float, Array, Array]]:
    """Inner products of the question with each passage, its sentences and its clauses."""
    found = []
    wanted = [np.concatenate([[a.paragraph_row], a.sentence_rows, a.clause_rows]) for a in arrays]
    products = library.store.vectors(np.concatenate(wanted)) @ vector
    at = 0
    for a, rows in zip(arrays, wanted, strict=True):
        own = products[at : at + len(rows)]
        at += len(rows)
        split = 1 + len(a.sentence_rows)
        found.append((float(own[0]), own[1:split], own[split:]))
    return found


@dataclass(frozen=True, slots=True)
class _Block:
    features: Array
    credits: Array
    lexical: Array
    anywhere: Array
    clause_credits: list[Array]
    clause_dense: list[Array]


def _passage_block(
    question: Question,
    passage: Passage,
    arrays: PassageArrays,
    rows: Integers,
    credits: Array,
    lexical: Array,
    weights: Array,
    heads: NDArray[np.bool_],
    units: frozenset[str],
    dense: tuple[float, Array, Array],
    content: tuple[float, Array, Array],
) -> _Block:
    """The evidence for the sentences of one passage."""
    columns = np.searchsorted(rows, arrays.words)
    clause_best = _clause_maximum(credits[:, columns], arrays.clause_at)
    clause_lexical = _clause_maximum(lexical[:, columns], arrays.clause_at)
    paragraph_dense, sentence_dense, clause_dense = dense
    count = len(arrays.sentence_rows)
    inside = [np.flatnonzero(arrays.clause_sentence == s) for s in range(count)]
    best = np.stack([_maximum(clause_best, at) for at in inside], axis=1)
    best_lexical = np.stack([_maximum(clause_lexical, at) for at in inside], axis=1)
    context = credits[:, np.searchsorted(rows, np.array(passage.context, np.int64))]
    context_best = context.max(axis=1, initial=0)
    paragraph_best = best.max(axis=1, initial=0)
    anywhere = np.maximum(np.maximum(best, paragraph_best[:, None] * 0.7), context_best[:, None] * 0.6)
    share = _Share(weights)
    head_share = _Share(weights * heads) if heads.any() else share
    features = np.zeros((count, len(FEATURES)), np.float32)
    for s, clauses in enumerate(inside):
        features[s] = _sentence_features(
            question,
            passage,
            s,
            clauses,
            clause_best,
            clause_lexical,
            clause_dense,
            sentence_dense[s],
            paragraph_dense,
            best,
            best_lexical,
            paragraph_best,
            anywhere[:, s],
            share,
            head_share,
            units,
            content,
        )
    return _Block(
        features,
        best,
        best_lexical,
        anywhere,
        [clause_best[:, at] for at in inside],
        [clause_dense[at] for at in inside],
    )


class _Share:
    """The share of the question's words, by weight, that are credited."""

    def __init__(self, weights: Array) -> None:
        total = float(weights.sum())
        self.weights = weights / total if total else weights

    def __call__(self, credits: Array) -> Array:
        return self.weights @ credits


def _clause_maximum(credits: Array, starts: Integers) -> Array:
    """The best credit of each term in each clause, (terms, clauses)."""
    count = len(starts) - 1
    found = np.zeros((len(credits), count), np.float32)
    for clause in range(count):
        if starts[clause + 1] > starts[clause]:
            found[:, clause] = credits[:, starts[clause] : starts[clause + 1]].max(axis=1)
    return found


def _maximum(credits: Array, at: Integers) -> Array:
    return np.asarray(credits[:, at].max(axis=1, initial=0), np.float32)


def _sentence_features(
    question: Question,
    passage: Passage,
    number: int,
    clauses: Integers,
    clause_best: Array,
    clause_lexical: Array,
    clause_dense: Array,
    sentence_dense: float,
    paragraph_dense: float,
    best: Array,
    best_lexical: Array,
    paragraph_best: Array,
    anywhere: Array,
    share: _Share,
    head_share: _Share,
    units: frozenset[str],
    content: tuple[float, Array, Array],
) -> list[float]:
    sentence = passage.sentences[number]
    fitting = [s for s in sentence.statistics if fits(question, s)]
    matching = [s for s in fitting if unit_matches(question, units, s)]
    with_figure = np.zeros(len(clauses), np.float32)
    with_unit = np.zeros(len(clauses), np.float32)
    for position, clause in enumerate(sentence.clauses):
        with_figure[position] = any(s.span in clause.span for s in fitting)
        with_unit[position] = any(s.span in clause.span for s in matching)
    words = share(clause_best[:, clauses])
    heads = head_share(clause_best[:, clauses])
    joint = words + 0.5 * heads + clause_dense[clauses] + 0.3 * with_figure + 0.3 * with_unit
    chosen = int(joint.argmax()) if len(joint) else -1
    figures, years, conflict = _figures_shared(question, sentence, passage)
    kind = passage.paragraph.kind
    neighbour = max((float(share(best[:, n])) for n in (number - 1, number + 1) if 0 <= n < best.shape[1]), default=0.0)
    return [
        paragraph_dense,
        sentence_dense,
        float(clause_dense[clauses].max(initial=-1)),
        content[0],
        content[1][number],
        float(content[2][clauses].max(initial=-1)),
        float(share(paragraph_best)),
        float(share(best[:, number])),
        float(words.max(initial=0)),
        float(share(best_lexical.max(axis=1, initial=0))),
        float(share(best_lexical[:, number])),
        float(share(clause_lexical[:, clauses]).max(initial=0)),
        float(share(anywhere)),
        float(head_share(best[:, number])),
        float(heads.max(initial=0)),
        float(question.wants_figure and bool(fitting)),
        float(question.wants_figure and chosen >= 0 and with_figure[chosen] > 0),
        float(bool(matching)),
        float(chosen >= 0 and with_unit[chosen] > 0),
        figures,
        years,
        conflict,
        float(joint.max(initial=0)),
        neighbour,
        float(kind == "title"),
        float(kind == "byline"),
        float(kind == "caption"),
        float(kind == "table"),
        min(len(sentence.span), 300) / 100,
    ]


def _figures_shared(question: Question, sentence: Sentence, passage: Passage) -> tuple[float, float, float]:
    """The share of the question's figures in the sentence; whether its year agrees, or another stands there."""
    text = passage.text[sentence.span.start : sentence.span.end].replace(",", "")
    values = {s.value for s in sentence.statistics if s.value is not None}
    shared = [f.value in values if f.value is not None else f.text in text for f in question.figures]
    here = {str(int(s.value)) for s in sentence.statistics if s.kind == "date" and s.value}
    agrees = any(year in text for year in question.years)
    conflicts = bool(question.years) and bool(here) and not agrees
    return (sum(shared) / len(shared) if shared else 0.0), float(agrees), float(conflicts)
