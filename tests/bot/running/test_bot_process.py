"""``yinju bot`` as users run it: a process, a Bot API server, and the real library."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import CORPUS, Yinju, command, environment
from tests.support.bot_api_messages import Call, entities_of
from tests.support.bot_api_server import COSMETIC, TOKEN, BotApiServer

ARTICLE = CORPUS / "zhaoqing-party-history-2021.txt"
STARTING = 300.0  # seconds: the model is loaded first


@contextmanager
def running(server: BotApiServer, searcher: Path, folder: Path, **settings: str) -> Iterator[subprocess.Popen[bytes]]:
    """``yinju bot`` while the body runs; its output goes to files in ``folder``."""
    settings = {"TELEGRAM_BOT_TOKEN": server.token, "TELEGRAM_API_URL": server.url, **settings}
    with (folder / "stdout").open("wb") as stdout, (folder / "stderr").open("wb") as stderr:
        process = subprocess.Popen(
            command("bot", "--index", searcher, "--corpus", CORPUS),
            cwd=folder,
            env=environment(**settings),
            stdout=stdout,
            stderr=stderr,
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def output(folder: Path) -> str:
    """All that the process printed."""
    return (folder / "stdout").read_text("utf-8") + (folder / "stderr").read_text("utf-8")


def assert_quoted_from_the_article(call: Call, *figures: str) -> None:
    """The blockquote stands in the article's file word for word, with these figures in bold."""
    (quoted, *_) = entities_of(call, "blockquote", "expandable_blockquote")
    words = quoted.strip("…")
    assert len(words) > 10
    assert words in ARTICLE.read_bytes().decode("utf-8")
    for figure in figures:
        assert figure in words
        assert figure in entities_of(call, "bold")


def test_the_bot_quotes_the_article_word_for_word(bot_api: BotApiServer, library_dir: Path, tmp_path: Path) -> None:
    bot_api.push("how many schools were built")
    bot_api.push("全市GDP多少")
    bot_api.push("what's the weather like tomorrow?")
    with running(bot_api, library_dir, tmp_path, LOG_LEVEL="DEBUG") as bot:
        schools, product, weather = bot_api.wait_for("sendMessage", 3, STARTING)
        bot_api.wait_for("setMyCommands")
        bot.send_signal(signal.SIGTERM)
        assert bot.wait(60) == 0
    assert_quoted_from_the_article(schools, "55所", "19所")
    (quoted, *_) = entities_of(product, "blockquote", "expandable_blockquote")
    assert "2600亿元" in quoted
    assert not entities_of(weather, "blockquote", "expandable_blockquote")
    assert TOKEN.split(":")[1] not in output(tmp_path)
    assert "Traceback" not in output(tmp_path)


def test_the_bot_answers_where_the_server_knows_few_methods(
    bot_api: BotApiServer, library_dir: Path, tmp_path: Path
) -> None:
    bot_api.refuse(*COSMETIC, status=404)
    with running(bot_api, library_dir, tmp_path) as bot:
        bot_api.wait_for("setMyCommands", 1, STARTING)
        bot_api.push("how many schools were built")
        (call,) = bot_api.wait_for("sendMessage")
        bot.send_signal(signal.SIGINT)
        assert bot.wait(60) == 130
    assert_quoted_from_the_article(call, "55所", "19所")
    assert "how many schools" not in output(tmp_path)
    assert TOKEN.split(":")[1] not in output(tmp_path)
    assert "Traceback" not in output(tmp_path)


def test_a_refused_token_is_one_line(bot_api: BotApiServer, library_dir: Path, yinju: Yinju) -> None:
    wrong = TOKEN[:-4] + "oops"
    ended = yinju("bot", "--index", library_dir, TELEGRAM_BOT_TOKEN=wrong, TELEGRAM_API_URL=bot_api.url)
    assert ended.returncode == 2
    assert ended.stderr.decode().startswith(f"yinju: {bot_api.url} refuses the bot token")
    assert ended.stderr.count(b"\n") == 1
    assert wrong.split(":")[1].encode() not in ended.stderr + ended.stdout


def test_no_token_says_how_to_get_one(yinju: Yinju) -> None:
    ended = yinju("bot")
    assert ended.returncode == 2
    assert b"@BotFather" in ended.stderr
    assert b"TELEGRAM_BOT_TOKEN" in ended.stderr
    assert ended.stderr.count(b"\n") == 1


@pytest.mark.parametrize(
    "settings",
    [
        {"TELEGRAM_BOT_TOKEN": "not a token: S3CRET"},
        {"TELEGRAM_BOT_TOKEN": "12:S3CRET"},
        {"TELEGRAM_API_URL": "ftp://x"},
        {"TELEGRAM_API_URL": "http://127.0.0.1:port"},
        {"YINJU_THRESHOLD": "2"},
        {"LOG_LEVEL": "LOUD"},
    ],
)
def test_a_bad_setting_is_named_in_one_line(yinju: Yinju, settings: dict[str, str]) -> None:
    ended = yinju("bot", **settings)
    assert ended.returncode == 2
    assert next(iter(settings)).encode() in ended.stderr
    assert b"S3CRET" not in ended.stderr
    assert ended.stderr.count(b"\n") == 1


def test_the_token_may_stand_in_a_dotenv_file(yinju: Yinju, tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"\xef\xbb\xbfTELEGRAM_BOT_TOKEN=bad\n")
    assert b"TELEGRAM_BOT_TOKEN is not a bot token" in yinju("bot").stderr
    (tmp_path / ".env").write_bytes(os.urandom(4) + b"\xff\xfe=\n")
    ended = yinju("bot")
    assert ended.returncode == 2
    assert b".env can't be read" in ended.stderr
