"""A paragraph made ready for searching: its readable text, sentences, clauses, words and statistics."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice, takewhile

from index.building.cell_figures import row_statistics
from index.figures.context import in_context
from index.figures.find import find_statistics
from index.library.headed import Heading, headed_text, headings
from index.library.passages import NOWHERE, Clause, Passage, Sentence, Vocabulary
from index.records import Paragraph, Span, Statistic, plain
from index.text.sentences import split_clauses, split_sentences
from index.text.words import words

_PAUSE = re.compile(r"[,，、;；:：。()（）|—]|\.\s")
_SAYING = re.compile(r"[^ 。.！!？?”\"'’」』]")  # what is more than the end of a sentence
_REACH = 12  # characters before a figure with no words of its own


def read_passage(paragraph: Paragraph, vocabulary: Vocabulary) -> Passage:
    """``paragraph`` analysed; new words are added to ``vocabulary``."""
    article = paragraph.article
    text, offsets = plain(article, paragraph.span)
    context = {
        vocabulary.row(word.form, part[word.start : word.end]) for part in _above(paragraph) for word in words(part)
    }
    statistics, headed = figures_in(paragraph, text, offsets), headings(paragraph, offsets)
    sentences = tuple(_sentences(text, statistics, headed, vocabulary))
    return Passage(paragraph, text, offsets, sentences, tuple(sorted(context)))


def as_read(passage: Passage) -> tuple[str, list[tuple[int, int]]]:
    """The text of a passage that is encoded and where its pieces stand in it: a row's cells with what heads them."""
    row = passage.paragraph.row
    if row is None or row.heading:
        return passage.text, passage.pieces()
    headed = headings(passage.paragraph, passage.offsets)
    return headed_text(passage.paragraph, passage.text, headed, passage.pieces())


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


def _sentences(
    text: str, statistics: Sequence[Statistic], headed: Sequence[Heading], vocabulary: Vocabulary
) -> Iterator[Sentence]:
    """The sentences. What heads a row's cells is said before them."""
    over = [
        (heading.cell.start, word.form, heading.text[word.start : word.end])
        for heading in headed
        for word in words(heading.text)
    ]
    clauses, tokens = split_clauses(text), words(text)
    starts, over_starts = [word.start for word in tokens], [at for at, _, _ in over]
    pauses = [pause.span() for pause in _PAUSE.finditer(text)]

    def clause(a: int, b: int) -> Clause:
        inside = tokens[bisect_left(starts, a) : bisect_left(starts, b)]
        heads = over[bisect_left(over_starts, a) : bisect_left(over_starts, b)]
        told = [(at, NOWHERE, vocabulary.row(form, surface)) for at, form, surface in heads]
        told += [(w.start, w.start, vocabulary.row(w.form, text[w.start : w.end])) for w in inside]
        told.sort(key=lambda entry: entry[:2])
        return Clause(Span(a, b), tuple(row for *_, row in told), tuple(start for _, start, _ in told))

    for start, end in split_sentences(text):
        first = bisect_left(clauses, (start, start))
        inside = takewhile(lambda bounds: bounds[1] <= end, islice(clauses, first, None))  # noqa: B023 - used at once
        figures = _within(statistics, start, end)
        phrases = _counting_phrases(text, Span(start, end), figures, pauses)
        yield Sentence(Span(start, end), tuple(clause(a, b) for a, b in inside), figures, phrases)


def _within(statistics: Sequence[Statistic], start: int, end: int) -> tuple[Statistic, ...]:
    first = bisect_left(statistics, start, key=lambda statistic: statistic.span.start)
    last = bisect_right(statistics, end, key=lambda statistic: statistic.span.end)
    return tuple(statistics[first:last])


def _counting_phrases(
    text: str, sentence: Span, statistics: Sequence[Statistic], pauses: Sequence[tuple[int, int]]
) -> tuple[Span, ...]:
    """For each figure of a sentence the stretch that says what it counts, the figure included.

    A noun follows its figure (290个红色革命遗址) or leads it (公办中小学校19所、): where a pause comes right
    after the figure, what counts is before it as far as the last pause or figure, else also what follows
    as far as the next pause, and past a figure inside it (7条串联35个教学点的现场教学路线).
    """
    phrases: list[Span] = []
    previous = sentence.start
    for statistic in statistics:
        start, end = statistic.span.start, statistic.span.end
        before = bisect_right(pauses, start, key=lambda pause: pause[1]) - 1
        paused = before >= 0 and pauses[before][0] >= previous
        left = pauses[before][1] if paused else previous
        after = bisect_left(pauses, (end, end))
        inside = after < len(pauses) and pauses[after][1] <= sentence.end
        right = pauses[after][0] if inside else sentence.end
        if _SAYING.search(text, end, right):
            phrases.append(Span(start if paused else left, right))
        else:
            phrases.append(Span(left if left < start else max(sentence.start, start - _REACH), end))
        previous = end
    return tuple(phrases)
