"""The Telegram application: each kind of update and what answers it."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

from telegram import Update
from telegram.error import InvalidToken
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.engine.desk import Desk
from bot.handlers import asking, browsing, chatting, failing, inline, tapping
from bot.handlers.addressing import FromPeople
from bot.handlers.given import Given
from bot.handlers.menus import introduce
from bot.handlers.overload import BEFORE_ALL, Notices, limiting
from bot.operators import access
from bot.running.service import SERVICE, Service
from bot.running.serving import serve_until_cancelled, stop_at_last
from bot.settings.settings import Settings, SettingsError
from bot.settings.webhook import Webhook

App = Application[Any, Any, Any, Any, Any, Any]

# Seconds, 5 ms by default, that the event loop waits for the thread that answers each time it has read or written.
SWITCH_INTERVAL = 0.001
log = logging.getLogger(__name__)


def build_application(settings: Settings, desk: Desk, service: Service | None = None) -> App:
    """The bot, wired: each kind of update and what answers it, from ``desk``."""
    service = service or Service()
    builder = (
        ApplicationBuilder()
        .token(settings.bot_token.get_secret_value())
        .base_url(f"{settings.api_url}/bot")
        .base_file_url(f"{settings.api_url}/file/bot")
    )
    application: App = service.equip(builder).build()
    application.bot_data[SERVICE] = service
    service.admins = settings.admins
    notices = Notices()
    application.add_handler(TypeHandler(Update, limiting(service.rate, notices)), BEFORE_ALL)
    access.add_handlers(application, settings, service)
    people, given = FromPeople(), Given()
    new = filters.UpdateType.MESSAGE & people
    private = new & filters.ChatType.PRIVATE
    words = filters.TEXT | filters.CAPTION
    application.add_handlers(
        [
            CommandHandler("start", partial(browsing.on_start, desk), new),
            CommandHandler("help", chatting.on_help, new),
            CommandHandler("ask", partial(asking.on_ask, desk, given), new),
            CommandHandler("stats", partial(browsing.on_stats, desk), new),
            CommandHandler("articles", partial(browsing.on_articles, desk), new),
            CommandHandler("random", partial(browsing.on_random, desk), new),
            CommandHandler("about", partial(chatting.on_about, desk), new),
            CommandHandler("privacy", chatting.on_privacy, new),
            MessageHandler(filters.UpdateType.EDITED_MESSAGE & people & words, partial(asking.on_edit, desk, given)),
            MessageHandler(new & words & ~filters.COMMAND, partial(asking.on_text, desk, given)),
            MessageHandler(private & filters.COMMAND, chatting.on_help),
            MessageHandler(private & ~words & ~filters.StatusUpdate.ALL, chatting.on_other),
            CallbackQueryHandler(partial(tapping.on_tap, desk)),
            ChatMemberHandler(chatting.on_added, ChatMemberHandler.MY_CHAT_MEMBER),
            InlineQueryHandler(partial(inline.on_inline, desk, inline.Latest())),
        ]
    )
    application.add_error_handler(partial(failing.on_error, notices))
    return application


def run(settings: Settings, desk: Desk, service: Service, webhook: Webhook | None = None) -> int:
    """Serves until SIGTERM; returns 0. SettingsError where the server refuses the token."""
    application = build_application(settings, desk, service)
    monitor = settings.monitor
    sys.setswitchinterval(SWITCH_INTERVAL)
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
        introduce=partial(introduce, admins=application.bot_data[SERVICE].admins),
        webhook=webhook,
        monitor=monitor,
        on_stop=on_stop,
    )
