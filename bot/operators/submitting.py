"""An article sent to the bot: read, shown, and, once confirmed, put into the corpus and in service."""

from __future__ import annotations

import asyncio
import json
import re
import secrets
import shutil
import time
import unicodedata
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.delivery.language import texts_for
from bot.delivery.replying import message_of, quietly, reply_text
from bot.operators import extraction, fetching
from bot.operators.adding import ORDER, Additions, Order, reason_of
from bot.operators.correcting import BUTTON, fields_in, token_of
from bot.running.service import Service
from bot.settings.settings import Settings
from bot.texts.form import OperatorTexts
from index.articles.corrections import write_corrections
from index.building.extraction import KINDS, LARGEST, Extract, result_name
from index.errors import NotReadable
from index.resources import write_whole

Context = ContextTypes.DEFAULT_TYPE
EXTRACT = "_extract.json"
KEPT = 24 * 3600.0  # seconds that a preview waits to be confirmed
LONGEST_NAME = 40  # characters


class Intake:
    """The articles that operators send; what waits to be confirmed lies in the state folder."""

    def __init__(self, settings: Settings, service: Service) -> None:
        self._settings, self._service = settings, service
        self._folder = settings.state / "submitted"
        self._additions = Additions(settings, service, self._folder)
        service.when_connected.append(self._additions.resume)

    async def on_document(self, update: Update, context: Context) -> None:
        """A file: reads it and shows what is in it."""
        message, words = message_of(update), texts_for(update).operators
        document = message.document
        assert document is not None  # noqa: S101  (the filter lets nothing else through)
        given = document.file_name or "article.txt"
        ending = Path(given).suffix.lower()
        if ending not in KINDS or (document.file_size or 0) > LARGEST:
            await reply_text(message, words.kinds)
            return
        try:
            file = await document.get_file()
            if (file.file_size or 0) > LARGEST:  # a Bot API server of one's own hands out larger ones
                await reply_text(message, words.kinds)
                return
            content = bytes(await file.download_as_bytearray())
        except TelegramError as error:
            await reply_text(message, words.not_read.format(reason=error))
            return
        await self._show(message, words, safe_name(Path(given).stem), fetching.Page("", ending, content))

    async def on_address(self, update: Update, context: Context) -> None:
        """The address of a page: reads it, where its host is listed, and shows what is in it."""
        message, words = message_of(update), texts_for(update).operators
        try:
            url = (message.text or "").strip()
            page = await fetching.fetch(url, self._settings.article_hosts)
        except fetching.NotListed as error:
            await reply_text(message, words.hosts.format(host=error))
            return
        except fetching.NotFetched as error:
            await reply_text(message, words.not_read.format(reason=error))
            return
        name = safe_name(Path(page.url.split("?")[0].rstrip("/")).stem)
        await self._show(message, words, name, page)

    async def on_correction(self, update: Update, context: Context) -> None:
        """A reply to a preview that sets fields right: reads the file again and shows what is in it now."""
        message, words = message_of(update), texts_for(update).operators
        preview = message.reply_to_message
        token = token_of(preview)
        folder = self._folder / token
        names = _names_in(folder)
        if preview is None or not names or (folder / ORDER).exists():
            await reply_text(message, words.gone)
            return
        try:
            await asyncio.to_thread(write_corrections, folder / names["file"], fields_in(message.text or ""))
            extract = await extraction.extract(folder / names["sent"], folder / names["file"])
        except (NotReadable, ValueError, OSError) as error:
            await reply_text(message, words.not_read.format(reason=reason_of(error)))
            return
        await quietly(preview.edit_reply_markup(None))
        await _preview(message, words, token, extract)

    async def on_button(self, update: Update, context: Context) -> None:
        """Add or Discard."""
        query, words = update.callback_query, texts_for(update).operators
        match = BUTTON.fullmatch(query.data or "") if query else None
        if query is None or match is None or not isinstance(query.message, Message):
            return
        await quietly(query.answer())
        await quietly(query.edit_message_reply_markup(None))
        folder = self._folder / match[2]
        if match[1] == "discard":
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
            await reply_text(query.message, words.discarded)
        elif not (names := _names_in(folder)):
            await reply_text(query.message, words.gone)
        else:
            await self._confirm(update, query.message, folder, names)

    async def _confirm(self, update: Update, message: Message, folder: Path, names: dict[str, str]) -> None:
        texts, file = texts_for(update), names["file"]
        order = Order(file, message.chat.id, message.message_id, texts.code, sent=names.get("sent", file))
        try:
            new = self._additions.confirm(folder, order, message.get_bot())
        except OSError as error:
            await reply_text(message, texts.operators.not_built.format(reason=reason_of(error)))
            return
        if new:
            await reply_text(message, texts.operators.indexing)

    async def _show(self, message: Message, words: OperatorTexts, name: str, page: fetching.Page) -> None:
        if len(page.content) > LARGEST:
            await reply_text(message, words.kinds)
            return
        token = secrets.token_hex(8)
        try:
            extract = await self._read(self._folder / token, name, page)
        except (NotReadable, OSError) as error:
            await reply_text(message, words.not_read.format(reason=reason_of(error)))
            return
        await _preview(message, words, token, extract)

    async def _read(self, folder: Path, name: str, page: fetching.Page) -> Extract:
        sent = folder / f"_sent{page.ending}"  # the name of no result: those don't begin with _
        result = folder / result_name(f"{name}{page.ending}")
        await asyncio.to_thread(self._keep, sent, page.content)
        try:
            if page.url:
                write_corrections(result, {"url": page.url})
            extract = await extraction.extract(sent, result)
            write_whole(folder / EXTRACT, json.dumps({"file": result.name, "sent": sent.name}).encode())
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return extract

    def _keep(self, sent: Path, content: bytes) -> None:
        for waiting in self._folder.glob("*") if self._folder.is_dir() else ():
            with suppress(FileNotFoundError):
                if time.time() - waiting.stat().st_mtime > KEPT and not (waiting / ORDER).exists():
                    shutil.rmtree(waiting, ignore_errors=True)
        sent.parent.mkdir(mode=0o700, parents=True)
        sent.write_bytes(content)


async def _preview(message: Message, words: OperatorTexts, token: str, extract: Extract) -> None:
    """Shows what is in a file, with the buttons to add or discard it."""
    buttons = [
        InlineKeyboardButton(words.add, callback_data=f"article:add:{token}"),
        InlineKeyboardButton(words.discard, callback_data=f"article:discard:{token}"),
    ]
    text = words.preview.format(**{**asdict(extract), "title": extract.source})
    await reply_text(message, text, InlineKeyboardMarkup([buttons]))


def _names_in(folder: Path) -> dict[str, str]:
    """The names of the article's file and of the one sent, in a preview's folder; none where the preview is gone."""
    try:
        names = json.loads((folder / EXTRACT).read_text("utf-8"))
        return {"file": str(names["file"]), "sent": str(names.get("sent", names["file"]))}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def safe_name(given: str) -> str:
    """A file's name, without its ending, that can't lead anywhere: letters, digits, ``-`` and ``_``."""
    plain = unicodedata.normalize("NFC", given)
    name = re.sub(r"[^\w-]+", "-", plain)[:LONGEST_NAME].strip("-_")
    return name if name and name.lower() != "readme" else "article"
