"""Builds that are killed at a moment of one's choosing: ``yinju build``, each in a process of its own.

Run as a program it loads the model once and forks for each order on stdin (a JSON object: ``arguments`` of ``yinju``
and a ``moment``); the answer is a line with the exit status, as Python gives it, and how many steps there were.
"""

from __future__ import annotations

import functools
import importlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.conftest import environment

STEPS = {"os.mkdir", "os.rename", "os.remove", "os.rmdir"}  # and files opened to be written to
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Builder:
    """The program, ready to build; to be closed by ``with``."""

    def __enter__(self) -> Builder:
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment()
        )
        return self

    def __exit__(self, *unused: object) -> None:
        self._process.communicate(timeout=60)

    def build(self, *arguments: str | Path, moment: str = "", sent: int = 5_000) -> tuple[int, int]:
        """Run ``yinju build`` to its end or to the ``moment``; its exit status, and its steps (files and folders
        made, renamed, removed).

        A moment is the name of a function and the number of a call, before which the process kills itself
        (``pymilvus.MilvusClient.upsert 2``), or ``step`` and the number of one. ``sent`` vectors go to a store at once.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        order = {"arguments": ["build", *map(str, arguments)], "moment": moment, "sent": sent}
        self._process.stdin.write(json.dumps(order).encode() + b"\n")
        self._process.stdin.flush()
        status, steps = self._process.stdout.readline().split()
        return int(status), int(steps)


def _killed_before(target: str, number: int) -> None:
    """Has this process kill itself before call ``number`` of the function ``module.attribute`` or of a class's."""
    module, _, name = target.rpartition(".")
    try:
        owner: Any = importlib.import_module(module)
    except ModuleNotFoundError:
        module, _, of = module.rpartition(".")
        owner = getattr(importlib.import_module(module), of)
    function: Callable[..., Any] = getattr(owner, name)
    calls = 0

    @functools.wraps(function)
    def counted(*arguments: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == number:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*arguments, **named)

    setattr(owner, name, counted)


def _count_steps(last: int) -> Callable[[], int]:
    """Counts the changes that this process makes to files, and has it kill itself before number ``last``."""
    steps = 0

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal steps
        if event in STEPS or (event == "open" and arguments[2] & _WRITING):
            steps += 1
            if steps == last:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    return lambda: steps


def _build(order: dict[str, Any], told: int) -> int:
    from bot.cli import main
    from index.building import milvus_ledger as library_store

    library_store._AT_ONCE = order["sent"]
    target, _, number = order["moment"].rpartition(" ")
    if target and target != "step":
        _killed_before(target, int(number))
    count = _count_steps(int(number) if target == "step" else 0)
    ended = main(order["arguments"])
    os.write(told, str(count()).encode())
    return ended


def _serve() -> None:
    # imported once, not in each build
    import milvus_lite.adapter.grpc.server
    import milvus_lite.server_manager  # noqa: F401

    import index.building.build  # noqa: F401
    from index.models import encoder
    from index.vectors import milvus_address

    milvus_address._import()
    loaded = encoder.load_encoder()
    encoder.load_encoder = lambda *unused: loaded
    for line in sys.stdin:
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
            os.dup2(2, 1)
            status = 70
            try:
                status = _build(json.loads(line), told=write)
            finally:
                os._exit(status)
        os.close(write)
        _, ended = os.waitpid(child, 0)
        with os.fdopen(read) as pipe:
            print(os.waitstatus_to_exitcode(ended), pipe.read() or 0, flush=True)


if __name__ == "__main__":
    _serve()
