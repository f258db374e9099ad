"""One contract, every store: FAISS, a Milvus Lite file and a Milvus server give what brute force gives."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from index.vectors import milvus
from index.vectors.milvus import open_store
from index.vectors.milvus_address import parse_address
from index.vectors.milvus_publishing import publish_vectors
from index.vectors.store import FaissStore, Rows, Store, Vectors
from tests.index.vectors.test_store import unit_rows
from tests.support.milvus_server import MilvusServer

MakeStore = Callable[[Vectors], Store]
DIMENSION = 16


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str, str], str]]:
    """Addresses of stores by kind and name, in a Lite file and on a server."""
    folder = tmp_path_factory.mktemp("milvus")
    with MilvusServer(folder / "served") as server:
        yield lambda kind, name: server.address(name) if kind == "server" else f"milvus:{folder}/lite.db/{name}"


@pytest.fixture(params=["faiss", "file", "server"])
def make(request: pytest.FixtureRequest, place: Callable[[str, str], str]) -> MakeStore:
    """Makes a store of vectors, row i being the i-th."""
    names = (f"{request.node.originalname}_{number}" for number in itertools.count())

    def make(vectors: Vectors) -> Store:
        if request.param == "faiss":
            return FaissStore.of(vectors)
        address = parse_address(place(request.param, next(names)))
        rows = np.arange(len(vectors))
        middle = len(rows) // 2
        batches = [(rows[middle:], vectors[middle:]), (rows[:middle], vectors[:middle])]
        store = open_store(address, publish_vectors(address, batches, vectors.shape[1], index="FLAT"))
        request.addfinalizer(store.close)
        return store

    return make


def brute_force(vectors: Vectors, queries: Vectors, limit: int) -> tuple[Vectors, Rows]:
    products = queries @ vectors.T
    rows = np.argsort(-products, axis=1, kind="stable")[:, :limit]
    return np.take_along_axis(products, rows, axis=1), rows


def whole_numbers(count: int, seed: int, dimension: int = DIMENSION) -> Vectors:
    """Vectors whose products are exact in float32, many of them equal."""
    return np.random.default_rng(seed).integers(-1, 2, (count, dimension)).astype(np.float32)


@pytest.mark.parametrize(
    ("stored", "asked", "limit", "dimension"), [(1, 1, 1, 2), (7, 3, 2, 33), (200, 5, 10, 16), (500, 2, 499, 8)]
)
def test_the_nearest_are_those_of_brute_force(
    make: MakeStore, stored: int, asked: int, limit: int, dimension: int
) -> None:
    vectors, queries = unit_rows(stored, stored, dimension), unit_rows(asked, 1, dimension)
    scores, rows = make(vectors).search(queries, limit)
    expected, _ = brute_force(vectors, queries, limit)
    assert (str(scores.dtype), str(rows.dtype)) == ("float32", "int64")
    assert scores.shape == rows.shape == expected.shape
    np.testing.assert_allclose(scores, expected, atol=1e-5)
    np.testing.assert_allclose(np.take_along_axis(queries @ vectors.T, rows, axis=1), scores, atol=1e-5)
    assert all(len(set(row)) == len(row) for row in rows.tolist())


@pytest.mark.parametrize("limit", [1, 5, 40, 299, 300])
def test_equal_scores_are_in_the_order_of_their_rows(make: MakeStore, limit: int) -> None:
    vectors, queries = whole_numbers(300, 1, 3), whole_numbers(4, 2, 3)
    scores, rows = make(vectors).search(queries, limit)
    expected_scores, expected = brute_force(vectors, queries, limit)
    np.testing.assert_array_equal(scores, expected_scores)
    np.testing.assert_array_equal(rows, expected)


def test_an_empty_store_finds_nothing(make: MakeStore) -> None:
    store = make(np.empty((0, DIMENSION), np.float32))
    scores, rows = store.search(unit_rows(2), 5)
    assert scores.shape == rows.shape == (2, 0)
    assert (len(store), store.dimension) == (0, DIMENSION)
    assert store.vectors([]).shape == (0, DIMENSION)


def test_no_more_rows_than_there_are(make: MakeStore) -> None:
    store = make(unit_rows(3))
    _, rows = store.search(unit_rows(2, 7), 10)
    assert sorted(rows[0].tolist()) == sorted(rows[1].tolist()) == [0, 1, 2]
    assert store.search(unit_rows(1), 0)[1].shape == (1, 0)


def test_vectors_come_in_the_order_asked_and_as_often(make: MakeStore) -> None:
    vectors = unit_rows(20)
    store = make(vectors)
    for rows in ([19, 0, 0, 7], [5], [], list(range(20)), [3, 3, 3]):
        np.testing.assert_array_equal(store.vectors(rows), vectors[rows].reshape(-1, DIMENSION))
        np.testing.assert_array_equal(store.vectors(np.array(rows, np.int64)), store.vectors(rows))


def test_double_precision_and_strided_queries_are_taken(make: MakeStore) -> None:
    vectors = unit_rows(10)
    queries = vectors.astype(np.float64)[::-2]
    _, rows = make(vectors).search(queries, 1)  # type: ignore[arg-type]
    assert rows.ravel().tolist() == [9, 7, 5, 3, 1]


def test_queries_of_another_dimension_are_refused(make: MakeStore) -> None:
    store = make(unit_rows(5))
    with pytest.raises((ValueError, AssertionError)):
        store.search(unit_rows(2, 1, DIMENSION + 1), 3)


def test_beyond_the_limits_of_milvus(make: MakeStore) -> None:
    """More rows, queries and results than Milvus takes or gives in one request."""
    count = milvus.MOST + 500
    angles = np.random.default_rng(5).permutation(count) * (3 / count)
    vectors = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
    store = make(vectors)
    assert len(store) == count
    np.testing.assert_array_equal(store.vectors(range(count)), vectors)
    scores, rows = store.search(vectors[:2], count + 1)
    assert rows.shape == (2, count)
    assert sorted(rows[0].tolist()) == list(range(count))
    assert np.all(np.diff(scores, axis=1) <= 0)
    np.testing.assert_allclose(scores, brute_force(vectors, vectors[:2], count)[0], atol=1e-6)


def test_more_queries_than_milvus_takes_at_once(make: MakeStore) -> None:
    vectors, queries = unit_rows(6, 3, 4), unit_rows(milvus.MOST + 10, 4, 4)
    np.testing.assert_array_equal(make(vectors).search(queries, 1)[1], brute_force(vectors, queries, 1)[1])


def test_messages_stay_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a server that takes messages of a 64th of Milvus's 64 MiB, with ours as much smaller."""
    monkeypatch.setattr(milvus, "MESSAGE", milvus.MESSAGE // 64)
    vectors = unit_rows(3000, 9, 128)
    assert vectors.nbytes > 1 << 20
    with MilvusServer(tmp_path, message=1 << 20) as server:
        address = parse_address(server.address("small"))
        publish_vectors(address, [(np.arange(3000), vectors)], 128, index="FLAT")
        store = open_store(address)
        np.testing.assert_array_equal(store.vectors(range(3000)), vectors)
        np.testing.assert_array_equal(store.search(vectors, 1)[1].ravel(), np.arange(3000))
        assert store.search(vectors[:3], 3000)[1].shape == (3, 3000)
        store.close()
