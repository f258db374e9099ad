"""What a question needs is all that is loaded for it, and what can't be done is said before any of it."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bot.running.test_bot_process import STARTING, assert_quoted_from_the_article, running
from tests.conftest import ROOT, Yinju, environment
from tests.support.bot_api_server import BotApiServer

UNNEEDED = ("torch", "transformers", "sentence_transformers", "sklearn", "scipy", "pandas")
ENGINE = ("numpy", "faiss", "onnxruntime", "tokenizers", "jieba", "opencc")
ASK = """
import sys
from bot.cli import main
try:
    sys.exit(main(sys.argv[1:]))
finally:
    print("", *sys.modules, sep="\\n", file=sys.stderr)
"""


def modules_after(folder: Path, *arguments: str | Path) -> tuple[int, set[str]]:
    """The exit code of ``yinju`` with these arguments, and the names of all modules that it had loaded in the end."""
    ended = subprocess.run(
        [sys.executable, "-c", ASK, *map(str, arguments)],
        capture_output=True,
        cwd=folder,
        env=environment(),
        timeout=300,
        check=False,
    )
    return ended.returncode, set(ended.stderr.decode().split("\n"))


@pytest.fixture
def stubbed(tmp_path: Path) -> str:
    """A PYTHONPATH on which whatever a question doesn't need ends the program that imports it."""
    stubs = tmp_path / "stubs"
    stubs.mkdir()
    for name in UNNEEDED:
        (stubs / f"{name}.py").write_text(f"raise SystemExit('{name} is imported')\n")
    return os.pathsep.join((str(stubs), str(ROOT)))


@pytest.mark.parametrize("question", [("how many schools were built",), ("--json", "全市GDP多少"), ("--explain", "55")])
def test_answering_loads_no_training_framework(library_dir: Path, tmp_path: Path, question: tuple[str, ...]) -> None:
    code, loaded = modules_after(tmp_path, "ask", "--index", library_dir, *question)
    assert code == 0
    assert "onnxruntime" in loaded
    assert not loaded & set(UNNEEDED)


def test_the_bot_answers_without_a_training_framework(
    bot_api: BotApiServer, library_dir: Path, tmp_path: Path, stubbed: str
) -> None:
    bot_api.push("how many schools were built")
    with running(bot_api, library_dir, tmp_path, PYTHONPATH=stubbed) as bot:
        (call,) = bot_api.wait_for("sendMessage", 1, STARTING)
        bot.send_signal(signal.SIGTERM)
        assert bot.wait(60) == 0
    assert_quoted_from_the_article(call, "55所")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("ask", "how many"), 2),
        (("ask", "--explain", "how many"), 2),
        (("chat",), 2),
        (("build",), 2),
        (("build", "--share", "1/2"), 2),
        (("eval", "no-such-file"), 2),
        (("add", "no-such-file.txt"), 2),
        (("remove", "no-such-article"), 2),
        (("ask", ""), 2),
        (("build", "--share", "2/1"), 2),
        (("ask", "--threshold", "2", "how many"), 2),
    ],
)
def test_what_cannot_be_done_is_said_before_the_engine_starts(
    tmp_path: Path, arguments: tuple[str, ...], code: int
) -> None:
    ended, loaded = modules_after(tmp_path, *arguments)
    assert ended == code
    assert not loaded & {*UNNEEDED, *ENGINE}
    assert list(tmp_path.iterdir()) == []


def test_no_corpus_takes_no_time(fresh_yinju: Yinju) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    ended = fresh_yinju("ask", "how many")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert ended.returncode == 2
    assert b"corpus is not a folder" in ended.stderr
    # processor time, which a busy machine lengthens less; the engine and a library would take three seconds more
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 2
