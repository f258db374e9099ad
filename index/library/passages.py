"""A paragraph made ready for searching: its readable text, sentences, clauses, words and statistics.

Offsets in a ``Passage`` count code points of its readable text; ``place`` brings them back to the
article's file, so that what is quoted is a slice of that file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from index.records import Paragraph, Span, Statistic
from index.text.scripts import is_han

_KNOWN, _HAN, _SINGLE = 1, 2, 4  # what is known of a word
_UNQUOTABLE = ("heading",)  # a heading names what follows, it answers nothing


NOWHERE = -1  # where a word stands that heads a cell, and is no part of what is quoted


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause with the words in it: rows of the library's vocabulary, and where each begins; ``NOWHERE`` for those
    that head a cell of a row.
    """

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
    """A paragraph as the search sees it. ``context`` is the words of what it stands under: heading, title, and of a row
    what its table says.
    """

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
        scripts = self._scripts  # looked up once for each word, and not for words that nobody asks after
        for row in rows[scripts[rows] == 0].tolist():
            form = self.forms[row]
            scripts[row] = _KNOWN | _HAN * is_han(form) | _SINGLE * (len(form) == 1)
        asked = scripts[rows]
        return (asked & _HAN) > 0, (asked & _SINGLE) > 0

    def __len__(self) -> int:
        return len(self.forms)
