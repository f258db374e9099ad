"""The figures of a table's row: each cell read as the sentence that its row, its column and its unit make of it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from index.articles.cells import UNIT, is_figure, unit_in, with_unit, without_unit
from index.figures.context import in_context
from index.figures.find import find_statistics
from index.records import Article, Cell, Paragraph, Row, Span, Statistic, plain
from index.text.scripts import is_han

# Headings of columns that hold changes, whatever sign stands there.
GROWTH = re.compile(
    r"增[长長减減速幅]|[升降跌]幅|升降|下降|[减減]少|[涨漲]跌|同比|[环環]比|[较較比](?:上年|去年|上月|上期)"
    r"|[变變][化动動]|±|\b(?:change|growth|increase|decrease|decline|reduction)\b",
    re.I,
)
DOWN = re.compile(r"下降|[减減]少|[降跌]幅|\b(?:decrease|decline|reduction)\b", re.I)
UP = re.compile(r"[增升涨漲变變±]|\b(?:increase|growth|change|rise)\b", re.I)
BARE_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d|年| ?[-–/] ?\d)")
NUMERAL = re.compile(r"[\d〇零一二两三四五六七八九十百千万亿]$")


def row_statistics(paragraph: Paragraph, row: Row, text: str, offsets: Sequence[int]) -> list[Statistic]:
    """The figures of a row of a table in order, with offsets in ``text``, what is read of the row (``offsets`` are
    where its characters stand); none of a row that heads the columns.

    The value and unit of ``20.1`` under 增加值(亿元) are those of 20.1亿元, and what it counts is its place in words:
    批发和零售业 · 增加值.
    """
    told: list[Statistic] = []
    for cell in () if row.heading else row.cells:
        start, end = bisect_left(offsets, cell.span.start), bisect_left(offsets, cell.span.end)
        words = text[start:end]
        if is_figure(words) and cell.span not in row.names:
            inside = _figure(paragraph, row, cell, words)
        else:
            inside = _others(words, _heading(paragraph, row), paragraph.article.date)
        for statistic in inside:
            if statistic.role == "change" and not statistic.period:  # of the last time that the row tells of
                statistic = replace(statistic, period=max((other.period for other in told), default=""))
            span = Span(start + statistic.span.start, start + statistic.span.end)
            told.append(replace(statistic, span=span, text=text[span.start : span.end]))
    return told


def _heading(paragraph: Paragraph, row: Row) -> str:
    article = paragraph.article
    caption = plain(article, row.caption)[0] if row.caption else ""
    return " ".join(part for part in (caption, paragraph.section, article.title) if part)


def _others(words: str, heading: str, date: str) -> list[Statistic]:
    """The figures in a cell of words; the unit that it gives is none (万元 alone would be ten thousand)."""
    if UNIT.fullmatch(words):
        return []
    start, end = unit_in(words)
    figures = in_context(words, find_statistics(words), heading, date)
    return [statistic for statistic in figures if not (statistic.span.start < end and start < statistic.span.end)]


def _figure(paragraph: Paragraph, row: Row, cell: Cell, words: str) -> list[Statistic]:
    """The figure that a cell is, read at the end of the sentence that its place makes."""
    article = paragraph.article
    names, headers = _read(article, row.names), _read(article, cell.headers)
    lead = " ".join((*names, *headers))
    joint = "为" if NUMERAL.search(lead) and is_han(lead) else "" if is_han(lead[-1:]) else " "
    if is_han(lead):
        lead = BARE_YEAR.sub(r"\1年", lead)
    line = f"{lead}{joint}{with_unit(words, plain(article, cell.unit)[0] if cell.unit else '')}"
    told = in_context(line, find_statistics(line), _heading(paragraph, row), article.date)
    counted = " · ".join(part for part in (" ".join(names), " ".join(headers)) if part)
    span = Span(0, len(words.rstrip("*†‡ ")))
    for statistic in told:
        if statistic.span.end > len(lead) + len(joint) and statistic.kind != "date":
            return [_changed(replace(statistic, span=span, counted=counted), lead)]
    return []


def _changed(statistic: Statistic, lead: str) -> Statistic:
    """A figure of a row or a column of changes is one, below zero where that is of losses alone."""
    if not GROWTH.search(lead) or statistic.role not in ("level", "share", "ratio", "change"):
        return statistic
    fallen = DOWN.search(lead) and not UP.search(lead) and (statistic.value or 0) > 0
    return replace(statistic, role="change", value=-(statistic.value or 0) if fallen else statistic.value)


def _read(article: Article, spans: Sequence[Span]) -> list[str]:
    """Headings or names as they are read, without the units they give."""
    return [shown for span in spans if (shown := without_unit(plain(article, span)[0]))]
