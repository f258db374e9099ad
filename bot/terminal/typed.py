"""What is typed after ``yinju``: a question needs no command, and a command mistyped is known again."""

from __future__ import annotations

import argparse
import re
from difflib import get_close_matches
from typing import NoReturn

_OF_THE_CORPUS = ("build", "add", "remove", "articles", "check")
COMMANDS = (*_OF_THE_CORPUS, "ask", "chat", "stats", "verify", "bot", "serve", "mcp", "eval", "completion")


def with_command(arguments: list[str]) -> list[str]:
    """The arguments; with ``ask`` before them where they are a question: several words, a question mark, or Chinese."""
    first = arguments[0] if arguments else "-"
    asks = len(arguments) > 1 or " " in first or first.endswith(("?", "？")) or not first.isascii()
    if first.startswith("-") or first in COMMANDS or not asks or (len(arguments) < 4 and _meant(first)):
        return arguments
    return ["ask", *arguments]


def _meant(word: str) -> str:
    """The command that a word is nearly; empty where it is like none."""
    return next(iter(get_close_matches(word, COMMANDS, 1, 0.6)), "")


class Parser(argparse.ArgumentParser):
    """Says of a command there is none of which one was perhaps meant."""

    def error(self, message: str) -> NoReturn:
        """Ends the program with 2."""
        wrong = re.search("invalid choice: '([^']*)'", message)
        if wrong and self.prog == "yinju":
            meant = _meant(wrong[1])
            hint = f"did you mean {meant}?" if meant else f"commands: {', '.join(COMMANDS)}"
            message = f"there is no command {wrong[1]}; {hint}"
        super().error(message)
