"""What the bot does when the server, the network or the engine fails."""

from __future__ import annotations

import asyncio
import logging
import threading

import pytest
from pydantic import SecretStr
from telegram.error import InvalidToken

from bot.app import build_application, serve
from bot.delivery import replying
from bot.settings.redaction import RedactingFormatter
from bot.settings.settings import Settings
from bot.texts import TEXTS
from index.records import Answer
from tests.support.answers import SENTENCE
from tests.support.bot_api_server import COSMETIC, TOKEN, BotApiServer
from tests.support.conversation import ask, converse, desk, sent_to


@pytest.mark.parametrize("status", [400, 404, 429, 500])
def test_refused_cosmetic_calls_cost_no_answer(
    bot_api: BotApiServer, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replying, "TYPING_AFTER", 0.0)
    bot_api.refuse(*COSMETIC, status=status, retry_after=3600 if status == 429 else 0)
    typing = threading.Event()

    def slowly(question: str) -> Answer:
        typing.wait(30)
        return ask(question)

    async def script() -> None:
        bot_api.push("how many schools")
        await asyncio.to_thread(bot_api.wait_for, "setMyShortDescription", 2)
        await asyncio.to_thread(bot_api.wait_for, "sendChatAction")
        typing.set()
        await asyncio.to_thread(bot_api.wait_for, "sendMessage")

    converse(bot_api, script, slowly)


def test_a_question_that_waits_long_is_seen_until_it_is_answered(
    bot_api: BotApiServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replying, "TYPING_AFTER", 0.0)
    monkeypatch.setattr(replying, "TYPING_LASTS", 0.05)
    seen = threading.Event()

    def slowly(question: str) -> Answer:
        seen.wait(30)
        return ask(question)

    async def script() -> None:
        bot_api.push("how many schools")
        (reaction,) = await asyncio.to_thread(bot_api.wait_for, "setMessageReaction")
        assert [each["emoji"] for each in reaction.params["reaction"]] == [replying.SEEN]
        seen.set()
        await asyncio.to_thread(bot_api.wait_for, "sendMessage")
        _, taken_back = await asyncio.to_thread(bot_api.wait_for, "setMessageReaction", 2)
        assert not taken_back.params.get("reaction")

    converse(bot_api, script, slowly)


def test_an_entity_that_cuts_a_character_in_two_costs_no_answer(bot_api: BotApiServer) -> None:
    async def script() -> None:
        bot_api.push("how many schools 𐀀", entities=[{"type": "mention", "offset": 0, "length": 18}])
        [answer] = await asyncio.to_thread(bot_api.wait_for, "sendMessage")
        assert "55" in answer.params["text"]

    converse(bot_api, script)


def test_typing_is_not_shown_for_a_quick_answer(bot_api: BotApiServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replying, "TYPING_AFTER", 60.0)
    sent_to(bot_api, "how many schools")
    assert not bot_api.made("sendChatAction")


def test_flood_control_is_obeyed(bot_api: BotApiServer) -> None:
    bot_api.refuse("sendMessage", status=429, retry_after=1, times=1)
    first, second = sent_to(bot_api, "how many schools", count=2)
    assert second.at - first.at >= 1
    assert second.params["text"] == first.params["text"]


def test_an_answer_survives_a_failing_server(bot_api: BotApiServer) -> None:
    bot_api.refuse("sendMessage", status=502, times=2)
    assert len(sent_to(bot_api, "how many schools", count=3)) == 3


def test_an_error_is_told_in_one_line_and_logged_without_the_question(
    bot_api: BotApiServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    failed, fine = sent_to(bot_api, "trouble with my secret", "how many schools")
    error_id = failed.params["text"].split("error ")[1].rstrip(")")
    assert failed.params["text"] == TEXTS["en"].failed.format(id=error_id)
    assert SENTENCE in fine.params["text"]
    assert f"error {error_id}: RuntimeError" in caplog.text
    assert "my secret" not in caplog.text
    assert "how many schools" not in caplog.text


def test_the_server_may_come_later(bot_api: BotApiServer, caplog: pytest.LogCaptureFixture) -> None:
    bot_api.refuse("getMe", status=502, times=1)
    sent_to(bot_api, "how many schools")
    assert f"cannot reach {bot_api.url}" in caplog.text


def test_a_token_withdrawn_while_polling_ends_the_bot(bot_api: BotApiServer) -> None:
    async def withdrawn() -> None:
        application = build_application(Settings(token=SecretStr(bot_api.token), api_url=bot_api.url), desk())
        bot = asyncio.create_task(serve(application, bot_api.url))
        await asyncio.to_thread(bot_api.wait_for, "getUpdates")
        bot_api.refuse("getUpdates", status=401)
        await asyncio.wait_for(bot, 60)

    with pytest.raises(InvalidToken):
        asyncio.run(withdrawn())


def test_another_poller_is_reported_and_outlasted(bot_api: BotApiServer, caplog: pytest.LogCaptureFixture) -> None:
    bot_api.refuse("getUpdates", status=409, times=1)
    sent_to(bot_api, "how many schools")
    assert "another program is polling" in caplog.text


def test_the_event_loop_is_free_while_a_question_is_answered(bot_api: BotApiServer) -> None:
    release = threading.Event()

    def blocking(question: str) -> Answer:
        release.wait(30)
        return ask(question)

    async def script() -> None:
        bot_api.push("how many schools")
        bot_api.push("/help", chat_id=99)
        (call,) = await asyncio.to_thread(bot_api.wait_for, "sendMessage")
        assert call.params["text"] == TEXTS["en"].help.format(bot="yinju_test_bot")
        release.set()
        await asyncio.to_thread(bot_api.wait_for, "sendMessage", 2)

    converse(bot_api, script, blocking)


def test_no_log_shows_the_token() -> None:
    secret = SecretStr(TOKEN)
    formatter = RedactingFormatter(secret)
    try:
        raise InvalidToken(f"The token `{TOKEN}` was rejected")
    except InvalidToken as error:
        record = logging.LogRecord("x", 40, "", 0, "GET /bot%s/getMe", (TOKEN.replace(":", "%3A"),), None)
        record.exc_info = (type(error), error, error.__traceback__)
        line = formatter.format(record)
    key = TOKEN.split(":")[1]
    assert key not in line
    assert key not in f"{secret} {secret!r} {Settings(token=secret, records_url=secret, webhook_secret=secret)}"
    assert "/getMe" in line
