"""What operators ask the bot about itself, and what everyone may ask it to forget."""

from __future__ import annotations

import time
from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError
from telegram import Update
from telegram.ext import ContextTypes

from bot.delivery.language import texts_for
from bot.delivery.replying import chat_of, message_of, reply_text
from bot.engine.queueing import asker
from bot.running.service import Service
from index.errors import LibraryError

Context = ContextTypes.DEFAULT_TYPE
LONGEST = 3_500  # characters of a report; the limit of a message is 4,096
LONGEST_LINE = 150


async def on_forget(service: Service, update: Update, context: Context) -> None:
    """/forget: deletes what is kept of this user, or of whoever writes in this group's name."""
    texts, message = texts_for(update), message_of(update)
    service.memory.forget(chat_of(message))
    if service.records is None:
        await reply_text(message, texts.nothing_kept)
        return
    try:
        count = await service.records.forget(asker.get().user)
    except (SQLAlchemyError, OSError):
        await reply_text(message, texts.records_fail)
        return
    await reply_text(message, texts.forgotten.format(count=count))


async def on_unanswered(service: Service, update: Update, context: Context) -> None:
    """/unanswered: what people asked and the corpus didn't answer."""
    texts, message = texts_for(update), message_of(update)
    try:
        rows = await service.records.most_unanswered() if service.records else []
    except (SQLAlchemyError, OSError):
        await reply_text(message, texts.records_fail)
        return
    lines = [f"{row.times}× {_line(row.question)}" for row in rows]
    await reply_text(message, _report(texts.operators.unanswered, lines) if lines else texts.operators.no_unanswered)


async def on_feedback(service: Service, update: Update, context: Context) -> None:
    """/feedback: which passages people found good, and which not."""
    texts, message = texts_for(update), message_of(update)
    try:
        rows = await service.records.feedback_by_passage() if service.records else []
    except (SQLAlchemyError, OSError):
        await reply_text(message, texts.records_fail)
        return
    lines = [f"{row.good} · {row.bad}  {_line(row.passage)}" for row in rows]
    await reply_text(message, _report(texts.operators.feedback, lines) if lines else texts.operators.no_feedback)


async def on_reload(service: Service, update: Update, context: Context) -> None:
    """/reload: puts the library that is published now in service."""
    words, message = texts_for(update).operators, message_of(update)
    if service.live is None:
        return
    try:
        changed = await service.live.refresh()
    except Exception as error:  # whatever a damaged file leads to
        reason = error if isinstance(error, LibraryError) else type(error).__name__
        await reply_text(message, words.refused.format(reason=reason))
        return
    await reply_text(message, (words.reloaded if changed else words.same).format(version=service.live.version))


async def on_health(service: Service, update: Update, context: Context) -> None:
    """/health: the library in service, what waits, and since when."""
    if service.live is None:
        return
    up = timedelta(seconds=round(time.monotonic() - service.began))
    library = service.live.current.library
    words = texts_for(update).operators
    text = words.health.format(
        version=service.live.version,
        articles=len(library.articles),
        paragraphs=service.live.holdings.size()[0],
        waiting=service.waiting(),
        up=up,
    )
    if service.live.refused:
        text += "\n" + words.refused.format(reason=service.live.refused)
    await reply_text(message_of(update), text)


def _report(head: str, lines: list[str]) -> str:
    text = head
    for line in lines:
        if len(text) + len(line) > LONGEST:
            break
        text += f"\n{line}"
    return text


def _line(words: str) -> str:
    one = " ".join(words.split())
    return one if len(one) <= LONGEST_LINE else one[:LONGEST_LINE] + "…"
