"""How a text is set, put aside: width, spacing, the shape of quotation marks and dashes.

Copying changes these and nothing that is said. Characters, their script and their case are kept: 55 is not 56, and
後 is not 后. For matching only; nothing of it ever reaches a quote.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_WIDE = "\u2e80"  # from here on scripts that put no space between words
_ONE_MARK = {  # the marks on the left are the one on the right, set otherwise
    "\"“”„‟«»‹›「」『』﹁﹂﹃﹄〝〞〟＂'＇‘’‚‛′″`´": "'",
    "-‐‑‒–—―−－─﹣﹘": "-",
    ".．。｡…⋯": ".",
    "·•‧・∙⋅": "·",
    "，﹐": ",",
    "、﹑": "、",
    "：︰": ":",
    "〜～": "~",
}
_FORMS = {char: form for chars, form in _ONE_MARK.items() for char in chars}
_REPEATED = ".-"  # …… and ——, in one piece or several
_NOTHING = ("Cf", "Cc", "Mn")  # of these, what is neither an accent nor a space shows nothing: joiners, selectors


def typeset(text: str) -> tuple[str, list[int]]:
    """``text`` in one setting, and the offset in ``text`` of each of its characters.

    A space is left only between two words that would run into each other.
    """
    chars: list[str] = []
    offsets: list[int] = []
    last, space = "", -1
    for at, char in enumerate(text):
        for unit in _form(char):
            if unit == " ":
                space = at
                continue
            if unit == last and unit in _REPEATED:
                continue
            if space >= 0 and is_word(last) and is_word(unit):
                chars.append(" ")
                offsets.append(space)
            chars.append(unit)
            offsets.append(at)
            last, space = unit, -1
    return "".join(chars), offsets


@lru_cache(20_000)
def _form(char: str) -> str:
    """The characters that stand for ``char``, none for one that shows nothing."""
    if form := _FORMS.get(char):
        return form
    if char.isspace():
        return " "
    if "\uff01" <= char <= "\uff5e":
        return _form(chr(ord(char) - 0xFEE0))
    if unicodedata.category(char) in _NOTHING and not unicodedata.combining(char):
        return ""
    return unicodedata.normalize("NFD", char)


def is_word(char: str) -> bool:
    """Whether ``char`` is a letter or digit of a script that parts words by spaces."""
    return char.isalnum() and char < _WIDE
