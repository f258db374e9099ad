"""Articles and passages as JSON values, and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from typing import Any

from index.passages import Clause, Passage, Sentence
from index.records import Article, Markup, Paragraph, Span, Statistic


def articles_to(articles: Iterable[Article]) -> Iterator[dict[str, Any]]:
    """One JSON object an article, its text included: a library quotes what it was built from."""
    for article in articles:
        value = {field.name: getattr(article, field.name) for field in fields(article)}
        value["markup"] = [[m.span.start, m.span.end, m.shown] for m in article.markup]
        yield value


def articles_from(values: Iterable[dict[str, Any]]) -> list[Article]:
    """The articles that ``articles_to`` wrote."""
    return [
        Article(
            **{
                **value,
                "authors": tuple(value["authors"]),
                "markup": tuple(Markup(Span(start, end), shown) for start, end, shown in value["markup"]),
            }
        )
        for value in values
    ]


def passages_to(articles: Sequence[Article], passages: Iterable[Passage]) -> Iterator[list[Any]]:
    """One JSON array a passage."""
    place = {article.slug: number for number, article in enumerate(articles)}
    for passage in passages:
        paragraph = passage.paragraph
        start, end = paragraph.span.start, paragraph.span.end
        as_it_is = passage.text == paragraph.article.text[start:end]
        yield [
            place[paragraph.article.slug],
            [paragraph.number, start, end, paragraph.kind, paragraph.section],
            None if as_it_is else [passage.text, list(passage.offsets)],
            [_sentence_to(sentence) for sentence in passage.sentences],
            list(passage.context),
        ]


def passages_from(values: Iterable[list[Any]], articles: Sequence[Article]) -> list[Passage]:
    """The passages that ``passages_to`` wrote."""
    return [_passage(value, articles) for value in values]


def _passage(value: list[Any], articles: Sequence[Article]) -> Passage:
    place, (number, start, end, kind, section), readable, sentences, context = value
    article = articles[place]
    paragraph = Paragraph(article, number, Span(start, end), kind, section)
    text, offsets = readable or (article.text[start:end], range(start, end))
    return Passage(
        paragraph,
        text,
        offsets,
        tuple(_sentence_from(sentence, text) for sentence in sentences),
        tuple(context),
    )


def _sentence_to(sentence: Sentence) -> list[Any]:
    return [
        sentence.span.start,
        sentence.span.end,
        [[c.span.start, c.span.end, list(c.words), list(c.starts)] for c in sentence.clauses],
        [[s.span.start, s.span.end, s.value, s.unit, s.counted, s.qualifier, s.kind] for s in sentence.statistics],
        [[phrase.start, phrase.end] for phrase in sentence.phrases],
    ]


def _sentence_from(value: list[Any], text: str) -> Sentence:
    start, end, clauses, statistics, phrases = value
    return Sentence(
        Span(start, end),
        tuple(Clause(Span(a, b), tuple(words), tuple(starts)) for a, b, words, starts in clauses),
        tuple(Statistic(Span(a, b), text[a:b], *rest) for a, b, *rest in statistics),
        tuple(Span(a, b) for a, b in phrases),
    )
