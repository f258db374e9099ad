"""The address of a quote on yinju's own pages, made to outlive the next library and a change of the article."""

from __future__ import annotations

from urllib.parse import quote as percent_encoded
from urllib.parse import urlencode

from bot.formats.json_lines import quote_id
from index.records import Quote, plain

WITHIN = "/telegram"  # before a path: the page opened within Telegram, which says who opens it
_CARRIED = 120  # characters of the quote, by which it is found where the article is another


def page_path(quote: Quote) -> str:
    """``/a/SLUG?quote=ID&text=…#p23``: the article, the words in it, and the paragraph to be shown first.

    The id holds as long as the article's text does; after that the words are looked for.
    """
    article = quote.paragraph.article
    text = " ".join(plain(article, quote.span)[0].split())[:_CARRIED].encode("utf-8", "replace")
    query = urlencode({"quote": quote_id(article, quote.span), "text": text})
    slug = percent_encoded(article.slug.encode("utf-8", "replace"), safe="")
    return f"/a/{slug}?{query}#p{quote.paragraph.number}"
