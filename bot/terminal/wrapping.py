"""Text folded to a terminal's width by the rules of Chinese and Latin typesetting, figures kept whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.cells import cell_len
from rich.text import Text

from index.records import Span

_NOT_FIRST = frozenset(",.;:!?)]}%。、》」』】〉”’…\uff0c\uff1b\uff1a\uff01\uff1f\uff09\uff05")
_NOT_LAST = frozenset("([{《「『【〈“‘\uff08")


def wrap(body: Text, width: int, figures: Iterable[Span]) -> list[Text]:
    """The lines of ``body``, none wider than ``width`` cells; a figure is split only where none fits."""
    whole = {at for span in figures for at in range(span.start + 1, span.end)}
    lines = []
    for start, end in _ranges(body.plain):
        lines += [body[a:b] for a, b in _folded(body.plain, start, end, width, whole)]
    for line in lines:
        line.rstrip()
    return lines


def _ranges(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for line in text.split("\n"):
        yield at, at + len(line)
        at += len(line) + 1


def _folded(text: str, start: int, end: int, width: int, whole: set[int]) -> Iterator[tuple[int, int]]:
    used, cut = 0, start
    for at in range(start, end):
        if may_break(text, at) and at not in whole:
            cut = at
        used += cell_len(text[at])
        if used > width and not text[at].isspace():
            cut = cut if cut > start else at
            yield start, cut
            start, used = cut, cell_len(text[cut : at + 1])
    yield start, end


def may_break(text: str, at: int) -> bool:
    """True where a line may end before ``text[at]``: no closing mark begins one, no opening mark ends one."""
    before, after = text[at - 1 : at], text[at]
    if after in _NOT_FIRST or before in _NOT_LAST or after.isspace():
        return False
    return before.isspace() or cell_len(before) == 2 or cell_len(after) == 2
