"""Answer -> one line of JSON, as the command line contract has it."""

from __future__ import annotations

import json
import math
import re
from typing import Any

from bot.messages.passage import column_heads
from index.records import Answer, Article, Cell, Quote, Row, Span, Statistic, plain

# Legal in JSON, but some would end a line for a reader, some command a terminal.
_UNSAFE = re.compile(r"[\x7f-\x9f\u2028\u2029]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def json_line(answer: Answer) -> bytes:
    """The answer as one line of UTF-8, newline included."""
    line = json.dumps(answer_object(answer), ensure_ascii=False, allow_nan=False)
    line = _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", _SURROGATE.sub("\ufffd", line))
    return line.encode("utf-8") + b"\n"


def answer_object(answer: Answer) -> dict[str, Any]:
    """The answer as plain data; offsets count code points of the article's file."""
    return {
        "question": answer.question,
        "language": answer.language,
        "answered": answer.answered,
        "state": answer.state,
        "confidence": _rounded(answer.confidence),
        "smalltalk": answer.smalltalk,
        "filter": answer.filter,
        "undated": answer.undated,
        "problem": {"kind": answer.problem.kind, "filter": answer.problem.filter} if answer.problem else None,
        "quotes": [_quote(quote) for quote in answer.quotes],
        "nearest": [_quote(quote) for quote in answer.nearest],
    }


def _quote(quote: Quote) -> dict[str, Any]:
    return {
        **_place(quote),
        "statistics": [_statistic(quote, each, each in quote.headline) for each in quote.statistics],
        "also": [_place(other) for other in quote.also],
    }


def _place(quote: Quote) -> dict[str, Any]:
    """The quoted words and where they stand."""
    paragraph, article = quote.paragraph, quote.paragraph.article
    return {
        **_sliced(article, quote.span),
        "score": _rounded(quote.score),
        "article": article.slug,
        "title": article.title,
        "publisher": article.publisher,
        "authors": list(article.authors),
        "date": article.date,
        "url": article.url,
        "kind": paragraph.kind,
        "section": paragraph.section,
        "paragraph": {
            "number": paragraph.number,
            "start": paragraph.span.start,
            "end": paragraph.span.end,
        },
        "scanned": article.scanned,
        "page": paragraph.page,
        "address": paragraph.row.address if paragraph.row else "",
        "heads": column_heads(quote),
    }


def _statistic(quote: Quote, statistic: Statistic, headline: bool) -> dict[str, Any]:
    row = quote.paragraph.row
    cell = row.cell_at(statistic.span) if row else None
    return {
        **_sliced(quote.paragraph.article, statistic.span),
        "value": plain_number(statistic.value),
        "unit": statistic.unit,
        "counted": statistic.counted,
        "qualifier": statistic.qualifier,
        "kind": statistic.kind,
        "role": statistic.role,
        "period": statistic.period,
        "denied": statistic.denied,
        "part": statistic.part,
        "headline": headline,
        "cell": _cell(quote.paragraph.article, row, cell) if row and cell else None,
    }


def _cell(article: Article, row: Row, cell: Cell) -> dict[str, Any]:
    """What a figure of a table is of: the names of its row, the headings of its column, its unit as written, its
    address in a spreadsheet.
    """
    return {
        "row": [plain(article, name)[0] for name in row.names],
        "column": [plain(article, heading)[0] for heading in cell.headers],
        "unit": plain(article, cell.unit)[0] if cell.unit else "",
        "address": cell.address,
    }


def _sliced(article: Article, span: Span) -> dict[str, Any]:
    text = article.text[span.start : span.end]
    return {"text": text, "plain": plain(article, span)[0], "start": span.start, "end": span.end}


def plain_number(value: float | None) -> int | float | None:
    """Whole numbers as int, so that 21000 is not printed 21000.0; None where there is no number."""
    if value is None or not math.isfinite(value):
        return None
    return int(value) if float(value).is_integer() else value


def _rounded(value: float) -> float:
    """Six digits, which is what single precision has to say; 0 for what is no number."""
    return round(float(value), 6) if math.isfinite(value) else 0.0
