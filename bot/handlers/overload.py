"""How fast one user may make the bot work, and what people are told when it can't take their question."""

from __future__ import annotations

import math
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import replace
from typing import Any

from cachetools import TTLCache
from telegram import Message, ReplyParameters, Update
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import ApplicationHandlerStop, ContextTypes

from bot.delivery.language import texts_for
from bot.engine.queueing import Busy, RateLimit, TooFast, asker
from bot.handlers.addressing import command_of, words_of

NOTICE_EVERY = 10.0  # seconds; a flood of questions is not answered by a flood of notices
REMEMBERED = 10_000  # chats
BEFORE_ALL = -2  # the group of handlers that this one stands in, before the gate of a closed bot

Context = ContextTypes.DEFAULT_TYPE


class Notices:
    """One line to whoever is turned away, no more often than every ``NOTICE_EVERY`` seconds in a chat."""

    def __init__(self) -> None:
        self._told: TTLCache[int, None] = TTLCache(REMEMBERED, NOTICE_EVERY)

    async def tell(self, update: object, error: BaseException) -> None:
        """Says in one line that the question was not taken, and when to ask again; nothing for other errors."""
        if not isinstance(update, Update) or not isinstance(error, Busy):
            return
        texts = texts_for(update)
        line = texts.too_fast if isinstance(error, TooFast) else texts.busy
        text = line.format(seconds=max(1, math.ceil(error.seconds)))
        with suppress(TelegramError):
            if update.callback_query:
                await update.callback_query.answer(text, show_alert=True)
            elif update.message and self._is_first_in(update.message.chat.id):
                reply = ReplyParameters(update.message.message_id, allow_sending_without_reply=True)
                await update.message.reply_text(text, reply_parameters=reply)

    def _is_first_in(self, chat: int) -> bool:
        if chat in self._told:
            return False
        self._told[chat] = None
        return True


def limiting(rate: RateLimit, notices: Notices) -> Callable[[Update, Context], Coroutine[Any, Any, None]]:
    """A handler that comes before all others: taps and commands count against a user's rate as questions do.

    Questions in words are counted where they are asked, so that what is said in a group to others costs nobody.
    """

    async def limit(update: Update, context: Context) -> None:
        message, who = update.message, asker.get()
        if update.callback_query is None and not (
            message and (command_of(message, context.bot) or _is_no_question(message))
        ):
            return
        if seconds := rate.wait(who.user):
            await notices.tell(update, TooFast(seconds))
            raise ApplicationHandlerStop
        asker.set(replace(who, counted=True))

    return limit


def _is_no_question(message: Message) -> bool:
    """Whether a message in private has no words: a picture, a voice, a file."""
    return message.chat.type == ChatType.PRIVATE and not words_of(message)
