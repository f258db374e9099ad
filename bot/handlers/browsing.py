"""The commands that show what the articles hold."""

from __future__ import annotations

from datetime import UTC, datetime

from telegram import Update
from telegram.ext import ContextTypes

from bot.delivery.replying import message_of, reply, reply_text, typing_shown
from bot.engine.desk import Desk
from bot.handlers.addressing import question_in
from bot.handlers.readers import reader_of, with_tries
from bot.messages import listings as listing
from bot.messages import views
from index.library.catalogue import Gone
from index.question.filters import split_filters

Context = ContextTypes.DEFAULT_TYPE
STATS = "stats"  # the deep link to /stats


async def on_start(desk: Desk, update: Update, context: Context) -> None:
    """/start: what this bot does, with examples; with the parameter of a deep link, the passage it points to."""
    message = message_of(update)
    payload = question_in(message, context.bot)
    if payload == STATS:
        await reply(message, listing.figures_view(reader_of(update, context.bot, desk), "", 0))
    elif payload:
        await _linked(desk, update, context, payload)
    else:
        reader = await with_tries(reader_of(update, context.bot, desk), desk)
        await reply(message, views.start_view(reader))


async def on_stats(desk: Desk, update: Update, context: Context) -> None:
    """/stats: every statistic; with a topic, those on it; with filters, those of the articles that match."""
    message = message_of(update)
    topic = question_in(message, context.bot)
    words, limits = split_filters(topic)
    reader = reader_of(update, context.bot, desk, topic)
    if not topic:
        await reply(message, listing.figures_view(reader, "", 0))
    elif not words:
        await reply(message, listing.filtered_figures_view(reader, limits, 0))
    else:
        async with typing_shown(message):
            answer = await desk.ask(topic)
        await reply(message, listing.topic_view(reader_of(update, context.bot, desk, topic), answer, 0))


async def on_articles(desk: Desk, update: Update, context: Context) -> None:
    """/articles: what is in the corpus; with filters, those that match."""
    message = message_of(update)
    _, limits = split_filters(question_in(message, context.bot))
    await reply(message, listing.articles_view(reader_of(update, context.bot, desk), 0, limits))


async def on_random(desk: Desk, update: Update, context: Context) -> None:
    """/random: the figure of the day with its quote."""
    view = listing.day_view(reader_of(update, context.bot, desk), datetime.now(UTC).date(), 0)
    await reply(message_of(update), view)


async def _linked(desk: Desk, update: Update, context: Context, payload: str) -> None:
    reader = reader_of(update, context.bot, desk)
    try:
        view = views.long_paragraph_view(views.linked_paragraph(payload, desk.holdings), reader)
    except Gone:
        texts = reader.texts
        await reply_text(message_of(update), f"{texts.passage_gone}\n\n{texts.welcome}")
    else:
        await reply(message_of(update), view)
