"""Answers and checked quotations as JSON, as the command line contract has them; the same on every way to yinju."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence

from typing_extensions import TypedDict

from bot.formats.column_heads import column_heads
from bot.formats.shapes import (
    AnswerData,
    CellData,
    CheckData,
    ClaimData,
    FigureData,
    Place,
    QuoteData,
    StatisticData,
)
from index.records import Answer, Article, Cell, QuotationCheck, Quote, Row, Span, Statistic, plain

# Legal in JSON, but some would end a line for a reader, some command a terminal.
_UNSAFE = re.compile(r"[\x7f-\x9f\u2028\u2029]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def json_line(answer: Answer, claims: Sequence[ClaimData] = ()) -> bytes:
    """The answer, and what is said of the claims that its text makes, as one line of UTF-8, newline included."""
    return line_of(answer_object(answer, claims))


def line_of(value: object) -> bytes:
    """Plain data as one line of UTF-8, newline included; nothing in it ends a line or commands a terminal."""
    line = json.dumps(value, ensure_ascii=False, allow_nan=False)
    line = _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", _SURROGATE.sub("\ufffd", line))
    return line.encode("utf-8") + b"\n"


def answer_object(answer: Answer, claims: Sequence[ClaimData] = ()) -> AnswerData:
    """The answer, and what is said of the claims that its text makes, as plain data; offsets count code points of the
    article's file.
    """
    return {
        "question": answer.question,
        "language": answer.language,
        "answered": answer.answered,
        "state": answer.state,
        "confidence": _rounded(answer.confidence),
        "smalltalk": answer.smalltalk,
        "filter": answer.filter,
        "undated": answer.undated,
        "respelt": [{"typed": word.typed, "written": word.written} for word in answer.respelt],
        "problem": {"kind": answer.problem.kind, "filter": answer.problem.filter} if answer.problem else None,
        "quotes": [quote_object(quote) for quote in answer.quotes],
        "nearest": [quote_object(quote) for quote in answer.nearest],
        "claims": list(claims),
    }


def check_object(check: QuotationCheck) -> CheckData:
    """A checked quotation: ``quote`` are the articles' own words, None where there are none like it."""
    return {
        "text": check.text,
        "verdict": check.verdict,
        "quote": quote_object(check.quote) if check.quote else None,
        "differences": [
            {
                "kind": difference.kind,
                "text": difference.text,
                "start": difference.span.start,
                "end": difference.span.end,
                "original": difference.original,
                "original_start": difference.place.start,
                "original_end": difference.place.end,
            }
            for difference in check.differences
        ],
    }


def quote_object(quote: Quote) -> QuoteData:
    """A quote with its place, source and figures."""
    return {
        **place_object(quote),
        "statistics": [statistic_object(quote, figure, figure in quote.headline) for figure in quote.statistics],
        "also": [place_object(other) for other in quote.also],
    }


def place_object(quote: Quote) -> Place:
    """The quoted words and where they stand."""
    paragraph, article = quote.paragraph, quote.paragraph.article
    return {
        "id": quote_id(article, quote.span),
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


def figure_object(quote: Quote) -> FigureData:
    """The figure that is a sentence's headline, with the sentence."""
    return {**statistic_object(quote, quote.headline[0], True), "quote": place_object(quote)}


def statistic_object(quote: Quote, statistic: Statistic, headline: bool) -> StatisticData:
    """A figure of a quote's article; ``headline`` says whether it is one that answers."""
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


def _cell(article: Article, row: Row, cell: Cell) -> CellData:
    """What a figure of a table is of: the names of its row, the headings of its column, its unit as written, its
    address in a spreadsheet.
    """
    return {
        "row": [plain(article, name)[0] for name in row.names],
        "column": [plain(article, heading)[0] for heading in cell.headers],
        "unit": plain(article, cell.unit)[0] if cell.unit else "",
        "address": cell.address,
    }


def quote_id(article: Article, span: Span) -> str:
    """What stands for these words of an article as long as its text is the same: ``KEY.START-END``."""
    from index.library.catalogue import key_of  # not before it is needed: NumPy comes with it

    return f"{key_of(article)}.{span.start}-{span.end}"


def _sliced(article: Article, span: Span) -> _Slice:
    text = article.text[span.start : span.end]
    return {"text": text, "plain": plain(article, span)[0], "start": span.start, "end": span.end}


class _Slice(TypedDict):
    text: str
    plain: str
    start: int
    end: int


def plain_number(value: float | None) -> int | float | None:
    """Whole numbers as int, so that 21000 is not printed 21000.0; None where there is no number."""
    if value is None or not math.isfinite(value):
        return None
    return int(value) if float(value).is_integer() else value


def _rounded(value: float) -> float:
    """Six digits, which is what single precision has to say; 0 for what is no number."""
    return round(float(value), 6) if math.isfinite(value) else 0.0
