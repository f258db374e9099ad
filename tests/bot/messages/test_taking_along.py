"""What readers take along: citations, copied words, tables; and what is offered to whoever doesn't know what to ask."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

from python_calamine import CalamineWorkbook

from bot.engine.checking import check_one
from bot.formats.json_lines import figure_object
from bot.formats.tables import figure_row, figures_csv, figures_json
from bot.formats.workbook import as_workbook
from bot.messages.examples import question_for
from bot.messages.of_answers import checks_view, cite_view
from bot.messages.references import apa, bibtex, gb7714
from bot.messages.senses import label
from bot.messages.tables import as_markdown, figures_on
from bot.messages.views import Reader
from bot.texts import TEXTS
from index.library.catalogue import Holdings
from index.question.claims import claims_in
from index.records import Article, Span
from tests.support.answers import ARTICLE, PASSAGES, answered, quote_of, schools, statistic, unanswered

READER = Reader(TEXTS["en"], Holdings(PASSAGES), "yinju_bot")
COUNCIL = Article(
    "council", "Bins: one_year on", "The rate rose to 54 per cent.", "Observer", ("Maribel Tunstead",), "2024-05-14"
)


def test_a_chinese_newspaper_is_cited_by_gb_t_7714() -> None:
    url = ARTICLE.url
    assert gb7714(schools()) == f"陈洁, 陈明红. 百年党史映初心[N/OL]. 西江日报, 2022-01-05(¶23). {url}."
    assert gb7714(schools(replace(ARTICLE, url="", authors=()))) == "百年党史映初心[N]. 西江日报, 2022-01-05(¶23)."


def test_an_english_article_is_cited_by_apa_and_in_bibtex() -> None:
    quote = quote_of(COUNCIL, COUNCIL.text)
    assert apa(quote) == "Tunstead, M. (2024, May 14). Bins: one_year on. Observer, para. 23."
    assert apa(quote_of(replace(COUNCIL, date="", authors=()), COUNCIL.text)).startswith("Bins: one_year on (n.d.)")
    assert "title = {Bins: one\\_year on}," in bibtex(quote)
    assert bibtex(quote).startswith("@article{council,")


def test_what_is_cited_can_be_copied_at_a_tap() -> None:
    view = cite_view(schools(), READER)
    assert view.buttons is not None
    copied = [each.copy_text.text for row in view.buttons.inline_keyboard for each in row if each.copy_text]
    assert copied[0] == "55所"
    assert "全市动工建设中小学校55所" in copied[1]
    assert all(0 < len(text) <= 256 for text in copied)


def test_a_table_has_the_words_of_the_file() -> None:
    quotes = figures_on(answered())
    figures = [figure_object(quote) for quote in quotes]
    for read in csv.DictReader(io.StringIO(figures_csv(figures))):
        span = Span(int(read["start"]), int(read["end"]))
        assert read["text"] == ARTICLE.text[span.start : span.end]
    assert [row["value"] for row in json.loads(figures_json(figures))] == [55, 19, 21000]
    assert "| 55所 | 动工建设中小学校 |" in as_markdown(quotes, "en")


def test_a_spreadsheet_computes_nothing_of_a_table() -> None:
    quote = quote_of(
        replace(ARTICLE, title="=1+1"), "下一段,新建公园12个。", statistic(ARTICLE, "12个", 12, "个", "公园")
    )
    assert ",'=1+1," in figures_csv(map(figure_object, figures_on(unanswered(nearest=(quote,)))))


def test_a_workbook_has_numbers_as_numbers_and_words_as_they_are() -> None:
    rows = [{**figure_row(figure_object(quote)), "title": "=1+1"} for quote in figures_on(answered())]
    names, *lines = CalamineWorkbook.from_filelike(io.BytesIO(as_workbook(rows))).get_sheet_by_index(0).to_python()
    assert names == list(rows[0])
    assert [dict(zip(names, line, strict=True))["value"] for line in lines] == [55, 19, 21000]
    assert {dict(zip(names, line, strict=True))["title"] for line in lines} == {"=1+1"}


def test_a_label_is_the_dictionarys_or_none() -> None:
    assert label("中小学校", "全市动工建设") == "start, build: middle and elementary school"
    assert label("消防车", "") == "fire engine / fire truck"
    assert not label("schools", "")
    assert not label("某某甲乙丙", "")


def test_a_question_to_begin_with_is_made_from_a_figure() -> None:
    assert question_for(statistic(ARTICLE, "12个", 12, "个", "学校"), "en") == "how many schools?"
    assert question_for(statistic(ARTICLE, "12个", 12, "个", "公园"), "zh") == "公园有多少？"


def test_a_claim_is_set_beside_the_articles_figure() -> None:
    for text, verdict, words in (
        ("55 schools were built", "equal", "As in the article: 55所"),
        ("about 54 schools were built", "about", "About right. You wrote 54; the article: 55所"),
        ("60 schools were built", "different", "You wrote 60. The article: 55所"),
        ("In 2019 55 schools were built", "other", "You wrote 55 for 2019."),
    ):
        checks = [check_one(claim, lambda _: answered()) for claim in claims_in(text)]
        assert [check.verdict for check in checks] == [verdict]
        assert checks_view(checks, READER).messages[0].text.startswith(words)
    (check,) = [check_one(claim, lambda _: answered()) for claim in claims_in("60 bridges were built")]
    assert check.verdict == "none"
