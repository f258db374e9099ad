"""Which library is in service, and whether its files are as they were written.

Opening verifies every file; of a file over ``LARGE`` bytes its size alone, so that an archive opens in seconds.
What is quoted from such a file carries checksums that are verified on reading, and ``yinju check`` reads it all.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any

from index.errors import LibraryError, LibraryMissing, LibraryOutdated
from index.library.disk import FORMAT, read_about
from index.resources import sha256_of

LARGE = 64_000_000  # bytes
CURRENT = "CURRENT"
MANIFEST = "manifest.json"
AGAIN = "run `yinju build`"
# What reading a damaged file raises. TypeError is a fault of the program: to call it damage would hide it.
BROKEN = (OSError, ValueError, KeyError, EOFError, IndexError, zipfile.BadZipFile)


def in_service(index: Path) -> tuple[Path, dict[str, Any]]:
    """The folder and the manifest of the library in service. Raises LibraryMissing or LibraryError."""
    folder, digest = _pointed_at(index)
    try:
        content = (folder / MANIFEST).read_bytes()
    except OSError:
        raise LibraryError(f"the library in {folder.parent} is half-written: {AGAIN}") from None
    if hashlib.sha256(content).hexdigest() != digest:
        raise LibraryError(f"the library in {folder.parent} is damaged ({MANIFEST}): {AGAIN}")
    manifest: dict[str, Any] = json.loads(content)
    if manifest["format"] != FORMAT:
        raise LibraryOutdated(f"the library in {folder.parent} was built by another version of yinju: {AGAIN}")
    return folder, manifest


def _pointed_at(index: Path) -> tuple[Path, str]:
    try:
        name, digest = (index / CURRENT).read_text("ascii").split()
    except FileNotFoundError:
        raise LibraryMissing(f"there is no library in {index}: {AGAIN}") from None
    except NotADirectoryError:
        raise LibraryError(f"{index} is a file, not a folder: choose another with --index") from None
    except (OSError, ValueError):
        raise LibraryError(f"the library in {index} is damaged ({CURRENT}): {AGAIN}") from None
    if not name.startswith("library-") or "/" in name or not (index / name).is_dir():
        raise LibraryError(f"the library in {index} is damaged ({CURRENT}): {AGAIN}")
    return index / name, digest


def damaged_file(folder: Path, manifest: dict[str, Any], whole: bool = False) -> str:
    """A file of a library that is not as it was written, "" where there is none; ``whole`` reads large ones too."""
    if damaged := damaged_index(folder, manifest):
        return damaged
    for part in manifest["segments"]:
        if damaged := damaged_segment(folder.parent / part["name"], part["digest"], whole):
            return f"{part['name']}/{damaged}"
    return ""


def damaged_index(folder: Path, manifest: dict[str, Any]) -> str:
    """A file in a library's own folder that is not as it was written, "" where there is none."""
    return next((str(name) for name, digest in manifest["files"].items() if _digest_of(folder / name) != digest), "")


def damaged_segment(folder: Path, digest: str = "", whole: bool = False) -> str:
    """A file of a segment that is not as it was written, "" where there is none."""
    if digest and _digest_of(folder / "segment.json") != digest:
        return "segment.json"
    try:
        about = read_about(folder)
        for name, (size, expected) in about["files"].items():
            if (folder / name).stat().st_size != size:
                return str(name)
            if (whole or size <= LARGE) and _digest_of(folder / name) != expected:
                return str(name)
    except BROKEN:
        return "segment.json"
    return ""


def _digest_of(path: Path) -> str:
    """The SHA-256 of a file, empty for one that can't be read."""
    try:
        return sha256_of(path)
    except OSError:
        return ""
