"""Answers made by hand, for tests of how they are shown."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from index.articles.read import split_paragraphs
from index.building.analyse import read_passage
from index.library.passages import Vocabulary
from index.records import Answer, Article, Paragraph, Quote, Span, Statistic

SENTENCE = "全市动工建设中小学校55所,已竣工公办中小学校19所、新增学位2.1万个。"
TEXT = f"肇庆教育。{SENTENCE}此外还有别的。\n\n下一段,新建公园12个。\n"
ARTICLE = Article(
    slug="zhaoqing",
    title="百年党史映初心",
    text=TEXT,
    publisher="西江日报",
    authors=("陈洁", "陈明红"),
    date="2022-01-05",
    url="https://example.org/a-b?x=1&y=2",
)

VOCABULARY = Vocabulary()
PASSAGES = [read_passage(paragraph, VOCABULARY) for paragraph in split_paragraphs(ARTICLE)]


def statistic(article: Article, text: str, value: float, unit: str, counted: str, **more: Any) -> Statistic:
    """The statistic whose words first stand in the article at ``text``."""
    start = article.text.index(text)
    return Statistic(Span(start, start + len(text)), text, value, unit, counted, **more)


def quote_of(article: Article, text: str, *statistics: Statistic, headline: int = 0, number: int = 23) -> Quote:
    """A quote of ``text``; the first ``headline`` statistics answer."""
    start = article.text.index(text)
    begin = article.text.rfind("\n", 0, start) + 1
    end = article.text.find("\n", start)
    paragraph = Paragraph(article, number, Span(begin, len(article.text) if end < 0 else end))
    return Quote(paragraph, Span(start, start + len(text)), statistics, statistics[:headline], 1.25)


def schools(article: Article = ARTICLE) -> Quote:
    """The sentence on schools, two of its three figures answering."""
    return quote_of(
        article,
        SENTENCE,
        statistic(article, "55所", 55, "所", "动工建设中小学校"),
        statistic(article, "19所", 19, "所", "已竣工公办中小学校"),
        statistic(article, "2.1万个", 21000.0, "个", "学位"),
        headline=2,
    )


def parks(article: Article = ARTICLE) -> Quote:
    """Another paragraph, with a figure of its own."""
    figure = statistic(article, "12个", 12, "个", "公园")
    return quote_of(article, "下一段,新建公园12个。", figure, headline=1, number=24)


def answered(*quotes: Quote, **more: Any) -> Answer:
    """An answer with these quotes, the one on schools where none are given."""
    answer = Answer("how many schools were built", "en", 0.97, quotes or (schools(),), state="sure")
    return replace(answer, **more)


def unsure(**more: Any) -> Answer:
    """An answer of which the first quote is perhaps the answer."""
    return replace(Answer("schools?", "en", 0.4, (), (schools(), parks()), state="perhaps"), **more)


def unanswered(**more: Any) -> Answer:
    """An answer that was not found, with what came closest."""
    return replace(Answer("what's the weather", "en", 0.02, (), (schools(),)), **more)
