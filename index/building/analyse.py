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


_WORD = re.compile(r"[^ 。.！!？?”\"'’」』]")  # anything but what closes a sentence
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

    clause_starts, figure_starts = [a for a, _ in clauses], [statistic.span.start for statistic in statistics]
    for start, end in split_sentences(text):
        inside = clauses[_first(clause_starts, start) : _first(clause_starts, end)]
        own = statistics[_first(figure_starts, start) : _first(figure_starts, end)]
        own = tuple(statistic for statistic in own if statistic.span.end <= end)
        phrases = tuple(counting_phrases(text, Span(start, end), own))
        yield Sentence(Span(start, end), tuple(clause(a, b) for a, b in inside if b <= end), own, phrases)


def counting_phrases(text: str, sentence: Span, statistics: Sequence[Statistic]) -> Iterator[Span]:
    """For each figure of a sentence the stretch that says what it counts, the figure included.

    A noun follows its figure (290个红色革命遗址) or leads it (公办中小学校19所、): where a pause comes right
    after the figure, what counts is before it as far as the last pause or figure, else also what follows
    as far as the next pause, and past a figure inside it (7条串联35个教学点的现场教学路线).
    """
    pauses = [match.span() for match in _PAUSE.finditer(text, sentence.start, sentence.end)]
    begins, ends = [a for a, _ in pauses], [b for _, b in pauses]
    previous = sentence.start
    for statistic in statistics:
        start, end = statistic.span.start, statistic.span.end
        passed = bisect_right(ends, start) - 1
        paused = passed >= 0 and begins[passed] >= previous
        left = ends[passed] if paused else previous
        coming = _first(begins, end)
        right = begins[coming] if coming < len(begins) else sentence.end
        if _WORD.search(text, end, right):
            yield Span(start if paused else left, right)
        else:
            yield Span(left if left < start else max(sentence.start, start - _REACH), end)
        previous = max(previous, end)


def _first(starts: list[int], position: int) -> int:
    return bisect_right(starts, position - 1)
