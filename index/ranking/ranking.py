"""Candidates, and their order: a linear ranker over the evidence, its weights learned and readable.

The weights stand in ``data/ranker.json``; ``benchmarks/train.py`` writes them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.library.passage_arrays import Array
from index.question.about_article import kinds_asked
from index.question.filters import Filter
from index.question.question import Question, Term
from index.ranking.evidence import NO_EVIDENCE, Evidence, gather
from index.ranking.features import FEATURES
from index.ranking.learned import learned
from index.records import KINDS, Article
from index.text.iso_dates import iso_prefix

if TYPE_CHECKING:
    from index.ranking.searcher import Searcher

DENSE_PIECES = 120  # pieces taken from the vector search, of all three levels
DENSE_CANDIDATES = 16  # passages kept of them
NAMED_CANDIDATES = 3  # passages that hold a name, where no more do
_SAME = 0.75  # words credited this much are the same name
_EQUAL = 0.01  # of a score: a difference that says nothing
_WIDER = 4  # times as many pieces, where too few of them may answer
LEXICAL_CANDIDATES = 10  # passages that hold the question's rarest words
MOST_HOLDERS = 400_000  # places of words looked at for one question
MOST_OF_A_KIND = 12  # titles and bylines that become candidates
MOST_NAMED = 1_000  # places of a name looked at
MOST_PIECES = 8_000  # pieces looked at where few of them may answer
LARGE, FEW = 30_000, 2_000  # of a store this large, so few passages are compared one by one


Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Ranked:
    """The candidate sentences, best first: ``order`` are rows of ``evidence``, ``scores`` in that order."""

    evidence: Evidence
    order: NDArray[np.int64]
    scores: Array


def weights() -> Array:
    """The ranker's weights, in the order of FEATURES."""
    by_name = learned("ranker")["weights"]
    return np.array([by_name[name] for name in FEATURES], np.float32)


def candidates(
    question: Question, vectors: Array, searcher: Searcher, by_words: Sequence[int] | None = None
) -> list[int]:
    """The passages worth a closer look: nearest by vector on any level, or ``by_words``, those found by words.

    None but those of articles that the question's filter lets through.
    """
    limits, may = _may_answer(question, searcher)
    if limits is not None and len(searcher.library.store) > LARGE and (numbers := np.flatnonzero(may)).size <= FEW:
        dense = _nearest_of(numbers, vectors, searcher)
    else:
        dense = _dense_candidates(vectors, searcher, may, DENSE_PIECES if limits is None else MOST_PIECES)
    return list(dict.fromkeys((*dense, *(candidates_by_words(question, searcher) if by_words is None else by_words))))


def candidates_by_words(question: Question, searcher: Searcher) -> list[int]:
    """The passages that hold the question's rarest words or its names, or say what an article says of itself."""
    _, may = _may_answer(question, searcher)
    itself = (number for number in of_itself(question, searcher) if may[number])
    return [*_lexical_candidates(question, searcher, may), *_named(question, searcher, may), *itself]


def _may_answer(question: Question, searcher: Searcher) -> tuple[Mask | None, Mask]:
    """The passages that the question's filter lets through (None: all), and those of them that can be quoted."""
    limits = allowed(searcher, question.filter)
    return limits, searcher.library.passages.quotable if limits is None else searcher.library.passages.quotable & limits


def _dense_candidates(vectors: Array, searcher: Searcher, may: Mask, most: int) -> list[int]:
    """The nearest passages by vector; up to ``most`` pieces are looked at until enough of them may answer."""
    pieces = DENSE_PIECES
    while True:
        _, rows = searcher.library.store.search(vectors, pieces)
        nearest = dict.fromkeys(searcher.library.passages_of_rows(rows.T.ravel()).tolist())
        numbers = [number for number in nearest if may[number]]
        if len(numbers) >= DENSE_CANDIDATES or pieces >= min(len(searcher.library.store), most):
            return numbers[:DENSE_CANDIDATES]
        pieces *= _WIDER


def _nearest_of(numbers: NDArray[np.int64], vectors: Array, searcher: Searcher) -> list[int]:
    """The nearest of a few passages of a large searcher, each compared by its own vector."""
    if not len(numbers):
        return []
    products = (searcher.library.store.vectors(searcher.library.first_row[numbers]) @ vectors.T).max(axis=1)
    return [int(number) for number in numbers[np.argsort(-products, kind="stable")][:DENSE_CANDIDATES]]


def _lexical_candidates(question: Question, searcher: Searcher, may: Mask) -> list[int]:
    """The passages with most of the question's weight by words alone, rare words before common ones."""
    totals = np.zeros(len(searcher.library.passages), np.float32)
    weighed = sorted(zip(question.terms, searcher.term_weights(question), strict=True), key=lambda pair: -pair[1])
    left = MOST_HOLDERS
    for term, weight in weighed:
        rows, credits = _credited(term, searcher)
        held = searcher.library.passages.held(rows)
        left -= int(held.sum())
        if left < 0:
            break  # a word of half the archive tells little, and costs most
        best = np.zeros(len(totals), np.float32)
        order = np.lexsort((-rows, credits))  # the best credit last, which stays where a passage holds several
        holding, which = searcher.library.passages.holders(rows[order])
        best[holding] = credits[order][which]
        totals += weight * best
    totals *= may
    numbers: list[int] = []
    while len(numbers) < min(LEXICAL_CANDIDATES, len(totals)):
        best_of_all = int(totals.argmax())  # ten times the largest: sorting an archive takes longer
        if totals[best_of_all] <= 0:
            break
        numbers.append(best_of_all)
        totals[best_of_all] = 0
    return numbers


def _named(question: Question, searcher: Searcher, may: Mask) -> list[int]:
    """The passages that hold a name of the question which few hold: a row of a table may hold nothing else of it."""
    numbers: list[int] = []
    for term in question.terms:
        if not term.is_name:
            continue
        rows, credits = _credited(term, searcher)
        rows = rows[credits >= _SAME]
        if int(searcher.library.passages.held(rows).sum()) > MOST_NAMED:
            continue
        holding = np.unique(searcher.library.passages.holders(rows)[0])
        if (holding := holding[may[holding]]).size <= NAMED_CANDIDATES:
            numbers += holding.tolist()
    return numbers


def _credited(term: Term, searcher: Searcher) -> tuple[NDArray[np.int64], Array]:
    """The words that say a term, and the credit of each."""
    credits = searcher.lexical.credits(term.form)
    return np.array(list(credits), np.int64), np.array(list(credits.values()), np.float32)


@dataclass(frozen=True, slots=True)
class Lookup:
    """A question on its way: its vectors (2, dimension), of all of it and of its content words, and the passages that
    were found by its words.
    """

    question: Question
    vectors: Array
    by_words: list[int]


def look_up(questions: Sequence[Question], searcher: Searcher) -> list[Lookup]:
    """The questions encoded together; while that is done they are looked up by their words."""
    if not questions:
        return []
    vectors, by_words = searcher.question_vectors_beside(
        questions, lambda: [candidates_by_words(question, searcher) for question in questions]
    )
    return list(map(Lookup, questions, vectors, by_words))


def rank(lookup: Lookup, searcher: Searcher) -> Ranked:
    """The candidate sentences in order of score, ties by position; none of a library that holds nothing."""
    numbers = candidates(lookup.question, lookup.vectors, searcher, lookup.by_words)
    return in_order(lookup.question, lookup.vectors, searcher, numbers)


def in_order(question: Question, vectors: Array, searcher: Searcher, numbers: Sequence[int]) -> Ranked:
    """The sentences of the passages ``numbers`` in order of score; of scores that hardly differ the newest first."""
    if not numbers:
        return Ranked(NO_EVIDENCE, np.zeros(0, np.int64), np.zeros(0, np.float32))
    evidence = gather(question, vectors, searcher, numbers)
    scores = evidence.features @ weights()
    by_row, position = scores.tolist(), evidence.sentences
    order = sorted(range(len(by_row)), key=lambda row: (-by_row[row], position[row]))
    passages = searcher.library.passages
    order = newest_of_equals(order, by_row, [passages[number].paragraph.article for number, _ in position])
    return Ranked(evidence, np.array(order, np.int64), np.asarray(scores[order], np.float32))


def newest_of_equals(order: list[int], scores: Sequence[float], articles: Sequence[Article]) -> list[int]:
    """``order`` with the newest article first among scores that hardly differ, undated ones last.

    From the first of them, that is: a row of small steps is not taken for one score.
    """
    settled: list[int] = []
    while len(settled) < len(order):
        first = end = len(settled)
        best = scores[order[first]]
        least = best - _EQUAL * abs(best)
        while end < len(order) and scores[order[end]] >= least:
            end += 1
        settled += sorted(order[first:end], key=lambda row: iso_prefix(articles[row].date), reverse=True)
    return settled


Allowed = NDArray[np.bool_] | None  # of each passage whether it may answer; None where all may


def allowed(searcher: Searcher, limits: Filter) -> Allowed:
    """Which passages may answer, one bool each; None where all may."""
    if not limits:
        return None
    matching = np.array([limits.matches(article) for article in searcher.library.passages.catalogue], bool)
    return np.asarray(matching[searcher.library.passages.article_of], bool)


def of_itself(question: Question, searcher: Searcher) -> list[int]:
    """The passages that are the title or the byline asked for; none where there are too many to choose from."""
    numbers: list[int] = []
    for kind in kinds_asked(question):
        numbers += np.flatnonzero(
            searcher.library.passages.quotable & (searcher.library.passages.kinds == KINDS.index(kind))
        ).tolist()
    return numbers if len(numbers) <= MOST_OF_A_KIND else []
