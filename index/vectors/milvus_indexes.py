"""The index types of Milvus that vectors can be published with: how each is built, and how far it is searched."""

from __future__ import annotations

import time
from typing import Any

from index.errors import StoreError

# What Milvus is told beside the type; AUTOINDEX lets the server choose.
INDEXES: dict[str, dict[str, int | str]] = {
    "AUTOINDEX": {},
    "FLAT": {},
    "HNSW": {"M": 32, "efConstruction": 200},
    "HNSW_SQ": {"M": 32, "efConstruction": 200, "sq_type": "SQ8"},
    "IVF_FLAT": {"nlist": 1024},
    "IVF_SQ8": {"nlist": 1024},
    "DISKANN": {},
}
_SECONDS = 120  # for one request; building takes as long as it takes


def index_for(given: str | None, local: bool) -> str:
    """The index to build: the one given, else what suits a server or a local file; StoreError for none of INDEXES."""
    index = given or ("FLAT" if local else "AUTOINDEX")
    if index not in INDEXES:
        raise StoreError(f"{index} is no index of Milvus that yinju knows: choose one of {', '.join(INDEXES)}")
    return index


def build_index(client: Any, collection: str, index: str) -> None:
    """Have all rows of a flushed collection indexed, those that came after an earlier try as well.

    Raises StoreError when the server can't; pymilvus's errors are the caller's.
    """
    if not client.list_indexes(collection, timeout=_SECONDS):
        parameters = client.prepare_index_params()
        parameters.add_index("vector", index_type=index, metric_type="IP", params=INDEXES[index])
        client.create_index(collection, parameters, timeout=_SECONDS, sync=False)
    pause = 0.1
    while True:
        built = client.describe_index(collection, "vector", timeout=_SECONDS)
        if built["state"] == "Failed":
            raise StoreError(f"Milvus can't build the index of {collection}: see the log of its data nodes")
        if built["state"] == "Finished" and not built["pending_index_rows"]:
            return
        time.sleep(pause)
        pause = min(2 * pause, 5)


def effort(index: str, asked: int) -> dict[str, int]:
    """The parameters of a search for ``asked`` results; none for an index that decides itself."""
    if index.startswith("HNSW"):
        return {"ef": max(2 * asked, 128)}
    if index.startswith("IVF"):
        return {"nprobe": 64}
    return {"search_list": max(asked, 128)} if index == "DISKANN" else {}
