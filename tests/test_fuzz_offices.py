"""Files of offices and tables, spoiled at any place: they are read, or declined in one line, and nothing else happens.

A small number of cases of each kind; ``make fuzz`` runs 10,000.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles.office import office_text
from index.articles.read import article_from_bytes, read_article, split_paragraphs
from index.errors import ArticleError, NotReadable
from tests.bot.operators.test_operating import lines, pdf
from tests.support.office_files import archive, docx, paragraph, xlsx
from tests.test_fuzz import cases, prose

ROWS: list[list[object]] = [
    ["县", "产量(吨)", ""],
    ["", "2022年", "2023年"],
    ["东岭", 4120, 4386.5],
    ["西岭", 3975, -12],
]
ENDINGS = {".pdf": ".txt", ".docx": ".html", ".xlsx": ".html"}
STROKES = b" ".join(b"%d %d 90 20 re S" % (72 + 90 * n % 270, 500 + 20 * (n // 3)) for n in range(12))

spoilt = st.lists(
    st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 12), st.binary(max_size=12)), min_size=1, max_size=6
)


def sound(ending: str, path: Path) -> bytes:
    """A file of this kind that can be read."""
    if ending == ".pdf":
        return pdf(lines("The harbour of Ostmere took 312 ships in 2023.") + b"\n" + STROKES, lines("48 people."))
    if ending == ".docx":
        row = "<w:tr>" + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in ("镇", "360")) + "</w:tr>"
        return docx(path, paragraph("全镇建成学校55所。") + f"<w:tbl>{row}{row}</w:tbl>").read_bytes()
    return xlsx(path, ROWS, ["B1:C1", "A1:A2"]).read_bytes()


def spoiled(content: bytes, changes: list[tuple[float, int, bytes]]) -> bytes:
    """The content with bytes taken out and others put in at these shares of it."""
    for share, length, other in changes:
        place = int(share * len(content))
        content = content[:place] + other + content[place + length :]
    return content


@pytest.mark.parametrize("ending", ENDINGS)
@cases(15)
@given(changes=spoilt, inside=st.booleans())
def test_a_spoilt_file_is_read_or_declined(
    ending: str, changes: list[tuple[float, int, bytes]], inside: bool, tmp_path: Path
) -> None:
    file, result = tmp_path / f"report{ending}", tmp_path / f"read{ENDINGS[ending]}"
    content = sound(ending, file)
    if inside and ending != ".pdf":  # what is packed is spoiled, the packing isn't
        with zipfile.ZipFile(file) as packed:
            members = {name: packed.read(name) for name in packed.namelist()}
        texts = {name for name in members if name.endswith(("document.xml", "sheet1.xml"))}
        archive(file, {name: spoiled(old, changes) if name in texts else old for name, old in members.items()})
    else:
        file.write_bytes(spoiled(content, changes))
    reason = ""
    try:
        result.write_text(office_text(file), "utf-8")
        split_paragraphs(read_article(result))
    except (NotReadable, ArticleError) as error:
        reason = str(error)
    assert "\n" not in reason


tag = st.sampled_from(
    [
        *("<table>", "</table>", "<tr>", "</tr>", "<td>", "</td>", "<th>", "<caption>", "</caption>", "<thead>"),
        *('<td colspan="3">', '<td rowspan="2">', '<td colspan="99999">', '<td rowspan="-1">', '<th colspan="x">'),
        *('<tr data-cell="年!A4">', "<tbody>", "<tfoot>", "<colgroup>", "<p>", "</p>", "<h2>"),
        *("东岭", "2022年", "4,120", "吨", "-12%"),
    ]
)


@cases(60)
@given(cells=st.lists(tag | prose, min_size=1, max_size=60))
def test_any_table_is_rows_whose_cells_stand_in_the_text(cells: list[str]) -> None:
    page = "<html><body><table>" + "".join(cells)
    try:
        article = article_from_bytes(Path("page.html"), page.encode("utf-8", "replace"))
    except ArticleError:
        return
    for read in split_paragraphs(article):
        assert 0 <= read.span.start < read.span.end <= len(article.text)
        for cell in read.row.cells if read.row else ():
            for span in (cell.span, *cell.headers):
                assert 0 <= span.start <= span.end <= len(article.text)
