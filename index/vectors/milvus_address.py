"""Where a Milvus store is, and the connection to it: the only place that knows of hosts and passwords.

    milvus://HOST:PORT/COLLECTION             a server or cluster (port 19530 where none is given)
    milvus://HOST:PORT/DATABASE/COLLECTION    in a database of its own
    milvus+tls://HOST:PORT/COLLECTION         the same over TLS
    milvus:PATH.db/COLLECTION                 a local file, through Milvus Lite

``USER:PASSWORD@`` before the host, or the variable ``MILVUS_TOKEN`` (``USER:PASSWORD`` or an API key),
says who asks. Neither is ever part of an address as text, of a repr or of an error.
"""

from __future__ import annotations

import contextlib
import functools
import logging
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from index.errors import StoreError

CONNECT_SECONDS = 10
START_SECONDS = 60  # of a file: its server is a process that starts first, late on a busy machine
_SCHEMES = {"milvus": "http", "milvus+tls": "https"}
_PORT = 19530
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,199}")  # Milvus allows 255; builds append theirs
_FORMS = "milvus://HOST:PORT/COLLECTION or milvus:PATH.db/COLLECTION"
_NO_COLLECTION = 100  # Milvus's error code
_REASON = 200  # characters of somebody else's error


@dataclass(frozen=True, slots=True)
class Address:
    """A place for vectors; ``str`` gives it back without its secrets, as ``parse_address`` reads it."""

    uri: str  # what pymilvus opens
    collection: str
    database: str = ""
    token: str = field(default="", repr=False)

    @property
    def local(self) -> bool:
        """Whether it is a file of this machine."""
        return "://" not in self.uri

    def __str__(self) -> str:
        if self.local:
            return f"milvus:{self.uri}/{self.collection}"
        scheme, _, host = self.uri.partition("://")
        name = next(name for name, protocol in _SCHEMES.items() if protocol == scheme)
        return "/".join([f"{name}://{host}", *filter(None, [self.database, self.collection])])


def parse_address(text: str, environment: Mapping[str, str] = os.environ) -> Address:
    """The address that ``text`` names; raises StoreError, with no secret in it, where it names none."""
    shown = re.sub(r"//.*@", "//", text)
    scheme, _, rest = text.partition(":")
    if scheme == "milvus" and not rest.startswith("//"):
        path, _, collection = rest.rpartition("/")
        if not path.endswith(".db"):
            raise StoreError(f"{shown} is no address of a store: write {_FORMS}")
        return Address(str(Path(path).absolute()), _checked(collection, "collection", shown))
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port or _PORT
    except ValueError:
        raise StoreError(f"{shown} is no address of a store (its host or port): write {_FORMS}") from None
    names = parts.path.removeprefix("/").split("/")
    if parts.scheme not in _SCHEMES or not host or parts.query or parts.fragment or len(names) > 2:
        raise StoreError(f"{shown} is no address of a store: write {_FORMS}")
    database = _checked(names[0], "database", shown) if len(names) == 2 else ""
    collection = _checked(names[-1], "collection", shown)
    host = f"[{host}]" if ":" in host else host
    given = ":".join(unquote(part) for part in (parts.username, parts.password) if part)
    token = given or environment.get("MILVUS_TOKEN", "")
    return Address(f"{_SCHEMES[parts.scheme]}://{host}:{port}", collection, database, token)


def _checked(name: str, what: str, shown: str) -> str:
    if not _NAME.fullmatch(name):
        rule = "letters, digits and _, no digit first, at most 200"
        raise StoreError(f"{shown} names no {what} ({rule}): write {_FORMS}")
    return name


def connect(address: Address) -> Any:
    """A ``pymilvus.MilvusClient``, safe to share between threads; StoreError where there is no connection."""
    pymilvus = _import()
    if address.local:
        try:
            Path(address.uri).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"{address} can't be made ({error.strerror}): choose another folder") from error
    patience = START_SECONDS if address.local else CONNECT_SECONDS
    with speaking(address):
        return pymilvus.MilvusClient(
            address.uri, token=address.token, db_name=address.database, timeout=patience, dedicated=True
        )


@contextlib.contextmanager
def speaking(address: Address) -> Iterator[None]:
    """Around calls of pymilvus: what they raise becomes a StoreError of one line without secrets."""
    import grpc

    pymilvus = _import()
    try:
        yield
    except (pymilvus.MilvusException, grpc.RpcError, grpc.FutureTimeoutError) as error:
        # not chained: what a server says may repeat what it was told
        raise StoreError(_explained(address, error)) from None


def _explained(address: Address, error: Exception) -> str:
    # pymilvus's errors have a message, gRPC's have details; the latter may be the former's cause
    parts = [getattr(error, "message", ""), _details(error), _details(error.__cause__)]
    reason = " ".join(": ".join(filter(None, parts)).split()) or type(error).__name__
    if address.token:
        reason = reason.replace(address.token, "…")
    reason = reason[:_REASON]
    if getattr(error, "code", None) == _NO_COLLECTION:
        return f"a collection of {address} is gone ({reason}): open the library again, or run `yinju build`"
    if address.local and "Open local milvus failed" in reason:
        return f"{address} can't be opened: it must be writable, and one process at a time uses it; else run a server"
    if re.search(r"auth check|authenticat|permission ?denied", reason, re.I):
        return f"{address} refuses who asks ({reason}): set MILVUS_TOKEN to USER:PASSWORD or an API key"
    return f"{address} doesn't answer as it should ({reason}): see that Milvus runs there, then try again"


def _details(error: BaseException | None) -> str:
    return str(getattr(error, "details", str)() or "")


@functools.cache
def _import() -> Any:
    # importing pymilvus reads any .env above it into this process's environment; that is the bot's own to read
    before = os.environ.get("PYTHON_DOTENV_DISABLED")
    os.environ["PYTHON_DOTENV_DISABLED"] = "1"
    try:
        import pymilvus
    except ImportError:
        raise StoreError("vectors in Milvus need more packages: run pip install 'yinju[milvus]'") from None
    finally:
        if before is None:
            os.environ.pop("PYTHON_DOTENV_DISABLED", None)
        else:
            os.environ["PYTHON_DOTENV_DISABLED"] = before
    for name in ("pymilvus", "milvus_lite"):  # they log, with a traceback, every error that they also raise
        logging.getLogger(name).setLevel(logging.CRITICAL)
    return pymilvus
