"""HTML pages, broken ones included, as the blocks of their main content.

The standard parser is quadratic on truncated tags and gives no offsets of text, and offsets are
what quoting needs, so tags are found here; what is content is decided in ``index.landmarks``.
"""

# ruff: noqa: SIM905 (word lists read better as text)
from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from index.landmarks import Element, content, role
from index.markup import BLANK, Block, Page, entities, in_order, joint, trim
from index.metadata import what_it_says
from index.records import Markup, Span

TOKEN = re.compile(
    r"<(?P<close>/?)(?P<name>[a-zA-Z][\w:-]{0,40})(?P<attributes>(?:[^<>\"']|\"[^\"<]{0,4096}\""
    r"|'[^'<]{0,4096}')*+)>"
    r"|<(?P<close2>/?)(?P<name2>[a-zA-Z][\w:-]{0,40})(?P<attributes2>[^<>]*)(?:>|(?=<)|\Z)"
    r"|<!--|<[!?][^<>]*>"
)
VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
RAW = frozenset("script style textarea title noframes xmp".split())
INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img input ins kbd label mark meta nobr"
    " o:p q rp rt ruby s samp small source span strike strong sub sup time tt u var wbr st1:chsdate".split()
)
CELLS = frozenset(("td", "th"))
# An opening tag closes the open element of its own kind, up to the holder that shields it.
CLOSES = {
    "li": ({"li"}, {"ul", "ol", "menu"}),
    "tr": ({"tr", "td", "th"}, {"table"}),
    "td": ({"td", "th"}, {"table", "tr"}),
    "th": ({"td", "th"}, {"table", "tr"}),
    "dt": ({"dt", "dd"}, {"dl"}),
    "dd": ({"dt", "dd"}, {"dl"}),
    "option": ({"option"}, {"select"}),
}
# A heading that was never closed ends where one of these begins.
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
ENDS_HEADING = HEADINGS | {"p", "table", "ul", "ol", "article", "hr"}
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
    """The elements of a page in order of opening, its runs of text, and its markup."""

    elements: list[Element] = field(default_factory=lambda: [Element("", "", 0)])
    runs: list[Run] = field(default_factory=list)
    marks: list[Markup] = field(default_factory=list)


def read_html(text: str, start: int) -> Page:
    """The blocks of the main content of an HTML page, and what its head says of it."""
    tree = _parse(text, start)
    shown = content(text, tree.elements, [(run.start, run.end, run.element) for run in tree.runs])
    groups = list(_groups(text, tree, shown))
    marks = [*tree.marks, *entities(text, start, len(text))]
    marks += [mark for group in groups for mark in _gaps(text, tree, group)]
    markup = in_order(marks)
    blocks = []
    for group in groups:
        span = trim(text, markup, Span(group[0].start, group[-1].end))
        if span:
            blocks.append(Block(span, role(tree.elements, [(r.start, r.end, r.element) for r in group])))
    inside = _within(markup, blocks)
    return Page(tuple(blocks), inside, what_it_says(text, tree.elements))


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
    tree = Tree()
    stack = [0]
    open_names: Counter[str] = Counter()
    at, broken, apart = start, False, True
    while token := TOKEN.search(text, at):
        if text[at : token.start()].strip(BLANK):
            tree.runs.append(Run(at, token.start(), stack[-1], broken, apart))
            broken = apart = False
        name = (token["name"] or token["name2"] or "").lower()
        opens = bool(name) and not (token["close"] or token["close2"])
        at = _token_end(text, token, name if opens else "")
        tree.marks.append(Markup(Span(token.start(), at)))
        broken |= name in ("br", "hr") or name in CELLS
        apart |= bool(name) and name not in INLINE and name != "br"
        if opens:
            _open(tree, stack, open_names, name, token)
            tree.elements[-1].inner = (token.end(), at)
        elif name and open_names[name]:
            _close(tree, stack, open_names, {name}, set())
    if text[at:].strip(BLANK):
        tree.runs.append(Run(at, len(text), stack[-1], broken, apart))
    return tree


def _token_end(text: str, token: re.Match[str], opened: str) -> int:
    """Where what the token starts ends: a comment at its close, a script at its closing tag."""
    if token.group().startswith("<!--"):
        end = text.find("-->", token.start() + 2)
        return end + 3 if end >= 0 else len(text)
    if opened not in RAW:
        return token.end()
    closing = re.compile(rf"</{opened}\b", re.I).search(text, token.end())
    return closing.start() if closing else len(text)


def _open(tree: Tree, stack: list[int], open_names: Counter[str], name: str, token: re.Match[str]) -> None:
    if name in CLOSES:
        _close(tree, stack, open_names, *CLOSES[name])
    elif name not in INLINE and name != "br" and tree.elements[stack[-1]].tag == "p":
        _close(tree, stack, open_names, {"p"}, set())
    if name in ENDS_HEADING:
        _close(tree, stack, open_names, HEADINGS, {"td", "th", "li", "div", "section", "article", "main"})
    tree.elements.append(Element(name, token["attributes"] or token["attributes2"] or "", stack[-1]))
    if name not in VOID and len(stack) < DEEPEST and not token.group().endswith("/>"):
        stack.append(len(tree.elements) - 1)
        open_names[name] += 1


def _close(tree: Tree, stack: list[int], open_names: Counter[str], names: set[str], shields: set[str]) -> None:
    """Close the nearest open element of ``names`` and all within it, unless shielded or not open."""
    if not any(open_names[name] for name in names):
        return
    depth = len(stack) - 1
    while depth > 0 and tree.elements[stack[depth]].tag not in names:
        if tree.elements[stack[depth]].tag in shields:
            return
        depth -= 1
    if shields == {"table"}:
        # A row closes its cell with it, however many of both are left open.
        while depth > 1 and tree.elements[stack[depth - 1]].tag in names:
            depth -= 1
    for index in stack[depth:]:
        open_names[tree.elements[index].tag] -= 1
    del stack[depth:]


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
        elif last.end < run.start and text[last.end : run.start].strip("<>") == "":
            continue
        elif re.search(r">\s+<", text[last.end : run.start]):
            yield Markup(Span(last.end, run.start), " ")
    for run in group:
        for found in SPACES.finditer(text, run.start, run.end):
            yield Markup(Span(*found.span()), joint(text, *found.span()))
