"""The pages for readers: the quote marked where it stands, as much around it as may be shown, links that last."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import numpy as np
import pytest
from PIL import Image

from bot.engine.desk import Desk
from bot.formats.json_lines import quote_id
from bot.formats.permalinks import page_path
from bot.site.app import application
from bot.site.pages import style
from bot.site.site import Site
from bot.texts import TEXTS
from index.articles.read import split_paragraphs
from index.building.analyse import read_passage
from index.library.catalogue import Holdings
from index.library.passages import Vocabulary
from index.ranking.searcher import Searcher
from index.records import Answer, Article, Show, plain
from tests.support.answers import ARTICLE, SENTENCE
from tests.support.desks import desk_of
from tests.support.scanned import scanned
from tests.support.site import Seen, asked

LARGEST = 60_000  # bytes
GONE = TEXTS["en"].pages


@pytest.fixture(scope="module")
def desk(articles_searcher: Searcher) -> Desk:
    return desk_of(articles_searcher)


@pytest.fixture(scope="module")
def app(desk: Desk) -> Any:
    return application(Site(desk))


def test_what_is_marked_are_the_quoted_characters(app: Any, desk: Desk) -> None:
    quotes = list(desk.holdings.statistics())[::7]
    for quote, response in zip(quotes, asked(app, *map(page_path, quotes)), strict=True):
        assert response.status_code == 200
        assert Seen(response.text).found["mark"] == plain(quote.paragraph.article, quote.span)[0]
        assert f'id="p{quote.paragraph.number}"' in response.text or quote.paragraph.kind != "body"
        assert len(response.content) <= LARGEST


def test_a_statement_gets_what_the_article_says_to_it(app: Any) -> None:
    said, *_ = asked(app, ("GET", "/", {"params": {"q": "南嶼已落成18間分館，對嗎"}}))
    before, _, _ = TEXTS["en"].claim_different.partition("{")
    assert Seen(said.text, ("b",)).found["b"].startswith("8間")
    assert before in said.text


def test_an_answer_is_its_figure_its_words_and_the_way_to_its_article(app: Any) -> None:
    question = "how many <script>alert(1)</script> libraries were completed in Nanyu"
    found, told = asked(app, ("GET", "/", {"params": {"q": question}}), ("GET", "/", {"params": {"lang": "zh"}}))
    assert "<script" not in found.text
    assert "&lt;script&gt;" in found.text
    assert "/a/" in found.text
    assert '<html lang="zh-Hans">' in told.text
    assert TEXTS["zh"].pages.ask in told.text
    assert "javascript:" not in found.text + told.text
    sheet = style().decode()
    assert "prefers-color-scheme: dark" in sheet
    assert "@media print" in sheet


@pytest.mark.parametrize(
    ("address", "status", "note"),
    [
        ({"quote": "AAAAAAAA.0-9", "text": "至2023年底已落成8間，另有3間正在施工"}, 200, GONE.moved),
        ({"quote": "AAAAAAAA.0-9", "text": "至2023年底已落成9間，另有3間正在施工"}, 200, GONE.nearest_now),
        ({"quote": "AAAAAAAA.0-9", "text": "此句從未有人寫過也不會有"}, 200, GONE.not_there),
        ({"quote": "AAAAAAAA.0-9"}, 200, GONE.not_there),
        ({"quote": "AAAAAAAA.0-9", "text": "。"}, 200, GONE.not_there),
        ({"p": "2"}, 200, ""),
        ({"p": "99999"}, 404, GONE.no_page),
        ({"p": "../2"}, 404, GONE.no_page),
    ],
)
def test_a_link_outlives_a_change_of_the_article(app: Any, address: dict[str, str], status: int, note: str) -> None:
    (response,) = asked(app, f"/a/nanyu-library-plan?{urlencode(address)}")
    assert response.status_code == status
    assert note in response.text
    if note == GONE.moved:
        assert Seen(response.text).found["mark"] == address["text"]
    assert ("<mark>" in response.text) == (note in (GONE.moved, GONE.nearest_now))


def test_what_is_no_page_is_said_in_words(app: Any) -> None:
    addresses = ("/a/..%2f..%2fetc%2fpasswd", "/a/nothing", "/nowhere", "/a/nothing?quote=AAAAAAAA.0-9")
    responses = asked(app, *addresses)
    assert [response.status_code for response in responses] == [404, 404, 404, 410]
    assert all(response.headers["content-type"].startswith("text/html") for response in responses)
    assert all("<form" in response.text for response in responses)


def desk_with(article: Article) -> Desk:
    """A desk that knows nothing but how to show this article."""
    vocabulary = Vocabulary()

    async def ask(question: str) -> Answer:
        return Answer(question, "zh", 0.0)

    return Desk(ask, Holdings([read_passage(each, vocabulary) for each in split_paragraphs(article)]))


def test_beside_what_is_quoted_of_a_scan_stands_the_strip_of_it(tmp_path: Path) -> None:
    desk = desk_with(scanned(tmp_path))
    quote = next(iter(desk.holdings.statistics()))
    missing, unknown = asked(
        application(Site(desk)), f"/strip/{quote_id(quote.paragraph.article, quote.span)}", "/strip/x"
    )
    desk.corpus = tmp_path
    (shown,) = asked(application(Site(desk)), page_path(quote))
    (address,) = re.findall(r'<img src="([^"]+)"', shown.text)
    (strip,) = asked(application(Site(desk)), address)
    picture = Image.open(io.BytesIO(strip.content))
    assert (missing.status_code, unknown.status_code, strip.headers["content-type"]) == (404, 404, "image/png")
    assert 50 <= picture.height <= 70
    assert 0.7 < np.mean(np.asarray(picture) < 50) < 0.9
    assert "img-src 'self'" in shown.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("show", "before", "whole"), [("quote", False, False), ("neighbours", True, False), ("whole", True, True)]
)
def test_as_much_is_shown_as_the_rights_allow(show: Show, before: bool, whole: bool) -> None:
    text = "头一段写别的事。\n\n" + ARTICLE.text + "\n\n第四段也写别的事。\n\n第五段还写别的事。\n"
    article = replace(ARTICLE, text=text, show=show)
    desk = desk_with(article)
    quote = next(each for each in desk.holdings.statistics() if SENTENCE in each.text)
    (response,) = asked(application(Site(desk)), page_path(quote))
    assert "<img" not in response.text
    assert Seen(response.text).found["mark"] == SENTENCE
    assert ("头一段" in response.text) == before
    assert ("第五段" in response.text) == whole
