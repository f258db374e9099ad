"""What a message of a conversation means, filters and all, and the memory that it is understood with."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace

from cachetools import TTLCache

from index.question.filters import split_filters
from index.question.follow_up import Understood, understood

REMEMBERED_FOR = 600.0  # seconds
MOST_CHATS = 10_000


@dataclass(frozen=True, slots=True)
class Turn:
    """A chat's last question, whole, and which of its passages was shown."""

    question: str
    passage: int = 0


NOTHING = Turn("")


class Memory:
    """The last turn of each chat, for ten minutes and in this process alone."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._turns: TTLCache[Hashable, Turn] = TTLCache(MOST_CHATS, REMEMBERED_FOR, clock)

    def last(self, chat: Hashable) -> Turn:
        """The chat's last turn; one without a question where there was none."""
        return self._turns.get(chat, NOTHING)

    def note(self, chat: Hashable, turn: Turn) -> None:
        """This is the chat's last turn now."""
        self._turns[chat] = turn

    def forget(self, chat: Hashable) -> None:
        """Nothing of the chat is remembered any more."""
        self._turns.pop(chat, None)


def meaning(text: str, before: str) -> Understood:
    """What ``text`` means after the question ``before``: the filters that it sets, or else those set before, apply."""
    words, limits = split_filters(text)
    words_before, limits_before = split_filters(before)
    what = understood(words, words_before)
    if what.kind != "ask":
        return what
    if what.text == words:
        return replace(what, text=text)
    return replace(what, text=f"{what.text} {limits_before if what.filled and not limits else limits}".strip())
