"""Text folded to a terminal's width by the rules of Chinese and Latin typesetting, figures kept whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.cells import cell_len
from rich.text import Text

from bot.messages.passage import may_break
from index.records import Span


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
