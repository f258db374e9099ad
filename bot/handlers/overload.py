"""What people are told when the bot can't take their question."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from contextlib import suppress

from telegram import ReplyParameters, Update
from telegram.error import TelegramError

from bot.engine.queueing import Busy, TooFast
from bot.texts import texts_of

NOTICE_EVERY = 10.0  # seconds; a flood of questions is not answered by a flood of notices
REMEMBERED = 10_000
_told: OrderedDict[int, float] = OrderedDict()


async def tell(update: object, error: BaseException) -> None:
    """Says in one line that the question was not taken, and when to ask again; nothing for other errors."""
    if not isinstance(update, Update) or not isinstance(error, Busy):
        return
    texts = texts_of(update.effective_user.language_code if update.effective_user else None)
    line = texts.too_fast if isinstance(error, TooFast) else texts.busy
    text = line.format(seconds=max(1, math.ceil(error.seconds)))
    with suppress(TelegramError):
        if update.callback_query:
            await update.callback_query.answer(text, show_alert=True)
        elif update.message and _not_told_lately(update.message.chat.id):
            reply = ReplyParameters(update.message.message_id, allow_sending_without_reply=True)
            await update.message.reply_text(text, reply_parameters=reply)


def _not_told_lately(chat: int) -> bool:
    now = time.monotonic()
    if now - _told.get(chat, float("-inf")) < NOTICE_EVERY:
        return False
    _told[chat] = now
    _told.move_to_end(chat)
    while len(_told) > REMEMBERED:
        _told.popitem(last=False)
    return True
