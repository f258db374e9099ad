"""The HTTP side of the Bot API server: forms and JSON in, JSON out."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from contextlib import suppress
from email import message_from_bytes
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.support.bot_api_messages import ApiError, Params

if TYPE_CHECKING:
    from tests.support.bot_api_server import BotApiServer

WORDS = ("text", "caption")  # never read as JSON


class QuietServer(ThreadingHTTPServer):
    """Says nothing of a peer that hangs up: a bot that is stopped or killed does."""

    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Reports what went wrong, unless it is that."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def _decoded(value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        return value


def _params(body: bytes, content_type: str) -> Params:
    if "json" in content_type:
        return dict(json.loads(body))
    if content_type.startswith("multipart/form-data"):
        form = message_from_bytes(f"Content-Type: {content_type}\r\n\r\n".encode() + body)
        return dict(_field(part) for part in form.walk() if not part.is_multipart())
    pairs = parse_qsl(body.decode(), keep_blank_values=True)
    return {name: value if name in WORDS else _decoded(value) for name, value in pairs}


def _field(part: Message) -> tuple[str, Any]:
    """A field of a form: a file as its bytes, else the value."""
    name, content = str(part.get_param("name", header="content-disposition")), part.get_payload(decode=True)
    assert isinstance(content, bytes)
    if part.get_filename() is not None:
        return name, content
    return name, content.decode() if name in WORDS else _decoded(content.decode())


def handler_of(server: BotApiServer) -> Callable[..., BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # where a reply is two writes after all, the second would wait 40 ms
        wbufsize = -1  # a reply is one write, as a server's is; else the bot is woken twice

        def do_GET(self) -> None:
            content = server.files.get(unquote(self.path).removeprefix(f"/file/bot{server.token}/documents/"))
            self.send_response(404 if content is None else 200)
            self.send_header("Content-Length", str(len(content or b"")))
            self.end_headers()
            self.wfile.write(content or b"")

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            body = self.rfile.read(length)
            if len(body) < length:  # whoever sent it is gone
                self.close_connection = True
                return
            _, bot, method = urlsplit(self.path).path.split("/", 2)
            params = _params(body, self.headers.get("Content-Type", ""))
            try:
                self._send(200, {"ok": True, "result": server.answer(bot.removeprefix("bot"), method, params)})
            except ApiError as error:
                self._send(error.status, _error(error))

        def _send(self, status: int, payload: Params) -> None:
            data = json.dumps(payload).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            with suppress(ConnectionError):  # a bot that stops hangs up in the middle of its long poll
                self.wfile.write(data)

        def log_message(self, format: str, *args: Any) -> None:
            """Says nothing: the tests read the calls."""

    return Handler


def _error(error: ApiError) -> Params:
    payload: Params = {"ok": False, "error_code": error.status, "description": error.description}
    return payload | ({"parameters": {"retry_after": error.retry_after}} if error.retry_after else {})
