"""The learned reader at work: what it says of candidates, and what is chosen by it."""

from __future__ import annotations

import shutil
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from index.errors import EncoderError
from index.models.e5 import Embeddings, Tokens
from index.models.packaged import prepared_models
from index.question.question import read_question
from index.ranking.ranking import look_up, rank
from index.ranking.searcher import Searcher
from index.reading.choice import READ, choose
from index.reading.reader import Reader
from index.reading.windows import windows


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(Embeddings(prepared_models()))


def test_nothing_is_said_of_nothing(reader: Reader) -> None:
    reading = reader.read([], np.zeros(0, np.float32))
    assert len(reading.sentences) == 0
    assert reading.figures == ()


def test_a_candidate_is_read_the_same_whatever_stands_beside_it(articles_searcher: Searcher, reader: Reader) -> None:
    question = read_question("How many boats are in Little Skerry harbour?")
    ranked = rank(look_up([question], articles_searcher)[0], articles_searcher)
    shown = windows(question, ranked, READ, articles_searcher, Tokens(prepared_models()))
    together = reader.read(shown, ranked.scores[: len(shown)])
    assert [len(figures) for figures in together.figures] == [len(window.figures) for window in shown]
    first = reader.read(shown[:1], ranked.scores[:1])
    assert together.sentences[0] == pytest.approx(first.sentences[0], abs=1e-3)
    assert together.figures[0] == pytest.approx(first.figures[0], abs=1e-3)
    again, anew = reader.read(shown, ranked.scores[: len(shown)]), Reader(reader.embeddings)
    assert (again.sentences == together.sentences).all()  # what was kept of a candidate is what would be made of it
    assert (anew.read(shown, ranked.scores[: len(shown)]).sentences == together.sentences).all()


@pytest.mark.parametrize("name", ["reader-apart.onnx", "reader.onnx", "reader.npz"])
def test_spoiled_weights_are_refused(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(str(files("index").joinpath("data")), tmp_path / "data")
    spoiled = bytearray((tmp_path / "data" / name).read_bytes())
    spoiled[len(spoiled) // 2] ^= 1
    (tmp_path / "data" / name).write_bytes(spoiled)
    monkeypatch.setattr("index.reading.reader.files", lambda package: tmp_path)
    with pytest.raises(EncoderError, match=name):
        Reader(Embeddings(prepared_models()))


def test_what_was_read_comes_by_its_odds_and_the_rest_stays(articles_searcher: Searcher) -> None:
    question = read_question("消防员有多少人")
    ranked = rank(look_up([question], articles_searcher)[0], articles_searcher)
    choice = choose(question, ranked, articles_searcher)
    assert (np.diff(choice.odds) <= 0).all()
    assert sorted(choice.ranked.order.tolist()) == sorted(ranked.order.tolist())
    count = len(choice.odds)  # fewer where one answers clearly
    assert choice.ranked.order[count:].tolist() == ranked.order[count:].tolist()
    assert len(choice.figures) == count
    assert count in (2, 4, READ)


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("How many boats are in Little Skerry harbour?", "42"),
        ("How many tonnes were landed in Little Skerry in 2022?", "2,510"),
        ("How many tonnes were landed in Little Skerry in 2023?", "2,280"),
    ],
)
def test_the_header_of_a_table_tells_its_figures_apart(question: str, figure: str, articles_searcher: Searcher) -> None:
    asked = read_question(question)
    choice = choose(asked, rank(look_up([asked], articles_searcher)[0], articles_searcher), articles_searcher)
    assert choice.figures[0][0].text == figure
