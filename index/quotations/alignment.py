"""A text laid on the stretch of another that it fits best, and the characters in which the two differ."""

from __future__ import annotations

from typing import Literal

import numpy as np
from rapidfuzz.distance import Levenshtein

from index.records import Span
from index.text.scripts import fold

_TOGETHER = 2  # characters that are the same, up to which what differs on both sides of them is one difference


def fit(text: str, within: str) -> tuple[Span, int]:
    """The stretch of ``within`` that ``text`` is fewest changes away from (the longest of equals), and how many."""
    distances = _last_row(text, within)
    end = int(len(distances) - 1 - np.argmin(distances[::-1]))
    backwards = _last_row(text[::-1], within[:end][::-1])
    start = end - int(len(backwards) - 1 - np.argmin(backwards[::-1]))
    return Span(start, end), int(distances[end])


def _last_row(text: str, within: str) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    """For each place of ``within`` how many changes make ``text`` of some stretch that ends there (Sellers)."""
    chars = np.array([ord(char) for char in within], np.int32)
    steps = np.arange(len(within) + 1, dtype=np.int32)
    row = np.zeros(len(within) + 1, np.int32)
    for number, char in enumerate(text, 1):
        reached = np.minimum(row[:-1] + (chars != ord(char)), row[1:] + 1)
        row = np.concatenate([[np.int32(number)], reached])
        row = np.minimum.accumulate(row - steps) + steps  # a character of ``within`` that the text leaves out
    return row.astype(np.int32)


def kind_of(text: str, original: str) -> Literal["case", "script", "marks", "words"]:
    """What two readings differ in: capitals, Simplified and Traditional script, punctuation, or what is said."""
    if text.lower() == original.lower():
        return "case"
    if fold(text) == fold(original):
        return "script"
    return "words" if any(char.isalnum() for char in text + original) else "marks"


def differing(text: str, original: str) -> list[tuple[Span, Span]]:
    """The stretches of ``text`` and of ``original`` that differ, in order; what is nearly together is one."""
    stretches: list[tuple[Span, Span]] = []
    for op in Levenshtein.opcodes(text, original):
        if op.tag == "equal":
            continue
        one, other = Span(op.src_start, op.src_end), Span(op.dest_start, op.dest_end)
        if stretches and one.start - stretches[-1][0].end <= _TOGETHER:
            before = stretches.pop()
            one, other = Span(before[0].start, one.end), Span(before[1].start, other.end)
        stretches.append((one, other))
    return stretches
