"""Articles and passages as JSON values, and back."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import fields
from typing import Any

from index.library.passages import Clause, Passage, Sentence
from index.records import Article, Cell, Markup, Paragraph, Row, Span, Statistic

Renumber = Callable[[int], int]  # the row of a word in a library, from that in another vocabulary
_OF_STATISTIC = tuple(f.name for f in fields(Statistic) if f.name not in ("span", "text"))
_LONG = ("text", "markup")  # what of an article lies apart from the rest


def credits_to(article: Article) -> dict[str, Any]:
    """What is known of an article, without its text."""
    return {f.name: getattr(article, f.name) for f in fields(article) if f.name not in _LONG}


def text_to(article: Article) -> list[Any]:
    """An article's text and markup: a library quotes what it was built from."""
    return [article.text, [[m.span.start, m.span.end, m.shown] for m in article.markup]]


def article_from(credits: dict[str, Any], value: list[Any]) -> Article:
    """The article that ``credits_to`` and ``text_to`` wrote; ``credits`` may hold more than that."""
    text, markup = value
    rest = {f.name: credits[f.name] for f in fields(Article) if f.name not in _LONG}
    rest |= {name: tuple(rest[name]) for name in ("authors", "warnings")}
    marks = tuple(Markup(Span(start, end), shown) for start, end, shown in markup)
    return Article(text=text, markup=marks, **rest)


def fingerprint(slug: str, text: str) -> str:
    """Eight letters, digits, ``-`` and ``_`` that stand for an article in these words."""
    content = f"{slug}\0{text}".encode("utf-8", "surrogatepass")
    return base64.urlsafe_b64encode(hashlib.blake2b(content, digest_size=6).digest()).decode()


def passage_to(passage: Passage, article: int, row: Renumber) -> list[Any]:
    """One JSON array a passage; ``article`` is its article's number, ``row`` gives each word its row."""
    paragraph = passage.paragraph
    start, end = paragraph.span.start, paragraph.span.end
    as_it_is = passage.text == paragraph.article.text[start:end]
    return [
        article,
        [
            *(paragraph.number, start, end, paragraph.kind, paragraph.section),
            *(paragraph.page, row_to(paragraph.row) if paragraph.row else None),
        ],
        None if as_it_is else [passage.text, list(passage.offsets)],
        [_sentence_to(sentence, row) for sentence in passage.sentences],
        sorted(map(row, passage.context)),
    ]


def passage_from(value: list[Any], article: Article, row: Renumber) -> Passage:
    """The passage that ``passage_to`` wrote; ``row`` gives each of its words its row in the library."""
    _, (number, start, end, kind, section, page, cells), readable, sentences, context = value
    paragraph = Paragraph(article, number, Span(start, end), kind, section, page, row_from(cells) if cells else None)
    text, offsets = readable or (article.text[start:end], range(start, end))
    return Passage(
        paragraph,
        text,
        offsets,
        tuple(_sentence_from(sentence, text, row) for sentence in sentences),
        tuple(sorted(map(row, context))),
    )


def row_to(row: Row) -> list[Any]:
    """A row of a table as JSON: cells, names, caption, whether it heads the columns, its address."""
    cells = [
        [cell.span.start, cell.span.end, list(map(_ends, cell.headers)), _ends(cell.unit), cell.address]
        for cell in row.cells
    ]
    return [cells, list(map(_ends, row.names)), _ends(row.caption), row.heading, row.address]


def row_from(value: list[Any]) -> Row:
    """The row that ``row_to`` wrote."""
    cells, names, caption, heading, address = value
    return Row(
        tuple(
            Cell(Span(a, b), _spans(headers), Span(*unit) if unit else None, cell_address)
            for a, b, headers, unit, cell_address in cells
        ),
        _spans(names),
        Span(*caption) if caption else None,
        heading,
        address,
    )


def _ends(span: Span | None) -> list[int] | None:
    return [span.start, span.end] if span else None


def _spans(value: list[list[int]]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in value)


def moved(value: list[Any], article: int, row: Renumber) -> list[Any]:
    """A passage's array where its article has another number, and its words are those of another vocabulary."""
    _, paragraph, readable, sentences, context = value
    rewritten = [
        [start, end, [[a, b, list(map(row, words)), at] for a, b, words, at in clauses], figures, phrases]
        for start, end, clauses, figures, phrases in sentences
    ]
    return [article, paragraph, readable, rewritten, sorted(map(row, context))]


def words_in(value: list[Any]) -> Iterator[int]:
    """The rows of the words in the sentences of a passage's array, as often as they stand there."""
    for _, _, clauses, _, _ in value[3]:
        for _, _, words, _ in clauses:
            yield from words


def figures_in(value: list[Any]) -> int:
    """How many statistics a passage's array holds."""
    return sum(len(figures) for _, _, _, figures, _ in value[3])


def _sentence_to(sentence: Sentence, row: Renumber) -> list[Any]:
    return [
        sentence.span.start,
        sentence.span.end,
        [[c.span.start, c.span.end, list(map(row, c.words)), list(c.starts)] for c in sentence.clauses],
        [_statistic_to(statistic) for statistic in sentence.statistics],
        [[phrase.start, phrase.end] for phrase in sentence.phrases],
    ]


def _sentence_from(value: list[Any], text: str, row: Renumber) -> Sentence:
    start, end, clauses, statistics, phrases = value
    return Sentence(
        Span(start, end),
        tuple(Clause(Span(a, b), tuple(map(row, words)), tuple(starts)) for a, b, words, starts in clauses),
        tuple(_statistic_from(statistic, text) for statistic in statistics),
        tuple(Span(a, b) for a, b in phrases),
    )


def _statistic_to(statistic: Statistic) -> list[Any]:
    return [statistic.span.start, statistic.span.end, *(getattr(statistic, name) for name in _OF_STATISTIC)]


def _statistic_from(value: list[Any], text: str) -> Statistic:
    start, end, *rest = value
    return Statistic(Span(start, end), text[start:end], *rest)
