"""An article sent to the bot: read, shown, and, once confirmed, put into the corpus and in service."""

from __future__ import annotations

import asyncio
import json
import os
import re
import secrets
import shutil
import sys
import time
import unicodedata
from dataclasses import asdict
from pathlib import Path

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.delivery.replying import message_of, quietly, reply_text
from bot.operators import extraction, fetching
from bot.operators.wording import Wording, wording
from bot.running.service import Service
from bot.settings.settings import Settings
from index.articles.office import NotReadable
from index.building.corpus import placed_anew
from index.building.extraction import KINDS, LARGEST, Extract, result_name
from index.errors import LibraryError

Context = ContextTypes.DEFAULT_TYPE
BUTTON = r"^article:(add|discard):([0-9a-f]{16})$"
EXTRACT = "_extract.json"
KEPT = 24 * 3600.0  # seconds that a preview waits to be confirmed
LONGEST_NAME = 40  # characters


class Intake:
    """The articles that operators send; what waits to be confirmed lies in the state folder."""

    def __init__(self, settings: Settings, service: Service, public: fetching.IsPublic = fetching.is_public) -> None:
        self._settings, self._service, self._public = settings, service, public
        self._folder = settings.state / "submitted"
        self._building = asyncio.Lock()

    async def on_document(self, update: Update, context: Context) -> None:
        """A file: reads it and shows what is in it."""
        message, words = message_of(update), wording(update)
        document = message.document
        assert document is not None  # noqa: S101  (the filter lets nothing else through)
        given = document.file_name or "article.txt"
        ending = Path(given).suffix.lower()
        if ending not in KINDS or (document.file_size or 0) > LARGEST:
            await reply_text(message, words.kinds)
            return
        try:
            content = bytes(await (await document.get_file()).download_as_bytearray())
        except TelegramError as error:
            await reply_text(message, words.not_read.format(reason=error))
            return
        await self._show(message, words, safe_name(Path(given).stem), ending, content)

    async def on_address(self, update: Update, context: Context) -> None:
        """The address of a page: reads it, where its host is listed, and shows what is in it."""
        message, words = message_of(update), wording(update)
        try:
            url = (message.text or "").strip()
            page = await fetching.fetch(url, self._settings.operations.article_hosts, self._public)
        except fetching.NotListed as error:
            await reply_text(message, words.hosts.format(host=error))
            return
        except fetching.NotFetched as error:
            await reply_text(message, words.not_read.format(reason=error))
            return
        name = safe_name(Path(page.url.split("?")[0].rstrip("/")).stem)
        await self._show(message, words, name, page.ending, page.content)

    async def on_button(self, update: Update, context: Context) -> None:
        """Add or Discard."""
        query, words = update.callback_query, wording(update)
        match = re.fullmatch(BUTTON, query.data or "") if query else None
        if query is None or match is None or not isinstance(query.message, Message):
            return
        await quietly(query.answer())
        await quietly(query.edit_message_reply_markup(None))
        folder = self._folder / match[2]
        if match[1] == "discard":
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
            await reply_text(query.message, words.discarded)
        elif not (folder / EXTRACT).is_file():
            await reply_text(query.message, words.gone)
        else:
            await self._add(query.message, words, folder)

    async def _show(self, message: Message, words: Wording, name: str, ending: str, content: bytes) -> None:
        if len(content) > LARGEST:
            await reply_text(message, words.kinds)
            return
        token = secrets.token_hex(8)
        try:
            found = await self._read(self._folder / token, name, ending, content)
        except NotReadable as error:
            await reply_text(message, words.not_read.format(reason=error))
            return
        except OSError as error:
            await reply_text(message, words.not_read.format(reason=error.strerror or type(error).__name__))
            return
        buttons = InlineKeyboardMarkup(
            [
                [
                    InlineKeyboardButton(words.add, callback_data=f"article:add:{token}"),
                    InlineKeyboardButton(words.discard, callback_data=f"article:discard:{token}"),
                ]
            ]
        )
        await reply_text(message, words.preview.format(**{**asdict(found), "title": found.source}), buttons)

    async def _read(self, folder: Path, name: str, ending: str, content: bytes) -> Extract:
        sent = folder / f"_sent{ending}"  # the name of no result: those don't begin with _
        result = folder / result_name(f"{name}{ending}")
        await asyncio.to_thread(self._keep, sent, content)
        try:
            found = await extraction.extract(sent, result)
            (folder / EXTRACT).write_text(json.dumps({"file": result.name, "sent": sent.name}), "utf-8")
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return found

    def _keep(self, sent: Path, content: bytes) -> None:
        for waiting in self._folder.glob("*") if self._folder.is_dir() else ():
            if time.time() - waiting.stat().st_mtime > KEPT:
                shutil.rmtree(waiting, ignore_errors=True)
        sent.parent.mkdir(mode=0o700, parents=True)
        sent.write_bytes(content)

    async def _add(self, message: Message, words: Wording, folder: Path) -> None:
        await reply_text(message, words.indexing)
        async with self._building:
            names = json.loads((folder / EXTRACT).read_text("utf-8"))
            file, sent = folder / names["file"], folder / names.get("sent", names["file"])
            try:
                placed, *beside = placed_anew(file, sent, self._settings.corpus)
            except OSError as error:
                await reply_text(message, words.not_built.format(reason=error.strerror or type(error).__name__))
                return
            if reason := await self._build():
                for copy in (placed, *beside):
                    copy.unlink(missing_ok=True)
                await reply_text(message, words.not_built.format(reason=reason))
                return
            shutil.rmtree(folder, ignore_errors=True)
            await self._put_in_service(message, words, placed)

    async def _put_in_service(self, message: Message, words: Wording, placed: Path) -> None:
        live = self._service.live
        try:
            if live:
                await live.refresh()
        except LibraryError as error:
            await reply_text(message, words.refused.format(reason=error))
            return
        articles = len(live.current.library.articles) if live else 0
        await reply_text(message, words.live.format(name=placed.name, articles=articles))

    async def _build(self) -> str:
        """Builds the library in another process, at low priority; why that failed, or nothing."""
        settings = self._settings
        arguments = ["--corpus", str(settings.corpus), "--index", str(settings.index)]
        arguments += ["--model", settings.model] if settings.model else []
        hidden = ("TELEGRAM_BOT_TOKEN", "YINJU_WEBHOOK_SECRET", "YINJU_RECORDS_URL")
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot.cli",
            "build",
            *arguments,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
            env={name: value for name, value in os.environ.items() if name not in hidden}
            | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
            preexec_fn=_politely,
        )
        try:
            _, said = await process.communicate()
        finally:
            if process.returncode is None:
                process.kill()
        lines = said.decode("utf-8", "replace").strip().splitlines()
        return "" if process.returncode == 0 else (lines[-1] if lines else "the build failed")


def safe_name(given: str) -> str:
    """A file's name, without its ending, that can't lead anywhere: letters, digits, ``-`` and ``_``."""
    plain = unicodedata.normalize("NFC", given)
    name = re.sub(r"[^\w-]+", "-", plain)[:LONGEST_NAME].strip("-_")
    return name if name and name.lower() != "readme" else "article"


def _politely() -> None:
    os.nice(10)
