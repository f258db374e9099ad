"""How calls leave for Telegram: no faster than it lets a bot send, and again where the network fails.

python-telegram-bot's own ``AIORateLimiter`` stops every chat where one is told to wait, and lets whoever causes most
messages wait no longer than others.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Coroutine
from typing import Any

from aiolimiter import AsyncLimiter
from cachetools import LRUCache
from telegram.error import BadRequest, NetworkError, RetryAfter
from telegram.ext import BaseRateLimiter

from bot.engine.queueing import asker

# Telegram allows about 30 a second and bursts above it. With exactly 30, a backlog would never shrink
# while 30 a second come in; a 429 is obeyed in any case.
MESSAGES_PER_SECOND = 35.0
GROUP_MESSAGES_PER_MINUTE = 20.0
GROUPS = 1_000  # limiters kept, and as many more as are in use
TOLD_TO_WAIT = 10_000  # chats remembered
# What an answer depends on. Waiting for anything else would only hold up answers.
LASTING = frozenset({"sendMessage", "sendPhoto", "sendDocument", "editMessageText"})
KEEP_TRYING = 600.0  # seconds
# Paced as the others, but not tried again for long: it can be asked for again, and answers in the chat wait for it.
PASSING = frozenset({"sendPhoto"})
LONGEST_PAUSE = 15.0

log = logging.getLogger(__name__)


class FairPace:
    """Lets so many calls pass in so many seconds; those that wait pass in turn by the person they are made for."""

    def __init__(self, calls: float, seconds: float) -> None:
        self._limit = AsyncLimiter(calls, seconds)
        self._persons: OrderedDict[int, deque[asyncio.Future[None]]] = OrderedDict()
        self._at_work: asyncio.Task[None] | None = None

    @property
    def is_idle(self) -> bool:
        """Whether nobody waits, and nothing passed within the time."""
        return not self._persons and self._limit.has_capacity(self._limit.max_rate)

    async def acquire(self, person: int) -> None:
        """Returns when it is the turn of a call made for this person."""
        if not self._persons and self._limit.has_capacity():
            await self._limit.acquire()
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._persons.setdefault(person, deque()).append(turn)
        if self._at_work is None or self._at_work.done():
            self._at_work = asyncio.create_task(self._work(), name="pace")
        await turn

    async def _work(self) -> None:
        while self._persons:
            await self._limit.acquire()
            self._let_one_pass()

    def _let_one_pass(self) -> None:
        while self._persons:
            person, turns = self._persons.popitem(last=False)
            turn = turns.popleft()
            if turns:
                self._persons[person] = turns
            if not turn.done():  # whoever waited may have been cancelled
                turn.set_result(None)
                return


class Pacing(BaseRateLimiter[Any]):
    """Sends at Telegram's pace; answers are sent until they have arrived, other calls once."""

    def __init__(self) -> None:
        self._all = FairPace(MESSAGES_PER_SECOND, 1)
        self._groups: dict[Any, FairPace] = {}
        self._not_before: LRUCache[Any, float] = LRUCache(TOLD_TO_WAIT)

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Any,
    ) -> Any:
        """Makes the call; raises its error where it may fail, or has failed for too long."""
        if endpoint not in LASTING:
            return await callback(*args, **kwargs)
        chat, pause = data.get("chat_id"), 0.5
        until = time.monotonic() + (0.0 if endpoint in PASSING else KEEP_TRYING)
        while True:
            await self._turn(chat)
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as error:
                wait = _seconds(error)
                self._not_before[chat] = time.monotonic() + wait
                log.warning("Telegram asks for a pause of %.0f s in one chat", wait)
                until += wait
            except BadRequest:
                raise  # a NetworkError by inheritance, yet trying again would not help
            except NetworkError as error:
                if time.monotonic() >= until:
                    raise
                log.warning("sending failed (%s), trying again", error)
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)

    async def _turn(self, chat: Any) -> None:
        """Returns when a message may be sent to ``chat``. Only that chat waits where only it was told to."""
        if wait := self._not_before.get(chat):
            await asyncio.sleep(max(0.0, wait - time.monotonic()))
            self._not_before.pop(chat, None)
        person = asker.get().user
        if group := self._group(chat):
            await group.acquire(person)
        await self._all.acquire(person)

    def _group(self, chat: Any) -> FairPace | None:
        number = str(chat)
        if number.isdigit():  # groups have negative numbers, channels names
            return None
        if len(self._groups) > GROUPS:
            self._groups = {key: pace for key, pace in self._groups.items() if not pace.is_idle}
        if chat not in self._groups:
            self._groups[chat] = FairPace(GROUP_MESSAGES_PER_MINUTE, 60)
        return self._groups[chat]


def _seconds(error: RetryAfter) -> float:
    delay = error.retry_after
    return (delay if isinstance(delay, int | float) else delay.total_seconds()) + 0.1
