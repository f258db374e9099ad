"""The shape of what programs are given: of the JSON, of the interface's document, of what assistants get."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict


class ParagraphSpan(TypedDict):
    """A paragraph of an article: its number as a reader counts, and where it stands in the file."""

    number: int
    start: int
    end: int


class Place(TypedDict):
    """Words of an article and where they stand: ``text`` is ``file[start:end]``, offsets count code points.

    ``plain`` is the text without markup. ``page`` is of a file that has pages, ``address`` a row's in a spreadsheet,
    ``heads`` what heads the columns of a row of a table; ``scanned`` where the text was recognised in a picture.
    """

    id: str
    text: str
    plain: str
    start: int
    end: int
    score: float
    article: str
    title: str
    publisher: str
    authors: list[str]
    date: str
    url: str
    kind: str
    section: str
    paragraph: ParagraphSpan
    scanned: bool
    page: int
    address: str
    heads: str


class CellData(TypedDict):
    """What a figure of a table is of: its row, its column, its unit as written, its address in a spreadsheet."""

    row: list[str]
    column: list[str]
    unit: str
    address: str


class StatisticData(TypedDict):
    """A figure: its words in the article, its value in plain numbers, what it counts."""

    text: str
    plain: str
    start: int
    end: int
    value: int | float | None
    unit: str
    counted: str
    qualifier: str
    kind: str
    role: str
    period: str
    denied: bool
    part: bool
    headline: bool
    cell: CellData | None


class QuoteData(Place):
    """Quoted words with their figures; ``also`` are other places that say the same."""

    statistics: list[StatisticData]
    also: list[Place]


class ProblemData(TypedDict):
    """Why the filters of a question could not be followed."""

    kind: str
    filter: str


class RespellingData(TypedDict):
    """A misspelt word of a question, and what it was read as."""

    typed: str
    written: str


class ClaimData(TypedDict):
    """A figure that a text claims, and what the articles' figure is beside it: ``equal``, ``about``, ``different``,
    ``other`` (of another ``period``) or ``none``.
    """

    claimed: str
    verdict: str
    period: str


class AnswerData(TypedDict):
    """What the articles say to a question; ``quotes`` is empty unless ``state`` is ``sure``."""

    question: str
    language: str
    answered: bool
    state: Literal["sure", "perhaps", "none"]
    confidence: float
    smalltalk: str
    filter: str
    undated: int
    respelt: list[RespellingData]
    problem: ProblemData | None
    quotes: list[QuoteData]
    nearest: list[QuoteData]
    claims: list[ClaimData]


class DifferenceData(TypedDict):
    """Characters that a quotation has otherwise than the article; either side may be empty."""

    kind: Literal["case", "script", "marks", "words"]
    text: str
    start: int
    end: int
    original: str
    original_start: int
    original_end: int


class CheckData(TypedDict):
    """A quotation looked up: ``quote`` are the articles' own words, the same or the nearest."""

    text: str
    verdict: Literal["verbatim", "changed", "absent"]
    quote: QuoteData | None
    differences: list[DifferenceData]


class FigureData(StatisticData):
    """A figure together with the sentence that it stands in."""

    quote: Place


class FiguresData(TypedDict):
    """Figures, and how many there are in all where those given are some of them."""

    topic: str
    period: str
    total: int
    figures: list[FigureData]


class ArticleData(TypedDict):
    """An article of the library: what is known of it, and what of it may be shown."""

    article: str
    key: str
    title: str
    publisher: str
    authors: list[str]
    date: str
    url: str
    rights: str
    show: Literal["quote", "neighbours", "whole"]
    paragraphs: int
    figures: int


class ArticlesData(TypedDict):
    """The articles of the library, and how many there are in all where those given are some of them."""

    total: int
    articles: list[ArticleData]


class ParagraphData(TypedDict):
    """A paragraph of an article, and those before and after it that may be shown."""

    paragraph: QuoteData
    before: Place | None
    after: Place | None
    rights: str
