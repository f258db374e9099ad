"""No question is lost and none answered twice, whatever the network and the server do."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.app import build_application, serve
from bot.running.inbox import Inbox
from bot.running.journal import Journal
from bot.running.service import Service
from bot.settings.settings import Settings
from index.records import Answer
from tests.support.bot_api_messages import MALFORMED
from tests.support.bot_api_server import BotApiServer
from tests.support.conversation import ask, desk
from tests.support.faulty_network import faulty

Script = Callable[[], Awaitable[None]]


def run(
    url: str,
    server: BotApiServer,
    script: Script,
    asked: Callable[[str], Answer] = ask,
    service: Service | None = None,
) -> None:
    """Runs ``script`` while a bot serves through ``url``."""

    async def conversation() -> None:
        settings = Settings(token=SecretStr(server.token), api_url=url)
        application = build_application(settings, desk(asked), service)
        bot = asyncio.create_task(serve(application, url))
        try:
            await script()
        finally:
            bot.cancel()
            with suppress(asyncio.CancelledError):
                await bot

    asyncio.run(conversation())


async def until(happened: Callable[[], bool]) -> None:
    """Returns once it has happened."""
    async with asyncio.timeout(60):
        while not happened():  # noqa: ASYNC110  (it happens in threads)
            await asyncio.sleep(0.02)


def questions_answered(server: BotApiServer) -> Counter[int]:
    """How often each question (by its message's id) was answered."""
    return Counter(call.params["reply_parameters"]["message_id"] for call in server.made("sendMessage"))


async def answered(server: BotApiServer, *asked: int) -> None:
    """Returns once each of these was answered, and whatever might come after has had its chance."""
    await asyncio.to_thread(server.wait_for, "sendMessage", len(asked))
    settled = server.push("how many schools are settled", chat_id=77)
    await until(lambda: bool(questions_answered(server)[settled]))
    assert questions_answered(server) == Counter((*asked, settled))


@pytest.mark.parametrize(
    ("method", "kind"),
    [
        ("sendMessage", "drop"),
        ("sendMessage", "cut"),
        ("sendMessage", "garbage"),
        ("sendMessage", "slow"),
        ("getUpdates", "drop"),
        ("getUpdates", "cut"),
        ("getUpdates", "garbage"),
        ("getUpdates", "slow"),
        ("getMe", "cut"),
        ("deleteWebhook", "drop"),
    ],
)
def test_a_bad_connection_costs_no_answer_and_doubles_none(bot_api: BotApiServer, method: str, kind: str) -> None:
    with faulty(bot_api) as network:
        network.fail(method, kind, times=2 if method != "getMe" else 1, seconds=1.0)

        async def script() -> None:
            asked = [bot_api.push(f"how many schools, {number}", chat_id=number + 1) for number in range(3)]
            await answered(bot_api, *asked)

        run(network.url, bot_api, script)
        assert f"{method} {kind}" in network.happened


@pytest.mark.parametrize(("status", "retry_after"), [(429, 1), (500, 0), (502, 0)])
def test_refusals_are_outlasted(bot_api: BotApiServer, status: int, retry_after: int) -> None:
    bot_api.refuse("sendMessage", status=status, retry_after=retry_after, times=2)

    async def script() -> None:
        bot_api.push("how many schools")
        calls = await asyncio.to_thread(bot_api.wait_for, "sendMessage", 3)
        assert len({call.params["text"] for call in calls}) == 1

    run(bot_api.url, bot_api, script)


def test_a_chat_that_must_wait_holds_up_no_other(bot_api: BotApiServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.running.serving.FINISHING", 0.1)
    bot_api.refuse("sendMessage", status=429, retry_after=3600, times=1)

    async def script() -> None:
        bot_api.push("how many schools", chat_id=1)
        await asyncio.to_thread(bot_api.wait_for, "sendMessage")
        bot_api.push("how many schools", chat_id=2)
        _, call = await asyncio.to_thread(bot_api.wait_for, "sendMessage", 2)
        assert call.params["chat_id"] == 2

    run(bot_api.url, bot_api, script)


def test_the_server_may_go_away_and_come_back(bot_api: BotApiServer, caplog: pytest.LogCaptureFixture) -> None:
    with faulty(bot_api) as network:

        async def script() -> None:
            before = bot_api.push("how many schools before")
            await until(lambda: "sendMessage done" in network.happened)
            network.vanish()
            meanwhile = bot_api.push("how many schools meanwhile")
            await until(lambda: "cannot reach" in caplog.text)
            network.return_()
            await answered(bot_api, before, meanwhile)

        run(network.url, bot_api, script)


def test_an_answer_waits_for_the_server_to_come_back(bot_api: BotApiServer, caplog: pytest.LogCaptureFixture) -> None:
    with faulty(bot_api) as network:

        def while_the_server_goes(question: str) -> Answer:
            if not bot_api.made("sendMessage"):
                network.vanish()
            return ask(question)

        async def script() -> None:
            asked = bot_api.push("how many schools")
            await until(lambda: "sending failed" in caplog.text)
            network.return_()
            await answered(bot_api, asked)

        run(network.url, bot_api, script, while_the_server_goes)


def test_an_address_that_cannot_be_found_is_tried_again(
    bot_api: BotApiServer, caplog: pytest.LogCaptureFixture
) -> None:
    async def script() -> None:
        await until(lambda: "cannot reach http://nowhere.invalid" in caplog.text)

    run("http://nowhere.invalid", bot_api, script)


def test_an_update_that_comes_twice_is_answered_once(bot_api: BotApiServer) -> None:
    async def script() -> None:
        first = bot_api.push("how many schools")
        second = bot_api.push("how many schools", chat_id=5)
        repeat(bot_api, 0)
        await answered(bot_api, first, second)

    run(bot_api.url, bot_api, script)


def test_updates_out_of_order_are_all_answered(bot_api: BotApiServer) -> None:
    asked = [bot_api.push("how many schools", chat_id=number) for number in (1, 2, 3)]
    with bot_api.waiting() as updates:
        updates.reverse()

    async def script() -> None:
        await answered(bot_api, *asked)

    run(bot_api.url, bot_api, script)


@pytest.mark.parametrize("malformed", MALFORMED)
def test_an_update_that_cannot_be_read_stops_nothing(
    bot_api: BotApiServer, malformed: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "bot")
    with bot_api.waiting() as updates:
        updates.append(bot_api.numbered(malformed))
    asked = bot_api.push("how many schools")

    async def script() -> None:
        await asyncio.to_thread(bot_api.wait_for, "sendMessage")
        await until(lambda: asked in questions_answered(bot_api))

    run(bot_api.url, bot_api, script)
    assert "my secret" not in caplog.text


@pytest.mark.parametrize("numberless", [{}, {"update_id": "1"}, {"update_id": None}, [], "update", None])
def test_updates_without_a_number_are_left_out(bot_api: BotApiServer, numberless: Any) -> None:
    from bot.delivery.transport import readable_updates

    assert readable_updates([numberless, {"update_id": 3}, {"update_id": 2}]) == [{"update_id": 2}, {"update_id": 3}]


def test_what_a_stopping_bot_cannot_finish_is_answered_by_the_next(
    bot_api: BotApiServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.running.serving.FINISHING", 0.1)
    begun, released = threading.Event(), threading.Event()

    def hanging(question: str) -> Answer:
        begun.set()
        released.wait(60)
        return ask(question)

    async def asked() -> None:
        bot_api.push("how many schools")
        await asyncio.to_thread(begun.wait, 60)
        await asyncio.to_thread(bot_api.wait_for, "getUpdates", 2)  # the second confirms the first's updates

    run(bot_api.url, bot_api, asked, hanging, Service(Inbox(Journal(tmp_path, "bot"))))
    released.set()
    assert not bot_api.made("sendMessage")
    with bot_api.waiting() as updates:
        assert not updates
    monkeypatch.undo()  # the second bot finishes what it has begun
    meanwhile = bot_api.push("how many schools meanwhile", chat_id=8)

    async def script() -> None:
        await answered(bot_api, 1001, meanwhile)

    run(bot_api.url, bot_api, script, service=Service(Inbox(Journal(tmp_path, "bot"))))
    assert not Journal(tmp_path, "bot").unfinished()


def repeat(server: BotApiServer, place: int) -> None:
    """Puts the waiting update at ``place`` into the line once more, at its end."""
    with server.waiting() as updates:
        updates.append(dict(updates[place]))
