"""Webhook mode: a Bot API server that takes one, and what sends updates to it as Telegram does."""

from __future__ import annotations

import socket
import threading
from typing import Any

import httpx

from bot.running.web import SECRET_HEADER
from tests.support.bot_api_messages import Params
from tests.support.bot_api_server import BotApiServer

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


class Telegram(threading.Thread):
    """Sends what is pushed to the bot's webhook until it says 200, as Telegram does."""

    def __init__(self, server: BotApiServer, port: int) -> None:
        super().__init__(daemon=True)
        self._server, self._port, self._ended = server, port, threading.Event()

    def run(self) -> None:
        with httpx.Client(trust_env=False, headers={SECRET_HEADER: SECRET}) as client:
            while not self._ended.wait(0.02):
                with self._server.waiting() as updates:
                    pending = list(updates)
                for update in pending:
                    if self._sent(client, update):
                        with self._server.waiting() as updates:
                            updates.remove(update)

    def _sent(self, client: httpx.Client, update: Params) -> bool:
        try:
            return client.post(f"http://127.0.0.1:{self._port}/hook", json=update).status_code == 200
        except httpx.HTTPError:
            return False

    def end(self) -> None:
        self._ended.set()
        self.join()


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
