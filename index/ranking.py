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
from index.itself import of_itself
from index.learned import learned
from index.question import Question

if TYPE_CHECKING:
    from index.library import Library

DENSE_PIECES = 120  # pieces taken from the vector search, of all three levels
DENSE_CANDIDATES = 16  # passages kept of them
NAMED_CANDIDATES = 3  # passages that hold a name, where no more do
_SAME = 0.75  # words credited this much are the same name
LEXICAL_CANDIDATES = 10  # passages that hold the question's rarest words
MOST_HOLDERS = 400_000  # places of words looked at for one question


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
    found = dict.fromkeys(
        (*dense, *_lexical_candidates(question, library), *_named(question, library), *of_itself(question, library))
    )
    return [number for number in found if library.passages.quotable[number]]


def _lexical_candidates(question: Question, library: Library) -> list[int]:
    """The passages with most of the question's weight by words alone, rare words before common ones."""
    totals = np.zeros(len(library.passages), np.float32)
    weighed = sorted(zip(question.terms, library.term_weights(question), strict=True), key=lambda each: -each[1])
    left = MOST_HOLDERS
    for term, weight in weighed:
        credits = library.lexical.credits(term.form)
        rows = np.array(sorted(credits, key=lambda row: (credits[row], -row)), np.int64)
        held = library.passages.held(rows)
        left -= int(held.sum())
        if left < 0:
            break  # a word of half the archive tells little, and costs most
        best = np.zeros(len(totals), np.float32)
        for row in rows[held > 0].tolist():  # the best credit last
            best[library.passages.holders(row)] = credits[row]
        totals += weight * best
    if len(totals) > LEXICAL_CANDIDATES:
        least = np.partition(totals, -LEXICAL_CANDIDATES)[-LEXICAL_CANDIDATES]
        likely = np.flatnonzero(totals >= max(float(least), 1e-9))
    else:
        likely = np.flatnonzero(totals)
    order = np.lexsort((likely, -totals[likely]))
    return [int(number) for number in likely[order][:LEXICAL_CANDIDATES]]


def _named(question: Question, library: Library) -> list[int]:
    """The passages that hold a name of the question which few hold: a row of a table may hold nothing else of it."""
    found: list[int] = []
    for term in question.terms:
        if not term.is_name:
            continue
        credits = library.lexical.credits(term.form)
        rows = np.array([row for row, credit in credits.items() if credit >= _SAME], np.int64)
        if not 0 < int(library.passages.held(rows).sum()) <= NAMED_CANDIDATES * max(1, len(rows)):
            continue
        holding = {n for row in rows.tolist() for n in library.passages.holders(row).tolist()}
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
