"""How long others wait while one person floods 30 groups: the real process, by polling and by webhook.

    python -m benchmarks.flood [--commands 5000] [--index DIR]

Commands of every kind come from one user, each group in turn; after every fifty somebody else asks in a chat of their
own. Reported is how long these waited for their answers. Exit code 1 where one waited longer than a second.
"""

from __future__ import annotations

import argparse
import signal
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.load import built, questions, spawned, started
from tests.support.bot_api_server import USER, BotApiServer
from tests.support.webhook import SECRET, Telegram, WebhookServer, free_port

COMMANDS = ("/help@yinju_test_bot", "/ask how many schools were built", "/random", "/stats", "/articles")
GROUPS = 30
FLOODER = {**USER, "id": 66}
EVERY = 50  # commands between two questions of others
SOON = 1.0  # seconds
PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Flood:
    """What came of one mode; times in seconds."""

    mode: str
    commands: int
    asked: int
    p50: float
    p99: float
    longest: float


def flood(index: Path, folder: Path, commands: int, mode: str) -> Flood:
    """Sends so many commands to a bot of its own while others ask."""
    folder.mkdir()
    with bot(index, folder, mode) as server:
        asking = questions()
        waited(server, next(asking), 1)  # what is loaded with the first
        waits = []
        for number in range(commands):
            group = -100 - number % GROUPS
            server.push(COMMANDS[number // GROUPS % len(COMMANDS)], chat_id=group, **{"from": FLOODER})
            if number % EVERY == EVERY - 1:
                waits.append(waited(server, next(asking), 1000 + number))
    cuts = statistics.quantiles(waits, n=100, method="inclusive")
    return Flood(mode, commands, len(waits), cuts[49], cuts[98], max(waits))


@contextmanager
def bot(index: Path, folder: Path, mode: str) -> Iterator[BotApiServer]:
    """A bot that is connected, and the server that it talks to."""
    with ExitStack() as stack:
        server: BotApiServer = stack.enter_context(WebhookServer() if mode == "webhook" else BotApiServer())
        options: tuple[str, ...] = ()
        if mode == "webhook":
            listen, monitor = free_port(), free_port()
            options = ("--webhook", "https://bot.example.org/hook", "--listen", f"127.0.0.1:{listen}")
            options += ("--monitor", f"127.0.0.1:{monitor}")
            telegram = Telegram(server, listen)
            telegram.start()
            stack.callback(telegram.end)
        process = spawned(server.url, server.token, index, folder, *options, YINJU_WEBHOOK_SECRET=SECRET)
        try:
            started(server, process, folder / "log")
            yield server
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def waited(server: BotApiServer, question: str, chat: int) -> float:
    """How many seconds somebody in this private chat waits for an answer; SystemExit where none comes."""
    asked, began = server.push(question, chat_id=chat, **{"from": {**USER, "id": chat}}), time.monotonic()
    seen = 0
    while time.monotonic() - began < PATIENCE:
        calls = server.calls[seen:]
        for call in calls:
            replied = call.params.get("reply_parameters", {}) if call.method == "sendMessage" else {}
            if replied.get("message_id") == asked:
                return call.at - began
        seen += len(calls)
        time.sleep(0.002)
    raise SystemExit(f"no answer within {PATIENCE:g} s")


def table(floods: list[Flood]) -> str:
    """The outcomes as a Markdown table."""
    rows = [
        f"| {f.mode} | {f.commands} | {f.asked} | {1000 * f.p50:.0f} ms | {1000 * f.p99:.0f} ms "
        f"| {1000 * f.longest:.0f} ms |"
        for f in floods
    ]
    head = "| mode | commands | questions of others | p50 | p99 | longest |"
    return "\n".join([head, "| --- " * 6 + "|", *rows])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--commands", type=int, default=5_000, help="how many commands come (default: 5000)")
    parser.add_argument("--index", type=Path, help="the library (default: built from corpus/)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="yinju-flood-") as name:
        index = options.index.resolve() if options.index else built(Path(name))
        floods = [flood(index, Path(name) / mode, options.commands, mode) for mode in ("polling", "webhook")]
    print(table(floods))
    if any(each.longest > SOON for each in floods):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
