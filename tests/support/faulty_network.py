"""A bad network between the bot and the Bot API server: a proxy on 127.0.0.1 that cuts, delays and vanishes."""

from __future__ import annotations

import http.client
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from tests.support.bot_api_server import BotApiServer


@dataclass
class Fault:
    """What happens to requests of a method, ``times`` times.

    ``drop``: the connection ends before the server hears of it. ``cut``: the server has done it, the reply
    ends in its middle. ``slow``: the reply comes after ``seconds``. ``garbage``: a reply that is no JSON.
    """

    kind: str
    times: int
    seconds: float = 0.0


class FaultyNetwork:
    """The proxy; ``url`` is what the bot is given."""

    def __init__(self, server: BotApiServer) -> None:
        self.server = server
        self.happened: list[str] = []
        self._faults: dict[str, Fault] = {}
        self._lock = threading.Lock()
        self._http = self._listening(0)
        self.port = int(self._http.server_address[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def fail(self, method: str, kind: str, times: int = 1, seconds: float = 0.0) -> None:
        """Lets the next ``times`` requests of ``method`` meet with a fault."""
        with self._lock:
            self._faults[method] = Fault(kind, times, seconds)

    def vanish(self) -> None:
        """Nothing listens any more, and every connection breaks."""
        self._http.shutdown()
        self._http.server_close()

    def return_(self) -> None:
        """Listens again where it did before."""
        self._http = self._listening(self.port)

    def fault_of(self, method: str) -> Fault | None:
        """The fault that this request meets with."""
        with self._lock:
            fault = self._faults.get(method)
            if fault is None or fault.times == 0:
                return None
            fault.times -= 1
            self.happened.append(f"{method} {fault.kind}")
            return fault

    def _listening(self, port: int) -> ThreadingHTTPServer:
        http_server = _Server(("127.0.0.1", port), _handler_of(self))
        threading.Thread(target=http_server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return http_server


class _Server(ThreadingHTTPServer):
    """Breaks every connection when it is closed."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, *arguments: Any) -> None:
        self._open: set[socket.socket] = set()
        super().__init__(*arguments)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Broken connections are what this is for."""

    def server_close(self) -> None:
        super().server_close()
        for connection in list(self._open):
            _break(connection)


@contextmanager
def faulty(server: BotApiServer) -> Iterator[FaultyNetwork]:
    """A bad network in front of ``server``."""
    network = FaultyNetwork(server)
    try:
        yield network
    finally:
        network.vanish()


def _handler_of(network: FaultyNetwork) -> Callable[..., BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            fault = network.fault_of(self.path.rsplit("/", 1)[1])
            if fault and fault.kind == "drop":
                self.close_connection = True
                _break(self.connection)
                return
            status, reply = self._forwarded(body)
            if fault and fault.kind == "slow":
                time.sleep(fault.seconds)
            if fault and fault.kind == "garbage":
                reply = b"<html>not what you expect"
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(reply)))
            self.end_headers()
            if fault and fault.kind == "cut":
                self.wfile.write(reply[: len(reply) // 2])
                self.wfile.flush()
                self.close_connection = True
                _break(self.connection)
                return
            self.wfile.write(reply)
            network.happened.append(f"{self.path.rsplit('/', 1)[1]} done")

        def _forwarded(self, body: bytes) -> tuple[int, bytes]:
            address = urlsplit(network.server.url)
            onward = http.client.HTTPConnection(str(address.hostname), address.port, timeout=60)
            try:
                onward.request("POST", self.path, body, {"Content-Type": self.headers.get("Content-Type", "")})
                reply = onward.getresponse()
                return reply.status, reply.read()
            finally:
                onward.close()

        def log_message(self, format: str, *args: Any) -> None:
            """Says nothing."""

    return Handler


def _break(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return
