"""Figures and articles as CSV, for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from bot.formats.shapes import ArticlesData, FiguresData

_FIGURE = ("text", "value", "unit", "counted", "qualifier", "kind", "role", "period", "start", "end")
_PLACE = ("id", "article", "title", "publisher", "date", "url")
_ARTICLE = ("article", "title", "publisher", "authors", "date", "url", "rights", "paragraphs", "figures")
_COMMANDS = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would reckon with, where it opens a cell


def figures_table(data: FiguresData) -> bytes:
    """A line a figure, its sentence last."""
    rows = (
        [*(figure[name] for name in _FIGURE), *(figure["quote"][name] for name in _PLACE), figure["quote"]["text"]]  # type: ignore[literal-required]
        for figure in data["figures"]
    )
    return _table((*_FIGURE, *_PLACE, "sentence"), rows)


def articles_table(data: ArticlesData) -> bytes:
    """A line an article."""
    articles: Iterable[Mapping[str, object]] = data["articles"]
    return _table(_ARTICLE, ([each[name] for name in _ARTICLE] for each in articles))


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """UTF-8 with a byte order mark, by which spreadsheets tell it."""
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\r\n")
    table.writerow(head)
    table.writerows([_cell(value) for value in row] for row in rows)
    return written.getvalue().encode("utf-8-sig", "replace")


def _cell(value: object) -> object:
    if isinstance(value, list):
        value = "; ".join(map(str, value))
    return f"'{value}" if isinstance(value, str) and value.startswith(_COMMANDS) else value
