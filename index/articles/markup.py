"""What a reader sees of a file: its text without the tags, entities and marks it is written with."""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from index.records import Markup, Span, mark_start, readable

Role = Literal["", "title", "heading", "caption", "table", "item", "byline", "link"]

ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
CJK = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u2014\u2018-\u201d\u2026]")
# White space, characters of no width, and controls: nothing a quotation could begin or end with.
BLANK = (
    "".join(map(chr, range(33)))
    + "".join(map(chr, range(0x7F, 0xA1)))
    + "".join(map(chr, range(0x2000, 0x2010)))
    + "\xad\u1680\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
)


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a page set apart from the rest, and what its markup says it is, if anything."""

    span: Span
    role: Role = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page as its markup gives it: blocks, the markup itself, and what it says of itself."""

    blocks: tuple[Block, ...]
    markup: tuple[Markup, ...] = ()
    says: dict[str, str] = field(default_factory=dict)


def trim(text: str, markup: Sequence[Markup], span: Span) -> Span:
    """``span`` from its first readable character to its last; empty where it has none."""
    shown, offsets = readable(text, markup, span)
    kept = shown.strip(BLANK)
    if not kept:
        return Span(span.start, span.start)
    first = len(shown) - len(shown.lstrip(BLANK))
    last = offsets[first + len(kept) - 1]
    at = bisect_left(markup, last, key=mark_start)
    entity = at < len(markup) and markup[at].span.start == last
    return Span(offsets[first], markup[at].span.end if entity else last + 1)


def in_order(marks: Iterable[Markup]) -> tuple[Markup, ...]:
    """``marks`` by position, without those that overlap an earlier or a longer one."""
    kept: list[Markup] = []
    for mark in sorted(marks, key=lambda mark: (mark.span.start, -mark.span.end)):
        if len(mark.span) and (not kept or mark.span.start >= kept[-1].span.end):
            kept.append(mark)
    return tuple(kept)


def entities(text: str, start: int, end: int) -> list[Markup]:
    """The character references of ``text`` with the characters they stand for."""
    return [
        Markup(Span(*found.span()), shown)
        for found in ENTITY.finditer(text, start, end)
        if (shown := html.unescape(found.group())) != found.group()
    ]


def joint(text: str, start: int, end: int) -> str:
    """What a line break reads as: nothing between Chinese characters, otherwise a space."""
    around = (text[start - 1 : start], text[end : end + 1])
    return "" if all(CJK.match(char) for char in around) else " "
