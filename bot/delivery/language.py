"""In which language a person is spoken to: that of their Telegram."""

from __future__ import annotations

from telegram import Update

from bot.texts import Texts, texts_of


def code_of(update: Update) -> str | None:
    """The language of the user's Telegram."""
    return update.effective_user.language_code if update.effective_user else None


def texts_for(update: Update) -> Texts:
    """The interface in the user's Telegram language."""
    return texts_of(code_of(update))
