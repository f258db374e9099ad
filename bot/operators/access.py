"""Who may do what: ADMIN_IDS and ALLOWED_CHATS."""

from __future__ import annotations

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
from bot.operators import correcting, reports, submitting
from bot.running.service import Service
from bot.settings.settings import Settings

Context = ContextTypes.DEFAULT_TYPE
URL = r"^\s*https?://\S+\s*$"
BEFORE_ALL = -1


def add_handlers(application: Application[Any, Any, Any, Any, Any, Any], settings: Settings, service: Service) -> None:
    """Adds what only operators may do, and everybody's /forget; called before other handlers are added."""
    if settings.allowed_chats:
        application.add_handler(TypeHandler(Update, partial(_gate, settings)), BEFORE_ALL)
    message = filters.UpdateType.MESSAGE
    application.add_handler(CommandHandler("forget", partial(reports.on_forget, service), message))
    if not settings.admins:
        return
    # To anybody else these commands are unknown ones, like any word after a slash.
    admin = message & filters.User(list(settings.admins)) & filters.ChatType.PRIVATE
    intake = submitting.Intake(settings, service)
    application.add_handlers(
        [
            CommandHandler("unanswered", partial(reports.on_unanswered, service), admin),
            CommandHandler("feedback", partial(reports.on_feedback, service), admin),
            CommandHandler("reload", partial(reports.on_reload, service), admin),
            CommandHandler("health", partial(reports.on_health, service), admin),
            MessageHandler(admin & filters.REPLY & correcting.Correcting(), intake.on_correction),
            MessageHandler(admin & filters.Document.ALL, intake.on_document),
            MessageHandler(admin & filters.Regex(URL), intake.on_address),
            CallbackQueryHandler(partial(_tapped, settings, intake), pattern=correcting.BUTTON),
        ]
    )


async def _tapped(settings: Settings, intake: submitting.Intake, update: Update, context: Context) -> None:
    """A button under a preview, which a forwarded message shows to others, too."""
    query = update.callback_query
    if query and query.from_user.id in settings.admins:
        await intake.on_button(update, context)
    elif query:
        await quietly(query.answer())


async def _gate(settings: Settings, update: Update, context: Context) -> None:
    """Stops every update from elsewhere; in private says so, since a stranger can't know."""
    chat, user = update.effective_chat, update.effective_user
    if user and user.id in settings.admins:
        return
    allowed = {chat.id} if chat else {user.id} if user else set()
    if allowed & settings.allowed_chats:
        return
    if update.message and chat and chat.type == "private":
        await quietly(reply_text(update.message, texts_for(update).closed.format(chat=chat.id)))
    raise ApplicationHandlerStop
