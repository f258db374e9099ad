"""Several things asked for at once: for each the figure that answers it."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.answering.figure_words import counted_span
from index.library.passages import Passage, Sentence
from index.question.question import Part, Question
from index.ranking.matching import word_credits
from index.records import Statistic
from index.text.scripts import fold
from index.text.words import words

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
    question: Question, part: Part, statistic: Statistic, passage: Passage, sentence: Sentence, searcher: Searcher
) -> float:
    """How well a statistic answers one part of a question: by its measure word, and by what it counts."""
    same = float(bool(part.unit) and part.unit == fold(statistic.unit))
    if not part.heads:
        return same
    phrase = sentence.phrases[sentence.statistics.index(statistic)]
    found = [searcher.library.vocabulary.find(word.form) for word in words(passage.text[phrase.start : phrase.end])]
    rows = np.unique(np.array([row for row in found if row >= 0], np.int64))
    _, credits = word_credits(question, searcher, rows)
    heads = [number for number, term in enumerate(question.terms) if term.form in part.heads]
    if not heads:
        return 0.5 * same
    counted = counted_span(passage.text, sentence, sentence.statistics.index(statistic))
    noun = [searcher.library.vocabulary.find(word.form) for word in words(statistic.counted if counted else "")]
    noun += [searcher.library.vocabulary.find(fold(statistic.unit))]  # 5类 asked for as categories
    own = np.isin(rows, noun)
    beside = float(credits[heads].max(axis=1, initial=0).mean())
    itself = float(credits[heads][:, own].max(axis=1, initial=0).mean())
    return 0.5 * same + max(itself, _BESIDE * beside)


def by_part(question: Question, passage: Passage, sentence: Sentence, searcher: Searcher, odds: Array) -> list[int]:
    """For each part of the question the statistic that answers it, in the order asked, no statistic twice.

    Of the ways to give each part a figure the best by matches; things are mostly asked for in the order
    in which they are told. One part whose word is not known takes the figure that this leaves it.
    """
    parts = question.parts[:MOST_PARTS]
    matches = np.array(
        [
            [
                part_matches(question, part, s, passage, sentence, searcher) + 0.02 * float(o)
                for s, o in zip(sentence.statistics, odds, strict=True)
            ]
            for part in parts
        ]
    )
    likely = sorted(np.argsort(-matches.max(axis=0), kind="stable")[:_MOST_FIGURES].tolist())
    ways = itertools.permutations(likely, min(len(parts), len(likely)))
    best = max(ways, key=lambda way: (sum(_worth(matches, way)), tuple(-n for n in way)))
    sure = [matches[part, number] >= _PART for part, number in enumerate(best)]
    told_in_order = list(best) == sorted(best)
    chosen = [n for n, good in zip(best, sure, strict=True) if good or (sum(sure) > 1 and told_in_order)]
    return chosen or [int(np.argmax(odds))]


def _worth(matches: NDArray[np.float64], way: tuple[int, ...]) -> list[float]:
    """What each part's match is worth, with a little for every figure that stands after the one before."""
    return [float(matches[part, n]) + 0.1 * (part > 0 and n > way[part - 1]) for part, n in enumerate(way)]


def further_parts(question: Question, ranked: Ranked, searcher: Searcher) -> list[tuple[Part, int]]:
    """The parts of a question that its first sentence leaves open, each with the place of one that answers it."""
    found: list[tuple[Part, int]] = []
    for part in question.parts[:MOST_PARTS]:
        if answers_part(question, part, 0, ranked, searcher) >= OPEN_PART:
            continue
        places = range(1, min(_PLACES, len(ranked.order)))
        matches = [(answers_part(question, part, place, ranked, searcher), -place) for place in places]
        best, place = max(matches, default=(0.0, 0))
        if best >= OPEN_PART and all(-place != taken for _, taken in found):
            found.append((part, -place))
    return found


def answers_part(question: Question, part: Part, place: int, ranked: Ranked, searcher: Searcher) -> float:
    """How well the best figure of the sentence at ``place`` answers one part of a question."""
    number, which = ranked.evidence.sentences[int(ranked.order[place])]
    passage = searcher.library.passages[number]
    sentence = passage.sentences[which]
    return max((part_matches(question, part, s, passage, sentence, searcher) for s in sentence.statistics), default=0.0)
