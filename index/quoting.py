"""From a ranked sentence to a quote: the words to show, and the statistics in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.headline import STATISTIC_FEATURES, part_matches, statistic_features
from index.passages import Passage, Sentence
from index.question import Question
from index.ranking import Ranked, learned
from index.records import Quote, Span, Statistic

if TYPE_CHECKING:
    from index.library import Library

LONGEST = 180  # characters of a quote; a longer sentence is cut at its clauses, around what answers
_PART = 0.4  # how well a figure must match a part of the question to answer it


@dataclass(frozen=True, slots=True)
class Figures:
    """A sentence's statistics by how well they answer: the log-odds of each, in the sentence's order."""

    chosen: tuple[Statistic, ...]
    best: float


def figures(question: Question, passage: Passage, sentence: Sentence, library: Library) -> Figures:
    """The statistics of ``sentence`` that answer the question, best first; none where it asks for no figure."""
    if not sentence.statistics or not question.wants_figure:
        return Figures((), 0.0)
    model = learned("headline")
    weights = np.array([model["weights"][name] for name in STATISTIC_FEATURES], np.float32)
    odds = statistic_features(question, passage, sentence, library) @ weights + model["intercept"]
    order = sorted(range(len(odds)), key=lambda number: (-odds[number], number))
    best = float(odds[order[0]])
    if question.parts:
        chosen = _by_part(question, passage, sentence, library, odds)
    else:
        chosen = [n for n in order if odds[n] >= max(best - model["tie"], model["least"])] or order[:1]
    return Figures(tuple(sentence.statistics[number] for number in chosen), best)


def _by_part(
    question: Question, passage: Passage, sentence: Sentence, library: Library, odds: NDArray[np.float32]
) -> list[int]:
    """For each part of the question the statistic that answers it, in the order asked."""
    chosen: list[int] = []
    for part in question.parts:
        matches = [part_matches(part, statistic, passage, library) for statistic in sentence.statistics]
        best = max(range(len(odds)), key=lambda number: (matches[number] + 0.1 * float(odds[number]), -number))
        if matches[best] >= _PART and best not in chosen:
            chosen.append(best)
    return chosen or [int(np.argmax(odds))]


def quote(question: Question, ranked: Ranked, place: int, library: Library) -> Quote:
    """The quote of the candidate at ``place`` in the order."""
    row = int(ranked.order[place])
    number, which = ranked.evidence.sentences[row]
    passage = library.passages[number]
    sentence = passage.sentences[which]
    found = figures(question, passage, sentence, library)
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
