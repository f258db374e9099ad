"""What is read where a numeral stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from index.records import Qualifier


@dataclass(frozen=True, slots=True)
class Numeral:
    """A numeral: where it ends, what it is worth, how it is written, and how exact it is.

    ``power`` is the largest word or sign for a power of ten in it that the number before it could share (the 万 of
    20万, which a range's lower bound shares); ``vague`` says that it names no exact number (数百, ``dozens``).
    """

    end: int
    value: float
    written: Literal["digits", "han", "english"]
    vague: Qualifier = "exact"
    power: float = 1.0


def listed(table: str) -> tuple[str, ...]:
    """The words of a table written as one string."""
    return tuple(table.split())
