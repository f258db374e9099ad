"""Scripts and forms of writing: which text is Chinese, and one form for the many ways to write the same.

For matching only; nothing of it ever reaches a quote.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from index.resources import kept_arrays

if TYPE_CHECKING:
    from numpy.typing import NDArray

_KEPT = 1  # raised when the table below is made in another way
_HAN = re.compile(r"[㐀-䶿一-鿿豈-﫿]")


def is_han(text: str) -> bool:
    """True when ``text`` holds a Chinese character."""
    return _HAN.search(text) is not None


def fold(text: str) -> str:
    """``text`` in Simplified script and half-width, lower case, of the same length."""
    return text.translate(_folding())


@cache
def simplified() -> dict[int, str]:
    """The Simplified form of each Traditional character that has one, as a table for ``str.translate``."""
    pairs = kept_arrays(f"simplified-{version('opencc')}-{_KEPT}", _simplified_characters)["pairs"]
    return {code: chr(simple) for code, simple in pairs.tolist()}


def _simplified_characters() -> Mapping[str, NDArray[Any]]:
    """Each Traditional character and its Simplified form by OpenCC, code points, (n, 2)."""
    import numpy as np
    from opencc import OpenCC

    convert = OpenCC("t2s").convert
    table = {code: convert(chr(code)) for code in (*range(0x3400, 0xA000), *range(0xF900, 0xFB00))}
    return {"pairs": np.array([(c, ord(to)) for c, to in table.items() if len(to) == 1 and to != chr(c)], np.uint32)}


@cache
def _folding() -> dict[int, str]:
    table = dict(simplified())
    table.update({code: chr(code - 0xFEE0).lower() for code in range(0xFF01, 0xFF5F)})
    table.update({code: chr(code).lower() for code in range(0x41, 0x250) if len(chr(code).lower()) == 1})
    table.update({0x3000: " ", 0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"'})
    return table
