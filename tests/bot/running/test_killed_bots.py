"""A bot that is ended at any moment of asking and adding, in both modes: nothing lost, twice, or half in the corpus."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from index.building.corpus import remove_articles
from tests.bot.running.test_faults import questions_answered
from tests.support.bot_api_server import BotApiServer
from tests.support.killed_bot import ADMIN, Bots
from tests.support.webhook import Telegram, WebhookServer, free_port

ARTICLE = "# Harbour report\n\nThe harbour of Ostmere took 312 ships in 2023.\n\nIt employs 48 people.\n"
MODES = ("polling", "webhook")
SIGNALS = (signal.SIGKILL, signal.SIGTERM)
ASKING = (
    "bot.running.journal.Journal.took 1",
    "bot.running.journal.Journal.attempts 1",
    "bot.running.service.ServedDesk.ask 1",
    "tests.bot.engine.test_queueing.ask 1",
    "bot.messages.views.answer_view 1",
    "bot.delivery.replying._send 1",
    "bot.running.journal.Journal.finished 1",
)
SENT = ASKING[-1:]  # an answer that has arrived, and is not struck out yet, comes again
ADDING = (
    "bot.operators.adding.write_whole 1",
    "bot.operators.adding.Additions._begin 1",
    "bot.operators.adding.Additions._outcome 1",
    "bot.operators.adding.write_whole 2",
    "bot.operators.adding._place 1",
    "bot.operators.adding.write_whole 3",
    "bot.operators.adding.write_whole 4",
    "bot.operators.adding.build 1",
    "bot.operators.adding.shutil.rmtree 1",
)
EXCHANGING = (
    "bot.engine.live_library.LiveLibrary.refresh 1",
    "__main__.opened 2",
    "bot.engine.desk.Desk.put_in_service 1",
)


RECORDING = ("bot.running.records_database.RecordsDatabase.write 1",)


def cases(moments: Sequence[str]) -> list[tuple[str, str, signal.Signals]]:
    """Each moment by polling and by webhook, by one signal and by the other: two of these four, unless all are wanted
    (``make kills``).
    """
    every = [(moment, mode, ending) for moment in moments for mode in MODES for ending in SIGNALS]
    if os.environ.get("YINJU_KILLS"):
        return every
    return [
        (moment, mode, ending)
        for moment, mode, ending in every
        if (moments.index(moment) + MODES.index(mode) + SIGNALS.index(ending)) % 2 == 0
    ]


@pytest.fixture(scope="module")
def bots() -> Iterator[Bots]:
    with Bots() as program:
        yield program


@pytest.fixture
def server() -> Iterator[BotApiServer]:
    with WebhookServer() as running:
        yield running


@pytest.fixture
def port(request: pytest.FixtureRequest, server: BotApiServer) -> Iterator[int]:
    """The port of the webhook, 0 where the bot polls."""
    if request.param == "polling":
        yield 0
        return
    number = free_port()
    telegram = Telegram(server, number)
    telegram.start()
    yield number
    telegram.end()


def until(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.mark.parametrize(("moment", "port", "ending"), cases(ASKING), indirect=["port"])
def test_a_question_is_answered_whenever_the_bot_ends(
    bots: Bots, server: BotApiServer, tmp_path: Path, port: int, moment: str, ending: signal.Signals
) -> None:
    bots.start(server.url, tmp_path, port, moment, ending)
    asked = server.push("how many schools", chat_id=1)
    assert bots.status() == (-signal.SIGKILL if ending == signal.SIGKILL else 0)
    later = server.push("how many schools", chat_id=2)
    process = bots.start(server.url, tmp_path, port)
    until(lambda: {asked, later} <= set(questions_answered(server)))
    last = server.push("how many schools", chat_id=3)
    until(lambda: last in questions_answered(server))
    assert bots.stop(process) == 0
    counts = questions_answered(server)
    assert counts[later] == counts[last] == 1
    assert counts[asked] == 1 or (moment in SENT and ending == signal.SIGKILL and counts[asked] == 2)


@pytest.mark.parametrize(("moment", "port", "ending"), cases(ADDING), indirect=["port"])
def test_an_article_is_added_once_whenever_the_bot_ends(
    bots: Bots, server: BotApiServer, tmp_path: Path, port: int, moment: str, ending: signal.Signals
) -> None:
    bots.start(server.url, tmp_path, port, moment, ending)
    server.push_file("harbour.md", ARTICLE.encode())
    (preview,) = server.wait_for("sendMessage")
    add, _ = preview.params["reply_markup"]["inline_keyboard"][0]
    server.tap(add["callback_data"], server.id_of(preview))
    assert bots.status() == (-signal.SIGKILL if ending == signal.SIGKILL else 0)
    process = bots.start(server.url, tmp_path, port)
    until(lambda: any(call.params["text"].startswith("Live: ") for call in server.made("sendMessage")))
    until(lambda: not list((tmp_path / "state" / "submitted").iterdir()))
    server.push("how many schools", chat_id=ADMIN)
    until(lambda: "55" in server.made("sendMessage")[-1].params["text"])
    assert bots.stop(process) == 0
    assert [path.name for path in (tmp_path / "corpus").iterdir()] == ["harbour.md"]
    assert (tmp_path / "corpus" / "harbour.md").read_text() == ARTICLE
    assert (tmp_path / "index" / "CURRENT").read_text() == "harbour.md"
    live = [call for call in server.made("sendMessage") if call.params["text"].startswith("Live: ")]
    assert len(live) == 1 or moment.endswith("rmtree 1")


@pytest.mark.parametrize(("moment", "port", "ending"), cases(EXCHANGING), indirect=["port"])
def test_a_library_is_in_service_whenever_the_bot_ends(
    bots: Bots, server: BotApiServer, tmp_path: Path, port: int, moment: str, ending: signal.Signals
) -> None:
    pointer = tmp_path / "index" / "CURRENT"
    pointer.parent.mkdir()
    pointer.write_text("library-1 x")
    bots.start(server.url, tmp_path, port, moment, ending)
    server.wait_for("setMyCommands")
    asked = server.push("how many schools", chat_id=1)
    pointer.write_text("library-2 y")
    assert bots.status() == (-signal.SIGKILL if ending == signal.SIGKILL else 0)
    process = bots.start(server.url, tmp_path, port)
    until(lambda: asked in questions_answered(server))
    server.push("/health", chat_id=ADMIN)
    until(lambda: "Library library-2" in server.made("sendMessage")[-1].params["text"])
    assert bots.stop(process) == 0
    assert questions_answered(server)[asked] == 1


@pytest.mark.parametrize(("moment", "port", "ending"), cases(RECORDING), indirect=["port"])
def test_what_is_noted_is_whole_whenever_the_bot_ends(
    bots: Bots, server: BotApiServer, tmp_path: Path, port: int, moment: str, ending: signal.Signals
) -> None:
    bots.start(server.url, tmp_path, port, moment, ending)
    asked = server.push("will it rain tomorrow?", chat_id=1)
    assert bots.status() == (-signal.SIGKILL if ending == signal.SIGKILL else 0)
    process = bots.start(server.url, tmp_path, port)
    later = server.push("will it rain tomorrow?", chat_id=2)
    until(lambda: {asked, later} <= set(questions_answered(server)))
    assert bots.stop(process) == 0
    counts = questions_answered(server)
    assert counts[later] == 1
    assert counts[asked] == 1 or (ending == signal.SIGKILL and counts[asked] == 2)
    connection = sqlite3.connect(tmp_path / "state" / "records.sqlite")
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    (notes,) = connection.execute("SELECT count(*) FROM unanswered").fetchone()
    connection.close()
    assert notes == 2 or (ending == signal.SIGKILL and notes == 1)  # a note, unlike a question, isn't written at once


@pytest.mark.parametrize("moment", [1, 2, 3])
def test_articles_are_in_the_corpus_or_out_of_it_whenever_their_removal_ends(tmp_path: Path, moment: int) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.md").write_text(f"# {name}\n\nThe town of {name} has 300 people.\n")
    program = f"""
import os, pathlib, signal
from index.building.corpus import remove_articles
real, calls = pathlib.Path.replace, 0
def replace(self, target):
    global calls
    calls += 1
    if calls == {moment}:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(self, target)
pathlib.Path.replace = replace
remove_articles(["a", "b"], pathlib.Path({str(tmp_path)!r}))
"""
    ended = subprocess.run([sys.executable, "-c", program], check=False)
    assert ended.returncode == (-signal.SIGKILL if moment < 3 else 0)
    left = [path.name for path in tmp_path.glob("*.md")]
    taken_out = [path.name for path in tmp_path.glob(".removed/*")]
    assert sorted(left + taken_out) == ["a.md", "b.md", "c.md"]
    assert len(taken_out) == moment - 1
    remove_articles([path.stem for path in tmp_path.glob("[ab].md")], tmp_path)
    assert sorted(path.name for path in tmp_path.glob(".removed/*")) == ["a.md", "b.md"]
