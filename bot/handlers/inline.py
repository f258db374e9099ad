"""Questions typed in other chats after the bot's name: quote cards, each a full answer message."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from weakref import WeakValueDictionary

from cachetools import LRUCache
from telegram import (
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Update,
)
from telegram.ext import ContextTypes

from bot.delivery.replying import NO_PREVIEW, quietly
from bot.engine.desk import MOST_QUOTES, Desk
from bot.handlers.browsing import STATS
from bot.handlers.readers import reader_of
from bot.messages.blocks import sendable
from bot.messages.citation import SEPARATOR, shortened, source_line, title
from bot.messages.figures import headline_figures
from bot.messages.passage import clip, shown
from bot.messages.views import Reader, carried_view
from bot.texts import read_as, remark
from index.records import Quote

CACHE_SECONDS = 300  # Telegram's own cache, by question
LONGEST_TITLE, LONGEST_DESCRIPTION, LONGEST_SOURCE, LONGEST_BUTTON = 80, 200, 60, 64
REMEMBERED = 1_000  # users


class Latest:
    """Each user's latest inline query, and a turn for each user: what was typed before need not be answered."""

    def __init__(self) -> None:
        self._ids: LRUCache[int, str] = LRUCache(REMEMBERED)
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    def note(self, query: InlineQuery) -> None:
        """This is the user's latest query now."""
        self._ids[query.from_user.id] = query.id

    def is_latest(self, query: InlineQuery) -> bool:
        """Whether the user has typed nothing since."""
        return self._ids.get(query.from_user.id) == query.id

    def turn(self, query: InlineQuery) -> asyncio.Lock:
        """Held while a query of this user is answered, so that those typed meanwhile wait and are dropped."""
        return self._turns.setdefault(query.from_user.id, asyncio.Lock())


async def on_inline(desk: Desk, latest: Latest, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """An inline query: cards of the passages that answer; examples from the corpus for an empty one."""
    query = update.inline_query
    assert query is not None  # noqa: S101  (the handler takes nothing else)
    question = query.query.strip()
    latest.note(query)
    async with latest.turn(query):
        if not latest.is_latest(query):
            return
        reader = reader_of(update, context.bot, desk, question)
        if question:
            answer, _ = await desk.look_up(question)
            if latest.is_latest(query):
                without = shortened(remark(answer, reader.texts), LONGEST_BUTTON)
                respelt = read_as(answer, reader.texts)
                await _show(query, (answer.quotes or answer.perhaps)[:MOST_QUOTES], reader, without, respelt)
        else:
            await _show(query, desk.holdings.examples(MOST_QUOTES), reader, reader.texts.not_found)


async def _show(query: InlineQuery, quotes: Sequence[Quote], reader: Reader, without: str, respelt: str = "") -> None:
    """Shows a card for each quote, said to be for ``respelt``; where there is none, a button that says ``without``."""
    none_found = InlineQueryResultsButton(without, start_parameter=STATS)
    # An answer that comes too late is refused: the user has typed on.
    await quietly(
        query.answer(
            [_card(quote, reader, respelt) for quote in quotes],
            cache_time=CACHE_SECONDS,
            is_personal=True,  # the cards speak the language of the user's Telegram where the question has none
            button=None if quotes else none_found,
        )
    )


def _card(quote: Quote, reader: Reader, respelt: str) -> InlineQueryResultArticle:
    """A card that sends the whole answer message."""
    view = carried_view(quote, reader)
    (message,) = view.messages
    figures = SEPARATOR.join(
        f"{figure.text} {figure.rest}".strip() for figure in headline_figures(quote, reader.texts.code)
    )
    passage = sendable(clip(shown(quote), LONGEST_DESCRIPTION - LONGEST_SOURCE).text)
    about = f"{_short_source(quote)}\n{passage}" if figures else sendable(source_line(quote))
    return InlineQueryResultArticle(
        id=f"{reader.holdings.key(quote)}-{quote.span.start}-{quote.span.end}-{_first_figure(quote)}",
        title=shortened(sendable(figures or passage), LONGEST_TITLE),
        description=f"{sendable(shortened(respelt, LONGEST_SOURCE))}\n{about}" if respelt else about,
        input_message_content=InputTextMessageContent(
            message.text, entities=message.entities, link_preview_options=NO_PREVIEW
        ),
        reply_markup=view.buttons,
    )


def _short_source(quote: Quote) -> str:
    """Whose words they are, in the one line that a list of cards has room for."""
    article = quote.paragraph.article
    parts = (shortened(title(article), 30), shortened(article.publisher, 16), shortened(article.date, 12))
    return sendable(shortened(SEPARATOR.join(part for part in parts if part), LONGEST_SOURCE))


def _first_figure(quote: Quote) -> int:
    return quote.headline[0].span.start if quote.headline else 0
