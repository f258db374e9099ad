"""The pieces that a model knows, and how text is cut into them: the way that SentencePiece's unigram model cuts.

Of all ways to cut a text the one whose pieces have the greatest sum of scores is taken (Kudo 2018, "Subword
Regularization", arXiv:1804.10959). The pieces are in a trie that is loaded, not parsed: a question is cut in less than
a millisecond, where the tokenizers of the packages take up to a second each to be there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

from index.text.word_table import WordTable, word_arrays

_UNKNOWN_PENALTY = 10.0  # how much worse than the worst piece a character is that no piece begins with


class Piece(NamedTuple):
    """A piece by its number, and where in the text it begins and ends."""

    number: int
    start: int
    end: int


class Vocabulary:
    """Pieces and their scores, as ``write_vocabulary`` wrote them; ``more`` is what it wrote beside them.

    ``fused``: characters that no piece begins with and that follow each other are one unknown piece.
    """

    def __init__(self, file: Path, fused: bool) -> None:
        arrays = load_file(file)
        self.more: Mapping[str, NDArray[Any]] = arrays
        self._pieces = WordTable(arrays)
        self._scores = arrays["scores"].data
        self._unknown, self._longest = arrays["unknown_longest"].tolist()
        self._unknown_score = float(arrays["scores"].min()) - _UNKNOWN_PENALTY
        self._fused = fused

    def ids(self, text: str) -> list[int]:
        """The numbers of the pieces of ``text``."""
        return [piece.number for piece in self.cut(text)]

    def cut(self, text: str) -> list[Piece]:
        """The pieces of ``text``; of ways that are equally good the one found first."""
        start_of, number_of = self._best_way(text)
        pieces: list[Piece] = []
        end = len(text)
        while end:
            piece = Piece(number_of[end], start_of[end], end)
            if self._fused and pieces and pieces[-1].number == piece.number == self._unknown:
                pieces[-1] = pieces[-1]._replace(start=piece.start)
            else:
                pieces.append(piece)
            end = piece.start
        return pieces[::-1]

    def _best_way(self, text: str) -> tuple[list[int], list[int]]:
        """For each end: where the last piece of the best way to it starts, and which piece that is."""
        pieces, scores, longest = self._pieces, self._scores, self._longest
        best = [0.0, *[float("-inf")] * len(text)]
        start_of, piece_of = [0] * len(best), [0] * len(best)
        for start in range(len(text)):
            before, single = best[start], False
            for piece, row in pieces.beginning(text[start : start + longest]):
                end, score = start + len(piece), before + scores[row]
                single = single or end == start + 1
                if score > best[end]:
                    best[end], start_of[end], piece_of[end] = score, start, pieces.numbered(row)
            if not single and before + self._unknown_score > best[start + 1]:
                best[start + 1], start_of[start + 1] = before + self._unknown_score, start
                piece_of[start + 1] = self._unknown
        return start_of, piece_of


def write_vocabulary(
    file: Path, pieces: Sequence[str], scores: Sequence[float], unknown: int, **more: NDArray[Any]
) -> None:
    """Write the pieces, in the order of their numbers, and their scores; ``unknown`` is the number of no piece."""
    numbers = {piece: number for number, piece in enumerate(pieces)}
    arrays = word_arrays(numbers, scores={piece: np.float32(scores[number]) for piece, number in numbers.items()})
    longest = max(map(len, numbers))
    save_file({**arrays, "unknown_longest": np.array([unknown, longest], np.int64), **more}, file)
