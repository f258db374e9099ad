"""HTML pages, broken ones included, as the blocks of their main content.

``justhtml`` builds the tree of elements as the HTML standard prescribes. It merges, decodes and
moves text, while a quotation is a slice of the file, so each stretch of text is given its offset
in the file to carry through the parser. What is content is decided in ``index.articles.main_content``.
"""

# ruff: noqa: SIM905 (word lists read better as text)
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from justhtml import JustHTML

from index.articles.html_head import what_it_says
from index.articles.main_content import Element, content, role
from index.articles.markup import Block, Page, entities, in_order, joint, trim
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
# What titles and scripts hold tells of the page; scripts and styles are not text and break no line.
TOLD = frozenset(("title", "script"))
UNSHOWN = frozenset(("script", "style"))
INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img input ins kbd label mark meta nobr"
    " o:p q rp rt ruby s samp small source span strike strong sub sup time tt u var wbr st1:chsdate".split()
)
CELLS = frozenset(("td", "th"))
# A heading that was never closed ends where one of these begins.
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
ENDS_HEADING = HEADINGS | {"p", "table", "ul", "ol", "article", "hr"}
ENDS_NO_HEADING = frozenset("td th li div section article main".split())
# Elements nested deeper than this count as children of the one at this depth.
DEEPEST = 200
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
    shown = content(text, tree.elements, [(run.start, run.end, run.element) for run in tree.runs])
    groups = list(_groups(text, tree, shown))
    marks = entities(text, start, len(text))
    marks += [mark for group in groups for mark in _gaps(text, tree, group)]
    markup = in_order(marks)
    blocks = []
    for group in groups:
        span = trim(text, markup, Span(group[0].start, group[-1].end))
        if span:
            blocks.append(Block(span, role(tree.elements, [(r.start, r.end, r.element) for r in group])))
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
    for run in tree.runs:
        if not shown[run.element]:
            if group:
                yield group
            group = []
            continue
        if group and not _together(text, tree, group[-1], run):
            yield group
            group = []
        group.append(run)
    if group:
        yield group


def _together(text: str, tree: Tree, last: Run, run: Run) -> bool:
    """Whether two runs of text belong to one block: one row of data, or one unbroken paragraph."""
    rows = tree.elements[last.element].row, tree.elements[run.element].row
    if any(rows):
        return rows[0] == rows[1]
    if run.apart:
        return False
    before, after = text[last.start : last.end].rstrip("\r\n\t "), text[run.start : run.end]
    gap = text[last.end : run.start].lower()
    indented = after.lstrip("\r\n\t ").startswith("\u3000")
    ends = before.endswith(tuple("。！？!?.：:”」』")) or indented or gap.count("<br") > 1
    return not (run.broken and (ends or after.lstrip().startswith(("&emsp;", "&nbsp;", "\xa0"))))


def _gaps(text: str, tree: Tree, group: list[Run]) -> Iterator[Markup]:
    """What the tags and the white space within a block read as."""
    for last, run in pairwise(group):
        cells = tree.elements[last.element].cell != tree.elements[run.element].cell
        if cells and tree.elements[run.element].row:
            yield Markup(Span(last.end, run.start), " | ")
        elif run.broken or run.apart:
            yield Markup(Span(last.end, run.start), joint(text, last.end, run.start))
        else:
            spaced = re.search(r">\s+<", text[last.end : run.start])
            yield Markup(Span(last.end, run.start), " " if spaced else "")
    for run in group:
        for found in SPACES.finditer(text, run.start, run.end):
            yield Markup(Span(*found.span()), joint(text, *found.span()))
