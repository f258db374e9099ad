"""Where a text page breaks its lines to fit a width, and which lines therefore go on with the line before."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache

NARROWEST, WIDEST = 36, 160  # columns
RAGGED = 0.82  # of the width, down to which a line broken to fit may be short
SENTENCE = re.compile(r"[。！？!?.…][”’」』）)\"']*$")
HAN = re.compile(r"[\u4e00-\u9fff]")
TERMINAL = re.compile(r"[。！？!?.…；;：:][”’」』）)\"']*$")


def ends(words: str) -> bool:
    """Whether a line ends a sentence; in Chinese a point after a digit is one within a number."""
    cut = words.endswith(".") and words[-2:-1].isdigit() and not words.isascii() and bool(HAN.search(words))
    return bool(SENTENCE.search(words)) and not cut


@lru_cache(maxsize=4096)
def columns(words: str) -> int:
    """How many columns a line takes on a terminal, where a Chinese character takes two."""
    if words.isascii():
        return len(words)
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in words[:1000])


def wrap_width(lines: Sequence[str]) -> int:
    """The column at which lines are broken to fit, 0 where each line is a paragraph.

    At that width most lines that are about as long end within a sentence, and hardly one is longer.
    """
    widths = sorted(columns(words) for words in lines)
    cut = sorted(columns(words) for words in lines if not TERMINAL.search(words))
    best, width = 0, 0
    for candidate in sorted(set(cut)):
        if not NARROWEST <= candidate <= WIDEST:
            continue
        low = RAGGED * candidate
        full = bisect_right(widths, candidate) - bisect_left(widths, low)
        unfinished = bisect_right(cut, candidate) - bisect_left(cut, low)
        longer = len(widths) - bisect_right(widths, candidate)
        if unfinished > best and unfinished >= 3 and unfinished >= 0.5 * full and longer <= 0.06 * len(widths):
            best, width = unfinished, candidate
    return width


def indents_paragraphs(pairs: Sequence[tuple[str, bool]]) -> bool:
    """Whether a page sets off its paragraphs by indenting their first lines; ``pairs`` holds each line that another
    follows without a blank one between, and whether that other is indented.

    Then the lines before one that is not indented mostly end within a sentence, and those before one that is don't.
    """
    cut = [not ends(words) for words, indented in pairs if not indented]
    kept = [not ends(words) for words, indented in pairs if indented and columns(words) >= NARROWEST]
    return sum(cut) >= 3 and sum(cut) >= 0.5 * len(cut) and len(kept) >= 2 and sum(kept) <= 0.34 * len(kept)


def goes_on(last: str, words: str, width: int, indenting: bool = False) -> bool:
    """Whether the line ``words`` goes on with the paragraph of the line ``last``, ``width`` being the page's;
    ``indenting`` says that a new paragraph would have been indented.
    """
    if indenting and columns(last) >= 16:
        return True
    if last[-1:].islower() and words[:1].islower() and len(last) >= 40:
        return True
    if not width:
        return False
    if re.search(r"[A-Za-z]-$", last) and words[:1].islower():
        return True
    word = re.match(r"[\x21-\x7e]+|.{2}", words)
    needed = 1 + columns(word.group() if word else words)
    return columns(last) + needed >= (0.95 if ends(last) else 0.86) * width
