"""``yinju bot``, ``serve`` and ``mcp``: yinju at work until it is told to stop, its library exchanged meanwhile."""

from __future__ import annotations

import asyncio
import logging
import resource
import signal
import socket
import sys
from collections.abc import Awaitable, Callable, Collection, Iterator
from contextlib import contextmanager
from functools import partial
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import urlsplit

from bot.engine.desk import Desk
from bot.engine.queueing import QuestionQueue, RateLimit
from bot.settings.settings import Settings, SettingsError, exposed
from bot.terminal.answers import say
from bot.terminal.opening import needs, open_to_serve

if TYPE_CHECKING:
    from bot.engine.live_library import LiveLibrary
    from bot.running.service import Service

LISTEN = ("127.0.0.1", 8080)
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
MOST_CONNECTIONS = 4_000
SWITCH_INTERVAL = 0.001  # seconds that the event loop waits for the thread that answers, 5 ms by default
_FINISHING = 6  # seconds for what is in hand when it is stopped

Address = tuple[str, int]
Run = Callable[[Settings, Desk, "Service"], int]


def serve(settings: Settings, listen: Address = LISTEN) -> int:
    """Pages and the interface for programs over HTTP, until told to stop."""
    needs("httptools", "starlette", "uvicorn", extra="serve")
    sock = listening(listen)  # first: that the address is taken shows before a model is loaded
    _ = settings.pass_key
    live = open_to_serve(settings)
    app = _pages(settings, desk_over(live, settings.threshold), listen)
    say(f"open {address_of(listen, settings.site_url)}/")
    asyncio.run(_answering(app, sock, live))
    return 0


def mcp(settings: Settings, listen: Address | None = None) -> int:
    """The Model Context Protocol, on standard input and output or over HTTP, until told to stop."""
    needs("mcp", "uvicorn", extra="mcp")
    from bot.assistants.tools import http_app, server_of
    from bot.site.limits import Limits

    pass_key = settings.pass_key
    sock = listening(listen) if listen else None
    live = open_to_serve(settings)
    server = server_of(desk_over(live, settings.threshold))
    if sock is None or listen is None:
        try:
            asyncio.run(_beside(live, server.run_stdio_async))
        except* BrokenPipeError:
            pass  # the assistant has gone
        return 0
    say(f"assistants connect to {address_of(listen)}/mcp")
    hosts = host_names(listen[0], settings.site_url)
    asyncio.run(_answering(Limits(http_app(server, hosts), hosts, "", pass_key), sock, live))
    return 0


def bot(settings: Settings, run: Run, pages: Address | None = None) -> int:
    """Has ``run`` serve Telegram, and where there is an address for them the pages as well, until told to stop."""
    from bot.settings.redaction import configure_logging

    _ = settings.bot_token  # first: without one nothing has to be loaded
    configure_logging(settings.log_level, *settings.secrets)
    if exposed(Path(".env")):
        logging.getLogger(__name__).warning("others on this machine can read or change .env: chmod 600 .env")
    signal.signal(signal.SIGTERM, _stop)  # until the application takes over
    if pages:
        needs("httptools", "starlette", "uvicorn", extra="serve")
    sock = listening(pages) if pages else None
    live = open_to_serve(settings)
    from bot.running.service import service_in

    engine = partial(live.answer_many, threshold=settings.threshold)
    service, desk = service_in(settings, engine, live)
    if sock is not None and pages is not None:
        app = _pages(settings, desk, pages)

        async def begin(bot: object) -> None:
            service.go_on_with(_server(app).serve([sock]))

        service.when_connected.append(begin)
    return run(settings, desk, service)


def desk_over(live: LiveLibrary, threshold: float | None) -> Desk:
    """A desk that answers from whichever library is in service, a queue in front of it."""
    queue = QuestionQueue(partial(live.answer_many, threshold=threshold))
    desk = Desk(queue.ask, live.holdings)
    live.on_change = lambda: desk.put_in_service(queue.ask, live.holdings)
    return desk


def address_of(listen: Address, public: str = "") -> str:
    """Where a browser finds what listens there, without a slash at its end."""
    host = f"[{listen[0]}]" if ":" in listen[0] else listen[0]
    return public or f"http://{host}:{listen[1]}"


def host_names(host: str, public: str) -> Collection[str]:
    """The names that what listens on ``host`` answers to; all where it is open to others without a public name.

    Another name that leads to this machine is another site's, whose pages must not read what is meant for it.
    """
    try:
        local = ip_address(host).is_loopback
    except ValueError:
        local = host == "localhost"
    named = urlsplit(public).hostname
    return {*LOCAL, host, *([named] if named else [])} if local or named else ()


def listening(listen: Address) -> socket.socket:
    """A socket that listens. Raises SettingsError."""
    family = socket.AF_INET6 if ":" in listen[0] else socket.AF_INET
    try:
        return socket.create_server(listen, family=family, backlog=2048)
    except OSError as error:
        raise SettingsError(f"{listen[0]}:{listen[1]} can't be listened on ({error.strerror or error})") from error


def _pages(settings: Settings, desk: Desk, listen: Address) -> Any:
    """The site as an ASGI application."""
    from bot.site.app import application
    from bot.site.site import Site

    desk.corpus = settings.corpus
    rate = RateLimit(settings.questions_per_minute)
    site = Site(desk, settings.site_url, settings.pass_key, rate, settings.init_key, settings.readers)
    return application(site, host_names(listen[0], settings.site_url))


def _server(app: Any) -> Any:
    """What serves an ASGI application, beside other things of this process. What is asked is logged nowhere."""
    import uvicorn

    from bot.site.connections import Connection

    class Server(uvicorn.Server):
        @contextmanager
        def capture_signals(self) -> Iterator[None]:
            """Leaves signals to whoever runs it."""
            yield

    _open_files()
    sys.setswitchinterval(SWITCH_INTERVAL)
    config = uvicorn.Config(
        app,
        log_level="error",  # what clients do wrong they are told, not the log
        access_log=False,
        server_header=False,
        limit_concurrency=MOST_CONNECTIONS,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=_FINISHING,
        http=Connection,
        ws="none",
    )
    return Server(config)


async def _answering(app: Any, sock: socket.socket, live: LiveLibrary) -> None:
    """Serves an application until SIGTERM or SIGINT, then finishes what is in hand."""
    server, loop = _server(app), asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, partial(setattr, server, "should_exit", True))
    await _beside(live, partial(server.serve, [sock]))


async def _beside(live: LiveLibrary, serving: Callable[[], Awaitable[object]]) -> None:
    watching = asyncio.create_task(live.watch())
    try:
        await serving()
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)


def _open_files() -> None:
    """As many open connections as the system lets this process have."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS + 200 if hard == resource.RLIM_INFINITY else min(hard, MOST_CONNECTIONS + 200)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _stop(signum: int, frame: object) -> NoReturn:
    raise SystemExit(0)
