"""A pseudo-terminal to run ``yinju`` in."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
import time
from contextlib import suppress
from functools import partial
from pathlib import Path

from tests.conftest import command, environment


class Terminal:
    """A pseudo-terminal with ``yinju`` in it."""

    def __init__(self, folder: Path, *arguments: str | Path) -> None:
        self._screen, inside = pty.openpty()
        self.process = subprocess.Popen(
            command(*arguments),
            stdin=inside,
            stdout=inside,
            stderr=inside,
            cwd=folder,
            env=environment(TERM="xterm"),
            start_new_session=True,
            preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # a shell's background jobs ignore it
        )
        os.close(inside)
        self.text = ""

    def type(self, keys: str) -> None:
        os.write(self._screen, keys.encode())

    def read_until(self, *words: str, timeout: float = 300) -> None:
        """Reads the screen until it shows these words, one after the other."""
        end = time.monotonic() + timeout
        while not re.search(".*".join(map(re.escape, words)), self.text, re.DOTALL):
            assert time.monotonic() < end, self.text
            self._read()

    def _read(self) -> None:
        if select.select([self._screen], [], [], 1)[0]:
            try:
                self.text += os.read(self._screen, 65536).decode("utf-8", "replace")
            except OSError as error:  # the process has left its terminal
                raise AssertionError(self.text) from error

    def interrupt(self) -> None:
        """Interrupts as a person does: once more where nothing happens, since readline can miss one."""
        for _ in range(12):
            if self.process.poll() is not None:
                return
            self.process.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(5)

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._screen)
