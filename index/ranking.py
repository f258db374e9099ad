"""Candidates, and their order: a linear ranker over the evidence, its weights learned and readable.

The weights stand in ``data/ranker.json``; ``benchmarks/train.py`` writes them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.evidence import Array, Evidence, gather
from index.features import FEATURES
from index.learned import learned
from index.question import Question

if TYPE_CHECKING:
    from index.library import Library

DENSE_PIECES = 120  # pieces taken from the vector search, of all three levels
DENSE_CANDIDATES = 16  # passages kept of them
NAMED_CANDIDATES = 3  # passages that hold a name, where no more do
_SAME = 0.75  # words credited this much are the same name
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
    """The passages worth a closer look: nearest by vector on any level, or holding the rarest words."""
    _, rows = library.store.search(vectors, DENSE_PIECES)
    dense = list(dict.fromkeys(library.passages_of_rows(rows.T.ravel()).tolist()))[:DENSE_CANDIDATES]
    found = dict.fromkeys((*dense, *_lexical_candidates(question, library), *_named(question, library)))
    return [number for number in found if library.passages[number].quotable]


def _lexical_candidates(question: Question, library: Library) -> list[int]:
    """The passages with most of the question's weight by words alone."""
    totals: dict[int, float] = {}
    for term, weight in zip(question.terms, library.term_weights(question), strict=True):
        best: dict[int, float] = {}
        for row, credit in library.lexical.credits(term.form).items():
            for number in library.holders.get(row, np.empty(0, np.int64)).tolist():
                best[number] = max(best.get(number, 0.0), credit)
        for number, credit in best.items():
            totals[number] = totals.get(number, 0.0) + float(weight) * credit
    return sorted(totals, key=lambda number: (-totals[number], number))[:LEXICAL_CANDIDATES]


def _named(question: Question, library: Library) -> list[int]:
    """The passages that hold a name of the question which few hold: a row of a table may hold nothing else of it."""
    found: list[int] = []
    for term in question.terms:
        if not term.is_name:
            continue
        rows = [row for row, credit in library.lexical.credits(term.form).items() if credit >= _SAME]
        holding = {n for row in rows for n in library.holders.get(row, np.empty(0, np.int64)).tolist()}
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
    return Ranked(evidence, np.array(order, np.int64), np.asarray(scores[order], np.float32))
