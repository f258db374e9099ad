"""What a connection is held to where there is no request yet, or nobody reads the response: the size of a request's
head, and the time. Without, a few who open connections and do nothing with them hold them all.
"""

from __future__ import annotations

from asyncio import TimerHandle, Transport

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

LARGEST_HEAD = 65_536  # bytes of a request's first line and headers
MOST_AHEAD = 32  # requests that are sent before the first is answered
_TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


class Connection(HttpToolsProtocol):
    """A connection that is closed when a request's head is not there in ``HEAD_SECONDS``, or what was sent is not
    taken in ``TAKING_SECONDS``.
    """

    HEAD_SECONDS = 15.0
    TAKING_SECONDS = 60.0

    _head = 0  # bytes of the head so far
    _in_head = True
    _awaited: TimerHandle | None = None
    _stalled: TimerHandle | None = None

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """Begins to wait for a request."""
        super().connection_made(transport)
        self._await_head()

    def data_received(self, data: bytes) -> None:
        """Takes in what has come."""
        super().data_received(data)
        if self.transport.is_closing() or not (self.cycle is None or self.cycle.response_complete):
            return
        self._await_head()
        self._head += len(data) if self._in_head else 0
        if self._head > LARGEST_HEAD:
            self.transport.write(_TOO_LARGE)
            self.transport.close()

    def on_headers_complete(self) -> None:
        """Hands the request on."""
        self._head, self._in_head = 0, False
        _cancel(self._awaited)
        self._awaited = None
        if len(self.pipeline) >= MOST_AHEAD:
            raise ValueError("too many requests at once")  # the parser makes it a 400
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """What comes now is the next request's head."""
        self._in_head = True
        super().on_message_complete()

    def pause_writing(self) -> None:
        """Waits until more is taken, but not for ever."""
        super().pause_writing()
        self._stalled = self.loop.call_later(self.TAKING_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        """Goes on."""
        _cancel(self._stalled)
        super().resume_writing()

    def timeout_keep_alive_handler(self) -> None:
        """Closes a connection on which nothing more is asked, though the last response may not have been taken."""
        super().timeout_keep_alive_handler()
        _cancel(self._stalled)
        self._stalled = self.loop.call_later(self.TAKING_SECONDS, self.transport.abort)

    def connection_lost(self, exc: Exception | None) -> None:
        """Ends all waiting."""
        _cancel(self._awaited)
        _cancel(self._stalled)
        super().connection_lost(exc)

    def _await_head(self) -> None:
        if self._awaited is None:
            self._awaited = self.loop.call_later(self.HEAD_SECONDS, self.transport.abort)


def _cancel(timer: TimerHandle | None) -> None:
    if timer is not None:
        timer.cancel()
