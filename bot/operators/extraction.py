"""What is in a file sent to the bot, read without holding up the answers."""

from __future__ import annotations

import asyncio
from pathlib import Path

from index.building import extraction
from index.building.extraction import SECONDS, Extract


async def extract(file: Path, result: Path, seconds: float = SECONDS) -> Extract:
    """Reads ``file`` into ``result`` in another process. Raises NotReadable."""
    return await asyncio.to_thread(extraction.extract, file, result, seconds)
