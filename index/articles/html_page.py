"""HTML pages, broken ones included, as the blocks of their main content.

``justhtml`` builds the tree of elements as the HTML standard prescribes. It merges, decodes and
moves text, while a quotation is a slice of the file, so each stretch of text is given its offset
in the file to carry through the parser. What is content is decided in ``main_content``.
"""

# ruff: noqa: SIM905 (word lists read better as text)
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from justhtml import JustHTML

from index.articles.elements import Element, upwards
from index.articles.html_head import what_it_says
from index.articles.html_tables import cells_by_row, fields, headed
from index.articles.main_content import HEADINGS, content, role
from index.articles.markup import Block, Page, entities, in_order, joint, trim
from index.articles.references import raised_marks
from index.articles.titles import columns
from index.records import Markup, Span

# Before parsing: a quote that its tag never closes, which would swallow the page up to the next
# one; a "<" that starts no tag; and, after the blanks that follow a ">", what may be text.
PREPARED = re.compile(
    r"<[a-z](?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*+(?:(?P<quote>\")[^\"<>]*+(?![<>][^\"\n]{0,4096}\"[\s/>])"
    r"|(?P<apostrophe>')[^'<>]*+(?![<>][^'\n]{0,4096}'[\s/>]))"
    r"|(?P<stray><)(?![a-z/!?])"
    r"|(?:\A|(?<=>))\s*+(?=[^<]|<(?![a-z/!?]))",
    re.I,
)
# Elements that the standard opens again in every later paragraph where they were left open. With
# another name they are elements like any other, which end where what holds them does.
FORMATTING = re.compile(r"</?(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?=[\s/>])", re.I)
TAG = re.compile(r"<[a-zA-Z/!?]")
# Noncharacters: around an offset, for a "<" that starts no tag, after the name of what is renamed.
OFFSET = re.compile("\ufdd0(\\d+)\ufdd1")
STRAY = "\ufdd2"
RENAMED = "\ufdd3"
RESERVED = re.compile("[\ufdd0-\ufdd3]")
# What titles, scripts and style sheets hold tells of the page; scripts and styles are not text and break no line.
TOLD = frozenset(("title", "script", "style"))
UNSHOWN = frozenset(("script", "style"))
INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img input ins kbd label mark meta nobr"
    " o:p q rp rt ruby s samp small source span strike strong sub sup time tt u var wbr st1:chsdate".split()
)
CELLS = frozenset(("td", "th"))
# A heading that was never closed ends where one of these begins.
ENDS_HEADING = frozenset(HEADINGS) | {"p", "table", "ul", "ol", "article", "hr"}
ENDS_NO_HEADING = frozenset("td th li div section article main".split())
# Elements nested deeper than this count as children of the one at this depth.
DEEPEST = 200
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


@dataclass(slots=True)
class _Open:
    """An element being read: its index, and how many open elements are outside its open heading, if any."""

    element: int
    heading: int


def read_html(text: str, start: int) -> Page:
    """The blocks of the main content of an HTML page, and what its head says of it."""
    tree = _parse(text, start)
    runs = [(run.start, run.end, run.element) for run in tree.runs]
    shown = content(text, tree.elements, runs)
    raised = raised_marks(text, tree.elements, runs)
    for index, element in enumerate(tree.elements):
        shown[index] &= index not in raised and (shown[element.parent] or element.parent not in raised)
        raised |= {index} if element.parent in raised else set()
    groups = list(_groups(text, tree, shown))
    cells = cells_by_row(tree.elements)
    columns_of_row = {row: {cell: at for at, cell in enumerate(order)} for row, order in cells.items()}
    marks = entities(text, start, len(text))
    marks += [mark for group in groups for mark in _gaps(text, tree, group, columns_of_row)]
    markup = in_order(marks)
    blocks = []
    for group in groups:
        span = trim(text, markup, Span(group[0].start, group[-1].end))
        if span:
            block = Block(span, role(tree.elements, [(run.start, run.end, run.element) for run in group]))
            blocks.append(_row(text, markup, tree, group, cells, block) if block.role == "table" else block)
    inside = _within(markup, blocks)
    return Page(tuple(blocks), inside, what_it_says(tree.elements))


def _row(
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


def _within(markup: tuple[Markup, ...], blocks: list[Block]) -> tuple[Markup, ...]:
    """The markup inside the blocks: nothing else of it is ever asked for."""
    kept, position = [], 0
    for block in blocks:
        while position < len(markup) and markup[position].span.start < block.span.end:
            if markup[position].span.start >= block.span.start:
                kept.append(markup[position])
            position += 1
    return tuple(kept)


def _parse(text: str, start: int) -> Tree:
    """The tree of the page that begins at ``start``."""
    tree = Tree()
    path = [_Open(0, 0)]
    broken, apart = False, True
    todo: list[Any] = list(reversed(JustHTML(_prepared(text, start), sanitize=False).root.children or ()))
    while todo:
        node = todo.pop()
        if isinstance(node, str):
            path.pop()
            name = node
        elif node.name == "#text":
            end = 0
            for offset in map(int, OFFSET.findall(node.data)):
                if offset < end:  # after a ">" in the text
                    continue
                end = _end(text, offset)
                tree.runs.append(Run(offset, end, path[-1].element, broken, apart))
                broken = apart = False
            continue
        elif node.attrs is None:
            continue
        else:
            name = node.name.lower().removesuffix(RENAMED)
            _open(tree, path, name, node)
            todo.append(name)
            todo += [] if name in UNSHOWN else node.children[::-1]
        broken |= name in ("br", "hr") or name in CELLS
        apart |= name not in INLINE and name not in UNSHOWN and name != "br"
    tree.runs.sort(key=lambda run: run.start)
    return tree


def _prepared(text: str, start: int) -> str:
    """The page with the offset of each stretch of text before it, and without what misleads the parser."""

    def prepare(found: re.Match[str]) -> str:
        kind = found.lastgroup
        if kind in ("quote", "apostrophe"):
            return found.group() + found[kind] + ("" if page.startswith(">", found.end()) else ">")
        return STRAY if kind == "stray" else f"{found.group()}\ufdd0{start + found.start()}\ufdd1"

    page = RESERVED.sub("\ufffd", text[start:])
    return FORMATTING.sub(rf"\g<0>{RENAMED}", PREPARED.sub(prepare, page))


def _end(text: str, start: int) -> int:
    """Where the text that begins at ``start`` ends: at the next tag, as the standard has it."""
    tag = TAG.search(text, start)
    return tag.start() if tag else len(text)


def _open(tree: Tree, path: list[_Open], name: str, node: Any) -> None:
    """Add an element, ending the heading it stands in where no heading goes on."""
    outside = path[-1].heading
    if outside and name in ENDS_HEADING:
        for inner in path[outside:]:
            inner.element, inner.heading = path[outside - 1].element, path[outside - 1].heading
    attributes = {key.lower(): _written(value or "") for key, value in node.attrs.items()}
    element = Element(name, attributes, path[-1].element)
    if name in TOLD:
        element.text = _written("".join(child.data for child in node.children if child.name == "#text"))
    tree.elements.append(element)
    heading = len(path) if name in HEADINGS else 0 if name in ENDS_NO_HEADING else path[-1].heading
    path.append(_Open(len(tree.elements) - 1 if len(path) < DEEPEST else path[-1].element, heading))


def _written(value: str) -> str:
    """``value`` as it was before the page was prepared."""
    return OFFSET.sub("", value).replace(STRAY, "<").replace(RENAMED, "")


def _groups(text: str, tree: Tree, shown: list[bool]) -> Iterator[list[Run]]:
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


def _gaps(text: str, tree: Tree, group: list[Run], places: dict[int, dict[int, int]]) -> Iterator[Markup]:
    """What the tags and the white space within a block read as."""
    for last, run in pairwise(group):
        cells = tree.elements[last.element].cell, tree.elements[run.element].cell
        row = places.get(tree.elements[run.element].row)
        if row and cells[0] != cells[1]:
            yield Markup(Span(last.end, run.start), " | " * max(1, row.get(cells[1], 0) - row.get(cells[0], 0)))
        elif run.broken or run.apart:
            yield Markup(Span(last.end, run.start), joint(text, last.end, run.start))
        else:
            spaced = re.search(r">\s+<", text[last.end : run.start])
            yield Markup(Span(last.end, run.start), " " if spaced else "")
    for run in group:
        for found in SPACES.finditer(text, run.start, run.end):
            yield Markup(Span(*found.span()), joint(text, *found.span()))
