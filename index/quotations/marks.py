"""The quotations in a text: what stands between quotation marks, Chinese and English."""

from __future__ import annotations

import re

from index.records import Span

_CLOSED_BY = {"“": "”", "「": "」", "『": "』", "«": "»", "„": "”“", "‘": "’", '"': '"', "＂": "＂"}
_OPENING = re.compile(f"[{re.escape(''.join(_CLOSED_BY))}]")
_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?!\s*\n)[^\n]+)*")
_LEFT_OUT = re.compile(r"[\[(［（]?\s*(?:…+|\.{3,}|。{3,})\s*[\])］）]?")
_STRAIGHT = '"＂'


def quotations(text: str) -> list[Span]:
    """Where the quoted words of ``text`` stand, without their marks, in order.

    Of a quotation within another the outer one counts. One that is never closed goes on to the end of its paragraph,
    and where something is left out (…) what is left are several.
    """
    spans: list[Span] = []
    for paragraph in _PARAGRAPH.finditer(text):
        at, end = paragraph.span()
        while opening := _OPENING.search(text, at, end):
            if not _opens(text, opening.start()):
                at = opening.end()
                continue
            close = _closing(text, opening[0], opening.end(), end)
            spans += _pieces(text, opening.end(), close)
            at = close + 1
    return spans


def _opens(text: str, at: int) -> bool:
    """Whether the mark opens a quotation: a straight one may be inches, or close one that began elsewhere."""
    if text[at] not in _STRAIGHT:
        return True
    inches = text[at - 1 : at].isdigit() and text[at] == '"'
    return not inches and not text[at + 1 : at + 2].isspace()


def _closing(text: str, opening: str, start: int, end: int) -> int:
    """Where the quotation that ``opening`` begins ends, marks of its own kind within it counted."""
    closing, depth = _CLOSED_BY[opening], 1
    for at in range(start, end):
        char = text[at]
        if char in closing and not (char == "’" and _is_apostrophe(text, at)):
            depth -= 1
            if not depth:
                return at
        elif char == opening:
            depth += 1
    return end


def _is_apostrophe(text: str, at: int) -> bool:
    return text[at - 1 : at].isalnum() and text[at + 1 : at + 2].isalnum() and text[at + 1] < "\u2e80"


def _pieces(text: str, start: int, end: int) -> list[Span]:
    cuts = [match.span() for match in _LEFT_OUT.finditer(text, start, end)]
    starts, ends = [start, *(cut[1] for cut in cuts)], [*(cut[0] for cut in cuts), end]
    return [Span(a, b) for a, b in zip(starts, ends, strict=True) if text[a:b].strip()]
