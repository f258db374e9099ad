"""How a library too large to search every piece of it is searched: by its paragraphs first.

Up to ``Scale.pieces`` every piece (paragraph, sentence, clause, figure) is compared with the question. Beyond,
only the paragraphs' vectors are: exactly up to ``Scale.paragraphs``, then in an inverted file of scalar-quantised
vectors (FAISS ``IVF*,SQ8``: Jégou et al. 2011, doi:10.1109/TPAMI.2010.57), whose best are scored again from the
pieces themselves. Sentences and clauses are read for the candidates alone.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import faiss
import numpy as np

from index.vectors.store import FaissStore, Vectors

PROBED = 1 / 24  # of the lists: measured to find 0.99 of the ten nearest (python -m benchmarks.growth)


@dataclass(frozen=True, slots=True)
class Scale:
    """From which sizes on a library is built and searched in another way."""

    pieces: int = 30_000  # searched one by one: about 100 MB, and 8 ms a question on 2 cores
    paragraphs: int = 20_000  # searched one by one where the pieces are too many
    single: int = 3_000  # paragraphs that make a single segment
    batch: int = 300  # paragraphs read and encoded before they are kept


_SAMPLED, _AT_ONCE = 40, 20_000  # vectors to train a list on; vectors added at once


def paragraph_index(
    paragraphs: Callable[[int, int], Vectors], count: int, pieces: int, dimension: int, scale: Scale
) -> FaissStore | None:
    """The index of ``count`` paragraphs, ``paragraphs(start, end)`` giving their vectors; None where none is needed."""
    if pieces <= scale.pieces:
        return None
    if count <= scale.paragraphs:
        return FaissStore.of(paragraphs(0, count))
    lists = int(2 * math.sqrt(count))
    index: Any = faiss.index_factory(dimension, f"IVF{lists},SQ8", faiss.METRIC_INNER_PRODUCT)
    index.train(_sample(paragraphs, count, min(count, _SAMPLED * lists)))
    for start in range(0, count, _AT_ONCE):
        index.add(np.ascontiguousarray(paragraphs(start, min(count, start + _AT_ONCE))))
    return FaissStore(index)


def _sample(paragraphs: Callable[[int, int], Vectors], count: int, wanted: int) -> Any:
    """About ``wanted`` of the paragraphs, in runs from all over."""
    runs = max(1, wanted // 500)
    starts = np.linspace(0, count - 1, runs, endpoint=False).astype(int).tolist()
    return np.vstack([paragraphs(start, min(count, start + wanted // runs)) for start in starts])
