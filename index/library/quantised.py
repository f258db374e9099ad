"""Vectors of a library's pieces as they lie on disk: a byte a number, read only where they are asked for.

A vector is kept as its difference from a vector that depends on the model alone, scaled part by part
to whole numbers from -127 to 127 (scalar quantisation, Jégou et al. 2011, doi:10.1109/TPAMI.2010.57,
with one scale a vector and part). It is centred when it is read, so that what lies on disk does not
change when the library around it does.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.models.question_encoder import Part, Vectors

Codes = NDArray[np.int8]
_LARGEST = 127


class Quantiser:
    """Vectors to codes and back; ``reference`` (dimension,) is what they are measured from."""

    def __init__(self, reference: Vectors, parts: Sequence[Part]) -> None:
        self.reference, self.parts = np.asarray(reference, np.float32), tuple(parts)

    def encode(self, vectors: Vectors) -> tuple[Codes, Vectors]:
        """The codes (n, dimension) int8 and scales (n, parts) float32 of ``vectors`` (n, dimension)."""
        rest = np.asarray(vectors, np.float32) - self.reference
        codes = np.empty(rest.shape, np.int8)
        scales = np.empty((len(rest), len(self.parts)), np.float32)
        for number, (start, end, _) in enumerate(self.parts):
            part = rest[:, start:end]
            scales[:, number] = np.abs(part).max(axis=1, initial=0) / _LARGEST
            steps = np.where(scales[:, number] > 0, scales[:, number], 1)
            codes[:, start:end] = np.rint(part / steps[:, None])
        return codes, scales

    def decode(self, codes: Codes, scales: Vectors) -> Vectors:
        """The vectors (n, dimension) float32, each number within half a scale of what was encoded."""
        vectors = np.asarray(codes).astype(np.float32)
        for number, (start, end, _) in enumerate(self.parts):
            vectors[:, start:end] *= scales[:, number : number + 1]
        vectors += self.reference
        return vectors
