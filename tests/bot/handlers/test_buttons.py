"""What buttons do, with the real engine: nothing is remembered behind them, and old ones fail quietly."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import pytest

from bot.engine.desk import Desk
from bot.messages.buttons import Tap, tap_of
from bot.texts import TEXTS
from index.library.catalogue import Gone, Holdings, key_of
from index.ranking.searcher import Searcher
from tests.support.answers import ARTICLE, PASSAGES
from tests.support.bot_api_messages import Call, buttons_of, entities_of
from tests.support.bot_api_server import BotApiServer
from tests.support.desks import READY, desk_of
from tests.support.scene import Scene

if TYPE_CHECKING:
    pass

SCHOOLS = "how many schools were built"
ENGLISH = TEXTS["en"]


@pytest.fixture
def desk(searcher: Searcher) -> Desk:
    """A desk of the real library."""
    return desk_of(searcher, READY)


def play(server: BotApiServer, desk: Desk, acts: Callable[[Scene], Awaitable[None]]) -> None:
    """Runs what people do while the bot serves at this desk."""

    async def run() -> None:
        async with Scene(server, desk) as scene:
            await acts(scene)

    asyncio.run(run())


def notice(calls: list[Call]) -> str:
    """What a tap was answered with; empty where there was no notice."""
    (answered,) = (call for call in calls if call.method == "answerCallbackQuery")
    return str(answered.params.get("text", ""))


def test_neighbouring_paragraphs_take_the_place_of_the_answer_and_give_it_back(
    bot_api: BotApiServer, desk: Desk
) -> None:
    async def acts(scene: Scene) -> None:
        (answer,) = await scene.says(SCHOOLS)
        before, _ = await scene.taps("◀ ¶22", answer)
        assert "¶22" in before.params["text"]
        again, _ = await scene.taps("¶23 ▶", before)
        assert entities_of(again, "blockquote", "expandable_blockquote")
        back, _ = await scene.taps(ENGLISH.back_to_answer, again)
        assert back.params["text"] == answer.params["text"]
        assert back.params["entities"] == answer.params["entities"]
        assert back.params["reply_markup"] == answer.params["reply_markup"]

    play(bot_api, desk, acts)
    assert len(bot_api.made("sendMessage")) == 1


def test_more_goes_through_the_passages_and_back_to_the_first(bot_api: BotApiServer, desk: Desk) -> None:
    async def acts(scene: Scene) -> None:
        (first,) = await scene.says("党史学习教育")
        seen, shown = [first.params["text"]], first
        while label := next((label for label in buttons_of(shown) if TEXTS["zh"].more in label), ""):
            shown, _ = await scene.taps(label, shown)
            seen.append(shown.params["text"])
        assert len(seen) == len(set(seen)) > 2
        back, _ = await scene.taps(TEXTS["zh"].back_to_answer, shown)
        assert back.params["text"] == seen[0]

    play(bot_api, desk, acts)


def test_the_gloss_says_what_it_is(bot_api: BotApiServer, desk: Desk) -> None:
    async def acts(scene: Scene) -> None:
        (answer,) = await scene.says(SCHOOLS)
        gloss, _ = await scene.taps(ENGLISH.gloss, answer)
        assert gloss.params["text"].startswith(ENGLISH.gloss_note)
        assert "动工 dònggōng · to start (a building project)" in gloss.params["text"]
        assert "校 xiào · (bound form) school" in gloss.params["text"]
        assert gloss.params["reply_parameters"]["message_id"] == scene.server.id_of(answer)

    play(bot_api, desk, acts)


def test_a_chinese_reader_is_offered_no_gloss(bot_api: BotApiServer, desk: Desk) -> None:
    async def acts(scene: Scene) -> None:
        (answer,) = await scene.says("全市GDP多少")
        assert TEXTS["zh"].gloss not in buttons_of(answer)
        assert {"👍", "👎", TEXTS["zh"].share} <= set(buttons_of(answer))

    play(bot_api, desk, acts)


def test_ratings_are_recorded_without_words(
    bot_api: BotApiServer, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="bot")
    noted: list[tuple[int, str, bool]] = []
    desk.record_feedback = lambda *feedback: noted.append(feedback)

    async def acts(scene: Scene) -> None:
        (answer,) = await scene.says(SCHOOLS)
        assert notice(await scene.taps("👍", answer)) == ENGLISH.thanks_for_rating
        assert notice(await scene.taps("👎", answer)) == ENGLISH.thanks_for_rating

    play(bot_api, desk, acts)
    assert [(user, good) for user, _, good in noted] == [(4242, True), (4242, False)]
    assert all(passage.startswith("zhaoqing-party-history-2021 ¶23 ") for _, passage, _ in noted)
    assert "schools were" not in caplog.text


def test_share_sends_the_question_where_inline_mode_is_on(bot_api: BotApiServer, desk: Desk) -> None:
    async def acts(scene: Scene) -> None:
        (answer,) = await scene.says(SCHOOLS)
        assert buttons_of(answer)[ENGLISH.share]["switch_inline_query"] == SCHOOLS

    play(bot_api, desk, acts)


def test_there_is_no_share_where_inline_mode_is_off(bot_api: BotApiServer, desk: Desk) -> None:
    bot_api.me = {**bot_api.me, "supports_inline_queries": False}

    async def acts(scene: Scene) -> None:
        (answer,) = await scene.says(SCHOOLS)  # the server refuses such a button
        assert ENGLISH.share not in buttons_of(answer)

    play(bot_api, desk, acts)


def test_what_the_articles_dont_say_offers_the_closest_and_the_figures(bot_api: BotApiServer, desk: Desk) -> None:
    async def acts(scene: Scene) -> None:
        (answer,) = await scene.says("who won the football match")
        assert answer.params["text"] == ENGLISH.not_found
        closest, _ = await scene.taps(ENGLISH.closest, answer)
        assert closest.params["text"].startswith(f"{ENGLISH.not_found}\n\n{ENGLISH.nearest}")
        assert entities_of(closest, "expandable_blockquote")
        figures, _ = await scene.taps(ENGLISH.figures, closest)
        assert figures.params["text"].startswith(ENGLISH.all_figures)

    play(bot_api, desk, acts)


def test_buttons_of_another_edition_fail_with_a_notice(bot_api: BotApiServer, desk: Desk) -> None:
    async def acts(scene: Scene) -> None:
        (answer,) = await scene.says(SCHOOLS)
        desk.put_in_service(desk.ask, Holdings(PASSAGES))
        for label in ("◀ ¶22", "👍", ENGLISH.gloss):
            assert notice(await scene.taps(label, answer)) == ENGLISH.button_too_old

    play(bot_api, desk, acts)
    assert not bot_api.made("editMessageText")


def test_a_deleted_question_is_said_and_a_deleted_answer_costs_nothing(bot_api: BotApiServer, desk: Desk) -> None:
    async def acts(scene: Scene) -> None:
        (answer,) = await scene.says("党史学习教育")
        bot_api.delete(answer.params["reply_parameters"]["message_id"])
        assert notice(await scene.taps(TEXTS["zh"].more, answer)) == ENGLISH.question_gone
        bot_api.refuse("editMessageText", "answerCallbackQuery", status=400)
        await scene.taps(next(label for label in buttons_of(answer) if label.startswith("¶")), answer)
        (other,) = await scene.says(SCHOOLS)
        assert "55所" in other.params["text"]

    play(bot_api, desk, acts)


@pytest.mark.parametrize("data", ["x", "paragraph", "paragraph:a", "paragraph:a:b", "gloss:AAAAAAAA:9:3", "stats::99"])
def test_a_button_of_an_unknown_make_gets_the_notice(bot_api: BotApiServer, data: str) -> None:
    from tests.support.conversation import desk as desk_by_hand

    async def acts(scene: Scene) -> None:
        scene.server.tap_inline(data)
        (answered,) = await asyncio.to_thread(scene.server.wait_for, "answerCallbackQuery")
        assert answered.params["text"] == ENGLISH.button_too_old

    play(bot_api, desk_by_hand(), acts)


def test_an_error_behind_a_button_is_told(bot_api: BotApiServer) -> None:
    from tests.support.conversation import desk as desk_by_hand

    async def acts(scene: Scene) -> None:
        (answer,) = await scene.says("what's the weather")
        question = answer.params["reply_parameters"]["message_id"]
        bot_api.messages[4242, question]["text"] = "trouble"
        assert "error" in notice(await scene.taps(ENGLISH.closest, answer))

    play(bot_api, desk_by_hand(), acts)


def test_taps_fit_into_a_button() -> None:
    key = key_of(ARTICLE)
    tap = Tap("paragraph", (key, "9999999", "9999999"))
    assert tap_of(tap.data) == tap
    assert len(tap.data.encode()) <= 64
    with pytest.raises(Gone):
        tap_of("paragraph:x").number(1)


def test_a_key_changes_with_the_articles_words() -> None:
    from dataclasses import replace

    other = replace(ARTICLE, text=ARTICLE.text + "。")
    assert key_of(ARTICLE) != key_of(other)
    assert Holdings(PASSAGES).article(key_of(ARTICLE)) == ARTICLE
    with pytest.raises(Gone):
        Holdings(PASSAGES).article(key_of(other))
