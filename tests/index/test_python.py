"""``import yinju``: what a program gets of it, and that the example in the documentation runs."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import yinju
from tests.conftest import CORPUS, ROOT, environment

FILE = (CORPUS / "zhaoqing-party-history-2021.txt").read_bytes().decode("utf-8")


@pytest.fixture(scope="module")
def library(library_dir: Path) -> yinju.Library:
    """The library of ``corpus/``, opened as a program opens it."""
    return yinju.open(index=library_dir)


def test_an_answer_is_a_slice_of_the_file(library: yinju.Library) -> None:
    answer = library.ask("how many schools were built")
    assert answer.answered
    assert 1 <= len(answer.quotes) <= 3
    for quote in answer.quotes:
        assert quote.text == FILE[quote.span.start : quote.span.end]
    assert "55所" in [figure.text for figure in answer.quotes[0].headline]
    assert len(library.ask("全市GDP多少", limit=1).quotes) == 1
    assert not library.ask("how many schools were built", threshold=1.0).answered


def test_statistics_are_figures_each_in_its_sentence(library: yinju.Library) -> None:
    on_schools, every = library.statistics("学校"), library.statistics()
    assert "55所" in [quote.headline[0].text for quote in on_schools]
    assert len(every) > len(on_schools) > 0
    for quote in (*on_schools, *every):
        (figure,) = quote.headline
        assert figure.text == FILE[figure.span.start : figure.span.end]
        assert figure.text in quote.text
    assert [article.title for article in library.articles]


def test_what_is_wrong_is_said_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(yinju.CorpusError, match="is not a folder"):
        yinju.open(index=tmp_path / "index", corpus=tmp_path / "nowhere")
    (tmp_path / "corpus").mkdir()
    with pytest.raises(yinju.YinjuError, match="no articles in"):
        yinju.build(index=tmp_path / "index", corpus=tmp_path / "corpus")
    assert not (tmp_path / "index").exists()


def test_the_example_of_the_documentation_runs(library_dir: Path, tmp_path: Path) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "python.md").read_text("utf-8"), re.S)
    assert len(example.strip().splitlines()) <= 6
    shutil.copytree(CORPUS, tmp_path / "my-articles")
    shutil.copytree(library_dir, tmp_path / ".yinju")
    program = f"{example}\nimport sys; assert not {{'torch', 'transformers', 'sklearn'}} & set(sys.modules)"
    ended = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        cwd=tmp_path,
        env=environment(PYTHONIOENCODING="utf-8"),
        timeout=300,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr.decode()
    assert "55所" in ended.stdout.decode()


def test_a_library_that_is_missing_is_built(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "ducks.txt").write_text("Ducks\n\nThe pond of Aldermoor has 4,711 ducks.\n", "utf-8")
    library = yinju.open(index=tmp_path / "index", corpus=corpus)
    assert [quote.headline[0].text for quote in library.statistics()] == ["4,711"]
    (corpus / "swans.txt").write_text("Swans\n\nThe lake of Aldermoor has 312 swans.\n", "utf-8")
    (corpus / "empty.txt").write_bytes(b"")
    (skipped,) = yinju.build(index=tmp_path / "index", corpus=corpus)
    assert "empty.txt" in str(skipped)
    reopened = yinju.open(index=tmp_path / "index")
    assert sorted(quote.headline[0].text for quote in reopened.statistics()) == ["312", "4,711"]
