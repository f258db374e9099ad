"""What a library holds as data for programs: articles, paragraphs, figures."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from bot.formats.json_lines import figure_object, place_object, quote_object
from bot.formats.shapes import ArticleData, ArticlesData, FiguresData, ParagraphData
from index.library.catalogue import Gone, Holdings
from index.records import Quote


def articles_object(holdings: Holdings, start: int, limit: int) -> ArticlesData:
    """``limit`` articles from the ``start``th on, by slug."""
    some = islice(holdings.articles, start, start + limit)
    return {"total": len(holdings.articles), "articles": [article_object(holdings, key) for key in some]}


def article_object(holdings: Holdings, key: str) -> ArticleData:
    """What is known of an article. Raises Gone."""
    article, (paragraphs, figures) = holdings.article(key), holdings.size(key)
    return {
        "article": article.slug,
        "key": key,
        "title": article.title,
        "publisher": article.publisher,
        "authors": list(article.authors),
        "date": article.date,
        "url": article.url,
        "rights": article.rights,
        "show": article.show,
        "paragraphs": paragraphs,
        "figures": figures,
    }


def paragraph_object(holdings: Holdings, slug: str, number: int) -> ParagraphData:
    """A paragraph of an article. Raises Gone where there is none, or no more than quotes of it may be shown."""
    key = holdings.keys.get(slug, "")
    article = holdings.article(key)
    if article.show == "quote":
        raise Gone(f"only quotes of {slug} may be shown")
    before, after = (
        place_object(holdings.paragraph(key, neighbour)) if holdings.has_paragraph(key, neighbour) else None
        for neighbour in (number - 1, number + 1)
    )
    paragraph = quote_object(holdings.paragraph(key, number))
    return {"paragraph": paragraph, "before": before, "after": after, "rights": article.rights}


def figures_object(topic: str, period: str, quotes: Sequence[Quote], start: int, limit: int) -> FiguresData:
    """Figures, each the headline of its sentence: of ``period`` where one is given, ``limit`` from the ``start``th."""
    if period:
        quotes = [quote for quote in quotes if quote.headline[0].period.startswith(period)]
    some = quotes[start : start + limit]
    return {"topic": topic, "period": period, "total": len(quotes), "figures": [figure_object(quote) for quote in some]}
