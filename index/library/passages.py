"""A paragraph made ready for searching: its readable text, sentences, clauses, words and statistics.

Offsets in a ``Passage`` count code points of its readable text; ``place`` brings them back to the
article's file, so that what is quoted is a slice of that file.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from index.articles.markup import plain
from index.figures.find import find_statistics
from index.records import Article, Paragraph, Span, Statistic
from index.text.sentences import split_clauses, split_sentences
from index.text.words import is_han, words

_PAUSE = re.compile(r"[,，、;；:：。()（）|—]|\.\s")
_CLOSING = " 。.！!？?”\"'’」』"
_KNOWN, _HAN, _SINGLE = 1, 2, 4  # what is known of a word
_REACH = 12  # characters before a figure with no words of its own
_UNQUOTABLE = ("heading",)  # a heading names what follows, it answers nothing


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause with the words in it: rows of the library's vocabulary, and where each begins."""

    span: Span
    words: tuple[int, ...]
    starts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, its clauses and the statistics in it (offsets in the passage's readable text).

    ``phrases`` go with ``statistics``: for each the stretch that says what it counts.
    """

    span: Span
    clauses: tuple[Clause, ...]
    statistics: tuple[Statistic, ...]
    phrases: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph as the search sees it. ``context`` is the words of its heading and title."""

    paragraph: Paragraph
    text: str
    offsets: Sequence[int]
    sentences: tuple[Sentence, ...]
    context: tuple[int, ...]

    def place(self, span: Span) -> Span:
        """``span`` of the readable text, as a span of the article's file."""
        if not len(span):
            return Span(self.offsets[span.start], self.offsets[span.start])
        return Span(self.offsets[span.start], self.offsets[span.end - 1] + 1)

    def place_statistic(self, statistic: Statistic) -> Statistic:
        """``statistic`` with its span and text as they stand in the article's file."""
        span = self.place(statistic.span)
        return replace(statistic, span=span, text=self.paragraph.article.text[span.start : span.end])

    @property
    def quotable(self) -> bool:
        return self.paragraph.kind not in _UNQUOTABLE

    def pieces(self) -> list[tuple[int, int]]:
        """The spans that have a vector, each once: the passage, its sentences, their clauses and figures."""
        spans = {(0, len(self.text)): None}
        for sentence in self.sentences:
            spans.setdefault((sentence.span.start, sentence.span.end))
            spans.update(dict.fromkeys((c.span.start, c.span.end) for c in sentence.clauses))
            spans.update(dict.fromkeys((phrase.start, phrase.end) for phrase in sentence.phrases))
        return list(spans)


class Vocabulary:
    """The distinct words of a library: the form each is matched by, and how it was first written."""

    def __init__(self, forms: Sequence[str] = (), surfaces: Sequence[str] = ()) -> None:
        self.forms, self.surfaces = list(forms), list(surfaces)
        self._rows = {form: row for row, form in enumerate(self.forms)}
        self._scripts = np.zeros(0, np.int8)

    def row(self, form: str, surface: str) -> int:
        """The row of ``form``, a new one where it is new."""
        if form not in self._rows:
            self._rows[form] = len(self.forms)
            self.forms.append(form)
            self.surfaces.append(surface)
        return self._rows[form]

    def find(self, form: str) -> int:
        """The row of ``form``, or -1."""
        return self._rows.get(form, -1)

    def scripts(self, rows: NDArray[np.int64]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Of each of the words ``rows`` whether it is Chinese, and whether it is of one character."""
        if len(self._scripts) < len(self.forms):
            self._scripts = np.zeros(len(self.forms), np.int8)
        known = self._scripts  # looked up once for each word, and not for words that nobody asks after
        for row in rows[known[rows] == 0].tolist():
            form = self.forms[row]
            known[row] = _KNOWN | _HAN * is_han(form) | _SINGLE * (len(form) == 1)
        found = known[rows]
        return (found & _HAN) > 0, (found & _SINGLE) > 0

    def __len__(self) -> int:
        return len(self.forms)


def read_passage(paragraph: Paragraph, vocabulary: Vocabulary) -> Passage:
    """``paragraph`` analysed; new words are added to ``vocabulary``."""
    article = paragraph.article
    text, offsets = plain(article, paragraph.span)
    context = {
        vocabulary.row(word.form, part[word.start : word.end])
        for part in (article.title, paragraph.section)
        for word in words(part)
    }
    return Passage(paragraph, text, offsets, tuple(_sentences(text, vocabulary)), tuple(sorted(context)))


def _sentences(text: str, vocabulary: Vocabulary) -> Iterator[Sentence]:
    clauses, statistics, tokens = split_clauses(text), find_statistics(text), words(text)
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


def articles_of(passages: Sequence[Passage]) -> list[Article]:
    """The articles that ``passages`` come from, in their order."""
    return list({passage.paragraph.article.slug: passage.paragraph.article for passage in passages}.values())
