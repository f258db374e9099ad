"""The library in service in an index folder: checked, opened, read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from index.errors import LibraryError, LibraryOutdated
from index.library.combined_segments import Shelf, ShelfStore
from index.library.library import Library
from index.library.segments import Segment
from index.library.verify import AGAIN, BROKEN, damaged_file, in_service
from index.models.centring import Means
from index.models.question_encoder import QuestionEncoder
from index.vectors.store import FaissStore, Store

EXACT_VECTORS = "vectors.faiss"
MEANS_FILE_ARRAYS = ("passages", "questions_en", "questions_zh", "words_en", "words_zh")


def open_library(index: Path, encoder: QuestionEncoder) -> Library:
    """The library in service in ``index``, checked against its manifest.

    Raises LibraryMissing when there is none, LibraryError when it is damaged or of another model, each with one line
    that says what to run.
    """

    folder, manifest = in_service(index)
    model = encoder.identity
    if manifest["model"] != model:
        packaged = all(name.startswith("packaged-") for name in (manifest["model"], model))
        kind = LibraryOutdated if packaged else LibraryError
        raise kind(f"the library in {index} was built with {manifest['model']}, not {model}: {AGAIN}")
    if damaged := damaged_file(folder, manifest):
        raise LibraryError(f"the library in {index} is damaged ({damaged}): {AGAIN}")
    try:
        shelf = _shelf(index, manifest)
        with np.load(folder / "means.npz", allow_pickle=False) as file:
            means = Means(**{name: np.asarray(file[name], np.float32) for name in MEANS_FILE_ARRAYS})
        return Library(shelf, _store(folder, manifest, shelf, means, encoder), means)
    except BROKEN as error:
        raise LibraryError(f"the library in {index} is damaged ({type(error).__name__}): {AGAIN}") from error


def open_passages(index: Path) -> Shelf:
    """The passages of the library in service in ``index``, for what needs no model. Raises as ``open_library`` does."""
    folder, manifest = in_service(index)
    if damaged := damaged_file(folder, manifest):
        raise LibraryError(f"the library in {index} is damaged ({damaged}): {AGAIN}")
    try:
        return _shelf(index, manifest)
    except BROKEN as error:
        raise LibraryError(f"the library in {index} is damaged ({type(error).__name__}): {AGAIN}") from error


def _shelf(index: Path, manifest: dict[str, Any]) -> Shelf:
    segments = [Segment(index / part["name"]) for part in manifest["segments"]]
    shelf = Shelf(segments, [part["gone"] for part in manifest["segments"]])
    for segment in segments:
        segment.load()
    return shelf


def _store(folder: Path, manifest: dict[str, Any], shelf: Shelf, means: Means, encoder: QuestionEncoder) -> Store:
    if where := manifest.get("store"):
        from index.vectors.milvus import open_store
        from index.vectors.milvus_address import parse_address

        elsewhere = open_store(parse_address(where["address"]), where["collection"])
        return ShelfStore(shelf, means.passages, encoder.parts, elsewhere)
    if (folder / EXACT_VECTORS).exists():
        return FaissStore.read(folder / EXACT_VECTORS)
    return ShelfStore(shelf, means.passages, encoder.parts)
