"""The Telegram application: its wiring, its start and its end."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from functools import partial
from typing import Any
from weakref import WeakValueDictionary

from telegram import Update
from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.ext import (
    AIORateLimiter,
    Application,
    ApplicationBuilder,
    BaseUpdateProcessor,
    CallbackQueryHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    Updater,
    filters,
)

from bot.addressing import FromPeople
from bot.desk import Desk
from bot.handlers import asking, browsing, chatting, failing, inline, tapping
from bot.introduction import introduce
from bot.settings import Settings, SettingsError

App = Application[Any, Any, Any, Any, Any, Any]

CONCURRENT_UPDATES = 64
SEND_RETRIES = 5
LONGEST_PAUSE = 30.0  # seconds between attempts to connect
ALLOWED_UPDATES = [Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY, Update.INLINE_QUERY]
# What is of no use when it comes late, or only nice to have.
COSMETIC = frozenset(
    {
        "sendChatAction",
        "setMyCommands",
        "setMyDescription",
        "setMyShortDescription",
        "answerCallbackQuery",
        "answerInlineQuery",
        "deleteMessage",
    }
)
POLLING_TASK = "Updater:start_polling:polling_task"

log = logging.getLogger(__name__)


def build_application(settings: Settings, desk: Desk) -> App:
    """The bot, wired: each kind of update and what answers it, from ``desk``."""
    application: App = (
        ApplicationBuilder()
        .token(settings.bot_token.value)
        .base_url(f"{settings.api_url}/bot")
        .base_file_url(f"{settings.api_url}/file/bot")
        .rate_limiter(PatientWithMessages(max_retries=SEND_RETRIES))
        .concurrent_updates(InOrderOfChat(CONCURRENT_UPDATES))
        .build()
    )
    people = FromPeople()
    new = filters.UpdateType.MESSAGE & people
    private = new & filters.ChatType.PRIVATE
    words = filters.TEXT | filters.CAPTION
    application.add_handlers(
        [
            CommandHandler("start", partial(browsing.on_start, desk), new),
            CommandHandler("help", chatting.on_help, new),
            CommandHandler("ask", partial(asking.on_ask, desk), new),
            CommandHandler("stats", partial(browsing.on_stats, desk), new),
            CommandHandler("articles", partial(browsing.on_articles, desk), new),
            CommandHandler("random", partial(browsing.on_random, desk), new),
            CommandHandler("about", partial(chatting.on_about, desk), new),
            CommandHandler("privacy", chatting.on_privacy, new),
            MessageHandler(filters.UpdateType.EDITED_MESSAGE & people & words, partial(asking.on_edit, desk)),
            MessageHandler(new & words & ~filters.COMMAND, partial(asking.on_text, desk)),
            MessageHandler(private & filters.COMMAND, chatting.on_help),
            MessageHandler(private & ~words & ~filters.StatusUpdate.ALL, chatting.on_other),
            CallbackQueryHandler(partial(tapping.on_tap, desk)),
            InlineQueryHandler(partial(inline.on_inline, desk, inline.Latest())),
        ]
    )
    application.add_error_handler(failing.on_error)
    return application


def run(settings: Settings, desk: Desk) -> int:
    """Serves until SIGTERM; returns 0. SettingsError where the server refuses the token."""
    application = build_application(settings, desk)
    try:
        asyncio.run(serve(application, settings.api_url))
    except asyncio.CancelledError:
        log.info("stopped")
    except InvalidToken:
        # From None: the library's message quotes the token.
        raise SettingsError(
            f"{settings.api_url} refuses the bot token: check TELEGRAM_BOT_TOKEN, or get a new one from @BotFather"
        ) from None
    return 0


async def serve(application: App, api_url: str) -> None:
    """Connects and answers until cancelled, by SIGTERM too; then finishes what it had begun."""
    task = asyncio.current_task()
    assert task is not None  # noqa: S101  (a coroutine always runs in a task)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    try:
        await _connected(application, api_url)
        await _updater(application).start_polling(
            bootstrap_retries=-1,
            allowed_updates=ALLOWED_UPDATES,
            error_callback=partial(_report_polling_error, api_url),
        )
        await application.start()
        application.create_task(introduce(application.bot))
        log.info("ready: @%s", application.bot.username)
        await _polling_ended()
    finally:
        await _stop(application)


async def _connected(application: App, api_url: str) -> None:
    """Returns once the server has accepted the token; waits for the network as long as it takes."""
    pause = 1.0
    while True:
        try:
            return await application.initialize()
        except InvalidToken:
            raise
        except TelegramError as error:
            log.warning("cannot reach %s (%s), trying again in %.0f s", api_url, error, pause)
        await asyncio.sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE)


async def _polling_ended() -> None:
    """Waits for the polling task, which ends by itself only when the token is refused: raises that."""
    tasks = [task for task in asyncio.all_tasks() if task.get_name() == POLLING_TASK]
    if not tasks:
        await asyncio.Event().wait()
    await asyncio.wait(tasks)
    tasks[0].result()


def _updater(application: App) -> Updater:
    assert application.updater is not None  # noqa: S101  (the builder makes one unless told not to)
    return application.updater


async def _stop(application: App) -> None:
    if _updater(application).running:
        with suppress(TelegramError):
            await _updater(application).stop()
    if application.running:
        await application.stop()
    await application.shutdown()


def _report_polling_error(api_url: str, error: TelegramError) -> None:
    if isinstance(error, Conflict):
        log.warning("another program is polling with this bot's token; stop it, or use another token")
    else:
        log.warning("cannot reach %s (%s), trying again", api_url, error)


class InOrderOfChat(BaseUpdateProcessor):
    """Processes updates at the same time, but those of one chat one after the other."""

    def __init__(self, at_once: int) -> None:
        super().__init__(at_once)
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        chat = update.effective_chat if isinstance(update, Update) else None
        if chat is None:  # an inline query: it belongs to no chat, and the latest is what counts
            await coroutine
            return
        turn = self._turns.setdefault(chat.id, asyncio.Lock())
        async with turn:
            await coroutine

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""


class PatientWithMessages(AIORateLimiter):
    """Waits and retries for messages only: waiting for a cosmetic call would hold up every answer."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Any:
        if endpoint in COSMETIC:
            return await callback(*args, **kwargs)
        return await super().process_request(callback, args, kwargs, endpoint, data, rate_limit_args)
