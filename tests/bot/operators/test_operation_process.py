"""``yinju bot`` killed, stopped and fed: a process, a Bot API server, and the real library."""

from __future__ import annotations

import signal
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.engine.queueing import BATCH
from tests.bot.running.test_bot_process import STARTING, output, running
from tests.bot.running.test_faults import questions_answered
from tests.conftest import command, environment
from tests.support.bot_api_messages import entities_of
from tests.support.bot_api_server import TOKEN, BotApiServer
from tests.support.short_articles import written

if TYPE_CHECKING:
    from index.models.passage_encoder import Encoder

HARBOUR = "# Harbour report\n\nThe harbour of Ostmere received 3,127 cargo ships in 2023.\n\nIt employs 48 pilots.\n"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """An article that is soon searched and read."""
    return written(tmp_path / "corpus", "bridges.txt")


@pytest.fixture
def index(corpus: Path, tmp_path: Path, encoder: Encoder) -> Path:
    from index.building.build import build_library

    build_library(corpus, tmp_path / "index", encoder)
    return tmp_path / "index"


def test_a_bot_that_is_killed_answers_everything_once_when_it_is_back(
    bot_api: BotApiServer, index: Path, tmp_path: Path
) -> None:
    state = {"YINJU_STATE": str(tmp_path / "state")}
    asked = []
    with running(bot_api, index, tmp_path, **state) as bot:
        bot_api.wait_for("setMyCommands", 1, STARTING)
        asked += [bot_api.push(f"how many bridges were repaired, {n}", chat_id=n + 1) for n in range(24)]
        bot_api.wait_for("sendMessage", 5)
        bot.kill()
        bot.wait()
    assert len(bot_api.made("sendMessage")) < 24
    later = [bot_api.push(f"how long is the bridge, {n}", chat_id=n + 1) for n in range(3)]
    with running(bot_api, index, tmp_path, **state) as bot:
        bot_api.wait_for("sendMessage", 27, STARTING)
        last = [bot_api.push("how many people", chat_id=500 + n) for n in range(4)]
        while not questions_answered(bot_api)[last[0]]:
            time.sleep(0.01)
        bot.send_signal(signal.SIGTERM)
        assert bot.wait(10) == 0
    counts = questions_answered(bot_api)
    with bot_api.waiting() as updates:
        not_taken = {update["message"]["message_id"] for update in updates}
    assert set(counts) | not_taken >= {*asked, *later, *last}
    assert {counts[message] for message in (*later, *last) if message not in not_taken} == {1}
    # A kill may fall between the arrival of an answer and the news of it: what was being sent at that
    # moment can come twice, and nothing else.
    assert sum(counts[message] - 1 for message in asked) <= BATCH
    assert TOKEN.split(":")[1] not in output(tmp_path)


def test_an_article_sent_to_the_bot_is_confirmed_indexed_and_quoted(
    bot_api: BotApiServer, corpus: Path, index: Path, tmp_path: Path
) -> None:
    settings = {"TELEGRAM_BOT_TOKEN": bot_api.token, "TELEGRAM_API_URL": bot_api.url, "ADMIN_IDS": "4242"}
    with (tmp_path / "stdout").open("wb") as stdout, (tmp_path / "stderr").open("wb") as stderr:
        bot = subprocess.Popen(
            command("bot", "--index", index, "--corpus", corpus),
            cwd=tmp_path,
            env=environment(**settings),
            stdout=stdout,
            stderr=stderr,
        )
        try:
            bot_api.wait_for("setMyCommands", 1, STARTING)
            bot_api.push_file("harbour report.md", HARBOUR.encode())
            (preview,) = bot_api.wait_for("sendMessage", 1, STARTING)
            add, _ = preview.params["reply_markup"]["inline_keyboard"][0]
            shown = max(number for chat, number in bot_api.messages if chat == 4242)
            bot_api.tap(add["callback_data"], shown)
            *_, live = bot_api.wait_for("sendMessage", 3, STARTING)
            assert live.params["text"] == "Live: harbour-report.md. The corpus holds 2 articles now."
            bot_api.push("how many cargo ships did the harbour of Ostmere receive in 2023")
            *_, answer = bot_api.wait_for("sendMessage", 4)
            assert "3,127" in "".join(entities_of(answer, "bold"))
            bot_api.push("/health")
            *_, health = bot_api.wait_for("sendMessage", 5)
            assert "2 articles" in health.params["text"]
        finally:
            bot.kill()
            bot.wait()
    assert "cargo ships" not in output(tmp_path)
