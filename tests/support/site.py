"""The site, asked in this process or listening on 127.0.0.1."""

from __future__ import annotations

import asyncio
import hmac
import json
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

import httpx
import uvicorn
from pydantic import SecretStr

from bot.settings.init_data import init_key_of
from bot.site.connections import Connection

KEY = init_key_of(SecretStr("123456789:a-token-of-the-tests-only-AAAAAAAAAAA"))
READER = 4242
Call = tuple[str, str, dict[str, Any]]  # method, address, what goes with it


def asked(app: Any, *calls: Call | str) -> list[httpx.Response]:
    """The responses of an ASGI application, one call after the other; a plain address is read."""

    async def session() -> list[httpx.Response]:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8080") as client:
            found = []
            for call in calls:
                method, address, more = ("GET", call, {}) if isinstance(call, str) else call
                found.append(await client.request(method, address, **more))
            return found

    return asyncio.run(session())


def init_data(key: bytes = KEY, age: float = 0, **fields: str) -> str:
    """What Telegram says of who opens a page, signed with this key; a field that is empty is left out."""
    given = {"query_id": "AAH+dF", "user": json.dumps({"id": READER, "first_name": "读&者"}), "signature": "x_-"}
    given = {**given, "auth_date": str(int(time.time() - age)), **fields}
    given = {name: value for name, value in given.items() if value}
    lines = "\n".join(f"{name}={given[name]}" for name in sorted(given))
    return urlencode({**given, "hash": hmac.digest(key, lines.encode(), "sha256").hex()})


@contextmanager
def listening(app: Any, http: type[Connection] = Connection) -> Iterator[str]:
    """The address of an application that listens on this machine, in a thread of its own."""
    config = uvicorn.Config(app, port=0, log_level="error", access_log=False, ws="none", lifespan="off", http=http)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)


class Seen(HTMLParser):
    """What a page says: the text in each element of the names that are looked for."""

    def __init__(self, page: str, names: Sequence[str] = ("mark",)) -> None:
        super().__init__()
        self.found: dict[str, str] = dict.fromkeys(names, "")
        self._open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.found:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            self._open.remove(tag)

    def handle_data(self, data: str) -> None:
        for name in set(self._open):
            self.found[name] += data
