"""A row of a table: what the headings of a column say of the figure under them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.library.passages import Passage, Sentence, Vocabulary
from index.question.patterns import YEAR
from index.question.question import Question
from index.ranking.matching import WordCredits
from index.records import Cell, Span, plain
from index.text.words import words


@dataclass(frozen=True, slots=True)
class Column:
    """What stands over a figure: the credit of each term with it, and whether its year is asked for."""

    credits: NDArray[np.float32]
    year: int  # 1 when it is, -1 when it is another, 0 where there is none


def columns_of(
    question: Question, passage: Passage, sentence: Sentence, credits: WordCredits, vocabulary: Vocabulary
) -> list[Column]:
    """The column of each figure of a sentence of a table's row; none of what is no row."""
    row = passage.paragraph.row
    if row is None:
        return []
    cells = [_cell_at(passage.place(statistic.span), row.cells) for statistic in sentence.statistics]
    headings = [[plain(passage.paragraph.article, span)[0] for span in cell.headers] if cell else [] for cell in cells]
    return [
        Column(_credits(" ".join(texts), credits, vocabulary), _year(question, " ".join(texts))) for texts in headings
    ]


def _cell_at(span: Span, cells: tuple[Cell, ...]) -> Cell | None:
    return next((cell for cell in cells if cell.span.start <= span.start < max(cell.span.end, span.start)), None)


def _credits(text: str, credits: WordCredits, vocabulary: Vocabulary) -> NDArray[np.float32]:
    """The best credit of each term with the words of a heading."""
    rows = np.array([row for word in words(text) if (row := vocabulary.find(word.form)) >= 0], np.int64)
    inside = rows[np.isin(rows, credits.rows)]
    return np.asarray(credits.loose_of(inside).max(axis=1, initial=0), np.float32)


def _year(question: Question, heading: str) -> int:
    years = YEAR.findall(heading)
    if not years or not question.years:
        return 0
    return 1 if set(years) & set(question.years) else -1
