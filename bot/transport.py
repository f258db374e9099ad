"""python-telegram-bot's transport, made for bad days: cut replies, updates that can't be read, hanging servers."""

from __future__ import annotations

import json
import logging
from typing import Any

import httpx
from telegram import Update
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, HTTPXRequest, RequestData

CONNECT, READ, WRITE, POOL = 10.0, 30.0, 20.0, 30.0  # seconds
CONNECTIONS = 128

log = logging.getLogger(__name__)


class Accepted(TelegramError):  # noqa: N818 (the call has not failed)
    """The server has done what it was asked, but its reply broke off: asking again would do it twice."""


class CarefulRequest(HTTPXRequest):
    """Tells a call that failed from one whose reply was lost.

    Reading is given much time: a message that the server was only slow to confirm must not be sent again.
    """

    def __init__(self) -> None:
        super().__init__(
            connection_pool_size=CONNECTIONS,
            connect_timeout=CONNECT,
            read_timeout=READ,
            write_timeout=WRITE,
            pool_timeout=POOL,
        )

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
        """As the base class, but raises Accepted where the status came and the body didn't."""
        timeout = httpx.Timeout(
            connect=_or(connect_timeout, CONNECT),
            read=_or(read_timeout, READ),
            write=_or(write_timeout, WRITE),
            pool=_or(pool_timeout, POOL),
        )
        accepted = False
        try:
            async with self._client.stream(
                method,
                url,
                headers={"User-Agent": self.USER_AGENT},
                timeout=timeout,
                files=request_data.multipart_data if request_data else None,
                data=request_data.json_parameters if request_data else None,
            ) as response:
                accepted = response.is_success
                return response.status_code, await response.aread()
        except httpx.HTTPError as error:
            if accepted:
                raise Accepted(f"the reply broke off ({type(error).__name__})") from error
            if isinstance(error, httpx.TimeoutException):
                raise TimedOut(f"no reply ({type(error).__name__})") from error
            raise NetworkError(f"{type(error).__name__}: {error}") from error

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
        if not isinstance(found := reply.get("result"), list):
            if "description" in reply:
                return reply
            raise NetworkError("the reply holds no updates")
        reply["result"] = readable_updates(found)
        if found and not reply["result"]:
            raise NetworkError("the updates have no numbers")
        return reply


def readable_updates(found: list[Any]) -> list[dict[str, Any]]:
    """The updates among ``found`` in order, those that can't be read reduced to their number."""
    updates = [each for each in found if isinstance(each, dict) and type(each.get("update_id")) is int]
    if len(updates) < len(found):
        log.warning("%d updates without a number are left out", len(found) - len(updates))
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


def _or(seconds: Any, default: float) -> Any:
    return default if seconds is BaseRequest.DEFAULT_NONE else seconds
