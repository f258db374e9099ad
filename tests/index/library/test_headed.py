"""A row of a table with what heads its cells: read aloud, encoded and searched so, and quoted as it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.building.analyse import as_read
from index.building.build import build_library
from index.library.headed import headings
from index.library.passages import NOWHERE, Passage
from index.models.passage_encoder import Encoder
from index.question.question import read_question
from index.ranking.ranking import look_up, rank
from index.ranking.searcher import Searcher, open_searcher

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October")
PORT = "\n".join(
    [
        "# Calderfen Harbour in figures",
        "",
        "Table 2 Traffic of the harbour, 2024",
        "",
        "| Month | Cargo (tonnes) | Ships calling | Passengers |",
        "| --- | ---: | ---: | ---: |",
        *(
            f"| {month} | {41_200 + 917 * n:,} | {120 + 7 * n} | {2_031 + 388 * n:,} |"
            for n, month in enumerate(MONTHS)
        ),
        "",
        "The harbour office asks ships calling after dusk to give six hours' notice of cargo and passengers.",
    ]
)
CLINICS = """<title>诊所</title><h1>两镇诊所</h1><table>
<tr><th rowspan="2">镇</th><th rowspan="2">年份</th><th colspan="2">人员</th></tr>
<tr><th>医生</th><th>护士</th></tr>
<tr><td rowspan="2">望洲镇</td><td>2021年</td><td>14</td><td>31</td></tr>
<tr><td>2022年</td><td>17</td><td>36</td></tr></table>"""


def searcher_of(page: str, ending: str, folder: Path, encoder: Encoder) -> Searcher:
    """A library of one page."""
    (folder / "corpus").mkdir()
    (folder / "corpus" / f"page.{ending}").write_text(page, "utf-8")
    build_library(folder / "corpus", folder / "index", encoder)
    return open_searcher(folder / "index", encoder)


def row_with(words: str, searcher: Searcher) -> Passage:
    passages: list[Passage] = [searcher.library.passages[n] for n in range(len(searcher.library.passages))]
    return next(passage for passage in passages if passage.paragraph.row and words in passage.text)


def test_a_row_is_read_with_its_caption_and_headings(tmp_path: Path, encoder: Encoder) -> None:
    searcher = searcher_of(PORT, "md", tmp_path, encoder)
    passage = row_with("May", searcher)
    said, pieces = as_read(passage)
    assert said == (
        "Table 2 Traffic of the harbour, 2024: Month May | Cargo (tonnes) 44,868 | Ships calling 148 | Passengers 3,583"
    )
    assert said[slice(*pieces[0])] == said
    cells = {said[start:end].strip(" |") for start, end in pieces[1:]}
    assert {"Cargo (tonnes) 44,868", "Ships calling 148", "Passengers 3,583"} <= cells


def test_headings_of_two_levels_and_names_from_above(tmp_path: Path, encoder: Encoder) -> None:
    searcher = searcher_of(CLINICS, "html", tmp_path, encoder)
    passage = row_with("17", searcher)
    told = {
        passage.text[heading.cell.start : heading.cell.end]: heading.text
        for heading in headings(passage.paragraph, passage.offsets)
    }
    assert told == {"": "望洲镇", "2022年": "年份", "17": "人员 医生", "36": "人员 护士"}


def test_what_heads_a_cell_is_a_word_of_its_row_that_stands_nowhere_in_it(tmp_path: Path, encoder: Encoder) -> None:
    searcher = searcher_of(PORT, "md", tmp_path, encoder)
    forms = searcher.library.vocabulary.forms
    clauses = [clause for sentence in row_with("May", searcher).sentences for clause in sentence.clauses]
    nowhere = {forms[word] for c in clauses for word, at in zip(c.words, c.starts, strict=True) if at == NOWHERE}
    assert {"month", "cargo", "ship"} <= nowhere
    assert not nowhere & {"may", "148"}


@pytest.mark.parametrize(
    ("text", "month"),
    [("ships calling in May", "May"), ("how many passengers came in July", "July"), ("10月靠港船舶有多少", "October")],
)
def test_a_row_is_found_by_its_name_and_its_column(text: str, month: str, tmp_path: Path, encoder: Encoder) -> None:
    """Not the row that heads the columns, nor the sentence that holds the same words."""
    searcher = searcher_of(PORT, "md", tmp_path, encoder)
    ranked = rank(look_up([read_question(text)], searcher)[0], searcher)
    number, _ = ranked.evidence.sentences[int(ranked.order[0])]
    assert searcher.library.passages[number].text.startswith(month)


def test_what_is_repeated_over_every_cell_is_bounded(tmp_path: Path, encoder: Encoder) -> None:
    """A heading over two hundred cells is not read two hundred times: a small file would cost a large build."""
    over = "".join(
        f'<tr><th>no</th><th colspan="190">{word * 40}</th></tr>' for word in ("staff ", "pupils ", "class ")
    )
    cells = "".join(f"<td>{number}</td>" for number in range(190))
    page = f"<title>Wide</title><h1>Wide</h1><table>{over}<tr><th>Marlby</th>{cells}</tr></table>"
    passage = row_with("Marlby", searcher_of(page, "html", tmp_path, encoder))
    said, _ = as_read(passage)
    assert "staff staff" in said
    assert len(said) < len(passage.text) + 2_500
    assert sum(len(clause.words) for sentence in passage.sentences for clause in sentence.clauses) < 800
