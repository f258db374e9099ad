"""For whom an update is answered: the language, the library, the bot's name."""

from __future__ import annotations

from telegram import Bot, Update

from bot.engine.desk import Desk
from bot.messages.views import Reader
from bot.texts import Texts, texts_for_question, texts_of
from index.question.filters import split_filters
from index.question.question import language_of


def code_of(update: Update) -> str | None:
    """The language of the user's Telegram."""
    return update.effective_user.language_code if update.effective_user else None


def texts_for(update: Update) -> Texts:
    """The interface in the user's Telegram language."""
    return texts_of(code_of(update))


def reader_of(update: Update, bot: Bot, desk: Desk, question: str = "") -> Reader:
    """The reader of an update: spoken to in the language of the question, where there is one."""
    words, _ = split_filters(question)  # a filter is written the same in every language
    texts = texts_for_question(words, language_of(words), code_of(update)) if words else texts_for(update)
    return Reader(texts, desk.holdings, bot.username, bool(bot.supports_inline_queries))
