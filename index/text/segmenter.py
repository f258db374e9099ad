"""jieba (https://github.com/fxsj/jieba, MIT): how it cuts Chinese text into words, and what its dictionary counts."""

from __future__ import annotations

import math
from collections.abc import Mapping
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import jieba

from index.resources import kept_arrays, package_file
from index.text.word_table import WordTable, array_text, text_array, word_arrays

if TYPE_CHECKING:
    from numpy.typing import NDArray

_KEPT = 1  # raised when what is kept of the dictionary changes
_LONGEST = 32  # characters of a word at most; the dictionary's longest has 16


class Segmenter(jieba.Tokenizer):  # type: ignore[misc]
    """jieba's tokenizer over its dictionary in a table: that is there at once, a ``dict`` takes half a second."""

    def __init__(self) -> None:
        super().__init__()
        arrays = kept_arrays(f"jieba-{version('jieba')}-{_KEPT}", _dictionary)
        self._table = WordTable(arrays)
        self._tags = arrays["tags"]
        self._names = array_text(arrays["tag_names"]).split()
        self.FREQ, self.total, self.initialized = self._table, int(arrays["total"][0]), True
        self._log_total = math.log(self.total)

    def tag(self, word: str, default: str = "") -> str:
        """The word's part of speech as jieba's dictionary has it: n, v, nr..; ``default`` for a word it lacks."""
        row = self._table.row(word)
        return default if row < 0 else self._names[self._tags[row]]

    def get_DAG(self, sentence: str) -> dict[int, list[int]]:  # noqa: N802  (jieba's name)
        """For each character where the words end that begin with it, itself where there is none."""
        graph = _Graph()
        table, log_total = self._table, self._log_total
        for start in range(len(sentence)):
            steps = [
                (start + len(word) - 1, math.log(count) - log_total)
                for word, row in table.beginning(sentence[start : start + _LONGEST])
                if (count := table.numbered(row))
            ] or [(start, -log_total)]
            graph.steps.append(steps)
            graph[start] = [end for end, _ in steps]
        return graph

    def calc(self, sentence: str, DAG: dict[int, list[int]], route: dict[int, tuple[float, int]]) -> None:  # noqa: N803
        """Puts into ``route`` the likeliest way from each character to the end: (logarithm, end of its first word)."""
        assert isinstance(DAG, _Graph)  # noqa: S101  (jieba hands back what get_DAG returned)
        route[len(sentence)] = (0.0, 0)
        for start in range(len(sentence) - 1, -1, -1):
            route[start] = max((log + route[end + 1][0], end) for end, log in DAG.steps[start])


class _Graph(dict[int, list[int]]):
    """A graph of words, and what each costs."""

    def __init__(self) -> None:
        super().__init__()
        self.steps: list[list[tuple[int, float]]] = []


def _dictionary() -> Mapping[str, NDArray[Any]]:
    """jieba's dictionary: words with their counts, the sum of these, and parts of speech."""
    import numpy as np

    counts: dict[str, int] = {}
    tags: dict[str, str] = {}
    total = 0
    for line in package_file("jieba", "dict.txt").read_text("utf-8").splitlines():
        word, count, tag = line.strip().split(" ")
        counts[word], tags[word] = int(count), tag
        total += int(count)
    names = sorted(set(tags.values()))
    numbers = {name: np.uint8(number) for number, name in enumerate(names)}
    return {
        **word_arrays(counts, tags={word: numbers[tag] for word, tag in tags.items()}),
        "total": np.array([total], np.int64),
        "tag_names": text_array(" ".join(names)),
    }
