"""Conversations with the bot: python-telegram-bot's real Application against a Bot API server of our own."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from pydantic import SecretStr

from bot.app import build_application, serve
from bot.engine.desk import Desk
from bot.running.service import Service
from bot.settings.settings import Settings
from index.library.catalogue import Holdings
from index.records import Answer
from tests.support.answers import PASSAGES, answered, unanswered
from tests.support.bot_api_messages import Call
from tests.support.bot_api_server import BotApiServer
from tests.support.desks import in_one_thread

Script = Callable[[], Awaitable[None]]


def ask(question: str) -> Answer:
    """Stands in for the engine: schools are known, the weather is not, trouble is trouble."""
    if "trouble" in question:
        raise RuntimeError(f"cannot digest {question}")
    return answered(question=question) if "school" in question else unanswered(question=question)


def desk(asked: Callable[[str], Answer] = ask) -> Desk:
    """A desk that answers with ``asked`` and holds the article of the answers made by hand."""
    return Desk(in_one_thread(asked), Holdings(PASSAGES))


def converse(
    server: BotApiServer,
    script: Script,
    asked: Callable[[str], Answer] = ask,
    at: Desk | None = None,
    service: Service | None = None,
) -> None:
    """Runs ``script`` while the bot serves, at the desk given or one that answers with ``asked``."""

    async def conversation() -> None:
        application = build_application(
            Settings(token=SecretStr(server.token), api_url=server.url), at or desk(asked), service
        )
        bot = asyncio.create_task(serve(application, server.url))
        try:
            await script()
        finally:
            bot.cancel()
            with suppress(asyncio.CancelledError):
                await bot

    asyncio.run(conversation())


def sent_to(server: BotApiServer, *questions: str, count: int | None = None) -> list[Call]:
    """The bot's messages once it has answered these, pushed one after the other."""
    calls: list[Call] = []

    async def script() -> None:
        for question in questions:
            server.push(question)
        calls.extend(await asyncio.to_thread(server.wait_for, "sendMessage", count or len(questions)))

    converse(server, script)
    return calls
