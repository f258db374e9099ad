"""Files of JSON lines as a segment has them: written once, each line found again by its offset and checked."""

from __future__ import annotations

import json
import zlib
from array import array
from pathlib import Path
from typing import Any, BinaryIO


class LineWriter:
    """A file being written: ``at`` is where each line begins, and the last ends; ``checks`` are their CRC-32."""

    def __init__(self, path: Path) -> None:
        self.file: BinaryIO = path.open("wb")
        self.at, self.checks = array("q", [0]), array("I")

    def write(self, value: Any) -> None:
        """Adds plain data as a line. Raises OSError."""
        line = line_of(value)
        self.file.write(line)
        self.at.append(self.at[-1] + len(line))
        self.checks.append(zlib.crc32(line))


def line_of(value: Any) -> bytes:
    """Plain data as a line, newline included; lone surrogates stay what they are."""
    return (json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n").encode("utf-8", "surrogatepass")
