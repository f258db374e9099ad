"""Corpora as they come: through ``yinju build``, what is good is indexed, what is bad is named."""

from __future__ import annotations

import json
import os
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index.answering.answer import answer
from index.articles.read import read_corpus
from index.building.build import build_library
from index.building.report import BuildReport
from index.errors import CorpusError
from index.ranking.searcher import Searcher, open_searcher
from tests.conftest import Yinju

if TYPE_CHECKING:
    from index.models.passage_encoder import Encoder

GOOD = "Parks of the town\n\nThe town opened 12 new parks in 2021, and planted 3,400 trees in them.\n"

Build = Callable[[], tuple[BuildReport, Searcher]]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus with one good article."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "parks.txt").write_text(GOOD, "utf-8")
    return folder


@pytest.fixture
def build(corpus: Path, tmp_path: Path, encoder: Encoder) -> Build:
    """Builds the corpus and opens its library."""

    def built() -> tuple[BuildReport, Searcher]:
        report = build_library(corpus, tmp_path / "index", encoder)
        return report, open_searcher(tmp_path / "index", encoder)

    return built


def slugs(searcher: Searcher) -> list[str]:
    return [article.slug for article in searcher.library.articles]


def reasons(report: BuildReport) -> dict[str, str]:
    """The files left out, and why; each a line."""
    for error in report.skipped:
        assert str(error).count("\n") == error.path.name.count("\n")
    return {error.path.name: error.reason for error in report.skipped}


def test_an_empty_corpus_folder_is_one_line(yinju: Yinju, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    ended = yinju("build", "--corpus", "empty")
    assert ended.returncode == 2
    assert ended.stderr.startswith(b"yinju: no articles in empty")
    assert ended.stderr.count(b"\n") == 1
    assert not (tmp_path / ".yinju").exists()


def test_notes_about_a_corpus_are_no_articles(tmp_path: Path, encoder: Encoder) -> None:
    (tmp_path / "README.md").write_text("# Notes\n\nNothing here is an article.\n")
    (tmp_path / "table.csv").write_text("a,b\n")
    with pytest.raises(CorpusError, match="no articles in"):
        build_library(tmp_path, tmp_path / "index", encoder)


def test_bad_files_among_good_ones_are_named_and_left_out(yinju: Yinju, corpus: Path, tmp_path: Path) -> None:
    (corpus / "empty.txt").write_bytes(b"")
    (corpus / "blank.md").write_bytes(b"\xef\xbb\xbf \r\n\t\n")
    (corpus / "binary.txt").write_bytes(bytes(range(256)) * 50)
    (corpus / "half.md").write_text("---\ntitle: Never closed\nThe body.\n")
    (corpus / "broken.md").write_text("---\ntitle: One\nthis is no key\n---\n\n" + GOOD)
    (corpus / "sub").mkdir()
    (corpus / "sub" / "parks.md").write_text(GOOD)
    (corpus / "gone.txt").symlink_to("nowhere.txt")
    (corpus / "loop.txt").symlink_to("loop.txt")
    ended = yinju("build", "--corpus", corpus)
    assert ended.returncode == 0, ended.stderr.decode()
    lines = ended.stderr.decode().splitlines()
    skipped = [line for line in lines if line.startswith("yinju: skipped: ")]
    for name in ("empty.txt", "blank.md", "binary.txt", "half.md", "broken.md", "gone.txt", "loop.txt"):
        assert sum(name in line for line in skipped) == 1, name
    assert sum("same name" in line for line in skipped) == 1
    assert len(skipped) == 8
    assert lines[-1].startswith("yinju: 1 articles, ")
    asked = yinju("ask", "--json", "how many parks did the town open")
    found = json.loads(asked.stdout)
    assert (found["quotes"] or found["nearest"])[0]["article"] == "parks"


def test_nothing_but_bad_files_leaves_the_library_as_it_was(
    corpus: Path, build: Build, tmp_path: Path, encoder: Encoder
) -> None:
    build()
    (corpus / "parks.txt").write_bytes(b"")
    with pytest.raises(CorpusError, match=r"none of the 1 files in .*parks\.txt: is empty") as caught:
        build_library(corpus, tmp_path / "index", encoder)
    assert "\n" not in str(caught.value)
    assert slugs(open_searcher(tmp_path / "index", encoder)) == ["parks"]


def test_a_line_of_50_mb_costs_neither_time_nor_memory(corpus: Path, build: Build) -> None:
    with (corpus / "line.txt").open("wb") as file:
        for _ in range(50):
            file.write(b"word " * 200_000)
    tracemalloc.start()
    began = time.monotonic()
    articles, (error,) = read_corpus(corpus)
    took, (_, peak) = time.monotonic() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert took < 1
    assert peak < 5_000_000
    assert [article.slug for article in articles] == ["parks"]
    assert "50,000,000 bytes" in str(error)
    report, searcher = build()
    assert "line.txt" in reasons(report)
    assert slugs(searcher) == ["parks"]


def test_a_pipe_is_not_waited_for(corpus: Path, build: Build) -> None:
    os.mkfifo(corpus / "pipe.txt")
    report, searcher = build()
    assert "not a regular file" in reasons(report)["pipe.txt"]
    assert slugs(searcher) == ["parks"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_is_left_out(corpus: Path, build: Build) -> None:
    (corpus / "secret.txt").write_text(GOOD)
    (corpus / "secret.txt").chmod(0)
    report, _ = build()
    assert "cannot be read" in reasons(report)["secret.txt"]


def test_names_of_every_kind(corpus: Path, build: Build, tmp_path: Path, encoder: Encoder) -> None:
    names = [
        "two words.txt",
        "肇庆 学校.txt",
        "new\nline.txt",
        "😀.md",
        "quote'\".txt",
        "UPPER.TXT",
        "a.b.c.txt",
    ]
    for number, name in enumerate(names):
        (corpus / name).write_text(f"Article {number}\n\nThe village number {number} has {number + 50} wells.\n")
    raw = os.fsencode(corpus) + b"/caf\xe9.txt"  # a name that is no UTF-8
    with open(raw, "wb") as file:
        file.write(b"Wells\n\nThe hamlet has 777 wells in its valley.\n")
    report, searcher = build()
    assert not report.skipped
    assert set(slugs(searcher)) == {Path(name).stem for name in names} | {"parks", os.fsdecode(b"caf\xe9")}
    found = answer("how many wells has the hamlet in its valley", searcher, threshold=0)
    assert found.quotes[0].paragraph.article.slug == os.fsdecode(b"caf\xe9")


def test_names_of_every_kind_are_printed_as_one_line(yinju: Yinju, corpus: Path) -> None:
    (corpus / "new\nline \x1b[31m.txt").write_bytes(b"")
    ended = yinju("build", "--corpus", corpus)
    assert ended.returncode == 0
    (skipped,) = [line for line in ended.stderr.split(b"\n") if b"skipped" in line]
    assert b"line" in skipped
    assert b"\x1b" not in ended.stderr


def test_links_in_a_circle_end(corpus: Path, build: Build) -> None:
    (corpus / "sub").mkdir()
    (corpus / "sub" / "back").symlink_to(corpus, target_is_directory=True)
    (corpus / "sub" / "self").symlink_to("self")
    (corpus / "elsewhere.txt").symlink_to(corpus / "parks.txt")
    _, searcher = build()
    assert "parks" in slugs(searcher)
    assert len(searcher.library.articles) <= 2


def test_a_corpus_under_a_hidden_folder_is_read(tmp_path: Path, encoder: Encoder) -> None:
    folder = tmp_path / ".local" / "share"
    (folder / ".git").mkdir(parents=True)
    (folder / "parks.txt").write_text(GOOD)
    (folder / ".git" / "hidden.txt").write_text(GOOD)
    assert build_library(folder, tmp_path / "index", encoder).articles == 1


def test_a_folder_that_ends_like_an_article(corpus: Path, build: Build) -> None:
    (corpus / "folder.txt").mkdir()
    (corpus / "folder.txt" / "trees.txt").write_text("Trees\n\nThere are 3,400 trees in the town.\n")
    _, searcher = build()
    assert slugs(searcher) == ["parks", "trees"]


def test_no_folder_at_all(tmp_path: Path, encoder: Encoder) -> None:
    for folder in (tmp_path / "none", tmp_path / "file"):
        (tmp_path / "file").write_text(GOOD)
        with pytest.raises(CorpusError):
            build_library(folder, tmp_path / "index", encoder)


@pytest.mark.parametrize("text", ["😀😀😀。\n", "……!!\n", "1234567890\n", "a\n", "。\n", "x" * 4_000 + ".\n"])
def test_articles_with_hardly_a_word(corpus: Path, build: Build, text: str) -> None:
    (corpus / "parks.txt").write_text(text)
    (corpus / "title.txt").write_text("---\ntitle: ''\n---\n" + text)
    try:
        report, searcher = build()
    except CorpusError:
        return
    assert report.articles == len(searcher.library.articles) >= 1
    for question in ("how many parks", "1234567890", "多少公园"):
        found = answer(question, searcher, threshold=0)
        assert all(quote.text in text for quote in found.quotes)


def test_a_corpus_that_changed_is_asked_as_it_was_built(corpus: Path, build: Build) -> None:
    _, searcher = build()
    (corpus / "parks.txt").unlink()
    assert "12 new parks" in answer("how many parks did the town open", searcher, threshold=0).quotes[0].text
