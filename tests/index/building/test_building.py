"""Building step by step: only what changed is read, nothing is lost, and the answers are those of a fresh library."""

from __future__ import annotations

import shutil
from operator import eq
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from bot.cli import main
from bot.formats.json_lines import answer_object
from index.answering.answer import answer
from index.building.build import build_library, build_share
from index.building.corpus import add_articles, problems, remove_articles
from index.building.report import silent
from index.errors import ArticleError, CorpusError, LibraryError, LibraryMissing
from index.evaluate import read_cases
from index.library.combined_segments import ShelfStore
from index.library.opening import open_library
from index.question.question import read_question
from index.ranking.lexical import Lexical
from index.ranking.matching import lexical_credits
from index.ranking.searcher import Searcher, open_searcher
from index.vectors.coarse import Scale
from tests.conftest import ARTICLES, ROOT, Yinju
from tests.support.short_articles import QUESTIONS, written

if TYPE_CHECKING:
    from index.models.passage_encoder import Encoder

COUNT = sum(1 for file in ARTICLES.iterdir() if not file.name.startswith("."))
SMALL = Scale(batch=1, single=0)  # every article a segment of its own
ARCHIVE = Scale(pieces=0, paragraphs=0, batch=1, single=0)  # and searched as a large library is


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """The articles of the tests, to be changed."""
    return Path(shutil.copytree(ARTICLES, tmp_path / "corpus"))


@pytest.fixture
def few(tmp_path: Path) -> Path:
    """Three short ones, where those are not needed."""
    return written(tmp_path / "few", "bridges.txt", "clinics.html", "schools.txt")


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def built(index: Path, articles_dir: Path) -> Path:
    """The index folder with a library of the articles in it."""
    return Path(shutil.copytree(articles_dir, index))


def said(searcher: Searcher) -> list[list[tuple[str, str, float]]]:
    """What a library answers, scores rounded to what the order of summing leaves alone."""
    found = []
    for question in QUESTIONS:
        given = answer_object(answer(question, searcher, threshold=0))
        found.append([(q["article"], q["text"], round(q["score"], 3)) for q in given["quotes"]])
    return found


def segments(index: Path) -> int:
    return len(list(index.glob("segment-*")))


def test_step_by_step_and_at_once_are_the_same(index: Path, encoder: Encoder, tmp_path: Path) -> None:
    corpus = written(tmp_path / "corpus")
    build_library(corpus, tmp_path / "whole", encoder)
    whole = open_searcher(tmp_path / "whole", encoder)
    files = sorted(corpus.iterdir())
    kept = tmp_path / "kept"
    kept.mkdir()
    for file in files[1:]:
        shutil.move(file, kept / file.name)
    assert build_library(corpus, index, encoder).read == 1
    for file in sorted(kept.iterdir(), reverse=True):
        shutil.move(file, corpus / file.name)
    content = files[0].read_bytes()
    files[0].write_bytes(content + b"\n\nA paragraph that will be gone: 4,711 ducks.\n")
    report = build_library(corpus, index, encoder)
    assert (report.read, report.kept) == (len(files), 0)
    files[0].write_bytes(content)
    report = build_library(corpus, index, encoder)
    assert report.read == 0  # the segment that holds it as it was is still there: of the library before
    assert report.kept == len(files)
    searcher = open_searcher(index, encoder)
    assert [a.slug for a in searcher.library.articles] == [a.slug for a in whole.library.articles]
    assert [p.text for p in searcher.library.passages] == [p.text for p in whole.library.passages]
    assert sorted(searcher.library.vocabulary.forms) == sorted(whole.library.vocabulary.forms)
    rows = np.arange(len(searcher.library.store))
    np.testing.assert_allclose(searcher.library.store.vectors(rows), whole.library.store.vectors(rows), atol=2e-3)
    assert said(searcher) == said(whole)


def test_what_is_taken_out_is_quoted_no_more(few: Path, index: Path, encoder: Encoder) -> None:
    (few / "ducks.txt").write_text("Ducks\n\nThe pond of Aldermoor has 4,711 ducks.\n", "utf-8")
    for scale in (SMALL, ARCHIVE):
        (few / "ducks.txt").write_text("Ducks\n\nThe pond of Aldermoor has 4,711 ducks.\n", "utf-8")
        build_library(few, index, encoder, silent, scale=scale)
        found = answer("how many ducks has the pond of Aldermoor", open_searcher(index, encoder), threshold=0)
        assert found.quotes[0].headline[0].value == 4711
        (few / "ducks.txt").unlink()
        build_library(few, index, encoder, silent, scale=scale)
        searcher = open_searcher(index, encoder)
        assert "ducks" not in {article.slug for article in searcher.library.articles}
        found = answer("how many ducks has the pond of Aldermoor", searcher, threshold=0)
        assert all(quote.paragraph.article.slug != "ducks" for quote in found.quotes)


def test_an_archive_answers_as_a_small_library_does(
    corpus: Path, built: Path, encoder: Encoder, articles_searcher: Searcher
) -> None:
    (built / "CURRENT").unlink()  # so that a library is published again
    assert build_library(corpus, built, encoder, silent, scale=Scale(pieces=0)).read == 0
    searcher = open_searcher(built, encoder)
    assert isinstance(searcher.library.store, ShelfStore)
    searcher.lexical = Lexical(searcher.library.passages, most=0)
    cases = read_cases(ROOT / "tests" / "questions" / "articles.jsonl")
    asked = [case.question for case in cases if case.answerable][::24]
    ours = [answer(question, searcher, threshold=0).quotes[0].text for question in asked]
    theirs = [answer(question, articles_searcher, threshold=0).quotes[0].text for question in asked]
    assert len(asked) > 15
    assert sum(map(eq, ours, theirs)) >= len(asked) - 1


@pytest.mark.parametrize(
    "question", ["多少学校和医院", "how many schools and hospitals in zhaoqing", "gongyuan shuliang", "scholls"]
)
def test_a_large_vocabulary_gives_the_same_credits(question: str, articles_searcher: Searcher) -> None:
    """The strong ones with every word, and with the words of candidates all of them."""
    read = read_question(question)
    large = Lexical(articles_searcher.library.passages, most=0)
    rows = np.arange(len(articles_searcher.library.vocabulary))
    every = lexical_credits(read, articles_searcher, rows)
    for term, expected in zip(read.terms, every, strict=True):
        np.testing.assert_allclose(large.among(term.form, rows), expected, atol=1e-6)
        strong = {row for row in rows.tolist() if expected[row] >= 0.5}
        assert strong <= large.credits(term.form).keys()


def test_the_store_of_an_archive_finds_what_brute_force_finds(corpus: Path, built: Path, encoder: Encoder) -> None:
    (built / "CURRENT").unlink()  # so that a library is published again
    assert build_library(corpus, built, encoder, silent, scale=Scale(pieces=0)).read == 0
    searcher = open_searcher(built, encoder)
    store, shelf = searcher.library.store, searcher.library.passages
    assert isinstance(store, ShelfStore)
    vectors = store.vectors(shelf.first_piece[:-1])
    queries = vectors[::7]
    scores, rows = store.search(queries, 5)
    expected = -np.sort(-(queries @ vectors.T), axis=1)[:, :5]
    np.testing.assert_allclose(scores, expected, atol=1e-5)
    assert set(rows.ravel().tolist()) <= set(shelf.first_piece.tolist())


def test_an_interrupted_build_goes_on_where_it_was(few: Path, index: Path, encoder: Encoder) -> None:
    def interrupted(stage: str, done: int, total: int) -> None:
        if stage == "encoding" and done > 60:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_library(few, index, encoder, interrupted, scale=Scale(batch=1))
    left = segments(index)
    assert left >= 1
    report = build_library(few, index, encoder, silent)
    assert report.kept >= left
    assert report.read + report.kept == report.articles == 3
    assert segments(index) == 1
    assert len(open_library(index, encoder).articles) == 3


def test_a_damaged_segment_is_read_again(few: Path, index: Path, encoder: Encoder) -> None:
    build_library(few, index, encoder)
    (file,) = index.glob("segment-*/passages.jsonl")
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    with pytest.raises(LibraryError, match="yinju build"):
        open_searcher(index, encoder)
    assert list(problems(few, index))
    assert build_library(few, index, encoder).read == 3
    assert not list(problems(few, index))
    assert len(open_library(index, encoder).articles) == 3


def test_a_damaged_index_is_made_again_without_reading(corpus: Path, built: Path, encoder: Encoder) -> None:
    (file,) = built.glob("library-*/vectors.faiss")
    file.write_bytes(file.read_bytes()[:-1])
    assert build_library(corpus, built, encoder).read == 0
    assert len(open_library(built, encoder).articles) == COUNT


def test_fresh_reads_everything(few: Path, index: Path, encoder: Encoder) -> None:
    assert build_library(few, index, encoder).read == 3
    assert build_library(few, index, encoder).read == 0
    assert build_library(few, index, encoder, fresh=True).read == 3


def test_what_is_wrong_is_named(corpus: Path, index: Path, articles_dir: Path) -> None:
    (line,) = problems(corpus, index)
    assert "there is no library" in line
    shutil.copytree(articles_dir, index)
    assert not list(problems(corpus, index))
    first, second, *_ = sorted(corpus.iterdir())
    first.write_bytes(first.read_bytes() + b"\n\nOne more paragraph of 12 words.\n")
    second.unlink()
    (corpus / "new.txt").write_text("New\n\nThere are 3 new lines here.\n", "utf-8")
    (corpus / "bad.txt").write_bytes(b"\0\1\2" * 50)
    found = "\n".join(problems(corpus, index))
    assert f"{first.stem} changed" in found
    assert f"{second.stem} is in the library, and no longer in the corpus" in found
    assert "new is not in the library yet" in found
    assert "bad.txt" in found


def test_articles_are_put_in_and_taken_out(tmp_path: Path) -> None:
    corpus, article = tmp_path / "corpus", tmp_path / "wells.txt"
    article.write_text("Wells\n\nThe village has 12 wells.\n", "utf-8")
    assert [added.path for added in add_articles([article], corpus)] == [corpus / "wells.txt"]
    assert [added.path for added in add_articles([article], corpus)] == [corpus / "wells.txt"]
    article.write_text("Wells\n\nThe village has 13 wells.\n", "utf-8")
    with pytest.raises(CorpusError, match="--replace"):
        add_articles([article], corpus)
    add_articles([article], corpus, replace=True)
    assert "13" in (corpus / "wells.txt").read_text("utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "table.csv").write_text("a,b")
    other = tmp_path / "other.txt"
    other.write_text("Other\n\nAnother 5 wells.\n", "utf-8")
    for files in ([other, tmp_path / "empty.txt"], [tmp_path / "table.csv", other], [tmp_path / "none.txt"]):
        with pytest.raises(ArticleError):
            add_articles(files, corpus)
    assert not (corpus / "other.txt").exists()
    with pytest.raises(CorpusError, match="did you mean wells"):
        remove_articles(["well"], corpus)
    with pytest.raises(CorpusError, match="no article in"):
        remove_articles(["wells"], corpus)
    add_articles([other], corpus)
    (kept,) = remove_articles(["wells"], corpus)
    assert "13" in kept.read_text("utf-8")
    assert not (corpus / "wells.txt").exists()


def test_the_commands(yinju: Yinju, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    article = tmp_path / "ducks.md"
    article.write_text("# Ducks\n\nThe pond of Aldermoor has 4,711 ducks.\n", "utf-8")
    ended = yinju("add", article)
    assert ended.returncode == 0, ended.stderr.decode()
    assert "1 articles" in ended.stderr.decode()
    assert yinju("check").returncode == 0
    (tmp_path / "corpus" / "geese.txt").write_text("Geese\n\nIt has 12 geese.\n", "utf-8")
    ended = yinju("check")
    assert ended.returncode == 1
    assert b"geese is not in the library yet" in ended.stderr
    ended = yinju("remove", "ducks")
    assert ended.returncode == 0, ended.stderr.decode()
    assert b"removed: kept as" in ended.stderr
    assert b"geese" not in yinju("check").stderr
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit, match="2"):
        main(["add"])
    for wrong in (("add", "none.txt"), ("remove", "nothing"), ("add", tmp_path / ".lock")):
        assert main([str(each) for each in wrong]) == 2


def test_builders_on_shares(few: Path, index: Path, encoder: Encoder) -> None:
    """Shares are read side by side and published together; a share that is asked for again is there already."""
    read = [build_share(few, index, encoder, silent, share, 3).read for share in (1, 2, 3)]
    assert sum(read) == 3
    assert max(read) < 3
    with pytest.raises(LibraryMissing):
        open_searcher(index, encoder)
    assert build_share(few, index, encoder, silent, 1, 3).read == 0
    report = build_library(few, index, encoder)
    assert (report.read, report.kept) == (0, 3)
    assert len(open_library(index, encoder).articles) == 3


def test_a_library_whose_vectors_are_in_milvus(
    corpus: Path, built: Path, encoder: Encoder, articles_searcher: Searcher, tmp_path: Path
) -> None:
    pytest.importorskip("pymilvus")
    store = f"milvus:{tmp_path / 'vectors.db'}/archive"
    assert build_library(corpus, built, encoder, store=store).read == 0
    searcher = open_searcher(built, encoder)
    assert said(searcher) == said(articles_searcher)
    searcher.library.store.close()
    before = (built / "CURRENT").read_bytes()
    build_library(corpus, built, encoder)
    assert (built / "CURRENT").read_bytes() == before
    (corpus / "ducks.txt").write_text("Ducks\n\nThe pond of Aldermoor has 4,711 ducks.\n", "utf-8")
    build_library(corpus, built, encoder)  # into the store that it has
    searcher = open_searcher(built, encoder)
    found = answer("how many ducks has the pond of Aldermoor", searcher, threshold=0)
    assert found.quotes[0].headline[0].value == 4711
    searcher.library.store.close()
    build_library(corpus, built, encoder, store="")
    (tmp_path / "vectors.db").rename(tmp_path / "away.db")
    assert len(open_library(built, encoder).articles) == COUNT + 1
