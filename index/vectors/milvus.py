"""Vectors in Milvus: the store of a library that one machine is too small for, read over the network.

A store is one collection of Milvus, ``row`` (the primary key) and ``vector`` (float32, inner product).
It is written once, by ``index.vectors.milvus_publishing``, and never changed after; the rest of a library
(articles, passages, words, manifest) stays in the index folder.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from index.errors import StoreError
from index.vectors.milvus_address import Address, connect, speaking
from index.vectors.milvus_indexes import effort
from index.vectors.store import Rows, Vectors

READ_SECONDS = 30
OPEN_SECONDS = 600  # to load a collection that is ready
MESSAGE = 16 << 20  # bytes of vectors in one message; Milvus takes 64 MiB, and JSON and protobuf add to it
_HIT = 32  # bytes of one result, at most: its score, and its row twice
MOST = 16_384  # queries of one search, results of one query, rows of one answer: Milvus's limits
_Hits = tuple[Vectors, Rows]  # the scores and rows of one query


class MilvusStore:
    """The vectors of one collection, by the contract of ``index.vectors.store.Store``.

    Searches are exact where the collection's index is (FLAT); with an approximate one that finds fewer
    rows than asked, the arrays are as narrow as its shortest answer. Equal scores are in the order of
    their rows, as far as Milvus's limit on results reaches. Any method raises StoreError when the server
    can't be reached. One store may be used by many threads.

    Reads are of "Bounded" staleness: the collection was flushed, loaded and counted ("Strong") before
    readers were sent to it, and nothing is written to it after, so that there is nothing stale to read;
    "Strong" would make every search wait for the next time tick (200 ms).
    """

    def __init__(self, client: Any, address: Address, collection: str) -> None:
        self._client, self._address, self.collection = client, address, collection
        with self._speaking():
            self._dimension = dimension_of(client, collection)
            client.load_collection(collection, timeout=OPEN_SECONDS)  # at once, if it is
            self._index = client.describe_index(collection, "vector", timeout=READ_SECONDS)["index_type"]
            self._length = count_rows(client, collection)
        weakref.finalize(self, client.close)  # a library that is exchanged leaves no connection behind

    def __repr__(self) -> str:
        return f"MilvusStore({self._address}, {self.collection})"

    @property
    def dimension(self) -> int:
        return self._dimension

    def __len__(self) -> int:
        return self._length

    def close(self) -> None:
        """Give the connection back; the store is of no use after."""
        self._client.close()

    def search(self, queries: Vectors, limit: int) -> tuple[Vectors, Rows]:
        """As the contract says; ValueError for queries of another dimension."""
        queries = np.ascontiguousarray(queries, np.float32)
        if queries.ndim != 2 or queries.shape[1] != self.dimension:
            raise ValueError(f"queries of shape {queries.shape} for vectors of {self.dimension} numbers")
        limit = min(limit, len(self))
        if limit <= 0 or not len(queries):
            empty = (len(queries), 0)
            return np.empty(empty, np.float32), np.empty(empty, np.int64)
        page = max(1, min(MOST, self._in_message, MESSAGE // (_HIT * limit)))
        hits: list[_Hits] = []
        with self._speaking():
            for start in range(0, len(queries), page):
                hits += self._best(queries[start : start + page], limit)
        width = min(len(rows) for _, rows in hits)
        scores = np.array([scores[:width] for scores, _ in hits], np.float32)
        return scores, np.array([rows[:width] for _, rows in hits], np.int64)

    def vectors(self, rows: Sequence[int] | Rows) -> Vectors:
        """As the contract says; StoreError when the collection lacks one of ``rows``."""
        wanted, numbers = np.unique(np.asarray(rows, np.int64), return_inverse=True)
        vectors = np.empty((len(wanted), self.dimension), np.float32)
        page = min(MOST, self._in_message)
        with self._speaking():
            for start in range(0, len(wanted), page):
                part = wanted[start : start + page]
                answer = self._client.query(
                    self.collection,
                    f"row in {part.tolist()}",
                    ["row", "vector"],
                    timeout=READ_SECONDS,
                    strict_float32=True,  # arrays of numpy, not lists of Python's floats
                )
                if len(answer) != len(part):
                    raise StoreError(f"{self._address} lacks rows of {self.collection}: run `yinju build`")
                if len(part):
                    order = np.searchsorted(part, [hit["row"] for hit in answer])
                    vectors[start + order] = np.stack([hit["vector"] for hit in answer])
        return np.asarray(vectors[numbers.reshape(-1)])

    def _speaking(self) -> Any:
        return speaking(self._address)

    @property
    def _in_message(self) -> int:
        """How many vectors one message carries."""
        return rows_in_message(self.dimension)

    def _best(self, queries: Vectors, limit: int) -> list[_Hits]:
        """The best ``limit`` of each query, those of equal scores in the order of their rows."""
        if limit >= MOST:
            return self._of_all_spans(queries, limit)
        asked = limit + 1  # one more shows whether equals were cut off, and those of lower rows with them
        while True:
            hits = self._ask(queries, asked)
            cut = any(len(scores) == asked and scores[limit - 1] == scores[-1] for scores, _ in hits)
            if not cut or asked >= min(MOST, len(self)):
                return [(scores[:limit], rows[:limit]) for scores, rows in hits]
            asked = min(2 * asked, MOST)

    def _of_all_spans(self, queries: Vectors, limit: int) -> list[_Hits]:
        """More results than Milvus gives at once: all rows of each span of rows, put together and cut."""
        spans = [self._ask(queries, MOST, f"row >= {low} and row <= {high}") for low, high in self._spans]
        together = [tuple(map(np.concatenate, zip(*parts, strict=True))) for parts in zip(*spans, strict=True)]
        return [_sorted(scores, rows, limit) for scores, rows in together]

    def _ask(self, queries: Vectors, asked: int, expression: str = "") -> list[_Hits]:
        answer = self._client.search(
            self.collection,
            list(queries),
            filter=expression,
            limit=min(asked, len(self)),
            output_fields=["row"],  # Lite sends the vectors too where nothing is said
            anns_field="vector",
            search_params={"metric_type": "IP", "params": effort(self._index, asked)},
            timeout=READ_SECONDS,
        )
        return [_sorted(np.array(hits.distances, np.float32), np.array(hits.ids, np.int64), asked) for hits in answer]

    @cached_property
    def _spans(self) -> list[tuple[int, int]]:
        """The first and last row of each stretch of at most ``MOST`` rows: they need not be dense."""
        return [(rows[0], rows[-1]) for rows in self._pages_of_rows()]

    def _pages_of_rows(self) -> Iterator[list[int]]:
        pages = self._client.query_iterator(
            self.collection, batch_size=MOST, output_fields=["row"], timeout=READ_SECONDS
        )
        while page := [hit["row"] for hit in pages.next()]:
            yield page
        pages.close()


def rows_in_message(dimension: int) -> int:
    """How many vectors of ``dimension`` float32 go into one message."""
    return max(1, MESSAGE // (4 * dimension + 16))


def dimension_of(client: Any, collection: str) -> int:
    """How many numbers a vector of ``collection`` has."""
    fields = client.describe_collection(collection, timeout=READ_SECONDS)["fields"]
    return next(int(field["params"]["dim"]) for field in fields if field["name"] == "vector")


def count_rows(client: Any, collection: str) -> int:
    """How many rows a loaded collection holds, all writes before this moment counted."""
    answer = client.query(collection, "", ["count(*)"], consistency_level="Strong", timeout=READ_SECONDS)
    return int(answer[0]["count(*)"])


def resolve(client: Any, alias: str) -> str | None:
    """The collection that ``alias`` stands for; None where there is no such alias."""
    if alias not in client.list_aliases(timeout=READ_SECONDS)["aliases"]:
        return None
    return str(client.describe_alias(alias, timeout=READ_SECONDS)["collection_name"])


def open_store(address: Address, collection: str | None = None) -> MilvusStore:
    """The store in ``collection``, or in the one published last at ``address``; StoreError where there is none.

    The alias is resolved once, so that a store never mixes two libraries: it reads the same collection
    until it is opened again. Milvus keeps that one through the next publishing, not through two.
    """
    client = connect(address)
    try:
        with speaking(address):
            collection = collection or resolve(client, address.collection)
        if collection is None:
            raise StoreError(f"nothing is published at {address}: run `yinju build --store {address}`")
        return MilvusStore(client, address, collection)
    except BaseException:
        client.close()
        raise


def _sorted(scores: Vectors, rows: Rows, limit: int) -> _Hits:
    order = np.lexsort((rows, -scores))[:limit]
    return scores[order], rows[order]
