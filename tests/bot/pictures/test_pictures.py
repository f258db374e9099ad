"""Pictures: every character drawn, lines set by the rules, figures in proportion, files small and repeatable."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from bot.messages.figures import comparable
from bot.pictures import typeface
from bot.pictures.draw import WIDTH, bar_chart, quote_card
from bot.pictures.typeface import MISSING, covered, drawable
from bot.pictures.typesetting import Style, fold, line_width
from index.articles.read import read_corpus
from index.errors import EncoderError
from index.records import Article, Language, Paragraph, Quote, Span, Statistic
from tests.conftest import ARTICLES, CORPUS

LANGUAGES: tuple[Language, ...] = ("en", "zh", "zh-Hant")
RED = (168, 36, 28)


def statistic(text: str, figure: str, counted: str, value: float, unit: str) -> Statistic:
    """The figure where it stands in ``text``."""
    start = text.index(figure)
    return Statistic(Span(start, start + len(figure)), figure, value, unit, counted)


def quoted(text: str, *statistics: Statistic, title: str = "城市的学校") -> Quote:
    """A quote of all of ``text``, the first of its statistics its headline."""
    article = Article("a", title, text, "日报", ("陈洁",), "2021-06-30")
    span = Span(0, len(text))
    return Quote(Paragraph(article, 3, span), span, statistics, statistics[:1])


def opened(png: bytes) -> Image.Image:
    """The picture as any reader would open it."""
    assert len(png) <= 1_000_000
    image = Image.open(io.BytesIO(png))
    image.load()
    assert image.format == "PNG"
    assert image.width == WIDTH
    assert image.height <= 4 * WIDTH
    return image


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_typeface_has_every_character_of_the_corpora(language: Language) -> None:
    texts = [a.text + a.title + a.publisher for folder in (CORPUS, ARTICLES) for a in read_corpus(folder)[0]]
    lacking = {c for c in "".join(texts) if drawable(c, language) == MISSING}
    assert not lacking
    drawn = {d for c in set("".join(texts)) for d in drawable(c, language)}
    assert all(ord(character) in covered(language) for character in drawn)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_typeface_lacks_has_another_form(language: Language) -> None:
    assert ord(MISSING) in covered(language)
    assert drawable("𝟝", language) == "5"
    assert drawable("\u200b", language) == drawable("\x00", language) == ""
    assert drawable("\U0001f3eb", language) == drawable("\U00012000", language) == MISSING
    assert [drawable(c, language) for c in "學学a5，"] == list("學学a5，")


def test_a_typeface_of_another_make_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typeface, "FONT_SHA256", "0" * 64)
    with pytest.raises(EncoderError, match="SHA-256 differs"):
        typeface._file.__wrapped__()


def test_lines_fit_and_none_begins_with_a_closing_mark() -> None:
    style = Style(40, RED, RED, "zh")
    text = "全市动工建设“中小学校”，（已竣工）；新增学位、培训。" * 8 + "An English sentence, too, of several words."
    for width in range(200, 700, 37):
        lines = fold(text, (), width, style)
        assert "".join(line.text for line in lines).replace(" ", "") == text.replace(" ", "")
        assert all(line_width(line, style) <= width for line in lines)
        assert not any(line.text[0] in "，。；、”）" or line.text[-1] in "“（" for line in lines)


def test_a_figure_is_kept_whole() -> None:
    text = "培训" * 10 + "88660人次" + "培训" * 10
    span = Span(20, 27)
    for width in range(320, 900, 41):
        assert any("88660人次" in line.text for line in fold(text, [span], width, Style(40, RED, RED, "zh")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_is_the_same_every_time_and_shows_its_figure(language: Language) -> None:
    text = "全市动工建设中小学校55所，已竣工19所。"
    quote = quoted(text, statistic(text, "55所", "中小学校", 55, "所"))
    card = quote_card(quote, language)
    assert card == quote_card(quote, language)
    red = _red(opened(card))
    without = _red(opened(quote_card(quoted(text), language)))
    assert red.sum() > without.sum() + 1500  # the large figure is there


def test_a_long_quote_ends_at_a_sentence() -> None:
    text = "学校建设进展顺利，群众满意。" * 400
    whole, short = quote_card(quoted(text), "zh"), quote_card(quoted(text[:294]), "zh")
    assert opened(whole).height >= opened(short).height
    assert opened(whole).height < 2 * WIDTH


@pytest.mark.parametrize("text", ["a" * 5000, "\u0301" * 300 + "x", "🏫" * 600, "مدرسة " * 200, " "])
def test_any_text_makes_a_picture(text: str) -> None:
    opened(quote_card(quoted(text, title=text), "en"))


def test_bars_are_as_long_as_the_figures_are_large() -> None:
    text = "宣讲400场次，培训100场次，演出200场次"
    found = [
        statistic(text, f"{value}场次", name, value, "场次")
        for value, name in ((400, "宣讲"), (100, "培训"), (200, "演出"))
    ]
    article = Article("a", "活动", text)
    png = bar_chart(article, found, "zh")
    assert png == bar_chart(article, found[::-1], "zh")
    red = _red(opened(png))
    runs = [int(row[88:].argmin()) for row in red[12:] if row[88:100].all()]
    lengths = [runs[i] for i in range(len(runs)) if i == 0 or runs[i] != runs[i - 1]]
    assert len(lengths) == 3
    np.testing.assert_allclose([lengths[1] / lengths[0], lengths[2] / lengths[0]], [0.5, 0.25], atol=0.01)


def test_only_figures_of_one_unit_are_compared() -> None:
    text = "宣讲400场次，培训100人次，演出200场次"
    first, second, third = (
        statistic(text, figure, name, value, unit)
        for figure, name, value, unit in (
            ("400场次", "宣讲", 400, "场次"),
            ("100人次", "培训", 100, "人次"),
            ("200场次", "演出", 200, "场次"),
        )
    )
    assert comparable([first, second, third, first]) == {"场次": (first, third)}
    for wrong in ([first, second], []):
        with pytest.raises(ValueError, match="share a unit"):
            bar_chart(Article("a", "活动", text), wrong, "zh")


def _red(image: Image.Image) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    pixels = np.asarray(image.convert("RGB"), np.int16)
    return np.asarray(np.abs(pixels - np.array(RED)).max(axis=2) < 12, bool)
