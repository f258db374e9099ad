"""A library at rest: the passages of a corpus, their words and their vectors, opened and read.

What lies on disk is described in ``segments.py``; how it is opened in ``opening.py``. Nothing here knows of questions.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from index.library.combined_segments import Shelf
from index.library.passage_arrays import PassageArrays, arrays_of
from index.library.passages import Vocabulary
from index.models.centring import Means
from index.records import Article
from index.vectors.store import Store

_REMEMBERED_PASSAGES = 20_000


class Library:
    """An open library; rows of ``store`` are the pieces of ``passages``, numbered through."""

    def __init__(self, passages: Shelf, store: Store, means: Means) -> None:
        self.passages, self.store, self.means = passages, store, means
        self.articles: Sequence[Article] = Articles(passages)
        self.first_row: NDArray[np.int64] = passages.first_piece
        self.arrays = lru_cache(_REMEMBERED_PASSAGES)(self._arrays)

    @property
    def vocabulary(self) -> Vocabulary:
        """The distinct words of all passages."""
        return self.passages.vocabulary

    def passages_of_rows(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """The passage that each row of the store belongs to."""
        return np.asarray(np.searchsorted(self.first_row, rows, side="right") - 1, np.int64)

    def _arrays(self, number: int) -> PassageArrays:
        """Passage ``number`` as arrays."""
        return arrays_of(self.passages[number], int(self.first_row[number]))


class Articles(Sequence[Article]):
    """The articles of a library by slug, each read when it is asked for."""

    def __init__(self, passages: Shelf) -> None:
        self._passages = passages

    def __len__(self) -> int:
        return len(self._passages.articles)

    def __getitem__(self, number: int | slice) -> object:  # type: ignore[override]
        if isinstance(number, slice):
            return [self[position] for position in range(*number.indices(len(self)))]
        segment, number_there = self._passages.articles[number]
        return self._passages.segments[segment].article(number_there)
