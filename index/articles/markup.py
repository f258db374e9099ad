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
# Characters that take no room: marks of where a line may break, of direction, of order.
ZERO_WIDTH = re.compile(
    r"[\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]|(?<=\w)[\u200c\u200d](?=\w)"
)
BLANK = (
    "".join(map(chr, range(33)))
    + "".join(map(chr, range(0x7F, 0xA1)))
    + "".join(map(chr, range(0x2000, 0x2010)))
    + "\xad\u1680\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
)


@dataclass(frozen=True, slots=True)
class Field:
    """A cell as its page has it: its words, where each of their characters stands, how many columns and rows it
    takes, and whether it is marked as a heading. An empty cell has no words.
    """

    words: str
    offsets: Sequence[int]
    across: int = 1
    down: int = 1
    heading: bool = False

    @property
    def span(self) -> Span:
        return self.part(0, len(self.words))

    def part(self, start: int, end: int) -> Span:
        """Where ``words[start:end]`` stands in the file."""
        return Span(self.offsets[start], self.offsets[end - 1] + 1) if end > start else Span(0, 0)


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a page set apart from the rest, and what its markup says it is, if anything.

    A row of a table has the number of its table (from 1) and its cells; ``headed`` is set where the markup says that
    the row heads its columns. ``address`` is where a spreadsheet has its first cell, ``page`` the page it begins on.
    """

    span: Span
    role: Role = ""
    table: int = 0
    fields: tuple[Field, ...] = ()
    headed: bool = False
    address: str = ""
    page: int = 0


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
    """The character references of ``text`` with the characters they stand for, and those of no width with nothing."""
    marks = [
        Markup(Span(*entity.span()), ZERO_WIDTH.sub("", shown))
        for entity in ENTITY.finditer(text, start, end)
        if (shown := html.unescape(entity.group())) != entity.group()
    ]
    return marks + [Markup(Span(*character.span())) for character in ZERO_WIDTH.finditer(text, start, end)]


def joint(text: str, start: int, end: int) -> str:
    """What a line break reads as: nothing in Chinese text, where it may stand within a number; otherwise a space."""
    before, after = text[max(0, start - 8) : start], text[end : end + 8]
    if CJK.match(before[-1:]) or CJK.match(after[:1]):
        spaced = (before[-1:].isascii() and before[-1:].isalpha()) or (after[:1].isascii() and after[:1].isalpha())
        return " " if spaced else ""
    inside = before[-1:] in "0123456789.,-" and after[:1] in "0123456789.,%"
    return "" if inside and (CJK.search(before) or CJK.search(after)) else " "
