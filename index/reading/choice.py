"""The first candidates read together with the question: which sentence answers, and which of its figures."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.models.e5 import Embeddings, Tokens
from index.models.packaged import prepared_models
from index.models.packaged_pair import PackagedPair
from index.question.question import Question
from index.ranking.ranking import Ranked
from index.reading.reader import AT_ONCE, Reader, Reading
from index.reading.windows import windows
from index.records import Statistic
from index.text.scripts import fold

if TYPE_CHECKING:
    from index.ranking.searcher import Searcher

Array = NDArray[np.float32]
READ = 6  # candidates: among so many the right one nearly always is, where it is found at all
# By ``python -m benchmarks.reader.depth``: two are read at once, and two more only where none answers clearly, by its
# log-odds, and by how far they lie above the next's (3.4 read instead of 6, right first 0.782 instead of 0.786). Where
# the first stage's best score is as low as this, two are enough: nearly half of the questions that have nothing to do
# with any page lie there, and 5 in 1,000 right answers.
ANSWERS, CLEARLY, LITTLE = 0.0, 3.0, 8.0
# log-odds: a figure of the same measure this near to the best is given with it; where several things are asked for, any
TIE, TOGETHER = 0.7, 4.0


@dataclass(frozen=True, slots=True)
class Choice:
    """The candidates after reading. In ``ranked`` those that were read come first, by ``odds``: the log-odds, against
    that none answers. ``figures`` are for each of them the statistics that answer, ``figure_odds`` of the best.
    """

    ranked: Ranked
    odds: Array
    figures: tuple[tuple[Statistic, ...], ...]
    figure_odds: Array


def choose(question: Question, ranked: Ranked, searcher: Searcher) -> Choice:
    """The candidates in the order in which they answer; ties stay in the first stage's order."""
    reading = _read(question, ranked, searcher)
    order = np.argsort(-reading.sentences, kind="stable")
    rows = np.concatenate([order, np.arange(len(order), len(ranked.order))])
    chosen = [_figures(question, ranked, position, reading, searcher) for position in order.tolist()]
    best = [float(reading.figures[position].max(initial=-9.0)) for position in order.tolist()]
    return Choice(
        replace(ranked, order=ranked.order[rows], scores=ranked.scores[rows]),
        reading.sentences[order],
        tuple(chosen),
        np.array(best, np.float32),
    )


def _read(question: Question, ranked: Ranked, searcher: Searcher) -> Reading:
    """What the reader says of the first candidates: two at a time, up to ``READ``, until one answers clearly."""
    encoder = searcher.encoder
    tokens, reader = _loaded(encoder if isinstance(encoder, PackagedPair) else None)
    best = float(ranked.scores[0])
    reading = Reading(np.zeros(0, np.float32), ())
    for start in range(0, min(READ, len(ranked.order)), AT_ONCE):
        two = slice(start, start + AT_ONCE)
        some = replace(ranked, order=ranked.order[two], scores=ranked.scores[two])
        more = reader.read(windows(question, some, AT_ONCE, searcher, tokens), some.scores, best)
        reading = Reading(np.concatenate([reading.sentences, more.sentences]), reading.figures + more.figures)
        odds = np.sort(reading.sentences)[::-1]
        clear = len(odds) > 1 and odds[0] >= ANSWERS and odds[0] - odds[1] >= CLEARLY
        if clear or best < LITTLE:
            break
    return reading


def _figures(
    question: Question, ranked: Ranked, position: int, reading: Reading, searcher: Searcher
) -> tuple[Statistic, ...]:
    """The statistics of a candidate that answer, the likeliest first; none where "no figure" is likelier."""
    number, which = ranked.evidence.sentences[int(ranked.order[position])]
    statistics, odds = searcher.library.passages[number].sentences[which].statistics, reading.figures[position]
    order = np.argsort(-odds, kind="stable").tolist()
    if not order or odds[order[0]] < 0:
        return ()
    if question.parts:
        near = [n for n in order if odds[n] >= odds[order[0]] - TOGETHER]
        return tuple(statistics[n] for n in sorted(near[: len(question.parts)]))
    first = statistics[order[0]]
    near = [n for n in order if odds[n] >= odds[order[0]] - TIE]
    return tuple(statistics[n] for n in near if _same_measure(statistics[n], first))


def _same_measure(one: Statistic, other: Statistic) -> bool:
    """True for figures of the same unit: of these alone can two be equally right."""
    return (fold(one.unit), one.kind) == (fold(other.unit), other.kind)


@lru_cache(2)
def _loaded(pair: PackagedPair | None) -> tuple[Tokens, Reader]:
    """The reader and its tokenizer, with what of the packaged E5 has been loaded to encode questions, if it has."""
    if pair:
        return pair.token_ids, Reader(pair.embeddings)
    folder = prepared_models()
    return Tokens(folder), Reader(Embeddings(folder))
