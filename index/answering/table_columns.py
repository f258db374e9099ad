"""A row of a table: what the header says of each of its figures."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.answering.figure_words import SentenceWords
from index.library.passages import Sentence
from index.question.patterns import YEAR
from index.question.question import Question
from index.ranking.context import header_of
from index.ranking.matching import WordCredits

if TYPE_CHECKING:
    from index.ranking.searcher import Searcher


@dataclass(frozen=True, slots=True)
class Column:
    """What stands over a figure: the credit of each term with it, and whether its year is asked for."""

    credits: NDArray[np.float32]
    year: int  # 1 when it is, -1 when it is another, 0 where there is none


def columns_of(
    question: Question, searcher: Searcher, number: int, sentence: Sentence, credits: WordCredits
) -> list[Column]:
    """The column of each figure of a sentence of passage ``number``; none of what is no row under a header."""
    header = header_of(searcher.library, number)
    if header is None:
        return []
    above, row = searcher.library.passages[header], searcher.library.passages[number].text
    cells = above.text.split("|")
    ends = list(accumulate(len(cell) + 1 for cell in cells))
    headings = [SentenceWords(credits, searcher.library.vocabulary, s) for s in above.sentences]
    columns = []
    for statistic in sentence.statistics:
        place = min(row[: statistic.span.start].count("|"), len(cells) - 1)
        start, end = ends[place] - len(cells[place]) - 1, ends[place]
        best = np.max([words.best(start, end) for words in headings], axis=0, initial=0)
        columns.append(Column(np.asarray(best, np.float32), _year(question, cells[place])))
    return columns


def _year(question: Question, cell: str) -> int:
    years = YEAR.findall(cell)
    if not years or not question.years:
        return 0
    return 1 if set(years) & set(question.years) else -1
