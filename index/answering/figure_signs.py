"""The signs by which the figures of a sentence are told apart, a column each: words, unit, noun, time, role.

A statistic is judged by the words it stands with (before it as far as the last one, after it as far as
the next), by those its sentence has said before, by its unit, its kind and what it is there for.
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
    targets,
    year_of,
)
from index.answering.table_columns import columns_of
from index.library.passages import Passage, Sentence
from index.question.patterns import FORMER
from index.question.question import Question
from index.ranking.features import Share
from index.ranking.matching import WordCredits
from index.ranking.units_asked import alike, fits, unit_matches, wanted_units
from index.reading.agreement import AGREEMENT_SIGNS, agreement
from index.records import Span, Statistic
from index.text.scripts import fold

if TYPE_CHECKING:
    from index.ranking.ranking import Ranked
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
    "left_words": 1,
    "counted_heads": 1,
    "clause_words": 1,
    "region_words": 1,
    "region_distinctive": 1,
    "attached": 1,
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
    **AGREEMENT_SIGNS,
}


STATISTIC_FEATURES = tuple(STATISTIC_SIGNS)


_UNKNOWN = 0.4  # how much of a noun that isn't known was not asked for


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence in its passage, under a question, and the credits of their words."""

    question: Question
    number: int  # of the passage
    passage: Passage
    which: int  # of the sentence in it
    words: WordCredits

    @property
    def sentence(self) -> Sentence:
        return self.passage.sentences[self.which]

    def before(self, statistic: Statistic) -> str:
        """The sentence as far as the statistic."""
        return self.passage.text[self.sentence.span.start : statistic.span.start]

    def after(self, statistic: Statistic) -> str:
        """The sentence after the statistic."""
        return self.passage.text[statistic.span.end : self.sentence.span.end]


def place_at(question: Question, ranked: Ranked, position: int, searcher: Searcher) -> Place:
    """The candidate at ``position`` of the order."""
    number, which = ranked.evidence.sentences[int(ranked.order[position])]
    return Place(question, number, searcher.library.passages[number], which, ranked.evidence.words)


def statistic_features(place: Place, vectors: Array, searcher: Searcher) -> Array:
    """(statistics of the sentence, len(STATISTIC_FEATURES)) float32.

    ``vectors`` (2, dimension) are the question's and its content words'.
    """
    sentence = place.sentence
    if not sentence.statistics:
        return np.zeros((0, len(STATISTIC_FEATURES)), np.float32)
    weights = searcher.term_weights(place.question)
    heads = np.array([term.is_head for term in place.question.terms], np.float32) * weights
    share, head = Share(weights), Share(heads if heads.any() else weights)
    words = SentenceWords(place.words, searcher.library.vocabulary, sentence)
    phrases = searcher.library.arrays(place.number).phrase_rows(place.which)
    dense = searcher.library.store.vectors(phrases) @ vectors.T
    columns = {
        **_of_kind(place),
        **_of_words(place, words, share, head, searcher),
        **_of_noun(place, words, head),
        **_of_writing(place),
        **agreement(place.question, place.passage.paragraph.article, sentence.statistics),
        "dense_phrase": dense[:, 0],
        "content_phrase": dense[:, 1],
    }
    return np.stack([np.asarray(columns[name], np.float32) for name in STATISTIC_FEATURES], axis=1)


def _of_kind(place: Place) -> dict[str, list[float]]:
    """Whether each figure is of the kind and of the unit asked for."""
    question, statistics, units = place.question, place.sentence.statistics, wanted_units(place.question)
    suits = [fits(question, statistic) for statistic in statistics]
    unit = [fold(statistic.unit) for statistic in statistics]
    return {
        "fits": [float(suited) for suited in suits],
        "kind_exact": [float(statistic.kind == question.wanted) for statistic in statistics],
        "kind_unwanted": [float(not suited and question.wants_figure) for suited in suits],
        "unit_as_asked": [float(bool(u) and u == question.unit) for u in unit],
        "unit_of_thing": [float(bool(u) and not question.unit and u in units) for u in unit],
        "unit_alike": [
            float(suited and unit_matches(question, units, statistic))
            for suited, statistic in zip(suits, statistics, strict=True)
        ],
        "unit_conflicts": [float(bool(question.unit) and not (u and alike(question.unit, u))) for u in unit],
        "full_date": [
            float(s.kind == "date" and s.value is not None and question.wanted == "date") for s in statistics
        ],
        "is_code": [float(statistic.kind == "code") for statistic in statistics],
    }


def _of_words(
    place: Place, words: SentenceWords, share: Share, head: Share, searcher: Searcher
) -> dict[str, list[float]]:
    """How much of the question stands with each figure, and whether its year is the one asked for."""
    question, sentence, text = place.question, place.sentence, place.passage.text
    count = range(len(sentence.statistics))
    nouns = [own_words_of(words, text, sentence, number) for number in count]
    from_to = targets(text, sentence)
    for target, baseline in from_to.items():  # 由260张增加到310张: what is said of the one is said of the other
        nouns[target] = np.maximum(nouns[target], nouns[baseline])
    regions = [words.best(*region(sentence, number, from_to)) for number in count]
    attached = attached_words(words, text, sentence)
    years = [year_of(question, sentence, number) for number in count]
    columns = columns_of(question, place.passage, sentence, place.words, searcher.library.vocabulary)
    if columns:
        years = [column.year or year for column, year in zip(columns, years, strict=True)]
        for number, column in enumerate(columns):  # the header says it of every row
            for credits in (nouns, regions, attached):
                credits[number] = np.maximum(credits[number], column.credits)
    heads = np.array([float(head(noun)) for noun in nouns])
    in_region = np.array([float(share(credits)) for credits in regions])
    former = FORMER.search(fold(question.text)) is not None
    baselines = [is_baseline(place.before(s), place.after(s)) for s in sentence.statistics]
    ends = np.array([statistic.span.end for statistic in sentence.statistics], np.int64)
    return {
        "own_words": [float(share(noun)) for noun in nouns],
        "left_words": [
            float(share(words.fading(statistic.span.start, ends[:number])))
            for number, statistic in enumerate(sentence.statistics)
        ],
        "clause_words": [float(share(words.best(c.start, c.end))) if c else 0.0 for c in _clauses(sentence)],
        "region_words": in_region.tolist(),
        "region_distinctive": _above_others(in_region),
        "attached": [float(share(credits)) for credits in attached],
        "distinctive_heads": _above_others(heads),
        "year_agrees": [float(year > 0) for year in years],
        "year_conflicts": [float(year < 0) for year in years],
        "baseline": [float(b and year <= 0 and not former) for b, year in zip(baselines, years, strict=True)],
        "baseline_asked": [float(baseline and former) for baseline in baselines],
    }


def _above_others(values: NDArray[np.float64]) -> list[float]:
    """How far each value lies above the largest of the others, or above 0 where there is none."""
    return [float(value - np.delete(values, number).max(initial=0)) for number, value in enumerate(values)]


def _of_noun(place: Place, words: SentenceWords, head: Share) -> dict[str, list[float]]:
    """How far the noun counted is what was asked for, and how much of it and of the clause around it was not."""
    question, sentence, text = place.question, place.sentence, place.passage.text
    nouns = [counted_span(text, sentence, number) for number in range(len(sentence.statistics))]
    clauses = _clauses(sentence)
    return {
        "counted_heads": [float(head(words.best(n.start, n.end))) if n else 0.5 for n in nouns],
        "last_head": [_last_head(question, words, noun) for noun in nouns],
        "unasked": [words.unasked(phrase.start, phrase.end) for phrase in sentence.phrases],
        "counted_unasked": [words.unasked(n.start, n.end) if n else _UNKNOWN for n in nouns],
        "clause_unasked": [words.unasked(c.start, c.end) if c else _UNKNOWN for c in clauses],
    }


def _clauses(sentence: Sentence) -> list[Span | None]:
    """The clause that each figure stands in."""
    return [next((c.span for c in sentence.clauses if s.span in c.span), None) for s in sentence.statistics]


def _of_writing(place: Place) -> dict[str, list[float]]:
    statistics = place.sentence.statistics
    return {
        "named_in_question": [float(_named(place.question, statistic)) for statistic in statistics],
        "in_brackets": [float(in_brackets(place.before(statistic))) for statistic in statistics],
        "first": [float(number == 0) for number in range(len(statistics))],
    }


def _last_head(question: Question, words: SentenceWords, counted: Span | None) -> float:
    """How far the last word of the noun counted is the thing asked for; 0.5 where there is no telling."""
    heads = [n for n, t in enumerate(question.terms) if t.is_head]
    if not heads or counted is None:
        return 0.5
    inside = np.flatnonzero((words.starts >= counted.start) & (words.starts < counted.end) & (words.tells > 0))
    if not len(inside):
        return 0.5
    return float(words.credits[heads][:, inside[-1]].max())


def _named(question: Question, statistic: Statistic) -> bool:
    """True when the question itself names the figure: it asks about it, not for it."""
    return (
        any(
            figure.text == statistic.text or (figure.value is not None and figure.value == statistic.value)
            for figure in question.figures
        )
        or statistic.text in question.text
    )
