"""Lists of rows, many at once: which passages hold a word, which words hold a character or translate to a stem."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]


@dataclass(frozen=True)
class RowLists:
    """List ``i`` is ``rows[at[i]:at[i + 1]]`` (compressed sparse rows); the arrays may lie on disk."""

    at: NDArray[np.int64]
    rows: NDArray[np.int32]

    @classmethod
    def of_pairs(cls, lists: NDArray[np.int32], rows: NDArray[np.int32], count: int) -> RowLists:
        """``count`` lists: ``rows[n]`` stands in list ``lists[n]``, in the order given."""
        order = np.argsort(lists, kind="stable")
        at = np.concatenate([[0], np.cumsum(np.bincount(lists, minlength=count))]).astype(np.int64)
        return cls(at, np.asarray(rows[order], np.int32))

    def __len__(self) -> int:
        return len(self.at) - 1

    def __getitem__(self, number: int) -> Rows:
        return np.asarray(self.rows[self.at[number] : self.at[number + 1]], np.int64)

    def joined(self, numbers: Rows) -> tuple[Rows, Rows]:
        """The rows of these lists, one list after the other, and for each row the place of its list in ``numbers``."""
        lengths = self.lengths(numbers)
        first = self.at[numbers] - np.cumsum(lengths) + lengths
        at = np.arange(int(lengths.sum())) + np.repeat(first, lengths)
        return np.asarray(self.rows[at], np.int64), np.repeat(np.arange(len(numbers)), lengths)

    def lengths(self, numbers: Sequence[int] | Rows) -> Rows:
        """How long each of these lists is."""
        numbers = np.asarray(numbers, np.int64)
        return np.asarray(self.at[numbers + 1] - self.at[numbers], np.int64)


@dataclass(frozen=True)
class Table:
    """Lists of rows by key; ``credits`` goes with ``lists.rows`` where a row has a credit under its key."""

    keys: Sequence[str]
    lists: RowLists
    credits: NDArray[np.float32]

    @classmethod
    def of(cls, entries: Mapping[str, Mapping[int, float]] | Mapping[str, Iterable[int]]) -> Table:
        """The table of a dictionary of dictionaries (row -> credit) or of rows."""
        numbers: list[int] = []
        rows: list[int] = []
        credits: list[float] = []
        for number, under in enumerate(entries.values()):
            for row in under:
                numbers.append(number)
                rows.append(row)
                credits.append(under[row] if isinstance(under, Mapping) else 1.0)
        lists = RowLists.of_pairs(np.array(numbers, np.int32), np.array(rows, np.int32), len(entries))
        return cls(list(entries), lists, np.array(credits, np.float32))  # the pairs come in order of their lists

    def credited(self, key: str) -> tuple[Rows, NDArray[np.float32]]:
        """The rows under ``key``, none where it is unknown, and the credit of each."""
        number = self._numbers.get(key)
        if number is None:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        return self.lists[number], np.asarray(self.credits[self.lists.at[number] : self.lists.at[number + 1]])

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {key: number for number, key in enumerate(self.keys)}


@dataclass(frozen=True)
class WordTables:
    """What the words of a vocabulary are looked up by, each table giving their rows.

    ``glosses``: English stem -> the Chinese words it translates, with their credit. ``syllables``: pinyin
    syllable -> the Chinese words of two characters or more that hold it. ``characters``: character -> the
    Chinese words that hold it.
    """

    glosses: Table
    syllables: Table
    characters: Table
