"""Webhook mode, and what is served to those who watch the bot."""

from __future__ import annotations

import asyncio
import socket
import sys
from contextlib import suppress
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from telegram import Bot

from bot.app import build_application, serve
from bot.running.inbox import Inbox
from bot.running.metrics import Metrics
from bot.running.service import Service
from bot.running.web import SECRET_HEADER, closed, monitoring_server, webhook_server
from bot.settings.settings import Settings, SettingsError
from bot.settings.webhook import Webhook, webhook
from tests.bot.engine.test_queueing import served
from tests.bot.running.test_faults import questions_answered, until
from tests.support.bot_api_messages import Params
from tests.support.bot_api_server import BotApiServer
from tests.support.conversation import desk

SECRET = "a-secret-of-the-webhook"


class WebhookServer(BotApiServer):
    """The Bot API server, with setWebhook as strict as Telegram's."""

    def _result(self, method: str, params: Params) -> Any:
        if method == "setWebhook":
            assert str(params["url"]).startswith("https://")
            assert params["secret_token"] == SECRET
            assert "drop_pending_updates" not in params
            return True
        return super()._result(method, params)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def update(number: int, text: str = "how many schools") -> Params:
    """A question, each number from a person of its own."""
    chat = {"id": number, "type": "private", "first_name": "Reader"}
    user = {"id": number, "is_bot": False, "first_name": "Reader"}
    return {"update_id": number, "message": {"message_id": number, "date": 1, "chat": chat, "from": user, "text": text}}


def test_a_webhook_takes_what_knows_the_secret_and_answers_each_once() -> None:
    port, monitor = free_port(), free_port()

    async def script(server: BotApiServer) -> None:
        await asyncio.to_thread(server.wait_for, "setWebhook")
        address = f"http://127.0.0.1:{port}/hook"
        headers = {SECRET_HEADER: SECRET}
        async with httpx.AsyncClient(trust_env=False) as client:
            assert (await client.post(address, json=update(1))).status_code == 403
            assert (await client.post(address, json=update(1), headers={SECRET_HEADER: "wrong"})).status_code == 403
            assert (await client.get(address, headers=headers)).status_code == 405
            assert (await client.post(f"http://127.0.0.1:{port}/other", json={}, headers=headers)).status_code == 404
            for body in (b"", b"no json", b"[]", b'{"update_id": 5, "message": 3}', b"[" * 100_000):
                assert (await client.post(address, content=body, headers=headers)).status_code == 200
            with suppress(httpx.TransportError):  # hung up on, at times before the refusal can be read
                assert (await client.post(address, content=b"x" * 2_000_000, headers=headers)).status_code == 400
            assert not server.made("sendMessage")
            replies = await asyncio.gather(*(client.post(address, json=update(n), headers=headers) for n in (1, 1, 2)))
            assert [reply.status_code for reply in replies] == [200] * 3
            # Nothing is written down here, so 200 came after the answer, of each person's only update: a bot killed
            # before would have been sent it again.
            assert questions_answered(server) == {1: 1, 2: 1}
            assert (await client.post(address, json=update(1), headers=headers)).status_code == 200
            assert questions_answered(server) == {1: 1, 2: 1}
            assert (await client.get(f"http://127.0.0.1:{monitor}/readyz")).status_code == 200
        assert not server.made("getUpdates")

    run_webhook(port, monitor, script)


def run_webhook(port: int, monitor: int, script: Any) -> None:
    """Runs ``script`` while a bot takes its updates at ``port``."""

    async def conversation() -> None:
        with WebhookServer() as server:
            hook = Webhook("https://bot.example.org/hook", SecretStr(SECRET), ("127.0.0.1", port))
            application = build_application(Settings(token=SecretStr(server.token), api_url=server.url), desk())
            bot = asyncio.create_task(serve(application, server.url, hook, ("127.0.0.1", monitor)))
            try:
                await script(server)
            finally:
                bot.cancel()
                with suppress(asyncio.CancelledError):
                    await bot

    asyncio.run(conversation())


def test_the_path_of_a_webhook_is_no_pattern() -> None:
    port = free_port()

    async def script() -> None:
        server = webhook_server(("127.0.0.1", port), "/a.b(c+", Bot("1:x"), Inbox(), SECRET)
        async with httpx.AsyncClient(trust_env=False, base_url=f"http://127.0.0.1:{port}") as client:
            headers = {SECRET_HEADER: SECRET}
            assert (await client.post("/a.b(c+", content=b"[]", headers=headers)).status_code == 200
            assert (await client.post("/axb(c+", content=b"[]", headers=headers)).status_code == 404
        await closed(server)

    asyncio.run(script())


def test_the_probe_of_a_container_asks_past_any_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    port = free_port()
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    command = [sys.executable, "-m", "bot.running.probe"]

    async def script() -> None:
        server = monitoring_server(("127.0.0.1", port), Metrics(), lambda: False)
        for address, code in ((f"127.0.0.1:{port}", 0), (f"0.0.0.0:{port}", 0), (f"127.0.0.1:{free_port()}", 1)):
            monkeypatch.setenv("YINJU_MONITOR", address)
            process = await asyncio.create_subprocess_exec(*command)
            assert await process.wait() == code
        await closed(server)

    asyncio.run(script())


def test_health_readiness_and_figures_are_served_without_a_word_or_an_id(bot_api: BotApiServer) -> None:
    port = free_port()
    service = Service()

    async def conversation() -> None:
        application = build_application(
            Settings(token=SecretStr(bot_api.token), api_url=bot_api.url), served(service), service
        )
        bot = asyncio.create_task(serve(application, bot_api.url, None, ("127.0.0.1", port)))
        try:
            bot_api.push("how many schools for me")
            bot_api.push("what's the weather")
            bot_api.push("trouble")
            await asyncio.to_thread(bot_api.wait_for, "sendMessage", 3)
            await until(lambda: service.connected)
            async with httpx.AsyncClient(trust_env=False, base_url=f"http://127.0.0.1:{port}") as client:
                assert (await client.get("/healthz")).text == "alive\n"
                assert (await client.get("/readyz")).status_code == 200
                text = (await client.get("/metrics")).text
                assert (await client.get("/")).status_code == 404
        finally:
            bot.cancel()
            with suppress(asyncio.CancelledError):
                await bot
        for line in (
            "yinju_questions_total 3.0",
            'yinju_answers_total{outcome="answered"} 1.0',
            'yinju_answers_total{outcome="declined"} 1.0',
            'yinju_answers_total{outcome="failed"} 1.0',
            "yinju_errors_total 1.0",
            "yinju_answer_seconds_count 2.0",
            "yinju_library_info",
        ):
            assert line in text
        assert "4242" not in text
        assert "school" not in text
        assert bot_api.token.split(":")[1] not in text

    asyncio.run(conversation())


def test_a_bot_that_is_not_connected_is_alive_but_not_ready() -> None:
    async def script() -> None:
        server = monitoring_server(("127.0.0.1", port := free_port()), Metrics(), lambda: False)
        async with httpx.AsyncClient(trust_env=False, base_url=f"http://127.0.0.1:{port}") as client:
            assert (await client.get("/healthz")).status_code == 200
            assert (await client.get("/readyz")).status_code == 503
        with pytest.raises(SettingsError, match="can't be listened on"):
            monitoring_server(("127.0.0.1", port), Metrics(), lambda: False)
        await closed(server)

    asyncio.run(script())


@pytest.mark.parametrize("url", ["http://bot.example.org/x", "https://", "bot.example.org", "https://b.example/?a=1"])
def test_a_webhook_needs_an_https_address_and_a_secret(url: str) -> None:
    with pytest.raises(SettingsError, match="--webhook"):
        webhook(url, "", SecretStr(SECRET))
    with pytest.raises(SettingsError, match="YINJU_WEBHOOK_SECRET"):
        webhook("https://bot.example.org/x", "", None)
    assert SECRET not in repr(webhook("https://bot.example.org/x", "0.0.0.0:80", SecretStr(SECRET)))
    assert Settings().monitor is None
