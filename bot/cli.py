"""The ``yinju`` command: its arguments and exit codes.

0 done · 1 failed · 2 wrong arguments, settings or input · 130 interrupted
"""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from bot.settings.settings import Settings, SettingsError, exposed, load_settings
from bot.settings.values import probability, version
from bot.terminal.typed import Parser, with_command
from index.errors import ArticleError, CorpusError, QuestionFileError, YinjuError

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


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns its exit code."""
    _survive_narrow_encodings()
    try:
        return _run(_parser().parse_args(with_command(list(sys.argv[1:] if arguments is None else arguments))))
    except YinjuError as error:
        from bot.terminal.answers import say

        say(str(error))
        return 2 if isinstance(error, SettingsError | ArticleError | CorpusError | QuestionFileError) else 1
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return 130
    except BrokenPipeError:
        # Whoever read the output has gone; nothing more may be written, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141


def _run(args: argparse.Namespace) -> int:
    from bot.terminal import commands

    settings = _settings(args)
    if args.command in ("build", "add", "remove", "articles", "check"):
        return _corpus(args, settings)
    match args.command:
        case "ask":
            return _ask(args, settings)
        case "stats":
            return commands.stats(settings, " ".join(args.topic), args.format)
        case "chat":
            return commands.chat(settings, args.limit)
        case "bot":
            return _bot(args, settings)
        case _:
            return commands.evaluate(settings, args.file, args.json, args.errors)


def _corpus(args: argparse.Namespace, settings: Settings) -> int:
    from bot.terminal import corpus

    match args.command:
        case "build" if args.share:
            return corpus.build_share(settings, *args.share)
        case "build":
            return corpus.build(settings, args.fresh)
        case "add":
            return corpus.add(settings, args.files, args.replace)
        case "remove":
            return corpus.remove(settings, args.slugs)
        case "articles":
            return corpus.articles(settings)
        case _:
            return corpus.check(settings)


def _ask(args: argparse.Namespace, settings: Settings) -> int:
    from bot.terminal import commands

    question = os.fsencode(" ".join(args.question)).decode("utf-8", "replace")
    if args.explain:
        if not question.strip():
            raise SettingsError("--explain needs a question")
        return commands.explain(settings, question)
    if args.question:
        return commands.ask(settings, question, args.limit, args.json, args.cite)
    if sys.stdin.isatty() and not args.json:
        return commands.chat(settings, args.limit)
    return commands.ask_lines(settings, args.limit, args.json)


def _bot(args: argparse.Namespace, settings: Settings) -> int:
    """Serves Telegram until it is told to stop."""
    from bot.settings.redaction import configure_logging
    from bot.settings.webhook import MONITOR, address, webhook

    hook = webhook(args.webhook, args.listen or "", settings.webhook_secret) if args.webhook else None
    if args.listen and hook is None:
        raise SettingsError("--listen goes with --webhook")
    monitor = address(args.monitor, "--monitor") if args.monitor else settings.monitor
    settings = settings.model_copy(update={"monitor": monitor or (MONITOR if hook else None)})
    _ = settings.bot_token  # first: without one nothing has to be loaded
    configure_logging(settings.log_level, *settings.secrets)
    if exposed(Path(".env")):
        logging.getLogger(__name__).warning("others on this machine can read or change .env: chmod 600 .env")
    signal.signal(signal.SIGTERM, _stop)  # until the application takes over
    from bot.terminal.opening import open_to_serve

    live = open_to_serve(settings)
    from bot.app import run
    from bot.running.service import service_in

    service, desk = service_in(settings, partial(live.answer_many, threshold=settings.threshold), live)
    return run(settings, desk, service, hook)


def _stop(signum: int, frame: object) -> NoReturn:
    raise SystemExit(0)


def _settings(args: argparse.Namespace) -> Settings:
    """The settings of the environment, overruled by the command line."""
    given = {name: getattr(args, name, None) for name in ("corpus", "index", "model", "threshold", "store")}
    settings = load_settings(Path(".env"), **{name: value for name, value in given.items() if value is not None})
    if settings.cache:  # where it stands in .env, for the models and for processes that this one starts
        os.environ["YINJU_CACHE"] = str(settings.cache)
    return settings


def _survive_narrow_encodings() -> None:
    # A terminal in a legacy encoding shows "?" rather than ending the program.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="yinju",
        description="Answers questions about a corpus of articles by quoting them word for word.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action=_Version, help="print the version and exit")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    build = _add(commands, "build", "bring the library up to the corpus")
    build.add_argument("--fresh", action="store_true", help="read everything anew")
    build.add_argument("--store", metavar="ADDRESS", help="a Milvus store (docs/milvus.md), or none")
    build.add_argument("--share", type=_share, metavar="K/N", help="read the Kth of N shares of the corpus, no more")
    _add_ask(commands)
    stats = _add(commands, "stats", "figures on a topic, a row each, with where they stand")
    stats.add_argument("topic", nargs="+", metavar="TOPIC", help="words, or a question")
    stats.add_argument("--format", choices=("table", "csv", "json", "md"), default="table", help="(default: table)")
    _add_limit(_add(commands, "chat", "ask questions in a terminal conversation"))
    _add_bot(commands)
    _add_eval(commands)
    add = _add(commands, "add", "copy articles into the corpus, and build")
    add.add_argument(
        "files", nargs="+", metavar="FILE", help="text, Markdown, HTML, PDF, DOCX, XLSX, ODS; a folder; an address"
    )
    add.add_argument("--replace", action="store_true", help="take the place of articles of the same name")
    remove = _add(commands, "remove", "take articles out of the corpus, and build")
    remove.add_argument("slugs", nargs="+", metavar="SLUG", help="an article's file name without its ending")
    _add(commands, "articles", "list the articles of the corpus: slug, title, publisher, date, authors")
    _add(commands, "check", "read the corpus and the library whole, and name what is wrong")
    return parser


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
    command.add_argument("--explain", action="store_true", help="show how the answer came about")
    command.add_argument("--threshold", type=_probability, metavar="P", help="answer from this confidence up (0 to 1)")
    _add_limit(command)


def _add_bot(commands: Any) -> None:
    command = _add(commands, "bot", "run the Telegram bot")
    command.add_argument("--webhook", metavar="URL", help="have Telegram send updates to this https address")
    command.add_argument("--listen", metavar="HOST:PORT", help="where a proxy hands them on (default: 127.0.0.1:8443)")
    command.add_argument("--monitor", metavar="HOST:PORT", help="health and figures (with --webhook: 127.0.0.1:9464)")


def _add_eval(commands: Any) -> None:
    command = _add(commands, "eval", "measure the answers to a file of questions")
    command.add_argument("file", type=Path, metavar="FILE", help="the questions and what answers them")
    command.add_argument("--json", action="store_true", help="print the measures as JSON")
    command.add_argument("--errors", action="store_true", help="list the questions answered wrongly")


def _add_limit(command: argparse.ArgumentParser) -> None:
    command.add_argument("--limit", type=_count, default=3, metavar="N", help="quotes at most (default: 3)")


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


if __name__ == "__main__":
    sys.exit(main())
