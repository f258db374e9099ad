"""Libraries on disk: segments written beside those in service, checked when opened, put in service in one step.

An index folder holds ``CURRENT`` (the name of the library in service and the SHA-256 of its manifest), library
folders and segments (``segments.py``), which libraries share. Nothing in them is pickled: JSON, ``.npy`` arrays
and FAISS indexes. A library's manifest names its segments, with the SHA-256 of what each says of itself, and the
articles in them that are gone since. A small library's folder holds a FAISS index of all its pieces.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import secrets
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.building.milvus_ledger import send
from index.errors import LibraryError
from index.library.combined_segments import Shelf, piece_vectors
from index.library.disk import FORMAT, flush
from index.library.opening import EXACT_VECTORS, MEANS_FILE_ARRAYS
from index.library.segments import Segment
from index.library.verify import BROKEN, CURRENT, MANIFEST
from index.models.centring import Means, language_means
from index.resources import sha256_of
from index.vectors.coarse import Scale
from index.vectors.store import FaissStore

if TYPE_CHECKING:
    from index.models.question_encoder import QuestionEncoder


@dataclass(frozen=True, slots=True)
class Part:
    """A segment's share in a library: its folder's name, and the numbers of its articles that are gone."""

    name: str
    gone: tuple[int, ...] = ()


@contextlib.contextmanager
def reserved(index: Path, together: bool = False) -> Iterator[None]:
    """Held by one build at a time, or by builders on shares ``together``; the lock goes with its process.

    Raises LibraryError when ``index`` can't be written or another build holds it.
    """
    import fcntl

    with contextlib.ExitStack() as open_files:
        try:
            index.mkdir(parents=True, exist_ok=True)
            lock = open_files.enter_context((index / ".lock").open("w"))
            fcntl.flock(lock, (fcntl.LOCK_SH if together else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise LibraryError(f"another build is at work in {index}: wait until it is done") from error
        except OSError as error:
            raise unwritable(index, error) from error
        for stale in () if together else index.glob(".building-*"):  # left by a build that was killed
            shutil.rmtree(stale, ignore_errors=True)
        yield


def unwritable(index: Path, error: OSError) -> LibraryError:
    """The error of an index folder that can't be written."""
    reason = error.strerror or error
    return LibraryError(f"the library can't be written to {index} ({reason}): choose another folder with --index")


@contextlib.contextmanager
def new_folder(index: Path, kind: str) -> Iterator[Path]:
    """An empty folder to write into; it gets its name, ``kind`` and a token, when all is written.

    Raises LibraryError when it can't be written.
    """
    token = secrets.token_hex(6)
    work = index / f".building-{token}"
    try:
        work.mkdir()
        yield work
        work.rename(index / f"{kind}-{token}")
        flush(index)
    except OSError as error:
        raise unwritable(index, error) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


def put_in_service(index: Path, parts: Sequence[Part], encoder: QuestionEncoder, scale: Scale, store: str = "") -> None:
    """Make a library of segments in the reserved folder ``index``, then point ``CURRENT`` at it.

    Its folder has a name of its own, even where the same library is published again: the one in service is
    never touched. ``store`` is the address of a Milvus store for the vectors that are searched. Raises LibraryError
    when something can't be written, StoreError when it can't be written there.
    """
    segments = [Segment(index / part.name) for part in parts]
    means = language_means(encoder, mean_of(segments))
    with new_folder(index, "library") as work:
        np.savez(work / "means.npz", **{name: getattr(means, name) for name in MEANS_FILE_ARRAYS})
        every = sum(segment.about["pieces"] for segment in segments) <= scale.pieces
        manifest = _described(parts, segments, encoder)
        shelf = Shelf(segments, [part.gone for part in parts]) if every or store else None
        if shelf and store:
            rows = np.arange(int(shelf.first_piece[-1])) if every else shelf.first_piece[:-1][shelf.quotable]
            vectors = partial(piece_vectors, shelf, mean=means.passages, parts=encoder.parts)
            manifest["store"] = send(index, store, rows, vectors, len(means.passages))
        elif shelf:
            exact_store(shelf, means, encoder).save(work / EXACT_VECTORS)
        manifest["files"] = {file.name: sha256_of(file) for file in sorted(work.iterdir())}
        (work / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")
        for file in work.iterdir():
            flush(file)
        digest, token = sha256_of(work / MANIFEST), work.name.rpartition("-")[2]
    try:
        _point_at(index, f"library-{token}", digest)
    except OSError as error:
        raise unwritable(index, error) from error
    _tidy(index, keep=f"library-{token}")


def mean_of(segments: Sequence[Segment]) -> Any:
    """The mean of the passages' vectors, (dimension,) float32."""
    total = np.sum([segment.sum for segment in segments], axis=0)
    return np.asarray(total / max(1, sum(map(len, segments))), np.float32)


def exact_store(shelf: Shelf, means: Means, encoder: QuestionEncoder) -> FaissStore:
    """All pieces of a small library in an exact index."""
    rows = np.arange(int(shelf.first_piece[-1]), dtype=np.int64)
    return FaissStore.of(piece_vectors(shelf, rows, means.passages, encoder.parts))


def _described(parts: Sequence[Part], segments: Sequence[Segment], encoder: QuestionEncoder) -> dict[str, Any]:
    gone = [set(part.gone) for part in parts]
    live = [
        credits
        for segment, without in zip(segments, gone, strict=True)
        for number, credits in enumerate(segment.credits)
        if number not in without
    ]
    return {
        "format": FORMAT,
        "model": encoder.identity,
        "dimension": encoder.dimension,
        "corpus": corpus_digest({credits["slug"]: credits["digest"] for credits in live}),
        "articles": len(live),
        "paragraphs": sum(credits["passages"] for credits in live),
        "bodies": sum(credits["bodies"] for credits in live),
        "rows": sum(credits["rows"] for credits in live),
        "statistics": sum(credits["statistics"] for credits in live),
        "segments": [
            {"name": part.name, "digest": sha256_of(segment.folder / "segment.json"), "gone": list(part.gone)}
            for part, segment in zip(parts, segments, strict=True)
        ],
    }


def corpus_digest(digests: dict[str, str]) -> str:
    """SHA-256 over the slugs of articles and the digests of their files."""
    digest = hashlib.sha256()
    for slug in sorted(digests):  # a file's name may hold bytes that are no UTF-8
        digest.update(slug.encode("utf-8", "surrogatepass") + b"\0" + digests[slug].encode() + b"\0")
    return digest.hexdigest()


def _point_at(index: Path, name: str, digest: str) -> None:
    pointer = index / f".{CURRENT}.new"
    pointer.write_text(f"{name} {digest}\n", "ascii")
    flush(pointer)
    pointer.replace(index / CURRENT)
    flush(index)


def _tidy(index: Path, keep: str) -> None:
    """Drop the libraries no longer in service, but for the last one: a reader may just be opening it.

    Segments go with the last library that they are part of.
    """
    others = [folder for folder in index.glob("library-*") if folder.name != keep]
    others.sort(key=lambda folder: folder.stat().st_mtime)
    for folder in others[:-1]:
        shutil.rmtree(folder, ignore_errors=True)
    used: set[str] = set()
    for folder in (index / keep, *others[-1:]):
        with contextlib.suppress(*BROKEN, TypeError):  # read unverified: what is no manifest may have any shape
            used.update(part["name"] for part in json.loads((folder / MANIFEST).read_bytes())["segments"])
    for segment in index.glob("segment-*"):
        if segment.name not in used:
            shutil.rmtree(segment, ignore_errors=True)
