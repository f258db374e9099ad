"""Which of a sentence's figures stands with the words that the question asks for, and which with other words.

What a figure counts is said in a stretch of its own (``Sentence.phrases``), in its clause and, in a table, over its
column. The figures of a sentence are compared with one another: how much of the question each of these holds by words
and by vectors.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.library.passages import Sentence
from index.ranking.ranking import Ranked
from index.records import Span

if TYPE_CHECKING:
    from index.library.passages import Clause

Array = NDArray[np.float32]
BESIDE_SIGNS = (
    "phrase_first",  # no other figure's stretch holds more of the question
    "phrase_behind",  # another's holds clearly more
    "phrase_nearest",  # no other's vector is nearer
    "phrase_farther",
    "clause_first",
    "clause_behind",
    "words_apart",  # its sentence holds what is asked for, its own clause clearly less
)
_MORE = 0.12  # of the question's weight: less is no difference
_NEARER = 0.06  # of a cosine
_APART = 0.2


def beside(
    ranked: Ranked, row: int, sentence: Sentence, rivals: Sequence[bool], over: Sequence[Sequence[int]]
) -> list[dict[str, bool]]:
    """The signs of each figure of a sentence; only ``rivals``, figures that could answer, are compared. ``over`` are
    the words that head each one's cell; they count for its own stretch alone, not for its clause or sentence.
    """
    among = np.array(rivals, bool)
    if not among.any():
        return [dict.fromkeys(BESIDE_SIGNS, False) for _ in rivals]
    phrases = np.array(
        [_share(ranked, sentence, phrase, words) for phrase, words in zip(sentence.phrases, over, strict=True)],
        np.float32,
    )
    clauses = np.array(
        [_share(ranked, sentence, _clause_of(s.span, sentence)) for s in sentence.statistics], np.float32
    )
    apart = among & (_share(ranked, sentence, sentence.span) - np.maximum(phrases, clauses) > _APART)
    columns = (
        *_compared(phrases, among, _MORE),
        *_compared(ranked.evidence.figure_dense[row], among, _NEARER),
        *_compared(clauses, among, _MORE),
        apart.tolist(),
    )
    return [dict(zip(BESIDE_SIGNS, values, strict=True)) for values in zip(*columns, strict=True)]


def _compared(values: Array, among: NDArray[np.bool_], difference: float) -> tuple[list[bool], list[bool]]:
    """Which values are the best of those that are compared, where they differ at all, and which are clearly worse."""
    best, least = float(values[among].max()), float(values[among].min())
    differ = best - least > difference
    first = among & (values >= best - difference / 4) & differ
    return first.tolist(), (among & (values < best - difference)).tolist()


def _share(ranked: Ranked, sentence: Sentence, span: Span, over: Sequence[int] = ()) -> float:
    """How much of the question, by the weights of its words, the words within ``span`` hold, and those ``over`` it."""
    words = [*(word for clause in sentence.clauses for word in _inside(clause, span)), *over]
    weights = ranked.evidence.weights
    if not words or not len(weights):
        return 0.0
    credits = ranked.evidence.words.loose_of(np.array(words, np.int64)).max(axis=1)
    return float(weights @ credits / max(float(weights.sum()), 1e-6))


def _inside(clause: Clause, span: Span) -> list[int]:
    return [word for word, at in zip(clause.words, clause.starts, strict=True) if span.start <= at < span.end]


def _clause_of(figure: Span, sentence: Sentence) -> Span:
    return next((c.span for c in sentence.clauses if c.span.start <= figure.start < c.span.end), sentence.span)
