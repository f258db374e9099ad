"""The packaged Universal Sentence Encoder at work: texts in, unit vectors out (``use_files.py`` prepares it)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.models.onnx_parts import onnx_session
from index.models.question_encoder import Vectors
from index.models.use_files import LEFT, RIGHT
from index.models.use_tokens import UseTokens

_AT_ONCE = 384  # pieces that are read together: what they need stays in the processor's cache


class UniversalSentenceEncoder:
    """USE multilingual v3 on ``threads`` threads. Safe to use from several threads at once."""

    def __init__(self, folder: Path, threads: int) -> None:
        self._tokens = UseTokens(folder)
        self._graph = folder / "use.onnx"
        self._session = onnx_session(self._graph, threads)
        # mapped: texts need a few of its 128,000 rows, and processes share them
        self._pieces = np.asarray(np.load(folder / "use-pieces.npy", mmap_mode="r", allow_pickle=False))
        self._steps, self._lowest = np.load(folder / "use-steps.npy", allow_pickle=False)

    def on_threads(self, threads: int) -> UniversalSentenceEncoder:
        """The same on another number of threads."""
        other = copy(self)
        other._session = onnx_session(self._graph, threads)
        return other

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of ``texts``, (n, 512) float32; none depends on the others."""
        read = [self._tokens(text) for text in texts]
        groups = [self._encode(read[first:end]) for first, end in _together([len(pieces) for pieces in read])]
        return np.concatenate(groups) if groups else np.empty((0, 512), np.float32)

    def _encode(self, texts: Sequence[Sequence[int]]) -> Vectors:
        lengths = np.array([len(pieces) for pieces in texts])
        ids = np.concatenate([np.asarray(pieces, np.int64) for pieces in texts])
        part = ids % len(self._steps)
        pieces = self._pieces[ids].astype(np.float32)
        pieces *= self._steps[part, None]
        pieces += self._lowest[part, None]
        text_of = np.repeat(np.arange(len(texts)), lengths)
        ends = np.cumsum(lengths)
        pooling = np.zeros((len(texts), len(ids)), np.float32)
        pooling[text_of, np.arange(len(ids))] = (1 / np.sqrt(lengths))[text_of]
        fed = {
            "pieces": pieces,
            "windows": _windows((ends - lengths)[text_of], ends[text_of]),
            "pooling": pooling,
            "roots": np.sqrt(lengths).astype(np.float32)[:, None],
        }
        (vectors,) = self._session.run(["vectors"], fed)
        return np.asarray(vectors, np.float32)


def _together(lengths: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Which texts are read together, in order: first and end of each group."""
    first, pieces = 0, 0
    for at, length in enumerate(lengths):
        if pieces and pieces + length > _AT_ONCE:
            yield first, at
            first, pieces = at, 0
        pieces += length
    if pieces:
        yield first, len(lengths)


def _windows(first: NDArray[np.int64], end: NDArray[np.int64]) -> NDArray[np.int64]:
    """Which rows stand around each row, those outside its text being the row after the last; ``first`` and ``end``
    are of each row's text.
    """
    rows = np.arange(len(first))[:, None] + np.arange(-LEFT, RIGHT + 1)
    return np.where((rows >= first[:, None]) & (rows < end[:, None]), rows, len(first))
