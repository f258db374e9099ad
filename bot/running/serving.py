"""Start, run and end of the bot: it waits for the network, loses no question, and stops when told."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import Any

from telegram import Update
from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.ext import Application, Updater
from tornado.httpserver import HTTPServer

from bot.running.service import Service
from bot.running.web import closed, monitoring_server, webhook_server
from bot.settings.webhook import Webhook

App = Application[Any, Any, Any, Any, Any, Any]

ALLOWED_UPDATES = [
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.MY_CHAT_MEMBER,  # the bot was added to a group
]
LONGEST_PAUSE = 15.0  # seconds between attempts to connect
LETTING_GO, FINISHING, CLOSING = 1.5, 6.0, 1.5  # seconds for the steps of stopping
STOPPED_AT_LAST = 9.5  # seconds after SIGTERM, whatever hangs
WEBHOOK_CONNECTIONS = 100
POLL_EVERY = 0.05  # seconds from updates to asking for the next: under load several come with one call
POLLING_TASK = "Updater:start_polling:polling_task"

log = logging.getLogger(__name__)


async def serve_until_cancelled(
    application: App,
    service: Service,
    api_url: str,
    *,
    introduce: Callable[[Any], Awaitable[None]],
    webhook: Webhook | None = None,
    monitor: tuple[str, int] | None = None,
    on_stop: Callable[[], None] = lambda: None,
) -> None:
    """Connects and answers until cancelled, by SIGTERM too; then finishes what it had begun.

    Raises InvalidToken where the server refuses the token, SettingsError where a port is taken.
    """
    task = asyncio.current_task()
    assert task is not None  # noqa: S101  (a coroutine always runs in a task)
    with suppress(NotImplementedError, RuntimeError):  # only the main thread may
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    servers: list[HTTPServer] = []
    watching = asyncio.create_task(service.live.watch()) if service.live else None
    try:
        if monitor:
            servers.append(monitoring_server(monitor, service.metrics, lambda: service.connected))
        await _until_reached(application.initialize, api_url)
        if webhook:
            await _listen(application, service, api_url, webhook, servers)
        else:
            await _poll(application, service, api_url)
        service.connected = True
        application.create_task(introduce(application.bot))
        for begin in service.when_connected:
            await begin(application.bot)
        log.info("ready: @%s", application.bot.username)
        await _polling_ended()
    finally:
        on_stop()
        service.connected = False
        if watching:
            watching.cancel()
        await _stop(application, service, servers)


async def _start(application: App, service: Service) -> None:
    """Starts to work, first on what an earlier run left, however updates come."""
    await application.start()
    if left := await service.inbox.resume(application.bot):
        log.info("%d updates were left unfinished and are taken up again", left)


async def _poll(application: App, service: Service, api_url: str) -> None:
    await _start(application, service)
    await _updater(application).start_polling(
        poll_interval=POLL_EVERY,
        bootstrap_retries=-1,
        allowed_updates=ALLOWED_UPDATES,
        error_callback=partial(_report_polling_error, api_url),
    )


async def _listen(
    application: App,
    service: Service,
    api_url: str,
    webhook: Webhook,
    servers: list[HTTPServer],
) -> None:
    """Listens first, then says so to Telegram."""
    secret = webhook.secret.get_secret_value()
    servers.append(webhook_server(webhook.listen, webhook.path, application.bot, service.inbox, secret))
    await _start(application, service)
    await _until_reached(
        lambda: application.bot.set_webhook(
            webhook.url,
            secret_token=secret,
            allowed_updates=ALLOWED_UPDATES,
            max_connections=WEBHOOK_CONNECTIONS,
        ),
        api_url,
    )


async def _until_reached(call: Callable[[], Awaitable[object]], api_url: str) -> None:
    """Makes ``call`` until it succeeds, waiting for the network as long as it takes. InvalidToken ends that."""
    pause = 1.0
    while True:
        try:
            await call()
            return
        except InvalidToken:
            raise
        except TelegramError as error:
            log.warning("cannot reach %s (%s), trying again in %.0f s", api_url, error, pause)
        except (KeyError, TypeError, ValueError) as error:  # a reply of another shape than Telegram's
            log.warning("cannot read what %s says (%s), trying again", api_url, type(error).__name__)
        await asyncio.sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE)


async def _polling_ended() -> None:
    """Waits for the polling task, which ends by itself only when the token is refused: raises that."""
    tasks = [task for task in asyncio.all_tasks() if task.get_name() == POLLING_TASK]
    if not tasks:
        await asyncio.Event().wait()
    await asyncio.wait(tasks)
    tasks[0].result()


def _updater(application: App) -> Updater:
    assert application.updater is not None  # noqa: S101  (the builder makes one unless told not to)
    return application.updater


async def _stop(application: App, service: Service, servers: list[HTTPServer]) -> None:
    """Takes nothing new, finishes what is in hand, and leaves the rest to the next run."""
    for server in servers:
        server.stop()
    await _within(LETTING_GO, service.let_go_of_tasks())
    if _updater(application).running:
        await _within(LETTING_GO, _updater(application).stop())
    if application.running:
        await _within(FINISHING, application.stop())
    for server in servers:
        await _within(0.5, closed(server))
    await _within(CLOSING, application.shutdown())
    await _within(CLOSING, service.close())


async def _within(seconds: float, step: Awaitable[object]) -> None:
    """Waits for a step of stopping; one that takes longer or fails must not keep the next ones waiting."""
    try:
        await asyncio.wait_for(step, seconds)
    except TimeoutError:
        log.warning("stopping without waiting any longer")
    except (TelegramError, RuntimeError) as error:
        log.info("while stopping: %s", error)


def stop_at_last() -> None:
    """Makes sure that the process ends soon after SIGTERM, also where a thread hangs."""
    timer = threading.Timer(STOPPED_AT_LAST, os._exit, (0,))
    timer.daemon = True
    timer.start()


def _report_polling_error(api_url: str, error: TelegramError) -> None:
    if isinstance(error, Conflict):
        log.warning("another program is polling with this bot's token; stop it, or use another token")
    else:
        log.warning("cannot reach %s (%s), trying again", api_url, error)
