"""Hours of mixed traffic in one run: what the real process takes of memory, descriptors and disk, and how it answers.

    python -m benchmarks.soak [--seconds 3600] [--rate 5] [--picture docs/soak.png]

People ask, give commands, tap, type inline and edit; somebody floods 30 groups; the network fails in one way after
another; the operator sends articles, which are added, built and taken into service, and reloads. Reported is what
became of the questions, and every second what the process holds. Exit code 1 where a question got no answer.
"""

from __future__ import annotations

import argparse
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.collections import ROOT
from benchmarks.flood import FLOODER, GROUPS
from benchmarks.load import Process, built, questions, spawned, started
from benchmarks.soak_picture import Panel, drawn
from tests.support.bot_api_messages import Call
from tests.support.bot_api_server import USER, BotApiServer
from tests.support.faulty_network import FaultyNetwork, faulty
from tests.support.webhook import free_port

COMMANDS = ("/help", "/stats", "/articles", "/random", "/about", "/privacy")
FAULTS = ("drop", "cut", "garbage", "slow")
READERS = 200  # chats
ADMIN = USER["id"]
FLOODING, FAILING, ADDING, RELOADING = 60, 7, 240, 170  # seconds between two of these
FLOOD = 300  # commands
PATIENCE = 120.0  # seconds after the last question
WINDOW = 60.0  # seconds over which the 99th of 100 waits is taken


@dataclass(frozen=True, slots=True)
class Sample:
    """What the process held at a time: seconds since the beginning, memory and disk in MB, the log in kB."""

    at: float
    memory: float
    descriptors: int
    disk: float
    log: float


@dataclass(slots=True)
class Soak:
    """One run: what was asked and when, and what was seen."""

    server: BotApiServer
    network: FaultyNetwork
    bot: Process
    folder: Path
    began: float = field(default_factory=time.monotonic)
    asked: dict[int, float] = field(default_factory=dict)
    answers: list[tuple[int, float]] = field(default_factory=list)
    samples: list[Sample] = field(default_factory=list)
    chance: random.Random = field(default_factory=lambda: random.Random(0))  # noqa: S311  (a fixed choice)
    seen: int = 0
    recent: list[Call] = field(default_factory=list)

    def run(self, seconds: float, rate: int) -> None:
        """A beat a second: traffic, troubles, what came of it, what the process holds."""
        asking = questions()
        for beat in range(round(seconds)):
            for _ in range(rate):
                self._ask(next(asking))
            self._others()
            self._troubles(beat)
            self._look()
            self._sample()
            time.sleep(max(0.0, self.began + beat + 1 - time.monotonic()))
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self.lost():
            time.sleep(0.5)
            self._look()

    def lost(self) -> int:
        """Questions without an answer so far."""
        return len(self.asked.keys() - {question for question, _ in self.answers})

    def twice(self) -> int:
        """Questions that were answered more than once."""
        return sum(times > 1 for times in Counter(question for question, _ in self.answers).values())

    def waits(self) -> list[tuple[float, float]]:
        """For each question its time since the beginning, and how long it waited."""
        first: dict[int, float] = {}
        for question, at in self.answers:
            first.setdefault(question, at)
        return [(asked - self.began, first[n] - asked) for n, asked in self.asked.items() if n in first]

    def _ask(self, text: str) -> None:
        chat = 1000 + self.chance.randrange(READERS)
        self.asked[self.server.push(text, chat_id=chat, **{"from": {**USER, "id": chat}})] = time.monotonic()

    def _others(self) -> None:
        """A command, a text typed inline, an edit and a tap, each of somebody."""
        chat = 1000 + self.chance.randrange(READERS)
        user = {**USER, "id": chat}
        self.server.push(self.chance.choice(COMMANDS), chat_id=chat, **{"from": user})
        self.server.type_inline("how many schools"[: self.chance.randrange(3, 16)], user)
        tapped = [call for call in self.recent if _data(call)]
        if tapped:
            call = self.chance.choice(tapped)
            chat = int(call.params["chat_id"])
            self.server.edit("how many parks", call.params["reply_parameters"]["message_id"], chat_id=chat)
            self.server.tap(
                self.chance.choice(_data(call)), self.server.id_of(call), chat_id=chat, user={**USER, "id": chat}
            )

    def _troubles(self, beat: int) -> None:
        """What happens in this second besides: a flood, a fault, an article, a reload."""
        if beat % FLOODING == FLOODING // 2:
            for number in range(FLOOD):
                self.server.push("/random", chat_id=-100 - number % GROUPS, **{"from": FLOODER})
        if beat % FAILING == FAILING - 1:
            method = self.chance.choice(("sendMessage", "getUpdates"))
            self.network.fail(method, FAULTS[beat // FAILING % len(FAULTS)], 2, 3.0)
        if beat % ADDING == ADDING // 3:
            text = f"# Mill {beat}\n\nThe mill of the {beat}th village ground {beat + 50} sacks in 2023.\n"
            self.server.push_file(f"mill-{beat}.md", text.encode())
        if beat % RELOADING == RELOADING // 2:
            self.server.push("/reload")

    def _look(self) -> None:
        """Takes in what the bot sent, and confirms the articles that it shows."""
        calls = self.server.calls[self.seen :]
        self.seen += len(calls)
        for call in calls:
            if call.method != "sendMessage" or self.server.was_refused(call):
                continue
            question = call.params.get("reply_parameters", {}).get("message_id")
            if question in self.asked:
                self.answers.append((question, call.at))
                self.recent = [*self.recent[-50:], call]
            for data in _data(call):
                if data.startswith("article:add:"):
                    self.server.tap(data, self.server.id_of(call))

    def _sample(self) -> None:
        process = Path(f"/proc/{self.bot.process.pid}")
        log = (self.folder / "log").stat().st_size
        descriptors = len(list((process / "fd").iterdir()))
        disk = sum(_size(file) for place in ("state", "index") for file in (self.folder / place).rglob("*"))
        self.samples.append(
            Sample(time.monotonic() - self.began, self.bot.memory(), descriptors, disk / 1e6, log / 1e3)
        )


def _data(call: Call) -> list[str]:
    """What the buttons of a message give back when they are tapped."""
    rows = call.params.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["callback_data"] for row in rows for button in row if "callback_data" in button]


def _size(file: Path) -> int:
    try:
        return file.stat().st_size if file.is_file() else 0
    except FileNotFoundError:  # a build has just replaced it
        return 0


@contextmanager
def soaking(folder: Path) -> Iterator[Soak]:
    """A bot with an operator, whose corpus grows, behind a network that fails."""
    index, corpus = built(folder), folder / "corpus"
    shutil.copytree(ROOT / "corpus", corpus)
    with BotApiServer() as server, faulty(server) as network:
        monitor = f"127.0.0.1:{free_port()}"
        settings = {"ADMIN_IDS": str(ADMIN)}
        began = time.monotonic()
        process = spawned(network.url, server.token, index, folder, "--monitor", monitor, corpus=corpus, **settings)
        try:
            started(server, process, folder / "log")
            yield Soak(server, network, Process(server, process, monitor, time.monotonic() - began), folder)
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def growth(samples: list[Sample]) -> float:
    """How much memory grew in the second half, as a share: a tenth of the run each, at half time and at the end."""
    tenth = max(1, len(samples) // 10)
    half = samples[len(samples) // 2 :][:tenth]
    return statistics.median(s.memory for s in samples[-tenth:]) / statistics.median(s.memory for s in half) - 1


def panels(soak: Soak) -> list[Panel]:
    """What is drawn, over the time of the run."""
    times = [sample.at for sample in soak.samples]
    waits = soak.waits()
    slowest = [_ninety_nine([wait for at, wait in waits if time_ - WINDOW < at <= time_]) for time_ in times]
    return [
        Panel("memory, MB", times, [sample.memory for sample in soak.samples]),
        Panel("descriptors", times, [float(sample.descriptors) for sample in soak.samples]),
        Panel("state and library on disk, MB", times, [sample.disk for sample in soak.samples]),
        Panel("log, kB", times, [sample.log for sample in soak.samples]),
        Panel("99 of 100 answered within, s (last minute)", times, slowest),
    ]


def _ninety_nine(waits: list[float]) -> float:
    return statistics.quantiles(waits, n=100, method="inclusive")[98] if len(waits) > 1 else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=3600.0, help="for how long (default: 3600)")
    parser.add_argument("--rate", type=int, default=5, help="questions a second (default: 5)")
    parser.add_argument("--picture", type=Path, help="where a picture of the run is written (PNG)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="yinju-soak-") as name, soaking(Path(name)) as soak:
        soak.run(options.seconds, options.rate)
        if options.picture:
            options.picture.write_bytes(drawn(panels(soak)))
        first, last = soak.samples[0], soak.samples[-1]
        waits = [wait for _, wait in soak.waits()]
        lost = soak.lost()
        faults = len(soak.network.happened)
        print(f"{len(soak.asked)} asked, {lost} lost, {soak.twice()} answered twice; {faults} faults")
        print(f"half within {statistics.median(waits):.2f} s, 99 of 100 within {_ninety_nine(waits):.2f} s")
        print(f"memory {first.memory:.0f} MB → {last.memory:.0f} MB, {growth(soak.samples):+.1%} in the second half")
        print(f"descriptors {first.descriptors} → {last.descriptors}, disk {first.disk:.1f} → {last.disk:.1f} MB")
        print(f"log {first.log:.0f} → {last.log:.0f} kB")
        print(f"articles added: {len(list((soak.folder / 'corpus').glob('mill-*')))}")
    sys.exit(bool(lost))


if __name__ == "__main__":
    main()
