"""What operators ask the bot about itself, and what everyone may ask it to forget."""

from __future__ import annotations

import time
from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError
from telegram import Update
from telegram.ext import ContextTypes

from bot.delivery.replying import message_of, reply_text
from bot.engine.queueing import asker
from bot.operators.wording import wording
from bot.running.service import Service
from index.errors import LibraryError

Context = ContextTypes.DEFAULT_TYPE
LONGEST = 3_500  # characters of a report; the limit of a message is 4,096
LONGEST_LINE = 150


async def on_forget(service: Service, update: Update, context: Context) -> None:
    """/forget: deletes what is kept of this user."""
    words, message = wording(update), message_of(update)
    if service.records is None:
        await reply_text(message, words.nothing_kept)
        return
    user = update.effective_user
    try:
        count = await service.records.forget(user.id if user else asker.get().user)
    except (SQLAlchemyError, OSError):
        await reply_text(message, words.records_fail)
        return
    await reply_text(message, words.forgotten.format(count=count))


async def on_unanswered(service: Service, update: Update, context: Context) -> None:
    """/unanswered: what people asked and the corpus didn't answer."""
    words, message = wording(update), message_of(update)
    try:
        found = await service.records.most_unanswered() if service.records else []
    except (SQLAlchemyError, OSError):
        await reply_text(message, words.records_fail)
        return
    lines = [f"{each.times}× {_line(each.question)}" for each in found]
    await reply_text(message, _report(words.unanswered, lines) if lines else words.no_unanswered)


async def on_feedback(service: Service, update: Update, context: Context) -> None:
    """/feedback: which passages people found good, and which not."""
    words, message = wording(update), message_of(update)
    try:
        found = await service.records.feedback_by_passage() if service.records else []
    except (SQLAlchemyError, OSError):
        await reply_text(message, words.records_fail)
        return
    lines = [f"{each.good} · {each.bad}  {_line(each.passage)}" for each in found]
    await reply_text(message, _report(words.feedback, lines) if lines else words.no_feedback)


async def on_reload(service: Service, update: Update, context: Context) -> None:
    """/reload: puts the library that is published now in service."""
    words, message = wording(update), message_of(update)
    if service.live is None:
        return
    try:
        changed = await service.live.refresh()
    except LibraryError as error:
        await reply_text(message, words.refused.format(reason=error))
        return
    await reply_text(message, (words.reloaded if changed else words.same).format(version=service.live.version))


async def on_health(service: Service, update: Update, context: Context) -> None:
    """/health: the library in service, what waits, and since when."""
    if service.live is None:
        return
    up = timedelta(seconds=round(time.monotonic() - service.began))
    library = service.live.current.library
    text = wording(update).health.format(
        version=service.live.version,
        articles=len(library.articles),
        passages=len(library.passages),
        waiting=service.waiting(),
        up=up,
    )
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
