"""Several things asked for at once: for each the figure that answers it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.answering.figure_words import counted_span
from index.library.passages import Passage, Sentence
from index.question.question import Part, Question
from index.ranking.matching import WordCredits
from index.text.scripts import fold

if TYPE_CHECKING:
    from index.ranking.ranking import Ranked
    from index.ranking.searcher import Searcher

Array = NDArray[np.float32]

MOST_PARTS, _MOST_FIGURES = 4, 7
_PLACES = 12  # sentences among which a part of the question is looked for
OPEN_PART = 0.6  # how well a figure must match a part that the first sentence leaves open
_BESIDE = 0.7  # what a word beside a figure is worth against the noun it counts
_PART = 0.4  # how well a figure must match a part of the question to answer it


def part_matches(
    question: Question, part: Part, passage: Passage, sentence: Sentence, words: WordCredits
) -> list[float]:
    """How well each statistic of a sentence answers one part of a question: by its measure word, and by what it
    counts; 0 to 1.5.
    """
    heads = [number for number, term in enumerate(question.terms) if term.form in part.heads]
    places = [(start, row) for c in sentence.clauses for start, row in zip(c.starts, c.words, strict=True)]
    starts = np.array([start for start, _ in places], np.int64)
    credits = words.loose_of(np.array([row for _, row in places], np.int64))
    matches = []
    for number, statistic in enumerate(sentence.statistics):
        same = float(bool(part.unit) and part.unit == fold(statistic.unit))
        if not heads:
            matches.append(0.5 * same if part.heads else same)
            continue
        phrase, counted = sentence.phrases[number], counted_span(passage.text, sentence, number)
        beside = _best(credits[heads], (starts >= phrase.start) & (starts < phrase.end))
        unit_at = statistic.span.end - len(statistic.unit)  # 5类 asked for as categories
        noun = (starts >= unit_at) & (starts < statistic.span.end)
        if counted:
            noun |= (starts >= counted.start) & (starts < counted.end)
        matches.append(0.5 * same + max(_best(credits[heads], noun), _BESIDE * beside))
    return matches


def _best(credits: Array, inside: NDArray[np.bool_]) -> float:
    """The mean over the terms of each one's best credit among the words ``inside``."""
    return float(credits[:, inside].max(axis=1, initial=0).mean())


def by_part(question: Question, passage: Passage, sentence: Sentence, words: WordCredits, odds: Array) -> list[int]:
    """For each part of the question the statistic that answers it, in the order asked, no statistic twice.

    Of the ways to give each part a figure the best by matches; things are mostly asked for in the order
    in which they are told. One part whose word is not known takes the figure that this leaves it.
    """
    parts = question.parts[:MOST_PARTS]
    by_words = [part_matches(question, part, passage, sentence, words) for part in parts]
    matches = np.array(by_words) + 0.02 * np.asarray(odds, float)
    likely = sorted(np.argsort(-matches.max(axis=0), kind="stable")[:_MOST_FIGURES].tolist())
    ways = itertools.permutations(likely, min(len(parts), len(likely)))
    best = max(ways, key=lambda way: (sum(_worth(matches, way)), tuple(-n for n in way)))
    sure = [matches[part, number] >= _PART for part, number in enumerate(best)]
    told_in_order = list(best) == sorted(best)
    chosen = [n for n, good in zip(best, sure, strict=True) if good or (sum(sure) > 1 and told_in_order)]
    return chosen or [int(np.argmax(odds))]


def _worth(matches: NDArray[np.float64], way: Sequence[int]) -> list[float]:
    """What each part's match is worth, with a little for every figure that stands after the one before."""
    return [float(matches[part, n]) + 0.1 * (part > 0 and n > way[part - 1]) for part, n in enumerate(way)]


def further_parts(question: Question, ranked: Ranked, searcher: Searcher) -> list[tuple[Part, int]]:
    """The parts of a question that its first sentence leaves open, each with the place of one that answers it."""
    answered: list[tuple[Part, int]] = []
    for part in question.parts[:MOST_PARTS]:
        if answers_part(question, part, 0, ranked, searcher) >= OPEN_PART:
            continue
        places = range(1, min(_PLACES, len(ranked.order)))
        matches = [(answers_part(question, part, place, ranked, searcher), -place) for place in places]
        best, place = max(matches, default=(0.0, 0))
        if best >= OPEN_PART and all(-place != taken for _, taken in answered):
            answered.append((part, -place))
    return answered


def answers_part(question: Question, part: Part, place: int, ranked: Ranked, searcher: Searcher) -> float:
    """How well the best figure of the sentence at ``place`` answers one part of a question."""
    number, which = ranked.evidence.sentences[int(ranked.order[place])]
    passage = searcher.library.passages[number]
    return max(part_matches(question, part, passage, passage.sentences[which], ranked.evidence.words), default=0.0)
