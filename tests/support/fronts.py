"""One text through every front: JSON, the terminal, Telegram, inline; and where they say different things of it."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

from bot.engine.checking import look_up
from bot.engine.desk import MOST_QUOTES, Desk
from bot.formats.json_lines import json_line
from bot.messages.citation import shortened
from bot.messages.verdicts import claims_of
from bot.terminal.answers import console_on
from bot.terminal.conversation import Conversation, is_a_question
from bot.texts import TEXTS, remark
from index.answering.answer import answer
from index.library.catalogue import Holdings
from index.ranking.searcher import Searcher
from index.records import Answer
from tests.support.bot_api_server import BotApiServer
from tests.support.conversation import converse
from tests.support.desks import in_one_thread

TYPED = Path(__file__).parent.parent / "questions" / "typed.txt"


def typed_texts() -> list[str]:
    """Texts as people type them."""
    return [line for line in TYPED.read_text("utf-8").splitlines() if line and not line.startswith("#")]


def disagreements(texts: Sequence[str], searcher: Searcher, server: BotApiServer) -> list[str]:
    """Each text of which two fronts say different things, with what they say."""
    ask = cache(partial(answer, searcher=searcher, limit=MOST_QUOTES))  # the engine is one; the fronts are tested
    desk = Desk(in_one_thread(ask), Holdings(searcher.library.passages))
    found: list[str] = []

    async def script() -> None:
        for number, text in enumerate(texts):
            told = await _told(server, text, 9_000 + number)
            cards = await _cards(server, text)
            found.extend(f"{text}: {line}" for line in _differences(text, ask, desk.holdings, told, cards))

    converse(server, script, at=desk)
    return found


async def _told(server: BotApiServer, text: str, chat: int) -> str:
    before = len(server.made("sendMessage"))
    server.push(text, chat_id=chat)
    calls = await asyncio.to_thread(server.wait_for, "sendMessage", before + 1)
    return str(calls[before].params["text"])


async def _cards(server: BotApiServer, text: str) -> dict[str, Any]:
    before = len(server.made("answerInlineQuery"))
    server.type_inline(text)
    calls = await asyncio.to_thread(server.wait_for, "answerInlineQuery", before + 1)
    return dict(calls[before].params)


def _differences(
    text: str, ask: Callable[[str], Answer], holdings: Holdings, told: str, cards: dict[str, Any]
) -> Iterator[str]:
    reply, checks = look_up(text, ask)
    program = json.loads(json_line(reply, claims_of(checks)))
    said = {} if not is_a_question(text) else {"terminal": _printed(text, ask, holdings), "Telegram": told}
    remarks = {remark(reply, texts) for texts in TEXTS.values()}
    first_lines = {words.partition("\n")[0] for words in remarks}
    figures = [
        " ".join(each["plain"].split())
        for quote in program["quotes"][:1]
        for each in quote["statistics"]
        if each["headline"]
    ]
    claimed = [each["verdict"] for each in program["claims"] if each["verdict"] != "none"]
    for front, words in said.items():
        unsure = any(line in words for line in first_lines)
        if unsure == (program["state"] == "sure"):
            yield f"JSON {program['state']}, {front} {words[:80]!r}"
        elif figures and not any(each in " ".join(words.split()[:40]) for each in figures):
            yield f"JSON {figures}, {front} {words[:80]!r}"
        elif claimed and not any(_wording(texts, claimed[0]) in words for texts in TEXTS.values()):
            yield f"JSON {claimed}, {front} {words[:80]!r}"
    shown, without = cards["results"], cards.get("button")
    if bool(shown) != (program["state"] in ("sure", "perhaps")):
        yield f"JSON {program['state']}, inline {len(shown)} cards"
    elif shown and figures and not any(each in shown[0]["title"] for each in figures):
        yield f"JSON {figures}, inline {shown[0]['title']!r}"
    elif not shown and without and without["text"] not in {shortened(each, 64) for each in remarks}:
        yield f"JSON {remarks}, inline {without['text']!r}"


def _printed(text: str, ask: Callable[[str], Answer], holdings: Holdings) -> str:
    stream = io.StringIO()
    Conversation(ask, holdings, console_on(stream)).say(text)
    return stream.getvalue()


def _wording(texts: Any, verdict: str) -> str:
    """The words that a verdict begins with, before anything is filled in."""
    return str(getattr(texts, f"claim_{verdict}")).partition("{")[0]
