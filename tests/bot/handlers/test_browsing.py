"""Browsing what the articles hold: statistics, articles, the figure of the day, deep links."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from bot.messages.listings import ON_A_PAGE, day_view, figures_view
from bot.messages.views import Reader
from bot.texts import TEXTS
from index.articles.read import split_paragraphs
from index.building.analyse import read_passage
from index.library.catalogue import Holdings, key_of
from index.library.passages import Vocabulary
from index.ranking.searcher import Searcher
from tests.bot.handlers.test_buttons import play
from tests.support.answers import ARTICLE
from tests.support.bot_api_messages import Call, buttons_of, check_message, entities_of
from tests.support.bot_api_server import BotApiServer
from tests.support.desks import desk_of
from tests.support.scene import Scene

if TYPE_CHECKING:
    pass

ENGLISH = TEXTS["en"]


def figures_on(call: Call) -> list[str]:
    """The numbered lines of a page of statistics."""
    return re.findall(r"^\d+\. (.*)$", call.params["text"], re.M)


def test_every_statistic_can_be_browsed(bot_api: BotApiServer, searcher: Searcher) -> None:
    desk = desk_of(searcher)

    async def acts(scene: Scene) -> None:
        (page,) = await scene.says("/stats")
        lines = figures_on(page)
        while label := next((label for label in buttons_of(page) if label.endswith("▶")), ""):
            page, _ = await scene.taps(label, page)
            lines += figures_on(page)
        assert len(lines) == len(desk.holdings.statistics())
        assert any(line.startswith("2.1万个 (21,000) 学位 (") for line in lines)
        one, _ = await scene.taps(next(iter(buttons_of(page))), page)
        assert entities_of(one, "blockquote", "expandable_blockquote")
        back, _ = await scene.taps(ENGLISH.figures, one)
        assert back.params["text"] == page.params["text"]

    play(bot_api, desk, acts)


def test_a_topic_narrows_the_statistics(bot_api: BotApiServer, searcher: Searcher) -> None:
    async def acts(scene: Scene) -> None:
        (page,) = await scene.says("/stats 学校")
        assert page.params["text"].startswith(TEXTS["zh"].figures_on.format(topic="学校"))
        assert {"55所", "19所"} <= {line.split(" ")[0] for line in figures_on(page)}
        (page,) = await scene.says("/stats football")
        assert page.params["text"].startswith(ENGLISH.figures_near.format(topic="football"))

    play(bot_api, desk_of(searcher), acts)


def test_a_topics_further_pages_are_searched_again(bot_api: BotApiServer, searcher: Searcher) -> None:
    async def acts(scene: Scene) -> None:
        (first,) = await scene.says("/stats 宣讲")
        second, _ = await scene.taps("2 ▶", first)
        assert figures_on(second)
        assert not set(figures_on(second)) & set(figures_on(first))
        back, _ = await scene.taps("◀ 1", second)
        assert back.params["text"] == first.params["text"]

    play(bot_api, desk_of(searcher), acts)


def test_articles_lead_to_their_outline_and_figures(bot_api: BotApiServer, articles_searcher: Searcher) -> None:
    async def acts(scene: Scene) -> None:
        (listed,) = await scene.says("/articles")
        titles = {" ".join(article.title.split())[:12] for article in articles_searcher.library.articles}
        labels = [label for label in buttons_of(listed) if any(label.startswith(title) for title in titles)]
        assert len(labels) == min(ON_A_PAGE, len(articles_searcher.library.articles))
        for label in labels:
            outline, _ = await scene.taps(label, listed)
            assert "¶1" in outline.params["text"]
            figures, _ = await scene.taps(ENGLISH.figures, outline)
            assert figures_on(figures)
        (about,) = await scene.says("/about")
        assert "yinju" in about.params["text"]
        for article in articles_searcher.library.articles:
            assert " ".join(article.title.split())[:12] in about.params["text"]

    play(bot_api, desk_of(articles_searcher), acts)


def test_a_deep_link_opens_its_passage_whole(bot_api: BotApiServer, searcher: Searcher) -> None:
    (article,) = searcher.library.articles

    async def acts(scene: Scene) -> None:
        (passage,) = await scene.says(f"/start {key_of(article)}23")
        (quoted,) = entities_of(passage, "blockquote", "expandable_blockquote")
        assert quoted in article.text
        assert "55所" in quoted
        for broken in (f"{key_of(article)}999", "AAAAAAAA1", "nonsense", f"{key_of(article)}٣"):
            (reply,) = await scene.says(f"/start {broken}")
            assert reply.params["text"].startswith(ENGLISH.passage_gone)

    play(bot_api, desk_of(searcher), acts)


def test_the_figure_of_the_day_is_the_same_all_day_and_each_comes_once(searcher: Searcher) -> None:
    holdings = Holdings(searcher.library.passages)
    reader = Reader(ENGLISH, holdings)
    day = date(2022, 1, 5)
    shown = [day_view(reader, day, turn).messages[0].text for turn in range(len(holdings.telling))]
    assert shown[0] == day_view(reader, day, 0).messages[0].text
    assert shown[0] == day_view(reader, day, len(shown)).messages[0].text
    assert len(set(shown)) == len(shown)


def test_an_empty_library_has_no_figures() -> None:
    reader = Reader(ENGLISH, Holdings([]))
    assert day_view(reader, date(2022, 1, 5), 0).messages[0].text == ENGLISH.no_figures
    assert figures_view(reader, "", 0).messages[0].text == ENGLISH.no_figures


@pytest.mark.parametrize("word", ["字", "😀", "e\u0301"])
def test_lists_of_long_names_stay_within_the_limits(word: str) -> None:
    text = "".join(f"新建{word * 60}学校{number}所。" for number in range(1, 40))
    article = replace(ARTICLE, title=word * 900, publisher=word * 900, text=f"{text}\n\n{text}别的。\n")
    vocabulary = Vocabulary()
    holdings = Holdings([read_passage(paragraph, vocabulary) for paragraph in split_paragraphs(article)])
    for message in figures_view(Reader(ENGLISH, holdings, "yinju_test_bot"), "", 0).messages:
        check_message(message.text, [entity.to_dict() for entity in message.entities])
