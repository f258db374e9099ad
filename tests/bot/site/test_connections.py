"""What a client does wrong before there is a request, or after: it is told or cut off, and nobody else waits."""

from __future__ import annotations

import asyncio
import resource
import socket
import time
from asyncio import Transport
from collections.abc import Iterator
from contextlib import suppress

import httpx
import pytest
import uvicorn
from uvicorn.server import ServerState

from bot.site.app import application
from bot.site.connections import LARGEST_HEAD, MOST_AHEAD, Connection
from bot.site.site import Site
from index.ranking.searcher import Searcher
from tests.support.desks import desk_of
from tests.support.site import listening

HOST = b"Host: 127.0.0.1\r\n\r\n"
ASK = "/api/ask?question=南嶼已落成多少間分館&limit=1"
LONG = b"GET /articles HTTP/1.1\r\n" + HOST


class Hasty(Connection):
    """A connection that waits for nobody."""

    HEAD_SECONDS = 2.0
    TAKING_SECONDS = 2.0


@pytest.fixture(scope="module")
def port(articles_searcher: Searcher) -> Iterator[int]:
    with listening(application(Site(desk_of(articles_searcher)), {"127.0.0.1"}), Hasty) as address:
        yield int(address.rpartition(":")[2])


def connected(port: int, sent: bytes = b"") -> socket.socket:
    """A connection on which this was sent."""
    connection = socket.create_connection(("127.0.0.1", port), timeout=20)
    with suppress(OSError):  # cut off while it is sent: what was said before can still be read
        connection.sendall(sent)
    return connection


def status(port: int, sent: bytes) -> int:
    """The status of the first response."""
    with connected(port, sent) as connection:
        try:
            return int(connection.recv(4_096).split()[1])
        except ConnectionResetError:
            return 0


def test_a_bad_request_gets_a_clear_status(port: int) -> None:
    megabyte = b"x" * 1_000_000
    assert status(port, b"GET /a/../../etc/passwd HTTP/1.1\r\n" + HOST) == 404
    assert status(port, b"GET /..%2f..%2fetc/passwd HTTP/1.1\r\n" + HOST) == 404
    assert status(port, b"GET /api/ask?question=" + megabyte[:60_000] + b" HTTP/1.1\r\n" + HOST) == 414
    assert status(port, b"GET /api/ask?question=" + megabyte + b" HTTP/1.1\r\n" + HOST) in (431, 414, 0)
    assert status(port, b"GET / HTTP/1.1\r\nX: " + megabyte[: 2 * LARGEST_HEAD]) in (431, 0)
    assert status(port, b"POST /api/verify HTTP/1.1\r\nContent-Length: 1000001\r\n" + HOST) == 413
    assert status(port, b"no HTTP\r\n\r\n") == 400
    assert status(port, LONG * (MOST_AHEAD * 2)) in (200, 400)
    assert httpx.get(f"http://127.0.0.1:{port}{ASK}", timeout=30).status_code == 200


def test_those_who_hold_connections_and_do_nothing_keep_nobody_waiting_and_are_cut_off(port: int) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4_096), hard))
    idle = [connected(port) for _ in range(900)]
    half = [connected(port, b"GET / HTTP/1.1\r\nHost: 127") for _ in range(70)]
    slow = [connected(port, LONG * MOST_AHEAD) for _ in range(30)]  # they ask, and never read
    began = time.monotonic()
    assert httpx.get(f"http://127.0.0.1:{port}{ASK}", timeout=30).status_code == 200
    assert time.monotonic() - began < 20
    for each in idle + half:
        with suppress(ConnectionResetError):
            assert each.recv(1) == b""
        each.close()
    for each in slow:
        each.close()
    assert httpx.get(f"http://127.0.0.1:{port}/api/articles", timeout=30).json()["total"] > 0


def test_who_takes_nothing_of_what_was_sent_is_cut_off() -> None:
    class Stuck(Transport):
        ended = False

        def abort(self) -> None:
            self.ended = True

        def is_closing(self) -> bool:
            return True

    async def ended(takes_more: bool) -> bool:
        class Brief(Connection):
            TAKING_SECONDS = 0.01

        connection, transport = Brief(uvicorn.Config(lambda: None), ServerState(), {}), Stuck()
        connection.connection_made(transport)
        connection.pause_writing()
        if takes_more:
            connection.resume_writing()
        await asyncio.sleep(0.05)
        connection.connection_lost(OSError())
        return transport.ended

    assert asyncio.run(ended(takes_more=False))
    assert not asyncio.run(ended(takes_more=True))
