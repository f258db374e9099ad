"""How much is in hand, by person and by chat: what is too much costs whoever causes it, and nobody else."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

IN_HAND = 2_000  # updates of everybody; Telegram keeps the rest meanwhile
OF_ONE = 200  # of one person over all chats, and of one chat over all persons
HOGGING = 20  # updates; who has no more than that loses none of them to others
SAY_AGAIN = 60.0  # seconds between lines on what is dropped

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose an update is, and the chat it comes from; an inline query comes from none."""

    person: int
    chat: int | None


class Backlog:
    """The updates in hand by their origin."""

    def __init__(self, in_hand: int = IN_HAND, of_one: int = OF_ONE) -> None:
        self._in_hand, self._of_one = in_hand, of_one
        self._origins: dict[int, Origin] = {}
        self._persons: dict[int, dict[int, None]] = {}  # the numbers of updates, in the order they came
        self._chats: dict[int, dict[int, None]] = {}

    def add(self, number: int, origin: Origin) -> None:
        """Counts the update of this number."""
        self._origins[number] = origin
        self._persons.setdefault(origin.person, {})[number] = None
        if origin.chat is not None:
            self._chats.setdefault(origin.chat, {})[number] = None

    def remove(self, number: int) -> None:
        """Counts it no longer; nothing where it isn't counted."""
        if origin := self._origins.pop(number, None):
            _strike(self._persons, origin.person, number)
            if origin.chat is not None:
                _strike(self._chats, origin.chat, number)

    def is_full(self) -> bool:
        """Whether there are as many updates in hand as there may be."""
        return len(self._origins) >= self._in_hand

    def is_too_much_of(self, origin: Origin) -> bool:
        """Whether this person or this chat has as many as one may have."""
        of_chat = len(self._chats.get(origin.chat, ())) if origin.chat is not None else 0
        return max(len(self._persons.get(origin.person, ())), of_chat) >= self._of_one

    def of_person(self, person: int) -> int:
        """How many are in hand of one person."""
        return len(self._persons.get(person, ()))

    def newest_of_the_largest(self) -> int | None:
        """The update that makes room at the cost of who has most; None where nobody has more than a fair share."""
        largest = max((*self._persons.values(), *self._chats.values()), key=len, default={})
        return next(reversed(largest)) if len(largest) > HOGGING else None


class Dropped:
    """What was dropped: counted one by one, said once a minute."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.count: Callable[[], None] = lambda: None
        self._clock = clock
        self._unsaid = 0
        self._said_at = float("-inf")

    def note(self) -> None:
        """One more."""
        self.count()
        self._unsaid += 1
        if (now := self._clock()) - self._said_at >= SAY_AGAIN:
            log.warning("a person or a chat sends more than the bot can answer; dropped of theirs: %d", self._unsaid)
            self._unsaid, self._said_at = 0, now


def _strike(groups: dict[int, dict[int, None]], key: int, number: int) -> None:
    del groups[key][number]
    if not groups[key]:
        del groups[key]
