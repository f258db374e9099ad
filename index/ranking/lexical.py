"""Which words of a library say a word of a question, and how well: the same word, its translation, its sound."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.figures.measures import ENGLISH_UNITS
from index.text.dictionary import english_words
from index.text.glosses import glosses
from index.text.names import syllables
from index.text.scripts import is_han
from index.text.stems import stem

if TYPE_CHECKING:
    from index.library.combined_segments import Shelf


Matrix = NDArray[np.float32]


Rows = NDArray[np.int64]


ALL = 60_000  # words


_READINGS = 20  # ways to read a word as pinyin


_PART = 0.75  # a word inside the other: 学校 in 中小学校


_SINGLE = 0.35  # one character inside the other


_SOUND = 0.8  # the same pinyin, other characters


_MEASURE = 0.7


class Lexical:
    """The lexical credits of a term with the words of a vocabulary, looked up in tables instead of compared.

    Of a vocabulary of up to ``most`` words every credit is known; of a larger one those of a term with given words
    (``among``), and the strong ones with all of them: a character that two words share is a weak credit, and
    tens of thousands of words may share it.
    """

    def __init__(self, passages: Shelf, most: int = ALL) -> None:
        self._passages, self._vocabulary = passages, passages.vocabulary
        self.forms = passages.vocabulary.forms
        self._all = len(self.forms) <= most
        self.credits = lru_cache(maxsize=20_000)(self._credits)

    def among(self, form: str, rows: Rows) -> Matrix:
        """The credit of ``form`` with each of the words ``rows`` (sorted): (len(rows),) float32."""
        by_row = self.credits(form) if self._all else self._close(form, rows) | self.credits(form)
        credits = np.zeros(len(rows), np.float32)
        if by_row:
            at = np.searchsorted(rows, list(by_row))
            inside = at < len(rows)
            keys, values = np.array(list(by_row)), np.array(list(by_row.values()), np.float32)
            inside[inside] = rows[at[inside]] == keys[inside]
            credits[at[inside]] = values[inside]
        return credits

    def _credits(self, form: str) -> dict[int, float]:
        """Word row -> credit, for every word with a lexical credit; of a large vocabulary those with a strong one."""
        by_row = self._chinese(form) if is_han(form) else self._english(form)
        if (row := self._vocabulary.find(form)) >= 0:
            by_row[row] = 1.0
        return by_row

    def _chinese(self, form: str) -> dict[int, float]:
        by_row: dict[int, float] = {}
        for gloss, credit in glosses(form).items():
            if (row := self._vocabulary.find(gloss)) >= 0:
                by_row[row] = credit
        for row in self._sharing(form):
            by_row[row] = max(by_row.get(row, 0.0), _shared(form, self.forms[row]))
        if len(form) > 1:
            for row in self.sounding_within(syllables(form)):
                if syllables(self.forms[row]) == syllables(form):
                    by_row[row] = max(by_row.get(row, 0.0), _SOUND)
        return by_row

    def sounding_within(self, spoken: Iterable[str]) -> list[int]:
        """The Chinese words that have all these syllables of pinyin, in whatever order."""
        return self._rows("syllables", spoken)

    def _sharing(self, form: str) -> set[int]:
        """The Chinese words that share characters with ``form``; of a large vocabulary those inside it or around it."""
        if self._all:
            return {row for character in form for row in self._passages.found("characters", character)[0].tolist()}
        if len(form) == 1:
            return set()
        size = len(form)
        parts = {form[a:b] for a in range(size) for b in range(a + (size + 1) // 2, size + 1)}
        inside = {row for part in parts if (row := self._vocabulary.find(part)) >= 0}
        return inside | {row for row in self._rows("characters", form) if form in self.forms[row]}

    def _rows(self, table: str, keys: Iterable[str]) -> list[int]:
        """The rows that stand under every one of ``keys``."""
        lists = sorted((self._passages.found(table, key)[0] for key in dict.fromkeys(keys)), key=len)
        common = lists[0]
        for rows in lists[1:]:
            common = common[np.isin(common, rows, assume_unique=True)]
        return [int(row) for row in common]

    def _close(self, form: str, rows: Rows) -> dict[int, float]:
        """The weak credits of a Chinese term with the words ``rows``: for characters they share."""
        if not is_han(form):
            return {}
        shared: set[int] = set()
        for character in dict.fromkeys(form):
            word_rows = self._passages.found("characters", character)[0]
            at = np.minimum(np.searchsorted(rows, word_rows), len(rows) - 1)
            shared.update(word_rows[rows[at] == word_rows].tolist())
        return {row: _shared(form, self.forms[row]) for row in shared}

    def _english(self, form: str) -> dict[int, float]:
        rows, credits = self._passages.found("glosses", form)
        by_row = dict(zip(rows.tolist(), credits.tolist(), strict=True))
        for row, credit in self.sounding(form).items():
            by_row[row] = max(by_row.get(row, 0.0), credit)
        for row, credit in self._measuring(form).items():
            by_row[row] = max(by_row.get(row, 0.0), credit)
        return by_row

    def sounding(self, form: str) -> dict[int, float]:
        """The Chinese words that ``form`` may be the pinyin of, in whole (credit 1) or in part."""
        if len(form) < 5 and form in english_words():
            return {}  # "can", "long" and "sun" are English before they are pinyin
        by_row = {}
        for row in self._spoken(form):
            if (credit := _heard(form, syllables(self.forms[row]))) > 0:
                by_row[row] = credit
        return by_row

    def _spoken(self, form: str) -> set[int]:
        """The Chinese words whose pinyin may hold ``form``, which may have lost its last letter to the stemmer."""
        if self._all:
            starts = [form[:n] for n in range(1, min(6, len(form)) + 1)]
            return {row for start in starts for row in self._passages.found("syllables", start)[0].tolist()}
        readings = [spoken for ending in ("", "e", "s") for spoken in self._readings(form + ending)]
        return {row for spoken in readings for row in self._rows("syllables", spoken)}

    def _readings(self, text: str) -> list[tuple[str, ...]]:
        """The ways to read ``text`` as syllables that words of the vocabulary have."""
        readings: list[list[tuple[str, ...]]] = [[()], *([] for _ in text)]
        for end in range(1, len(text) + 1):
            for start in range(max(0, end - 6), end):
                if readings[start] and text[start:end] in self._syllables:
                    readings[end] += [(*before, text[start:end]) for before in readings[start]][:_READINGS]
        return readings[len(text)]

    @cached_property
    def _syllables(self) -> frozenset[str]:
        return frozenset(self._passages.keys("syllables"))

    def _measuring(self, form: str) -> dict[int, float]:
        """The measure words that a thing is counted in: *sessions* of 场次."""
        units = next((units for forms, units in ENGLISH_UNITS if form in forms), frozenset())
        return {row: _MEASURE for unit in units if (row := self._vocabulary.find(unit)) >= 0}


def _heard(form: str, spoken: tuple[str, ...]) -> float:
    """How much of a word's pinyin ``form`` is: 1 for all of it, less for a run of its syllables."""
    for first in range(len(spoken)):
        joined = ""
        for last in range(first, len(spoken)):
            joined += spoken[last]
            if form in (joined, stem(joined)):
                return 1.0 if last - first + 1 == len(spoken) else 0.5 + 0.4 * (last - first + 1) / len(spoken)
    return 0.0


def _shared(asked: str, word: str) -> float:
    """Credit of a question's Chinese word with a passage's, for the characters they share.

    A passage may say it more exactly (学校 asked, 中小学校 there); where the question is the more exact one
    (男护士 asked, 护士 there) the passage says less than was asked.
    """
    if asked == word:
        return 1.0
    if asked in word:
        return _SINGLE if len(asked) == 1 else _PART + 0.25 * (len(asked) / len(word)) * word.endswith(asked)
    if word in asked:
        return _SINGLE if len(word) == 1 else 0.3 + 0.4 * len(word) / len(asked)
    common = len(set(asked) & set(word))
    return 0.3 * common / max(len(asked), len(word)) if common > 1 or max(len(asked), len(word)) == 2 else 0.0
