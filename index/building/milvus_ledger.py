"""The Milvus store of a library: which one it has, sending it vectors, and leaving nothing behind there.

An index folder whose vectors go to Milvus holds ``.sent``: the store's address and the tokens of its builds, the last
one at the end, written before anything is sent. Where the last is not that of the library in service, a build was
killed, and the next one drops what it left.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

from index.errors import LibraryError, StoreError
from index.library.disk import flush
from index.library.verify import in_service
from index.vectors.store import Rows, Vectors

_LEDGER = ".sent"
_AT_ONCE = 5_000  # vectors
_REMEMBERED = 3  # builds: two of which collections are kept (milvus_publishing.py), and one that is being dropped


def store_of(index: Path) -> dict[str, str]:
    """The Milvus store of the library in service: ``address`` and ``collection``; empty where it has none."""
    try:
        _, manifest = in_service(index)
    except LibraryError:
        return {}
    return dict(manifest.get("store") or {})


def named(store: str) -> str:
    """A store's address as a manifest names it, without a password; "" for none. Raises StoreError for no address."""
    if not store:
        return ""
    from index.vectors.milvus_address import parse_address

    return str(parse_address(store))


def store_stands(index: Path) -> bool:
    """Whether the Milvus store that the library names holds its vectors; True where it names none."""
    if not (where := store_of(index)):
        return True
    from index.vectors.milvus import open_store
    from index.vectors.milvus_address import parse_address

    try:
        open_store(parse_address(where["address"]), where["collection"]).close()
    except StoreError:
        return False
    return True


def send(index: Path, store: str, rows: Rows, vectors: Callable[[Rows], Vectors], dimension: int) -> dict[str, str]:
    """Put the ``vectors`` of ``rows`` in service at the address ``store``; where they are, as ``store_of`` says it.

    Raises StoreError when they can't be written there, OSError when ``index`` can't.
    """
    from index.vectors.milvus_address import parse_address
    from index.vectors.milvus_publishing import discard, new_token, publish_vectors

    address, token, before = parse_address(store), new_token(), store_of(index).get("collection")
    where, tokens = _read(index)
    _write(index, str(address), [*(tokens[-_REMEMBERED:] if where == str(address) else ()), token])
    batches = (rows[start : start + _AT_ONCE] for start in range(0, len(rows), _AT_ONCE))
    try:
        collection = publish_vectors(
            address, ((batch, vectors(batch)) for batch in batches), dimension, token, in_service=before
        )
    except BaseException:
        with contextlib.suppress(StoreError):
            discard(address, [token])
        raise
    return {"address": str(address), "collection": collection}


def tidy_store(index: Path, store: str) -> None:
    """Drop what builds into the reserved folder ``index`` left in Milvus when they were killed, if any was.

    ``store`` is the address that is built to now, "" for none. Raises OSError when ``index`` can't be written.
    """
    where, tokens = _read(index)
    serving, stays = store_of(index).get("collection", ""), named(store) == where
    if tokens and not serving.endswith(tokens[-1]):
        from index.vectors.milvus_address import parse_address
        from index.vectors.milvus_publishing import discard

        others = [token for token in tokens if not serving.endswith(token)]
        with contextlib.suppress(StoreError):  # out of reach: a build that goes there says so, and a later one tidies
            kept = discard(parse_address(store if stays else where), others)
            _write(index, where, [*kept, *(token for token in tokens if token not in others)])
    if not stays:  # the store that the library leaves is of no concern any more
        (index / _LEDGER).unlink(missing_ok=True)


def _read(index: Path) -> tuple[str, list[str]]:
    """The address and the tokens in the ledger; none where there is no ledger."""
    try:
        where, *tokens = (index / _LEDGER).read_text("utf-8").splitlines()
    except (OSError, ValueError):
        return "", []
    return where, tokens


def _write(index: Path, where: str, tokens: list[str]) -> None:
    ledger = index / f"{_LEDGER}.new"
    ledger.write_text("\n".join([where, *tokens]) + "\n", "utf-8")
    flush(ledger)
    ledger.replace(index / _LEDGER)
    flush(index)
