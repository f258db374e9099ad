"""Files of installed packages, checked against their pinned SHA-256, the cache folder, and files written whole."""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import os
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.errors import EncoderError

if TYPE_CHECKING:
    from numpy.typing import NDArray

_DIGEST = 32  # bytes of a SHA-256


def package_file(package: str, relative: str) -> Path:
    """The path of a file inside an installed package, without importing the package."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise EncoderError(f"the package {package} is missing: run `make setup`")
    return Path(spec.submodule_search_locations[0]) / relative


def verified(path: Path, sha256: str) -> Path:
    """``path`` itself, its SHA-256 checked against the pinned one."""
    try:
        digest = sha256_of(path)
    except OSError as error:
        raise EncoderError(f"{path.name} can't be read ({error.strerror}): run `make setup`") from error
    if digest != sha256:
        raise EncoderError(f"{path.name} is not the pinned file (SHA-256 differs): run `make setup`")
    return path


def verified_code(package: str, sha256: str) -> None:
    """Check the modules of an installed package, none of them imported yet, against the pinned SHA-256 of them all.

    Raises EncoderError where one differs, or another is there.
    """
    folder = package_file(package, "")
    listed = "".join(f"{path.relative_to(folder)} {sha256_of(path)}\n" for path in sorted(folder.rglob("*.py")))
    if hashlib.sha256(listed.encode()).hexdigest() != sha256:
        raise EncoderError(f"the package {package} is not the pinned one (SHA-256 differs): run `make setup`")


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def cache_folder() -> Path:
    """Where prepared models and dictionaries are kept: YINJU_CACHE, else the user's cache folder."""
    chosen = os.environ.get("YINJU_CACHE")
    if chosen:
        return Path(chosen)
    try:
        return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "yinju"
    except RuntimeError:  # a user without an entry in passwd and without HOME, as containers have
        raise EncoderError("there is no home folder to keep prepared models in: set YINJU_CACHE to a folder") from None


def kept_arrays(name: str, make: Callable[[], Mapping[str, NDArray[Any]]]) -> Mapping[str, NDArray[Any]]:
    """What ``make`` returns, kept in the cache folder under ``name``, which says of what versions it was made.

    The file carries its SHA-256: one that is damaged is made again. A cache that can't be written costs time, not
    answers.
    """
    from safetensors.numpy import load, save

    path = cache_folder() / f"{name}.arrays"
    with contextlib.suppress(OSError):
        content = path.read_bytes()
        if hashlib.sha256(content[_DIGEST:]).digest() == content[:_DIGEST]:
            return load(content[_DIGEST:])
    made = make()
    content = save(dict(made))
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, hashlib.sha256(content).digest() + content)
    return made


def write_whole(target: Path, content: bytes) -> None:
    """Write a file to the disk whole or not at all. OSError where it can't be."""
    work = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        with work.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        work.replace(target)
    finally:
        work.unlink(missing_ok=True)
