"""A paragraph made ready for searching: its readable text, sentences, clauses, words and statistics."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from index.building.cell_figures import row_statistics
from index.figures.context import in_context
from index.figures.find import find_statistics
from index.library.passages import Clause, Passage, Sentence, Vocabulary
from index.records import Paragraph, Span, Statistic, plain
from index.text.sentences import split_clauses, split_sentences
from index.text.words import words

_PAUSE = re.compile(r"[,，、;；:：。()（）|—]|\.\s")


_CLOSING = " 。.！!？?”\"'’」』"


_REACH = 12  # characters before a figure with no words of its own


def read_passage(paragraph: Paragraph, vocabulary: Vocabulary) -> Passage:
    """``paragraph`` analysed; new words are added to ``vocabulary``."""
    article = paragraph.article
    text, offsets = plain(article, paragraph.span)
    context = {
        vocabulary.row(word.form, part[word.start : word.end]) for part in _above(paragraph) for word in words(part)
    }
    statistics = figures_in(paragraph, text, offsets)
    return Passage(paragraph, text, offsets, tuple(_sentences(text, statistics, vocabulary)), tuple(sorted(context)))


def figures_in(paragraph: Paragraph, text: str, offsets: Sequence[int]) -> list[Statistic]:
    """The statistics of a paragraph, with offsets in ``text``, what is read of it (``offsets`` are where its characters
    stand).
    """
    if paragraph.row:
        return row_statistics(paragraph, paragraph.row, text, offsets)
    heading = f"{paragraph.article.title} {paragraph.section}".strip()
    return in_context(text, find_statistics(text), heading, paragraph.article.date)


def _above(paragraph: Paragraph) -> Iterator[str]:
    """What a paragraph stands under: title and heading; a row of a table under its caption and its headings, too."""
    article = paragraph.article
    yield from (article.title, paragraph.section)
    if paragraph.row:
        headings = (heading for cell in paragraph.row.cells for heading in cell.headers)
        caption = (paragraph.row.caption,) if paragraph.row.caption else ()
        yield from (plain(article, span)[0] for span in dict.fromkeys((*caption, *paragraph.row.names, *headings)))


def _sentences(text: str, statistics: Sequence[Statistic], vocabulary: Vocabulary) -> Iterator[Sentence]:
    clauses, tokens = split_clauses(text), words(text)
    starts = [word.start for word in tokens]

    def clause(a: int, b: int) -> Clause:
        inside = tokens[_first(starts, a) : _first(starts, b)]
        rows = tuple(vocabulary.row(word.form, text[word.start : word.end]) for word in inside)
        return Clause(Span(a, b), rows, tuple(word.start for word in inside))

    for start, end in split_sentences(text):
        inside = [(a, b) for a, b in clauses if start <= a and b <= end]
        own = tuple(s for s in statistics if start <= s.span.start and s.span.end <= end)
        phrases = tuple(counting_phrase(text, Span(start, end), own, number) for number in range(len(own)))
        yield Sentence(Span(start, end), tuple(clause(a, b) for a, b in inside), own, phrases)


def counting_phrase(text: str, sentence: Span, statistics: Sequence[Statistic], number: int) -> Span:
    """The stretch of a sentence that says what a figure counts, the figure included.

    A noun follows its figure (290个红色革命遗址) or leads it (公办中小学校19所、): where a pause comes right
    after the figure, what counts is before it as far as the last pause or figure, else also what follows
    as far as the next pause, and past a figure inside it (7条串联35个教学点的现场教学路线).
    """
    start, end = statistics[number].span.start, statistics[number].span.end
    previous = max((s.span.end for s in statistics[:number]), default=sentence.start)
    pauses = [m.end() for m in _PAUSE.finditer(text, previous, start)]
    left = max([previous, *pauses])
    pause = _PAUSE.search(text, end, sentence.end)
    right = pause.start() if pause else sentence.end
    if text[end:right].strip(_CLOSING):
        return Span(start if pauses else left, right)
    return Span(left if left < start else max(sentence.start, start - _REACH), end)


def _first(starts: list[int], position: int) -> int:
    return bisect_right(starts, position - 1)
