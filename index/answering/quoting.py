"""From a ranked sentence to a quote: the words to show, and the statistics in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.answering.headline import Figures, figures
from index.library.passages import Sentence
from index.question.question import Question
from index.ranking.ranking import Ranked
from index.records import Quote, Span, Statistic

if TYPE_CHECKING:
    from index.ranking.searcher import Searcher

LONGEST = 180  # characters of a quote; a longer sentence is cut at its clauses, around what answers


def quote(
    question: Question,
    vectors: NDArray[np.float32],
    ranked: Ranked,
    place: int,
    searcher: Searcher,
    found: Figures | None = None,
) -> Quote:
    """The quote of the candidate at ``place`` in the order; ``found`` are its figures where they are known."""
    row = int(ranked.order[place])
    number, which = ranked.evidence.sentences[row]
    passage = searcher.library.passages[number]
    sentence = passage.sentences[which]
    found = found or figures(question, vectors, (number, which), searcher)
    span = _shown(sentence, found.chosen, _clause_scores(ranked, row))
    inside = [s for s in sentence.statistics if s.span in span]
    placed = {s: passage.place_statistic(s) for s in inside}
    return Quote(
        passage.paragraph,
        passage.place(span),
        tuple(placed.values()),
        tuple(placed[s] for s in found.chosen if s in placed),
        float(ranked.scores[place]),
    )


def _clause_scores(ranked: Ranked, row: int) -> NDArray[np.float32]:
    """How much each clause of a candidate sentence speaks for it."""
    evidence = ranked.evidence
    weights = evidence.weights / (float(evidence.weights.sum()) or 1.0)
    return np.asarray(weights @ evidence.clause_credits[row] + evidence.clause_dense[row], np.float32)


def _shown(sentence: Sentence, chosen: tuple[Statistic, ...], scores: NDArray[np.float32]) -> Span:
    """The sentence, or where it is long the clauses around what answers, as many as fit."""
    if len(sentence.span) <= LONGEST or len(sentence.clauses) < 2:
        return sentence.span
    wanted = {n for n, c in enumerate(sentence.clauses) if any(s.span in c.span for s in chosen)}
    first, last = (min(wanted), max(wanted)) if wanted else (int(scores.argmax()),) * 2
    clauses = sentence.clauses
    while True:
        left = first > 0 and clauses[last].span.end - clauses[first - 1].span.start <= LONGEST
        right = last + 1 < len(clauses) and clauses[last + 1].span.end - clauses[first].span.start <= LONGEST
        if not (left or right):
            return Span(clauses[first].span.start, clauses[last].span.end)
        if left and (not right or scores[first - 1] >= scores[last + 1] - 0.05):
            first -= 1  # what comes before carries the subject, so it is preferred
        else:
            last += 1
