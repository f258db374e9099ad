"""Makes the pages, reads them, says how much of them was read; with ``--ask`` asks their questions, too."""

from __future__ import annotations

import argparse
import tempfile
from collections import defaultdict
from pathlib import Path

from benchmarks.pages.chrome import CHROME, HTML, copied, kept
from benchmarks.pages.facts import Report, reports
from benchmarks.pages.forms import FORMS, grid
from index.articles.office import office_text
from index.articles.read import read_article, split_paragraphs
from index.building.analyse import figures_in
from index.records import Answer, plain
from tests.support.office_files import docx, docx_table, paragraph, xlsx

Marks = dict[str, list[bool]]


def write(report: Report, number: int, half: str, folder: Path) -> Path:
    """The report as a page, in the form and the chrome that its number gives it."""
    kind, form = FORMS[half][number // 2 % len(FORMS[half])]
    path = folder / f"{report.slug}.{kind}"
    credits = f"来源：{report.publisher} 作者：{' '.join(report.authors)} {report.date}"
    if not report.chinese:
        credits = f"Source: {report.publisher}  Author: {', '.join(report.authors)}  Date: {report.date}"
    if kind == "docx":
        text = "".join(map(paragraph, (report.title, credits, *report.sentences)))
        return _text_of(docx(path, text + docx_table(grid(report))))
    if kind == "xlsx":
        return _text_of(
            xlsx(path, [(report.title,), (credits,), *((sentence,) for sentence in report.sentences), *grid(report)])
        )
    dress = HTML[half][number % 3] if kind == "html" else kept if kind == "md" else copied
    path.write_text(dress(report, form(report)), "utf-8")
    return path


def _text_of(file: Path) -> Path:
    text = file.with_suffix(".html")
    text.write_text(office_text(file), "utf-8")
    return text


def read(report: Report, page: Path, marks: Marks, show: bool) -> None:
    """Marks what of the report was read right."""
    article = read_article(page)
    given = {
        "title": (article.title, report.title),
        "publisher": (article.publisher.removesuffix("社"), report.publisher),
        "authors": (set(article.authors) & set(report.authors) == set(article.authors) != set(), True),
        "date": (article.date, report.date),
    }
    whole = [(each, *plain(article, each.span)) for each in split_paragraphs(article)]
    told = {
        (figure.text, figure.value is not None, figure.counted)
        for each, text, offsets in whole
        for figure in figures_in(each, text, offsets)
        if each.row
    }
    for (row, column), words in report.cells.items():
        unit = next(each.unit for each in report.topic.columns if each.name == column)
        said = [counted for text, _, counted in told if text == words and row in counted and column in counted]
        given[f"cell {row} {column} {unit} {words}"] = (bool(said), True)
    for sentence in report.sentences:
        given[f"sentence {sentence}"] = (any(sentence in text for each, text, _ in whole if each.kind == "body"), True)
    given["no chrome"] = (any(CHROME in text for _, text, _ in whole), False)
    for name, (found, right) in given.items():
        marks[name.split(" ")[0]].append(found == right)
        if show and found != right:
            print(f"{page.name}\t{name}\t{right}\t{found}")


def ask(half: str, pages: list[Report], folder: Path, marks: Marks, show: bool) -> None:
    """Marks which questions get the right cell or sentence first, on screen and as the first figure."""
    from index.answering.answer import answer_many
    from index.building.build import build_library
    from index.models.encoder import load_encoder
    from index.ranking.searcher import open_searcher

    encoder = load_encoder()
    build_library(folder, folder / ".index", encoder)
    searcher = open_searcher(folder / ".index", encoder)
    for report in pages:
        answers = answer_many([question.text for question in report.questions], searcher)
        for question, answer in zip(report.questions, answers, strict=True):
            place, figure = _first(answer, report, question.row, question.figure)
            kind = "cells" if question.row else "sentences"
            marks[f"{kind}: right place first"].append(place)
            marks[f"{kind}: right figure first"].append(figure)
            marks[f"{kind}: right and on screen"].append(figure and answer.state != "none")
            if show and not figure:
                print(f"{report.slug}\t{question.text}\t{question.figure}\t{answer.state} {answer.confidence:.2f}")


def _first(answer: Answer, report: Report, row: str, figure: str) -> tuple[bool, bool]:
    quote = next(iter(answer.quotes or answer.nearest), None)
    if quote is None or quote.paragraph.article.slug != report.slug:
        return False, False
    place = figure in plain(quote.paragraph.article, quote.span)[0]
    first = next((plain(quote.paragraph.article, each.span)[0] for each in quote.headline), "")
    # an English noun is no part of the figure: 596 of "596 story times"
    noun = figure.removeprefix(first)
    return place, place and bool(first) and (not noun or (noun.replace(" ", "").isalpha() and noun[0] == " "))


def main() -> None:
    """Prints the shares of each half."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ask", action="store_true", help="ask the questions, too")
    parser.add_argument("--show", action="store_true", help="what of the half that was seen is wrong")
    options = parser.parse_args()
    for half in FORMS:
        marks: Marks = defaultdict(list)
        show = options.show and half == "seen"
        with tempfile.TemporaryDirectory() as name:
            pages = reports(half)
            for number, report in enumerate(pages):
                read(report, write(report, number, half, Path(name)), marks, show)
            if options.ask:
                ask(half, pages, Path(name), marks, show)
        for each, hits in marks.items():
            print(f"{half}\t{each}\t{sum(hits) / len(hits):.3f}\t({len(hits)})")


if __name__ == "__main__":
    main()
