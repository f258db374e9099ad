"""Files of offices: what is read of them, where it stands, and how they come into the corpus."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.articles.office import office_text
from index.articles.read import read_article, split_paragraphs
from index.building.corpus import add_articles, extract_dropped
from index.building.extraction import result_name
from index.errors import ArticleError
from index.records import Article, Paragraph, plain
from tests.bot.operators.test_operating import lines, pdf
from tests.support.office_files import docx, docx_table, paragraph, xlsx


def read(file: Path) -> Article:
    result = file.with_name("read-" + result_name(file.name))
    result.write_text(office_text(file), "utf-8")
    return read_article(result)


def rows(article: Article) -> list[Paragraph]:
    return [paragraph for paragraph in split_paragraphs(article) if paragraph.row and not paragraph.row.heading]


def shown(article: Article, paragraph: Paragraph) -> str:
    return plain(article, paragraph.span)[0]


def test_a_sheet_becomes_rows_that_know_their_place(tmp_path: Path) -> None:
    file = xlsx(
        tmp_path / "tea.xlsx",
        [["", "", ""], ["县", "产量(吨)", ""], ["", "2022年", "2023年"], ["东岭", 4120, 4386.5], ["西岭", 3975, -12]],
        ["B2:C2", "A2:A3"],
    )
    article = read(file)
    east, west = rows(article)
    assert [shown(article, row) for row in (east, west)] == ["东岭 | 4120 | 4386.5", "西岭 | 3975 | -12"]
    assert east.row is not None
    assert (east.row.address, [article.text[s.start : s.end] for s in east.row.names]) == ("茶叶!A4", ["东岭"])
    last = east.row.cells[-1]
    assert [article.text[s.start : s.end] for s in last.headers] == ["产量(吨)", "2023年"]
    assert last.unit is not None
    assert article.text[last.unit.start : last.unit.end] == "吨"


def test_a_word_file_reads_as_its_last_version(tmp_path: Path) -> None:
    changed = "<w:p><w:r><w:t>全镇建成学校</w:t></w:r><w:ins><w:r><w:t>55所</w:t></w:r></w:ins>"
    changed += "<w:del><w:r><w:delText>54所</w:delText></w:r></w:del><w:r><w:t>，今年招生。</w:t></w:r></w:p>"
    box = "<w:p><w:r><w:pict><v:textbox xmlns:v='urn:schemas-microsoft-com:vml'><w:txbxContent>"
    box += f"{paragraph('框中有12个站。')}</w:txbxContent></v:textbox></w:pict></w:r></w:p>"
    table = docx_table((("镇", "学位(个)"), ("南镇", "360"), ("北镇", "415")))
    article = read(docx(tmp_path / "a.docx", paragraph("清溪县学校") + changed + box + table))
    bodies = [shown(article, p) for p in split_paragraphs(article) if p.kind == "body"]
    assert "全镇建成学校55所，今年招生。" in bodies
    assert "框中有12个站。" in bodies
    assert [shown(article, row) for row in rows(article)] == ["南镇 | 360", "北镇 | 415"]


def test_a_pdf_keeps_its_pages(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    first = lines("The harbour of Ostmere took 312 ships in the year 2023, more than it", "ever took before.")
    file.write_bytes(pdf(first, lines("The ferry carried 4,300 people in the same year.")))
    article = read(file)
    assert [(p.page, shown(article, p)) for p in split_paragraphs(article) if p.kind == "body"][-1] == (
        2,
        "The ferry carried 4,300 people in the same year.",
    )


def test_a_file_added_lies_beside_its_text(tmp_path: Path) -> None:
    sent = tmp_path / "sent"
    sent.mkdir()
    xlsx(sent / "tea.xlsx", [["县", "产量(吨)"], ["东岭", 4120], ["西岭", 3975]])
    (sent / "report.txt").write_text("清溪县2022年民生实事\n清溪日报 2022年12月30日\n\n清溪县建成学校55所。\n")
    report, tea = add_articles([sent], tmp_path / "corpus")
    assert report.extract.source == "清溪县2022年民生实事 · 清溪日报 · 2022-12-30"
    assert (tea.path.name, tea.original and tea.original.name) == ("tea.html", "tea.xlsx")
    with pytest.raises(ArticleError, match="can't be read"):
        add_articles([tmp_path / "a.exe"], tmp_path / "corpus")


def test_a_file_dropped_into_the_corpus_is_extracted_once(tmp_path: Path) -> None:
    xlsx(tmp_path / "tea.xlsx", [["县", "产量(吨)"], ["东岭", 4120], ["西岭", 3975]])
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.7\nnothing more")
    (error,) = extract_dropped(tmp_path)
    assert error.path.name == "bad.pdf"
    written = (tmp_path / "tea.html").stat().st_mtime_ns
    extract_dropped(tmp_path)
    assert (tmp_path / "tea.html").stat().st_mtime_ns == written
