"""Articles that operators confirmed: put into the corpus, indexed and in service, over restarts of the bot.

A confirmed article is an order in its folder until its outcome is told: whatever ends the bot meanwhile, the next run
goes on with it, and what was done is found as it was left. It goes on beside the updates, not in a chat's turn.
"""

from __future__ import annotations

import asyncio
import json
import logging
import shutil
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from telegram import Bot, ReplyParameters
from telegram.error import TelegramError

from bot.operators.building import NotBuilt, build
from bot.operators.removing import Added
from bot.running.service import Service
from bot.settings.settings import Settings
from bot.texts import TEXTS, Texts
from index.articles.corrections import corrections_of
from index.articles.office import KINDS as OFFICE
from index.errors import LibraryError
from index.resources import write_whole

ORDER = "_order.json"
ATTEMPTS = 3  # runs of the bot that an order may end

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Order:
    """An article to be added: its file in the order's folder, who is told, and what was done.

    ``sent`` is the file that it was read from, which is kept beside it where it is an office's; ``placed`` its name
    in the corpus, "" as long as nothing of ours is there.
    """

    file: str
    chat: int
    message: int
    language: str
    attempts: int = 0
    placed: str = ""
    sent: str = ""


class Additions:
    """The orders in ``folder``, carried out one after the other."""

    def __init__(self, settings: Settings, service: Service, folder: Path) -> None:
        self._settings, self._service, self._folder = settings, service, folder
        self._building = asyncio.Lock()
        self._begun: set[Path] = set()

    def confirm(self, folder: Path, order: Order, bot: Bot) -> bool:
        """Begins with an order; whether it is new. OSError where it can't be written down."""
        new = _order_in(folder) is None
        if new:
            _write(folder, order)
        self._begin(folder, bot)
        return new

    async def resume(self, bot: Bot) -> None:
        """Goes on with what an earlier run began."""
        for path in sorted(self._folder.glob(f"*/{ORDER}")):
            self._begin(path.parent, bot)

    def _begin(self, folder: Path, bot: Bot) -> None:
        if folder not in self._begun:
            self._begun.add(folder)
            self._service.go_on_with(self._carry_out(folder, bot))

    async def _carry_out(self, folder: Path, bot: Bot) -> None:
        async with self._building:
            order = _order_in(folder)
            if order is not None:
                outcome = await self._outcome(folder, order, TEXTS[order.language])
                try:
                    await bot.send_message(
                        order.chat,
                        outcome,
                        reply_parameters=ReplyParameters(order.message, allow_sending_without_reply=True),
                    )
                except TelegramError as error:
                    log.warning("the outcome of adding an article was not told: %s", error)
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
            self._begun.discard(folder)

    async def _outcome(self, folder: Path, order: Order, texts: Texts) -> str:
        """Adds an article; what is said of it."""
        words = texts.operators
        order = replace(order, attempts=order.attempts + 1)
        try:
            if order.attempts > ATTEMPTS:
                raise NotBuilt("the bot ended each time that it was added")
            _write(folder, order)
            order = await asyncio.to_thread(_place, folder, order, self._settings.corpus)
            await build(self._settings)
        except (NotBuilt, OSError) as error:
            self._take_out(_order_in(folder) or order)
            return words.not_built.format(reason=reason_of(error))
        with suppress(OSError):  # then it can't be removed from here, which is no reason to say that it isn't there
            if order.placed:
                Added(self._settings.state).note(order.placed)
        live = self._service.live
        try:
            if live:
                await live.refresh()
        except Exception as error:  # whatever a damaged file leads to
            refused = str(error) if isinstance(error, LibraryError) else type(error).__name__
            return words.refused.format(reason=refused)
        articles = len(live.current.library.articles) if live else 0
        return words.live.format(name=order.placed or order.file, articles=articles)

    def _take_out(self, order: Order) -> None:
        names = (order.placed, _original(order), str(corrections_of(Path(order.placed)))) if order.placed else ()
        for name in names:
            if name:
                (self._settings.corpus / name).unlink(missing_ok=True)


def _place(folder: Path, order: Order, corpus: Path) -> Order:
    """Copies an article into the corpus under a name that no other has; the order with that name.

    The name is written down before the copy is made, whole or not at all: done again, it finds its own. An article
    that the corpus has already, by the same name and word for word, is not copied. OSError where it fails.
    """
    content = (folder / order.file).read_bytes()
    if not order.placed:
        corpus.mkdir(parents=True, exist_ok=True)
        given = Path(order.file)
        taken = {path.stem for path in corpus.rglob("*")}
        number, name = 1, given.stem
        while name in taken:
            namesake = corpus / f"{name}{given.suffix}"
            if namesake.is_file() and namesake.read_bytes() == content:
                return replace(order, file=namesake.name)
            number += 1
            name = f"{given.stem}-{number}"
        order = replace(order, placed=f"{name}{given.suffix}")
        _write(folder, order)
    if original := _original(order):  # first: a text without its original would be taken for one that changed
        write_whole(corpus / original, (folder / order.sent).read_bytes())
    if (corrections := corrections_of(folder / order.file)).is_file():
        write_whole(corrections_of(corpus / order.placed), corrections.read_bytes())
    write_whole(corpus / order.placed, content)
    return order


def reason_of(error: Exception) -> str:
    """Why something failed, without the path that an OSError names."""
    return error.strerror or type(error).__name__ if isinstance(error, OSError) else str(error)


def _original(order: Order) -> str:
    """The name in the corpus of the office file that an article was read from, "" where it was none."""
    ending = Path(order.sent).suffix.lower()
    return str(Path(order.placed).with_suffix(ending)) if ending in OFFICE else ""


def _order_in(folder: Path) -> Order | None:
    """The order in a folder; None where there is none that can be read."""
    try:
        order = Order(**json.loads((folder / ORDER).read_text("utf-8")))
        return order if order.language in TEXTS else replace(order, language="en")
    except (OSError, ValueError, TypeError):
        return None


def _write(folder: Path, order: Order) -> None:
    write_whole(folder / ORDER, json.dumps(asdict(order)).encode())
