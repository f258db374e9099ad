"""Articles that were added through the bot, taken out again: asked for, confirmed at a tap, built, in service."""

from __future__ import annotations

import asyncio
import json
import re
import zlib
from pathlib import Path

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.ext import ContextTypes

from bot.delivery.language import texts_for
from bot.delivery.replying import message_of, quietly, reply_text
from bot.operators.building import NotBuilt, build
from bot.running.service import Service
from bot.settings.settings import Settings
from bot.texts import Texts
from index.building.corpus import remove_articles
from index.errors import CorpusError
from index.resources import write_whole

Context = ContextTypes.DEFAULT_TYPE
BUTTON = re.compile(r"^remove:(ask|yes|no):([0-9a-f]{8})$")
MOST_BUTTONS = 20  # the newest


class Added:
    """The names of the articles that were added through the bot, the oldest first, in a file of the state folder."""

    def __init__(self, state: Path) -> None:
        self._file = state / "added.json"

    def names(self) -> list[str]:
        """The names; none where the file can't be read."""
        try:
            return [str(name) for name in json.loads(self._file.read_text("utf-8"))]
        except (OSError, ValueError, TypeError):
            return []

    def note(self, name: str) -> None:
        """An article was added. OSError where that can't be written down."""
        self._write([*(other for other in self.names() if other != name), name])

    def forget(self, name: str) -> None:
        """It was taken out. OSError where that can't be written down."""
        self._write([other for other in self.names() if other != name])

    def _write(self, names: list[str]) -> None:
        write_whole(self._file, json.dumps(names, ensure_ascii=False).encode())


class Removals:
    """/remove and the buttons under what it says."""

    def __init__(self, settings: Settings, service: Service) -> None:
        self._settings, self._service, self._added = settings, service, Added(settings.state)

    async def on_remove(self, update: Update, context: Context) -> None:
        """/remove: a button for each article added through the bot; given a name, asks whether that one is to go."""
        message, words = message_of(update), texts_for(update).operators
        name, added = " ".join(context.args or ()), self._added.names()
        if name and name in added:
            await self._ask(message, name, texts_for(update))
        elif name:
            await reply_text(message, words.not_added.format(name=name))
        elif added:
            buttons = [[_button(article, "ask", article)] for article in reversed(added[-MOST_BUTTONS:])]
            await reply_text(message, words.remove_which, InlineKeyboardMarkup(buttons))
        else:
            await reply_text(message, words.none_added)

    async def on_button(self, update: Update, context: Context) -> None:
        """A tap on one of the articles, then on Remove or Keep."""
        query, texts = update.callback_query, texts_for(update)
        match = BUTTON.fullmatch(query.data or "") if query else None
        if query is None or match is None or not isinstance(query.message, Message):
            return
        await quietly(query.answer())
        await quietly(query.edit_message_reply_markup(None))
        name = next((article for article in self._added.names() if _key(article) == match[2]), "")
        if not name:
            await reply_text(query.message, texts.operators.gone)
        elif match[1] == "ask":
            await self._ask(query.message, name, texts)
        elif match[1] == "no":
            await reply_text(query.message, texts.operators.kept)
        else:
            await reply_text(query.message, texts.operators.removing)
            self._service.go_on_with(self._remove(query.message, name, texts))

    async def _ask(self, message: Message, name: str, texts: Texts) -> None:
        words = texts.operators
        choice = [_button(words.remove, "yes", name), _button(words.keep, "no", name)]
        await reply_text(message, words.remove_sure.format(name=name), InlineKeyboardMarkup([choice]))

    async def _remove(self, message: Message, name: str, texts: Texts) -> None:
        """Takes an article out of the corpus and of the library in service; says what came of it."""
        words, live = texts.operators, self._service.live
        try:
            await asyncio.to_thread(remove_articles, [Path(name).stem], self._settings.corpus)
            await asyncio.to_thread(self._added.forget, name)
            await build(self._settings)
            if live:
                await live.refresh()
        except (CorpusError, NotBuilt) as error:
            await reply_text(message, words.not_removed.format(reason=error))
        except Exception as error:  # whatever a damaged file leads to
            await reply_text(message, words.not_removed.format(reason=type(error).__name__))
        else:
            articles = len(live.current.library.articles) if live else 0
            await reply_text(message, words.removed.format(name=name, articles=articles))


def _button(label: str, act: str, name: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=f"remove:{act}:{_key(name)}")


def _key(name: str) -> str:
    """A name in as many bytes as fit into a button, whatever its script."""
    return f"{zlib.crc32(name.encode()):08x}"
