"""From the candidates that were read to quotes: the words to show, and the statistics in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.answering.duplicates import copies, newest_first, source
from index.library.passages import Sentence
from index.question.question import Question
from index.ranking.ranking import Ranked
from index.reading.choice import Choice
from index.records import Quote, Span, Statistic

if TYPE_CHECKING:
    from index.ranking.searcher import Searcher

LONGEST = 180  # characters of a quote; a longer sentence is cut at its clauses, around what answers
_SECOND = 1.5  # of the log-odds: a further passage is shown when it lies no further under the first
_ON_TOPIC = 0.75  # of the best score of the first stage: what a topic's further passages have at least


def quotes_of(question: Question, choice: Choice, searcher: Searcher, limit: int) -> tuple[Quote, ...]:
    """The first candidate's quote and those of other paragraphs that come near it, at most ``limit``; nothing twice,
    not in nearly the same words either. Where no figure is asked for, all that is said of a matter is of use, and what
    the reader has not read is taken in, too; of a topic alone, figures first.
    """
    quotes = [_with_sources(choice, 0, searcher)]
    near = [n for n in range(1, len(choice.odds)) if choice.odds[n] >= choice.odds[0] - _SECOND]
    if not question.wants_figure:
        near += _further(choice, near, searcher, figures_first=question.keywords)
    for position in near:
        if len(quotes) >= limit:
            break
        shown = [quote.paragraph for other in quotes for quote in (other, *other.also)]
        number, _ = choice.ranked.evidence.sentences[int(choice.ranked.order[position])]
        if searcher.library.passages[number].paragraph in shown:
            continue
        candidate = _with_sources(choice, position, searcher)
        if candidate.paragraph not in shown and all(candidate.text != other.text for other in quotes):
            quotes.append(candidate)
    return tuple(quotes)


def _further(choice: Choice, but: Sequence[int], searcher: Searcher, figures_first: bool) -> list[int]:
    """The further candidates whose words come near to the first's, or of each passage those with figures first."""
    ranked = choice.ranked
    least = _ON_TOPIC * ranked.scores.max()
    near = [n for n, score in enumerate(ranked.scores) if n and score >= least and n not in but]
    if not figures_first:
        return near
    places = {n: ranked.evidence.sentences[int(ranked.order[n])] for n in near}
    turn = {places[n][0]: n for n in reversed(near)}

    def order(n: int) -> tuple[int, bool]:
        number, which = places[n]
        return turn[number], not searcher.library.passages[number].sentences[which].statistics

    return sorted(near, key=order)


def _with_sources(choice: Choice, position: int, searcher: Searcher) -> Quote:
    """The quote of the candidate at ``position``, or of the newest that says the same; the others as its sources."""
    ranked = choice.ranked
    newest, *others = newest_first([position, *copies(ranked, position, searcher)], ranked, searcher)
    number, which = ranked.evidence.sentences[int(ranked.order[newest])]
    sentence = searcher.library.passages[number].sentences[which]
    chosen = choice.figures[position] if position < len(choice.figures) else ()
    if newest != position:
        chosen = tuple(s for figure in chosen for s in sentence.statistics if s.text == figure.text)
    quote = _quote(ranked, newest, chosen, searcher)
    return replace(quote, also=tuple(source(ranked, other, searcher) for other in others))


def _quote(ranked: Ranked, position: int, chosen: tuple[Statistic, ...], searcher: Searcher) -> Quote:
    row = int(ranked.order[position])
    number, which = ranked.evidence.sentences[row]
    passage = searcher.library.passages[number]
    sentence = passage.sentences[which]
    span = _shown(sentence, chosen, _clause_scores(ranked, row))
    placed = {s: passage.place_statistic(s) for s in sentence.statistics if s.span in span}
    return Quote(
        passage.paragraph,
        passage.place(span),
        tuple(placed.values()),
        tuple(placed[s] for s in chosen if s in placed),
        float(ranked.scores[position]),
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
