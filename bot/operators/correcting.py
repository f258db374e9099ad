"""What an operator sets right of a preview by replying to it: lines such as ``date: 2023-05-01`` or 来源：西江日报."""

from __future__ import annotations

import re

from telegram import Message
from telegram.ext import filters

from index.articles.corrections import FIELDS

BUTTON = re.compile(r"^article:(add|discard):([0-9a-f]{16})$")
NAMES = {name: field for field, names in reversed(FIELDS.items()) for name in names}  # source is a paper's first
LINE = re.compile(rf"\s*(?P<name>{'|'.join(NAMES)})\s*[:：]\s*(?P<value>\S.*?)\s*", re.I)


def token_of(message: Message | None) -> str:
    """The token of the preview that a message is, "" where it is none."""
    markup = message.reply_markup if message else None
    data = (button.callback_data for row in (markup.inline_keyboard if markup else ()) for button in row)
    return next((match[2] for value in data if isinstance(value, str) and (match := BUTTON.fullmatch(value))), "")


def fields_in(text: str) -> dict[str, str]:
    """The fields that lines of a reply set right; none where one of them says something else."""
    lines = [LINE.fullmatch(line) for line in text.splitlines() if line.strip()]
    return {NAMES[line["name"].lower()]: line["value"] for line in lines if line} if all(lines) else {}


class Correcting(filters.MessageFilter):
    """Lets through replies to a preview that set fields right."""

    def filter(self, message: Message) -> bool:
        """Whether the message is one."""
        return bool(token_of(message.reply_to_message)) and bool(fields_in(message.text or ""))
