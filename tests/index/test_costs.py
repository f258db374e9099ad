"""What reading costs grows as the length does, not as its square: every parser over the shapes that tempt it."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from index.articles.office import office_text
from index.articles.read import article_from_bytes, split_paragraphs
from index.building.analyse import read_passage
from index.errors import ArticleError, NotReadable
from index.library.passages import Vocabulary
from index.question.claims import claims_in
from index.question.filters import split_filters
from index.question.question import read_question
from index.records import Article, Paragraph, Span
from tests.bot.operators.test_operating import lines, pdf
from tests.support.office_files import docx, paragraph, xlsx

WORDS = (
    *("5个", "5%", "1,", "1/", "半", "多少？", "2021年", "at 5 km/h ", "two hundred and ", "其中：增长5%，", "第三"),
    *("字", "a. B ", "他说：“好。”", "（“", "…", "e\u0301", "the 3 of the ", "\u201ca\u201d ", "how many ", "    "),
)
MARKUP = (
    *("<div>", "<div>字。", "<p><b id=a><i>字。", "<table><tr><td>字", "<script>", "<!--", "<a b='", "&amp", "</div>"),
    *("| 年 | 5 |\n", "[a](b", "**a ", "- a\n", "---\n", "a\n", "字。\n\n", "<title>a    ", "# a\n", "a\tb\n"),
)
FLOOR = 0.05  # seconds, below which the clock and not the parser is measured


def passage(text: str) -> None:
    read_passage(Paragraph(Article("a", "T", text), 1, Span(0, len(text))), Vocabulary())


def page(ending: str) -> Callable[[str], None]:
    def read(text: str) -> None:
        with suppress(ArticleError):
            split_paragraphs(article_from_bytes(Path(f"page{ending}"), text.encode()))

    return read


def titled(text: str) -> None:
    page(".html")(f"<html><head><title>a{text}b</title></head><body><p>全县建成5个站。</p></body></html>")


def question(text: str) -> None:
    for read in (read_question, split_filters, claims_in):
        read(text)


def nested(depth: int) -> str:
    """Tables of a Word file in one another."""
    return "<w:tbl><w:tr><w:tc>" * depth + paragraph("字") + "</w:tc></w:tr></w:tbl>" * depth


def seconds(read: Callable[[str], None], text: str) -> float:
    """The processor's time for a text."""
    began = time.thread_time()
    read(text)
    return time.thread_time() - began


def is_dear(read: Callable[[str], None], shape: str, length: int) -> bool:
    """Whether four times the length takes far more than four times as long; the square would be sixteen times."""
    longest = seconds(read, shape * (4 * length // len(shape)))
    return longest > FLOOR and longest > 8 * seconds(read, shape * (length // len(shape)))


@pytest.mark.parametrize(
    ("read", "shapes", "length"),
    [
        (passage, WORDS, 300),
        (question, WORDS, 300),
        (page(".txt"), (*WORDS, *MARKUP), 1_500),
        (page(".md"), MARKUP, 1_500),
        (page(".html"), (*WORDS, *MARKUP), 1_500),
        (titled, ("    ", " - ", "_ ", "| ", "--", "\u3000", "·"), 1_500),
    ],
    ids=["passage", "question", "text", "markdown", "html", "title"],
)
def test_four_times_the_text_takes_four_times_as_long(
    read: Callable[[str], None], shapes: tuple[str, ...], length: int
) -> None:
    read("how many 5个学校 <b>字</b>")  # what is loaded once
    dear = [shape for shape in shapes if is_dear(read, shape, length) and is_dear(read, shape, 2 * length)]
    assert not dear


def test_four_times_the_rows_take_four_times_as_long(tmp_path: Path) -> None:
    files: dict[str, Callable[[Path, int], object]] = {
        "rows.xlsx": lambda path, n: xlsx(path, [["年", row, "5%"] for row in range(n)]),
        "wide.xlsx": lambda path, n: xlsx(path, [[*range(n)], ["字"] * n]),
        "merged.xlsx": lambda path, n: xlsx(path, [["年", "5"]] * n, [f"A{row}:A{row + n}" for row in range(1, n)]),
        "rows.docx": lambda path, n: docx(path, paragraph("全县5个站。") * n),
        "nested.docx": lambda path, n: docx(path, nested(n // 20)),
        "pages.pdf": lambda path, n: path.write_bytes(pdf(*[lines("5 parks")] * (n // 8))),
        "lines.pdf": lambda path, n: path.write_bytes(pdf(lines(*["5 parks"] * n))),
    }

    def read(path: str) -> None:
        with suppress(NotReadable):
            office_text(Path(path))

    for name, write in files.items():
        for rows in (200, 800):
            write(tmp_path / f"{rows}-{name}", rows)
        short, long = (seconds(read, str(tmp_path / f"{rows}-{name}")) for rows in (200, 800))
        assert long < FLOOR or long < 8 * short, (name, short, long)
