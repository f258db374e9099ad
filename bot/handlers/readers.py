"""For whom an update is answered: the language, the library, the bot's name."""

from __future__ import annotations

from telegram import Bot, Update
from telegram.constants import ChatType

from bot.delivery.language import code_of, texts_for
from bot.engine.desk import Desk
from bot.messages.buttons import Pages
from bot.messages.views import Reader
from bot.texts import texts_for_question
from index.question.filters import split_filters
from index.question.question import language_of


def reader_of(update: Update, bot: Bot, desk: Desk, question: str = "") -> Reader:
    """The reader of an update: spoken to in the language of the question, where there is one."""
    words, _ = split_filters(question)  # a filter is written the same in every language
    texts = texts_for_question(words, language_of(words), code_of(update)) if words else texts_for(update)
    chat = update.effective_chat
    pages = Pages(desk.public, desk.pass_key, within=chat is not None and chat.type == ChatType.PRIVATE)
    return Reader(texts, desk.holdings, bot.username, bool(bot.supports_inline_queries), pages)
