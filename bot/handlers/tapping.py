"""Buttons: what a tap shows, all of it read off the button and the message it stands under."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from telegram import CallbackQuery, Message, Update
from telegram.ext import ContextTypes

from bot.delivery.language import texts_for
from bot.delivery.replying import chat_of, put_in_place, quietly, reply, reply_file, typing_shown
from bot.engine.desk import Desk, place_of
from bot.engine.dialogue import Memory, Turn, meaning
from bot.formats.json_lines import figure_object
from bot.formats.tables import figures_csv
from bot.handlers.addressing import question_in
from bot.handlers.picturing import send_card, send_chart
from bot.handlers.readers import reader_of
from bot.messages import listings as listing
from bot.messages import of_answers, views
from bot.messages.blocks import split
from bot.messages.buttons import Tap, tap_of
from bot.messages.examples import question_for
from bot.messages.gloss import gloss_block
from bot.messages.tables import figures_on
from bot.messages.views import Reader, View
from bot.running.service import SERVICE, Service
from index.library.catalogue import Gone
from index.question.filters import Filter, problem, split_filters
from index.records import Answer, Quote


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
    memory: Memory
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
            answer, _ = await self.desk.look_up(self.question)
            return answer


Action = Callable[[Tapped], Awaitable[str]]


async def on_tap(desk: Desk, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """A button tapped: acts on it, or says that it is too old."""
    query = update.callback_query
    assert query is not None  # noqa: S101  (the handler takes nothing else)
    service: Service = context.bot_data[SERVICE]
    asked, heading = _question(query), _heading(query)
    reader = reader_of(update, context.bot, desk, asked)
    what = meaning(asked, "")
    question = heading or (what.text if what.kind in ("ask", "figures", "mentions") else "")
    tapped = Tapped(tap_of(query.data or ""), query, desk, reader, question, service.memory, heading)
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


async def _try(tapped: Tapped) -> str:
    """Asks the question on the button, which becomes the last question of the chat."""
    tap, message = tapped.tap, tapped.query.message
    statistic = tapped.reader.holdings.statistic(tap.key(), tap.number(1)).headline[0]
    if message is None:
        raise Gone(tap.data)
    question = question_for(statistic, tapped.reader.texts.code)
    async with typing_shown(message):
        answer = await tapped.desk.ask(question)
    tapped.memory.note(chat_of(message), Turn(question))
    await reply(message, views.headed(views.answer_view(answer, tapped.reader), question))
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


def _quote(tap: Tap, reader: Reader) -> Quote:
    """The quote that a button names, with the figure that it names as its headline. Raises Gone."""
    quote = reader.holdings.quote(tap.key(), tap.number(1), tap.number(2))
    figures = tap.about[3:4]
    return replace(quote, headline=tuple(figure for figure in quote.statistics if str(figure.span.start) in figures))


async def _gloss(tapped: Tapped) -> str:
    quote, message = _quote(tapped.tap, tapped.reader), tapped.query.message
    if message is None:
        raise Gone(tapped.tap.data)
    block = await asyncio.to_thread(gloss_block, quote, tapped.reader.texts)
    await reply(message, View(tuple(split(block))))
    return ""


async def _cite(tapped: Tapped) -> str:
    quote, message = _quote(tapped.tap, tapped.reader), tapped.query.message
    if message is None:
        raise Gone(tapped.tap.data)
    await reply(message, of_answers.cite_view(quote, tapped.reader))
    return ""


async def _card(tapped: Tapped) -> str:
    return await send_card(tapped.tap, tapped.query, tapped.reader, tapped.desk.corpus)


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


async def _csv(tapped: Tapped) -> str:
    """Sends the figures on a topic as a file."""
    answer, message = await tapped.answer(), tapped.query.message
    if message is None:
        raise Gone(tapped.tap.data)
    table = figures_csv(map(figure_object, figures_on(answer)))
    await reply_file(message, table.encode("utf-8-sig", "replace"), "yinju.csv")  # the mark is for Excel
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
    "try": _try,
    "paragraph": _paragraph,
    "gloss": _gloss,
    "cite": _cite,
    "card": _card,
    "chart": _chart,
    "up": _rate,
    "down": _rate,
    "stats": _stats,
    "topic": _topic,
    "csv": _csv,
    "figure": _figure,
    "articles": _articles,
    "filtered": _filtered,
    "outline": _outline,
    "random": _random,
}
