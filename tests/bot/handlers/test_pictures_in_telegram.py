"""Pictures behind buttons: cards and bar charts sent by the real application with the real library."""

from __future__ import annotations

import asyncio
import io
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from bot.engine.desk import Desk
from bot.messages.blocks import LONGEST_CAPTION, utf16_length
from bot.messages.citation import title
from bot.messages.figures import comparable
from bot.messages.listings import figure_view, outline_view
from bot.messages.views import Reader
from bot.pictures import picture as drawing
from bot.pictures.draw import bar_chart, quote_card
from bot.texts import TEXTS
from index.articles.read import read_corpus, split_paragraphs
from index.building.analyse import read_passage
from index.library.catalogue import Gone, Holdings, key_of
from index.library.passages import Vocabulary
from index.ranking.searcher import Searcher
from index.records import Answer
from tests.bot.handlers.test_buttons import SCHOOLS, notice, play
from tests.conftest import CORPUS
from tests.support.answers import ARTICLE, PASSAGES
from tests.support.bot_api_messages import ApiError, Call, buttons_of, check_photo, entities_of
from tests.support.bot_api_server import BotApiServer
from tests.support.desks import READY, desk_of
from tests.support.scanned import scanned
from tests.support.scene import Scene

if TYPE_CHECKING:
    from pathlib import Path

    from index.records import Article, Language, Quote

ENGLISH, CHINESE = TEXTS["en"], TEXTS["zh"]


@pytest.fixture
def desk(searcher: Searcher) -> Desk:
    """A desk of the real library."""
    return desk_of(searcher, READY)


def photo(calls: list[Call]) -> Call:
    """The one picture among what a tap brought about."""
    (sent,) = (call for call in calls if call.method == "sendPhoto")
    return sent


def held(article: Article) -> Holdings:
    """The holdings of a library of this article alone."""
    vocabulary = Vocabulary()
    return Holdings([read_passage(paragraph, vocabulary) for paragraph in split_paragraphs(article)])


def test_a_figure_is_sent_as_a_card_with_its_source(bot_api: BotApiServer, desk: Desk) -> None:
    async def acts(scene: Scene) -> None:
        (page,) = await scene.says("/stats")
        figure, _ = await scene.taps("1", page)
        calls = await scene.taps(ENGLISH.card, figure)
        sent = photo(calls)
        assert notice(calls) == ""
        key, start = next(iter(desk.holdings.articles)), desk.holdings.statistics()[0].headline[0].span.start
        assert sent.params["photo"] == quote_card(desk.holdings.statistic(key, start), "en")
        assert sent.params["caption"].startswith(entities_of(figure, "bold")[0])
        assert title(desk.holdings.article(key)) in sent.params["caption"]
        assert sent.params["reply_parameters"]["message_id"] == scene.server.id_of(figure)

    play(bot_api, desk, acts)


def test_an_answer_is_sent_as_a_card_that_shows_its_figure(bot_api: BotApiServer, desk: Desk) -> None:
    async def acts(scene: Scene) -> None:
        (answer,) = await scene.says(SCHOOLS)
        sent = photo(await scene.taps(ENGLISH.card, answer))
        assert entities_of(sent, "bold") == entities_of(answer, "bold")[:1]
        assert "¶23" in sent.params["caption"]
        before, _ = await scene.taps("◀ ¶22", answer)  # the answer's own buttons still work
        assert "¶22" in before.params["text"]

    play(bot_api, desk, acts)


def test_the_card_of_what_was_read_from_a_scan_is_the_strip_of_it(bot_api: BotApiServer, tmp_path: Path) -> None:
    async def ask(question: str) -> Answer:
        return Answer(question, "en", 0.0)

    held_scan = Desk(ask, held(scanned(tmp_path)))
    held_scan.corpus = tmp_path

    async def acts(scene: Scene) -> None:
        (page,) = await scene.says("/stats")
        figure, _ = await scene.taps("1", page)
        sent = photo(await scene.taps(ENGLISH.card, figure))
        strip = np.asarray(Image.open(io.BytesIO(sent.params["photo"])))
        assert 50 <= len(strip) <= 70
        assert 0.7 < np.mean(strip < 50) < 0.9
        assert "read from a scan" in sent.params["caption"]

    play(bot_api, held_scan, acts)


def test_an_articles_figures_are_sent_as_bars_from_its_outline_and_its_statistics(
    bot_api: BotApiServer, desk: Desk
) -> None:
    (key,) = desk.holdings.articles
    groups = comparable(quote.headline[0] for quote in desk.holdings.statistics(key))
    unit = max(groups, key=lambda each: len(groups[each]))

    async def acts(scene: Scene) -> None:
        (articles,) = await scene.says("/articles")
        outline, _ = await scene.taps(next(iter(buttons_of(articles))), articles)
        charts = [label for label in buttons_of(outline) if label.startswith("📊")]
        assert charts[0] == ENGLISH.chart.format(unit=unit)
        assert len(charts) == min(4, len(groups))
        first = photo(await scene.taps(charts[0], outline))
        assert first.params["caption"].startswith(ENGLISH.charted.format(unit=unit))
        assert title(desk.holdings.article(key)) in first.params["caption"]
        figures, _ = await scene.taps(ENGLISH.figures, outline)
        second = photo(await scene.taps(charts[0], figures))
        assert second.params["photo"] == first.params["photo"]

    play(bot_api, desk, acts)


def test_pictures_speak_the_readers_language(bot_api: BotApiServer, desk: Desk) -> None:
    async def acts(scene: Scene) -> None:
        (answer,) = await scene.says("全市GDP多少")
        sent = photo(await scene.taps(CHINESE.card, answer))
        (quote,) = (await desk.ask("全市GDP多少")).quotes[:1]
        assert sent.params["photo"] == quote_card(replace(quote, headline=quote.headline[:1]), "zh")
        assert sent.params["photo"] != quote_card(replace(quote, headline=quote.headline[:1]), "en")

    play(bot_api, desk, acts)


def test_pictures_of_another_edition_fail_with_a_notice(bot_api: BotApiServer, desk: Desk) -> None:
    async def acts(scene: Scene) -> None:
        (answer,) = await scene.says(SCHOOLS)
        (articles,) = await scene.says("/articles")
        outline, _ = await scene.taps(next(iter(buttons_of(articles))), articles)
        desk.put_in_service(desk.engine, Holdings(PASSAGES))
        assert notice(await scene.taps(ENGLISH.card, answer)) == ENGLISH.button_too_old
        assert notice(await scene.taps("📊", outline)) == ENGLISH.button_too_old

    play(bot_api, desk, acts)
    assert not bot_api.made("sendPhoto")


@pytest.mark.parametrize("status", [400, 403, 500])
def test_a_picture_that_telegram_does_not_take_costs_a_notice_and_nothing_else(
    bot_api: BotApiServer, desk: Desk, status: int
) -> None:
    async def acts(scene: Scene) -> None:
        (answer,) = await scene.says(SCHOOLS)
        bot_api.refuse("sendPhoto", "sendChatAction", status=status)
        assert notice(await scene.taps(ENGLISH.card, answer)) == ENGLISH.no_picture
        (other,) = await scene.says("what is the city's GDP")
        assert "2600亿元" in other.params["text"]

    play(bot_api, desk, acts)
    assert len(bot_api.made("sendPhoto")) == 1


def test_a_picture_that_cannot_be_drawn_costs_a_notice_and_nothing_else(
    bot_api: BotApiServer, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(quote: Quote, language: Language) -> bytes:
        raise OSError("no typeface")

    monkeypatch.setattr(drawing, "quote_card", fail)

    async def acts(scene: Scene) -> None:
        (answer,) = await scene.says(SCHOOLS)
        assert notice(await scene.taps(ENGLISH.card, answer)).startswith(ENGLISH.failed.split("{")[0])
        (other,) = await scene.says("what is the city's GDP")
        assert "2600亿元" in other.params["text"]

    play(bot_api, desk, acts)


def test_others_are_answered_while_a_picture_is_drawn(
    bot_api: BotApiServer, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, released = threading.Event(), threading.Event()

    def slow(quote: Quote, language: Language) -> bytes:
        begun.set()
        assert released.wait(60)
        return quote_card(quote, language)

    monkeypatch.setattr(drawing, "quote_card", slow)

    async def acts(scene: Scene) -> None:
        (answer,) = await scene.says(SCHOOLS)
        scene.server.tap(buttons_of(answer)[ENGLISH.card]["callback_data"], scene.server.id_of(answer))
        assert await asyncio.to_thread(begun.wait, 60)
        (other,) = await scene.says("全市GDP多少", chat_id=77)
        assert "2600亿元" in other.params["text"]
        assert not scene.server.made("sendPhoto")
        await asyncio.to_thread(scene.server.wait_for, "sendChatAction")
        released.set()
        await asyncio.to_thread(scene.server.wait_for, "sendPhoto")

    try:
        play(bot_api, desk, acts)
    finally:
        released.set()
    assert {call.params["action"] for call in bot_api.made("sendChatAction")} == {"upload_photo"}


@pytest.mark.parametrize("data", ["card", "card:AAAAAAAA:1:2", "chart:AAAAAAAA:1", "chart", "card:{key}:0:5:99"])
def test_a_broken_button_gets_the_notice(bot_api: BotApiServer, data: str) -> None:
    from tests.support.conversation import desk as desk_by_hand

    async def acts(scene: Scene) -> None:
        (page,) = await scene.says("/stats")
        scene.server.tap(data.format(key=key_of(ARTICLE)), scene.server.id_of(page))
        (answered,) = await asyncio.to_thread(scene.server.wait_for, "answerCallbackQuery")
        assert answered.params["text"] == ENGLISH.button_too_old

    play(bot_api, desk_by_hand(), acts)


def test_the_bars_of_a_library_on_disk_have_their_numbers(desk: Desk) -> None:
    (key,) = desk.holdings.articles
    groups = comparable(quote.headline[0] for quote in desk.holdings.statistics(key))
    unit = max(groups, key=lambda each: len(groups[each]))
    drawn = drawing.chart(Reader(ENGLISH, desk.holdings), key, groups[unit][0].span.start).png
    (article,), _ = read_corpus(CORPUS)
    assert drawn == bar_chart(article, groups[unit], "en")
    assert drawn != bar_chart(replace(article, text=" " * len(article.text)), groups[unit], "en")


def test_a_figure_without_company_has_no_chart() -> None:
    holdings = held(replace(ARTICLE, text="新建学校55所，培训教师300人。\n"))
    (key,) = holdings.articles
    reader = Reader(ENGLISH, holdings)
    markup = outline_view(reader, key).buttons
    assert markup is not None
    assert not [each for row in markup.inline_keyboard for each in row if each.text.startswith("📊")]
    with pytest.raises(Gone):
        drawing.chart(reader, key, holdings.statistics(key)[0].headline[0].span.start)


@pytest.mark.parametrize("word", ["字", "😀", "e\u0301"])
def test_captions_and_buttons_of_long_names_stay_within_the_limits(word: str) -> None:
    text = "".join(f"新建{word * 60}学校{number}所。" for number in range(1, 9))
    article = replace(
        ARTICLE, title=word * 900, publisher=word * 900, date=word * 90, authors=(word * 90,) * 9, text=f"{text}\n"
    )
    holdings = held(article)
    (key,) = holdings.articles
    reader = Reader(ENGLISH, holdings, "yinju_test_bot")
    quote = holdings.statistics(key)[0]
    start = quote.headline[0].span.start
    for picture in (drawing.card(reader, quote, [start]), drawing.chart(reader, key, start)):
        assert 0 < utf16_length(picture.caption.text) <= LONGEST_CAPTION
        entities = [entity.to_dict() for entity in picture.caption.entities]
        check_photo({"photo": picture.png, "caption": picture.caption.text, "caption_entities": entities})
    for view in (outline_view(reader, key), figure_view(reader, key, start)):
        assert view.buttons is not None
        rows = view.buttons.inline_keyboard
        assert all(len(str(each.callback_data).encode()) <= 64 for row in rows for each in row)


@pytest.mark.parametrize(
    ("size", "kind", "caption"),
    [((9600, 500), "PNG", ""), ((2100, 100), "PNG", ""), ((9, 9), "JPEG", ""), ((9, 9), "PNG", "😀" * 513)],
)
def test_the_server_refuses_photos_as_telegram_does(size: tuple[int, int], kind: str, caption: str) -> None:
    file = io.BytesIO()
    Image.new("RGB", size).save(file, kind)
    for photo_sent in (file.getvalue(), file.getvalue()[:-20], file.getvalue() + bytes(10_000_000), b"", "id"):
        with pytest.raises(ApiError):
            check_photo({"photo": photo_sent, "caption": caption})
