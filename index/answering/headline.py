"""The figure asked for: which of a sentence's statistics answer, in the order of how well.

A statistic is judged by the words it stands with (before it as far as the last one, after it as far as
the next), by those its sentence has said before, by its unit and its kind. The weights are learned
(``data/headline.json``, written by ``benchmarks/train.py``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.answering.figure_words import (
    SentenceWords,
    attached_words,
    counted_span,
    in_brackets,
    is_baseline,
    own_words_of,
    region,
    same_measure,
    targets,
    year_of,
)
from index.answering.parts import by_part
from index.answering.table_columns import columns_of
from index.library.passages import Passage, Sentence
from index.question.patterns import FORMER
from index.question.question import Question
from index.ranking.learned import learned
from index.ranking.units_asked import alike, fits, unit_matches, wanted_units
from index.records import Span, Statistic
from index.text.scripts import fold

if TYPE_CHECKING:
    from index.ranking.searcher import Searcher

Array = NDArray[np.float32]

# each with the sign its weight may have: evidence for, evidence against, either (0); None is for the confidence alone
STATISTIC_SIGNS: dict[str, int | None] = {
    "fits": 1,
    "kind_exact": 1,
    "kind_unwanted": -1,
    "unit_as_asked": 1,
    "unit_of_thing": 1,
    "unit_alike": 1,
    "unit_conflicts": -1,
    "own_words": 1,
    "own_heads": 1,
    "left_words": 1,
    "left_heads": 1,
    "counted_heads": 1,
    "stranger": None,
    "unrelated": None,
    "clause_words": 1,
    "clause_heads": 1,
    "region_words": 1,
    "region_heads": 1,
    "region_distinctive": 1,
    "attached": 1,
    "distinctive": 1,
    "distinctive_heads": 1,
    "named_in_question": -1,
    "year_agrees": 1,
    "year_conflicts": -1,
    "baseline": -1,
    "baseline_asked": 1,
    "unasked": None,
    "counted_unasked": None,
    "clause_unasked": -1,
    "last_head": 1,
    "in_brackets": -1,
    "full_date": 1,
    "is_code": 0,
    "first": 0,
    "dense_phrase": 1,
    "content_phrase": 1,
}
STATISTIC_FEATURES = tuple(STATISTIC_SIGNS)
_UNKNOWN = 0.4  # how much of a noun that isn't known was not asked for
_STRANGE = 0.4  # a thing credited less than this is another


def statistic_features(question: Question, vectors: Array, sentence_of: tuple[int, int], searcher: Searcher) -> Array:
    """(statistics of the sentence, len(STATISTIC_FEATURES)) float32.

    ``vectors`` (2, dimension) are the question's and its content words', ``sentence_of`` the numbers of
    the passage and of the sentence in it.
    """
    passage = searcher.library.passages[sentence_of[0]]
    sentence = passage.sentences[sentence_of[1]]
    if not sentence.statistics:
        return np.zeros((0, len(STATISTIC_FEATURES)), np.float32)
    found = SentenceWords(question, searcher, sentence)
    weights = searcher.term_weights(question)
    heads = np.array([term.is_head for term in question.terms], np.float32) * weights
    share, head = _shares(weights), _shares(heads if heads.any() else weights)
    units = wanted_units(question)
    dense = (
        searcher.library.store.vectors(searcher.library.arrays(sentence_of[0]).phrase_rows(sentence_of[1])) @ vectors.T
    )
    own = [own_words_of(found, passage.text, sentence, number) for number in range(len(sentence.statistics))]
    from_to = targets(passage.text, sentence)
    for target, baseline in from_to.items():  # 由260张增加到310张: what is said of the one is said of the other
        own[target] = np.maximum(own[target], own[baseline])
    regions = [found.best(*region(sentence, number, from_to)) for number in range(len(sentence.statistics))]
    attached = attached_words(found, passage.text, sentence)
    columns = columns_of(question, searcher, sentence_of[0], sentence)
    for number, column in enumerate(columns or ()):  # the header says it of every row
        for said in (own, regions, attached):
            said[number] = np.maximum(said[number], column.credits)
    own_words, own_heads = np.array([share @ o for o in own]), np.array([head @ o for o in own])
    region_words = np.array([share @ region for region in regions])
    rows = [
        _features(
            question,
            passage,
            sentence,
            number,
            found,
            share,
            head,
            units,
            own_words,
            own_heads,
            own[number],
            region_words,
            float(head @ regions[number]),
            dense[number],
            float(share @ attached[number]),
            columns[number].year if columns else year_of(question, sentence, number),
        )
        for number in range(len(sentence.statistics))
    ]
    return np.array(rows, np.float32)


def _shares(weights: Array) -> Array:
    total = float(weights.sum())
    return weights / total if total else weights


def _counted_heads(found: SentenceWords, text: str, sentence: Sentence, number: int, head: Array) -> float:
    """How far the very noun counted is the thing asked for; 0.5 where there is no telling."""
    counted = counted_span(text, sentence, number)
    return float(head @ found.best(counted.start, counted.end)) if counted else 0.5


def _strangeness(
    question: Question, found: SentenceWords, text: str, sentence: Sentence, number: int, own: Array, same_unit: bool
) -> tuple[float, float]:
    """Whether the noun a figure counts is another than was asked for, and whether no word beside it was asked for."""
    heads = np.array([term.is_head for term in question.terms], bool)
    if not heads.any() or same_unit or question.wanted not in ("number", "rank"):
        return 0.0, 0.0
    unrelated = float(own[heads].max()) < _STRANGE
    counted = counted_span(text, sentence, number)
    other = counted is not None and float(found.best(counted.start, counted.end)[heads].max()) < _STRANGE
    return float(unrelated and other), float(unrelated)


def _features(
    question: Question,
    passage: Passage,
    sentence: Sentence,
    number: int,
    found: SentenceWords,
    share: Array,
    head: Array,
    units: frozenset[str],
    own_words: Array,
    own_heads: Array,
    own: Array,
    region_words: Array,
    region_heads: float,
    dense: Array,
    attached: float,
    year: int,
) -> list[float]:
    statistic = sentence.statistics[number]
    clause = next((c for c in sentence.clauses if statistic.span in c.span), None)
    within = found.best(clause.span.start, clause.span.end) if clause else np.zeros(len(share), np.float32)
    ends = np.array([s.span.end for s in sentence.statistics[:number]], np.int64)
    left = found.fading(statistic.span.start, ends)
    others_words = np.delete(own_words, number).max(initial=0)
    others_heads = np.delete(own_heads, number).max(initial=0)
    unit = fold(statistic.unit)
    suits = fits(question, statistic)
    same_unit = suits and unit_matches(question, units, statistic)
    before, after = (
        passage.text[sentence.span.start : statistic.span.start],
        passage.text[statistic.span.end : sentence.span.end],
    )
    counted = counted_span(passage.text, sentence, number)
    baseline = is_baseline(before, after)
    former = FORMER.search(fold(question.text)) is not None
    return [
        float(suits),
        float(statistic.kind == question.wanted),
        float(not suits and question.wants_figure),
        float(bool(unit) and unit == question.unit),
        float(bool(unit) and not question.unit and unit in units),
        float(same_unit),
        float(bool(question.unit) and not (unit and alike(question.unit, unit))),
        float(own_words[number]),
        float(own_heads[number]),
        float(share @ left),
        float(head @ left),
        _counted_heads(found, passage.text, sentence, number, head),
        *_strangeness(
            question, found, passage.text, sentence, number, own, suits and unit_matches(question, units, statistic)
        ),
        float(share @ within),
        float(head @ within),
        float(region_words[number]),
        region_heads,
        float(region_words[number] - np.delete(region_words, number).max(initial=0)),
        float(attached),
        float(own_words[number] - others_words),
        float(own_heads[number] - others_heads),
        float(_named(question, statistic)),
        float(year > 0),
        float(year < 0),
        float(baseline and year <= 0 and not former),
        float(baseline and former),
        found.unasked(sentence.phrases[number].start, sentence.phrases[number].end),
        found.unasked(counted.start, counted.end) if counted else _UNKNOWN,
        found.unasked(clause.span.start, clause.span.end) if clause else _UNKNOWN,
        _last_head(question, found, counted),
        float(in_brackets(passage.text[sentence.span.start : statistic.span.start])),
        float(statistic.kind == "date" and statistic.value is not None and question.wanted == "date"),
        float(statistic.kind == "code"),
        float(number == 0),
        float(dense[0]),
        float(dense[1]),
    ]


def _last_head(question: Question, found: SentenceWords, counted: Span | None) -> float:
    """How far the last word of the noun counted is the thing asked for; 0.5 where there is no telling."""
    heads = [n for n, t in enumerate(question.terms) if t.is_head]
    if not heads or counted is None:
        return 0.5
    inside = np.flatnonzero((found.starts >= counted.start) & (found.starts < counted.end) & (found.tells > 0))
    if not len(inside):
        return 0.5
    return float(found.credits[heads][:, inside[-1]].max())


def _named(question: Question, statistic: Statistic) -> bool:
    """True when the question itself names the figure: it asks about it, not for it."""
    return (
        any(
            figure.text == statistic.text or (figure.value is not None and figure.value == statistic.value)
            for figure in question.figures
        )
        or statistic.text in question.text
    )


@dataclass(frozen=True, slots=True)
class Figures:
    """The statistics of a sentence that answer, best first; the log-odds of the best, and its evidence."""

    chosen: tuple[Statistic, ...]
    best: float
    evidence: Array


_NO_FIGURES = Figures((), -4.0, np.empty(0, np.float32))


def figures(question: Question, vectors: Array, where: tuple[int, int], searcher: Searcher) -> Figures:
    """The statistics of a sentence that answer the question, best first; none where it asks for no figure.

    ``where`` is the number of the passage, and of the sentence in it.
    """
    passage = searcher.library.passages[where[0]]
    sentence = passage.sentences[where[1]]
    if not sentence.statistics or not (question.wants_figure or question.keywords):
        return _NO_FIGURES
    model = learned("headline")
    weights = np.array([model["weights"][name] for name in STATISTIC_FEATURES], np.float32)
    evidence = statistic_features(question, vectors, where, searcher)
    odds = evidence @ weights + model["intercept"]
    order = sorted(range(len(odds)), key=lambda number: (-odds[number], number))
    best = float(odds[order[0]])
    if question.parts:
        chosen = by_part(question, passage, sentence, searcher, odds)
    elif question.keywords and best < model["least"]:
        chosen = []
    else:
        chosen = [n for n in order if odds[n] >= best - model["tie"] and same_measure(sentence, n, order[0])]
    return Figures(tuple(sentence.statistics[n] for n in chosen), best, evidence[order[0]])
