"""A conversation that goes on from its last question, in Telegram and in the terminal alike."""

from __future__ import annotations

import asyncio
import io

from rich.console import Console

from bot.engine.dialogue import REMEMBERED_FOR, Memory, Turn, meaning
from bot.terminal.conversation import Conversation
from index.library.catalogue import Holdings
from index.records import Answer
from tests.support.answers import PASSAGES
from tests.support.bot_api_messages import buttons_of
from tests.support.bot_api_server import BotApiServer
from tests.support.conversation import ask, converse, sent_to

TALK = ("how many schools were built", "and in 2020?", "source?", "more", "what about parks?", "who are you")
FILLED = "how many schools were built in 2020"


def test_telegram_goes_on_from_the_last_question(bot_api: BotApiServer) -> None:
    first, year, source, more, parks, about = (call.params["text"] for call in sent_to(bot_api, *TALK))
    assert not first.startswith("↳")
    assert year.startswith(f"↳ {FILLED}\n\n")
    assert source.startswith(f"↳ {FILLED}\n\n— 《百年党史映初心》")
    assert "nothing more" in more
    assert parks.startswith("↳ how many parks were built in 2020\n\nI didn't find that")
    assert "word for word" in about


def test_a_button_under_a_follow_up_reads_the_question_as_it_was_understood(bot_api: BotApiServer) -> None:
    asked: list[str] = []

    def noting(question: str) -> Answer:
        asked.append(question)
        return ask(question)

    async def script() -> None:
        for number, text in enumerate(("how many trees were planted", "and in 2020?"), 1):
            bot_api.push(text)
            calls = await asyncio.to_thread(bot_api.wait_for, "sendMessage", number)
        (closest,) = (each for label, each in buttons_of(calls[-1]).items() if "Closest" in label)
        bot_api.tap(closest["callback_data"], bot_api.id_of(calls[-1]))
        (edit,) = await asyncio.to_thread(bot_api.wait_for, "editMessageText", 1)
        assert edit.params["text"].startswith("↳ how many trees were planted in 2020\n\n")

    converse(bot_api, script, noting)
    trees = {question for question in asked if "trees" in question}
    assert trees == {"how many trees were planted", "how many trees were planted in 2020"}


def test_the_terminal_understands_the_same() -> None:
    printed = io.StringIO()
    conversation = Conversation(ask, Holdings(PASSAGES), Console(file=printed, width=200))
    assert all(conversation.say(line) for line in (*TALK, "help", "/articles", "figures schools", "那2020年呢"))
    assert not conversation.say("exit")
    text = printed.getvalue()
    for shown in (
        f"↳ {FILLED}",
        "nothing more",
        "↳ how many parks were built in 2020",
        "what about hospitals?",
        "55所",
    ):
        assert shown in text


def test_a_question_is_remembered_for_ten_minutes() -> None:
    now = [0.0]
    memory = Memory(lambda: now[0])
    memory.note(1, Turn("how many schools were built"))
    assert memory.last(1).question
    assert not memory.last(2).question
    now[0] = REMEMBERED_FOR + 1
    assert not memory.last(1).question


def test_filters_go_on_too() -> None:
    assert meaning("and in 2020?", "how many schools were built in:zhaoqing").text == f"{FILLED} in:zhaoqing"
    assert meaning("and in 2020? in:other", "how many schools were built in:zhaoqing").text == f"{FILLED} in:other"
    assert meaning("how many schools after:2021", "").text == "how many schools after:2021"
