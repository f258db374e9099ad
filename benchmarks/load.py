"""How the bot stands up to many people asking at once: the real process against a local Bot API server.

    python -m benchmarks.load [--rate 30] [--chats 300] [--seconds 60] [--index DIR] [--curve] [--json]

Questions come evenly, each chat in turn, no two of them alike. Reported is what became of them, how long
an answer took from the update's being there to ``sendMessage``, and the process's memory over time; and how
long a question waits that is there before the bot is started (its library is there, too).
``--curve`` raises the rate step by step until the bot no longer keeps up.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.collections import ROOT, own_collections
from tests.support.bot_api_server import BotApiServer
from tests.support.webhook import free_port

CORPUS = ROOT / "corpus"
PATIENCE = 60.0  # seconds after the last question
STARTING = 300.0
STEPS = (5, 10, 20, 25, 30, 35, 40, 50)
STEP_SECONDS = 15.0
BEFORE = ("", "please: ", "tell me, ", "hello, ", "请问", "想知道")
AFTER = ("", "?", " ?", "？", "…", "!", " !", ".")


@dataclass(frozen=True, slots=True)
class Load:
    """What came of one run; times in seconds, memory in MB."""

    rate: float
    asked: int
    answered: int
    turned_away: int
    p50: float
    p99: float
    longest: float
    memory_at_rest: float
    memory_at_half: float
    memory_at_end: float
    cores: float

    @property
    def growth(self) -> float:
        """How much memory grew in the second half, as a share."""
        return self.memory_at_end / self.memory_at_half - 1


class Process:
    """``yinju bot`` and the server that it serves."""

    def __init__(self, server: BotApiServer, process: subprocess.Popen[bytes], monitor: str, starting: float) -> None:
        self.server, self.process, self.monitor = server, process, monitor
        self.starting = starting  # seconds from its start to the first answer

    def memory(self) -> float:
        """The resident memory now, in MB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text("ascii")
        found = re.search(r"VmRSS:\s+(\d+) kB", status)
        return int(found[1]) / 1024 if found else 0.0

    def processor_seconds(self) -> float:
        """The processor time used so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def turned_away(self) -> int:
        """How many questions were not taken or failed so far, by the bot's own count."""
        with urllib.request.urlopen(f"http://{self.monitor}/metrics", timeout=10) as reply:
            text = reply.read().decode()
        return sum(int(float(n)) for n in re.findall(r'yinju_answers_total\{outcome="(?:busy|failed)"\} (\S+)', text))


@contextmanager
def running(index: Path, folder: Path) -> Iterator[Process]:
    """The bot as its users run it, ready to answer."""
    with BotApiServer() as server:
        monitor = f"127.0.0.1:{free_port()}"
        server.push("how many schools were built")
        began = time.monotonic()
        process = spawned(server.url, server.token, index, folder, "--monitor", monitor)
        try:
            started(server, process, folder / "log")
            first = server.wait_for("sendMessage", 1)[0]
            yield Process(server, process, monitor, first.at - began)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def spawned(
    url: str, token: str, index: Path, folder: Path, *options: str, corpus: Path = CORPUS, **more: str
) -> subprocess.Popen[bytes]:
    """The bot's process, with these options and ``more`` settings; what it says and remembers is in ``folder``."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("YINJU_", "TELEGRAM_"))}
    settings = {"TELEGRAM_BOT_TOKEN": token, "TELEGRAM_API_URL": url, "YINJU_STATE": str(folder / "state")}
    with (folder / "log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "bot.cli", "bot", "--index", index, "--corpus", corpus, *options],
            cwd=folder,
            env={**kept, **settings, **more, "PYTHONPATH": str(ROOT)},
            stdout=log,
            stderr=log,
        )


def built(folder: Path) -> Path:
    """A library of the project's own corpus."""
    index = folder / "index"
    build = [sys.executable, "-m", "bot.cli", "build", "--corpus", str(CORPUS), "--index", str(index)]
    subprocess.run(build, cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True)
    return index


def started(server: BotApiServer, process: subprocess.Popen[bytes], log: Path) -> None:
    """Waits until the bot is ready; SystemExit with what it said where it ended instead."""
    until = time.monotonic() + STARTING
    while time.monotonic() < until and process.poll() is None and not server.made("setMyCommands"):
        time.sleep(0.2)
    if not server.made("setMyCommands"):
        raise SystemExit(f"the bot did not start: {log.read_text('utf-8', 'replace')[-500:]}")


def questions() -> Iterator[str]:
    """The project's own questions in ever new wordings, so that none is answered from memory."""
    texts = sorted({case.question for collection in own_collections() for case in collection.cases})
    for before, after in itertools.cycle(itertools.product(BEFORE, AFTER)):
        yield from (before + text.rstrip("?？") + after for text in texts)


def load(bot: Process, asking: Iterator[str], rate: float, chats: int, seconds: float) -> Load:
    """Asks ``rate`` questions a second from ``chats`` chats, and waits for the answers."""
    server = bot.server
    before, away = len(server.made("sendMessage")), bot.turned_away()
    rest, used, began = bot.memory(), bot.processor_seconds(), time.monotonic()
    asked: dict[int, float] = {}
    memory: list[float] = []
    for number in range(round(rate * seconds)):
        time.sleep(max(0.0, began + number / rate - time.monotonic()))
        now = time.monotonic()
        chat = 1000 + number % chats
        user = {"id": chat, "is_bot": False, "first_name": "Reader", "language_code": "en"}
        asked[server.push(next(asking), chat_id=chat, **{"from": user})] = now
        if number % max(1, round(rate)) == 0:
            memory.append(bot.memory())
    cores = (bot.processor_seconds() - used) / (time.monotonic() - began)
    _wait_for_answers(server, before + len(asked))
    taken = [
        call.at - asked[call.params["reply_parameters"]["message_id"]]
        for call in server.made("sendMessage")[before:]
        if call.params.get("reply_parameters", {}).get("message_id") in asked
    ]
    cuts = statistics.quantiles(taken or [0.0, 0.0], n=100, method="inclusive")
    refused = bot.turned_away() - away
    tenth = max(1, len(memory) // 10)
    half = memory[len(memory) // 2 :][:tenth]
    return Load(
        rate,
        len(asked),
        len(taken) - refused,
        refused,
        cuts[49],
        cuts[98],
        max(taken, default=0.0),
        rest,
        statistics.median(half),
        statistics.median(memory[-tenth:]),
        cores,
    )


def _wait_for_answers(server: BotApiServer, count: int) -> None:
    try:
        server.wait_for("sendMessage", count, PATIENCE)
    except AssertionError:
        print("not every question was answered in time", file=sys.stderr)


def table(results: list[Load]) -> str:
    """The results as a Markdown table."""
    head = (
        "| questions/s | asked | answered | turned away | p50 | p99 | longest | memory at rest · half · end | cores |"
    )
    rows = [
        f"| {r.rate:g} | {r.asked} | {r.answered} | {r.turned_away} | {1000 * r.p50:.0f} ms | {1000 * r.p99:.0f} ms "
        f"| {1000 * r.longest:.0f} ms | {r.memory_at_rest:.0f} · {r.memory_at_half:.0f} · {r.memory_at_end:.0f} MB "
        f"({r.growth:+.1%}) | {r.cores:.2f} |"
        for r in results
    ]
    return "\n".join([head, "| --- " * 9 + "|", *rows])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rate", type=float, default=30.0, help="questions a second (default: 30)")
    parser.add_argument("--chats", type=int, default=300, help="chats that ask (default: 300)")
    parser.add_argument("--seconds", type=float, default=60.0, help="for how long (default: 60)")
    parser.add_argument("--index", type=Path, help="the library (default: built from corpus/)")
    parser.add_argument("--curve", action="store_true", help="raise the rate until the bot no longer keeps up")
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    options = parser.parse_args()
    results = []
    with tempfile.TemporaryDirectory(prefix="yinju-load-") as name:
        folder = Path(name)
        index = options.index.resolve() if options.index else built(folder)
        with running(index, folder) as bot:
            starting, asking = bot.starting, questions()
            steps = [(rate, STEP_SECONDS) for rate in STEPS] if options.curve else [(options.rate, options.seconds)]
            for rate, seconds in steps:
                results.append(load(bot, asking, rate, options.chats, seconds))
                if results[-1].turned_away:
                    break
    if options.json:
        for result in results:
            print(json.dumps(asdict(result)))
    else:
        print(table(results), f"\nfrom the process's start to its first answer: {starting:.1f} s", sep="\n")


if __name__ == "__main__":
    main()
