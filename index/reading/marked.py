"""The tokens of a text with the place of each, and the marks that tokens carry: facts that need no guessing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.reading.agreement import AGREEMENT_SIGNS
from index.reading.beside import BESIDE_SIGNS
from index.records import Span

if TYPE_CHECKING:
    from index.models.e5 import Tokens

_KEPT = 3_000  # texts, some 5 kB each
ROLES = ("special", "question", "title", "around", "sentence")
MARKS = (
    "term_here",  # a word of the question that the sentence holds
    "term_elsewhere",  # that its paragraph, title or heading holds
    "term_missing",
    "word_asked",  # a word of the sentence that the question holds
    "word_near",  # that is near to one of the question's
    "number",
    "percent",
    "money",
    "date",
    "duration",
    "ordinal",
    "rank",
    "code",
    "fits",  # a figure of a kind that could answer
    "unit_asked",
    "named",  # a figure that the question names itself
    *AGREEMENT_SIGNS,
    "baseline",  # what a change starts from
    # of the whole candidate, on its first token
    "year_absent",
    "name_nowhere",
    "rival_name",
    *BESIDE_SIGNS,
)


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch of a text and the mark that its tokens carry."""

    span: Span
    mark: str


@dataclass(frozen=True, slots=True)
class Pieces:
    """The tokens of a text, with the code points of the text that each stands for."""

    ids: list[int]
    starts: list[int]
    ends: list[int]

    def cut(self, first: int, last: int) -> Pieces:
        """The tokens from ``first`` to ``last``."""
        return Pieces(self.ids[first:last], self.starts[first:last], self.ends[first:last])

    def marks(self, marked: Iterable[Marked]) -> NDArray[np.bool_]:
        """(tokens, len(MARKS)): what is marked where a token overlaps a marked stretch."""
        table = np.zeros((len(self.ids), len(MARKS)), bool)
        starts, ends = np.array(self.starts, np.int64), np.array(self.ends, np.int64)
        for item in marked:
            table[(starts < item.span.end) & (ends > item.span.start), MARKS.index(item.mark)] = True
        return table


def pieces_of(text: str, tokens: Tokens) -> Pieces:
    """The tokens of ``text`` without those that begin and end it."""
    return Pieces(*tokens.placed(text))


# for what stands in articles, which question after question comes back to; never for what somebody types
pieces_of_article = lru_cache(_KEPT)(pieces_of)
