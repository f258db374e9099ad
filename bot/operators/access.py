"""Who may do what: ADMIN_IDS and ALLOWED_CHATS."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Coroutine
from contextlib import suppress
from functools import partial
from typing import Any

from telegram import Update
from telegram.ext import (
    Application,
    ApplicationHandlerStop,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.delivery.language import texts_for
from bot.delivery.replying import quietly, reply_text
from bot.operators import correcting, removing, reports, submitting
from bot.running.service import Service
from bot.settings.settings import Settings
from index.resources import write_whole

Context = ContextTypes.DEFAULT_TYPE
OnButton = Callable[[Update, Context], Coroutine[Any, Any, None]]
URL = r"^\s*https?://\S+\s*$"
BEFORE_ALL = -1

log = logging.getLogger(__name__)


def add_handlers(application: Application[Any, Any, Any, Any, Any, Any], settings: Settings, service: Service) -> None:
    """Adds what only operators may do, and everybody's /forget; called before other handlers are added."""
    if settings.allowed_chats:
        application.add_handler(TypeHandler(Update, Gate(settings)), BEFORE_ALL)
    message = filters.UpdateType.MESSAGE
    application.add_handler(CommandHandler("forget", partial(reports.on_forget, service), message))
    if not settings.admins:
        return
    # To anybody else these commands are unknown ones, like any word after a slash.
    admin = message & filters.User(list(settings.admins)) & filters.ChatType.PRIVATE
    intake, removals = submitting.Intake(settings, service), removing.Removals(settings, service)
    application.add_handlers(
        [
            CommandHandler("unanswered", partial(reports.on_unanswered, service), admin),
            CommandHandler("feedback", partial(reports.on_feedback, service), admin),
            CommandHandler("reload", partial(reports.on_reload, service), admin),
            CommandHandler("health", partial(reports.on_health, service), admin),
            CommandHandler("remove", removals.on_remove, admin),
            MessageHandler(admin & filters.REPLY & correcting.Correcting(), intake.on_correction),
            MessageHandler(admin & filters.Document.ALL, intake.on_document),
            MessageHandler(admin & filters.Regex(URL), intake.on_address),
            CallbackQueryHandler(partial(_tapped, settings, intake.on_button), pattern=correcting.BUTTON),
            CallbackQueryHandler(partial(_tapped, settings, removals.on_button), pattern=removing.BUTTON),
        ]
    )


async def _tapped(settings: Settings, on_button: OnButton, update: Update, context: Context) -> None:
    """A button meant for operators, which a forwarded message shows to others, too."""
    query = update.callback_query
    if query and query.from_user.id in settings.admins:
        await on_button(update, context)
    elif query:
        await quietly(query.answer())


class Gate:
    """Stops every update from a chat that isn't allowed; in private says so, since a stranger can't know.

    A group that becomes a supergroup gets another number and stays allowed, over restarts.
    """

    def __init__(self, settings: Settings) -> None:
        self._admins, self._file = settings.admins, settings.state / "supergroups.json"
        self._allowed, self._moved = {*settings.allowed_chats}, dict[int, int]()
        with suppress(OSError, ValueError, AttributeError):
            moved = {int(old): int(new) for old, new in json.loads(self._file.read_text("utf-8")).items()}
            self._moved = {old: new for old, new in moved.items() if old in self._allowed}
            self._allowed.update(self._moved.values())

    async def __call__(self, update: Update, context: Context) -> None:
        """Lets an update through, or raises ApplicationHandlerStop."""
        chat, user = update.effective_chat, update.effective_user
        if update.message and update.message.migrate_to_chat_id and chat and chat.id in self._allowed:
            self._move(chat.id, update.message.migrate_to_chat_id)
        if user and user.id in self._admins:
            return
        chat_id = chat.id if chat else user.id if user else 0
        if chat_id in self._allowed:
            return
        if update.message and chat and chat.type == "private":
            await quietly(reply_text(update.message, texts_for(update).closed.format(chat=chat.id)))
        raise ApplicationHandlerStop

    def _move(self, old: int, new: int) -> None:
        self._allowed.add(new)
        self._moved[old] = new
        log.warning("the allowed group %d is the supergroup %d now: write that into ALLOWED_CHATS", old, new)
        with suppress(OSError):  # until the bot is started again it knows it in any case
            write_whole(self._file, json.dumps(self._moved).encode())
