"""How many candidates need reading, and how near a second figure must lie: what ``index/reading/choice.py`` is set by.

    python -m benchmarks.reader.depth

On the bank's choosing part, all its pages in one library: how often the first sentence is right, and how many are read,
by how clearly one must answer for the others to be left unread; what share of right answers, and of questions that have
nothing to do with any page, has a best first-stage score under some limits; and of sentences with two right figures
among more how often the second is given, or a wrong one before it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from benchmarks.collections import bank_collection, library_of
from benchmarks.reader import bank
from benchmarks.reader.examples import Example, examples_of
from index.models.e5 import Embeddings, Tokens
from index.models.encoder import load_encoder
from index.models.packaged import prepared_models
from index.question.question import read_question
from index.ranking.ranking import look_up, rank
from index.reading.choice import READ
from index.reading.reader import AT_ONCE, Reader

_ANSWERS, _CLEARLY, _LITTLE, _TOGETHER = (0.0, 2.0), (2.0, 3.0, 5.0), (6.0, 8.0, 10.0), (2.5, 3.0, 4.0, 5.0)


@dataclass(frozen=True)
class Read:
    """A question's candidates after reading: (candidates,) log-odds and whether each is right; the best first score."""

    odds: NDArray[np.float32]
    right: NDArray[np.bool_]
    best: float

    def depth(self, answers: float, clearly: float) -> int:
        """How many would be read."""
        for count in range(AT_ONCE, len(self.odds), AT_ONCE):
            first, second = np.sort(self.odds[:count])[::-1][:2]
            if first >= answers and first - second >= clearly:
                return count
        return len(self.odds)

    def is_right(self, count: int) -> bool:
        """Whether of the first ``count`` the one put first is right."""
        return bool(self.right[:count][self.odds[:count].argmax()])


def main() -> None:
    searcher = library_of(bank_collection("choosing"), load_encoder())
    folder = prepared_models()
    reader, tokens = Reader(Embeddings(folder)), Tokens(folder)
    cases = [case for case in bank.cases(bank.pages("choosing")) if case.answerable]
    read, gaps = [], []
    for example in examples_of(cases, searcher, tokens, learning=False):
        reading = reader.read(example.windows[:READ], example.scores[:READ])
        read.append(Read(reading.sentences, example.answers[:READ], float(example.scores[0])))
        gaps += _gaps(example, reading.figures)
    for answers, clearly in product(_ANSWERS, _CLEARLY):
        depths = [each.depth(answers, clearly) for each in read]
        right = np.mean([each.is_right(count) for each, count in zip(read, depths, strict=True)])
        print(f"log-odds {answers}, clearly {clearly}: {np.mean(depths):.2f} read, right first {right:.3f}")
    print(f"all {READ} read: right first {np.mean([each.is_right(READ) for each in read]):.3f}")
    asked = [read_question(case.question) for case in bank.off_topic("choosing")]
    off = [rank(one, searcher).scores[:1] for one in look_up([q for q in asked if q.stands_alone], searcher)]
    scores, found = np.concatenate(off), np.array([each.best for each in read if each.is_right(READ)])
    for limit in _LITTLE:
        print(f"under {limit}: off topic {(scores < limit).mean():.2f}, right answers {(found < limit).mean():.3f}")
    second, wrong = np.array(gaps).T
    for near in _TOGETHER:
        between = (wrong <= near) & (wrong < second)
        print(f"figures within {near}: second given {(second <= near).mean():.2f}, wrong before {between.mean():.2f}")


def _gaps(example: Example, odds: tuple[NDArray[np.float32], ...]) -> list[tuple[float, float]]:
    """Of sentences that hold two right figures, one of them first, and others: how far the other right one, and the
    first wrong one, lie under it.
    """
    return [
        (float(values.max() - np.sort(values[gold])[0]), float(values.max() - values[~gold].max()))
        for values, gold in zip(odds, example.figures, strict=False)
        if gold.sum() == 2 < len(gold) and gold[values.argmax()]
    ]


if __name__ == "__main__":
    main()
