"""The Telegram message of an answer: what it says, and that it always fits."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import MessageEntity

from bot.messages.blocks import Message
from bot.messages.figures import in_words
from bot.messages.render import render
from bot.texts import TEXTS, language_of
from index.records import Answer, Article, Language, Markup, Paragraph, Quote, Span, Statistic
from tests.support.answers import ARTICLE, SENTENCE, answered, parks, quote_of, schools, statistic, unanswered, unsure
from tests.support.bot_api_messages import check_message


def covered(message: Message, *kinds: str) -> list[str]:
    """The words that the entities of these kinds cover."""
    units = message.text.encode("utf-16-le")
    return [
        units[2 * each.offset : 2 * (each.offset + each.length)].decode("utf-16-le")
        for each in message.entities
        if each.type in kinds
    ]


def checked(message: Message) -> Message:
    """The message, once a server would have taken it."""
    check_message(message.text, [entity.to_dict() for entity in message.entities])
    return message


def test_answer_message_gives_figures_then_quote_then_source() -> None:
    message = checked(render(answered()))
    assert message.text == (
        "55所 动工建设中小学校 · 19所 已竣工公办中小学校\n"
        f"{SENTENCE}\n"
        "— 《百年党史映初心》 · 西江日报 · 陈洁 陈明红 · 2022-01-05 · ¶23"
    )
    assert covered(message, "bold") == ["55所", "19所", "55所", "19所"]
    assert covered(message, "blockquote") == [SENTENCE]
    assert covered(message, "text_link") == ["《百年党史映初心》"]


def test_link_marks_the_quote_on_the_page() -> None:
    (url,) = (entity.url for entity in render(answered()).entities if entity.url)
    assert url is not None
    address, directive = url.split("#:~:text=")
    assert address == ARTICLE.url
    assert unquote(directive) == SENTENCE


def test_directive_of_a_long_quote_names_its_two_ends_with_dashes_encoded() -> None:
    text = "A well-known, much-used start & more, " + "words " * 30 + ", and an end-of-it."
    (url,) = (e.url for e in render(answered(quote_of(replace(ARTICLE, text=text), text))).entities if e.url)
    assert url is not None
    directive = url.split("#:~:text=")[1]
    assert "-" not in directive
    assert "&" not in directive
    assert unquote(directive) == "A well-known,,and an end-of-it."


def test_link_appends_to_an_address_that_has_a_fragment() -> None:
    article = replace(ARTICLE, url="https://example.org/#part")
    (url,) = (entity.url for entity in render(answered(schools(article))).entities if entity.url)
    assert url is not None
    assert url.startswith("https://example.org/#part:~:text=")


@pytest.mark.parametrize("url", ["", "tg://user?id=1", "javascript:alert(1)", "https://", "http://[::1", "a b"])
def test_title_is_not_linked_to_what_is_no_web_address(url: str) -> None:
    assert not covered(render(answered(schools(replace(ARTICLE, url=url)))), "text_link")


def test_unanswered_is_one_honest_line() -> None:
    assert render(unanswered()) == Message(TEXTS["en"].not_found)
    assert render(unanswered(language="zh-Hant")) == Message(TEXTS["zh-Hant"].not_found)


def test_what_is_unsure_shows_its_sentence_and_sets_no_figure_as_the_answer() -> None:
    message = render(unsure())
    assert message.text.startswith(TEXTS["en"].perhaps)
    assert SENTENCE in message.text
    assert not message.text.startswith("55所")
    assert [text.count("所") for text in covered(message, "blockquote")] == [SENTENCE.count("所")]


def test_smalltalk_is_answered_in_kind() -> None:
    assert render(unanswered(smalltalk="greeting", language="zh")).text == TEXTS["zh"].greeting
    assert render(unanswered(smalltalk="thanks")).text == TEXTS["en"].thanks


def test_another_quote_is_added_only_for_a_figure_not_given_before() -> None:
    message = checked(render(answered(schools(), schools(), parks())))
    assert covered(message, "blockquote") == [SENTENCE]
    assert covered(message, "expandable_blockquote") == ["下一段,新建公园12个。"]


def test_quote_cut_out_of_a_sentence_shows_where_it_goes_on() -> None:
    quote = quote_of(ARTICLE, "已竣工公办中小学校19所", statistic(ARTICLE, "19所", 19, "所", "学校"))
    assert covered(render(answered(quote)), "blockquote") == ["…已竣工公办中小学校19所…"]
    assert not covered(render(answered(quote)), "bold")  # no figure of it answers


@pytest.mark.parametrize("end", ["。", "\uff01", "\uff1f”", ". ", "!"])
def test_whole_sentence_within_a_paragraph_gets_no_ellipsis(end: str) -> None:
    article = replace(ARTICLE, text=f"前一句{end}新建学校55所{end}后一句{end}")
    quote = quote_of(article, f"新建学校55所{end}".rstrip())
    assert covered(render(answered(quote)), "blockquote") == [quote.text]


def test_markup_of_the_file_is_not_shown() -> None:
    text = "<p>新建<b>55</b>所&amp;学校。</p>"
    marks = tuple(
        Markup(Span(text.index(raw), text.index(raw) + len(raw)), shown)
        for raw, shown in (("<p>", ""), ("<b>", ""), ("</b>", ""), ("&amp;", "&"), ("</p>", ""))
    )
    article = replace(ARTICLE, text=text, markup=marks)
    figure = statistic(article, "<b>55</b>所", 55, "所", "学校")
    message = checked(render(answered(quote_of(article, text, figure, headline=1))))
    assert covered(message, "blockquote") == ["新建55所&学校。"]
    assert covered(message, "bold") == ["55所", "55所"]


def test_large_chinese_figures_are_restated_for_english_readers_only() -> None:
    article = replace(ARTICLE, text="全市生产总值超2600亿元。")
    figure = statistic(article, "2600亿元", 260e9, "元", "生产总值", qualifier="over", kind="money")
    quote = quote_of(article, article.text, figure, headline=1)
    assert render(answered(quote)).text.startswith(
        "2600亿元 (over 260 billion yuan) 生产总值 (gross domestic production"
    )
    assert render(answered(quote, language="zh")).text.startswith("2600亿元 生产总值\n")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (21000.0, "21,000"),
        (2.1e6, "2.1 million"),
        (1234567.0, "1,234,567"),
        (5.5, "5.5"),
        (3e12, "3 trillion"),
    ],
)
def test_numbers_in_words_are_exact(value: float, words: str) -> None:
    assert in_words(value, TEXTS["en"].numbers) == words


@pytest.mark.parametrize("length", [4000, 5000, 50_000])
@pytest.mark.parametrize("character", ["字", "😀", "e\u0301", "👩\u200d🚀"])
def test_long_quote_is_cut_around_its_figure(length: int, character: str) -> None:
    text = character * length + "55所" + character * length
    article = replace(ARTICLE, text=text)
    figure = statistic(article, "55所", 55, "所", "学校")
    message = checked(render(answered(quote_of(article, text, figure, headline=1))))
    (quoted,) = covered(message, "expandable_blockquote")
    clause, whole = quoted.split("\n\n")
    assert clause.strip("…") in text
    assert whole.strip("…") in text
    assert covered(message, "bold") == ["55所", "55所", "55所"]
    assert whole.strip("…").startswith(character)


def test_the_clause_with_the_figure_stands_over_a_long_quote() -> None:
    article = replace(ARTICLE, text="一年来,市里扩建道路、" + "又" * 60 + ",全市新建学校55所,新增学位2.1万个。")
    figure = statistic(article, "55所", 55, "所", "学校")
    message = checked(render(answered(quote_of(article, article.text, figure, headline=1))))
    assert covered(message, "expandable_blockquote") == [f"…全市新建学校55所,…\n\n{article.text}"]
    assert message.text.startswith("55所 学校 (school)\n…全市新建学校55所")


def test_every_language_has_every_text() -> None:
    assert set(TEXTS) >= set(get_args(Language))
    for texts in TEXTS.values():
        assert len(texts.description) <= 512
        assert len(texts.short_description) <= 120
        assert texts.failed.format(id="1a2b")


@pytest.mark.parametrize(
    ("code", "language"),
    [(None, "en"), ("de", "en"), ("zh", "zh"), ("zh-hans", "zh"), ("zh-TW", "zh-Hant"), ("zh_HK", "zh-Hant")],
)
def test_interface_language_follows_telegrams_code(code: str | None, language: Language) -> None:
    assert language_of(code) == language


PIECES = st.sampled_from(
    [
        "字",
        "55所",
        "a",
        " ",
        "😀",
        "e\u0301",
        "👩\u200d🚀",
        "עברית",
        "\u202e",
        "\x00",
        "\n",
        "\ud800",
        "。",
        "1,000",
        "-",
    ]
)
TEXTS_OF_ANY_KIND = st.builds(
    lambda pieces, times: "".join(pieces) * times,
    st.lists(PIECES, max_size=8),
    st.sampled_from([1, 3, 40, 900]),
)


@st.composite
def spans(draw: st.DrawFn, length: int) -> Span:
    start = draw(st.integers(0, length))
    return Span(start, draw(st.integers(start, min(length, start + 12))))


@st.composite
def quotes(draw: st.DrawFn) -> Quote:
    text = "始" + draw(TEXTS_OF_ANY_KIND) + "终"
    names = [draw(TEXTS_OF_ANY_KIND) for _ in range(4)]
    article = Article("slug", names[0], text, names[1], (names[2],), names[3], "https://example.org/" + "x" * 50)
    found = draw(st.lists(spans(len(text)), max_size=12)) * draw(st.sampled_from([1, 20]))
    statistics = tuple(Statistic(span, text[span.start : span.end], 5.0, "所", names[0]) for span in found)
    paragraph = Paragraph(article, draw(st.integers(0, 99)), Span(0, len(text)))
    headline = statistics[: draw(st.integers(0, 12))]
    return Quote(paragraph, Span(0, draw(st.integers(1, len(text)))), statistics, headline)


@settings(deadline=None)
@given(st.lists(quotes(), min_size=1, max_size=4), st.sampled_from(get_args(Language)))
def test_any_message_is_within_telegrams_limits(found: list[Quote], language: Language) -> None:
    message = checked(render(Answer("question", language, 0.9, tuple(found))))
    assert "\x00" not in message.text
    assert all(isinstance(entity, MessageEntity) for entity in message.entities)
    (quoted, *_) = covered(message, "blockquote", "expandable_blockquote")
    assert quoted.strip("…")
