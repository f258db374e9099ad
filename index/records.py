"""The values that flow from a corpus file to an answer.

All of them are frozen: work is done by functions that take values and return values.
Every offset counts code points of the article's file as decoded, so that a quote is
``article.text[span.start:span.end]`` and nothing else.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

ParagraphKind = Literal["body", "heading", "caption", "title", "byline", "table"]
KINDS: tuple[ParagraphKind, ...] = get_args(ParagraphKind)  # their order is that of the numbers in libraries
Qualifier = Literal["exact", "about", "over", "under", "ordinal"]
StatisticKind = Literal["number", "percent", "money", "date", "duration", "ordinal", "rank", "code"]
COUNTING: tuple[StatisticKind, ...] = ("number", "percent", "money", "duration")  # those that tell how much
Role = Literal["", "level", "change", "share", "ratio", "rank", "target", "baseline"]
Language = Literal["en", "zh", "zh-Hant"]
State = Literal["sure", "perhaps", "none"]
Show = Literal["quote", "neighbours", "whole"]
ProblemKind = Literal["no_date", "no_article", "none_match", "no_question"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points in an article's text."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def __contains__(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Markup:
    """A piece of the file that readers never see as written: a tag, an entity, a link's target.

    ``shown`` is what a reader sees in its place, nearly always nothing.
    """

    span: Span
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a row of a table: where it stands, what heads its column, the outermost heading first, and its unit.

    ``unit`` is where the article gives it: in a heading's bracket, the row's name, a column of units or the caption;
    None where nothing does, or the cell says it itself. ``address`` is the cell's in a spreadsheet (``Budget!C5``).
    """

    span: Span
    headers: tuple[Span, ...] = ()
    unit: Span | None = None
    address: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """What makes a row of a table readable by itself; all spans lie in the article's text.

    ``names`` say what the row is of, the outermost first: its first cells, cells that reach down from rows above, and
    the line that opens its part of the table. ``heading`` marks the rows that head the columns. ``address`` is the
    first cell's in a spreadsheet (``Budget!A5``).
    """

    cells: tuple[Cell, ...]
    names: tuple[Span, ...] = ()
    caption: Span | None = None
    heading: bool = False
    address: str = ""

    def cell_at(self, span: Span) -> Cell | None:
        """The cell that ``span`` stands in, None where it is in none."""
        return next((cell for cell in self.cells if span in cell.span), None)


@dataclass(frozen=True, slots=True)
class Article:
    """One file of the corpus. ``text`` is the file's text as it is, never a cleaned copy.

    ``warnings`` say what of the file could not be read, or is doubtful, a line each; ``scanned`` that its text was
    recognised in a picture, which is never sure. ``show`` is how much of it a page may show around a quote.
    """

    slug: str
    title: str
    text: str = field(repr=False)
    publisher: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""
    url: str = ""
    rights: str = ""
    markup: tuple[Markup, ...] = field(default=(), repr=False)
    warnings: tuple[str, ...] = ()
    scanned: bool = False
    show: Show = "neighbours"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A passage of an article that can be quoted.

    ``number`` counts body paragraphs from 1, as a reader counts them; a heading, caption, byline
    or table row carries the number of the body paragraph before it (0 before the first).
    ``section`` is the heading above it, or empty; ``page`` is the page of the file it begins on, 0 where the file has
    none. ``row`` is what a row of a table (kind ``table``) needs to be read by itself.
    """

    article: Article = field(repr=False)
    number: int
    span: Span
    kind: ParagraphKind = "body"
    section: str = ""
    page: int = 0
    row: Row | None = None

    @property
    def text(self) -> str:
        return self.article.text[self.span.start : self.span.end]


@dataclass(frozen=True, slots=True)
class Statistic:
    """A figure in a text: ``2.1万个`` is 21000 (``value``) ``个`` (``unit``) of ``学位`` (``counted``).

    ``value`` is a plain number in the unit's own scale (70 for 70%, 260000000000 for 2600亿元), below zero for a
    loss and for a change downwards; for a date it is the year, and None where there is no number to give.
    ``role`` is what the figure is there for, ``period`` the time it is of (2023, 2023-H1, 2023-Q1, 2023-05,
    2023-05-01, or two of them with .. between), both empty where the text doesn't say; ``denied`` is true where its
    clause denies what it counts (7个没有通自来水), ``part`` where it is one of the parts of a whole named before it.
    """

    span: Span
    text: str
    value: float | None
    unit: str = ""
    counted: str = ""
    qualifier: Qualifier = "exact"
    kind: StatisticKind = "number"
    role: Role = ""
    period: str = ""
    denied: bool = False
    part: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """The sentence or sentences that answer, within one paragraph.

    ``headline`` holds those of ``statistics`` that answer the question, the best first. ``also`` are the sentences
    of other paragraphs that say the same in nearly the same words (``index.answering.duplicates``), the newest first.
    """

    paragraph: Paragraph
    span: Span
    statistics: tuple[Statistic, ...] = ()
    headline: tuple[Statistic, ...] = ()
    score: float = 0.0
    also: tuple[Quote, ...] = ()

    @property
    def text(self) -> str:
        """The quoted words, sliced from the article's file."""
        return self.paragraph.article.text[self.span.start : self.span.end]


@dataclass(frozen=True, slots=True)
class Problem:
    """Why the filters of a question could not be followed; ``filter`` is the one at fault, as it is written."""

    kind: ProblemKind
    filter: str


@dataclass(frozen=True, slots=True)
class Respelling:
    """A misspelt word of a question, and the word that it was read as."""

    typed: str
    written: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the corpus says to a question. ``quotes`` is empty unless ``state`` is ``sure``.

    ``confidence`` is a calibrated probability that the first quote answers; ``nearest`` holds what came closest where
    that is less than sure: ``perhaps`` it answers, or ``none`` does. ``smalltalk`` is set for greetings and thanks,
    which are not searched for. ``filter`` are the filters that the question set, as they are written; ``problem`` is
    set where they could not be followed, and nothing is quoted then. ``undated`` is how many articles a date among
    them left out because they have none. ``respelt`` are the question's misspelt words, as they were read.
    """

    question: str
    language: Language
    confidence: float
    quotes: tuple[Quote, ...] = ()
    nearest: tuple[Quote, ...] = ()
    smalltalk: Literal["", "greeting", "thanks"] = ""
    filter: str = ""
    problem: Problem | None = None
    state: State = "none"
    undated: int = 0
    respelt: tuple[Respelling, ...] = ()

    @property
    def perhaps(self) -> tuple[Quote, ...]:
        """The quote to be shown as unsure, its figures not set as the answer; none where the state is another."""
        return tuple(replace(quote, headline=()) for quote in self.nearest[:1]) if self.state == "perhaps" else ()

    @property
    def answered(self) -> bool:
        return self.state == "sure"


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a text has other characters than what it quotes; either side may be empty.

    ``span`` and ``text`` are of the text, ``original`` is what the article has there, ``place`` where in its file.
    ``kind`` says what the difference is of: capitals, Simplified and Traditional script, punctuation, or what is said.
    """

    span: Span
    text: str
    place: Span
    original: str
    kind: Literal["case", "script", "marks", "words"]


@dataclass(frozen=True, slots=True)
class QuotationCheck:
    """What the articles say to a quotation.

    ``quote`` is their words: the same, or the nearest where it is ``changed``; further places where they stand are
    its ``also``. None where it is ``absent``.
    """

    text: str
    verdict: Literal["verbatim", "changed", "absent"]
    quote: Quote | None = None
    differences: tuple[Difference, ...] = ()


def plain(article: Article, span: Span) -> tuple[str, list[int]]:
    """The readable text of ``span``, and the offset in ``article.text`` of each of its characters."""
    return readable(article.text, article.markup, span)


def readable(text: str, markup: Sequence[Markup], span: Span) -> tuple[str, list[int]]:
    """The text a reader sees in ``span``, and where each of its characters stands in ``text``."""
    first = bisect_left(markup, span.start, key=mark_start)
    if first == len(markup) or markup[first].span.start >= span.end:
        return text[span.start : span.end], list(range(span.start, span.end))
    parts: list[str] = []
    offsets: list[int] = []
    at = span.start
    for index in range(first, bisect_left(markup, span.end, key=mark_start)):
        mark = markup[index]
        parts += (text[at : mark.span.start], mark.shown)
        offsets += range(at, mark.span.start)
        offsets += [mark.span.start] * len(mark.shown)
        at = max(at, mark.span.end)
    parts.append(text[at : span.end])
    offsets += range(at, span.end)
    return "".join(parts), offsets


def mark_start(mark: Markup) -> int:
    """Where a piece of markup begins: the key it is sorted by."""
    return mark.span.start
