"""python-telegram-bot's transport, made for bad days: cut replies, updates that can't be read, hanging servers."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import Any
from urllib.request import getproxies, proxy_bypass

import aiohttp
import httpx
from telegram import Update
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

CONNECT, READ, WRITE, POOL = 10.0, 30.0, 20.0, 30.0  # seconds
CONNECTIONS = 128

log = logging.getLogger(__name__)


class Accepted(TelegramError):  # noqa: N818 (the call has not failed)
    """The server has done what it was asked, but its reply broke off: asking again would do it twice."""


class CarefulRequest(BaseRequest):
    """Tells a call that failed from one whose reply was lost. By aiohttp: httpx was most of what the event
    loop spent on a question.

    Reading is given much time: a message that the server was only slow to confirm must not be sent again.
    """

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None
        self._proxies: dict[tuple[str, str | None], tuple[URL | None, dict[str, str]]] = {}

    @property
    def read_timeout(self) -> float:
        """Seconds that a reply may take where a call doesn't say."""
        return READ

    async def initialize(self) -> None:
        """Opens the connections' pool, where it isn't open."""
        self._pool()

    async def shutdown(self) -> None:
        """Closes the connections; a later call opens others."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Status and body of the reply; raises TimedOut or NetworkError, Accepted where the status came and the
        body didn't.
        """
        connect, read = _or(connect_timeout, CONNECT), _or(read_timeout, READ)
        steps = (connect, read, _or(write_timeout, WRITE), _or(pool_timeout, POOL))
        timeout = aiohttp.ClientTimeout(sock_connect=connect, sock_read=read)
        accepted = False
        try:
            address = URL(url)
            proxy, headers = self._proxy(address)
            data, kind = _content(request_data)
            # aiohttp limits neither waiting for a connection apart from making it nor writing: all up to the status.
            async with asyncio.timeout(None if None in steps else sum(steps)) as limit:
                response = await self._pool().request(
                    method,
                    address,
                    timeout=timeout,
                    allow_redirects=False,
                    data=data,
                    headers={**kind, **(headers if address.scheme == "http" else {})},
                    proxy=proxy,
                    proxy_headers=headers,
                )
                limit.reschedule(None)
                async with response:
                    accepted = 200 <= response.status < 300
                    return response.status, await response.read()
        except (aiohttp.ClientError, TimeoutError, ValueError, OSError) as error:
            # From None, and with few words: others of the library's errors quote the address, which holds the token.
            if accepted:
                raise Accepted(f"the reply broke off ({type(error).__name__})") from None
            if isinstance(error, TimeoutError):
                raise TimedOut(f"no reply ({type(error).__name__})") from None
            raise NetworkError(_said(error)) from None

    def _pool(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=CONNECTIONS, ssl=httpx.create_ssl_context()),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
            )
        return self._session

    def _proxy(self, address: URL) -> tuple[URL | None, dict[str, str]]:
        """The proxy that the environment names for this address, looked up once, since that takes long; and the
        headers that tell it who asks.
        """
        origin = (address.scheme, address.host)
        if origin not in self._proxies:
            self._proxies[origin] = _proxy_of(address)
        return self._proxies[origin]

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The reply as an object; Accepted where a success can't be read, its text unlogged."""
        try:
            return _object(payload)
        except ValueError as error:
            raise Accepted(f"the reply is no JSON ({type(error).__name__})") from None


class PollingRequest(CarefulRequest):
    """For getUpdates, which may be asked again at any time, and whose result one bad update must not spoil."""

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """As the base class; a reply that broke off is a network error."""
        try:
            return await super().do_request(*args, **kwargs)
        except Accepted as error:
            raise NetworkError(str(error)) from error

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The reply; of updates that can't be read only the number, so that they are confirmed all the same."""
        try:
            reply = _object(payload)
        except ValueError as error:
            raise NetworkError(f"the reply is no JSON ({type(error).__name__})") from None
        if not isinstance(updates := reply.get("result"), list):
            if "description" in reply:
                return reply
            raise NetworkError("the reply holds no updates")
        reply["result"] = readable_updates(updates)
        if updates and not reply["result"]:
            raise NetworkError("the updates have no numbers")
        return reply


def readable_updates(batch: list[Any]) -> list[dict[str, Any]]:
    """The updates among ``batch`` in order, those that can't be read reduced to their number."""
    updates = [update for update in batch if isinstance(update, dict) and type(update.get("update_id")) is int]
    if len(updates) < len(batch):
        log.warning("%d updates without a number are left out", len(batch) - len(updates))
    return sorted(map(_readable, updates), key=lambda update: int(update["update_id"]))


def _readable(update: dict[str, Any]) -> dict[str, Any]:
    try:
        Update.de_json(update, None)
    except Exception as error:  # whatever the library stumbles over
        log.warning("update %d can't be read (%s) and is passed over", update["update_id"], type(error).__name__)
        return {"update_id": update["update_id"]}
    return update


def _object(payload: bytes) -> dict[str, Any]:
    """The JSON object in ``payload``; ValueError where there is none."""
    try:
        value = json.loads(payload)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if not isinstance(value, dict):
        raise ValueError("no object")
    return value


def _content(data: RequestData | None) -> tuple[bytes | aiohttp.FormData | None, dict[str, str]]:
    """What a request carries, and the header that names it: JSON, or a form where there are files."""
    if data is None:
        return None, {}
    if not data.contains_files:
        return json.dumps(data.parameters).encode(), {"Content-Type": "application/json"}
    form = aiohttp.FormData()
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form, {}


def _proxy_of(address: URL) -> tuple[URL | None, dict[str, str]]:
    proxies = getproxies()
    setting = proxies.get(address.scheme) or proxies.get("all")
    if not setting or proxy_bypass(address.host or ""):
        return None, {}
    proxy = URL(setting if "://" in setting else f"http://{setting}")
    if proxy.user is None:
        return proxy, {}
    return proxy.with_user(None), {"Proxy-Authorization": aiohttp.encode_basic_auth(proxy.user, proxy.password or "")}


def _said(error: Exception) -> str:
    plain = isinstance(error, aiohttp.ClientConnectorError) and not isinstance(
        error, aiohttp.ClientProxyConnectionError
    )
    return f"{type(error).__name__}: {error}" if plain else type(error).__name__


def _or(seconds: Any, default: float) -> Any:
    return default if seconds is BaseRequest.DEFAULT_NONE else seconds
