"""Figures side by side: a row for each, as CSV, JSON, Markdown or plain lines. Nothing is added up."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace

from bot.messages.figures import restated
from bot.messages.passage import shown_words
from index.question.patterns import YEAR
from index.records import Answer, Quote

MOST_ROWS = 200
_TELLING = ("number", "money", "percent", "duration")


@dataclass(frozen=True, slots=True)
class Row:
    """A figure of an article: ``text`` is the file's from ``start`` to ``end``, ``value`` in the unit's own scale."""

    article: str
    title: str
    publisher: str
    date: str
    paragraph: int
    text: str
    restated: str
    value: float | None
    unit: str
    role: str
    period: str
    counted: str
    start: int
    end: int
    sentence: str


def figures_on(answer: Answer) -> list[Quote]:
    """The figures of the passages that a search found, those that answer first, each the headline of its quote."""
    quotes = answer.quotes or answer.nearest
    wanted = [replace(quote, headline=(each,)) for quote in quotes for each in quote.headline]
    others = [
        replace(quote, headline=(each,))
        for quote in quotes
        for each in quote.statistics
        if each not in quote.headline and each.kind in _TELLING and each.counted
    ]
    return [*wanted, *others][:MOST_ROWS]


def side_of(label: str, answer: Answer) -> Quote | None:
    """The first figure of a sure answer as the headline of its quote; of a year, where ``label`` is one, a figure of
    that year alone. None where there is none.
    """
    quote = answer.quotes[0] if answer.quotes else None
    first = next((each for each in quote.headline if each.kind in _TELLING), None) if quote else None
    if quote is None or first is None:
        return None
    years = YEAR.findall(label)
    same = (first, *(each for each in quote.statistics if each.unit == first.unit))
    of_year = [each for each in same if not years or set(YEAR.findall(each.period)) & set(years)]
    return replace(quote, headline=(of_year[0],)) if of_year else None


def row_of(quote: Quote, language: str) -> Row:
    """The row of a quote's first figure."""
    statistic, article = quote.headline[0], quote.paragraph.article
    return Row(
        article.slug,
        article.title,
        article.publisher,
        article.date,
        quote.paragraph.number,
        article.text[statistic.span.start : statistic.span.end],
        restated(statistic, language, article.text),
        statistic.value,
        statistic.unit,
        statistic.role,
        statistic.period,
        " ".join(statistic.counted.split()),
        statistic.span.start,
        statistic.span.end,
        shown_words(quote, quote.span),
    )


def as_csv(rows: Sequence[Row]) -> str:
    """The rows as CSV by RFC 4180 with a line of names; a cell that a spreadsheet would compute is made text."""
    out = io.StringIO()
    writer = csv.DictWriter(out, [*Row.__dataclass_fields__])
    writer.writeheader()
    for row in rows:
        fields = asdict(row).items()
        writer.writerow({name: value if name == "text" else _inert(value) for name, value in fields})
    return out.getvalue()


def as_json(rows: Sequence[Row]) -> str:
    """The rows as a JSON array."""
    return json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1) + "\n"


def as_markdown(rows: Sequence[Row]) -> str:
    """The rows as a table of Markdown: period, figure, what it counts, where it stands."""
    lines = ["| period | figure | counted | article | ¶ |", "| --- | --- | --- | --- | ---: |"]
    for row in rows:
        cells = (row.period, _figure(row), row.counted, row.title, str(row.paragraph))
        lines.append(f"| {' | '.join(' '.join(cell.split()).replace('|', chr(92) + '|') for cell in cells)} |")
    return "\n".join(lines) + "\n"


FORMATS: dict[str, Callable[[Sequence[Row]], str]] = {"csv": as_csv, "json": as_json, "md": as_markdown}


def _figure(row: Row) -> str:
    return f"{row.text} ({row.restated})" if row.restated else row.text


def _inert(value: object) -> object:
    """The value; words that a spreadsheet would take for a formula with an apostrophe before them."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t") else value
