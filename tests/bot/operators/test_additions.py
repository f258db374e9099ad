"""An article that was confirmed: beside the updates, within limits, with an outcome that is true."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.operators import building
from bot.operators.adding import Order, _place
from bot.operators.building import Limits, NotBuilt, build
from bot.settings.settings import Settings
from bot.texts import TEXTS
from tests.bot.operators.test_operating import ADMIN, ARTICLE, operate, said
from tests.bot.running.test_faults import until
from tests.support.bot_api_server import BotApiServer

WORDS = TEXTS["en"].operators


def confirm(server: BotApiServer) -> None:
    """Taps Add under the preview that was shown last."""
    preview = server.made("sendMessage")[-1]
    add, _ = preview.params["reply_markup"]["inline_keyboard"][0]
    server.tap(add["callback_data"], server.id_of(preview))


def stand_in(script: str) -> list[str]:
    """A command that takes the place of the build."""
    return [sys.executable, "-c", script]


@pytest.fixture
def built_by(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Has builds run a program of Python instead."""

    def use(program: str) -> None:
        real = asyncio.create_subprocess_exec

        async def start(*command: str, **options: object) -> asyncio.subprocess.Process:
            return await real(*(stand_in(program) if "build" in command else command), **options)  # type: ignore[arg-type]

        monkeypatch.setattr(asyncio, "create_subprocess_exec", start)

    return use


def test_questions_in_the_operators_own_chat_are_answered_during_a_build(
    bot_api: BotApiServer, tmp_path: Path, built_by: Callable[[str], None]
) -> None:
    built_by("import time; time.sleep(60)")

    async def script() -> None:
        bot_api.push_file("harbour.md", ARTICLE.encode())
        await said(bot_api, 1)
        confirm(bot_api)
        assert (await said(bot_api, 2))[-1].params["text"] == WORDS.indexing
        began = time.monotonic()
        bot_api.push("how many schools")
        assert "55" in (await said(bot_api, 3))[-1].params["text"]
        assert time.monotonic() - began < 5
        assert (tmp_path / "corpus" / "harbour.md").exists()

    began = time.monotonic()
    operate(bot_api, tmp_path, script)
    assert time.monotonic() - began < 50  # the build ends with the bot


def test_a_build_that_fails_leaves_the_corpus_as_it_was(
    bot_api: BotApiServer, tmp_path: Path, built_by: Callable[[str], None]
) -> None:
    built_by("import sys; sys.exit('yinju: no room for it')")
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "harbour.md").write_text("# Another harbour\n\nIt is small.\n")

    async def script() -> None:
        bot_api.push_file("harbour.md", ARTICLE.encode())
        await said(bot_api, 1)
        confirm(bot_api)
        assert (await said(bot_api, 3))[-1].params["text"] == WORDS.not_built.format(reason="yinju: no room for it")
        await until(lambda: not list(tmp_path.glob("submitted/*")))

    operate(bot_api, tmp_path, script)
    assert [file.name for file in (tmp_path / "corpus").iterdir()] == ["harbour.md"]


def test_a_build_that_would_have_succeeded_is_not_taken_out_when_it_is_stopped_with_the_bot(
    bot_api: BotApiServer, tmp_path: Path, built_by: Callable[[str], None]
) -> None:
    """systemd sends SIGTERM to every process of the unit, to the build as well."""
    built_by("import os, signal; os.kill(os.getpid(), signal.SIGTERM)")

    async def script() -> None:
        bot_api.push_file("harbour.md", ARTICLE.encode())
        await said(bot_api, 1)
        confirm(bot_api)
        await said(bot_api, 2)
        await until(lambda: (tmp_path / "corpus" / "harbour.md").exists())
        await asyncio.sleep(0.5)

    operate(bot_api, tmp_path, script)
    assert (tmp_path / "corpus" / "harbour.md").exists()
    assert len(bot_api.made("sendMessage")) == 2
    assert list((tmp_path / "submitted").glob("*/_order.json"))


def test_one_article_is_not_added_twice_and_another_of_its_name_is_kept(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    order = Order("harbour.md", ADMIN, 1, "en")

    def placed(name: str, content: str) -> str:
        folder = tmp_path / name
        folder.mkdir()
        (folder / "harbour.md").write_text(content)
        done = _place(folder, order, corpus)
        assert _place(folder, done, corpus) == done  # done again, it finds its own
        return done.placed

    assert placed("first", "one") == "harbour.md"
    assert placed("second", "two") == "harbour-2.md"
    assert placed("again", "one") == ""
    assert {file.name: file.read_text() for file in corpus.iterdir()} == {"harbour.md": "one", "harbour-2.md": "two"}


def test_a_full_disk_leaves_no_half_article_in_the_corpus(tmp_path: Path) -> None:
    """The limit on a file's size fails as a full disk does, in a process of its own."""
    (tmp_path / "order").mkdir()
    (tmp_path / "order" / "art.txt").write_bytes(b"word " * 40_000)
    program = f"""
import resource, signal
from pathlib import Path
from bot.operators.adding import Order, _place
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
try:
    _place(Path({str(tmp_path / "order")!r}), Order("art.txt", 1, 1, "en"), Path({str(tmp_path / "corpus")!r}))
except OSError as error:
    print(error.strerror)
"""
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert ended.stdout == b"File too large\n"
    assert list((tmp_path / "corpus").iterdir()) == []


@pytest.mark.parametrize(
    ("program", "limits", "reason"),
    [
        ("import time; time.sleep(60)", Limits(seconds=1.0), "too long"),
        ("b = bytearray(10**9)", Limits(memory=300 * 1024**2), "too much memory"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", Limits(), "too much memory"),
        ("import sys; sys.exit('yinju: no articles')", Limits(), "yinju: no articles"),
        ("import sys; sys.exit('another build is at work in x')", Limits(seconds=0.5), "too long"),
    ],
)
def test_a_build_ends_within_its_limits(
    program: str, limits: Limits, reason: str, built_by: Callable[[str], None]
) -> None:
    built_by(program)
    began = time.monotonic()
    with pytest.raises(NotBuilt, match=reason):
        asyncio.run(build(Settings(), limits))
    assert time.monotonic() - began < 30


def test_a_build_waits_for_another_one(tmp_path: Path, built_by: Callable[[str], None]) -> None:
    built_by(
        "import sys, pathlib\n"
        f"first = pathlib.Path({str(tmp_path / 'first')!r})\n"
        "if not first.exists():\n"
        "    first.touch()\n"
        "    sys.exit('yinju: another build is at work in x: wait until it is done')\n"
    )
    asyncio.run(build(Settings()))


def test_a_build_comes_after_the_bot_and_ends_with_it(tmp_path: Path) -> None:
    told = tmp_path / "told"
    program = f"""
import asyncio, os, sys
from bot.operators import building
real = asyncio.create_subprocess_exec
inner = '''
import os, resource, time
text = [str(os.getpid()), str(os.nice(0)), str(resource.getrlimit(resource.RLIMIT_DATA)[0])]
text.append(open("/proc/self/oom_score_adj").read().strip())
open({str(told)!r} + ".part", "w").write(" ".join(text))
os.rename({str(told)!r} + ".part", {str(told)!r})
time.sleep(60)
'''
async def start(*command, **options):
    return await real(sys.executable, "-c", inner, **options)
building.asyncio.create_subprocess_exec = start
from bot.settings.settings import Settings
asyncio.run(building.build(Settings()))
"""
    bot = subprocess.Popen([sys.executable, "-c", program])
    while not told.exists():
        assert bot.poll() is None
        time.sleep(0.02)
    process, niceness, memory, score = told.read_text().split()
    assert int(niceness) == os.nice(0) + 10
    assert int(memory) == building.MEMORY
    assert int(score) >= 500
    bot.send_signal(signal.SIGKILL)
    bot.wait()
    end = time.monotonic() + 10
    while Path(f"/proc/{process}").exists() and "Z" not in Path(f"/proc/{process}/stat").read_text().split()[2]:
        assert time.monotonic() < end
        time.sleep(0.02)
    assert resource.getrlimit(resource.RLIMIT_DATA)[0] != building.MEMORY
