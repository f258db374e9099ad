"""Candidates, and their order: a linear ranker over the evidence, its weights learned and readable.

The weights stand in ``data/ranker.json``; ``benchmarks/train.py`` writes them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.evidence import Array, Evidence, gather
from index.features import FEATURES
from index.filters import Allowed, allowed, iso_prefix
from index.learned import learned
from index.question import Question
from index.records import Article

if TYPE_CHECKING:
    from index.library import Library

DENSE_PIECES = 120  # pieces taken from the vector search, of all three levels
DENSE_CANDIDATES = 16  # passages kept of them
NAMED_CANDIDATES = 3  # passages that hold a name, where no more do
_SAME = 0.75  # words credited this much are the same name
_EQUAL = 0.01  # of a score: a difference that says nothing
_WIDER = 4  # times as many pieces, where too few of them may answer
LEXICAL_CANDIDATES = 10  # passages that hold the question's rarest words


@dataclass(frozen=True, slots=True)
class Ranked:
    """The candidate sentences, best first: ``order`` are rows of ``evidence``, ``scores`` in that order."""

    evidence: Evidence
    order: NDArray[np.int64]
    scores: Array


def weights() -> Array:
    """The ranker's weights, in the order of FEATURES."""
    known = learned("ranker")["weights"]
    return np.array([known[name] for name in FEATURES], np.float32)


def candidates(question: Question, vectors: Array, library: Library) -> list[int]:
    """The passages worth a closer look: nearest by vector on any level, or holding the rarest words.

    None but those of articles that the question's filter lets through.
    """
    may = allowed(library, question.filter)
    dense = _dense_candidates(vectors, library, may)
    found = dict.fromkeys((*dense, *_lexical_candidates(question, library, may), *_named(question, library, may)))
    return [number for number in found if library.passages[number].quotable]


def _dense_candidates(vectors: Array, library: Library, may: Allowed) -> list[int]:
    """The nearest passages by vector; under a filter ever more pieces are looked at until there are enough."""
    pieces = DENSE_PIECES
    while True:
        _, rows = library.store.search(vectors, pieces)
        nearest = dict.fromkeys(library.passages_of_rows(rows.T.ravel()).tolist())
        found = [number for number in nearest if may is None or may[number]]
        if may is None or len(found) >= DENSE_CANDIDATES or pieces >= len(library.store):
            return found[:DENSE_CANDIDATES]
        pieces *= _WIDER


def _lexical_candidates(question: Question, library: Library, may: Allowed) -> list[int]:
    """The passages with most of the question's weight by words alone."""
    totals: dict[int, float] = {}
    for term, weight in zip(question.terms, library.term_weights(question), strict=True):
        best: dict[int, float] = {}
        for row, credit in library.lexical.credits(term.form).items():
            for number in library.holders.get(row, np.empty(0, np.int64)).tolist():
                best[number] = max(best.get(number, 0.0), credit)
        for number, credit in best.items():
            totals[number] = totals.get(number, 0.0) + float(weight) * credit
    found = (number for number in totals if may is None or may[number])
    return sorted(found, key=lambda number: (-totals[number], number))[:LEXICAL_CANDIDATES]


def _named(question: Question, library: Library, may: Allowed) -> list[int]:
    """The passages that hold a name of the question which few hold: a row of a table may hold nothing else of it."""
    found: list[int] = []
    for term in question.terms:
        if not term.is_name:
            continue
        rows = [row for row, credit in library.lexical.credits(term.form).items() if credit >= _SAME]
        holding = {n for row in rows for n in library.holders.get(row, np.empty(0, np.int64)).tolist()}
        holding = {n for n in holding if may is None or may[n]}
        if len(holding) <= NAMED_CANDIDATES:
            found += sorted(holding)
    return found


def rank(question: Question, vectors: Array, library: Library) -> Ranked | None:
    """The candidate sentences in order of score, ties by position; None when the library holds nothing."""
    numbers = candidates(question, vectors, library)
    if not numbers:
        return None
    evidence = gather(question, vectors, library, numbers)
    scores = evidence.features @ weights()
    position = [evidence.sentences[row] for row in range(len(scores))]
    order = sorted(range(len(scores)), key=lambda row: (-scores[row], position[row]))
    order = newest_of_equals(order, scores, [library.passages[number].paragraph.article for number, _ in position])
    return Ranked(evidence, np.array(order, np.int64), np.asarray(scores[order], np.float32))


def newest_of_equals(order: list[int], scores: Array, articles: Sequence[Article]) -> list[int]:
    """``order`` with the newest article first among scores that hardly differ, undated ones last.

    From the first of them, that is: a row of small steps is not taken for one score.
    """
    settled: list[int] = []
    while len(settled) < len(order):
        best = float(scores[order[len(settled)]])
        least = best - _EQUAL * abs(best)
        equal = list(takewhile(lambda row: scores[row] >= least, order[len(settled) :]))  # noqa: B023  (used at once)
        settled += sorted(equal, key=lambda row: iso_prefix(articles[row].date), reverse=True)
    return settled
