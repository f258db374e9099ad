"""The strip of a scan on which quoted words stand, so that a reader sees for themselves what was recognised."""

from __future__ import annotations

import glob
import io
from pathlib import Path

from index.articles.office import PICTURES
from index.articles.scans import strip_of, strip_picture
from index.library.catalogue import Gone
from index.records import Quote


def strip(corpus: Path | None, quote: Quote) -> bytes:
    """The lines of the scan as a PNG, cut from the original, which lies in the corpus beside its text.

    Raises Gone where the quote is not from a scan, or the original or where it stands there is not known.
    """
    article = quote.paragraph.article
    region = strip_of(article.text, quote.span) if article.scanned and corpus else None
    beside = corpus.rglob(f"{glob.escape(article.slug)}.*") if region and corpus else ()
    original = next((file for file in beside if file.suffix.lower() in (*PICTURES, ".pdf")), None)
    if region is None or original is None:
        raise Gone(article.slug)
    png = io.BytesIO()
    try:
        strip_picture(original, region).convert("L").save(png, "PNG", optimize=True)
    except Exception as error:  # the parsers of a file that is another now raise whatever comes
        raise Gone(f"{article.slug}: {type(error).__name__}") from error
    return png.getvalue()
