"""Words with a number each, in a form that is loaded, not parsed: a trie and an array beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from marisa_trie import Trie

if TYPE_CHECKING:
    from numpy.typing import NDArray


class WordTable(Mapping[str, int]):
    """Word -> whole number, read from the arrays that ``word_arrays`` makes."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._words = arrays["words"]  # kept here, because the trie only looks at it
        self._trie = Trie().map(self._words)
        self._numbers = arrays["numbers"].data

    def __getitem__(self, word: str) -> int:
        row = self.row(word)
        if row < 0:
            raise KeyError(word)
        return int(self._numbers[row])

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and self.row(word) >= 0

    def __iter__(self) -> Iterator[str]:
        return iter(self._trie)

    def __len__(self) -> int:
        return len(self._trie)

    def get(self, word: str, default: Any = None) -> Any:
        """The word's number, ``default`` for one that isn't there."""
        row = self.row(word)
        return default if row < 0 else self._numbers[row]

    def row(self, word: str) -> int:
        """The word's place in arrays of one value a word; -1 for one that isn't there."""
        try:
            row: int = self._trie.get(word, -1)
        except UnicodeEncodeError:  # half of a pair of code units is no character, and in no word
            return -1
        return row

    def beginning(self, text: str) -> Iterator[tuple[str, int]]:
        """The words that ``text`` begins with, the shortest first, each with its place in arrays."""
        rows: Iterator[tuple[str, int]] = self._trie.iter_prefixes_with_ids(text)
        return rows

    def numbered(self, row: int) -> int:
        """The number of the word at this place in arrays."""
        return int(self._numbers[row])


def word_arrays(numbers: Mapping[str, int], **columns: Mapping[str, Any]) -> dict[str, NDArray[Any]]:
    """The arrays that a ``WordTable`` reads, of words and their numbers (0 to 2**32 - 1); beside them an array for each
    of ``columns``, with a value for each word.

    No word may hold a NUL character.
    """
    import numpy as np

    trie = Trie(numbers)
    rows = [trie[word] for word in numbers]
    arrays = {"words": np.frombuffer(trie.tobytes(), np.uint8)}
    for name, values in {"numbers": numbers, **columns}.items():
        kind = np.uint32 if name == "numbers" else np.asarray(next(iter(values.values()))).dtype
        arrays[name] = np.zeros(len(numbers), kind)
        arrays[name][rows] = [values[word] for word in numbers]
    return arrays


def text_array(text: str) -> NDArray[Any]:
    """``text`` in UTF-8, to be kept beside other arrays."""
    import numpy as np

    return np.frombuffer(text.encode("utf-8"), np.uint8)


def array_text(array: NDArray[Any]) -> str:
    """The text that ``text_array`` made this array of."""
    return array.tobytes().decode("utf-8")
