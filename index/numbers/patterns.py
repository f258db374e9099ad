"""Patterns put together from lists of words and from other patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable


def either_case(words: tuple[str, ...]) -> str:
    """An alternation of the words, longest first, each with a small or a capital first letter."""
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(f"[{word[0]}{word[0].upper()}]{word[1:]}" for word in ordered)


def any_of(shapes: Iterable[str]) -> re.Pattern[str]:
    """One pattern, its groups unnamed, that matches wherever one of the shapes does or nearly does."""
    return re.compile("|".join(re.sub(r"\(\?P=\w+\)", ".", re.sub(r"\(\?P<\w+>", "(?:", shape)) for shape in shapes))
