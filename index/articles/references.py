"""Marks that lead to a note, as ``1`` in 3120¹张 or ``[2]``: no part of the figure or the word they hang on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.articles.elements import Element, upwards
from index.records import Markup, Span

Run = tuple[int, int, int]  # start, end, element

MARK = re.compile(r"[\[（(〔【]?\s*(?:注|註|note\s?|n)?\s*(?:\d{1,3}|[*†‡§]{1,3}|[a-z])\s*[\]）)〕】]?", re.I)
BARE = re.compile(r"\s*(?:\d{1,3}|[*†‡§]{1,3}|\d{1,3}(?:\s*[,，、–-]\s*\d{1,3})+)\s*")
# What a small raised number after it raises: 10⁸, 2.5×10⁴, m², km³.
RAISED = re.compile(
    r"(?:(?<!\d)10|[×xX*]\s*\d+|(?<![A-Za-z])(?:[kcdmnµμ]?m|mi|ft|in|yd|s|hm|亿m|万m))\s*$|[\u33a1\u33a5]$"
)
NAMES = frozenset(("reference", "footnote", "footnotes", "noteref", "fnref", "endnote", "fn", "cite"))
# In text: [3] and [^3] anywhere but at the head of a line, where the note itself stands.
IN_TEXT = re.compile(r"(?<=[^\s\[\]])\[(?:\^[\w-]{1,20}|\d{1,3}|注\d{0,3}|註\d{0,3}|note \d{1,3})\](?![(\[:：])", re.I)
# <sup> tags in text, and what a page writes raised.
TAGGED = re.compile(r"<sup>\s*([-−+]?\d{1,3})\s*</sup>", re.I)
POWER = re.compile(r"[-−–+]?\d{1,3}")
RAISED_FORMS = dict(zip("0123456789-−–+", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻⁻⁺", strict=True))
RAISED_DIGITS = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+")


def raised_in(text: str, elements: Sequence[Element], runs: Sequence[Run]) -> tuple[set[int], list[Markup]]:
    """The ``<sup>`` elements that hold such a mark, and no power, no ordinal ending; and the digits of the powers, each
    shown raised: 10<sup>8</sup> is not 108.
    """
    words: dict[int, list[Run]] = {}
    before: dict[int, str] = {}
    linked: set[int] = set()
    last = ""
    for start, end, element in runs:
        path = upwards(elements, element)
        for index in (index for index in path[:6] if elements[index].tag == "sup"):
            before.setdefault(index, last)
            words.setdefault(index, []).append((start, end, element))
            linked |= {index} if any(_leads(elements[inner]) for inner in path[:4]) else set()
        last = text[max(start, end - 12) : end]
    shown = {index: "".join(text[start:end] for start, end, _ in inside).strip() for index, inside in words.items()}
    marks = {index for index, mark in shown.items() if _is_mark(mark, before[index], index in linked)}
    powers = (inside for index, inside in words.items() if index not in marks and POWER.fullmatch(shown[index]))
    return marks, [digit for inside in powers for start, end, _ in inside for digit in _as_raised(text, start, end)]


def _as_raised(text: str, start: int, end: int) -> Iterator[Markup]:
    return (Markup(Span(at, at + 1), RAISED_FORMS[text[at]]) for at in range(start, end) if text[at] in RAISED_FORMS)


def _leads(element: Element) -> bool:
    return (element.tag == "a" and "#" in element.get("href")) or not NAMES.isdisjoint(element.words())


def _is_mark(mark: str, before: str, linked: bool) -> bool:
    if not MARK.fullmatch(mark) and not BARE.fullmatch(mark):
        return False
    return linked or mark[:1] in "[（(〔【" or (bool(BARE.fullmatch(mark)) and not RAISED.search(before))


def marks_in_text(text: str, start: int) -> list[Markup]:
    """Such marks of a text page: in brackets, or small raised digits that raise nothing; digits that are tagged as
    raised and do raise something are shown so.
    """
    marks = [Markup(Span(*mark.span())) for mark in IN_TEXT.finditer(text, start)]
    for mark in TAGGED.finditer(text, start):
        raising = RAISED.search(text[max(start, mark.start() - 12) : mark.start()])
        marks += _as_raised(text, *mark.span(1)) if raising else [Markup(Span(*mark.span(1)))]
    for mark in RAISED_DIGITS.finditer(text, start):
        before = text[max(start, mark.start() - 12) : mark.start()]
        if before.strip() and not RAISED.search(before):
            marks.append(Markup(Span(*mark.span())))
    return marks
