"""From the ranked candidates to quotes: the words to show, and the statistics in them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.answering.duplicates import copies, newest_first, source
from index.answering.figure_signs import place_at
from index.answering.headline import Figures, figures
from index.answering.parts import further_parts
from index.library.passages import Sentence
from index.ranking.ranking import Lookup, Ranked
from index.records import Quote, Span, Statistic

if TYPE_CHECKING:
    from index.ranking.searcher import Searcher

LONGEST = 180  # characters of a quote; a longer sentence is cut at its clauses, around what answers
_SECOND = 0.75  # a further passage is shown when its score is at least this share of the first's


def quotes_of(lookup: Lookup, ranked: Ranked, first: Figures, searcher: Searcher, limit: int) -> tuple[Quote, ...]:
    """The first quote, those that answer the parts of the question it leaves open, and those of other
    paragraphs that come near it, at most ``limit``; nothing twice, not in nearly the same words either.

    ``first`` are the figures of the first candidate.
    """
    question = lookup.question
    quotes = [_with_sources(lookup, ranked, 0, searcher, {0: first})]
    taken = {0, *copies(ranked, 0, searcher)}
    for part, position in further_parts(question, ranked, searcher):
        if position not in taken:
            of_part = replace(lookup, question=replace(question, parts=(part,)))
            quotes.append(_with_sources(of_part, ranked, position, searcher))
    for position in range(1, len(ranked.order)):
        if len(quotes) >= limit or ranked.scores[position] < _SECOND * ranked.scores[0]:
            break
        shown = [quote.paragraph for other in quotes for quote in (other, *other.also)]
        number, _ = ranked.evidence.sentences[int(ranked.order[position])]
        if searcher.library.passages[number].paragraph in shown:
            continue
        candidate = _with_sources(lookup, ranked, position, searcher)
        if candidate.paragraph not in shown and all(candidate.text != other.text for other in quotes):
            quotes.append(candidate)
    return tuple(quotes[:limit])


def _with_sources(
    lookup: Lookup, ranked: Ranked, position: int, searcher: Searcher, chosen: dict[int, Figures] | None = None
) -> Quote:
    """The quote of the candidate at ``position``, or of the newest that says the same; the others as its sources.

    ``chosen`` are the figures of candidates where they are chosen already.
    """
    newest, *others = newest_first([position, *copies(ranked, position, searcher)], ranked, searcher)
    place = place_at(lookup.question, ranked, newest, searcher)
    answering = (chosen or {}).get(newest) or figures(lookup, place, searcher)
    quote = _quote(ranked, newest, answering.chosen, searcher)
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
