"""The FAISS store against brute force."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import LibraryError
from index.vectors.store import FaissStore, Vectors

DIMENSION = 16


def unit_rows(count: int, seed: int = 1, dimension: int = DIMENSION) -> Vectors:
    """``count`` random vectors of length 1."""
    rows = np.random.default_rng(seed).normal(size=(count, dimension))
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


@settings(max_examples=60, deadline=None)
@given(
    stored=st.integers(1, 200),
    asked=st.integers(1, 5),
    limit=st.integers(1, 300),
    dimension=st.sampled_from([1, 2, 16, 33]),
    seed=st.integers(0, 2**32 - 1),
)
def test_the_nearest_are_those_of_brute_force(stored: int, asked: int, limit: int, dimension: int, seed: int) -> None:
    vectors, queries = unit_rows(stored, seed, dimension), unit_rows(asked, seed + 1, dimension)
    scores, rows = FaissStore.of(vectors).search(queries, limit)
    products = queries @ vectors.T
    expected = -np.sort(-products, axis=1)[:, :limit]
    assert scores.shape == rows.shape == expected.shape
    np.testing.assert_allclose(scores, expected, atol=1e-5)
    np.testing.assert_allclose(np.take_along_axis(products, rows, axis=1), scores, atol=1e-5)
    assert all(len(set(row)) == len(row) for row in rows.tolist())


def test_no_more_rows_than_there_are() -> None:
    scores, rows = FaissStore.of(unit_rows(3)).search(unit_rows(2, 7), 10)
    assert scores.shape == (2, 3)
    assert sorted(rows[0].tolist()) == sorted(rows[1].tolist()) == [0, 1, 2]


def test_an_empty_store_finds_nothing(tmp_path: Path) -> None:
    store = FaissStore.of(np.empty((0, DIMENSION), np.float32))
    store.save(tmp_path / "empty.faiss")
    for each in (store, FaissStore.read(tmp_path / "empty.faiss")):
        scores, rows = each.search(unit_rows(2), 5)
        assert scores.shape == rows.shape == (2, 0)
        assert (len(each), each.dimension) == (0, DIMENSION)


def test_a_limit_of_none_finds_nothing() -> None:
    _, rows = FaissStore.of(unit_rows(3)).search(unit_rows(1), 0)
    assert rows.shape == (1, 0)


def test_rows_give_back_their_vectors() -> None:
    vectors = unit_rows(20)
    store = FaissStore.of(vectors)
    np.testing.assert_array_equal(store.vectors([19, 0, 0, 7]), vectors[[19, 0, 0, 7]])
    assert store.vectors([]).shape == (0, DIMENSION)


def test_double_precision_and_strided_vectors_are_taken() -> None:
    vectors = unit_rows(10).astype(np.float64)[::2]
    store = FaissStore.of(vectors)  # type: ignore[arg-type]
    _, rows = store.search(vectors[::-1], 1)  # type: ignore[arg-type]
    assert rows.ravel().tolist() == [4, 3, 2, 1, 0]


def test_a_saved_store_is_read_back_as_it_was(tmp_path: Path) -> None:
    store, queries = FaissStore.of(unit_rows(50)), unit_rows(4, 3)
    store.save(tmp_path / "vectors.faiss")
    read = FaissStore.read(tmp_path / "vectors.faiss")
    assert (len(read), read.dimension) == (50, DIMENSION)
    for one, other in zip(store.search(queries, 9), read.search(queries, 9), strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("kept", [0, 3, 4, 20, 33, 100, -1])
def test_a_truncated_file_is_refused(tmp_path: Path, kept: int) -> None:
    path = tmp_path / "vectors.faiss"
    FaissStore.of(unit_rows(50)).save(path)
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(LibraryError, match="yinju build"):
        FaissStore.read(path)


@settings(max_examples=30, deadline=None)
@given(content=st.binary(max_size=200))
def test_a_file_of_anything_else_is_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("store") / "vectors.faiss"
    path.write_bytes(content)
    with pytest.raises(LibraryError, match="yinju build"):
        FaissStore.read(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="yinju build"):
        FaissStore.read(tmp_path / "none.faiss")


def test_a_full_disk_is_an_os_error() -> None:
    with pytest.raises(OSError, match="full"):
        FaissStore.of(unit_rows(5000)).save(Path("/dev/full"))
