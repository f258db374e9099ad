"""The build that the bot starts: a process of its own at low priority, with limits, that ends with the bot."""

from __future__ import annotations

import asyncio
import ctypes
import os
import resource
import signal
import sys
import time
from contextlib import suppress
from dataclasses import dataclass

from bot.settings.settings import Settings

SECONDS = 1_800.0  # of one build; reading ten thousand paragraphs anew takes a fraction of it
MEMORY = 3 * 1024**3  # bytes of data, not of files that are mapped; a build of a small corpus takes half of it
AGAIN_AFTER = 2.0  # seconds until a build is tried again that another one kept from its work
STOPPING = 15.0  # seconds: who ends the build in order ends the bot, too, or means the build to be tried again
HIDDEN = ("TELEGRAM_BOT_TOKEN", "YINJU_WEBHOOK_SECRET", "YINJU_RECORDS_URL")
BUSY = "another build is at work"  # as the command says it
_END_WITH_PARENT = 1  # PR_SET_PDEATHSIG of Linux
_LIBC = ctypes.CDLL(None, use_errno=True)


class NotBuilt(Exception):  # noqa: N818  (it says what the operator is told)
    """The build failed; the text says why."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one build may take."""

    seconds: float = SECONDS
    memory: int = MEMORY


async def build(settings: Settings, limits: Limits | None = None) -> None:
    """Brings the library up to the corpus, after other builds where there are any. Raises NotBuilt."""
    limits = limits or Limits()
    until = time.monotonic() + limits.seconds
    while True:
        code, words = await _run(settings, limits, until - time.monotonic())
        if code == 0:
            return
        if code == -signal.SIGTERM:
            await asyncio.sleep(STOPPING)
        elif BUSY in words:
            await asyncio.sleep(AGAIN_AFTER)
        elif code == -signal.SIGKILL or "MemoryError" in words:
            raise NotBuilt("building it takes too much memory")
        else:
            raise NotBuilt(words or "the build failed")
        if time.monotonic() >= until:
            raise NotBuilt("building it takes too long")


async def _run(settings: Settings, limits: Limits, seconds: float) -> tuple[int, str]:
    """The exit code of one attempt, and the last line that it said. Raises NotBuilt when it takes longer."""
    arguments = ["--corpus", str(settings.corpus), "--index", str(settings.index)]
    arguments += ["--model", settings.model] if settings.model else []
    arguments += ["--store", settings.store] if settings.store else []
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot.cli",
        "build",
        *arguments,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
        env={name: value for name, value in os.environ.items() if name not in HIDDEN}
        | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        preexec_fn=lambda: _restrain(limits.memory),
    )
    try:
        _, output = await asyncio.wait_for(process.communicate(), seconds)
    except TimeoutError:
        raise NotBuilt("building it takes too long") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    lines = output.decode("utf-8", "replace").strip().splitlines()
    assert process.returncode is not None  # noqa: S101  (communicate returns when it has ended)
    return process.returncode, lines[-1] if lines else ""


def _restrain(memory: int) -> None:
    """In the new process: behind the bot for processor and memory, and gone when the bot is."""
    with suppress(AttributeError):  # of another system than Linux
        _LIBC.prctl(_END_WITH_PARENT, signal.SIGKILL)
    os.nice(10)
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    with suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:
        file.write("500")
