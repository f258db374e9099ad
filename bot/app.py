"""The Telegram application: each kind of update and what answers it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any

from telegram import Bot, BotCommand, Update
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, ApplicationBuilder, CommandHandler, MessageHandler, filters

from bot import handlers, operators
from bot.operations import Webhook
from bot.queueing import QuestionQueue
from bot.service import SERVICE, Service
from bot.serving import serve_until_cancelled, stop_at_last
from bot.settings import Settings, SettingsError
from bot.texts import TEXTS
from index.records import Answer

App = Application[Any, Any, Any, Any, Any, Any]
Ask = Callable[[str], Answer]

ALLOWED_UPDATES = (Update.MESSAGE, Update.CALLBACK_QUERY)

log = logging.getLogger(__name__)


def build_application(settings: Settings, ask: Ask | Service) -> App:
    """The bot, wired: each kind of update and what answers it. ``ask`` runs off the event loop."""
    service = ask if isinstance(ask, Service) else Service(QuestionQueue(one_by_one(ask)))
    private = filters.ChatType.PRIVATE
    builder = (
        ApplicationBuilder()
        .token(settings.bot_token.value)
        .base_url(f"{settings.api_url}/bot")
        .base_file_url(f"{settings.api_url}/file/bot")
    )
    application: App = service.equip(builder).build()
    application.bot_data[SERVICE] = service
    new = filters.UpdateType.MESSAGE  # edited messages are not answered again
    operators.add_handlers(application, settings)
    application.add_handlers(
        [
            CommandHandler("start", handlers.on_start, new),
            CommandHandler("help", handlers.on_help, new),
            CommandHandler("ask", partial(handlers.on_ask, service.ask), new),
            MessageHandler(new & filters.TEXT & ~filters.COMMAND, partial(handlers.on_text, service.ask)),
            MessageHandler(new & private & filters.COMMAND, handlers.on_unknown_command),
            MessageHandler(new & private & ~filters.TEXT & ~filters.StatusUpdate.ALL, handlers.on_other),
        ]
    )
    application.add_error_handler(handlers.on_error)
    return application


def one_by_one(ask: Ask) -> Callable[[Sequence[str]], list[Answer]]:
    """An engine that answers many questions, from one that answers one."""
    return lambda questions: [ask(question) for question in questions]


def run(settings: Settings, service: Service, webhook: Webhook | None = None) -> int:
    """Serves until SIGTERM; returns 0. SettingsError where the server refuses the token."""
    application = build_application(settings, service)
    monitor = settings.operations.monitor
    try:
        asyncio.run(serve(application, settings.api_url, webhook, monitor, stop_at_last))
    except asyncio.CancelledError:
        log.info("stopped")
    except InvalidToken:
        # From None: the library's message quotes the token.
        raise SettingsError(
            f"{settings.api_url} refuses the bot token: check TELEGRAM_BOT_TOKEN, or get a new one from @BotFather"
        ) from None
    return 0


async def serve(
    application: App,
    api_url: str,
    webhook: Webhook | None = None,
    monitor: tuple[str, int] | None = None,
    on_stop: Callable[[], None] = lambda: None,
) -> None:
    """Connects and answers until cancelled, by SIGTERM too; then finishes what it had begun."""
    await serve_until_cancelled(
        application,
        application.bot_data[SERVICE],
        api_url,
        allowed_updates=ALLOWED_UPDATES,
        introduce=introduce,
        webhook=webhook,
        monitor=monitor,
        on_stop=on_stop,
    )


async def introduce(bot: Bot) -> None:
    """Tells Telegram the commands and what the bot is for; answers don't depend on it."""
    for texts, code in ((TEXTS["en"], None), (TEXTS["zh"], "zh")):
        commands = [BotCommand(name, description) for name, description in texts.commands]
        await _politely(bot.set_my_commands(commands, language_code=code))
        await _politely(bot.set_my_description(texts.description, language_code=code))
        await _politely(bot.set_my_short_description(texts.short_description, language_code=code))


async def _politely(call: Awaitable[bool]) -> None:
    try:
        await call
    except TelegramError as error:
        log.info("the server declined a cosmetic call: %s", error)
