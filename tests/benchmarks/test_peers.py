"""What the comparison with peers stands on: the same weights for all, and one way to judge."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from benchmarks.collections import ROOT, own_collections
from benchmarks.e5_folder import write_e5
from benchmarks.peers import Measured, is_right, paragraphs_of, ratios, table
from index.evaluate import Case, case_of
from index.models.passage_encoder import Encoder, PackagedEncoder

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

WIDTH = 384  # of E5's half of a vector


@pytest.fixture(scope="module")
def peer(tmp_path_factory: pytest.TempPathFactory) -> SentenceTransformer:
    """The packaged E5 as sentence-transformers loads it from a folder."""
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(write_e5(tmp_path_factory.mktemp("e5"))), device="cpu")


def test_peers_get_the_vectors_of_the_packaged_model(peer: SentenceTransformer, encoder: Encoder) -> None:
    texts = [text for _, text in paragraphs_of(ROOT / "tests" / "corpus")][::12]
    questions = [case.question for collection in own_collections() for case in collection.cases][::30]
    assert len(texts) > 10
    assert cosines(peer.encode_document(texts), encoder.encode_documents(texts)[:, :WIDTH]).min() > 0.998
    assert cosines(peer.encode_query(questions), encoder.encode_questions(questions)[:, :WIDTH]).min() > 0.998


def test_peers_read_texts_as_the_same_tokens(peer: SentenceTransformer, encoder: Encoder) -> None:
    assert isinstance(encoder, PackagedEncoder)
    for text in ("How many  schools\twere built?", "全市ＧＤＰ２６００亿元，增长１０％", "№ 5 ㎡ ﬁsh café"):
        assert peer.tokenizer(text)["input_ids"] == encoder.token_ids(text)


def cosines(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return np.asarray((one * other).sum(1) / np.linalg.norm(one, axis=1) / np.linalg.norm(other, axis=1))


def test_every_question_can_be_answered_from_what_peers_read() -> None:
    for collection in own_collections():
        paragraphs = paragraphs_of(collection.corpus)
        cases = [case for case in collection.cases if case.answerable]
        missed = [case for case in cases if not any(is_right(case, paragraph) for paragraph in paragraphs)]
        assert len(missed) <= 0.02 * len(cases), missed  # quotes that go over the end of a line


def case(**values: object) -> Case:
    asked = {"question": "?", "lang": "en", "answerable": True, "kind": "other", "gold_quotes": ["55 schools"]}
    return case_of(asked | values)


def test_a_gold_quote_of_the_right_article_is_right() -> None:
    assert is_right(case(article="a"), ("a", "They built 55  schools."))
    assert not is_right(case(article="a"), ("b", "They built 55 schools."))
    assert not is_right(case(), ("a", "They built 5 schools."))
    assert not is_right(case(), None)


def test_markup_is_no_part_of_what_was_found() -> None:
    assert is_right(case(gold_quotes=["<b>55</b> schools &amp; more"]), ("a", "55 schools & more"))


def test_a_page_is_read_without_its_markup(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<head><title>T</title></head><p>55 <b>schools</b></p><p>&lt; 3</p>", "utf-8")
    (tmp_path / "README.md").write_text("about", "utf-8")
    assert paragraphs_of(tmp_path) == [("page", "55 schools"), ("page", "< 3")]


def test_the_ratios_are_taken_against_the_faster_peer() -> None:
    def measured(system: str, indexing: float, p50: float) -> Measured:
        return Measured("c", system, indexing, p50, 2 * p50, 100.0, 1.0, {"en": 0.5})

    rows = [
        measured("sentence-transformers + FAISS", 4.0, 20.0),
        measured("txtai", 2.0, 40.0),
        measured("yinju", 3.0, 10.0),
    ]
    assert ratios(rows) == (0.5, 1.5)
    assert "| c | 0.50 | 1.50 |" in table(rows)
    assert "| c | yinju | 3.00 s | 10.0 ms | 20.0 ms | 100 MB | 1.00 MB | 0.500 | – |" in table(rows)
