"""``yinju build`` killed at any moment, most of all into Milvus: the library in service stays, and nothing else."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from milvus_lite.server_manager import server_manager_instance

from index.answering.answer import answer
from index.building.build import build_library, build_share
from index.building.milvus_ledger import store_of
from index.building.report import silent
from index.ranking.searcher import open_searcher
from index.vectors.milvus import resolve
from index.vectors.milvus_address import connect, parse_address
from tests.support.killed_builds import Builder
from tests.support.short_articles import written

if TYPE_CHECKING:
    from index.models.passage_encoder import Encoder

KILLED = -9
QUESTION = "how many cargo ships did Ostmere receive"


class Place:
    """A corpus, an index and a Milvus file, put back to how they were before each build."""

    def __init__(self, folder: Path, builder: Builder, encoder: Encoder) -> None:
        self.corpus, self.index, self.file = folder / "corpus", folder / "index", folder / "vectors.db"
        self.corpus_before = folder / "corpus-before"
        self.store = f"milvus:{self.file}/archive"
        self._kept, self._builder, self._encoder = folder / "kept", builder, encoder

    def holds(self, name: str) -> None:
        """The corpus is this short article from now on, and is read, so that a build has but to publish it."""
        shutil.rmtree(self.corpus_before, ignore_errors=True)
        if self.corpus.exists():
            self.corpus.rename(self.corpus_before)
        written(self.corpus, name)
        build_share(self.corpus, self.index, self._encoder, silent, 1, 1)

    def keep(self) -> None:
        """What is there now is what ``put_back`` brings back."""
        self._kept.mkdir()
        for folder in (self.index, self.file):
            shutil.copytree(folder, self._kept / folder.name)

    def put_back(self) -> None:
        for folder in (self.index, self.file):
            shutil.rmtree(folder)
            shutil.copytree(self._kept / folder.name, folder)

    def build(self, moment: str = "", **instead: str | Path) -> int:
        """The exit status of a build, killed at the ``moment`` if there is one."""
        return self.built(moment, **instead)[0]

    def built(self, moment: str = "", **instead: str | Path) -> tuple[int, int]:
        """The exit status of a build and its steps; ``corpus`` and ``store`` may be others."""
        options = {"corpus": self.corpus, "index": self.index, "store": self.store, **instead}
        arguments = [each for name, value in options.items() for each in (f"--{name}", value)]
        return self._builder.build(*arguments, moment=moment, sent=8)

    def said(self) -> list[tuple[str, str]]:
        """What the library in service answers: of which article, and in which words."""
        try:
            searcher = open_searcher(self.index, self._encoder)
            found = answer(QUESTION, searcher, threshold=0)
            return [(quote.paragraph.article.slug, quote.text) for quote in found.quotes]
        finally:
            server_manager_instance.release_server(str(self.file))  # a file is for one process at a time

    def collections(self) -> tuple[set[str], set[str]]:
        """The collections that readers are sent to, and all that there are; those that are half made or gone, too."""
        client = connect(parse_address(self.store))
        served = {store_of(self.index)["collection"], resolve(client, "archive"), resolve(client, "archive_previous")}
        listed = set(client.list_collections())
        client.close()
        server_manager_instance.release_server(str(self.file))
        return {name for name in served if name}, listed | {each.name for each in self.file.glob("collections/*")}


@pytest.fixture(scope="module")
def builder() -> Iterator[Builder]:
    with Builder() as program:
        yield program


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, builder: Builder, encoder: Encoder) -> Place:
    """A library that has been published twice, and a corpus that has changed since."""
    place = Place(tmp_path_factory.mktemp("killed"), builder, encoder)
    for name in ("bridges.txt", "schools.txt"):
        place.holds(name)
        assert place.build() == 0
    place.holds("harbour.md")
    place.keep()
    return place


@pytest.fixture
def before(place: Place) -> list[tuple[str, str]]:
    """What the library in service answers, before a build is killed."""
    place.put_back()
    said = place.said()
    assert said
    assert not {slug for slug, _ in said} & {"harbour"}
    return said


def completed(place: Place) -> None:
    """The next build puts the article in service, and leaves no collection and no folder that nobody needs."""
    assert place.build() == 0
    assert {slug for slug, _ in place.said()} == {"harbour"}
    served, all_there_are = place.collections()
    assert store_of(place.index)["collection"] in served
    assert all_there_are == served
    assert len(served) <= 2
    assert not list(place.index.glob(".building-*"))


CLIENT = "pymilvus.MilvusClient"
MOMENTS = {  # what has just been done, and what comes next
    "before the collection is made": f"{CLIENT}.create_collection 1",
    "before the first vectors": f"{CLIENT}.upsert 1",
    "in the midst of the vectors": f"{CLIENT}.upsert 2",
    "before they are indexed": f"{CLIENT}.create_index 1",
    "as the last but one is dropped": f"{CLIENT}.drop_collection 1",
    "before they are counted": f"{CLIENT}.query 1",
    "before the alias switches": f"{CLIENT}.alter_alias 1",
    "after the alias, before the manifest": "index.building.publish.sha256_of 2",
    "after the manifest, before CURRENT": "index.building.publish._point_at 1",
}


@pytest.mark.parametrize("moment", MOMENTS.values(), ids=MOMENTS)
def test_a_build_killed_at_a_moment(place: Place, before: list[tuple[str, str]], moment: str) -> None:
    assert place.build(moment) == KILLED
    assert place.said() == before
    completed(place)


def test_builds_killed_one_after_the_other(place: Place, before: list[tuple[str, str]]) -> None:
    for moment in ("alter_alias 1", "upsert 2", "drop_collection 1", "list_collections 1", "upsert 2"):
        assert place.build(f"{CLIENT}.{moment}") == KILLED
        assert place.said() == before
    completed(place)


def test_a_build_killed_between_its_steps(place: Place, before: list[tuple[str, str]]) -> None:
    """Steps, Milvus's own too, are files and folders made, renamed and removed; each of them was tried once."""
    status, steps = place.built()
    assert status == 0
    assert steps > 60
    after = place.said()
    for step in range(15, steps, 24):
        place.put_back()
        assert place.build(f"step {step}") == KILLED
        assert place.said() in (before, after)
        completed(place)


def test_what_a_killed_build_left_goes_even_where_nothing_is_to_be_published(
    place: Place, before: list[tuple[str, str]]
) -> None:
    served, _ = place.collections()
    assert place.build(f"{CLIENT}.upsert 2") == KILLED
    assert len(place.collections()[1]) == len(served) + 1
    assert place.build(corpus=place.corpus_before) == 0
    assert place.said() == before
    assert place.collections() == (served, served)


def test_what_a_killed_build_left_goes_where_the_library_leaves_milvus(place: Place) -> None:
    place.put_back()
    served, _ = place.collections()
    assert place.build(f"{CLIENT}.upsert 2") == KILLED
    assert place.build(store="none") == 0
    assert {each.name for each in place.file.glob("collections/*")} == served
    place.file.rename(place.file.with_name("away.db"))
    assert place.build(store="none") == 0  # what is there is of no concern any more
    assert {slug for slug, _ in place.said()} == {"harbour"}
    place.file.with_name("away.db").rename(place.file)


def test_a_build_of_files_killed_between_its_steps(builder: Builder, encoder: Encoder, tmp_path: Path) -> None:
    """Without Milvus, and with an article still to be read: the library before or the one after is in service."""
    index, kept = tmp_path / "index", tmp_path / "kept"
    build_library(written(tmp_path / "before", "bridges.txt"), kept, encoder)
    shutil.copytree(kept, index)
    command = ("--corpus", written(tmp_path / "after", "schools.txt"), "--index", index)
    status, steps = builder.build(*command)
    assert status == 0
    assert steps > 20
    for step in range(1, steps + 1, steps // 4):
        shutil.rmtree(index)
        shutil.copytree(kept, index)
        assert builder.build(*command, moment=f"step {step}")[0] == KILLED
        opened = open_searcher(index, encoder)
        (article,) = opened.library.articles
        assert article.slug in ("bridges", "schools")
        figure = "14 bridges" if article.slug == "bridges" else "6所"
        question = "how many bridges were repaired" if article.slug == "bridges" else "动工建设中小学校多少所"
        assert figure in answer(question, opened, threshold=0).quotes[0].text
        assert builder.build(*command)[0] == 0
        assert [article.slug for article in open_searcher(index, encoder).library.articles] == ["schools"]
        assert not list(index.glob(".building-*"))
        assert len(list(index.glob("library-*"))) <= 2
