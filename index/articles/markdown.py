"""Text pages, plain or with Markdown and bits of HTML in them, as blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from index.articles.markup import ZERO_WIDTH, Page, Role, entities, in_order, trim
from index.articles.references import marks_in_text
from index.articles.text_blocks import Line, blocks_of
from index.records import Markup, Span, readable

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
NUMBERED = re.compile(
    r"[ \t\u3000]*(?:\d{1,3}(?:[.．](?!\d)|[)、])|\d{1,2}(?:\.\d{1,2}){1,2}(?=[ \t]+[A-Z\u4e00-\u9fff])"
    r"|[(（]\d{1,3}[)）]|[•●▪◆■·*-][ \t]?|[①-⑳])"
)
QUOTED = re.compile(r"[ ]{0,3}(?:>[ \t]?)+")
RULE = re.compile(r"[ ]{0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|={3,}|`{3,}.*|~{3,}.*)[ \t]*$")
# possessive: blanks that no rule follows are given back to nobody
TABLE_RULE = re.compile(r"[ \t]*+\|?+[ \t]*+:?-{2,}:?[ \t]*+(?:\|[ \t]*+:?-{2,}:?[ \t]*+)*\|?[ \t]*$")
DEFINITION = re.compile(r"[ ]{0,3}\[[^\]\n]{1,80}\]:[ \t]*\S+")
TARGET = r"\((?:[^()\s]|\([^()\s]*\))*(?:[ \t]+[\"'][^\"'\n]*[\"'])?\)"
LINKED = re.compile(rf"(?P<image>!\[[^\]\n]*\]{TARGET})|(?P<open>\[)(?=[^\[\]\n]*\]{TARGET})|(?P<close>\]{TARGET})")
EMPHASIS = re.compile(
    r"(?<![0-9*\\])(?P<star>\*{1,3})(?=[^\s*])[^*\n]{1,2000}?(?<=[^\s*\\])(?P=star)(?![0-9*])"
    r"|(?<![\w\\])(?P<line>_{1,3})(?=[^\s_])[^_\n]{1,2000}?(?<=[^\s_])(?P=line)(?!\w)"
    r"|(?P<tick>`{1,2}|~~)(?=\S)[^`~\n]{1,500}?(?P=tick)"
)
ESCAPE = re.compile(r"\\(?=[\\`*_{}\[\]()#+.!|>~-])")


def read_text(text: str, start: int) -> Page:
    """The blocks of a text page whose content begins at ``start``."""
    marked = start > 0 or bool(SIGNS.search(text))
    unread = (*marks_in_text(text, start), *(Markup(Span(*mark.span())) for mark in ZERO_WIDTH.finditer(text, start)))
    marks = in_order((*(_inline(text, start) if marked else ()), *unread))
    lines, starts = _lines(text, start, marks, marked=marked)
    blocks, joints = blocks_of(text, marks, lines)
    return Page(blocks, in_order((*joints, *marks, *starts)))


def _inline(text: str, start: int) -> Iterator[Markup]:
    """The marks inside lines: tags, entities, emphasis, link targets, whole images."""
    yield from entities(text, start, len(text))
    yield from (Markup(Span(*tag.span())) for tag in TAG.finditer(text, start))
    yield from _hidden(text, start)
    yield from (Markup(Span(escape.start(), escape.start() + 1)) for escape in ESCAPE.finditer(text, start))
    for link in LINKED.finditer(text, start):
        yield Markup(Span(*link.span()))
    for emphasis in EMPHASIS.finditer(text, start):
        width = len(emphasis.group(emphasis.lastgroup or 0))
        yield Markup(Span(emphasis.start(), emphasis.start() + width))
        yield Markup(Span(emphasis.end() - width, emphasis.end()))


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
    for line in LINE.finditer(text, start):
        raw = line.group()
        broken |= max(text.count("\n", end, line.start()), text.count("\r", end, line.start())) > 1
        page = "\f" in text[end : line.start()]
        end = line.end()
        role, width = _opening(raw) if marked else ("", 0)
        starts.append(Markup(Span(line.start(), line.start() + width)))
        if role in ("title", "heading"):
            starts += [Markup(Span(line.start() + h.start(), end)) for h in CLOSING_HASHES.finditer(raw)]
        figure = (figure or "<figcaption" in raw) and marked
        whole = Span(line.start() + width, line.end())
        span = trim(text, marks, whole)
        ruler = bool(TABLE_RULE.match(raw)) and ("|" in raw or marked)
        if ruler and lines and not broken:
            lines[-1] = replace(lines[-1], ruled="|" in raw)
        mute = RULE.match(raw) or ruler or (marked and DEFINITION.match(raw))
        if span and not mute:
            indented = raw[:1] in "\u3000" or raw.startswith(("  ", "\t")) or bool(NUMBERED.match(raw))
            kind = "caption" if figure else role or ("item" if NUMBERED.match(raw) else "")
            words = readable(text, marks, span)[0]
            lines.append(Line(span, kind, words, whole, broken, indented, page))
        broken = bool(mute or not span)
        figure = figure and "</figcaption" not in raw
    return lines, starts


def _opening(raw: str) -> tuple[Role, int]:
    """What the mark a Markdown line opens with makes of it, and the width of that mark."""
    quoted = QUOTED.match(raw)
    width = quoted.end() if quoted else 0
    rest = raw[width:]
    if heading := HEADING.match(rest):
        return ("title" if len(heading.group(1)) == 1 else "heading"), width + heading.end()
    if bullet := BULLET.match(rest):
        return "item", width + bullet.end()
    return ("item", width) if NUMBERED.match(rest) else ("", width)
