"""Bad files of offices: each is read as far as it can be, or says why not in one line, in little time."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject, RectangleObject

from index.articles.office import office_text
from index.articles.read import read_article, split_paragraphs
from index.articles.scans import SCANNED
from index.building.extraction import extract
from index.errors import ArticleError, NotReadable
from index.records import plain
from tests.bot.operators.test_operating import lines, pdf
from tests.support.office_files import WORD, archive, docx, paragraph, xlsx

SENTENCE = "The harbour of Ostmere took 312 ships in 2023, more than ever before."
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600  # an office file with a password, or an old one
# Every letter is one that no font has.
NO_LETTERS = b"begincmap 1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfrange <00> <ff> <e000> endbfrange"


def word(folder: Path) -> bytes:
    return docx(folder / "sound.docx", paragraph(SENTENCE)).read_bytes()


def written(writer: PdfWriter) -> bytes:
    content = io.BytesIO()
    writer.write(content)
    return content.getvalue()


def locked(user: str) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(pdf(lines(SENTENCE))))
    writer.encrypt(user, "owner", algorithm="AES-128")
    return written(writer)


def shown(file: Path) -> list[str]:
    """The paragraphs of what is read of a file."""
    result = file.with_name(f"read{'.txt' if file.suffix == '.pdf' else '.html'}")
    result.write_text(office_text(file), "utf-8")
    article = read_article(result)
    return [plain(article, each.span)[0] for each in split_paragraphs(article)]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("broken.docx", b"PK\x03\x04 nothing more", "not a sound DOCX"),
        ("noise.xlsx", bytes(range(256)) * 50, "not a sound XLSX"),
        ("secret.xlsx", OLE, "encrypted"),
        ("secret.docx", OLE, "encrypted"),
        ("old.xls", b"no sheet", "not a sound XLS"),
        ("blank.pdf", pdf(b""), "no text"),
        ("renamed.pdf", b"PK\x03\x04 a sheet by another name", "not a sound PDF"),
        ("noise.png", bytes(range(256)) * 50, "not a sound PNG|lets pictures"),
        ("two.docx", pdf(b"") + b"PK\x03\x04 two at once", "not a sound DOCX"),
        *((f"none{ending}", b"", "is empty") for ending in (".pdf", ".docx", ".xlsx", ".xls", ".ods", ".png")),
    ],
)
def test_bad_files_say_why_in_one_line(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(NotReadable, match=reason) as raised:
        office_text(tmp_path / name)
    assert "\n" not in str(raised.value)


def test_a_pdf_that_needs_a_password_is_declined_and_one_that_is_only_locked_is_read(tmp_path: Path) -> None:
    (tmp_path / "secret.pdf").write_bytes(locked("a password"))
    with pytest.raises(NotReadable, match="encrypted"):
        office_text(tmp_path / "secret.pdf")
    (tmp_path / "locked.pdf").write_bytes(locked(""))
    assert shown(tmp_path / "locked.pdf") == [SENTENCE]


def test_a_file_that_is_two_at_once_is_read_as_what_its_name_says(tmp_path: Path) -> None:
    for name, content in (("both.pdf", pdf(lines(SENTENCE)) + word(tmp_path)), ("both.docx", b"%PDF-1.7\n")):
        (tmp_path / name).write_bytes(content + word(tmp_path))
        assert shown(tmp_path / name) == [SENTENCE]
    with pytest.raises(NotReadable, match="not a sound XLSX"):
        office_text((tmp_path / "both.docx").rename(tmp_path / "both.xlsx"))
    for name, content in (
        ("pdf.txt", pdf(lines(SENTENCE))),
        ("rtf.html", b"{\\rtf1 The harbour took 312 ships.}"),
        ("zip.md", word(tmp_path)),
    ):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(ArticleError, match="not text"):
            read_article(tmp_path / name)


def test_a_long_pdf_is_read_to_its_end(tmp_path: Path) -> None:
    towns = [f"{chr(65 + n % 26)}{chr(97 + n // 26)}ton" for n in range(500)]
    file = tmp_path / "long.pdf"
    file.write_bytes(pdf(*(lines(f"{town} built {len(town)} schools and {n} roads.") for n, town in enumerate(towns))))
    began = time.monotonic()
    (tmp_path / "long.txt").write_text(office_text(file), "utf-8")
    article = read_article(tmp_path / "long.txt")
    last = split_paragraphs(article)[-1]
    assert (last.page, plain(article, last.span)[0]) == (500, f"{towns[-1]} built 5 schools and 499 roads.")
    assert time.monotonic() - began < 60


def test_a_pdf_whose_text_is_garbage_is_read_from_its_picture(tmp_path: Path) -> None:
    pytest.importorskip("rapidocr_onnxruntime")
    words = "Ostmere took 312 ships."
    writer = PdfWriter(clone_from=io.BytesIO(pdf(lines(words))))
    page, mapping = writer.pages[0], DecodedStreamObject()
    mapping.set_data(NO_LETTERS)
    resources: Any = page["/Resources"]
    resources["/Font"]["/F1"].get_object()[NameObject("/ToUnicode")] = writer._add_object(mapping)
    page.mediabox = RectangleObject((60, 640, 220, 720))  # the less of it there is to recognise, the sooner
    (tmp_path / "garbage.pdf").write_bytes(written(writer))
    assert words not in PdfReader(tmp_path / "garbage.pdf").pages[0].extract_text()
    text = office_text(tmp_path / "garbage.pdf")
    assert SCANNED in text
    assert words in text


def test_bombs_and_giants_are_refused_soon(tmp_path: Path) -> None:
    began = time.monotonic()
    bomb = archive(tmp_path / "bomb.docx", {"word/document.xml": b" " * 310_000_000})
    with pytest.raises(NotReadable, match="unpacks"):
        office_text(bomb)
    wide = xlsx(tmp_path / "wide.xlsx", [[row, "字", row] for row in range(100_000)])
    with pytest.raises(NotReadable, match="cells"):
        office_text(wide)
    named = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    with zipfile.ZipFile(io.BytesIO(word(tmp_path))) as packed:
        members: dict[str, str | bytes] = {name: packed.read(name) for name in packed.namelist()}
    body = f'<!DOCTYPE l [<!ENTITY a "ha">{named}]><w:document {WORD}><w:body>{paragraph("&j;")}</w:body></w:document>'
    with pytest.raises(NotReadable, match="not a sound DOCX"):
        office_text(archive(tmp_path / "laughs.docx", {**members, "word/document.xml": body}))
    assert time.monotonic() - began < 30


def test_cells_merged_over_everything_and_tables_in_tables(tmp_path: Path) -> None:
    merged = xlsx(tmp_path / "m.xlsx", [["年报", "", ""], ["全县建成学校55所。", "", ""]], ["A1:XFD1048576"])
    assert "年报" in office_text(merged)
    inner, after = "内有7个站，每个站有两名工作人员值守。", "水位降了三米。"
    nested = "<table><tr><td>外<td>"
    page = f"<html><body><h1>水情</h1>{nested * 10}{inner}{'</table>' * 10}<p>{after}</p>"
    (tmp_path / "n.html").write_text(page)
    article = read_article(tmp_path / "n.html")
    told = " ".join(plain(article, each.span)[0] for each in split_paragraphs(article))
    assert inner in told
    assert after in told
    body = paragraph(inner)
    for _ in range(10):
        body = f"<w:tbl><w:tr><w:tc>{paragraph('外')}{body}</w:tc></w:tr></w:tbl>"
    assert {inner, after} <= set(shown(docx(tmp_path / "n.docx", body + paragraph(after))))


def test_reading_is_bounded_in_time(tmp_path: Path) -> None:
    file = xlsx(tmp_path / "tea.xlsx", [["县", "产量"], ["东岭", 4120]])
    with pytest.raises(NotReadable, match="too long"):
        extract(file, tmp_path / "tea.html", seconds=0.01)
