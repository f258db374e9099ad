"""Libraries on disk: segments written beside those in service, checked when opened, put in service in one step.

An index folder holds ``CURRENT`` (the name of the library in service and the SHA-256 of its manifest), library
folders and segments (``segments.py``), which libraries share. Nothing in them is pickled: JSON, ``.npy`` arrays
and FAISS indexes. A library's manifest names its segments, with the SHA-256 of what each says of itself, and the
articles in them that are gone since. A small library's folder holds a FAISS index of all its pieces.

Opening verifies every file; of a file over ``LARGE`` bytes its size alone, so that an archive opens in seconds.
What is quoted from such a file carries checksums that are verified on reading, and ``yinju check`` reads it all.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import secrets
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.centring import Means, language_means, parts_of
from index.coarse import Scale
from index.encoder import identity
from index.errors import LibraryError, LibraryMissing
from index.segment_writer import FORMAT, flush, sha256
from index.segments import Segment
from index.shelf import Shelf, ShelfStore, piece_vectors
from index.store import FaissStore, Store

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from index.library import Library

LARGE = 64_000_000  # bytes
_CURRENT = "CURRENT"
_MANIFEST = "manifest.json"
_VECTORS = "vectors.faiss"
_MEANS = ("passages", "questions_en", "questions_zh", "words_en", "words_zh")
_AGAIN = "run `yinju build`"
_BROKEN = (OSError, ValueError, KeyError, TypeError, EOFError, IndexError, zipfile.BadZipFile)


@dataclass(frozen=True, slots=True)
class Part:
    """A segment's share in a library: its folder's name, and the numbers of its articles that are gone."""

    name: str
    gone: tuple[int, ...] = ()


@contextlib.contextmanager
def reserved(index: Path) -> Iterator[None]:
    """Held by one build at a time, from its start; the lock goes with its process, however that ends.

    Raises LibraryError when ``index`` can't be written or another build holds it.
    """
    import fcntl

    with contextlib.ExitStack() as open_files:
        try:
            index.mkdir(parents=True, exist_ok=True)
            lock = open_files.enter_context((index / ".lock").open("w"))
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise LibraryError(f"another build is at work in {index}: wait until it is done") from error
        except OSError as error:
            raise unwritable(index, error) from error
        for stale in index.glob(".building-*"):  # left by a build that was killed
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


def put_in_service(index: Path, parts: Sequence[Part], encoder: SentenceTransformer, scale: Scale) -> None:
    """Make a library of segments in the reserved folder ``index``, then point ``CURRENT`` at it.

    Its folder has a name of its own, even where the same library is published again: the one in service is
    never touched.
    """
    segments = [Segment(index / part.name) for part in parts]
    means = language_means(encoder, mean_of(segments))
    with new_folder(index, "library") as work:
        np.savez(work / "means.npz", **{name: getattr(means, name) for name in _MEANS})
        if sum(segment.about["pieces"] for segment in segments) <= scale.pieces:
            shelf = Shelf(segments, [part.gone for part in parts])
            store = exact_store(shelf, means, encoder)
            store.save(work / _VECTORS)
        manifest = _described(parts, segments, encoder)
        manifest["files"] = {file.name: sha256(file) for file in sorted(work.iterdir())}
        (work / _MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")
        for file in work.iterdir():
            flush(file)
        digest, token = sha256(work / _MANIFEST), work.name.rpartition("-")[2]
    try:
        _point_at(index, f"library-{token}", digest)
    except OSError as error:
        raise unwritable(index, error) from error
    _tidy(index, keep=f"library-{token}")


def mean_of(segments: Sequence[Segment]) -> Any:
    """The mean of the passages' vectors, (dimension,) float32."""
    total = np.sum([segment.sum for segment in segments], axis=0)
    return np.asarray(total / max(1, sum(map(len, segments))), np.float32)


def exact_store(shelf: Shelf, means: Means, encoder: SentenceTransformer) -> FaissStore:
    """All pieces of a small library in an exact index."""
    rows = np.arange(int(shelf.first_piece[-1]), dtype=np.int64)
    return FaissStore.of(piece_vectors(shelf, rows, means.passages, parts_of(encoder)))


def _described(parts: Sequence[Part], segments: Sequence[Segment], encoder: SentenceTransformer) -> dict[str, Any]:
    gone = [set(part.gone) for part in parts]
    live = [
        credits
        for segment, without in zip(segments, gone, strict=True)
        for number, credits in enumerate(segment.credits)
        if number not in without
    ]
    return {
        "format": FORMAT,
        "model": identity(encoder),
        "dimension": int(encoder.get_embedding_dimension() or 0),
        "corpus": corpus_digest({credits["slug"]: credits["digest"] for credits in live}),
        "articles": len(live),
        "paragraphs": sum(credits["passages"] for credits in live),
        "statistics": sum(credits["statistics"] for credits in live),
        "segments": [
            {"name": part.name, "digest": sha256(segment.folder / "segment.json"), "gone": list(part.gone)}
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
    pointer = index / f".{_CURRENT}.new"
    pointer.write_text(f"{name} {digest}\n", "ascii")
    flush(pointer)
    pointer.replace(index / _CURRENT)
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
        with contextlib.suppress(*_BROKEN):
            used.update(part["name"] for part in json.loads((folder / _MANIFEST).read_bytes())["segments"])
    for segment in index.glob("segment-*"):
        if segment.name not in used:
            shutil.rmtree(segment, ignore_errors=True)


def read_library(index: Path, encoder: SentenceTransformer) -> Library:
    """The library in service in ``index``, checked against its manifest.

    Raises LibraryMissing or LibraryError, each with one line that says what to run.
    """
    from index.library import Library

    folder, manifest = in_service(index)
    model = identity(encoder)
    if manifest["model"] != model:
        raise LibraryError(f"the library in {index} was built with {manifest['model']}, not {model}: {_AGAIN}")
    if damaged := damaged_file(folder, manifest):
        raise LibraryError(f"the library in {index} is damaged ({damaged}): {_AGAIN}")
    try:
        segments = [Segment(index / part["name"]) for part in manifest["segments"]]
        shelf = Shelf(segments, [part["gone"] for part in manifest["segments"]])
        for segment in segments:
            segment.load()
        with np.load(folder / "means.npz", allow_pickle=False) as file:
            means = Means(**{name: np.asarray(file[name], np.float32) for name in _MEANS})
        return Library(encoder, shelf, _store(folder, shelf, means, encoder), means)
    except _BROKEN as error:
        raise LibraryError(f"the library in {index} is damaged ({type(error).__name__}): {_AGAIN}") from error


def _store(folder: Path, shelf: Shelf, means: Means, encoder: SentenceTransformer) -> Store:
    if (folder / _VECTORS).exists():
        return FaissStore.read(folder / _VECTORS)
    return ShelfStore(shelf, means.passages, parts_of(encoder))


def in_service(index: Path) -> tuple[Path, dict[str, Any]]:
    """The folder and the manifest of the library in service. Raises LibraryMissing or LibraryError."""
    folder, digest = _pointed_at(index)
    try:
        content = (folder / _MANIFEST).read_bytes()
    except OSError:
        raise LibraryError(f"the library in {folder.parent} is half-written: {_AGAIN}") from None
    if hashlib.sha256(content).hexdigest() != digest:
        raise LibraryError(f"the library in {folder.parent} is damaged ({_MANIFEST}): {_AGAIN}")
    manifest: dict[str, Any] = json.loads(content)
    if manifest["format"] != FORMAT:
        raise LibraryError(f"the library in {folder.parent} was built by another version of yinju: {_AGAIN}")
    return folder, manifest


def _pointed_at(index: Path) -> tuple[Path, str]:
    try:
        name, digest = (index / _CURRENT).read_text("ascii").split()
    except FileNotFoundError:
        raise LibraryMissing(f"there is no library in {index}: {_AGAIN}") from None
    except NotADirectoryError:
        raise LibraryError(f"{index} is a file, not a folder: choose another with --index") from None
    except (OSError, ValueError):
        raise LibraryError(f"the library in {index} is damaged ({_CURRENT}): {_AGAIN}") from None
    if not name.startswith("library-") or "/" in name or not (index / name).is_dir():
        raise LibraryError(f"the library in {index} is damaged ({_CURRENT}): {_AGAIN}")
    return index / name, digest


def damaged_file(folder: Path, manifest: dict[str, Any], whole: bool = False) -> str:
    """A file of a library that is not as it was written, "" where there is none; ``whole`` reads large ones too."""
    for name, digest in manifest["files"].items():
        if _digest_of(folder / name) != digest:
            return str(name)
    for part in manifest["segments"]:
        if damaged := damaged_segment(folder.parent / part["name"], part["digest"], whole):
            return f"{part['name']}/{damaged}"
    return ""


def damaged_segment(folder: Path, digest: str = "", whole: bool = False) -> str:
    """A file of a segment that is not as it was written, "" where there is none."""
    if digest and _digest_of(folder / "segment.json") != digest:
        return "segment.json"
    try:
        about = json.loads((folder / "segment.json").read_bytes())
        for name, (size, expected) in about["files"].items():
            if (folder / name).stat().st_size != size:
                return str(name)
            if (whole or size <= LARGE) and _digest_of(folder / name) != expected:
                return str(name)
    except _BROKEN:
        return "segment.json"
    return ""


def _digest_of(path: Path) -> str:
    """The SHA-256 of a file, empty for one that can't be read."""
    try:
        return sha256(path)
    except OSError:
        return ""
