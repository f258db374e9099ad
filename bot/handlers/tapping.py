"""Buttons: what a tap shows, all of it read off the button and the message it stands under."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from telegram import CallbackQuery, Message, Update
from telegram.ext import ContextTypes

from bot.delivery.language import texts_for
from bot.delivery.replying import put_in_place, quietly, reply, typing_shown
from bot.engine.desk import Desk, place_of
from bot.engine.dialogue import meaning
from bot.handlers.addressing import question_in
from bot.handlers.picturing import send_card, send_chart
from bot.handlers.readers import reader_of
from bot.messages import listings as listing
from bot.messages import views
from bot.messages.blocks import split
from bot.messages.buttons import Tap, tap_of
from bot.messages.gloss import gloss_block
from bot.messages.views import Reader, View
from index.library.catalogue import Gone
from index.question.filters import Filter, problem, split_filters
from index.records import Answer


class QuestionGone(LookupError):  # noqa: N818  (it says what happened)
    """The message that held the question can't be seen any more."""


@dataclass(frozen=True, slots=True)
class Tapped:
    """A tap, and what it takes to act on it."""

    tap: Tap
    query: CallbackQuery
    desk: Desk
    reader: Reader
    question: str
    heading: str = ""  # the question as it was understood, where the message stands under it

    async def show(self, view: View) -> None:
        """Puts a view in the place of the message, under the same heading."""
        await put_in_place(self.query, views.headed(view, self.heading))

    async def answer(self) -> Answer:
        """The answer to the question replied to. Raises QuestionGone."""
        if not self.question:
            raise QuestionGone
        assert self.query.message is not None  # noqa: S101  (it is what the question was read from)
        async with typing_shown(self.query.message):
            return await self.desk.ask(self.question)


Action = Callable[[Tapped], Awaitable[str]]


async def on_tap(desk: Desk, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """A button tapped: acts on it, or says that it is too old."""
    query = update.callback_query
    assert query is not None  # noqa: S101  (the handler takes nothing else)
    asked, heading = _question(query), _heading(query)
    reader = reader_of(update, context.bot, desk, asked)
    what = meaning(asked, "")
    question = heading or (what.text if what.kind in ("ask", "figures", "mentions") else "")
    tapped = Tapped(tap_of(query.data or ""), query, desk, reader, question, heading)
    try:
        if tapped.tap.verb not in _ACTIONS:
            raise Gone(tapped.tap.verb)
        notice, alert = await _ACTIONS[tapped.tap.verb](tapped), False
    except Gone:
        notice, alert = texts_for(update).button_too_old, True
    except QuestionGone:
        notice, alert = texts_for(update).question_gone, True
    await quietly(query.answer(notice or None, show_alert=alert))


def _question(query: CallbackQuery) -> str:
    message = query.message
    replied = message.reply_to_message if isinstance(message, Message) else None
    return question_in(replied, replied.get_bot()) if replied else ""


def _heading(query: CallbackQuery) -> str:
    message = query.message
    return views.heading_of(message.text or "") if isinstance(message, Message) else ""


async def _answer(tapped: Tapped) -> str:
    answer = await tapped.answer()
    await tapped.show(views.passage_view(answer, tapped.tap.number(0), tapped.reader))
    return ""


async def _closest(tapped: Tapped) -> str:
    await tapped.show(views.closest_view(await tapped.answer(), tapped.reader))
    return ""


async def _paragraph(tapped: Tapped) -> str:
    quote = tapped.reader.holdings.paragraph(tapped.tap.key(), tapped.tap.number(1))
    in_a_chat = tapped.query.message is not None
    view = views.paragraph_view(quote, tapped.reader, tapped.question) if in_a_chat else None
    await tapped.show(view or views.carried_view(quote, tapped.reader))
    return ""


async def _gloss(tapped: Tapped) -> str:
    tap, message = tapped.tap, tapped.query.message
    quote = tapped.reader.holdings.quote(tap.key(), tap.number(1), tap.number(2))
    if message is None:
        raise Gone(tap.data)
    block = await asyncio.to_thread(gloss_block, quote, tapped.reader.texts)
    await reply(message, View(tuple(split(block))))
    return ""


async def _card(tapped: Tapped) -> str:
    return await send_card(tapped.tap, tapped.query, tapped.reader)


async def _chart(tapped: Tapped) -> str:
    return await send_chart(tapped.tap, tapped.query, tapped.reader)


async def _rate(tapped: Tapped) -> str:
    tap = tapped.tap
    quote = tapped.reader.holdings.quote(tap.key(), tap.number(1), tap.number(2))
    tapped.desk.record_feedback(tapped.query.from_user.id, place_of(quote), tap.verb == "up")
    return tapped.reader.texts.thanks_for_rating


async def _stats(tapped: Tapped) -> str:
    key = tapped.tap.key()
    await tapped.show(listing.figures_view(tapped.reader, key, tapped.tap.number(1)))
    return ""


async def _topic(tapped: Tapped) -> str:
    page = tapped.tap.number(0)
    words, limits = split_filters(tapped.question)
    if limits and not words:
        view = listing.filtered_figures_view(tapped.reader, limits, page)
    else:
        view = listing.topic_view(tapped.reader, await tapped.answer(), page)
    await tapped.show(view)
    return ""


async def _figure(tapped: Tapped) -> str:
    view = listing.figure_view(tapped.reader, tapped.tap.key(), tapped.tap.number(1))
    await tapped.show(view)
    return ""


async def _articles(tapped: Tapped) -> str:
    _, limits = split_filters(tapped.question)
    if problem(limits, tapped.reader.holdings.articles.values()):
        limits = Filter()  # all of them, to see what they are called
    await tapped.show(listing.articles_view(tapped.reader, tapped.tap.number(0), limits))
    return ""


async def _filtered(tapped: Tapped) -> str:
    if not tapped.question:  # it held the filter
        raise QuestionGone
    return await _articles(tapped)


async def _outline(tapped: Tapped) -> str:
    await tapped.show(listing.outline_view(tapped.reader, tapped.tap.key()))
    return ""


async def _random(tapped: Tapped) -> str:
    day = datetime.now(UTC).date()
    await tapped.show(listing.day_view(tapped.reader, day, tapped.tap.number(0)))
    return ""


_ACTIONS: dict[str, Action] = {
    "answer": _answer,
    "closest": _closest,
    "paragraph": _paragraph,
    "gloss": _gloss,
    "card": _card,
    "chart": _chart,
    "up": _rate,
    "down": _rate,
    "stats": _stats,
    "topic": _topic,
    "figure": _figure,
    "articles": _articles,
    "filtered": _filtered,
    "outline": _outline,
    "random": _random,
}
