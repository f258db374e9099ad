"""Figures and articles as tables: CSV, for spreadsheets, and a JSON array; the same on every way to yinju."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence

from bot.formats.shapes import ArticlesData, FigureData, FiguresData

_FIGURE = ("article", "title", "publisher", "date", "paragraph", "text", "value", "unit", "role", "period", "counted")
_COLUMNS = (*_FIGURE, "start", "end", "sentence")
_ARTICLE = ("article", "title", "publisher", "authors", "date", "url", "rights", "paragraphs", "figures")
_COMMANDS = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would reckon with, where it opens a cell


def figures_table(data: FiguresData) -> bytes:
    """The figures as CSV for a spreadsheet."""
    return _marked(figures_csv(data["figures"]))


def articles_table(data: ArticlesData) -> bytes:
    """A line an article, as CSV for a spreadsheet."""
    articles: Iterable[Mapping[str, object]] = data["articles"]
    return _marked(_csv(_ARTICLE, articles))


def figures_csv(figures: Iterable[FigureData]) -> str:
    """A line a figure, its sentence last; ``text`` is the file's from ``start`` to ``end``."""
    return _csv(_COLUMNS, map(figure_row, figures))


def figures_json(figures: Iterable[FigureData]) -> str:
    """An object a figure, with what stands in the columns of the CSV."""
    return json.dumps([*map(figure_row, figures)], ensure_ascii=False, indent=1) + "\n"


def figure_row(figure: FigureData) -> dict[str, object]:
    """A figure and the sentence that it stands in, by the names of the columns."""
    quote = figure["quote"]
    values: dict[str, object] = {
        **quote,
        **figure,
        "paragraph": quote["paragraph"]["number"],
        "counted": _on_one_line(figure["counted"]),
        "sentence": _on_one_line(quote["plain"]),
    }
    return {name: values[name] for name in _COLUMNS}


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def _csv(head: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    """CSV by RFC 4180 with a line of names. A cell that a spreadsheet would reckon with is made text, except for the
    words of a figure, which are the file's: ``-3%`` is a number to it.
    """
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\r\n")
    table.writerow(head)
    table.writerows([row[name] if name == "text" else _cell(row[name]) for name in head] for row in rows)
    return written.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, list):
        value = "; ".join(map(str, value))
    return f"'{value}" if isinstance(value, str) and value.startswith(_COMMANDS) else value


def _marked(table: str) -> bytes:
    """UTF-8 with a byte order mark, by which spreadsheets tell it."""
    return table.encode("utf-8-sig", "replace")
