"""Who sends too much pays for it, and nobody else: over many chats, on every path, in both modes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from telegram import Update

from bot.app import build_application, serve
from bot.delivery.pacing import FairPace
from bot.engine.queueing import Asker, Busy, QuestionQueue, RateLimit, asker
from bot.running.backlog import Dropped
from bot.running.inbox import AT_WORK, Inbox, InOrder
from bot.running.journal import Journal
from bot.running.service import Service
from bot.running.web import HELD, SECRET_HEADER
from bot.settings.settings import Settings
from bot.settings.webhook import Webhook
from tests.bot.engine.test_queueing import Engine, ask_as, served, waiting
from tests.bot.running.test_faults import questions_answered, until
from tests.bot.running.test_web import SECRET, WebhookServer, free_port
from tests.support.bot_api_messages import Params
from tests.support.bot_api_server import BotApiServer
from tests.support.conversation import converse

FLOODER = {"id": 66, "is_bot": False, "first_name": "Flooder", "language_code": "en"}
SOON = 1.0  # seconds, on a machine that does other things as well
COMMANDS = ("/help@yinju_test_bot", "/ask how many schools", "/random")
GROUPS = [-100 - number for number in range(30)]


@pytest.fixture(autouse=True)
def _no_long_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.running.serving.FINISHING", 0.2)


async def answered_soon(server: BotApiServer, chat: int) -> float:
    """Asks in this private chat; the seconds until it was answered."""
    began = time.monotonic()
    asked = server.push("how many schools", chat_id=chat)
    await until(lambda: asked in questions_answered(server))
    return time.monotonic() - began


def run(server: BotApiServer, folder: Path, script: Callable[[], Awaitable[None]], port: int = 0) -> Service:
    """Runs ``script`` while a bot with a journal serves, by webhook where there is a port; the bot's service."""
    service = Service(Inbox(Journal(folder, "bot")))

    async def conversation() -> None:
        settings = Settings(token=SecretStr(server.token), api_url=server.url)
        application = build_application(settings, served(service), service)
        hook = Webhook("https://bot.example.org/hook", SecretStr(SECRET), ("127.0.0.1", port)) if port else None
        bot = asyncio.create_task(serve(application, server.url, hook))
        try:
            await script()
        finally:
            bot.cancel()
            with suppress(asyncio.CancelledError):
                await bot

    asyncio.run(conversation())
    return service


def test_a_person_who_floods_thirty_groups_keeps_nobody_waiting(
    bot_api: BotApiServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def script() -> None:
        waits = [await answered_soon(bot_api, 1)]
        for number in range(3_000):
            bot_api.push(COMMANDS[number % 3], chat_id=GROUPS[number // 3 % len(GROUPS)], **{"from": FLOODER})
            if number % 100 == 99:  # as many as one call brings
                waits.append(await answered_soon(bot_api, 100 + number))
        waits += [await answered_soon(bot_api, 50_000 + number) for number in range(3)]
        assert max(waits) < 5 * SOON  # a machine that runs other tests as well
        assert sorted(waits)[len(waits) // 2] < SOON

    service = run(bot_api, tmp_path, script)
    assert caplog.text.count("sends more than the bot can answer") == 1
    assert "yinju_updates_dropped_total 0.0" not in service.metrics.text().decode()


def test_a_chat_that_floods_a_webhook_holds_no_connection(tmp_path: Path) -> None:
    port = free_port()

    async def script() -> None:
        await asyncio.to_thread(server.wait_for, "setWebhook")
        limits = httpx.Limits(max_connections=100)  # as many as Telegram opens
        address, headers = f"http://127.0.0.1:{port}/hook", {SECRET_HEADER: SECRET}
        async with httpx.AsyncClient(trust_env=False, limits=limits, timeout=60) as client:
            posts = [client.post(address, json=said(n, "/help", -5, FLOODER), headers=headers) for n in range(1, 121)]
            flood = asyncio.gather(*posts)
            async with asyncio.timeout(HELD):  # that long a connection would be held, and all are taken
                question = said(500, "how many schools", 7, {**FLOODER, "id": 7})
                reply = await client.post(address, json=question, headers=headers)
                await until(lambda: 500 in questions_answered(server))
                assert {each.status_code for each in [reply, *await flood]} == {200}

    with WebhookServer() as server:
        run(server, tmp_path, script, port)


def test_where_nothing_can_be_written_one_update_of_a_person_is_held_at_a_time(tmp_path: Path) -> None:
    port = free_port()
    (tmp_path / "file").write_text("in the way")

    async def script() -> None:
        await asyncio.to_thread(server.wait_for, "setWebhook")
        address, headers = f"http://127.0.0.1:{port}/hook", {SECRET_HEADER: SECRET}
        server.refuse("sendMessage", status=502)
        async with httpx.AsyncClient(trust_env=False, timeout=60) as client:
            held = asyncio.create_task(
                client.post(address, json=said(1, "how many schools", 7, FLOODER), headers=headers)
            )
            await until(lambda: bool(server.made("sendMessage")))
            second = await client.post(address, json=said(2, "how many schools", 7, FLOODER), headers=headers)
            assert second.status_code == 200
            assert not held.done()
            server.refuse("sendMessage", times=0)
            assert (await held).status_code == 200
            assert 1 in questions_answered(server)

    with WebhookServer() as server:
        run(server, tmp_path / "file", script, port)


def said(number: int, text: str, chat: int, user: Params) -> Params:
    """An update that holds a message."""
    kind = {"type": "private", "first_name": "R"} if chat > 0 else {"type": "group", "title": "G"}
    command = {"entities": [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]}
    message = {"message_id": number, "date": 1, "chat": {"id": chat, **kind}, "from": user, "text": text}
    return {"update_id": number, "message": {**message, **(command if text.startswith("/") else {})}}


def group_update(number: int, person: int, chat: int) -> Any:
    return Update.de_json(said(number, "/help", chat, {**FLOODER, "id": person}), None)


def test_of_one_person_few_updates_are_at_work_over_all_chats() -> None:
    at_work: list[int] = []

    async def script() -> None:
        inbox, hold = Inbox(), asyncio.Event()
        processor = InOrder(inbox)

        async def handle(person: int) -> None:
            at_work.append(person)
            await hold.wait()

        updates = [group_update(number, 66, GROUPS[number]) for number in range(20)] + [group_update(99, 7, -1)]
        tasks = []
        for update in updates:
            assert inbox.take(update)
            tasks.append(asyncio.create_task(processor.process_update(update, handle(update.effective_user.id))))
        await until(lambda: 7 in at_work)
        assert at_work.count(66) == AT_WORK
        hold.set()
        await asyncio.gather(*tasks)
        assert at_work.count(66) == 20

    asyncio.run(script())


def test_what_is_full_is_made_room_in_by_who_has_most() -> None:
    async def script() -> None:
        inbox = Inbox(in_hand=60, of_one=50)
        processor = InOrder(inbox)
        hog = [group_update(number, 66, GROUPS[number % 30]) for number in range(70)]
        for update in hog:
            assert await inbox.accept(update) in (True, False)
        assert sum(map(inbox.is_in_hand, hog)) == 50
        others = [group_update(1000 + person, person, -9) for person in range(1, 31)]
        for update in others:
            await inbox.put(update)
        assert all(map(inbox.is_in_hand, others))
        assert inbox.is_in_hand(hog[0])
        assert not inbox.is_in_hand(hog[49])
        ran: list[int] = []

        async def handle() -> None:
            ran.append(1)

        await processor.process_update(hog[49], handle())
        assert not ran  # it is dropped, also where it waited for its turn already

    asyncio.run(script())


def test_a_queue_that_is_full_turns_away_who_has_most_in_it() -> None:
    engine = Engine()

    async def script() -> None:
        queue = QuestionQueue(engine, most_waiting=6)
        first = asyncio.create_task(ask_as(queue, 0, "first"))
        await waiting(queue, 1)
        await waiting(queue, 0)
        hog = [asyncio.create_task(ask_as(queue, 66, f"{number}")) for number in range(6)]
        await waiting(queue, 6)
        stranger = asyncio.create_task(ask_as(queue, 7, "how many schools"))
        await until(lambda: hog[5].done())
        with pytest.raises(Busy):
            await hog[5]
        engine.may_go.set()
        assert (await stranger).question == "how many schools"
        assert len(await asyncio.gather(first, *hog[:5])) == 6

    asyncio.run(script())


def test_a_pace_lets_those_who_wait_pass_in_turn() -> None:
    passed: list[int] = []

    async def script() -> None:
        pace = FairPace(20, 0.2)

        async def send(person: int) -> None:
            await pace.acquire(person)
            passed.append(person)

        tasks = [asyncio.create_task(send(66)) for _ in range(60)]
        await asyncio.sleep(0)
        tasks += [asyncio.create_task(send(person)) for person in (1, 2, 3)]
        tasks[30].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        assert pace.is_idle is False

    asyncio.run(script())
    assert len(passed) == 62
    assert max(passed.index(person) for person in (1, 2, 3)) < 20 + 8


def test_a_text_that_is_asked_as_six_claims_counts_as_six() -> None:
    """Otherwise a user who sends long texts makes the engine work seven times as fast as the limit says."""
    now = 0.0
    service = Service()
    limited = served(service)
    service.rate = RateLimit(20, clock=lambda: now)
    text = " ".join(
        f"In the year {2000 + n} the weather of the town was as fair as anybody can wish." for n in range(12)
    )

    async def script() -> None:
        asker.set(Asker(1, True))
        answer = await limited.ask(text)
        assert not answer.answered

    asyncio.run(script())
    left = 0
    while not service.rate.wait(1):
        left += 1
    assert left == 20 - 1 - 6


@pytest.mark.parametrize("path", ["command", "tap", "sticker"])
def test_the_rate_holds_on_every_path(bot_api: BotApiServer, path: str) -> None:
    service = Service()
    at = served(service)
    service.rate = RateLimit(3)

    async def script() -> None:
        shown = 0
        if path == "tap":
            bot_api.push("/random")
            (call,) = await asyncio.to_thread(bot_api.wait_for, "sendMessage")
            shown = bot_api.id_of(call)
        for _ in range(8):
            if path == "command":
                bot_api.push("/help")
            elif path == "tap":
                bot_api.tap("nosuchbutton", shown)
            else:
                bot_api.push_message(
                    sticker={
                        "file_id": "s",
                        "file_unique_id": "s",
                        "width": 1,
                        "height": 1,
                        "is_animated": False,
                        "is_video": False,
                        "type": "regular",
                    }
                )
        method = "answerCallbackQuery" if path == "tap" else "sendMessage"
        calls = await asyncio.to_thread(bot_api.wait_for, method, 8 if path == "tap" else 4)
        refused = [call for call in calls if "many questions in a short time" in call.params.get("text", "")]
        assert len(refused) == (8 - 2 if path == "tap" else 1)

    converse(bot_api, script, at=at, service=service)


def test_what_is_said_in_a_group_to_others_costs_nobody_anything(bot_api: BotApiServer) -> None:
    service = Service()
    at = served(service)
    service.rate = RateLimit(1)

    async def script() -> None:
        for text in ("good morning", "/help@anotherbot", "and to you"):
            bot_api.push(text, chat_id=-5)
        bot_api.push("how many schools")
        (call,) = await asyncio.to_thread(bot_api.wait_for, "sendMessage")
        assert "55" in call.params["text"]

    converse(bot_api, script, at=at, service=service)


def test_anonymous_administrators_are_told_apart_by_their_group() -> None:
    """Telegram gives all of them one user."""
    everybody = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
    told_apart = set()

    async def script() -> None:
        for number, chat in enumerate((-5, -6)):
            payload = said(number, "/help", chat, everybody)
            payload["message"]["sender_chat"] = {"id": chat, "type": "supergroup", "title": "G"}
            update = Update.de_json(payload, None)
            inbox = Inbox()
            inbox.take(update)

            async def note() -> None:
                told_apart.add(asker.get().user)

            await InOrder(inbox).process_update(update, note())

    asyncio.run(script())
    assert told_apart == {-5, -6}


def test_what_is_dropped_is_said_once_a_minute(caplog: pytest.LogCaptureFixture) -> None:
    now = 0.0
    dropped = Dropped(clock=lambda: now)
    for _ in range(1_000):
        dropped.note()
    assert len(caplog.records) == 1
    now = 61.0
    dropped.note()
    assert "dropped of theirs: 1000" in caplog.text
