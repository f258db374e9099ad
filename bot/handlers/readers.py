"""For whom an update is answered: the language, the library, the bot's name."""

from __future__ import annotations

from dataclasses import replace
from weakref import WeakKeyDictionary

from telegram import Bot, Update
from telegram.constants import ChatType

from bot.delivery.language import code_of, texts_for
from bot.engine.desk import Desk
from bot.engine.queueing import Busy
from bot.messages.buttons import Pages
from bot.messages.examples import candidates, question_for
from bot.messages.views import Reader, Try
from bot.texts import texts_for_question
from index.library.catalogue import Holdings
from index.question.filters import split_filters
from index.question.question import language_of
from index.text.scripts import is_han

MOST_TRIES = 3  # questions offered to whoever has none
_offered: WeakKeyDictionary[Holdings, dict[str, tuple[Try, ...]]] = WeakKeyDictionary()  # by language


def reader_of(update: Update, bot: Bot, desk: Desk, question: str = "") -> Reader:
    """The reader of an update: spoken to in the language of the question, where there is one."""
    words, _ = split_filters(question)  # a filter is written the same in every language
    texts = texts_for_question(words, language_of(words), code_of(update)) if words else texts_for(update)
    chat = update.effective_chat
    pages = Pages(desk.public, desk.pass_key, within=chat is not None and chat.type == ChatType.PRIVATE)
    return Reader(texts, desk.holdings, bot.username, bool(bot.supports_inline_queries), pages=pages)


async def with_tries(reader: Reader, desk: Desk) -> Reader:
    """The reader with questions to begin with, which the library was found to answer."""
    code, holdings = reader.texts.code, reader.holdings
    offered = _offered.setdefault(holdings, {})
    if code not in offered:
        offered[code] = ()  # for whoever asks while they are being looked for
        figures = {quote.headline[0].span: quote for quote in candidates(holdings)}
        asked = [(question_for(quote.headline[0], code), span) for span, quote in figures.items()]
        asked.sort(key=lambda pair: is_han(pair[0]) != code.startswith("zh"))  # the reader's language first
        try:
            surely = await desk.surely_answered(asked, MOST_TRIES)
        except Busy:  # they can wait, the answer that they go with can't
            del offered[code]
            return reader
        offered[code] = tuple(Try(question, holdings.key(figures[span]), span.start) for question, span in surely)
    return replace(reader, tries=offered[code])
