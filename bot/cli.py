"""The ``yinju`` command: its arguments and exit codes.

0 done · 1 failed · 2 wrong arguments, settings or input · 130 interrupted
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot.arguments import OF_THE_CORPUS, parser, with_command
from bot.settings.settings import Settings, SettingsError, load_settings
from index.errors import ArticleError, CorpusError, QuestionFileError, YinjuError

if TYPE_CHECKING:
    from bot.engine.desk import Desk
    from bot.running.service import Service


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns its exit code."""
    _survive_narrow_encodings()
    try:
        return _run(parser().parse_args(with_command(list(sys.argv[1:] if arguments is None else arguments))))
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
    if args.command == "completion":
        import shtab

        print(shtab.complete(parser(), args.shell))
        return 0
    from bot.terminal import commands

    settings = _settings(args)
    if args.command in OF_THE_CORPUS:
        return _corpus(args, settings)
    match args.command:
        case "ask":
            return _ask(args, settings)
        case "stats":
            return commands.stats(settings, " ".join(args.topic), args.format, args.plain)
        case "chat":
            return commands.chat(settings, args.limit, args.plain)
        case "bot":
            return _bot(args, settings)
        case "verify":
            from bot.terminal import quotations

            return quotations.verify(settings, args.file, args.json)
        case "serve" | "mcp":
            return _serve(args, settings)
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
        return commands.ask(settings, question, args.limit, args.json, args.plain, args.cite, args.open)
    if sys.stdin.isatty() and not args.json:
        return commands.chat(settings, args.limit, args.plain)
    return commands.ask_lines(settings, args.limit, args.json, args.plain)


def _bot(args: argparse.Namespace, settings: Settings) -> int:
    from bot.settings.webhook import MONITOR, address, webhook
    from bot.terminal import serving

    hook = webhook(args.webhook, args.listen or "", settings.webhook_secret) if args.webhook else None
    if args.listen and hook is None:
        raise SettingsError("--listen goes with --webhook")
    monitor = address(args.monitor, "--monitor") if args.monitor else settings.monitor
    settings = settings.model_copy(update={"monitor": monitor or (MONITOR if hook else None)})

    def run(settings: Settings, desk: Desk, service: Service) -> int:
        from bot.app import run  # when all else has been found in order: the library for Telegram takes a while to load

        return run(settings, desk, service, hook)

    return serving.bot(settings, run, address(args.pages, "--pages") if args.pages else None)


def _serve(args: argparse.Namespace, settings: Settings) -> int:
    """Listens for readers, programs or assistants."""
    from bot.settings.webhook import address
    from bot.terminal import serving

    listen = address(args.listen, "--listen") if args.listen else None
    if args.command == "mcp":
        return serving.mcp(settings, listen)
    return serving.serve(settings, listen or serving.LISTEN)


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


if __name__ == "__main__":
    sys.exit(main())
