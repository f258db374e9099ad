"""The bot's own transport: what its errors say, the proxy it takes, what it sends."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.delivery.transport import Accepted, CarefulRequest
from tests.support.bot_api_server import TOKEN

REPLY = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"


class Peer:
    """Whatever the transport talks to: keeps what came, and replies with these bytes."""

    def __init__(self, reply: bytes, hang: bool = False) -> None:
        self.reply, self.hang = reply, hang
        self.heads: list[str] = []
        self.bodies: list[bytes] = []
        self.address = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            self.heads.append(head)
            length = next((line for line in head.lower().split("\r\n") if line.startswith("content-length:")), ": 0")
            self.bodies.append(await reader.readexactly(int(length.split(":")[1])))
            writer.write(self.reply)
            if self.hang:
                await reader.read()
        finally:
            writer.close()


@asynccontextmanager
async def listening(reply: bytes = REPLY, hang: bool = False) -> AsyncIterator[Peer]:
    peer = Peer(reply, hang)
    server = await asyncio.start_server(peer.serve, "127.0.0.1")
    peer.address = "{}:{}".format(*server.sockets[0].getsockname())
    async with server:
        yield peer


def run(script: Callable[[CarefulRequest], Awaitable[None]]) -> None:
    async def whole() -> None:
        request = CarefulRequest()
        try:
            await script(request)
        finally:
            await request.shutdown()

    asyncio.run(whole())


@pytest.mark.parametrize(
    ("reply", "hang", "kind"),
    [
        (b"", False, NetworkError),
        (b"no HTTP at all\r\n\r\n", False, NetworkError),
        (b"HTTP/1.1 200 OK\r\nContent-Length: \xff\r\n\r\n", False, NetworkError),
        (b"", True, TimedOut),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{", False, Accepted),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{", True, Accepted),
        (b"HTTP/1.1 502 Bad\r\nContent-Length: 2\r\n\r\n{", False, NetworkError),
    ],
)
def test_an_error_says_what_became_of_the_call_and_not_the_token(
    reply: bytes, hang: bool, kind: type[TelegramError]
) -> None:
    async def script(request: CarefulRequest) -> None:
        async with listening(reply, hang) as peer:
            with pytest.raises(TelegramError) as caught:
                await request.do_request(f"http://{peer.address}/bot{TOKEN}/getMe", "POST", read_timeout=0.2)
        assert type(caught.value) is kind
        assert TOKEN.partition(":")[2] not in repr(caught.value)

    run(script)


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "http://nowhere.invalid", "http://[::", "ftp://x", "http://"])
def test_where_nobody_is_reached_the_error_holds_no_token_either(url: str) -> None:
    async def script(request: CarefulRequest) -> None:
        with pytest.raises(NetworkError) as caught:
            await request.do_request(f"{url}/bot{TOKEN}/getMe", "POST", connect_timeout=5)
        assert TOKEN.partition(":")[2] not in repr(caught.value)

    run(script)


def test_a_call_is_json_as_the_bot_api_takes_it() -> None:
    async def script(request: CarefulRequest) -> None:
        markup = {"inline_keyboard": [[{"text": "更多", "callback_data": "more"}]]}
        given = {"chat_id": -5, "text": "42", "reply_markup": markup, "message_thread_id": None}
        data = RequestData([RequestParameter.from_input(key, value) for key, value in given.items()])
        async with listening() as peer:
            assert await request.do_request(f"http://{peer.address}/", "POST", data) == (200, b"{}")
            await request.shutdown()
            assert await request.do_request(f"http://{peer.address}/", "POST", data) == (200, b"{}")
        assert json.loads(peer.bodies[0]) == {"chat_id": -5, "text": "42", "reply_markup": markup}
        assert "content-type: application/json" in peer.heads[0].lower()

    run(script)


@pytest.mark.parametrize("name", ["http_proxy", "all_proxy"])
def test_the_proxy_of_the_environment_is_taken(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    async def script(request: CarefulRequest) -> None:
        async with listening() as proxy, listening() as peer:
            monkeypatch.setenv(name, f"http://me:secret@{proxy.address}")
            monkeypatch.setenv("no_proxy", "127.0.0.1")
            await request.do_request("http://telegram.invalid/x", "POST")
            await request.do_request(f"http://{peer.address}/y", "POST")
        assert [head.split("\r\n")[0] for head in proxy.heads] == ["POST http://telegram.invalid/x HTTP/1.1"]
        assert "proxy-authorization: basic" in proxy.heads[0].lower()
        assert [head.split("\r\n")[0] for head in peer.heads] == ["POST /y HTTP/1.1"]

    run(script)
