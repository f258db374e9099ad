"""Bots that are ended at a moment of one's choosing: the real application and its state, a stand-in for the engine.

Run as a program it loads everything once and forks for each order on stdin (a JSON object); for each it prints the
number of the process, and when that has ended, its exit status as Python gives it.
"""

from __future__ import annotations

import asyncio
import functools
import importlib
import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

from tests.conftest import environment
from tests.support.webhook import SECRET

if TYPE_CHECKING:
    from bot.engine.live_library import LiveLibrary

ADMIN = 4242
_LONGEST = 90.0  # seconds that a bot takes to reach its moment, on a busy machine


class Bots:
    """The program, ready to run bots one after the other; to be closed by ``with``."""

    def __enter__(self) -> Bots:
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment()
        )
        return self

    def __exit__(self, *unused: object) -> None:
        self._process.communicate(timeout=60)

    def start(self, url: str, folder: Path, port: int = 0, moment: str = "", ending: int = signal.SIGKILL) -> int:
        """Starts a bot that keeps its state in ``folder``; the number of its process.

        With a ``port`` it takes updates there. Before the ``moment``, the name of a function and the number of a call,
        it sends itself the signal ``ending``.
        """
        order = {"url": url, "folder": str(folder), "port": port, "moment": moment, "ending": ending}
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order).encode() + b"\n")
        self._process.stdin.flush()
        return self._number()

    def status(self) -> int:
        """The exit status of the bot started last, once it has ended."""
        return self._number()

    def stop(self, process: int) -> int:
        """Ends a bot by SIGTERM; its exit status."""
        os.kill(process, signal.SIGTERM)
        return self.status()

    def _number(self) -> int:
        """The next line; a moment that never comes fails the test rather than waits for it."""
        assert self._process.stdout is not None
        if not select.select([self._process.stdout], [], [], _LONGEST)[0]:
            self._process.kill()
            raise TimeoutError(f"the bot has not ended in {_LONGEST} s")
        return int(self._process.stdout.readline())


def _ended_before(target: str, number: int, ending: int) -> None:
    """Has this process signal itself before call ``number`` of a function of a module or of a class."""
    module, _, name = target.rpartition(".")
    try:
        owner: Any = importlib.import_module(module)
    except ModuleNotFoundError:
        module, _, parent = module.rpartition(".")
        owner = getattr(importlib.import_module(module), parent)
    function: Callable[..., Any] = getattr(owner, name)
    calls = 0

    @functools.wraps(function)
    def counted(*arguments: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == number:
            os.kill(os.getpid(), ending)
        return function(*arguments, **named)

    setattr(owner, name, counted)


def library_in(index: Path) -> LiveLibrary:
    """A library that is exchanged as a real one is, and holds nothing."""
    from bot.engine import live_library
    from index.library.catalogue import Holdings

    class Empty(live_library.LiveLibrary):
        def _opened(self) -> Any:
            opened()
            return SimpleNamespace(library=SimpleNamespace(articles=[], passages=[])), Holdings([])

    return Empty(index, None, None)  # type: ignore[arg-type]


def opened() -> None:
    """Called whenever a library is opened."""


def _run(order: dict[str, Any]) -> None:
    from bot.app import build_application, serve
    from bot.operators import adding
    from bot.running.inbox import Inbox
    from bot.running.journal import Journal
    from bot.running.records import open_records
    from bot.running.service import Service
    from bot.settings.settings import Settings
    from bot.settings.webhook import Webhook
    from tests.bot.engine.test_queueing import served
    from tests.support.bot_api_server import TOKEN

    folder = Path(order["folder"])
    settings = Settings(
        token=SecretStr(TOKEN),
        api_url=order["url"],
        corpus=folder / "corpus",
        index=folder / "index",
        state_folder=folder / "state",
        admins=frozenset({ADMIN}),
    )

    async def build(settings: Settings) -> None:
        """Stands in for the build: puts in service what the corpus holds."""
        await asyncio.sleep(0.05)
        names = sorted(path.name for path in settings.corpus.iterdir() if not path.name.startswith("."))
        settings.index.mkdir(exist_ok=True)
        (settings.index / "CURRENT").write_text(" ".join(names))

    setattr(adding, "build", build)  # noqa: B010  (imported there by name)
    service = Service(Inbox(Journal(settings.state, "bot")), records=open_records("", settings.state))
    if order["moment"]:
        target, number = order["moment"].split()
        _ended_before(target, int(number), order["ending"])
    desk = served(service)
    settings.index.mkdir(exist_ok=True)
    service.live = library_in(settings.index)
    service.live.on_change = lambda: desk.put_in_service(desk.engine, desk.holdings)
    application = build_application(settings, desk, service)
    hook = None
    if order["port"]:
        hook = Webhook("https://bot.example.org/hook", SecretStr(SECRET), ("127.0.0.1", order["port"]))
    try:
        asyncio.run(serve(application, order["url"], hook))
    except asyncio.CancelledError:
        return


def main() -> None:
    """Runs a bot for each line of stdin."""
    for module in ("bot.app", "bot.engine.live_library", "bot.running.records", "tests.bot.engine.test_queueing"):
        importlib.import_module(module)  # once, for all that are forked

    for line in sys.stdin.buffer:
        order = json.loads(line)
        process = os.fork()
        if not process:
            code = 1
            try:
                _run(order)
                code = 0
            finally:
                os._exit(code)
        print(process, flush=True)
        _, status = os.waitpid(process, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main()
