"""Errors: an id in the log, without the user's words, and one line for the user."""

from __future__ import annotations

import logging
import secrets
import traceback
from contextlib import suppress

from telegram import Update
from telegram.error import Forbidden, TelegramError
from telegram.ext import ContextTypes

from bot.delivery.language import texts_for
from bot.delivery.replying import quietly, reply_text
from bot.engine.queueing import Busy
from bot.handlers.overload import Notices
from bot.running.service import SERVICE, Service

log = logging.getLogger(__name__)


async def on_error(notices: Notices, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Logs an error under an id, without the user's words, and tells the user the id; or that it is busy."""
    if isinstance(context.error, Busy):
        await notices.tell(update, context.error)
        return
    if isinstance(context.error, Forbidden):
        log.info("a user has blocked the bot, or it was taken out of a chat")
        return
    if isinstance(service := context.bot_data.get(SERVICE), Service):
        service.metrics.errors.inc()
    error_id = secrets.token_hex(4)
    log.error("error %s: %s", error_id, describe(context.error))
    if not isinstance(update, Update):
        return
    line = texts_for(update).failed.format(id=error_id)
    if update.callback_query:
        await quietly(update.callback_query.answer(line, show_alert=True))
    elif update.message:
        with suppress(TelegramError):
            await reply_text(update.message, line)


def describe(error: BaseException | None) -> str:
    """Where an error happened; its message only where it comes from Telegram, not from a question."""
    if error is None:
        return "unknown"
    message = f": {error}" if isinstance(error, TelegramError) else ""
    frames = "".join(traceback.format_tb(error.__traceback__))
    return f"{type(error).__name__}{message}\n{frames}".rstrip()
