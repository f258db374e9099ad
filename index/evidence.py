"""The evidence for the sentences of the candidate passages, gathered from vectors and words.

Three levels (paragraph, sentence, clause), each dense (vectors) and lexical (words); what is made of it
for one sentence stands in ``features.py``.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.features import FEATURES, Levels, PassageEvidence, Share, passage_features
from index.figures import wanted_units
from index.lexicon import is_han, is_name, known_english
from index.matching import lexical_credits, soft_credits
from index.passages import Passage
from index.question import Question, Term

if TYPE_CHECKING:
    from index.library import Library

Array = NDArray[np.float32]
Integers = NDArray[np.int64]
_ELSEWHERE = 0.7  # what a word in another sentence of the paragraph is worth
_CONTEXT = 0.7  # what a word in the title or heading is worth


@dataclass(frozen=True, slots=True)
class PassageArrays:
    """A passage's words and vector rows as arrays."""

    words: Integers  # vocabulary rows, clause after clause
    clause_at: Integers  # where each clause begins in ``words``; one more than there are clauses
    clause_sentence: Integers
    paragraph_row: int
    sentence_rows: Integers
    clause_rows: Integers
    phrase_rows: list[Integers]  # of the figures of each sentence


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
        [np.array([row[p.start, p.end] for p in s.phrases], np.int64) for s in passage.sentences],
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
    """The evidence for the sentences of the passages ``numbers``.

    ``vectors`` (2, dimension) are those of the question and of its content words, centred.
    """
    passages = [library.passages[number] for number in numbers]
    arrays = [library.arrays(number) for number in numbers]
    contexts = [library.context(number) for number in numbers]
    subjects = [library.subjects(number) for number in numbers]
    rows = np.unique(np.concatenate([*(a.words for a in arrays), *contexts, *subjects]))
    lexical = lexical_credits(question, library, rows)
    credits = np.maximum(lexical, soft_credits(question, library, rows))
    weights = library.term_weights(question)
    heads = weights * np.array([term.is_head for term in question.terms], np.float32)
    units = wanted_units(question)
    named = np.array([_may_be_subject(term) for term in question.terms], bool)[:, None]
    scored = zip(
        _levels(vectors[0], library, arrays),
        _levels(vectors[1], library, arrays),
        _phrases(vectors, library, arrays),
        strict=True,
    )
    found = []
    for passage, a, around, about, (dense, content, phrases) in zip(
        passages, arrays, contexts, subjects, scored, strict=True
    ):
        # what all of an article is about goes without saying in each of its sentences
        implied = (named * _columns(lexical, rows, about)).max(axis=1, initial=0)
        words, context = _Words(rows, credits, lexical, a, implied), _columns(credits, rows, around)
        found.append(
            PassageEvidence(
                question=question,
                passage=passage,
                units=units,
                dense=dense,
                content=content,
                phrases=phrases,
                clause_credits=words.clause_credits,
                clause_lexical=words.clause_lexical,
                credits=words.credits,
                lexical=words.lexical,
                anywhere=_anywhere(words.credits, context.max(axis=1, initial=0)),
                inside=words.inside,
                share=Share(weights),
                heads=Share(heads if heads.any() else weights),
            )
        )
    return _assembled(numbers, found, weights)


def _may_be_subject(term: Term) -> bool:
    """True for a name, written in small letters too, as people type."""
    return is_name(term.text, term.form) or (
        term.form.isalpha() and not is_han(term.form) and not known_english(term.form)
    )


def _assembled(numbers: Sequence[int], found: Sequence[PassageEvidence], weights: Array) -> Evidence:
    sentences = [(number, s) for number, of in zip(numbers, found, strict=True) for s in range(len(of.inside))]
    features = [row for of in found for row in passage_features(of)]
    return Evidence(
        sentences,
        np.array(features, np.float32).reshape(-1, len(FEATURES)),
        np.hstack([of.credits for of in found]),
        np.hstack([of.lexical for of in found]),
        np.hstack([of.anywhere for of in found]),
        [of.clause_credits[:, clauses] for of in found for clauses in of.inside],
        [of.dense.clauses[clauses] for of in found for clauses in of.inside],
        weights,
    )


class _Words:
    """The credits of a passage's words, brought together by clause and by sentence."""

    def __init__(self, rows: Integers, credits: Array, lexical: Array, arrays: PassageArrays, implied: Array) -> None:
        bounds = np.searchsorted(arrays.clause_sentence, np.arange(len(arrays.sentence_rows) + 1))
        self.inside = list(itertools.starmap(slice, itertools.pairwise(bounds.tolist())))
        at, implied = np.searchsorted(rows, arrays.words), implied[:, None]
        self.clause_credits = np.maximum(_maximum(credits[:, at], arrays.clause_at), implied)
        self.clause_lexical = np.maximum(_maximum(lexical[:, at], arrays.clause_at), implied)
        self.credits, self.lexical = _maximum(self.clause_credits, bounds), _maximum(self.clause_lexical, bounds)


def _columns(credits: Array, rows: Integers, words: Sequence[int] | Integers) -> Array:
    return credits[:, np.searchsorted(rows, np.asarray(words, np.int64))]


def _anywhere(credits: Array, context: Array) -> Array:
    """The best credit of each term in a sentence, the rest of its paragraph or its headings."""
    paragraph = credits.max(axis=1, initial=0, keepdims=True)
    return np.asarray(np.maximum(np.maximum(credits, _ELSEWHERE * paragraph), _CONTEXT * context[:, None]), np.float32)


def _maximum(credits: Array, starts: Integers) -> Array:
    """The best credit of each term from each of ``starts`` to the next, (terms, len(starts) - 1)."""
    found = np.zeros((len(credits), len(starts) - 1), np.float32)
    filled = np.flatnonzero(np.diff(starts))
    if len(filled) and len(credits):
        found[:, filled] = np.maximum.reduceat(credits, starts[filled], axis=1)
    return found


def _levels(vector: Array, library: Library, arrays: list[PassageArrays]) -> list[Levels]:
    """Inner products of the question with each passage, its sentences and its clauses."""
    wanted = [np.concatenate([[a.paragraph_row], a.sentence_rows, a.clause_rows]) for a in arrays]
    products = library.store.vectors(np.concatenate(wanted)) @ vector
    found, at = [], 0
    for a, rows in zip(arrays, wanted, strict=True):
        own, split = products[at : at + len(rows)], 1 + len(a.sentence_rows)
        found.append(Levels(float(own[0]), own[1:split], own[split:]))
        at += len(rows)
    return found


def _phrases(vectors: Array, library: Library, arrays: list[PassageArrays]) -> list[list[Array]]:
    """For each passage and sentence the inner products of its figures' phrases, the better of the two vectors."""
    rows = np.concatenate([np.empty(0, np.int64), *(rows for a in arrays for rows in a.phrase_rows)])
    products = (library.store.vectors(rows) @ vectors.T).max(axis=1) if len(rows) else np.empty(0, np.float32)
    found, at = [], 0
    for a in arrays:
        own = []
        for sentence in a.phrase_rows:
            own.append(products[at : at + len(sentence)])
            at += len(sentence)
        found.append(own)
    return found
