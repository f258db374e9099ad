"""A row of a table as it is read: each of its cells behind what heads its column, as the eye of a person has it."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from index.records import Paragraph, Span, plain

CAPTION = 40  # characters of a table's caption, and of a heading
_MOST = 2_000  # characters of headings in a row: what a page repeats over every cell must not grow with their number


@dataclass(frozen=True, slots=True)
class Heading:
    """What heads the cell that stands in ``cell`` of a row's readable text."""

    cell: Span
    text: str


def headings(paragraph: Paragraph, offsets: Sequence[int]) -> tuple[Heading, ...]:
    """The headings of a row's cells in order, before the first what the row is of and doesn't say itself; none of a
    paragraph that is no row, or of one that heads the columns. ``offsets`` are where the characters of its readable
    text stand. Libraries hold what comes of them: a change here is a change of their format.
    """
    row, article = paragraph.row, paragraph.article
    if row is None or row.heading:
        return ()
    outside = tuple(name for name in row.names if name not in paragraph.span)
    cells = ((Span(*(bisect_left(offsets, at) for at in (c.span.start, c.span.end))), c.headers) for c in row.cells)
    told: list[Heading] = []
    left = _MOST
    for cell, spans in ((Span(0, 0), outside), *cells):
        text = " ".join(plain(article, span)[0][:CAPTION] for span in spans)
        if text and (left := left - len(text)) > 0:
            told.append(Heading(cell, text))
    return tuple(told)


def headed_text(
    paragraph: Paragraph, text: str, headed: Sequence[Heading], pieces: Sequence[tuple[int, int]]
) -> tuple[str, list[tuple[int, int]]]:
    """What a row says when it is read aloud: the caption of its table, then its ``text`` with the headings in it; and
    where its ``pieces`` stand in that, those that a cell begins in with what heads the cell.
    """
    article, row = paragraph.article, paragraph.row
    caption = plain(article, row.caption)[0][:CAPTION] if row and row.caption else ""
    before: dict[int, str] = {0: f"{caption}: " if caption else ""}
    for heading in headed:
        before[heading.cell.start] = f"{before.get(heading.cell.start, '')}{heading.text} "
    said = [before.get(at, "") + character for at, character in enumerate(text)]
    ends = list(itertools.accumulate(map(len, said), initial=0))
    return "".join(said), [(ends[start], ends[end]) for start, end in pieces]
