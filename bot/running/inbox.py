"""Where updates wait: none is taken twice, none forgotten, one person's come in order and hold up no other's."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Coroutine
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakValueDictionary

from cachetools import FIFOCache
from telegram import Bot, Update
from telegram.ext import BaseUpdateProcessor

from bot.engine.queueing import Asker, asker
from bot.running.backlog import IN_HAND, OF_ONE, Backlog, Dropped, Origin
from bot.running.journal import Journal

REMEMBERED = 10_000  # update ids
AT_ONCE = 4_096
AT_WORK = 4  # updates of one person, over all chats: so many places in every line behind this one

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _InHand:
    written: bool  # a bot that is killed takes it up again
    done: asyncio.Event = field(default_factory=asyncio.Event)


class Inbox(asyncio.Queue[object]):
    """The application's update queue: drops what came before, and writes down what it takes."""

    def __init__(self, journal: Journal | None = None, in_hand: int = IN_HAND, of_one: int = OF_ONE) -> None:
        super().__init__()
        self._journal, self._backlog = journal, Backlog(in_hand, of_one)
        self._seen: FIFOCache[int, None] = FIFOCache(REMEMBERED)
        self._in_hand: dict[int, _InHand] = {}
        self._room = asyncio.Event()
        self.dropped = Dropped()

    async def put(self, item: object) -> None:
        """Takes an update that hasn't come before; waits while too many are in hand."""
        if isinstance(item, Update):
            await self.accept(item)
        else:  # the library's own signals
            await super().put(item)

    async def accept(self, update: Update) -> bool:
        """Takes an update; whether Telegram may forget it: it is written down, or dealt with already.

        Where a person or a chat has too many in hand, it is dropped; where all have, this waits, or whoever has
        most loses their newest.
        """
        number = update.update_id
        while number not in self._seen and self._backlog.is_full():
            newest = self._backlog.newest_of_the_largest()
            if newest is not None:
                self.dropped.note()
                self._let_go(newest)
                break
            self._room.clear()
            await self._room.wait()
        if self.take(update):
            await super().put(update)
        held = self._in_hand.get(number)
        return held is None or held.written

    def take(self, update: Update) -> bool:
        """Whether ``update`` is new and not too much; then it counts as in hand and is written down."""
        number = update.update_id
        if number in self._seen:
            log.info("update %d came twice and is taken once", number)
            return False
        self._seen[number] = None
        origin = _origin(update)
        if self._backlog.is_too_much_of(origin):
            self.dropped.note()
            return False
        self._backlog.add(number, origin)
        written = self._journal.took(number, update.to_dict()) if self._journal else False
        self._in_hand[number] = _InHand(written)
        return True

    def is_in_hand(self, update: Update) -> bool:
        """Whether ``update`` is still to be dealt with, not dropped for others meanwhile."""
        return update.update_id in self._in_hand

    def is_alone(self, update: Update) -> bool:
        """Whether nothing else of the same person is in hand."""
        return self._backlog.of_person(_origin(update).person) <= 1

    def begun(self, update: Update) -> None:
        """Work on ``update`` begins: should it end the process, that counts as an attempt."""
        if self._journal and self.is_in_hand(update):
            self._journal.attempts(update.update_id, 1)

    def put_back(self, update: Update) -> None:
        """The bot stops in order before ``update`` is dealt with: the next run takes it up, and that was no attempt."""
        if self._journal:
            self._journal.attempts(update.update_id, -1)

    def finished(self, update: Update) -> None:
        """``update`` is dealt with."""
        self._let_go(update.update_id)

    async def dealt_with(self, update_id: int) -> None:
        """Returns when the update of this id is not in hand (any more)."""
        if held := self._in_hand.get(update_id):
            await held.done.wait()

    async def resume(self, bot: Bot) -> int:
        """Takes what an earlier run left unfinished; returns how many updates that was."""
        left = self._journal.unfinished() if self._journal else {}
        for number, payload in left.items():
            try:
                update = Update.de_json(payload, bot)
            except Exception as error:  # written by another version
                log.warning("an unfinished update can't be read any more (%s)", type(error).__name__)
                if self._journal:
                    self._journal.finished(number)
                continue
            await self.put(update)
        return len(left)

    def close(self) -> None:
        """Closes the journal."""
        if self._journal:
            self._journal.close()

    def _let_go(self, number: int) -> None:
        held = self._in_hand.pop(number, None)
        if held is None:
            return
        if self._journal:
            self._journal.finished(number)
        held.done.set()
        self._backlog.remove(number)
        if not self._backlog.is_full():
            self._room.set()


class InOrder(BaseUpdateProcessor):
    """Processes updates at the same time, but those of one person in one chat one after the other.

    Of one person no more than ``AT_WORK`` are in work over all chats: however many groups somebody floods, behind
    them stand no more than that of theirs in any line, that of the engine, of the pictures or of what is sent.
    """

    def __init__(self, inbox: Inbox) -> None:
        super().__init__(AT_ONCE)
        self._inbox = inbox
        self._turns: WeakValueDictionary[tuple[int, int], asyncio.Lock] = WeakValueDictionary()
        self._hands: WeakValueDictionary[int, asyncio.Semaphore] = WeakValueDictionary()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Runs ``coroutine`` when it is the person's turn; an update counts as finished unless cancelled."""
        if not isinstance(update, Update):
            await coroutine
            return
        who, chat = _asker(update), update.effective_chat
        asker.set(who)
        try:
            if chat is None:  # an inline query: it belongs to no chat, and the latest is what counts
                await self._work(update, coroutine)
            else:
                turn = self._turns.setdefault((chat.id, who.user), asyncio.Lock())
                hands = self._hands.setdefault(who.user, asyncio.Semaphore(AT_WORK))
                async with turn, hands:
                    await self._work(update, coroutine)
        finally:
            _discard(coroutine)
        self._inbox.finished(update)  # not reached when cancelled: then the journal keeps it

    async def _work(self, update: Update, coroutine: Awaitable[Any]) -> None:
        if not self._inbox.is_in_hand(update):
            return
        self._inbox.begun(update)
        try:
            await coroutine
        except asyncio.CancelledError:
            self._inbox.put_back(update)
            raise

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""


def _origin(update: Update) -> Origin:
    chat = update.effective_chat
    return Origin(_asker(update).user, chat.id if chat else None)


def _asker(update: Update) -> Asker:
    """Whom limits count: in a private chat the chat, which is the user; elsewhere the user, or the chat in whose name
    somebody writes, since Telegram gives all anonymous administrators the same user.
    """
    chat = update.effective_chat
    sender = chat if chat and chat.type == chat.PRIVATE else update.effective_sender or chat
    return Asker(sender.id if sender else 0, update.message is not None)


def _discard(coroutine: Awaitable[Any]) -> None:
    """Closes a coroutine that was not run, or was cut short."""
    if isinstance(coroutine, Coroutine):
        coroutine.close()
