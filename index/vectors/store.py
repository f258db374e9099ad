"""Where vectors live: the contract of a store, and the one on FAISS."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol

import faiss
import numpy as np
from numpy.typing import NDArray

from index.errors import LibraryError

Vectors = NDArray[np.float32]
Rows = NDArray[np.int64]
_WORTH_A_THREAD = 4_000  # vectors: fewer are searched sooner than another thread wakes
_BESIDE = ThreadPoolExecutor(1, "search")


class Store(Protocol):
    """Vectors in rows, searched by inner product; it knows nothing of what a row stands for."""

    @property
    def dimension(self) -> int: ...

    def __len__(self) -> int: ...

    def search(self, queries: Vectors, limit: int) -> tuple[Vectors, Rows]:
        """Scores and rows, each (n, min(limit, len(self))), best first; queries (n, dimension) float32.

        Equal scores are in the order of their rows.
        """
        ...

    def vectors(self, rows: Sequence[int] | Rows) -> Vectors:
        """The stored vectors of ``rows``, (len(rows), dimension) float32."""
        ...

    def close(self) -> None:
        """Let go of what is held open, such as a connection; of no effect where nothing is."""
        ...


class FaissStore:
    """A FAISS index that is searched by inner product: of ``of`` an exact one (``IndexFlatIP``)."""

    def __init__(self, index: Any) -> None:
        self._index = index

    @classmethod
    def of(cls, vectors: Vectors) -> FaissStore:
        """A store of ``vectors``, (n, dimension) float32, row i of it being ``vectors[i]``."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, np.float32))
        return cls(index)

    @classmethod
    def read(cls, path: Path, mapped: bool = False) -> FaissStore:
        """The store saved at ``path``, read or mapped into memory; LibraryError when FAISS can't read it."""
        try:
            return cls(faiss.read_index(str(path), faiss.IO_FLAG_MMAP if mapped else 0))
        except RuntimeError as error:
            raise LibraryError(f"{path.name} is damaged: run `yinju build`") from error

    def probe(self, share: float) -> None:
        """Look into this share of the lists of an inverted file; of no effect on an exact index."""
        index: Any = faiss.downcast_index(self._index)
        if hasattr(index, "nprobe"):
            index.nprobe = max(1, round(share * index.nlist))

    def save(self, path: Path) -> None:
        """Write the store to ``path``; OSError when it can't be."""
        try:
            faiss.write_index(self._index, str(path))
        except RuntimeError as error:
            raise OSError(f"FAISS can't write {path.name}") from error

    @property
    def dimension(self) -> int:
        return int(self._index.d)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def search(self, queries: Vectors, limit: int) -> tuple[Vectors, Rows]:
        # FAISS pads a short result with row -1, which Python would read as the last row
        limit = min(limit, len(self))
        if limit == 0:
            empty = (len(queries), 0)
            return np.empty(empty, np.float32), np.empty(empty, np.int64)
        asked = limit + 1  # one more shows whether equals were cut off, and those of lower rows with them
        while True:
            scores, rows = self._search(queries, min(asked, len(self)))
            cut = (scores[:, limit - 1] == scores[:, -1]) & (rows[:, -1] >= 0)
            if asked >= len(self) or not cut.any():
                break
            asked *= 2
        order = np.lexsort((rows, -scores), axis=1)[:, :limit]
        return np.take_along_axis(scores, order, axis=1), np.take_along_axis(rows, order, axis=1)

    def _search(self, queries: Vectors, limit: int) -> tuple[Vectors, Rows]:
        queries = np.ascontiguousarray(queries, np.float32)
        if len(queries) < 2 or len(self) < _WORTH_A_THREAD:
            return self._on_one_thread(queries, limit)
        half = len(queries) // 2
        other = _BESIDE.submit(self._on_one_thread, queries[half:], limit)
        first, (scores, rows) = self._on_one_thread(queries[:half], limit), other.result()
        return np.concatenate([first[0], scores]), np.concatenate([first[1], rows])

    def _on_one_thread(self, queries: Vectors, limit: int) -> tuple[Vectors, Rows]:
        faiss.omp_set_num_threads(1)  # those of OpenMP spin on after every search
        scores, rows = self._index.search(queries, limit)
        return np.asarray(scores), np.asarray(rows)

    def close(self) -> None:
        pass  # its memory goes with it

    def vectors(self, rows: Sequence[int] | Rows) -> Vectors:
        return np.asarray(self._index.reconstruct_batch(np.asarray(rows, np.int64)), np.float32)
