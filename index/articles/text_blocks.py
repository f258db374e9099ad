"""The lines of a text page as blocks: rows of tables, headings, and paragraphs, broken ones made whole again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.articles.boilerplate import PAGE_NUMBER
from index.articles.markup import Block, Role, joint
from index.articles.text_tables import TableRow, find_tables
from index.articles.wrapping import columns, ends, goes_on, indents_paragraphs, wrap_width
from index.records import Markup, Span


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text page: its span without the mark it opens with and the blanks at its ends, and the whole line.

    ``blank`` is set where a blank line or a rule precedes it, ``indented`` where it is, ``begins_page`` where a page
    of the file begins before it, ``over_page`` where a page number or the like was, ``ruled`` where a table's rule of
    dashes follows it.
    """

    span: Span
    role: Role
    words: str
    whole: Span
    blank: bool = False
    indented: bool = False
    begins_page: bool = False
    over_page: bool = False
    ruled: bool = False


def blocks_of(text: str, marks: Sequence[Markup], lines: Sequence[Line]) -> tuple[tuple[Block, ...], list[Markup]]:
    """The blocks of a page in order, and what stands between the lines and cells that are one block each."""
    lines = _without_furniture(lines)
    ruled = frozenset(at for at, line in enumerate(lines) if line.ruled)
    rows = find_tables(text, marks, [line.whole for line in lines], ruled)
    tabled = {at for row in rows.values() for at in range(row.first, row.end)}
    plain = [at for at, line in enumerate(lines) if not line.role and at not in tabled]
    width = wrap_width([lines[at].words for at in plain])
    indenting = indents_paragraphs(
        [(lines[at].words, lines[after].indented) for at, after in pairwise(plain) if not lines[after].blank]
    )
    blocks: list[Block] = []
    joints: list[Markup] = []
    last: Line | None = None
    page, opened = int("\f" in text), False
    for at, line in enumerate(lines):
        page += line.begins_page and page > 0
        if at in rows:
            block, between = _row_block(rows[at])
            blocks.append(replace(block, page=page))
            joints += between
        elif at not in tabled:
            joined = last is not None and _continues(last, line, width, indenting and opened)
            opened = line.indented or (joined and opened)  # the paragraph began with an indented line
            if last and joined:
                gap = Span(last.span.end, line.span.start)
                joints.append(Markup(gap, joint(text, gap.start, gap.end)))
                blocks[-1] = replace(blocks[-1], span=Span(blocks[-1].span.start, line.span.end))
            else:
                blocks.append(Block(line.span, line.role, page=page))
        last = None if at in tabled else line
    return tuple(blocks), joints


def _without_furniture(lines: Sequence[Line]) -> list[Line]:
    """The lines but page numbers and the heads and feet that stand beside them on several pages."""
    numbers = {at for at, line in enumerate(lines) if PAGE_NUMBER.fullmatch(line.words)}
    if len(numbers) + sum(line.begins_page for line in lines) < 2:
        return list(lines)
    forms = [re.sub(r"\d+", "0", " ".join(line.words.split())) for line in lines]
    edges = {at for at, line in enumerate(lines) if line.begins_page}
    beside = {at for edge in (*numbers, *edges) for at in range(edge - 2, edge + 3) if 0 <= at < len(lines)}
    often = Counter(forms)
    furniture = {at for at in beside if often[forms[at]] > 1 and columns(lines[at].words) <= 120 and at > 2} | numbers
    kept: list[Line] = []
    for at, line in enumerate(lines):
        if at not in furniture:
            over = bool(kept) and (at - 1 in furniture or line.begins_page)
            kept.append(replace(line, over_page=over))
    return kept


def _row_block(row: TableRow) -> tuple[Block, list[Markup]]:
    """A row of a table as a block, and what stands between its cells."""
    filled = [(column, field.span) for column, field in enumerate(row.fields) if field.words]
    span = Span(filled[0][1].start, filled[-1][1].end)
    joints = [
        Markup(Span(cell.end, other.start), " | " * (next_column - column))
        for (column, cell), (next_column, other) in pairwise(filled)
    ]
    return Block(span, "table", row.table, row.fields, row.headed), joints


def _continues(last: Line, line: Line, width: int, indenting: bool) -> bool:
    """Whether a line goes on with the paragraph of the line before it."""
    if line.role or last.role not in ("", "item", "caption"):
        return False
    if line.over_page:
        unfinished = not ends(last.words) and columns(last.words) >= 0.6 * (width or 40)
        return unfinished and not (line.indented and indenting)
    if line.blank or (line.indented and (indenting or not last.indented)):
        return False
    return goes_on(last.words, line.words, width, indenting and not line.indented)
