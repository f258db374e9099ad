"""The arguments of the ``yinju`` command: a question needs no command, and a command mistyped is known again."""

from __future__ import annotations

import argparse
import re
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NoReturn

from bot.settings.values import probability, version

EXAMPLES = """\
examples:
  yinju ask how many schools were built
  yinju how many schools were built   the same
  yinju ask 全市GDP多少
  yinju ask --json < questions.txt    one question a line, one answer a line
  yinju chat                          a conversation in the terminal
  yinju bot                           the Telegram bot (needs TELEGRAM_BOT_TOKEN)
  yinju build --corpus my-articles    after changing articles
  yinju add report.txt                put an article into the corpus
"""

OF_THE_CORPUS = ("build", "add", "remove", "articles", "check")
COMMANDS = (*OF_THE_CORPUS, "ask", "chat", "stats", "verify", "bot", "serve", "mcp", "eval", "completion")
FORMATS = ("table", "csv", "json", "md", "xlsx")


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


def parser() -> argparse.ArgumentParser:
    """What reads a command line: one subcommand, and what it takes."""
    command_line = Parser(
        prog="yinju",
        description="Answers questions about a corpus of articles by quoting them word for word.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command_line.add_argument("--version", action=_Version, help="print the version and exit")
    commands = command_line.add_subparsers(dest="command", required=True, metavar="COMMAND")
    build = _add(commands, "build", "bring the library up to the corpus")
    build.add_argument("--fresh", action="store_true", help="read everything anew")
    build.add_argument("--store", metavar="ADDRESS", help="a Milvus store (docs/milvus.md), or none")
    build.add_argument("--share", type=_share, metavar="K/N", help="read the Kth of N shares of the corpus, no more")
    _add_ask(commands)
    stats = _add(commands, "stats", "figures on a topic, a row each, with where they stand")
    stats.add_argument("topic", nargs="+", metavar="TOPIC", help="words, or a question")
    stats.add_argument("--format", choices=FORMATS, default="table", help="(default: table)")
    _add_plain(stats)
    chat = _add(commands, "chat", "ask questions in a terminal conversation")
    _add_limit(chat)
    _add_plain(chat)
    _add_bot(commands)
    _add_eval(commands)
    server = _add(commands, "serve", "pages for a browser and an interface for programs, over HTTP")
    server.add_argument("--listen", metavar="HOST:PORT", help="where to listen (default: 127.0.0.1:8080)")
    assistants = _add(commands, "mcp", "the Model Context Protocol, for assistants")
    assistants.add_argument("--listen", metavar="HOST:PORT", help="over HTTP (default: standard input and output)")
    quotations = _add(commands, "verify", "look up every quotation of a text: verbatim, changed, or not there")
    quotations.add_argument("file", metavar="FILE", help="a UTF-8 text; - for standard input")
    quotations.add_argument("--json", action="store_true", help="print one JSON object a quotation")
    add = _add(commands, "add", "copy articles into the corpus, and build")
    add.add_argument(
        "files", nargs="+", metavar="FILE", help="text, Markdown, HTML, PDF, DOCX, XLSX, ODS; a folder; an address"
    )
    add.add_argument("--replace", action="store_true", help="take the place of articles of the same name")
    remove = _add(commands, "remove", "take articles out of the corpus, and build")
    remove.add_argument("slugs", nargs="+", metavar="SLUG", help="an article's file name without its ending")
    _add(commands, "articles", "list the articles of the corpus: slug, title, publisher, date, authors")
    _add(commands, "check", "read the corpus and the library whole, and name what is wrong")
    completion = commands.add_parser("completion", help="what completes yinju's commands and options in a shell")
    completion.add_argument("shell", choices=("bash", "zsh", "fish"), help='eval "$(yinju completion bash)"')
    return command_line


def _add(commands: Any, name: str, summary: str, epilog: str = "") -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(
        name,
        help=summary,
        description=summary[0].upper() + summary[1:] + ".",
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("--corpus", type=Path, metavar="DIR", help="the articles (default: corpus)")
    command.add_argument("--index", type=Path, metavar="DIR", help="the library (default: .yinju)")
    command.add_argument("--model", metavar="NAME", help="a sentence-transformers model: hub name or folder")
    return command


def _add_ask(commands: Any) -> None:
    command = _add(commands, "ask", "answer a question, or each line of stdin", EXAMPLES)
    command.add_argument("question", nargs="*", metavar="QUESTION", help="without one: a question a line on stdin")
    command.add_argument("--json", action="store_true", help="print one JSON object a line")
    command.add_argument("--cite", choices=("gb7714", "apa", "bibtex"), help="print how the quote is cited, too")
    command.add_argument("--open", action="store_true", help="open the quote in its article (yinju serve shows it)")
    command.add_argument("--explain", action="store_true", help="show how the answer came about")
    command.add_argument("--threshold", type=_probability, metavar="P", help="answer from this confidence up (0 to 1)")
    _add_limit(command)
    _add_plain(command)


def _add_bot(commands: Any) -> None:
    command = _add(commands, "bot", "run the Telegram bot")
    command.add_argument("--webhook", metavar="URL", help="have Telegram send updates to this https address")
    command.add_argument("--listen", metavar="HOST:PORT", help="where a proxy hands them on (default: 127.0.0.1:8443)")
    command.add_argument("--pages", metavar="HOST:PORT", help="serve the pages, too, as `yinju serve` does")
    command.add_argument("--monitor", metavar="HOST:PORT", help="health and figures (with --webhook: 127.0.0.1:9464)")


def _add_eval(commands: Any) -> None:
    command = _add(commands, "eval", "measure the answers to a file of questions")
    command.add_argument("file", type=Path, metavar="FILE", help="the questions and what answers them")
    command.add_argument("--json", action="store_true", help="print the measures as JSON")
    command.add_argument("--errors", action="store_true", help="list the questions answered wrongly")


def _add_limit(command: argparse.ArgumentParser) -> None:
    command.add_argument("--limit", type=_count, default=3, metavar="N", help="quotes at most (default: 3)")


def _add_plain(command: argparse.ArgumentParser) -> None:
    command.add_argument("--plain", action="store_true", help="words alone: no marks, no colour (for screen readers)")


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 up")
    return int(text)


def _share(text: str) -> tuple[int, int]:
    share, _, shares = text.partition("/")
    if not (share.isdecimal() and shares.isdecimal() and 1 <= int(share) <= int(shares)):
        raise argparse.ArgumentTypeError(f"{text!r} is not like 1/4, the first of four shares")
    return int(share), int(shares)


def _probability(text: str) -> float:
    try:
        return probability(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 0 to 1") from None


class _Version(argparse.Action):
    """Looks the version up only when asked: reading package metadata takes time."""

    def __init__(self, **options: Any) -> None:
        super().__init__(nargs=0, **options)

    def __call__(self, parser: argparse.ArgumentParser, *rest: object) -> None:
        print(f"yinju {version() or '(not installed)'}")
        parser.exit()
