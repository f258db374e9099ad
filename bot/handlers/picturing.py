"""Pictures sent at a tap: drawn in a thread, one at a time, so that a run on them holds up no answer."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from telegram import CallbackQuery
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.delivery.replying import reply_picture, typing_shown
from bot.messages.buttons import Tap
from bot.messages.views import Reader
from bot.pictures import picture as drawing
from bot.pictures.picture import Picture
from index.library.catalogue import Gone

log = logging.getLogger(__name__)

_easel = ThreadPoolExecutor(1, thread_name_prefix="picture")


async def send_card(tap: Tap, query: CallbackQuery, reader: Reader, corpus: Path | None) -> str:
    """Sends a quote as a card, one of a scan as what stands in it; returns a notice where Telegram doesn't take it.

    Raises Gone.
    """
    quote = reader.holdings.quote(tap.key(), tap.number(1), tap.number(2))
    figures = [tap.number(3)] if len(tap.about) > 3 else []
    return await _send(query, reader, lambda: drawing.card(reader, quote, figures, corpus))


async def send_chart(tap: Tap, query: CallbackQuery, reader: Reader) -> str:
    """Sends an article's figures in one unit as bars; returns a notice where Telegram doesn't take it. Raises Gone."""
    key, start = tap.key(), tap.number(1)
    return await _send(query, reader, lambda: drawing.chart(reader, key, start))


async def _send(query: CallbackQuery, reader: Reader, draw: Callable[[], Picture]) -> str:
    message = query.message
    if message is None:  # a card in another chat, where the bot can't send anything
        raise Gone(query.data)
    async with typing_shown(message, ChatAction.UPLOAD_PHOTO):
        picture = await asyncio.get_running_loop().run_in_executor(_easel, draw)
        try:
            await reply_picture(message, picture)
        except TelegramError as error:
            log.warning("a picture was not sent: %s", error)
            return reader.texts.no_picture
    return ""
