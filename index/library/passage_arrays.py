"""A passage's words, clauses, figures and vector rows as arrays; those of several passages put together.

What a question asks of its candidates is worked out for all of their words, clauses and sentences at once: a call
of NumPy costs more than the few dozen numbers of one passage.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from index.library.passages import Passage
from index.records import Statistic

Array = NDArray[np.float32]
Integers = NDArray[np.int64]
FORM = ("is_title", "is_byline", "is_caption", "length")
_LONGEST = 300  # characters, more than which says no more of a sentence


@dataclass(frozen=True, slots=True)
class PassageArrays:
    """A passage as arrays, the same for every question; ``*_pieces`` are counted from the passage's first piece."""

    words: Integers  # vocabulary rows, clause after clause
    clause_sizes: Integers  # how many words each clause has
    clause_sentence: Integers
    first_row: int  # of the store: that of the paragraph itself, its first piece
    pieces: int  # how many there are
    sentence_pieces: Integers
    clause_pieces: Integers
    figure_pieces: Integers  # of the figures' phrases, sentence after sentence
    figures: tuple[Statistic, ...]
    figure_sizes: Integers  # how many figures each sentence has
    holding: Integers  # (n, 2): a figure, and a clause of its sentence that holds it
    form: Array  # (sentences, len(FORM))


def arrays_of(passage: Passage, first_row: int) -> PassageArrays:
    """The arrays of a passage whose first piece is the store's row ``first_row``."""
    pieces = {span: number for number, span in enumerate(passage.pieces())}
    sentences = passage.sentences
    clauses = [(number, clause) for number, s in enumerate(sentences) for clause in s.clauses]
    figures = [(number, figure) for number, s in enumerate(sentences) for figure in s.statistics]
    holding = [
        (figure, clause)
        for figure, (sentence, statistic) in enumerate(figures)
        for clause, (number, c) in enumerate(clauses)
        if number == sentence and statistic.span in c.span
    ]
    kind = passage.paragraph.kind
    kinds = [float(kind == name) for name in ("title", "byline", "caption")]
    return PassageArrays(
        words=np.array([word for _, clause in clauses for word in clause.words], np.int64),
        clause_sizes=np.array([len(clause.words) for _, clause in clauses], np.int64),
        clause_sentence=np.array([number for number, _ in clauses], np.int64),
        first_row=first_row,
        pieces=len(pieces),
        sentence_pieces=np.array([pieces[s.span.start, s.span.end] for s in sentences], np.int64),
        clause_pieces=np.array([pieces[c.span.start, c.span.end] for _, c in clauses], np.int64),
        figure_pieces=np.array([pieces[p.start, p.end] for s in sentences for p in s.phrases], np.int64),
        figures=tuple(figure for _, figure in figures),
        figure_sizes=np.array([len(s.statistics) for s in sentences], np.int64),
        holding=np.array(holding, np.int64).reshape(-1, 2),
        form=np.array(
            [[*kinds, min(len(s.span), _LONGEST) / 100] for s in sentences],
            np.float32,
        ).reshape(-1, len(FORM)),
    )


class Joined:
    """Several passages' arrays one after the other, all that is in them numbered through.

    ``clause_at`` is where the words of each clause begin, ``sentence_at`` where the clauses of each sentence do,
    ``figure_at`` where its figures do, ``passage_at`` where the sentences of each passage do; each has one number
    more than there are, the end of the last. ``rows`` are the store's, in the order of the pieces.
    """

    def __init__(self, passages: Sequence[PassageArrays]) -> None:
        sentences, clauses = [len(a.form) for a in passages], [len(a.clause_sizes) for a in passages]
        first_sentence, first_clause = starts(sentences), starts(clauses)
        first_figure, first_piece = starts([len(a.figures) for a in passages]), starts([a.pieces for a in passages])
        holdings = [len(a.holding) for a in passages]

        def numbered(name: str, first: Integers, counts: Sequence[int]) -> Integers:
            return np.concatenate([getattr(a, name) for a in passages]) + np.repeat(first[:-1], counts)

        self.words = np.concatenate([a.words for a in passages])
        self.clause_at = starts(np.concatenate([a.clause_sizes for a in passages]))
        self.clause_sentence = numbered("clause_sentence", first_sentence, clauses)
        self.passage_at = first_sentence
        self.sentence_passage = np.repeat(np.arange(len(passages)), sentences)
        self.sentence_at = starts(np.bincount(self.clause_sentence, minlength=int(first_sentence[-1])))
        self.figures = list(chain.from_iterable(a.figures for a in passages))
        self.figure_at = starts(np.concatenate([a.figure_sizes for a in passages]))
        holding = np.concatenate([a.holding for a in passages])
        self.held = holding[:, 0] + np.repeat(first_figure[:-1], holdings)
        self.holder = holding[:, 1] + np.repeat(first_clause[:-1], holdings)
        self.form = np.concatenate([a.form for a in passages])
        offsets = np.array([a.first_row for a in passages], np.int64) - first_piece[:-1]
        self.rows = np.arange(first_piece[-1]) + np.repeat(offsets, [a.pieces for a in passages])
        self.paragraph_pieces = first_piece[:-1]
        self.sentence_pieces = numbered("sentence_pieces", first_piece, sentences)
        self.clause_pieces = numbered("clause_pieces", first_piece, clauses)
        self.figure_pieces = numbered("figure_pieces", first_piece, [len(a.figures) for a in passages])

    @property
    def clause_passage(self) -> Integers:
        """The passage of each clause."""
        return np.asarray(self.sentence_passage[self.clause_sentence], np.int64)


def starts(sizes: Sequence[int] | Integers) -> Integers:
    """Where things of these ``sizes`` begin that lie one after the other, and where the last ends, (n + 1,)."""
    bounds = np.zeros(len(sizes) + 1, np.int64)
    np.cumsum(sizes, out=bounds[1:])
    return bounds


def largest(values: Array, at: Integers, least: float = 0.0) -> Array:
    """The largest of ``values`` (..., n) from each of ``at`` to the next, (..., len(at) - 1); ``least`` of none."""
    if not len(at) - 1:
        return np.empty((*values.shape[:-1], 0), np.float32)
    filled = at[1:] > at[:-1]
    if filled.all():
        return np.asarray(np.maximum.reduceat(values, at[:-1], axis=-1), np.float32)
    maxima = np.full((*values.shape[:-1], len(at) - 1), least, np.float32)
    if filled.any():
        maxima[..., filled] = np.maximum.reduceat(values, at[:-1][filled], axis=-1)
    return maxima
