"""Telegram updates -> answers -> replies. The user's words are never logged."""

from __future__ import annotations

import asyncio
import logging
import secrets
import traceback
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from telegram import Bot, LinkPreviewOptions, Message, MessageEntity, ReplyParameters, Update
from telegram.constants import ChatAction, ChatType
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot import overload, render
from bot.queueing import Busy
from bot.service import SERVICE, Service
from bot.texts import TEXTS, Texts, language_of
from bot.transport import Accepted
from index.records import Answer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

Context = ContextTypes.DEFAULT_TYPE
AskAside = Callable[[str], Awaitable[Answer]]

TYPING_AFTER = 1.0  # seconds; most answers are there sooner
TYPING_LASTS = 4.5  # Telegram shows it for five seconds

log = logging.getLogger(__name__)


async def on_start(update: Update, context: Context) -> None:
    """/start: what this bot does, with examples."""
    await _reply_text(update, texts_for(update).welcome)


async def on_help(update: Update, context: Context) -> None:
    """/help: how to ask and what comes back."""
    await _reply_text(update, texts_for(update).help)


async def on_ask(ask: AskAside, update: Update, context: Context) -> None:
    """/ask and a question, the way to ask in a group."""
    await _answer(ask, update, " ".join((_message(update).text or "").split(maxsplit=1)[1:]))


async def on_text(ask: AskAside, update: Update, context: Context) -> None:
    """A question in words; in a group only where it is meant for the bot."""
    message = _message(update)
    if is_addressed(message, context.bot):
        await _answer(ask, update, without_mention(message, context.bot))


async def on_unknown_command(update: Update, context: Context) -> None:
    """A command there is none of: the help."""
    await _reply_text(update, texts_for(update).help)


async def on_other(update: Update, context: Context) -> None:
    """A photo, a voice message, a sticker: only text can be answered."""
    await _reply_text(update, texts_for(update).only_text)


async def on_error(update: object, context: Context) -> None:
    """Logs an error under an id, without the user's words, and tells the user the id."""
    if isinstance(context.error, Busy | Accepted):
        await overload.tell(update, context.error)
        return
    if isinstance(service := context.bot_data.get(SERVICE), Service):
        service.metrics.errors.inc()
    error_id = secrets.token_hex(4)
    log.error("error %s: %s", error_id, describe(context.error))
    if isinstance(update, Update) and update.message is not None:
        with suppress(TelegramError):
            await _reply_text(update, texts_for(update).failed.format(id=error_id))


def describe(error: BaseException | None) -> str:
    """Where an error happened; its message only where it comes from Telegram, not from a question."""
    if error is None:
        return "unknown"
    message = f": {error}" if isinstance(error, TelegramError) else ""
    frames = "".join(traceback.format_tb(error.__traceback__))
    return f"{type(error).__name__}{message}\n{frames}".rstrip()


def texts_for(update: Update) -> Texts:
    """The interface in the user's Telegram language."""
    user = update.effective_user
    return TEXTS[language_of(user.language_code if user else None)]


def is_addressed(message: Message, bot: Bot) -> bool:
    """Whether a message is meant for the bot: in private always, in a group by mention or reply."""
    if message.chat.type == ChatType.PRIVATE:
        return True
    replied = message.reply_to_message
    return bool(_mentions(message, bot)) or bool(replied and replied.from_user and replied.from_user.id == bot.id)


def without_mention(message: Message, bot: Bot) -> str:
    """The message's words without the mention of the bot."""
    text = message.text or ""
    for mention in _mentions(message, bot):
        text = text.replace(mention, " ")
    return text.strip()


def _mentions(message: Message, bot: Bot) -> list[str]:
    entities = message.parse_entities([MessageEntity.MENTION]).values()
    return [mention for mention in entities if mention.lower() == f"@{bot.username}".lower()]


async def _answer(ask: AskAside, update: Update, question: str) -> None:
    message = _message(update)
    if not question.strip():
        await _reply_text(update, texts_for(update).ask_something)
        return
    async with typing_shown(message):
        answer = await ask(question)
    await reply(message, render.render(answer))


@asynccontextmanager
async def typing_shown(message: Message) -> AsyncIterator[None]:
    """Shows "typing…" in the chat while the body runs, from the moment that it takes long."""
    typing = asyncio.create_task(_type_on(message))
    try:
        yield
    finally:
        typing.cancel()


async def _type_on(message: Message) -> None:
    pause = TYPING_AFTER
    # Only cosmetic: where it is refused, the answer is none the worse.
    with suppress(TelegramError):
        while True:
            await asyncio.sleep(pause)
            await message.reply_chat_action(ChatAction.TYPING)
            pause = TYPING_LASTS


async def _reply_text(update: Update, text: str) -> None:
    await reply(_message(update), render.Message(text))


def _message(update: Update) -> Message:
    assert update.message is not None  # noqa: S101  (the filters let nothing else through)
    return update.message


async def reply(message: Message, rendered: render.Message) -> None:
    """Sends a reply to ``message``; ``bot.pacing`` sends it again where the network fails."""
    await message.reply_text(
        rendered.text,
        entities=rendered.entities,
        reply_parameters=ReplyParameters(message.message_id, allow_sending_without_reply=True),
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )
