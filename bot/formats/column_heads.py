"""What heads the columns of a quoted row of a table. Pure."""

from __future__ import annotations

from itertools import pairwise

from index.records import Quote, Span, plain


def column_heads(quote: Quote) -> str:
    """The headings of the columns that a quoted row has cells in, divided as these are; empty for what is no row."""
    article, row = quote.paragraph.article, quote.paragraph.row
    cells = [cell for cell in row.cells if cell.span in quote.span] if row else []
    if not any(cell.headers for cell in cells):
        return ""
    heads = [" ".join(plain(article, head)[0] for head in cell.headers) for cell in cells]
    gaps = [plain(article, Span(cell.span.end, after.span.start))[0] for cell, after in pairwise(cells)]
    return " ".join("".join(part for pair in zip(heads, [*gaps, ""], strict=True) for part in pair).split())
