"""HTML pages, broken ones included, as the blocks of their main content.

``justhtml`` builds the tree of elements as the HTML standard prescribes. It merges, decodes and
moves text, while a quotation is a slice of the file, so each stretch of text is given its offset
in the file to carry through the parser. What is content is decided in ``main_content``.
"""

# ruff: noqa: SIM905 (word lists read better as text)
from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from justhtml import JustHTML

from index.articles.elements import Element
from index.articles.html_blocks import Run, Tree, gaps, groups_of, row_block
from index.articles.html_head import what_it_says
from index.articles.html_tables import cells_by_row
from index.articles.main_content import HEADINGS, content, role
from index.articles.markup import Block, Page, entities, in_order, trim
from index.articles.references import raised_in
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
    raised, powers = raised_in(text, tree.elements, runs)
    for index, element in enumerate(tree.elements):
        shown[index] &= index not in raised and (shown[element.parent] or element.parent not in raised)
        raised |= {index} if element.parent in raised else set()
    groups = list(groups_of(text, tree, shown))
    cells = cells_by_row(tree.elements)
    columns_of_row = {row: {cell: at for at, cell in enumerate(order)} for row, order in cells.items()}
    marks = [*entities(text, start, len(text)), *powers]
    roles = [role(tree.elements, [(run.start, run.end, run.element) for run in group]) for group in groups]
    for group, kind in zip(groups, roles, strict=True):
        marks += gaps(text, tree, group, columns_of_row, apart=kind == "byline")
    markup = in_order(marks)
    blocks = []
    for group, kind in zip(groups, roles, strict=True):
        span = trim(text, markup, Span(group[0].start, group[-1].end))
        if span:
            block = Block(span, kind)
            blocks.append(row_block(text, markup, tree, group, cells, block) if block.role == "table" else block)
    inside = _within(markup, blocks)
    return Page(tuple(blocks), inside, what_it_says(tree.elements))


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

    def prepare(match: re.Match[str]) -> str:
        kind = match.lastgroup
        if kind in ("quote", "apostrophe"):
            return match.group() + match[kind] + ("" if page.startswith(">", match.end()) else ">")
        return STRAY if kind == "stray" else f"{match.group()}\ufdd0{start + match.start()}\ufdd1"

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
