"""Which of the bot's messages answered which of the users', so that an edited question edits its answer."""

from __future__ import annotations

from cachetools import FIFOCache
from telegram import Message

from bot.delivery.replying import REMEMBERED


class Given:
    """Which messages answered a question, of the questions asked lately."""

    def __init__(self) -> None:
        self._answers: FIFOCache[tuple[int, int], tuple[str, list[int]]] = FIFOCache(REMEMBERED)

    def note(self, message: Message, question: str, answers: list[int]) -> None:
        """Remembers what answered the question in ``message``."""
        self._answers[message.chat.id, message.message_id] = (question, answers)

    def to(self, message: Message) -> tuple[str, list[int]]:
        """What was asked in ``message``, and the ids of the messages that answered; none where it isn't known."""
        return self._answers.get((message.chat.id, message.message_id), ("", []))
