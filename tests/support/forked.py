"""``yinju`` in processes that are forked from one that has imported everything: what a command does, without the
seconds that an interpreter and its imports take.

Run as a program it forks for each order that comes through its socket (a JSON object); the answer is a line with the
exit status, as Python gives it.
"""

from __future__ import annotations

import importlib
import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.conftest import environment

PATIENCE = 300.0  # seconds that a command may take, on a busy machine
STREAMS = ("stdin", "stdout", "stderr")
MODULES = (
    "bot.engine.checking",
    "bot.terminal.commands",
    "bot.terminal.corpus",
    "bot.terminal.serving",
    "index.answering.answer",
    "index.building.build",
    "index.models.passage_encoder",
    "index.reading.choice",
)


class Commands:
    """The program, ready to run commands; to be closed by ``with``."""

    def __enter__(self) -> Commands:
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", __name__, str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                env=environment(HF_HUB_OFFLINE="1"),  # read when imported: nothing here may ask the network
            )
        ours.settimeout(PATIENCE)
        self._socket = ours
        self._answers = ours.makefile("rb")
        return self

    def __exit__(self, *unused: object) -> None:
        self._answers.close()
        self._socket.close()
        self._process.kill()
        self._process.wait()

    def run(
        self, folder: Path, streams: Path, arguments: list[str], stdin: bytes, settings: dict[str, str]
    ) -> subprocess.CompletedProcess[bytes]:
        """Runs a command in ``folder`` to its end; what it reads and prints are files in ``streams``."""
        (streams / "stdin").write_bytes(stdin)
        order = {"folder": str(folder), "streams": str(streams), "arguments": arguments, "settings": settings}
        self._socket.sendall(json.dumps(order).encode() + b"\n")
        status = int(self._answers.readline())
        _, stdout, stderr = ((streams / name).read_bytes() for name in STREAMS)
        return subprocess.CompletedProcess(arguments, status, stdout, stderr)


def _run(order: dict[str, Any]) -> int:
    """One command, in the process that was forked for it."""
    from bot.cli import main

    for number, name in enumerate(STREAMS):
        flags = os.O_RDONLY if name == "stdin" else os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        os.dup2(os.open(Path(order["streams"]) / name, flags), number)
    os.chdir(order["folder"])
    os.environ.clear()
    os.environ.update(order["settings"])
    return main(order["arguments"])


def _serve(orders: socket.socket) -> None:
    for module in MODULES:
        importlib.import_module(module)
    for line in orders.makefile("rb"):
        process = os.fork()
        if not process:
            orders.close()
            sys.exit(_run(json.loads(line)))
        _, status = os.waitpid(process, 0)
        orders.sendall(b"%d\n" % os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])))
