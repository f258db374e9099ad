"""What is asked of a segment's folder without opening it, and files brought to the disk; loads nothing heavy."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

FORMAT = 6  # raised whenever what a segment holds, or how its text is analysed, changes


def read_about(folder: Path) -> dict[str, Any]:
    """What a segment says of itself. Raises OSError or ValueError."""
    found: dict[str, Any] = json.loads((folder / "segment.json").read_bytes())
    return found


def read_credits(folder: Path) -> list[dict[str, Any]]:
    """What a segment knows of its articles, without their texts."""
    content = (folder / "articles.jsonl").read_bytes().decode("utf-8", "surrogatepass")
    return [json.loads(line) for line in content.split("\n") if line]


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def flush(path: Path) -> None:
    """Bring a file or folder to the disk, so that a power cut after publishing finds it whole."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
