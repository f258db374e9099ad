"""Which passages could hold a text: for each passage the trigrams of its characters, as bits.

A passage that holds a text has every bit of it, so that nothing is missed; one that has most of them holds most of
it. The bits of ``BLOCK`` passages lie together, bit by bit: a text of a few dozen trigrams reads a few dozen short
rows of each block and nothing else (bit-sliced signatures).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.text.scripts import fold
from index.text.typography import typeset

BITS = 2048  # for each passage; of 150 characters it sets 7 of 100, of 600 some 20
BLOCK = 512  # passages
TRIGRAM = 3
_MIXED = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], np.uint64)
_SHIFT = np.uint64(64 - 11)  # eleven bits are left: 0 to 2047


def trigrams(text: str) -> NDArray[np.int64]:
    """The bit of each three characters of ``text``, in their order; script and case make no difference."""
    codes = np.frombuffer(fold(text).encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    if len(codes) < TRIGRAM:
        return np.empty(0, np.int64)
    mixed = codes[:-2] * _MIXED[0] ^ codes[1:-1] * _MIXED[1] ^ codes[2:] * _MIXED[2]
    return np.asarray((mixed * _MIXED[0]) >> _SHIFT, np.int64)


class SignatureWriter:
    """The signatures of passages being written, in their order."""

    def __init__(self, path: Path) -> None:
        self._file, self._count = path.open("wb"), 0
        self._block = np.zeros((BITS, BLOCK), bool)

    def write(self, text: str) -> None:
        """The next passage, of this readable text."""
        self._block[trigrams(typeset(text)[0]), self._count] = True
        self._count += 1
        if self._count == BLOCK:
            self._flush()

    def close(self) -> None:
        """Writes what is left; passages that don't fill a block leave the rest of it empty."""
        if self._count:
            self._flush()
        self._file.close()

    def _flush(self) -> None:
        self._file.write(np.packbits(self._block, axis=1).tobytes())
        self._block[:], self._count = False, 0


class Signatures:
    """The signatures of ``count`` passages where they lie. Raises ValueError where the file is of another size."""

    def __init__(self, path: Path, count: int) -> None:
        shape = (-(-count // BLOCK), BITS, BLOCK // 8)
        if path.stat().st_size != shape[0] * shape[1] * shape[2]:
            raise ValueError(f"{path.name} is of another size")
        self._count = count
        self._blocks = np.asarray(np.memmap(path, np.uint8, "r", shape=shape)) if count else np.empty(shape, np.uint8)

    def shared(self, bits: Sequence[int] | NDArray[np.int64]) -> NDArray[np.uint8]:
        """How many of ``bits`` (255 at most) each passage has."""
        rows = np.unpackbits(self._blocks[:, np.asarray(bits, np.int64)], axis=-1)
        return np.asarray(rows.sum(axis=1, dtype=np.uint8).reshape(-1)[: self._count])
