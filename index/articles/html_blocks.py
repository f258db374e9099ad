"""The runs of text of an HTML page as blocks: paragraphs, headings and rows of tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from index.articles.elements import Element, upwards
from index.articles.html_tables import fields, headed
from index.articles.main_content import HEADINGS
from index.articles.markup import Block, joint, trim
from index.articles.titles import columns
from index.records import Markup, Span

FULL_LINE = 50  # columns from which a line without an end may have been broken to fit
SPACES = re.compile(r"[ \t\r\n\f]{2,}|[\r\n\t\f]")


@dataclass(slots=True)
class Run:
    """Consecutive text of one element; ``broken`` says a line break precedes it, ``apart`` a new block."""

    start: int
    end: int
    element: int
    broken: bool
    apart: bool


@dataclass(slots=True)
class Tree:
    """The elements of a page in order of opening, and its runs of text in order of the file."""

    elements: list[Element] = field(default_factory=lambda: [Element("", {}, 0)])
    runs: list[Run] = field(default_factory=list)


def row_block(
    text: str, markup: tuple[Markup, ...], tree: Tree, group: list[Run], cells: dict[int, list[int]], block: Block
) -> Block:
    """A block that is a row of a table, with its cells."""
    element = tree.elements[group[0].element]
    spans: dict[int, Span] = {}
    for run in group:
        cell = tree.elements[run.element].cell
        spans[cell] = Span(spans[cell].start if cell in spans else run.start, run.end)
    trimmed = {cell: trim(text, markup, span) for cell, span in spans.items()}
    order = cells[element.row]
    made = fields(text, markup, tree.elements, order, {cell: span for cell, span in trimmed.items() if span})
    address = tree.elements[element.row].get("data-cell")
    return replace(block, table=element.table, fields=made, headed=headed(tree.elements, order), address=address)


def groups_of(text: str, tree: Tree, shown: list[bool]) -> Iterator[list[Run]]:
    """The runs of text that make up one block each, of those elements that are shown."""
    group: list[Run] = []
    broken = apart = False  # by what is not shown between the last run and the next
    width = 0  # columns of the line so far
    for run in tree.runs:
        if not shown[run.element]:
            broken, apart = broken or run.broken, apart or run.apart
            continue
        run.broken, run.apart = run.broken or broken, run.apart or apart
        broken = apart = False
        if group and not _together(text, tree, group[-1], run, width):
            yield group
            group = []
        width = columns(text[run.start : run.end].strip()) + (0 if run.broken or not group else width)
        group.append(run)
    if group:
        yield group


def _together(text: str, tree: Tree, last: Run, run: Run, width: int) -> bool:
    """Whether two runs of text belong to one block: one row of data, or one unbroken paragraph."""
    rows = tree.elements[last.element].row, tree.elements[run.element].row
    if any(rows):
        return rows[0] == rows[1]
    if run.apart or not run.broken:
        return not run.apart
    if any(tree.elements[index].tag in HEADINGS for index in upwards(tree.elements, run.element)[:4]):
        return True
    before, after = text[last.start : last.end].rstrip("\r\n\t "), text[run.start : run.end].lstrip("\r\n\t ")
    if before.endswith(tuple("。！？!?.：:”」』")) or after.startswith(("\u3000", "&emsp;", "&nbsp;", "\xa0")):
        return False
    # A line that is full and not at its end was broken to fit; a short one is a line by itself.
    wrapped = width >= FULL_LINE or (after[:1].islower() and after[:1].isascii())
    return wrapped and text[last.end : run.start].lower().count("<br") < 2


def gaps(
    text: str, tree: Tree, group: list[Run], places: dict[int, dict[int, int]], *, apart: bool
) -> Iterator[Markup]:
    """What the tags and the white space within a block read as; ``apart`` says that its elements are set apart by
    their style, as author, paper and date in one line are.
    """
    for last, run in pairwise(group):
        cells = tree.elements[last.element].cell, tree.elements[run.element].cell
        row = places.get(tree.elements[run.element].row)
        if row and cells[0] != cells[1]:
            yield Markup(Span(last.end, run.start), " | " * max(1, row.get(cells[1], 0) - row.get(cells[0], 0)))
        elif run.broken or run.apart:
            yield Markup(Span(last.end, run.start), joint(text, last.end, run.start))
        else:
            spaced = re.search(r">\s+<", text[last.end : run.start])
            beside = apart and tree.elements[run.element].parent == tree.elements[last.element].parent
            yield Markup(Span(last.end, run.start), "  " if beside else " " if spaced else "")
    for run in group:
        for spaces in SPACES.finditer(text, run.start, run.end):
            yield Markup(Span(*spaces.span()), joint(text, *spaces.span()))
