"""What becomes of questions while everything around the bot fails: the real process, a bad network, a bad server.

    python -m benchmarks.faults [--rate 5] [--seconds 10] [--index DIR] [--json]

Each second so many questions come at once, from twenty chats, while one kind of fault after another is let loose on
the connections of the process, the server's replies, the updates, the process itself. Then the fault ends, and every
question must have been answered, and once.
"""

from __future__ import annotations

import argparse
import itertools
import json
import signal
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from benchmarks.load import built, questions, spawned
from tests.support.bot_api_messages import MALFORMED
from tests.support.bot_api_server import USER, BotApiServer
from tests.support.faulty_network import FaultyNetwork, faulty

CHATS = 20
PATIENCE = 90.0  # seconds after the last question
STARTING = 300.0
AT_ONCE = 2  # requests that meet with a fault, each second
AWAY, SLOW = 5.0, 3.0  # seconds


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault by its name; ``harm`` does it once a second and returns how often it did.

    ``to_updates``: it is done to updates that wait for the bot, before they are handed out.
    """

    name: str
    harm: Callable[[], int]
    to_updates: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one kind of fault; ``longest`` in seconds from the question to its answer."""

    fault: str
    injected: int
    asked: int
    answered: int
    lost: int
    twice: int
    longest: float


class Trial:
    """A bot process behind a bad network, and what is asked of it."""

    def __init__(self, server: BotApiServer, network: FaultyNetwork, index: Path, folder: Path) -> None:
        self.server, self.network, self.index, self.folder = server, network, index, folder
        self.asking = questions()
        self.process = self._started()
        server.wait_for("setMyCommands", 1, STARTING)

    def faults(self) -> list[Fault]:
        """All of them, in the order in which they come."""
        kinds, methods = ("drop", "cut", "garbage", "slow"), ("sendMessage", "getUpdates")
        refusals = ((429, 1), (500, 0), (502, 0))
        return [
            *(Fault(f"{method}: {kind}", partial(self._fail, method, kind)) for method in methods for kind in kinds),
            *(Fault(f"sendMessage: {status}", partial(self._refuse, status, wait)) for status, wait in refusals),
            Fault(f"the server is away for {AWAY:g} s", self._away),
            Fault("updates come twice", self._twice, to_updates=True),
            Fault("updates come in reverse order", self._reversed, to_updates=True),
            Fault("malformed updates", self._malformed, to_updates=True),
            Fault("SIGTERM, and started again", partial(self._ended, signal.SIGTERM)),
            Fault("SIGKILL, and started again", partial(self._ended, signal.SIGKILL)),
        ]

    def run(self, fault: Fault, rate: int, seconds: int) -> Outcome:
        """Asks ``rate`` questions a second while the harm is done."""
        asked: dict[int, float] = {}
        before, injected = len(self.server.made("sendMessage")), 0
        for _ in range(seconds):
            began = time.monotonic()
            with self.server.waiting():
                for text in itertools.islice(self.asking, rate):
                    chat = 1000 + len(asked) % CHATS
                    asked[self.server.push(text, chat_id=chat, **{"from": {**USER, "id": chat}})] = began
                injected += fault.harm() if fault.to_updates else 0
            injected += 0 if fault.to_updates else fault.harm()
            time.sleep(max(0.0, began + 1 - time.monotonic()))
        answers = self._settled(asked, before)
        often = [len(answers[message]) for message in asked]
        waited = [answers[message][0] - at for message, at in asked.items() if answers[message]]
        answered, lost, twice = sum(n > 0 for n in often), often.count(0), sum(n > 1 for n in often)
        return Outcome(fault.name, injected, len(asked), answered, lost, twice, max(waited, default=0.0))

    def _settled(self, asked: dict[int, float], before: int) -> defaultdict[int, list[float]]:
        """When each message was answered, once all were, or no more answers are to be expected."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and not all(map(self._answers(before).get, asked)):
            time.sleep(0.2)
        time.sleep(2)  # for what might come twice
        return self._answers(before)

    def _answers(self, before: int) -> defaultdict[int, list[float]]:
        found: defaultdict[int, list[float]] = defaultdict(list)
        for call in self.server.made("sendMessage")[before:]:
            if not self.server.was_refused(call) and "reply_parameters" in call.params:
                found[call.params["reply_parameters"]["message_id"]].append(call.at)
        return found

    def _fail(self, method: str, kind: str) -> int:
        before = len(self.network.happened)
        self.network.fail(method, kind, AT_ONCE, SLOW)
        time.sleep(0.9)
        self.network.fail(method, kind, 0)
        return len(self.network.happened) - before

    def _refuse(self, status: int, retry_after: int) -> int:
        self.server.refuse("sendMessage", status=status, retry_after=retry_after, times=AT_ONCE)
        return AT_ONCE

    def _away(self) -> int:
        self.network.vanish()
        time.sleep(AWAY)
        self.network.return_()
        return 1

    def _twice(self) -> int:
        with self.server.waiting() as updates:
            updates += [dict(update) for update in updates]
            return len(updates) // 2

    def _reversed(self) -> int:
        with self.server.waiting() as updates:
            updates.reverse()
            return len(updates)

    def _malformed(self) -> int:
        with self.server.waiting() as updates:
            updates[:0] = [self.server.numbered(each) for each in MALFORMED]
        return len(MALFORMED)

    def _ended(self, how: signal.Signals) -> int:
        time.sleep(0.05)  # in the midst of its work
        self.process.send_signal(how)
        self.process.wait(30)
        known = len(self.server.made("setMyCommands"))
        self.process = self._started()
        self.server.wait_for("setMyCommands", known + 1, STARTING)
        return 1

    def _started(self) -> subprocess.Popen[bytes]:
        return spawned(self.network.url, self.server.token, self.index, self.folder)


def table(outcomes: list[Outcome]) -> str:
    """The outcomes as a Markdown table, with their sum."""
    rows = [
        f"| {o.fault} | {o.injected} | {o.asked} | {o.answered} | {o.lost} | {o.twice} | {o.longest:.1f} s |"
        for o in outcomes
    ]
    injected, asked, answered, lost, twice = (
        sum(getattr(o, name) for o in outcomes) for name in ("injected", "asked", "answered", "lost", "twice")
    )
    return "\n".join(
        [
            "| fault | injected | asked | answered | lost | answered twice | longest wait |",
            "| --- " * 7 + "|",
            *rows,
            f"| all | {injected} | {asked} | {answered} | {lost} | {twice} | |",
        ]
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rate", type=int, default=5, help="questions a second (default: 5)")
    parser.add_argument("--seconds", type=int, default=10, help="of each kind of fault (default: 10)")
    parser.add_argument("--index", type=Path, help="the library (default: built from corpus/)")
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    options = parser.parse_args()
    outcomes = []
    with tempfile.TemporaryDirectory(prefix="yinju-faults-") as name, BotApiServer() as server:
        folder = Path(name)
        index = options.index.resolve() if options.index else built(folder)
        with faulty(server) as network:
            trial = Trial(server, network, index, folder)
            try:
                for fault in trial.faults():
                    print(fault.name, file=sys.stderr)
                    outcomes.append(trial.run(fault, options.rate, options.seconds))
            finally:
                trial.process.kill()
                trial.process.wait()
    print("\n".join(json.dumps(asdict(each)) for each in outcomes) if options.json else table(outcomes))
    if any(each.lost for each in outcomes):
        raise SystemExit("questions were lost")


if __name__ == "__main__":
    main()
