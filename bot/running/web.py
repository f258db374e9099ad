"""What the bot serves over HTTP: Telegram's webhook, and, on a port of its own, its health and figures."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
import re
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from telegram import Bot, Update
from tornado.httpserver import HTTPServer
from tornado.web import Application as WebApplication
from tornado.web import RequestHandler

from bot.running.inbox import Inbox
from bot.running.metrics import Metrics
from bot.settings.settings import SettingsError

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  (its name, not its value)
LARGEST_UPDATE = 1_000_000  # bytes
HELD = 45.0  # seconds that Telegram is kept waiting where nothing can be written down

log = logging.getLogger(__name__)


class _Handler(RequestHandler):
    """Answers in plain text, and tells nobody what serves here."""

    def set_default_headers(self) -> None:
        self.set_header("Server", "yinju")
        self.set_header("Content-Type", "text/plain; charset=utf-8")

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        self.finish(f"{status_code}\n")


class _Webhook(_Handler):
    def initialize(self, bot: Bot, inbox: Inbox, secret: str) -> None:
        self._bot, self._inbox, self._secret = bot, inbox, secret

    async def post(self) -> None:
        """200 once the update is written down, to be taken up again by a bot that is killed.

        Where the disk fails, only once it is dealt with: until then Telegram has it, and sends it again. But for
        one update of a person at a time: Telegram keeps few connections, and one person must not hold them all.
        """
        given = self.request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), self._secret.encode()):
            self.send_error(403)
            return
        update = self._update()
        if update is not None:
            written = await self._inbox.accept(update)
            if not written and self._inbox.is_alone(update):
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._inbox.dealt_with(update.update_id), HELD)
        self.finish()

    def _update(self) -> Update | None:
        """The update sent; None, which is confirmed as well, for what can't be read: it would only come again."""
        try:
            data = json.loads(self.request.body)
            return Update.de_json(data, self._bot)
        except Exception as error:  # whatever the library stumbles over
            log.warning("an update can't be read (%s) and is passed over", type(error).__name__)
            return None


class _Text(_Handler):
    def initialize(self, text: Callable[[], tuple[int, bytes]]) -> None:
        self._text = text

    async def get(self) -> None:
        status, text = self._text()
        self.set_status(status)
        self.finish(text)

    head = get


def webhook_server(listen: tuple[str, int], path: str, bot: Bot, inbox: Inbox, secret: str) -> HTTPServer:
    """Listens for updates at ``path``. SettingsError where the port is taken."""
    arguments = {"bot": bot, "inbox": inbox, "secret": secret}
    application = WebApplication([(re.escape(path or "/"), _Webhook, arguments)], log_function=_silent)
    return _listening(application, listen)


def monitoring_server(listen: tuple[str, int], metrics: Metrics, ready: Callable[[], bool]) -> HTTPServer:
    """Serves ``/healthz``, ``/readyz`` and ``/metrics``. SettingsError where the port is taken."""

    def readiness() -> tuple[int, bytes]:
        return (200, b"ready\n") if ready() else (503, b"not ready\n")

    pages = {"/healthz": lambda: (200, b"alive\n"), "/readyz": readiness, "/metrics": lambda: (200, metrics.text())}
    application = WebApplication([(path, _Text, {"text": text}) for path, text in pages.items()], log_function=_silent)
    return _listening(application, listen)


async def closed(server: HTTPServer) -> None:
    """Stops listening, and returns when the open connections have ended."""
    server.stop()
    wait: Callable[[], Awaitable[None]] = server.close_all_connections
    await wait()


def _listening(application: WebApplication, listen: tuple[str, int]) -> HTTPServer:
    server = HTTPServer(application, max_body_size=LARGEST_UPDATE, max_buffer_size=2 * LARGEST_UPDATE)
    host, port = listen
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listening = socket.create_server((host, port), family=family, backlog=128)
    except OSError as error:
        raise SettingsError(f"{host}:{port} can't be listened on ({error.strerror or error})") from error
    listening.setblocking(False)
    server.add_socket(listening)
    return server


def _silent(handler: RequestHandler) -> None:
    """Requests are not logged."""
