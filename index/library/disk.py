"""What is asked of a segment's folder without opening it, and files brought to the disk; loads nothing heavy."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

FORMAT = 9


def read_about(folder: Path) -> dict[str, Any]:
    """What a segment says of itself. Raises OSError, or ValueError where that is not what a segment says."""
    about = json.loads((folder / "segment.json").read_bytes())
    files = about.get("files") if isinstance(about, dict) else None
    if not isinstance(files, dict) or not all(map(_is_size_and_digest, files.values())):
        raise ValueError("it doesn't name a segment's files")
    return dict(about)


def _is_size_and_digest(value: Any) -> bool:
    return isinstance(value, list) and [type(part) for part in value] == [int, str]


def read_credits(folder: Path) -> list[dict[str, Any]]:
    """What a segment knows of its articles, without their texts."""
    content = (folder / "articles.jsonl").read_bytes().decode("utf-8", "surrogatepass")
    return [json.loads(line) for line in content.split("\n") if line]


def flush(path: Path) -> None:
    """Bring a file or folder to the disk, so that a power cut after publishing finds it whole."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
