"""Where updates wait: none is taken twice, none forgotten, one chat's come in order and hold up no other's."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Coroutine
from typing import Any

from telegram import Bot, Update
from telegram.ext import BaseUpdateProcessor

from bot.engine.queueing import Asker, asker
from bot.running.journal import Journal

REMEMBERED = 10_000  # update ids
IN_HAND = 2_000  # updates; Telegram keeps the rest meanwhile
AT_ONCE = 4_096
OF_ONE_CHAT = 200

log = logging.getLogger(__name__)


class Inbox(asyncio.Queue[object]):
    """The application's update queue: drops what came before, and writes down what it takes."""

    def __init__(self, journal: Journal | None = None, in_hand: int = IN_HAND) -> None:
        super().__init__()
        self._journal, self._most = journal, in_hand
        self._seen: OrderedDict[int, None] = OrderedDict()
        self._in_hand: dict[int, asyncio.Event] = {}
        self._room = asyncio.Event()
        self._room.set()

    async def put(self, item: object) -> None:
        """Takes an update that hasn't come before; waits while too many are in hand."""
        if not isinstance(item, Update):  # the library's own signals
            return await super().put(item)
        await self._room.wait()
        if self.take(item):
            await super().put(item)
        return None

    def take(self, update: Update) -> bool:
        """Whether ``update`` is new; then it counts as in hand and is written down."""
        number = update.update_id
        if number in self._seen:
            log.info("update %d came twice and is taken once", number)
            return False
        self._seen[number] = None
        while len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
        self._in_hand[number] = asyncio.Event()
        if len(self._in_hand) >= self._most:
            self._room.clear()
        if self._journal:
            self._journal.took(number, update.to_dict())
        return True

    def finished(self, update: Update) -> None:
        """``update`` is dealt with."""
        if self._journal:
            self._journal.finished(update.update_id)
        if done := self._in_hand.pop(update.update_id, None):
            done.set()
        if len(self._in_hand) < self._most:
            self._room.set()

    async def dealt_with(self, update_id: int) -> None:
        """Returns when the update of this id is not in hand (any more)."""
        if done := self._in_hand.get(update_id):
            await done.wait()

    async def resume(self, bot: Bot) -> int:
        """Takes what an earlier run left unfinished; returns how many updates that was."""
        left = self._journal.unfinished() if self._journal else []
        for payload in left:
            try:
                update = Update.de_json(payload, bot)
            except Exception as error:  # written by another version
                log.warning("an unfinished update can't be read any more (%s)", type(error).__name__)
                continue
            await self.put(update)
        return len(left)

    def close(self) -> None:
        """Closes the journal."""
        if self._journal:
            self._journal.close()


class InOrderOfChat(BaseUpdateProcessor):
    """Processes updates at the same time, but those of one chat one after the other."""

    def __init__(self, inbox: Inbox, of_one_chat: int = OF_ONE_CHAT) -> None:
        super().__init__(AT_ONCE)
        self._inbox, self._most = inbox, of_one_chat
        self._turns: dict[int, asyncio.Lock] = {}
        self._waiting: dict[int, int] = {}

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Runs ``coroutine`` when it is the chat's turn; an update counts as finished unless cancelled."""
        if not isinstance(update, Update):
            await coroutine
            return
        asker.set(_asker(update))
        chat = update.effective_chat
        if chat is None:  # an inline query: it belongs to no chat, and the latest is what counts
            await coroutine
        elif self._waiting.get(chat.id, 0) < self._most:
            await self._in_turn(chat.id, coroutine)
        else:
            log.warning("a chat has %d updates waiting, the one that came now is dropped", self._most)
            _discard(coroutine)
        self._inbox.finished(update)  # not reached when cancelled: then the journal keeps it

    async def _in_turn(self, chat: int, coroutine: Awaitable[Any]) -> None:
        turn = self._turns.setdefault(chat, asyncio.Lock())
        self._waiting[chat] = self._waiting.get(chat, 0) + 1
        try:
            async with turn:
                await coroutine
        finally:
            self._waiting[chat] -= 1
            if not self._waiting[chat]:
                del self._waiting[chat], self._turns[chat]

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""


def _asker(update: Update) -> Asker:
    """Whom the rate limit counts: in a private chat the chat, which is the user."""
    chat, user = update.effective_chat, update.effective_user
    asks = update.message is not None
    if chat and chat.type == "private":
        return Asker(chat.id, asks)
    return Asker(user.id if user else chat.id if chat else 0, asks)


def _discard(coroutine: Awaitable[Any]) -> None:
    if isinstance(coroutine, Coroutine):
        coroutine.close()
