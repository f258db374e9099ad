"""Several segments read as one: passages, pieces, words and postings numbered through.

Numbers are counted segment after segment. The words of all segments make one vocabulary: a word has the row of
its first segment's, and every segment's own rows are turned into those when they are read.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.library.json_forms import article_from
from index.library.passages import Passage, Vocabulary
from index.library.postings import Table
from index.library.segments import Segment
from index.models.centring import centre
from index.models.question_encoder import Part, Vectors
from index.records import KINDS, Article
from index.vectors.store import FaissStore, Rows, Store

_PASSAGES_KEPT = 20_000
_HEADING = KINDS.index("heading")


class Shelf(Sequence[Passage]):
    """The passages of segments, read when they are asked for; ``gone`` are articles (segment, number) taken out."""

    def __init__(self, segments: Sequence[Segment], gone: Sequence[Sequence[int]]) -> None:
        self.segments = list(segments)
        self.first = np.cumsum([0, *map(len, self.segments)])
        self._passage = lru_cache(_PASSAGES_KEPT)(self._read)
        self._gone = [frozenset(numbers) for numbers in gone]
        self.vocabulary, self.local, self._row_of = _united(self.segments)
        self.kinds = np.concatenate([np.empty(0, np.int8), *(segment.kinds for segment in self.segments)])
        counts = np.concatenate([np.empty(0, np.int64), *(np.diff(segment.first_piece) for segment in self.segments)])
        self.first_piece = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)

    def __len__(self) -> int:
        return int(self.first[-1])

    def __getitem__(self, number: Any) -> Any:
        if isinstance(number, slice):
            return [self[position] for position in range(*number.indices(len(self)))]
        return self._passage(number)

    def _read(self, number: int) -> Passage:
        segment, local = self._located(number)
        return self.segments[segment].passage(local, self._row_of[segment])

    def passages_of(self, segment: int, number: int) -> list[Passage]:
        """The passages of article ``number`` of a segment, which is given by its number."""
        return [self[int(self.first[segment]) + passage] for passage in self.segments[segment].passages_of(number)]

    def _located(self, number: int) -> tuple[int, int]:
        """The number of a passage's segment, and its own there."""
        if not 0 <= number < len(self):
            raise IndexError(number)
        segment = bisect_right(self.first, number) - 1
        return segment, number - int(self.first[segment])

    @cached_property
    def articles(self) -> list[tuple[int, int]]:
        """The articles (segment, number) by slug, those that are gone left out."""
        by_slug = sorted(
            (credits["slug"], at, number)
            for at, segment in enumerate(self.segments)
            for number, credits in enumerate(segment.credits)
            if number not in self._gone[at]
        )
        return [(segment, number) for _, segment, number in by_slug]

    @cached_property
    def catalogue(self) -> list[Article]:
        """The articles by slug without their texts, for what is asked of all of them."""
        return [article_from(self.segments[segment].credits[number], ["", []]) for segment, number in self.articles]

    @cached_property
    def article_of(self) -> NDArray[np.int64]:
        """The number in ``catalogue`` of each passage's article; any number for one that is gone."""
        numbers = [np.zeros(len(segment.credits), np.int64) for segment in self.segments]
        for row, (segment, number) in enumerate(self.articles):
            numbers[segment][number] = row
        by_segment = (rows[segment.article_of] for rows, segment in zip(numbers, self.segments, strict=True))
        return np.concatenate([np.empty(0, np.int64), *by_segment])

    @cached_property
    def live(self) -> NDArray[np.bool_]:
        """Which passages are of articles that are not gone."""
        live = (~np.isin(s.article_of, list(gone)) for s, gone in zip(self.segments, self._gone, strict=True))
        return np.asarray(np.concatenate([np.empty(0, bool), *live]), bool)

    @cached_property
    def quotable(self) -> NDArray[np.bool_]:
        """Which passages may be quoted: those of articles that are not gone, headings left out."""
        return np.asarray(self.live & (self.kinds != _HEADING), bool)

    def credits(self, number: int) -> dict[str, Any]:
        """What is known of the article of a passage."""
        segment, local = self._located(number)
        return self.segments[segment].credits[int(self.segments[segment].article_of[local])]

    def openings(self, number: int) -> list[int]:
        """The names that the article of a passage opens with, as words of the vocabulary."""
        segment, _ = self._located(number)
        return list(map(self._row_of[segment], self.credits(number)["openings"]))

    def words(self, rows: Rows) -> Vectors:
        """The vectors of words, (len(rows), word dimension) float32."""
        if len(self.segments) == 1:
            return np.asarray(self.segments[0].words[rows])
        vectors = np.empty((len(rows), self.segments[0].words.shape[1]), np.float32)
        left = np.ones(len(rows), bool)
        for segment, local in zip(self.segments, self.local, strict=True):
            take = left & (local[rows] >= 0)
            vectors[take] = segment.words[local[rows[take]]]
            left &= ~take
        return vectors

    def holders(self, rows: Rows) -> tuple[Rows, Rows]:
        """The passages that hold the words ``rows``, one word after the other in each segment, and for each passage
        the position in ``rows`` of the word that it holds.
        """
        passages, positions = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
        for segment, local, first in zip(self.segments, self.local, self.first, strict=False):
            inside = np.flatnonzero(local[rows] >= 0)
            numbers, words = segment.postings.joined(local[rows[inside]])
            passages.append(numbers + first)
            positions.append(inside[words])
        return np.concatenate(passages), np.concatenate(positions)

    def held(self, rows: Rows) -> Rows:
        """In how many passages each of the words stands, those of articles that are gone counted too."""
        total = np.zeros(len(rows), np.int64)
        for segment, local in zip(self.segments, self.local, strict=True):
            inside = local[rows] >= 0
            total[inside] += segment.postings.lengths(local[rows[inside]])
        return total

    def found(self, table: str, key: str) -> tuple[Rows, NDArray[np.float32]]:
        """The words under ``key`` of a table, each once, and their credits."""
        if len(self.segments) == 1:
            only: Table = getattr(self.segments[0].tables, table)
            return only.credited(key)
        credited: dict[int, float] = {}
        for segment, row_of in zip(self.segments, self._row_of, strict=True):
            rows, credits = getattr(segment.tables, table).credited(key)
            credited.update(zip(map(row_of, rows.tolist()), credits.tolist(), strict=True))
        return np.array(list(credited), np.int64), np.array(list(credited.values()), np.float32)

    def keys(self, table: str) -> Iterator[str]:
        """The keys of a table; one that several segments have comes several times."""
        for segment in self.segments:
            yield from getattr(segment.tables, table).keys


def _united(segments: Sequence[Segment]) -> tuple[Vocabulary, list[Rows], list[Callable[[int], int]]]:
    """One vocabulary of all segments; for each of its rows the segment's own (or -1), and the way back."""
    if len(segments) == 1:
        vocabulary = Vocabulary(segments[0].forms, segments[0].surfaces)
        return vocabulary, [np.arange(len(vocabulary))], [int]
    vocabulary = Vocabulary()
    rows = [
        np.array([vocabulary.row(*word) for word in zip(segment.forms, segment.surfaces, strict=True)], np.int64)
        for segment in segments
    ]
    local = [np.full(len(vocabulary), -1, np.int64) for _ in segments]
    for inverse, numbers in zip(local, rows, strict=True):
        inverse[numbers] = np.arange(len(numbers))
    return vocabulary, local, [numbers.tolist().__getitem__ for numbers in rows]


class ShelfStore:
    """The store of a shelf too large to search every piece of it: paragraphs are searched, any piece can be read.

    With ``elsewhere`` that store is searched instead, whose rows are the shelf's.
    """

    def __init__(self, shelf: Shelf, mean: Vectors, parts: Sequence[Part], elsewhere: Store | None = None) -> None:
        self._shelf, self._mean, self._parts, self._elsewhere = shelf, mean, parts, elsewhere
        near = [] if elsewhere else enumerate(shelf.segments)
        self._indexes = [segment.paragraphs or self._in_memory(number) for number, segment in near]

    @property
    def dimension(self) -> int:
        return len(self._mean)

    def __len__(self) -> int:
        return int(self._shelf.first_piece[-1])

    def search(self, queries: Vectors, limit: int) -> tuple[Vectors, Rows]:
        """Scores and rows of the nearest paragraphs, best first, scored from their own vectors."""
        if self._elsewhere is not None:
            return self._elsewhere.search(queries, limit)
        near = [index.search(queries, min(limit, len(self._shelf)))[1] for index in self._indexes]
        scored = [self._scored(query, [rows[number] for rows in near]) for number, query in enumerate(queries)]
        # of an inverted file a question may get fewer than were asked for; then all get as many
        width = min([limit, *(len(rows) for _, rows in scored)])
        return np.stack([scores[:width] for scores, _ in scored]), np.stack([rows[:width] for _, rows in scored])

    def _scored(self, query: Vectors, near: Sequence[Rows]) -> tuple[Vectors, Rows]:
        """The paragraphs that the indexes found (-1 for none), scored from their own vectors, best first."""
        numbers = [rows[rows >= 0] + first for rows, first in zip(near, self._shelf.first, strict=False)]
        pieces = self._shelf.first_piece[np.concatenate(numbers)]
        products = piece_vectors(self._shelf, pieces, self._mean, self._parts, verified=False) @ query
        order = np.lexsort((pieces, -products))
        return products[order], pieces[order]

    def close(self) -> None:
        if self._elsewhere is not None:
            self._elsewhere.close()

    def vectors(self, rows: Sequence[int] | Rows) -> Vectors:
        return piece_vectors(self._shelf, np.asarray(rows, np.int64), self._mean, self._parts)

    def _in_memory(self, segment: int) -> FaissStore:
        """An exact index of the paragraphs of a small segment."""
        first, end = int(self._shelf.first[segment]), int(self._shelf.first[segment + 1])
        return FaissStore.of(self.vectors(self._shelf.first_piece[first:end]))


def piece_vectors(shelf: Shelf, rows: Rows, mean: Vectors, parts: Sequence[Part], verified: bool = True) -> Vectors:
    """The centred vectors of pieces, (len(rows), dimension) float32. Raises LibraryError where one is damaged, unless
    it is to be read un``verified``.
    """
    vectors = np.empty((len(rows), len(mean)), np.float32)
    bounds = shelf.first_piece[shelf.first]
    for segment, first, end in zip(shelf.segments, bounds[:-1], bounds[1:], strict=True):
        inside = (rows >= first) & (rows < end)
        if inside.any():
            read = segment.vectors if verified else segment.unverified
            vectors[inside] = read(rows[inside] - first)
    return centre(vectors, mean, parts)
