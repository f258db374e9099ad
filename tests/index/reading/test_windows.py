"""What the reader is shown of a candidate: tokens with roles, figures in their place, marks of hard facts."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from index.building.build import build_library
from index.models.e5 import Tokens
from index.models.packaged import prepared_models
from index.models.passage_encoder import Encoder
from index.question.question import read_question
from index.ranking.ranking import Ranked, look_up, rank
from index.ranking.searcher import Searcher, open_searcher
from index.reading.marked import MARKS, ROLES, pieces_of
from index.reading.windows import Window, windows


@cache
def package() -> Tokenizer:
    return Tokenizer.from_file(str(prepared_models() / "tokenizer.json"))


def piece(token: int) -> str:
    return package().id_to_token(token) or ""


@pytest.fixture(scope="module")
def tokens() -> Tokens:
    return Tokens(prepared_models())


def ranked_for(text: str, searcher: Searcher) -> Ranked:
    return rank(look_up([read_question(text)], searcher)[0], searcher)


def seen(window: Window, tokens: Tokens, start: int = 0, end: int | None = None) -> str:
    pieces = (piece(int(token)) for token in window.ids[start:end])
    return "".join(pieces).replace("▁", " ").strip()


def marks_at(window: Window, position: int) -> set[str]:
    return {MARKS[mark] for mark in np.flatnonzero(window.marks[position])}


def test_a_window_holds_the_question_the_title_and_the_sentence(articles_searcher: Searcher, tokens: Tokens) -> None:
    text = "消防员有多少人"
    ranked = ranked_for(text, articles_searcher)
    for window, row in zip(
        windows(read_question(text), ranked, 3, articles_searcher, tokens), ranked.order.tolist(), strict=False
    ):
        number, which = ranked.evidence.sentences[row]
        passage = articles_searcher.library.passages[number]
        sentence = passage.sentences[which]
        parts = {role: window.roles == ROLES.index(role) for role in ROLES}
        assert "消防员" in seen(window, tokens, 0, 12)
        first = int(np.flatnonzero(parts["sentence"])[0])
        assert passage.text[sentence.span.start : sentence.span.start + 2] in seen(window, tokens, first, first + 6)
        assert len(window.figures) == len(sentence.statistics)
        for statistic, (start, end) in zip(sentence.statistics, window.figures.tolist(), strict=True):
            shown = seen(window, tokens, start, end)
            digits = [c for c in statistic.text if c.isdigit() and c.isascii()]
            assert not end or all(digit in shown for digit in digits)


def test_a_figure_is_marked_by_what_it_is_there_for(articles_searcher: Searcher, tokens: Tokens) -> None:
    """The level is marked as unlike the change that is asked for; the change as like it."""
    text = "How many tonnes were landed in Little Skerry in 2022?"
    question = read_question(text)
    ranked = ranked_for(text, articles_searcher)
    window = windows(question, ranked, 1, articles_searcher, tokens)[0]
    number, which = ranked.evidence.sentences[int(ranked.order[0])]
    statistics = articles_searcher.library.passages[number].sentences[which].statistics
    for statistic, (start, _) in zip(statistics, window.figures.tolist(), strict=True):
        marks = marks_at(window, start)
        assert statistic.kind in marks
        assert ("period_conflicts" in marks) == (statistic.period not in ("", "2022"))


@pytest.mark.parametrize(
    ("asked", "figure"), [("全区开设体育社团多少个", "1364个"), ("一共有多少片屋顶运动场", "16片")]
)
def test_the_figure_that_stands_with_what_is_asked_for_is_marked(
    asked: str, figure: str, articles_searcher: Searcher, tokens: Tokens
) -> None:
    question, ranked = read_question(asked), ranked_for(asked, articles_searcher)
    for window, row in zip(
        windows(question, ranked, 5, articles_searcher, tokens), ranked.order.tolist(), strict=False
    ):
        number, which = ranked.evidence.sentences[row]
        statistics = articles_searcher.library.passages[number].sentences[which].statistics
        marks = {s.text: marks_at(window, start) for s, (start, _) in zip(statistics, window.figures, strict=True)}
        if figure in marks:
            assert marks[figure] & {"phrase_first", "clause_first", "phrase_nearest"}
            assert not marks[figure] & {"phrase_behind", "clause_behind", "words_apart"}
            assert any(others & {"phrase_behind", "clause_behind", "phrase_farther"} for others in marks.values())
            return
    pytest.fail("the sentence is not among the first candidates")


def test_the_words_of_a_question_are_marked_as_there_or_missing(articles_searcher: Searcher, tokens: Tokens) -> None:
    text = "How many giraffes are in Little Skerry harbour?"
    window = windows(read_question(text), ranked_for(text, articles_searcher), 1, articles_searcher, tokens)[0]
    asked = np.flatnonzero(window.roles == ROLES.index("question"))
    marked = {mark: seen_of(window, tokens, asked, mark) for mark in ("term_missing", "term_here")}
    assert "gira" in marked["term_missing"]
    assert "Sker" in marked["term_here"] + marked["term_missing"]


def seen_of(window: Window, tokens: Tokens, positions: np.ndarray, mark: str) -> str:
    chosen = [p for p in positions if window.marks[p, MARKS.index(mark)]]
    return "".join(piece(int(window.ids[p])) for p in chosen)


@pytest.mark.parametrize("text", ["", " ", "55所", "２.1万个", "ﬁve  schools", "零\u200b散"])
def test_tokens_know_where_they_stand(text: str, tokens: Tokens) -> None:
    pieces = pieces_of(text, tokens)
    assert all(0 <= start <= end <= len(text) for start, end in zip(pieces.starts, pieces.ends, strict=True))
    assert pieces.starts == sorted(pieces.starts)


def test_a_long_sentence_is_cut_and_its_last_figures_with_it(articles_searcher: Searcher, tokens: Tokens) -> None:
    lengths = []
    for text in ("how many boats", "多少人", "what was decided about the budget of the council for the year"):
        for window in windows(read_question(text), ranked_for(text, articles_searcher), 8, articles_searcher, tokens):
            lengths.append(len(window.ids))
            assert window.figures.max(initial=0) <= len(window.ids)
    assert max(lengths) <= 260


TABLE = """# 青浦县2023年学校统计

表1 各镇中小学情况

| 镇 | 学校(所) | 在校学生 | 专任教师 | 其中：女教师 |
| --- | --- | --- | --- | --- |
| 朱家角镇 | 12 | 8,120 | 612 | 402 |
| 练塘镇 | 9 | 5,031 | 377 | 251 |
| 金泽镇 | 7 | 3,904 | 301 | 188 |
"""
REACHING = """<title>Clinics</title><h1>Clinics of the two towns</h1><table>
<tr><th>Town</th><th>Year</th><th>Doctors</th><th>Visits</th></tr>
<tr><td rowspan="2">Thornwick</td><td>2021</td><td>14</td><td>3,120</td></tr>
<tr><td>2022</td><td>17</td><td>3,508</td></tr>
<tr><td>Marlby</td><td>2022</td><td>8</td><td>1,967</td></tr></table>"""


def window_of(row: str, page: Path, text: str, encoder: Encoder, tokens: Tokens) -> Window:
    """What the reader is shown for ``text`` of the row that holds the words ``row``, in a library of one page."""
    build_library(page.parent, page.parent.parent / "index", encoder)
    searcher = open_searcher(page.parent.parent / "index", encoder)
    candidates = windows(read_question(text), ranked_for(text, searcher), 6, searcher, tokens)
    return next(window for window in candidates if row in seen(window, tokens))


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A place for a page that is alone in its corpus."""
    (tmp_path / "corpus").mkdir()
    return tmp_path / "corpus" / "page"


@pytest.mark.parametrize(
    ("text", "town", "figure"),
    [
        ("how many teachers in Liantang", "练塘镇", "377"),
        ("练塘镇有多少在校学生", "练塘镇", "5,031"),
        ("練塘鎮有幾多間學校", "练塘镇", "9"),
        ("how many pupils does Jinze have", "金泽镇", "3,904"),
    ],
)
def test_a_cell_stands_behind_what_heads_its_column(
    text: str, town: str, figure: str, page: Path, encoder: Encoder, tokens: Tokens
) -> None:
    """And it is compared with the others of its row by that: what the columns count is said there alone."""
    file = page.with_suffix(".md")
    file.write_text(TABLE, "utf-8")
    window = window_of(town, file, text, encoder, tokens)
    row = seen(window, tokens, int(window.figures[0][0]) - 12)
    headings = ("学校(所)", "在校学生", "专任教师", "其中:女教师")
    assert [row.index(heading) for heading in headings] == sorted(row.index(heading) for heading in headings)
    best = [place for place in window.figures.tolist() if "phrase_first" in marks_at(window, place[0])]
    shown = [seen(window, tokens, *place) for place in best]
    assert figure in shown
    assert len(shown) < len(window.figures)


def test_a_name_that_reaches_down_from_a_row_above_is_read_with_the_row(
    page: Path, encoder: Encoder, tokens: Tokens
) -> None:
    file = page.with_suffix(".html")
    file.write_text(REACHING, "utf-8")
    window = window_of("3,508", file, "doctors in Thornwick in 2022", encoder, tokens)
    row = seen(window, tokens, int(window.figures[0][0]) - 16)
    assert "Thornwick" in row
    assert row.index("Doctors") < row.index("17") < row.index("Visits") < row.index("3,508")


def test_a_table_of_sixty_columns_fits_into_what_the_reader_reads(page: Path, encoder: Encoder, tokens: Tokens) -> None:
    """And what tells its columns apart, the end of each heading, is what is kept of it."""
    numbers = range(1, 31)
    head = " | ".join(f"Persons in full-time employment aged from 15 to 64 in quarter {n}" for n in numbers)
    table = f"# Work\n\n| Town | {head} |\n|{' --- |' * 31}\n| Marlby | {' | '.join(str(900 + n) for n in numbers)} |\n"
    file = page.with_suffix(".md")
    file.write_text(table, "utf-8")
    window = window_of("Marlby", file, "people in work in Marlby in quarter 3", encoder, tokens)
    assert len(window.ids) <= 400
    assert "quarter 3" in seen(window, tokens)
