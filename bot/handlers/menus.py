"""What Telegram is told of the bot when it starts: its commands, and what it is for."""

from __future__ import annotations

from collections.abc import Iterable

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
)

from bot.delivery.replying import quietly
from bot.texts import TEXTS, Texts

IN_GROUPS = ("ask", "stats", "random", "help")
DEFAULT = "en"


async def introduce(bot: Bot, admins: Iterable[int] = ()) -> None:
    """Tells Telegram the commands and what the bot is for, in each language, and operators theirs; answers don't
    depend on it.
    """
    for texts in TEXTS.values():
        # Telegram knows languages by their two letters: one script of Chinese, the simplified, speaks for both.
        if len(texts.code) == 2:
            code = None if texts.code == DEFAULT else texts.code
            await _commands(bot, texts, code)
            await quietly(bot.set_my_description(texts.description, language_code=code))
            await quietly(bot.set_my_short_description(texts.short_description, language_code=code))
    texts = TEXTS[DEFAULT]
    every = [BotCommand(name, text) for name, text in (*texts.commands, *texts.operators.commands)]
    for admin in admins:
        await quietly(bot.set_my_commands(every, scope=BotCommandScopeChat(admin)))


async def _commands(bot: Bot, texts: Texts, code: str | None) -> None:
    every = [BotCommand(name, description) for name, description in texts.commands]
    in_groups = [command for command in every if command.command in IN_GROUPS]
    menus: tuple[tuple[BotCommandScope, list[BotCommand]], ...] = (
        (BotCommandScopeDefault(), every),
        (BotCommandScopeAllGroupChats(), in_groups),
    )
    for scope, commands in menus:
        await quietly(bot.set_my_commands(commands, scope=scope, language_code=code))
