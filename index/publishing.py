"""Libraries on disk: written beside the one in service, checked when opened, replaced in one step.

An index folder holds ``CURRENT`` (the name of the library in service and the SHA-256 of its manifest)
and library folders. Nothing in them is pickled: JSON lines, ``.npy`` arrays and a FAISS index.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.centring import Means
from index.encoder import identity
from index.errors import LibraryError, LibraryMissing
from index.library import Library
from index.passages import Vocabulary
from index.serial import articles_from, articles_to, passages_from, passages_to
from index.store import FaissStore

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

FORMAT = 2  # raised whenever what a library holds, or how its text is analysed, changes
_CURRENT = "CURRENT"
_MANIFEST = "manifest.json"
_MEANS = ("passages", "questions_en", "questions_zh", "words_en", "words_zh")
_AGAIN = "run `yinju build`"


def publish(library: Library, index: Path) -> None:
    """Write ``library`` into the folder ``index`` and put it in service.

    Raises LibraryError when the folder can't be written or another build is at work in it.
    """
    with reserved(index):
        put_in_service(library, index)


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
            raise _unwritable(index, error) from error
        for stale in index.glob(".building-*"):  # left by a build that was killed
            shutil.rmtree(stale, ignore_errors=True)
        yield


def put_in_service(library: Library, index: Path) -> None:
    """Write ``library`` beside the others in the reserved folder ``index``, then point ``CURRENT`` at it.

    Its folder has a name of its own, even where the same library is built again: the one in service is
    never touched.
    """
    token = secrets.token_hex(4)
    work = index / f".building-{token}"
    try:
        work.mkdir()
        digest = _write(library, work)
        final = work.rename(index / f"library-{digest[:16]}-{token}")
        _point_at(index, final.name, digest)
        _tidy(index, keep=final.name)
    except OSError as error:
        raise _unwritable(index, error) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _unwritable(index: Path, error: OSError) -> LibraryError:
    reason = error.strerror or error
    return LibraryError(f"the library can't be written to {index} ({reason}): choose another folder with --index")


def _write(library: Library, folder: Path) -> str:
    """Write every file of the library and its manifest; the manifest's SHA-256."""
    _write_lines(folder / "articles.jsonl", articles_to(library.articles))
    _write_lines(folder / "passages.jsonl", passages_to(library.articles, library.passages))
    words = {"forms": library.vocabulary.forms, "surfaces": library.vocabulary.surfaces}
    _write_lines(folder / "vocabulary.json", [words])
    np.save(folder / "words.npy", library.words, allow_pickle=False)
    np.savez(folder / "means.npz", **{name: getattr(library.means, name) for name in _MEANS})
    if not isinstance(library.store, FaissStore):
        raise LibraryError("only a FAISS store is published to a folder")
    library.store.save(folder / "vectors.faiss")
    files = {file.name: _sha256(file) for file in sorted(folder.iterdir())}
    manifest = {
        "format": FORMAT,
        "model": identity(library.encoder),
        "dimension": library.store.dimension,
        "corpus": corpus_digest(library),
        "paragraphs": len(library.passages),
        "articles": [{"slug": article.slug, "title": article.title} for article in library.articles],
        "files": files,
    }
    _write_lines(folder / _MANIFEST, [manifest])
    for file in folder.iterdir():
        _flush(file)
    return _sha256(folder / _MANIFEST)


def corpus_digest(library: Library) -> str:
    """SHA-256 over the slugs and texts of the library's articles."""
    digest = hashlib.sha256()
    for article in library.articles:
        for part in (article.slug, article.text):  # a file's name may hold bytes that are no UTF-8
            digest.update(part.encode("utf-8", "surrogatepass") + b"\0")
    return digest.hexdigest()


def _point_at(index: Path, name: str, digest: str) -> None:
    pointer = index / f".{_CURRENT}.new"
    pointer.write_text(f"{name} {digest}\n", "ascii")
    _flush(pointer)
    pointer.replace(index / _CURRENT)
    _flush(index)


def _tidy(index: Path, keep: str) -> None:
    """Drop the libraries no longer in service, but for the last one: a reader may just be opening it."""
    others = [folder for folder in index.glob("library-*") if folder.name != keep]
    for old in sorted(others, key=lambda folder: folder.stat().st_mtime)[:-1]:
        shutil.rmtree(old, ignore_errors=True)


def read_library(index: Path, encoder: SentenceTransformer) -> Library:
    """The library in service in ``index``, every file of it checked against the manifest.

    Raises LibraryMissing or LibraryError, each with one line that says what to run.
    """
    folder, digest = _in_service(index)
    manifest = _manifest(folder, digest)
    model = identity(encoder)
    if manifest["model"] != model:
        raise LibraryError(f"the library in {index} was built with {manifest['model']}, not {model}: {_AGAIN}")
    for name, expected in manifest["files"].items():
        if _digest_of(folder / name) != expected:
            raise LibraryError(f"the library in {index} is damaged ({name}): {_AGAIN}")
    return _read(folder, encoder)


def _digest_of(path: Path) -> str:
    """The SHA-256 of a file, empty for one that can't be read."""
    try:
        return _sha256(path)
    except OSError:
        return ""


def _in_service(index: Path) -> tuple[Path, str]:
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


def _manifest(folder: Path, digest: str) -> dict[str, Any]:
    try:
        content = (folder / _MANIFEST).read_bytes()
    except OSError:
        raise LibraryError(f"the library in {folder.parent} is half-written: {_AGAIN}") from None
    if hashlib.sha256(content).hexdigest() != digest:
        raise LibraryError(f"the library in {folder.parent} is damaged ({_MANIFEST}): {_AGAIN}")
    manifest: dict[str, Any] = json.loads(content)
    if manifest["format"] != FORMAT:
        raise LibraryError(f"the library in {folder.parent} was built by another version of yinju: {_AGAIN}")
    return manifest


def _read(folder: Path, encoder: SentenceTransformer) -> Library:
    articles = articles_from(_lines(folder / "articles.jsonl"))
    passages = passages_from(_lines(folder / "passages.jsonl"), articles)
    words = next(_lines(folder / "vocabulary.json"))
    with np.load(folder / "means.npz", allow_pickle=False) as file:
        means = {name: np.asarray(file[name], np.float32) for name in _MEANS}
    return Library(
        encoder,
        articles,
        passages,
        Vocabulary(words["forms"], words["surfaces"]),
        FaissStore.read(folder / "vectors.faiss"),
        Means(**means),
        np.load(folder / "words.npy", allow_pickle=False, mmap_mode="r"),
    )


def _write_lines(path: Path, values: Any) -> None:
    with path.open("w", encoding="utf-8", errors="surrogatepass", newline="\n") as file:
        for value in values:
            file.write(json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n")


def _lines(path: Path) -> Iterator[Any]:
    with path.open(encoding="utf-8", errors="surrogatepass", newline="\n") as file:
        yield from map(json.loads, file)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _flush(path: Path) -> None:
    """Bring a file or folder to the disk, so that a power cut after publishing finds it whole."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
