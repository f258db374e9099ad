"""Which messages are meant for the bot, and what they ask."""

from __future__ import annotations

import re

from cachetools import TTLCache
from telegram import Bot, Message, MessageEntity
from telegram.constants import ChatType
from telegram.ext import filters

_albums: TTLCache[str, None] = TTLCache(1_000, 60.0)
_COMMAND = re.compile(r"/(\w+)(?:@(\w+))?\s*", re.ASCII)


class FromPeople(filters.MessageFilter):
    """Messages that a person wrote: no bots, no channels, nothing the bot itself made through inline mode."""

    def filter(self, message: Message) -> bool:
        """Whether a person wrote the message; an administrator who writes as the group is one."""
        if message.via_bot or message.is_automatic_forward:
            return False
        if message.sender_chat:
            return message.sender_chat.id == message.chat.id
        return bool(message.from_user and not message.from_user.is_bot)


def is_addressed(message: Message, bot: Bot) -> bool:
    """Whether a message is meant for the bot: in private always, in a group by command, mention or reply."""
    if is_for_another_bot(message, bot):
        return False
    if message.chat.type == ChatType.PRIVATE or command_of(message, bot) == "ask":
        return True
    replied = message.reply_to_message
    return bool(_mentions(message, bot)) or bool(replied and replied.from_user and replied.from_user.id == bot.id)


def command_of(message: Message, bot: Bot) -> str:
    """The command that a message begins with, in lower case; "" where there is none, or it is another bot's."""
    match = _COMMAND.match(words_of(message))
    return "" if match is None or is_for_another_bot(message, bot) else match[1].lower()


def is_for_another_bot(message: Message, bot: Bot) -> bool:
    """Whether a message, or the words under its picture, begin with a command that names another bot."""
    match = _COMMAND.match(words_of(message))
    return bool(match and match[2] and match[2].lower() != str(bot.username).lower())


def is_further_of_album(message: Message) -> bool:
    """Whether another picture of the message's album came before it: they come one by one, and get one reply."""
    if not message.media_group_id:
        return False
    further = message.media_group_id in _albums
    _albums[message.media_group_id] = None
    return further


def words_of(message: Message) -> str:
    """The words of a message, or those under its picture."""
    return message.text or message.caption or ""


def question_in(message: Message, bot: Bot) -> str:
    """What a message asks: its words without the command and the mention of the bot."""
    text = words_of(message)
    if text.startswith("/"):
        text = _COMMAND.sub("", text, count=1)
    for mention in _mentions(message, bot):
        text = text.replace(mention, " ")
    return text.strip()


def asked_by(message: Message, bot: Bot) -> tuple[str, Message]:
    """The question of a message, and the message that holds it: the one replied to where this one has no words.

    So a claim of somebody else's is looked up by a reply of nothing but ``/ask`` or a mention.
    """
    question, replied = question_in(message, bot), message.reply_to_message
    if question or replied is None or (replied.from_user and replied.from_user.id == bot.id):
        return question, message
    return question_in(replied, bot), replied


def _mentions(message: Message, bot: Bot) -> list[str]:
    """The mentions of the bot as they are written; an entity that cuts a character in two mentions nobody."""
    entities = message.entities if message.text else message.caption_entities
    words = words_of(message).encode("utf-16-le", "surrogatepass")  # what entities count in
    mentions = [
        words[2 * entity.offset : 2 * (entity.offset + entity.length)].decode("utf-16-le", "replace")
        for entity in entities
        if entity.type == MessageEntity.MENTION
    ]
    return [mention for mention in mentions if mention.lower() == f"@{bot.username}".lower()]
