"""Publishing vectors to Milvus: written beside the collection in service, then put in its place in one step.

A build has a token. Its vectors go into the collection ``COLLECTION_TOKEN``, which nobody reads; once
they are all there, indexed and loaded, the alias ``COLLECTION`` is pointed at it, in one step on the
server. Readers follow the alias when they open a store, so that none ever sees half a build, whenever
a builder is killed.

Builders on shares. One process makes a token (``new_token``) and deals out the files. Each builder
calls ``stage(address, token, dimension)`` and ``insert``s the vectors of its own rows; which of them
comes first makes the collection. Rows are upserted: a builder that was killed, or isn't sure what
arrived, inserts its share again. When all are done, one of them calls ``switch(address, token, rows)``,
which counts first; a missing share is a StoreError, and the collection stays, to be completed. Tested:
two processes on one Milvus Lite server that takes a request at a time, as Lite bears no concurrent
writes to a collection. Through a local file (``milvus:PATH.db/…``) one process builds at a time.

The collection in service before stays, under the alias ``COLLECTION_previous``, for readers that have it
open; the one before that is dropped when a new one is about to be loaded, so that the query nodes never
hold more than two. ``drop_previous`` gives up that one, too, once all readers have opened the new.
Where it isn't the alias that sends readers to a collection but a manifest that names it, the build says
which: that one is kept, also when the build before was killed between its switch and its manifest.
Collections of builds never finished are dropped at the next switch when they are a week old.
"""

from __future__ import annotations

import calendar
import contextlib
import re
import secrets
import shutil
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from index.errors import StoreError
from index.vectors.milvus import READ_SECONDS, count_rows, dimension_of, resolve, rows_in_message
from index.vectors.milvus_address import Address, connect, speaking
from index.vectors.milvus_indexes import build_index, index_for
from index.vectors.store import Rows, Vectors

WRITE_SECONDS = 120
_INDEX_SECONDS = 6 * 3600  # a whole number: pymilvus waits for ever on any other
_WEEK = 7 * 24 * 3600
_TOKEN = re.compile(r"(\d{14})_[0-9a-f]{8}")
_STAMP = "%Y%m%d%H%M%S"


def new_token() -> str:
    """A name for a build: its time, by which leftovers are known, and eight hexadecimal digits."""
    return f"{time.strftime(_STAMP, time.gmtime())}_{secrets.token_hex(4)}"


class Staging:
    """The collection of one build, open for writing; closed at the end of a ``with``."""

    def __init__(self, client: Any, address: Address, collection: str, dimension: int) -> None:
        self._client, self._address = client, address
        self.collection, self.dimension = collection, dimension

    def __enter__(self) -> Staging:
        return self

    def __exit__(self, *unused: object) -> None:
        self._client.close()

    def insert(self, rows: Rows, vectors: Vectors) -> None:
        """Write ``vectors``, (n, dimension), as ``rows``; what a row held before is replaced.

        Raises ValueError when the shapes are others, StoreError when the server can't be reached.
        """
        rows, vectors = np.asarray(rows, np.int64), np.asarray(vectors, np.float32)
        if vectors.shape != (len(rows), self.dimension):
            raise ValueError(f"vectors of shape {vectors.shape} for {len(rows)} rows of {self.dimension} numbers")
        page = rows_in_message(self.dimension)
        with speaking(self._address):
            for start in range(0, len(rows), page):
                pairs = zip(rows[start : start + page].tolist(), vectors[start : start + page], strict=True)
                data = [{"row": row, "vector": vector} for row, vector in pairs]
                self._client.upsert(self.collection, data, timeout=WRITE_SECONDS)


def stage(address: Address, token: str, dimension: int) -> Staging:
    """The collection of build ``token``, made if no other builder has.

    Raises StoreError when the server can't be reached or the build is of vectors of another dimension.
    """
    collection = _staged(address, token)
    client = connect(address)
    try:
        with speaking(address):
            _ensure(client, collection, dimension)
            held = dimension_of(client, collection)
        if held != dimension:
            raise StoreError(f"{collection} is of vectors of {held} numbers, not {dimension}: begin another build")
    except BaseException:
        client.close()
        raise
    return Staging(client, address, collection, dimension)


def _ensure(client: Any, collection: str, dimension: int) -> None:
    """Make ``collection`` if there is none; several builders may try at once."""
    from pymilvus import DataType, MilvusException

    schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("row", DataType.INT64, is_primary=True)
    schema.add_field("vector", DataType.FLOAT_VECTOR, dim=dimension)
    if client.has_collection(collection, timeout=READ_SECONDS):
        return
    try:
        client.create_collection(collection, schema=schema, consistency_level="Bounded", timeout=WRITE_SECONDS)
    except MilvusException:
        if not client.has_collection(collection, timeout=READ_SECONDS):
            raise


def switch(address: Address, token: str, rows: int, index: str | None = None, in_service: str | None = None) -> str:
    """Index the collection of build ``token``, see that it holds ``rows`` rows, put it in service; its name.

    Raises StoreError, and leaves in service what is, when rows are missing or the server can't be reached.
    ``index`` is one of ``milvus_indexes.INDEXES``: AUTOINDEX where none is given, FLAT in a file. ``in_service`` is the
    collection that readers are sent to now, where that is not the alias's. May be called again.
    """
    collection, index = _staged(address, token), index_for(index, address.local)
    client = connect(address)
    with contextlib.closing(client), speaking(address):
        client.flush(collection, timeout=_INDEX_SECONDS)
        build_index(client, collection, index)
        current = resolve(client, address.collection)
        # a library that moves here from another alias leaves its collection to that one
        ours = in_service is not None and _build_of(in_service, address.collection) is not None
        kept = in_service if ours and client.has_collection(in_service, timeout=READ_SECONDS) else current
        if current != collection:
            _drop_previous(client, address, keep=(current, kept))
        client.load_collection(collection, timeout=_INDEX_SECONDS)
        held = count_rows(client, collection)
        if held != rows:
            raise StoreError(f"{collection} holds {held} of {rows} rows: insert those that are missing, then switch")
        if current != collection:
            _point(client, address, collection, current, kept)
    return collection


def publish_vectors(
    address: Address,
    batches: Iterable[tuple[Rows, Vectors]],
    dimension: int,
    token: str | None = None,
    index: str | None = None,
    in_service: str | None = None,
) -> str:
    """Write all ``batches`` (of distinct rows) and put them in service; the name of their collection.

    For one builder alone. Raises as ``Staging.insert`` and ``switch`` do; without a ``token`` to go on
    with, what was written until then is dropped.
    """
    build, total, index = token or new_token(), 0, index_for(index, address.local)
    try:
        with stage(address, build, dimension) as staging:
            for rows, vectors in batches:
                staging.insert(rows, vectors)
                total += len(rows)
        return switch(address, build, total, index, in_service)
    except BaseException:
        if token is None:
            with contextlib.suppress(StoreError):
                discard(address, [build])
        raise


def discard(address: Address, tokens: Sequence[str]) -> list[str]:
    """Drop the collections of builds that shall not be published; never one that is, or was the last to be.

    Returns the tokens of those.
    """
    client = connect(address)
    with contextlib.closing(client), speaking(address):
        published = (resolve(client, address.collection), resolve(client, _previous(address)))
        kept = [token for token in tokens if _staged(address, token) in published]
        for collection in (_staged(address, token) for token in tokens if token not in kept):
            client.drop_collection(collection, timeout=WRITE_SECONDS)
            if address.local:  # Lite knows nothing of a collection that it was killed in making or dropping
                shutil.rmtree(Path(address.uri) / "collections" / collection, ignore_errors=True)
    return kept


def _staged(address: Address, token: str) -> str:
    if not _TOKEN.fullmatch(token):
        raise ValueError(f"{token!r} is no token of a build")
    return f"{address.collection}_{token}"


def drop_previous(address: Address) -> None:
    """Drop the collection that was in service before the present one; readers that still have it get StoreError."""
    client = connect(address)
    with contextlib.closing(client), speaking(address):
        _drop_previous(client, address, keep=(resolve(client, address.collection),))


def _drop_previous(client: Any, address: Address, keep: tuple[str | None, ...]) -> None:
    collection = resolve(client, _previous(address))
    if collection is not None:
        client.drop_alias(_previous(address), timeout=WRITE_SECONDS)  # Milvus drops no collection that has one
        if collection not in keep:
            client.drop_collection(collection, timeout=WRITE_SECONDS)


def _point(client: Any, address: Address, collection: str, current: str | None, kept: str | None) -> None:
    """Point the alias from ``current`` to ``collection``, keep ``kept``, drop what killed builds left behind.

    The order is such that a kill at any point leaves what is in service there, and at most a leftover.
    """
    if kept is not None:
        client.create_alias(kept, _previous(address), timeout=WRITE_SECONDS)
    if current is not None:
        client.alter_alias(collection, address.collection, timeout=WRITE_SECONDS)
    elif client.has_collection(address.collection, timeout=READ_SECONDS):
        raise StoreError(f"{address} is a collection that yinju didn't make: choose another name for the store")
    else:
        client.create_alias(collection, address.collection, timeout=WRITE_SECONDS)
    for name in client.list_collections(timeout=READ_SECONDS):
        if name not in (collection, kept) and (name == current or _is_leftover(name, address.collection)):
            client.drop_collection(name, timeout=WRITE_SECONDS)


def _previous(address: Address) -> str:
    return f"{address.collection}_previous"


def _build_of(name: str, collection: str) -> re.Match[str] | None:
    """The token in the name of a build of ``collection``; None for any other name."""
    return _TOKEN.fullmatch(name.removeprefix(f"{collection}_")) if name.startswith(f"{collection}_") else None


def _is_leftover(name: str, collection: str) -> bool:
    """Whether ``name`` is that of a build of ``collection`` begun more than a week ago."""
    build = _build_of(name, collection)
    if build is None:
        return False
    try:
        return time.time() - calendar.timegm(time.strptime(build[1], _STAMP)) > _WEEK
    except ValueError:  # not a time
        return False
