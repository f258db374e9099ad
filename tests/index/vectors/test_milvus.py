"""Addresses of Milvus stores, publishing to them, and what happens when something is not as it should be."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pymilvus
import pytest

from index.answering.answer import answer
from index.errors import LibraryError, StoreError
from index.library.library import Library
from index.ranking.searcher import Searcher
from index.records import Quote
from index.vectors import milvus, milvus_address
from index.vectors.milvus import open_store
from index.vectors.milvus_address import Address, connect, parse_address
from index.vectors.milvus_publishing import discard, drop_previous, new_token, publish_vectors, stage, switch
from index.vectors.store import Vectors
from tests.conftest import environment
from tests.index.vectors.test_store import unit_rows
from tests.support.milvus_server import MilvusServer

DIMENSION = 8
SECRET = "k1:s3cr%2Ft@x"  # as it stands in an address


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MilvusServer]:
    with MilvusServer(tmp_path_factory.mktemp("milvus") / "served") as running:
        yield running


@pytest.fixture
def address(server: MilvusServer, request: pytest.FixtureRequest) -> Address:
    """A place on the server that no other test uses."""
    return parse_address(server.address(request.node.originalname))


def publish(address: Address, vectors: Vectors, first: int = 0) -> str:
    rows = np.arange(first, first + len(vectors))
    return publish_vectors(address, [(rows, vectors)], vectors.shape[1], index="FLAT")


def collections(address: Address) -> set[str]:
    client = connect(address)
    found = {name for name in client.list_collections() if name.startswith(address.collection)}
    client.close()
    return found


def published_at(address: Address) -> str:
    store = open_store(address)
    store.close()
    return store.collection


# addresses


@pytest.mark.parametrize(
    ("text", "uri", "database", "collection"),
    [
        ("milvus://db.example:19531/news", "http://db.example:19531", "", "news"),
        ("milvus://db.example/news", "http://db.example:19530", "", "news"),
        ("milvus+tls://db.example:443/press/news", "https://db.example:443", "press", "news"),
        ("milvus://[::1]:19530/_n1", "http://[::1]:19530", "", "_n1"),
    ],
)
def test_addresses_of_servers(text: str, uri: str, database: str, collection: str) -> None:
    address = parse_address(text, {})
    assert (address.uri, address.database, address.collection) == (uri, database, collection)
    assert parse_address(str(address), {}) == address
    assert not address.local


def test_the_address_of_a_file_is_made_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    address = parse_address("milvus:data/news.db/archive")
    assert (address.uri, address.collection, address.local) == (str(tmp_path / "data/news.db"), "archive", True)
    assert parse_address(str(address)) == address


@pytest.mark.parametrize(
    "text",
    [
        "",
        "news",
        "milvus:",
        "milvus:news",
        "milvus:/tmp/news.db",
        "milvus:/tmp/news.sqlite/archive",
        "milvus:/tmp/news.db/2020",
        "milvus://",
        "milvus://db.example",
        "milvus://db.example/",
        "milvus://db.example/a/b/c",
        "milvus://db.example/new-s",
        "milvus://db.example/新闻",
        "milvus://db.example/news?x=1",
        "milvus://db.example/news#x",
        "milvus://db.example:port/news",
        "milvus://db.example:99999/news",
        "milvus://[::1/news",
        "milvus:///news",
        "http://db.example/news",
        "milvus://db.example/" + "n" * 201,
    ],
)
def test_what_is_no_address_is_refused_with_the_form_of_one(text: str) -> None:
    with pytest.raises(StoreError, match=r"milvus://HOST:PORT/COLLECTION") as caught:
        parse_address(text, {})
    assert "\n" not in str(caught.value)
    assert isinstance(caught.value, LibraryError)


def test_secrets_are_taken_and_never_shown() -> None:
    address = parse_address(f"milvus://{SECRET}@db.example/news", {"MILVUS_TOKEN": "other"})
    assert address.token == "k1:s3cr/t@x"
    for text in (str(address), repr(address)):
        assert "k1" not in text
        assert "s3cr" not in text
    assert parse_address("milvus://db.example/news", {"MILVUS_TOKEN": "other"}).token == "other"
    for wrong in (f"milvus://{SECRET}@db.example/new-s", f"milvus://{SECRET}@db.example:port/n", f"x://{SECRET}@h/n"):
        with pytest.raises(StoreError) as caught:
            parse_address(wrong, {})
        assert "s3cr" not in str(caught.value)


# connections


def test_a_token_opens_a_guarded_server_and_a_wrong_one_is_not_repeated(tmp_path: Path) -> None:
    with MilvusServer(tmp_path, token="k1:s3cr/t@x") as guarded:
        host = guarded.address("news").removeprefix("milvus://")
        address = parse_address(f"milvus://{SECRET}@{host}")
        publish(address, unit_rows(3, 1, DIMENSION))
        store = open_store(address)
        assert len(store) == 3
        assert "s3cr" not in repr(store)
        store.close()
        with pytest.raises(StoreError, match="MILVUS_TOKEN") as caught:
            open_store(parse_address(f"milvus://k1:guessed@{host}"))
        assert "guessed" not in str(caught.value)
        assert caught.value.__cause__ is None
        assert "\n" not in str(caught.value)


def test_a_server_that_is_away_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(milvus_address, "CONNECT_SECONDS", 1)
    with pytest.raises(StoreError, match=r"milvus://127\.0\.0\.1:9/news .*see that Milvus runs there"):
        open_store(parse_address("milvus://127.0.0.1:9/news"))


def test_a_server_that_goes_away_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(milvus, "READ_SECONDS", 1)
    with MilvusServer(tmp_path) as server:
        address = parse_address(server.address("news"))
        publish(address, unit_rows(3, 1, DIMENSION))
        store = open_store(address)
    with pytest.raises(StoreError, match="see that Milvus runs there"):
        store.search(unit_rows(1, 1, DIMENSION), 1)
    with pytest.raises(StoreError, match="see that Milvus runs there"):
        store.vectors([0])
    store.close()


def test_without_its_packages_the_command_that_installs_them_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pymilvus", None)
    milvus_address._import.cache_clear()
    with pytest.raises(StoreError, match=r"pip install 'yinju\[milvus\]'"):
        open_store(parse_address("milvus://db.example/news"))


def test_pymilvus_doesnt_read_a_dotenv_file_into_the_process(tmp_path: Path) -> None:
    """It looks for one from where it is installed upwards, which is where the bot's own may be."""
    (tmp_path / ".env").write_text("TELEGRAM_TOKEN=not-yours\n")
    program = f"""
import os, dotenv.main
dotenv.main.find_dotenv = lambda *unused, **named: {str(tmp_path / ".env")!r}
{{}}
print(os.environ.get("TELEGRAM_TOKEN"), os.environ.get("PYTHON_DOTENV_DISABLED"))
"""
    careful = "from index.vectors.milvus_address import _import; _import()"
    for line, expected in (("import pymilvus", "not-yours None"), (careful, "None None")):
        ran = subprocess.run(
            [sys.executable, "-c", program.format(line)], env=environment(), capture_output=True, check=True
        )
        assert ran.stdout.decode().strip() == expected


def test_a_file_is_for_one_process_at_a_time(tmp_path: Path) -> None:
    address = f"milvus:{tmp_path}/news.db/archive"
    publish(parse_address(address), unit_rows(3, 1, DIMENSION))
    program = (
        "from index.vectors.milvus import open_store; from index.vectors.milvus_address import parse_address; "
        f"open_store(parse_address({address!r}))"
    )
    ran = subprocess.run([sys.executable, "-c", program], env=environment(), capture_output=True, check=False)
    assert ran.returncode == 1
    assert b"StoreError" in ran.stderr
    assert b"one process at a time" in ran.stderr


def test_a_file_where_none_can_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="choose another folder"):
        publish(parse_address(f"milvus:{tmp_path}/file/news.db/archive"), unit_rows(1, 1, DIMENSION))


def test_a_file_is_read_by_the_next_process(tmp_path: Path) -> None:
    address = f"milvus:{tmp_path}/data/news.db/archive"
    write = f"""
import numpy as np
from index.vectors.milvus_address import *; from index.vectors.milvus_publishing import *
publish_vectors(parse_address({address!r}), [(np.arange(5), np.eye(5, 8))], 8)
"""
    subprocess.run([sys.executable, "-c", write], env=environment(), capture_output=True, check=True)
    store = open_store(parse_address(address))
    np.testing.assert_array_equal(store.vectors(range(5)), np.eye(5, 8))
    assert store.search(np.eye(8, dtype=np.float32)[2:3], 1)[1].tolist() == [[2]]
    store.close()


# publishing


def test_nothing_published_is_said(address: Address) -> None:
    with pytest.raises(StoreError, match="yinju build --store milvus://"):
        open_store(address)


def test_readers_keep_the_collection_they_opened(address: Address) -> None:
    first, second = unit_rows(4, 1, DIMENSION), unit_rows(6, 2, DIMENSION)
    publish(address, first)
    reader = open_store(address)
    name = publish(address, second)
    assert (len(reader), len(open_store(address))) == (4, 6)
    np.testing.assert_array_equal(reader.vectors(range(4)), first)
    np.testing.assert_array_equal(reader.search(first, 1)[1].ravel(), range(4))
    later = open_store(address)
    assert later.collection == name == open_store(address, name).collection
    np.testing.assert_array_equal(later.vectors(range(6)), second)


def test_threads_share_a_store(address: Address) -> None:
    vectors = unit_rows(60, 1, DIMENSION)
    publish(address, vectors)
    store = open_store(address)

    def read(row: int) -> tuple[int, bool]:
        _, rows = store.search(vectors[row : row + 1], 1)
        return int(rows[0, 0]), np.array_equal(store.vectors([row]), vectors[row : row + 1])

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(read, range(60))) == [(row, True) for row in range(60)]


def test_the_last_but_one_is_dropped_and_its_readers_are_told(address: Address) -> None:
    names = [publish(address, unit_rows(count, 1, DIMENSION)) for count in (3, 4)]
    reader = open_store(address, names[0])
    names.append(publish(address, unit_rows(5, 1, DIMENSION)))
    assert collections(address) == set(names[1:])
    for read in (lambda: reader.search(unit_rows(1, 1, DIMENSION), 1), lambda: reader.vectors([0])):
        with pytest.raises(StoreError, match="open the library again"):
            read()


def test_what_was_in_service_before_can_be_given_up(address: Address) -> None:
    publish(address, unit_rows(3, 1, DIMENSION))
    drop_previous(address)
    assert len(open_store(address)) == 3
    name = publish(address, unit_rows(4, 1, DIMENSION))
    for _ in range(2):
        drop_previous(address)
        assert collections(address) == {name} == {published_at(address)}
    publish(address, unit_rows(5, 1, DIMENSION))
    assert len(open_store(address)) == 5


@pytest.mark.parametrize("step", ["create_alias", "alter_alias", "load_collection", "create_index", "drop_collection"])
def test_a_switch_that_is_killed_is_made_up_for(address: Address, step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed just before one of its steps, when two have been published: one is in service, and a retry ends well."""
    address = replace(address, collection=f"{address.collection}_{step}")
    for count in (3, 4):
        in_service = publish(address, unit_rows(count, 1, DIMENSION))
    token = new_token()
    with stage(address, token, DIMENSION) as staging:
        staging.insert(np.arange(5), unit_rows(5, 1, DIMENSION))
    with monkeypatch.context() as patched:
        patched.setattr(pymilvus.MilvusClient, step, killed)
        with pytest.raises(KeyboardInterrupt):
            switch(address, token, 5, "FLAT")
    assert published_at(address) == in_service
    name = switch(address, token, 5, "FLAT")
    assert published_at(address) == name
    publish(address, unit_rows(6, 1, DIMENSION))
    assert len(open_store(address)) == 6
    kept = {name, published_at(address)}
    assert kept <= collections(address)
    assert len(collections(address)) == len(kept) + (step == "drop_collection")  # that one waits a week


def killed(*unused: object, **named: object) -> None:
    raise KeyboardInterrupt


def test_what_a_manifest_names_is_kept_through_builds_that_get_no_manifest(address: Address) -> None:
    named = publish(address, unit_rows(3, 1, DIMENSION))
    rows = np.arange(4)
    for _ in range(3):  # each killed after its switch
        name = publish_vectors(address, [(rows, unit_rows(4, 2, DIMENSION))], DIMENSION, in_service=named)
        assert collections(address) == {named, name}
        assert len(open_store(address, named)) == 3
    publish_vectors(address, [(rows, unit_rows(4, 3, DIMENSION))], DIMENSION, in_service=name)
    assert named not in collections(address)
    assert len(collections(address)) == 2
    publish_vectors(address, [(rows, unit_rows(4, 3, DIMENSION))], DIMENSION, in_service="news_gone")
    assert len(collections(address)) == 2


def test_a_library_that_moves_leaves_the_other_store_as_it_is(address: Address) -> None:
    other = replace(address, collection=f"{address.collection}_old")
    name = publish(other, unit_rows(3, 1, DIMENSION))
    for _ in range(3):
        publish_vectors(address, [(np.arange(4), unit_rows(4, 2, DIMENSION))], DIMENSION, in_service=name)
        assert published_at(other) == name


def test_a_build_that_is_stopped_when_it_is_in_service_stays(address: Address, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(address, unit_rows(3, 1, DIMENSION))
    with monkeypatch.context() as patched:
        patched.setattr(pymilvus.MilvusClient, "list_collections", killed)  # looking for leftovers
        with pytest.raises(KeyboardInterrupt):
            publish(address, unit_rows(4, 1, DIMENSION))
    assert len(open_store(address)) == 4


def test_leftovers_of_killed_builds_go_after_a_week(address: Address) -> None:
    old, young, odd = "20200101000000_0123abcd", new_token(), "99999999999999_0123abcd"
    for token in (old, young, odd):
        stage(address, token, DIMENSION)
    other = Address(address.uri, f"{address.collection}_else")  # a store whose name begins the same
    stage(other, old, DIMENSION)
    name = publish(address, unit_rows(3, 1, DIMENSION))
    here = address.collection
    assert collections(address) == {name, f"{here}_{young}", f"{here}_{odd}", f"{other.collection}_{old}"}
    assert discard(address, [young, name.removeprefix(f"{here}_")]) == [name.removeprefix(f"{here}_")]
    assert f"{here}_{young}" not in collections(address)


def test_rows_need_not_be_dense(address: Address, monkeypatch: pytest.MonkeyPatch) -> None:
    vectors = unit_rows(50, 1, DIMENSION)
    rows = np.arange(50, dtype=np.int64) ** 5 + 7
    publish_vectors(address, [(rows[::-1], vectors[::-1])], DIMENSION, index="FLAT")
    store = open_store(address)
    np.testing.assert_array_equal(store.search(vectors, 1)[1].ravel(), rows)
    np.testing.assert_array_equal(store.vectors(rows[[30, 2, 2]]), vectors[[30, 2, 2]])
    expected = rows[np.argsort(-(vectors @ vectors.T), axis=1)]
    monkeypatch.setattr(milvus, "MOST", 16)
    np.testing.assert_array_equal(store.search(vectors, 40)[1], expected[:, :40])
    with pytest.raises(StoreError, match="lacks rows"):
        store.vectors([7, 9])


def test_a_build_that_fails_leaves_nothing_and_changes_nothing(address: Address) -> None:
    name = publish(address, unit_rows(3, 1, DIMENSION))

    def batches(wrong: Vectors) -> Iterator[tuple[Vectors, Vectors]]:
        yield np.arange(4), unit_rows(4, 2, DIMENSION)  # type: ignore[misc]
        if not len(wrong):
            raise KeyboardInterrupt
        yield np.arange(4, 6), wrong  # type: ignore[misc]

    with pytest.raises(KeyboardInterrupt):
        publish_vectors(address, batches(np.empty(0)), DIMENSION)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"shape \(2, 9\)"):
        publish_vectors(address, batches(unit_rows(2, 1, DIMENSION + 1)), DIMENSION)  # type: ignore[arg-type]
    assert collections(address) == {name} == {published_at(address)}


def test_a_share_that_is_missing_keeps_the_old_in_service(address: Address) -> None:
    name, token = publish(address, unit_rows(3, 1, DIMENSION)), new_token()
    vectors = unit_rows(10, 2, DIMENSION)
    with stage(address, token, DIMENSION) as staging:
        staging.insert(np.arange(6), vectors[:6])
        with pytest.raises(StoreError, match="holds 6 of 10 rows"):
            switch(address, token, 10, "FLAT")
        assert published_at(address) == name
        staging.insert(np.arange(4, 10), vectors[4:])  # what arrived once may come again
    assert switch(address, token, 10, "FLAT") == switch(address, token, 10, "FLAT") == published_at(address)
    np.testing.assert_array_equal(open_store(address).vectors(range(10)), vectors)


def test_builders_of_another_dimension_are_refused(address: Address) -> None:
    token = new_token()
    with stage(address, token, DIMENSION) as staging, pytest.raises(ValueError, match="for 2 rows of 8 numbers"):
        staging.insert(np.arange(2), unit_rows(3, 1, DIMENSION))
    with pytest.raises(StoreError, match="of 8 numbers, not 9"):
        stage(address, token, DIMENSION + 1)


def test_a_collection_of_somebody_else_is_left_alone(address: Address) -> None:
    client = connect(address)
    client.create_collection(address.collection, dimension=4)
    with pytest.raises(StoreError, match="choose another name"):
        publish(address, unit_rows(3, 1, DIMENSION))
    assert collections(address) == {address.collection}
    client.close()


def test_an_index_that_is_none_is_refused_before_anything_is_written(address: Address) -> None:
    with pytest.raises(StoreError, match="choose one of AUTOINDEX, FLAT"):
        publish_vectors(address, iter(()), DIMENSION, index="FASTEST")
    assert collections(address) == set()


def test_a_token_is_none_but_a_token(address: Address) -> None:
    for wrong in ("", "x", "20200101000000_0123ABCD", "20200101000000_0123abcd;"):
        with pytest.raises(ValueError, match="token"):
            stage(address, wrong, DIMENSION)


def test_readers_never_see_half_a_build(address: Address) -> None:
    """While libraries of one number each are published over one another."""
    done, seen, failed = threading.Event(), set(), []

    def read() -> None:
        while not done.is_set():
            try:
                store = open_store(address)
                numbers = store.vectors(range(len(store)))
                store.close()
            except StoreError as error:  # overtaken by two publishings between two requests
                if "open the library again" not in str(error):
                    failed.append(str(error))
                continue
            if np.any(numbers != numbers[0, 0]) or len(numbers) != 20 * numbers[0, 0]:
                failed.append(f"{len(numbers)} of {np.unique(numbers)}")
            seen.add(int(numbers[0, 0]))

    publish(address, np.full((20, DIMENSION), 1, np.float32))
    reader = threading.Thread(target=read)
    reader.start()
    try:
        for number in range(2, 6):
            publish(address, np.full((20 * number, DIMENSION), number, np.float32))
    finally:
        done.set()
        reader.join()
    assert not failed
    assert len(seen) > 1


BUILDER = """
import sys, numpy as np
from index.vectors.milvus_address import parse_address
from index.vectors.milvus_publishing import stage
address, token, first, count, stop = sys.argv[1:]
with stage(parse_address(address), token, 8) as staging:
    for row in range(int(first), int(first) + int(count), 10):
        if row == int(stop):
            print("here", flush=True)
            sys.stdin.read()
        staging.insert(np.arange(row, row + 10), np.add.outer(np.arange(row, row + 10), np.arange(8)))
"""


def builder(address: Address, token: str, first: int, count: int, stop: int = -1) -> subprocess.Popen[bytes]:
    """A process that inserts rows, ten at a time, and waits before ``stop``."""
    arguments = [str(address), token, *map(str, (first, count, stop))]
    command = [sys.executable, "-c", BUILDER, *arguments]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment())


def test_processes_build_their_shares_at_once_and_one_that_is_killed_comes_again(address: Address) -> None:
    name, token = publish(address, unit_rows(3, 1, DIMENSION)), new_token()
    with builder(address, token, 0, 200) as one, builder(address, token, 200, 200, stop=300) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"here\n"
        other.kill()
        assert (one.wait(60), other.wait(60)) == (0, -9)
    with pytest.raises(StoreError, match="holds 300 of 400 rows"):
        switch(address, token, 400, "FLAT")
    assert published_at(address) == name
    with builder(address, token, 200, 200) as again:
        assert again.wait(60) == 0
    switch(address, token, 400, "FLAT")
    expected = np.add.outer(np.arange(400), np.arange(8))
    np.testing.assert_array_equal(open_store(address).vectors(range(400)), expected)


@pytest.mark.parametrize("index", ["AUTOINDEX", "HNSW", "HNSW_SQ", "IVF_FLAT", "IVF_SQ8"])
def test_approximate_indexes_find_what_brute_force_finds(server: MilvusServer, index: str) -> None:
    address = parse_address(server.address(f"approximate_{index}"))
    vectors, queries = unit_rows(600, 1, 16), unit_rows(20, 2, 16)
    publish_vectors(address, [(np.arange(600), vectors)], 16, index=index)
    _, rows = open_store(address).search(queries, 10)
    expected = np.argsort(-(queries @ vectors.T), axis=1)[:, :10]
    found = np.mean([len(set(a) & set(b)) / 10 for a, b in zip(rows.tolist(), expected.tolist(), strict=True)])
    assert found >= 0.9


def scoreless(quote: Quote) -> Quote:
    """A quote without its score, whose last digits depend on where in memory the vectors lie."""
    return replace(quote, score=0.0)


def test_a_library_answers_from_milvus_as_it_does_from_faiss(searcher: Searcher, tmp_path: Path) -> None:
    address = parse_address(f"milvus:{tmp_path}/news.db/archive")
    rows = np.arange(len(searcher.library.store))
    publish_vectors(address, [(rows, searcher.library.store.vectors(rows))], searcher.library.store.dimension)
    library = Library(searcher.library.passages, open_store(address), searcher.library.means)
    other = Searcher(library, searcher.encoder)
    questions = ["how many schools were built", "全市GDP多少", "who won the football match", "新增了多少公办学位"]
    for question in questions:
        from_faiss, from_milvus = answer(question, searcher), answer(question, other)
        assert list(map(scoreless, from_milvus.quotes)) == list(map(scoreless, from_faiss.quotes))
        assert list(map(scoreless, from_milvus.nearest)) == list(map(scoreless, from_faiss.nearest))
        assert from_milvus.confidence == pytest.approx(from_faiss.confidence)
