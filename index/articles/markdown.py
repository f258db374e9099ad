"""Text pages, plain or with Markdown and bits of HTML in them, as blocks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from index.articles.markup import BLANK, Block, Page, Role, entities, in_order, joint, trim
from index.records import Markup, Span

LINE = re.compile(r"[^\r\n\v\f\u2028\u2029\x85]+")
SIGNS = re.compile(
    r"^[ ]{0,3}#{1,6}[ \t]|\*\*[^*\s][^*\n]{0,200}\*\*|\]\((?:https?:|/|#|mailto:)|^[ ]{0,3}>[ \t]"
    r"|^[ ]{0,3}\|?[ \t]*:?-{3,}:?[ \t]*\|[-: |\t]*$|</(?:p|figure|figcaption|div|a|b|i|em|strong|span"
    r"|table)>"
    r"|<(?:br|img|hr)\b|&(?:nbsp|amp|quot|[lr]dquo|mdash|middot);",
    re.M | re.I,
)
TAG = re.compile(r"</?[a-zA-Z][\w:-]{0,30}(?:\s[^<>]*)?/?>")
HIDDEN = re.compile(r"<(script|style)\b[^<>]*>", re.I)
HEADING = re.compile(r"[ ]{0,3}(#{1,6})(?:[ \t\u3000]+|$)")
CLOSING_HASHES = re.compile(r"[ \t]+#+[ \t]*$")
BULLET = re.compile(r"[ \t]*[-*+][ \t]+(?=\S)")
NUMBERED = re.compile(r"[ \t\u3000]*(?:\d{1,3}[.)、．]|[(（]\d{1,3}[)）]|[•●▪◆■·*-][ \t]?|[①-⑳])")
QUOTED = re.compile(r"[ ]{0,3}(?:>[ \t]?)+")
RULE = re.compile(r"[ ]{0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|={3,}|`{3,}.*|~{3,}.*)[ \t]*$")
TABLE_RULE = re.compile(r"[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)*\|?[ \t]*$")
DEFINITION = re.compile(r"[ ]{0,3}\[[^\]\n]{1,80}\]:[ \t]*\S+")
TARGET = r"\((?:[^()\s]|\([^()\s]*\))*(?:[ \t]+[\"'][^\"'\n]*[\"'])?\)"
LINKED = re.compile(rf"(?P<image>!\[[^\]\n]*\]{TARGET})|(?P<open>\[)(?=[^\[\]\n]*\]{TARGET})|(?P<close>\]{TARGET})")
EMPHASIS = re.compile(
    r"(?<![0-9*\\])(?P<star>\*{1,3})(?=[^\s*])[^*\n]{1,2000}?(?<=[^\s*\\])(?P=star)(?![0-9*])"
    r"|(?<![\w\\])(?P<line>_{1,3})(?=[^\s_])[^_\n]{1,2000}?(?<=[^\s_])(?P=line)(?!\w)"
    r"|(?P<tick>`{1,2}|~~)(?=\S)[^`~\n]{1,500}?(?P=tick)"
)
ESCAPE = re.compile(r"\\(?=[\\`*_{}\[\]()#+.!|>~-])")
TERMINAL = re.compile(r"[。！？!?.…；;：:][”’」』）)\"']*$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text page. ``apart`` is set where a blank line or a rule precedes it."""

    span: Span
    role: Role
    apart: bool
    words: str


def read_text(text: str, start: int) -> Page:
    """The blocks of a text page whose content begins at ``start``."""
    marked = start > 0 or bool(SIGNS.search(text))
    marks = in_order(_inline(text, start)) if marked else ()
    lines, starts = _lines(text, start, marks, marked=marked)
    blocks, joints = _blocks(text, lines)
    return Page(blocks, in_order((*marks, *starts, *joints)))


def _inline(text: str, start: int) -> Iterator[Markup]:
    """The marks inside lines: tags, entities, emphasis, link targets, whole images."""
    yield from entities(text, start, len(text))
    yield from (Markup(Span(*found.span())) for found in TAG.finditer(text, start))
    yield from _hidden(text, start)
    yield from (Markup(Span(found.start(), found.start() + 1)) for found in ESCAPE.finditer(text, start))
    for found in LINKED.finditer(text, start):
        yield Markup(Span(*found.span()))
    for found in EMPHASIS.finditer(text, start):
        width = len(found.group(found.lastgroup or 0))
        yield Markup(Span(found.start(), found.start() + width))
        yield Markup(Span(found.end() - width, found.end()))


def _hidden(text: str, start: int) -> Iterator[Markup]:
    """Comments, scripts and style sheets."""
    at = start
    while (at := text.find("<!--", at)) >= 0 and (end := text.find("-->", at)) >= 0:
        yield Markup(Span(at, end + 3))
        at = end + 3
    at = start
    while opening := HIDDEN.search(text, at):
        at = text.find(f"</{opening.group(1)}", opening.end())
        if at < 0:
            return
        yield Markup(Span(opening.start(), at))


def _lines(text: str, start: int, marks: tuple[Markup, ...], *, marked: bool) -> tuple[list[Line], list[Markup]]:
    """The lines with something to read, and the marks they open with."""
    lines: list[Line] = []
    starts: list[Markup] = []
    end, broken, figure = start, True, False
    for found in LINE.finditer(text, start):
        raw = found.group()
        broken |= max(text.count("\n", end, found.start()), text.count("\r", end, found.start())) > 1
        end = found.end()
        role, width = _opening(raw) if marked else ("", 0)
        starts.append(Markup(Span(found.start(), found.start() + width)))
        if role in ("title", "heading"):
            starts += [Markup(Span(found.start() + h.start(), end)) for h in CLOSING_HASHES.finditer(raw)]
        figure = (figure or "<figcaption" in raw) and marked
        span = trim(text, marks, Span(found.start() + width, found.end()))
        mute = RULE.match(raw) or (marked and (TABLE_RULE.match(raw) or DEFINITION.match(raw)))
        if span and not mute:
            lines.append(_line(text, span, "caption" if figure else role, raw, apart=broken))
        broken = bool(mute or not span)
        figure = figure and "</figcaption" not in raw
    return _tabulated(lines), starts


def _opening(raw: str) -> tuple[Role, int]:
    """What the mark a Markdown line opens with makes of it, and the width of that mark."""
    quoted = QUOTED.match(raw)
    width = quoted.end() if quoted else 0
    rest = raw[width:]
    if found := HEADING.match(rest):
        return ("title" if len(found.group(1)) == 1 else "heading"), width + found.end()
    if found := BULLET.match(rest):
        return "item", width + found.end()
    return ("item", width) if NUMBERED.match(rest) else ("", width)


def _line(text: str, span: Span, role: Role, raw: str, *, apart: bool) -> Line:
    words = text[span.start : span.end]
    stripped = raw.strip(BLANK)
    if len(stripped) > 2 and stripped[0] == stripped[-1] == "|":
        kept = words.strip("|" + BLANK)
        at = words.find(kept) if kept else 0
        return Line(Span(span.start + at, span.start + at + len(kept)), "table", apart, kept)
    indented = raw[:1] in "\u3000" or raw.startswith(("  ", "\t")) or bool(NUMBERED.match(raw))
    return Line(span, role or ("item" if NUMBERED.match(raw) else ""), apart or indented, words)


def _tabulated(lines: list[Line]) -> list[Line]:
    """``lines`` with those that are rows of tab-separated cells, two or more together, as tables."""
    rows = [bool(re.search(r"[^\t]\t+[^\t]", line.words)) and len(line.words) < 400 for line in lines]
    return [
        replace(line, role="table") if row and (any(rows[max(0, i - 1) : i]) or any(rows[i + 1 : i + 2])) else line
        for i, (line, row) in enumerate(zip(lines, rows, strict=True))
        if len(line.span)
    ]


def _blocks(text: str, lines: list[Line]) -> tuple[tuple[Block, ...], list[Markup]]:
    """The lines as blocks, a paragraph broken over several lines made whole again."""
    width = _wrap_width(lines)
    blocks: list[Block] = []
    joints: list[Markup] = []
    for last, line in zip([None, *lines], lines, strict=False):
        if last and blocks and _continues(last, line, width):
            gap = Span(last.span.end, line.span.start)
            joints.append(Markup(gap, joint(text, gap.start, gap.end)))
            blocks[-1] = replace(blocks[-1], span=Span(blocks[-1].span.start, line.span.end))
        else:
            blocks.append(Block(line.span, line.role))
    return tuple(blocks), joints


def _columns(words: str) -> int:
    """How many columns a line takes on a terminal, where a Chinese character takes two."""
    if words.isascii():
        return len(words)
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in words[:1000])


def _wrap_width(lines: list[Line]) -> int:
    """The column at which the page's lines are broken, 0 where each line is a paragraph."""
    widths = sorted(_columns(line.words) for line in lines if not line.role)
    if not widths or not 40 <= widths[-1] <= 140:
        return 0
    full = [line for line in lines if _columns(line.words) >= 0.8 * widths[-1] and not line.role]
    cut = sum(1 for line in full if not TERMINAL.search(line.words))
    return widths[-1] if len(full) >= 3 and cut >= 0.5 * len(full) else 0


def _continues(last: Line, line: Line, width: int) -> bool:
    """Whether a line goes on with the paragraph of the line before it."""
    if line.apart or line.role or last.role not in ("", "item", "caption"):
        return False
    if last.words[-1:].islower() and line.words[:1].islower() and len(last.words) >= 40:
        return True
    word = re.match(r"[\x21-\x7e]+|.{2}", line.words)
    needed = 1 + _columns(word.group() if word else line.words)
    return bool(width) and _columns(last.words) + needed >= 0.95 * width
