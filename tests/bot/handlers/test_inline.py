"""Inline mode: cards that carry a whole answer, and only the latest of what is typed answered."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

from bot.engine.desk import MOST_QUOTES
from bot.texts import TEXTS
from index.ranking.searcher import Searcher
from index.records import Answer
from tests.bot.handlers.test_buttons import play
from tests.support.bot_api_messages import Call
from tests.support.bot_api_server import BotApiServer
from tests.support.conversation import ask, converse
from tests.support.desks import desk_of
from tests.support.scene import Scene

if TYPE_CHECKING:
    pass


def test_a_card_carries_the_whole_answer(bot_api: BotApiServer, searcher: Searcher) -> None:
    desk = desk_of(searcher)

    async def acts(scene: Scene) -> None:
        (private,) = await scene.says("how many schools were built")
        (shown,) = await scene.types("how many schools were built")
        (card,) = shown.params["results"]
        assert card["title"].startswith("55所")
        content = card["input_message_content"]
        assert content["message_text"] == private.params["text"]
        assert content["entities"] == private.params["entities"]
        assert shown.params.get("button") is None
        rows = card["reply_markup"]["inline_keyboard"]
        assert rows[1][0]["url"].startswith("https://t.me/yinju_test_bot?start=")
        turned, _ = await scene.taps_card(rows[0][0]["callback_data"])
        assert turned.params["inline_message_id"] == "inline-1"
        assert "¶22" in turned.params["text"]

    play(bot_api, desk, acts)


def test_an_empty_query_shows_examples_of_the_corpus(bot_api: BotApiServer, searcher: Searcher) -> None:
    desk = desk_of(searcher)

    async def acts(scene: Scene) -> None:
        (shown,) = await scene.types("")
        cards = shown.params["results"]
        assert len(cards) == MOST_QUOTES
        text = searcher.library.articles[0].text
        assert all(card["title"].split(" ")[0] in text for card in cards)
        assert len({card["title"] for card in cards}) == len(cards)

    play(bot_api, desk, acts)


def test_what_the_articles_dont_say_is_no_card(bot_api: BotApiServer, searcher: Searcher) -> None:
    async def acts(scene: Scene) -> None:
        (shown,) = await scene.types("who won the football match")
        assert shown.params["results"] == []
        assert shown.params["button"] == {"text": TEXTS["en"].not_found, "start_parameter": "stats"}
        (stats,) = await scene.says("/start stats")
        assert stats.params["text"].startswith(TEXTS["en"].all_figures)

    play(bot_api, desk_of(searcher), acts)


def test_only_the_latest_of_what_is_typed_is_answered(bot_api: BotApiServer) -> None:
    release, asked = threading.Event(), list[str]()

    def slowly(question: str) -> Answer:
        asked.append(question)
        release.wait(30)
        return ask(question)

    answered: list[Call] = []

    async def script() -> None:
        typed = [bot_api.type_inline("how many schools"[: 3 * length]) for length in range(1, 7)]
        bot_api.push("/help", chat_id=9)
        await asyncio.to_thread(bot_api.wait_for, "sendMessage")  # by now all have been received
        release.set()
        answered.extend(await asyncio.to_thread(bot_api.wait_for, "answerInlineQuery"))
        assert str(answered[0].params["inline_query_id"]) == typed[-1]

    converse(bot_api, script, slowly)
    assert len(bot_api.made("answerInlineQuery")) == 1
    assert asked == ["how", "how many schools"]


def test_a_question_is_asked_once_however_often_it_is_typed(bot_api: BotApiServer) -> None:
    asked = list[str]()

    def noted(question: str) -> Answer:
        asked.append(question)
        return ask(question)

    async def script() -> None:
        for count in range(1, 4):
            bot_api.type_inline("how many schools", {"id": count, "is_bot": False, "first_name": "A"})
            await asyncio.to_thread(bot_api.wait_for, "answerInlineQuery", count)

    converse(bot_api, script, noted)
    assert asked == ["how many schools"]


def test_a_late_inline_answer_costs_nothing(bot_api: BotApiServer) -> None:
    bot_api.refuse("answerInlineQuery", status=400)

    async def script() -> None:
        bot_api.type_inline("how many schools")
        await asyncio.to_thread(bot_api.wait_for, "answerInlineQuery")
        bot_api.push("how many schools")
        await asyncio.to_thread(bot_api.wait_for, "sendMessage")

    converse(bot_api, script)
