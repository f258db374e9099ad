"""Figures are added up only where they make a sum."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.messages.of_answers import compared_view
from bot.messages.sums import sum_line
from bot.messages.views import Reader
from bot.texts import TEXTS
from index.library.catalogue import Holdings
from index.records import Article, Quote
from tests.support.answers import PASSAGES, answered, quote_of, statistic, unanswered

TEXT = "新建学校55所。\n\n改建学校1.9千所。\n\n新增床位300张。\n"
ARTICLE = Article("sums", "医疗与教育", TEXT, date="2022-01-05")
ENGLISH = TEXTS["en"]


def side(sentence: str, text: str, value: float, unit: str, **more: Any) -> Quote:
    return quote_of(ARTICLE, sentence, statistic(ARTICLE, text, value, unit, "学校", **more), headline=1)


NEW, REBUILT = side("新建学校55所。", "55所", 55, "所"), side("改建学校1.9千所。", "1.9千所", 1900, "所")


def test_a_sum_is_marked_as_one_and_shows_its_parts() -> None:
    assert sum_line([NEW, REBUILT], ENGLISH) == "Added up from 2 quotes: 55所 + 1.9千所 = 1,955所"
    about = side("改建学校1.9千所。", "1.9千所", 1900, "所", qualifier="about")
    assert sum_line([NEW, about], ENGLISH).endswith("= about 1,955所")


def test_what_makes_no_sum_is_not_added_up_and_it_says_why() -> None:
    beds = side("新增床位300张。", "300张", 300, "张")
    earlier = side("改建学校1.9千所。", "1.9千所", 1900, "所", period="2019")
    share = side("改建学校1.9千所。", "1.9千所", 1900, "所", kind="percent")
    target = side("改建学校1.9千所。", "1.9千所", 1900, "所", role="target")
    over = side("改建学校1.9千所。", "1.9千所", 1900, "所", qualifier="over")
    assert sum_line([NEW, None], ENGLISH) == f"Not added up: {ENGLISH.sum_missing}."
    assert "所, 张" in sum_line([NEW, beds], ENGLISH)
    assert "2022, 2019" in sum_line([NEW, earlier], ENGLISH)
    assert ENGLISH.sum_parts in sum_line([NEW, NEW], ENGLISH)
    for other in (share, target, over):
        assert ENGLISH.sum_kinds in sum_line([NEW, other], ENGLISH)


def test_bare_counts_of_different_things_make_no_sum() -> None:
    boats, harbours = (
        replace(each, headline=(replace(each.headline[0], unit="", counted=counted),))
        for each, counted in ((NEW, "boats"), (REBUILT, "harbours"))
    )
    assert "boats, harbours" in sum_line([boats, harbours], ENGLISH)


def test_the_parts_stand_under_the_sum() -> None:
    reader = Reader(ENGLISH, Holdings(PASSAGES), "yinju_bot")
    rows = [("new", answered(NEW)), ("rebuilt", answered(REBUILT))]
    head, *lines = compared_view(reader, rows, adding=True).messages[0].text.split("\n")
    assert head.startswith("Added up from 2 quotes")
    assert [line.split(" · ")[0] for line in lines] == ["new", "rebuilt"]
    assert "Added up" not in compared_view(reader, rows).messages[0].text
    assert "Not added up" in compared_view(reader, [rows[0], ("old", unanswered())], adding=True).messages[0].text
