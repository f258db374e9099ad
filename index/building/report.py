"""What a build says while it works, and what it did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from index.errors import ArticleError

Progress = Callable[[str, int, int], None]


def silent(stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What the library holds after a build, how many of its articles were read and how many kept as they were,
    and which files were left out. ``paragraphs`` are counted as their numbers are, ``rows`` are those of tables.
    """

    articles: int
    paragraphs: int
    statistics: int
    skipped: list[ArticleError]
    rows: int = 0
    read: int = 0
    kept: int = 0
