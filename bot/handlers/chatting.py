"""The commands about the bot itself, and what people send that is no question."""

from __future__ import annotations

from telegram import ChatMember, Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from bot.delivery.language import texts_for
from bot.delivery.replying import message_of, quietly, reply, reply_text
from bot.engine.desk import Desk
from bot.handlers.addressing import is_further_of_album
from bot.handlers.readers import reader_of
from bot.messages.listings import about_view
from bot.running.service import SERVICE, Service

Context = ContextTypes.DEFAULT_TYPE


async def on_help(update: Update, context: Context) -> None:
    """/help, and any command there is none of: how to ask and what comes back."""
    await reply_text(message_of(update), texts_for(update).help.format(bot=context.bot.username))


async def on_about(desk: Desk, update: Update, context: Context) -> None:
    """/about: version, corpus and rights."""
    await reply(message_of(update), about_view(reader_of(update, context.bot, desk)))


async def on_privacy(update: Update, context: Context) -> None:
    """/privacy: what is kept of what one writes."""
    service: Service = context.bot_data[SERVICE]
    await reply_text(message_of(update), texts_for(update).privacy.format(days=service.retention_days))


async def on_other(update: Update, context: Context) -> None:
    """A photo, a voice message, a file, a sticker: only text can be answered."""
    message, texts = message_of(update), texts_for(update)
    if is_further_of_album(message):
        return
    if message.voice or message.audio or message.video_note:
        await reply_text(message, texts.no_voice)
    elif message.document:
        await reply_text(message, texts.no_files)
    else:
        await reply_text(message, texts.only_text)


async def on_added(update: Update, context: Context) -> None:
    """The bot was added to a group: it says once how to ask."""
    change = update.my_chat_member
    if change is None or change.chat.type not in (ChatType.GROUP, ChatType.SUPERGROUP):
        return
    absent = (ChatMember.LEFT, ChatMember.BANNED)
    if change.old_chat_member.status in absent and change.new_chat_member.status not in absent:
        text = texts_for(update).group_hello.format(bot=context.bot.username)
        await quietly(context.bot.send_message(change.chat.id, text))
