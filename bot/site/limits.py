"""What every request is held to: the host, the size, the time; and what every response says to browsers."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.engine.queueing import Busy, TooFast
from bot.formats.permalinks import WITHIN
from bot.settings.passes import NAME, holds
from bot.site.problems import Problem, problem_response

LARGEST_BODY = 1_000_000  # bytes
LONGEST_ADDRESS = 8_000  # characters of path and query
SECONDS = 30.0
_OPEN = ("/style.css", "/telegram.js", "/robots.txt", "/healthz")  # without a pass: they hold nothing
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors {framing}",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
    "Cross-Origin-Resource-Policy": "same-origin",
}

log = logging.getLogger(__name__)


class Limits:
    """The outermost layer. ``hosts`` are the names that it answers to, all where there are none; below ``prefix`` it
    is what a proxy shows of it, whether or not the proxy takes the prefix off. ``closed`` makes the page that a reader
    sees who comes without a pass where ``pass_key`` asks for one.
    """

    def __init__(
        self,
        app: ASGIApp,
        hosts: Collection[str],
        public: str,
        pass_key: bytes,
        closed: Callable[[Request, Problem], Response] | None = None,
    ) -> None:
        self._app, self._hosts, self._pass_key, self._closed = app, frozenset(hosts), pass_key, closed
        self._prefix = urlsplit(public).path.rstrip("/")
        framing = (
            "https://web.telegram.org" if public.startswith("https://") else "'none'"
        )  # a Mini App is framed there
        self._headers = {name: value.format(framing=framing) for name, value in _HEADERS.items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, scope = False, self._placed(scope)
        within = scope["path"].startswith(f"{WITHIN}/")

        async def answer(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                headers = MutableHeaders(raw=message.setdefault("headers", []))
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
                if within:
                    headers["Content-Security-Policy"] += "; script-src 'self'"
            await send(message)

        try:
            self._check(scope, within)
            await asyncio.wait_for(self._app(scope, _bounded(receive), answer), SECONDS)
        except Exception as error:  # whatever happens, one request is all that it may cost
            if not begun:
                await self._refusal(Request(scope), problem_of(error))(scope, receive, answer)
            elif not isinstance(error, TimeoutError):
                log.error("a response broke off: %s", type(error).__name__, exc_info=error)

    def _refusal(self, request: Request, problem: Problem) -> Response:
        if self._closed and problem.status == 403 and not request.url.path.startswith("/api/"):
            return self._closed(request, problem)
        return problem_response(problem)

    def _check(self, scope: Scope, within: bool) -> None:
        headers = Headers(scope=scope)
        if self._hosts and _host(headers.get("host", "")) not in self._hosts:
            # another site's name that leads here: its pages must not read what is meant for this machine
            raise Problem(421, "this server doesn't answer to that name")
        if len(scope["path"]) + len(scope["query_string"]) > LONGEST_ADDRESS:
            raise Problem(414, f"the address is longer than {LONGEST_ADDRESS} characters")
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > LARGEST_BODY:
            raise Problem(413, f"a body may have {LARGEST_BODY} bytes")
        if not self._pass_key or within or scope["path"] in _OPEN:
            return
        if not holds(self._pass_key, _pass_of(scope, headers)):
            raise Problem(403, "this is for readers of the bot: open it by a button of the bot's")

    def _placed(self, scope: Scope) -> Scope:
        path = scope["path"]
        if self._prefix and (path == self._prefix or path.startswith(f"{self._prefix}/")):
            path = path[len(self._prefix) :] or "/"
        return {**scope, "path": path, "root_path": ""}


def _pass_of(scope: Scope, headers: Headers) -> str:
    given = QueryParams(scope["query_string"]).get(NAME, "")
    return given or headers.get("authorization", "").removeprefix("Bearer ")


def _host(header: str) -> str:
    try:
        return (urlsplit(f"//{header}").hostname or "").lower()
    except ValueError:
        return ""


def _bounded(receive: Receive) -> Callable[[], Awaitable[Message]]:
    """What is received, up to LARGEST_BODY: a body may be longer than it says."""
    left = LARGEST_BODY

    async def bounded() -> Message:
        nonlocal left
        message = await receive()
        left -= len(message.get("body", b""))
        if left < 0:
            raise Problem(413, f"a body may have {LARGEST_BODY} bytes")
        return message

    return bounded


def problem_of(error: Exception) -> Problem:
    """What a client is told of an error; of one that nobody foresaw no more than that there was one."""
    match error:
        case Problem():
            return error
        case TooFast():
            return Problem(429, "too many questions from this address", error.seconds)
        case Busy():
            return Problem(503, "too many questions at the moment", error.seconds)
        case TimeoutError():
            return Problem(503, "this took too long", 10.0)
        case HTTPException():
            return Problem(error.status_code, "this can't be answered")
    log.error("a request failed: %s", type(error).__name__, exc_info=error)
    return Problem(500, "something went wrong here")
