"""The same report gives the same figures whatever kind of file it comes as, and each says where it stands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.messages.citation import details
from index.articles.office import office_text
from index.articles.read import read_article, split_paragraphs
from index.articles.scans import strip_of
from index.building.analyse import figures_in
from index.building.extraction import result_name
from index.records import Article, Quote, plain
from tests.bot.operators.test_operating import lines, pdf
from tests.support.office_files import docx, docx_table, paragraph, xlsx

TITLE = "Landings at Ostmere 2023"
SENTENCE = "The harbour of Ostmere took 312 ships in the year, more than it ever took before."
HEAD = ("Catch (tonnes)", "2023", "2022")
CATCH = (
    ("Herring", "1,250", "1,190"),
    ("Mackerel", "860", "905"),
    ("Sprat", "312", "298"),
    ("Haddock", "2,410", "2,377"),
    ("Whiting", "145", "160"),
    ("Plaice", "77", "81"),
    ("Turbot", "12.5", "11.9"),
    ("Brown crab", "640", "655"),
    ("Lobster", "58", "49"),
    ("Scallops", "1,030", "990"),
)
EXPECTED = {
    (name.replace(" ", ""), year): (float(figure.replace(",", "")), "tonnes", year)
    for name, *figures in CATCH
    for year, figure in zip(HEAD[1:], figures, strict=True)
}


def text(folder: Path) -> Path:
    table = "\n".join(f"{name:<16}{new:>10}{old:>10}" for name, new, old in (HEAD, *CATCH))
    (folder / "catch.txt").write_text(f"{TITLE}\n\n{SENTENCE}\n\n{table}\n", "utf-8")
    return folder / "catch.txt"


def page(folder: Path) -> Path:
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in CATCH)
    head = "".join(f"<th>{cell}</th>" for cell in HEAD)
    written = f"<html><body><h1>{TITLE}</h1><p>{SENTENCE}</p><table><tr>{head}</tr>{rows}</table></body></html>"
    (folder / "catch.html").write_text(written, "utf-8")
    return folder / "catch.html"


def word(folder: Path) -> Path:
    return docx(folder / "catch.docx", paragraph(TITLE) + paragraph(SENTENCE) + docx_table((HEAD, *CATCH)))


def sheet(folder: Path) -> Path:
    rows = [(name, *(float(figure.replace(",", "")) for figure in figures)) for name, *figures in CATCH]
    return xlsx(folder / "catch.xlsx", [(TITLE,), HEAD, *rows])


def printed(folder: Path) -> Path:
    table = (f"{name:<16}{new:>10}{old:>10}" for name, new, old in (HEAD, *CATCH))
    escaped = (line.replace("(", r"\(").replace(")", r"\)") for line in table)
    (folder / "catch.pdf").write_bytes(pdf(lines(TITLE, " ", SENTENCE, " ", *escaped)))
    return folder / "catch.pdf"


def scan(folder: Path, angle: int = 0) -> Path:
    pytest.importorskip("rapidocr_onnxruntime")
    from PIL import Image, ImageDraw, ImageFont

    picture = Image.new("RGB", (1240, 900), "white")
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(28)
    for row, line in enumerate((TITLE, "", SENTENCE, "")):
        draw.text((60, 50 + 46 * row), line, fill="black", font=font)
    for row, cells in enumerate((HEAD, *CATCH), 4):
        for column, cell in enumerate(cells):
            draw.text((60 + 380 * column, 50 + 46 * row), cell, fill="black", font=font)
    picture.rotate(angle).save(folder / "catch.png")
    return folder / "catch.png"


def scan_upside_down(folder: Path) -> Path:
    return scan(folder, 180)


def read(file: Path) -> Article:
    if result_name(file.name) == file.name:
        return read_article(file)
    result = file.with_name("read-" + result_name(file.name))
    result.write_text(office_text(file), "utf-8")
    return read_article(result)


def figures(article: Article) -> dict[tuple[str, str], tuple[float | None, str, str]]:
    """The figures of the table by the name of their row, without blanks, which recognition drops now and then, and the
    heading of their column.
    """
    told = {}
    for each in split_paragraphs(article):
        for statistic in figures_in(each, *plain(article, each.span)) if each.row else ():
            name, _, column = statistic.counted.partition(" · ")
            told[name.replace(" ", ""), column] = (statistic.value, statistic.unit, statistic.period)
    return told


@pytest.mark.parametrize("make", [text, page, word, sheet, printed, scan_upside_down], ids=lambda make: make.__name__)
def test_twenty_cells_read_alike_in_six_kinds_of_file(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    article = read(make(tmp_path))
    assert figures(article) == EXPECTED
    row = next(each for each in split_paragraphs(article) if each.row and not each.row.heading)
    place = details(Quote(row, row.span))
    if make is sheet:
        assert "茶叶!A3" in place
    assert ("read from a scan" in place) == (make is scan_upside_down)
    strip = strip_of(article.text, row.span)
    assert (strip is None) == (make is not scan_upside_down)
    if strip:  # the line after the heading of the table, drawn at 280 of 900
        assert strip.angle == 180
        assert strip.top < 285 / 900 < 305 / 900 < strip.bottom < strip.top + 0.08
