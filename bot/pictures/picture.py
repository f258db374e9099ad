"""What a picture shows and says: a quote as a card, figures that share a unit as bars, each with its source. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import get_args

from telegram import MessageEntity

from bot.messages.blocks import LONGEST_CAPTION, Block, Message, finished, fits, joined, styled
from bot.messages.citation import SEPARATOR, linkable, shortened, title
from bot.messages.figures import comparable, headline_figures
from bot.messages.render import figure_block, source_block
from bot.messages.views import Reader
from bot.pictures.draw import bar_chart, quote_card
from bot.pictures.scan import strip
from bot.texts import Texts
from index.library.catalogue import Gone
from index.records import Article, Language, Quote


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG, and the words under it."""

    png: bytes
    caption: Message


def card(reader: Reader, quote: Quote, figures: Iterable[int] = (), corpus: Path | None = None) -> Picture:
    """A quote with the statistics that begin at ``figures`` as its headline; of a scan the strip of it, where the
    original is in ``corpus``. Raises Gone where a figure isn't in the quote.
    """
    by_start = {statistic.span.start: statistic for statistic in quote.statistics}
    try:
        quote = replace(quote, headline=tuple(by_start[start] for start in figures))
    except KeyError as error:
        raise Gone(f"figure {error}") from None
    first = [figure_block(figure) for figure in headline_figures(quote, reader.texts.code)[:1]]
    name = Block(title(quote.paragraph.article))
    caption = _fitting(joined([*first, source_block(quote, reader.passage_link)], "\n"), name)
    try:
        return Picture(strip(corpus, quote), caption)
    except Gone:
        return Picture(quote_card(quote, _language(reader.texts)), caption)


def chart(reader: Reader, key: str, start: int) -> Picture:
    """The article's figures in the unit of the one that begins at ``start``. Raises Gone where there are no two."""
    quote = reader.holdings.statistic(key, start)
    article, unit = quote.paragraph.article, quote.headline[0].unit
    groups = comparable(quote.headline[0] for quote in reader.holdings.statistics(key))
    if unit not in groups:
        raise Gone(f"{key} {start}")
    heading = Block(reader.texts.charted.format(unit=shortened(unit, 40)))
    caption = _fitting(joined([heading, _source(article)], "\n"), heading)
    return Picture(bar_chart(article, groups[unit], _language(reader.texts)), caption)


def _source(article: Article) -> Block:
    linked = linkable(article.url)
    named = styled(title(article), MessageEntity.TEXT_LINK, article.url) if linked else Block(title(article))
    credits = [Block(shortened(part, 100)) for part in (article.publisher, article.date)]
    return joined([joined([Block("—"), named], " "), *credits], SEPARATOR)


def _fitting(caption: Block, shorter: Block) -> Message:
    return finished(caption if fits(caption, LONGEST_CAPTION) else shorter)


def _language(texts: Texts) -> Language:
    """The forms of the characters, and the few words in a picture: English where pictures don't speak the language."""
    languages: tuple[Language, ...] = get_args(Language)
    return next((language for language in languages if language == texts.code), "en")
