"""Libraries on disk: what is written is read back, and what is damaged is refused."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import signal
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from bot.formats.json_lines import answer_object
from index.answering.answer import answer, answer_many
from index.building.build import build_library
from index.building.incremental import IncrementalBuild
from index.building.merging import part_of
from index.building.publish import put_in_service, reserved
from index.building.report import silent
from index.errors import LibraryError, LibraryMissing, LibraryOutdated
from index.library.disk import FORMAT
from index.library.opening import open_library
from index.library.verify import damaged_segment
from index.models.packaged_pair import PACKAGED_IDENTITY
from index.ranking.searcher import Searcher, open_searcher
from index.vectors.coarse import Scale
from tests.conftest import CORPUS, Yinju
from tests.support import short_articles

if TYPE_CHECKING:
    from index.models.passage_encoder import Encoder

QUESTIONS = ("how many schools were built", "全市GDP多少", "天氣怎麼樣", "when was the meeting held")
FILES = (
    "library/manifest.json",
    "library/means.npz",
    "library/vectors.faiss",
    "segment/articles.jsonl",
    "segment/codes.i8",
    "segment/layout.npz",
    "segment/passages.jsonl",
    "segment/postings.at.npy",
    "segment/postings.rows.npy",
    "segment/scales.f32",
    "segment/segment.json",
    "segment/signatures.u8",
    "segment/tables.npz",
    "segment/texts.jsonl",
    "segment/vocabulary.json",
    "segment/words.npy",
)


@pytest.fixture
def copy(library_dir: Path, tmp_path: Path) -> Path:
    """An index folder that a test may spoil."""
    return Path(shutil.copytree(library_dir, tmp_path / "index"))


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A corpus that is quickly built."""
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "parks.txt").write_text("Small\n\nThe town opened 12 parks in 2021.\n", "utf-8")
    return folder


def service(index: Path) -> Path:
    """The folder of the library in service."""
    return index / (index / "CURRENT").read_text("ascii").split()[0]


def file_of(index: Path, name: str) -> Path:
    """A file of the library in service or of its only segment."""
    folder, _, file = name.partition("/")
    (segment,) = json.loads((service(index) / "manifest.json").read_text("utf-8"))["segments"]
    return (service(index) if folder == "library" else index / segment["name"]) / file


def test_no_file_of_a_library_is_forgotten(library_dir: Path) -> None:
    found = [path for path in library_dir.rglob("*") if path.is_file() and path.name not in ("CURRENT", ".lock")]
    found = [path for path in found if "state" not in path.parts]  # what a bot over this library keeps
    assert sorted(found) == sorted(file_of(library_dir, name) for name in FILES)


def refused(index: Path, encoder: Encoder) -> str:
    """The one line with which ``index`` is refused."""
    with pytest.raises(LibraryError) as caught:
        open_searcher(index, encoder)
    line = str(caught.value)
    assert "\n" not in line
    return line


def test_what_is_read_is_what_was_built(encoder: Encoder, tmp_path: Path) -> None:
    corpus = short_articles.written(tmp_path / "corpus")
    for name in ("once", "again"):
        build_library(corpus, tmp_path / name, encoder)
    once, again = (open_searcher(tmp_path / name, encoder) for name in ("once", "again"))
    assert list(again.library.articles) == list(once.library.articles)
    assert [p.text for p in again.library.passages] == [p.text for p in once.library.passages]
    assert [list(p.offsets) for p in again.library.passages] == [list(p.offsets) for p in once.library.passages]
    assert [p.sentences for p in again.library.passages] == [p.sentences for p in once.library.passages]
    assert again.library.vocabulary.forms == once.library.vocabulary.forms
    assert len(again.library.store) == len(once.library.store) == int(once.library.first_row[-1])
    everything = np.arange(len(once.library.store))
    np.testing.assert_allclose(
        again.library.store.vectors(everything), once.library.store.vectors(everything), atol=1e-5
    )
    for question in short_articles.QUESTIONS:
        first = answer_object(answer(question, once))
        assert answer_object(answer(question, once)) == first
        second = answer_object(answer(question, again))
        assert [q["text"] for q in second["quotes"] + second["nearest"]] == [
            q["text"] for q in first["quotes"] + first["nearest"]
        ]


def test_a_library_in_memory_survives_the_disk(articles_searcher: Searcher) -> None:
    """The pages with markup: readable text and file differ, and the offsets lead from one to the other."""
    marked = [p for p in articles_searcher.library.passages if len(p.text) != len(p.paragraph.text)]
    assert marked
    for passage in articles_searcher.library.passages:
        assert len(passage.offsets) >= len(passage.text)
        for sentence in passage.sentences:
            for statistic in sentence.statistics:
                assert statistic.text == passage.text[statistic.span.start : statistic.span.end]
                placed = passage.place_statistic(statistic)
                assert placed.text[0] == statistic.text[0]
                assert placed.text[-1] == statistic.text[-1]


def test_the_manifest_says_what_the_library_is(library_dir: Path, searcher: Searcher) -> None:
    folder = service(library_dir)
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert manifest["format"] == FORMAT
    assert manifest["model"] == PACKAGED_IDENTITY
    assert manifest["dimension"] == 896
    assert manifest["paragraphs"] == len(searcher.library.passages)
    assert manifest["articles"] == 1
    assert len(manifest["corpus"]) == 64
    assert set(manifest["files"]) == {file.name for file in folder.iterdir()} - {"manifest.json"}


@pytest.mark.parametrize("name", FILES)
def test_a_flipped_byte_is_never_read(copy: Path, encoder: Encoder, name: str) -> None:
    file = file_of(copy, name)
    whole = file.read_bytes()
    for place in (0, len(whole) // 2, len(whole) - 1):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert "yinju build" in refused(copy, encoder)
    file.write_bytes(whole)
    assert open_library(copy, encoder).passages


def test_a_flipped_byte_in_the_pointer_is_never_read(copy: Path, encoder: Encoder) -> None:
    pointer = copy / "CURRENT"
    whole = pointer.read_bytes()
    for place in range(len(whole) - 1):  # the last one is a line end
        for bit in (1, 0x80):
            pointer.write_bytes(whole[:place] + bytes([whole[place] ^ bit]) + whole[place + 1 :])
            assert "yinju build" in refused(copy, encoder)


@pytest.mark.parametrize("content", [b"", b"\n", b"library-x\n", b"../.. 0\n", b"a b c", b"library-\0 0", b"\xff"])
def test_a_pointer_to_nothing_is_refused(copy: Path, encoder: Encoder, content: bytes) -> None:
    (copy / "CURRENT").write_bytes(content)
    assert "yinju build" in refused(copy, encoder)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("how", ["deleted", "truncated", "a folder"])
def test_a_half_written_library_is_refused(copy: Path, encoder: Encoder, name: str, how: str) -> None:
    file = file_of(copy, name)
    content = file.read_bytes()
    file.unlink()
    if how == "truncated":
        file.write_bytes(content[: len(content) // 2])
    elif how == "a folder":
        file.mkdir()
    assert "yinju build" in refused(copy, encoder)


def test_a_missing_library_folder_is_refused(copy: Path, encoder: Encoder) -> None:
    shutil.rmtree(service(copy))
    assert "yinju build" in refused(copy, encoder)


def test_no_library_is_said_to_be_missing(tmp_path: Path, encoder: Encoder) -> None:
    for index in (tmp_path, tmp_path / "none"):
        with pytest.raises(LibraryMissing, match="yinju build"):
            open_searcher(index, encoder)


def rewritten(index: Path, **fields: object) -> None:
    """Change the manifest, digest and all, as another program could have written it."""
    path = service(index) / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), **fields}), "utf-8")
    name = service(index).name
    (index / "CURRENT").write_text(f"{name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n", "ascii")


def test_another_model_or_format_is_refused(copy: Path, encoder: Encoder) -> None:
    rewritten(copy)
    assert open_library(copy, encoder).passages
    rewritten(copy, model="other-model-384")
    assert "other-model-384" in refused(copy, encoder)
    for older in ({"model": "packaged-e5-use-0-0-0"}, {"model": PACKAGED_IDENTITY, "format": FORMAT + 1}):
        rewritten(copy, **older)
        with pytest.raises(LibraryOutdated, match="run `yinju build`"):
            open_searcher(copy, encoder)


def test_asking_makes_a_library_of_another_version_again(
    small: Path, encoder: Encoder, yinju: Yinju, tmp_path: Path
) -> None:
    index = tmp_path / "index"
    build_library(small, index, encoder)
    rewritten(index, format=FORMAT - 1)
    asked = yinju("ask", "--index", index, "--corpus", small, "how many parks did the town open in 2021")
    assert asked.returncode == 0, asked.stderr
    assert b"is of another version of yinju: it is built again" in asked.stderr
    assert "12 parks" in asked.stdout.decode()
    again = yinju("ask", "--index", index, "--corpus", small, "how many parks did the town open in 2021")
    assert b"another version" not in again.stderr


def test_a_fault_of_the_program_is_not_called_damage(copy: Path, encoder: Encoder) -> None:
    class Faulty:
        identity = encoder.identity

        @property
        def parts(self) -> object:
            raise TypeError("a fault of the program")

    rewritten(copy)
    (service(copy) / "vectors.faiss").unlink()  # then the encoder is asked while the library is opened
    files = json.loads((service(copy) / "manifest.json").read_text("utf-8"))["files"]
    rewritten(copy, files={name: digest for name, digest in files.items() if name != "vectors.faiss"})
    with pytest.raises(TypeError):
        open_library(copy, Faulty())  # type: ignore[arg-type]


@pytest.mark.parametrize("said", ["[]", "3", '{"files": []}', '{"files": {"a": 3}}', '{"files": {"a": ["x", "y"]}}'])
def test_what_no_segment_says_of_itself_is_damage(tmp_path: Path, said: str) -> None:
    (tmp_path / "segment.json").write_text(said)
    assert damaged_segment(tmp_path) == "segment.json"


def test_an_index_that_is_a_file(tmp_path: Path, encoder: Encoder, small: Path) -> None:
    index = tmp_path / "file"
    index.write_text("mine")
    assert "is a file" in refused(index, encoder)
    for place in (index, index / "below"):
        with pytest.raises(LibraryError, match="choose another folder"):
            build_library(small, place, encoder)
    assert index.read_text() == "mine"


def test_a_folder_that_cannot_be_written_is_found_before_the_work(encoder: Encoder) -> None:
    began = []
    with pytest.raises(LibraryError, match="choose another folder with --index"):
        build_library(CORPUS, Path("/proc/yinju"), encoder, lambda *report: began.append(report))
    assert not began


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_one_line(tmp_path: Path, small: Path, encoder: Encoder) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(LibraryError, match="choose another folder with --index"):
        build_library(small, tmp_path, encoder)


def test_one_build_at_a_time(copy: Path, encoder: Encoder, small: Path) -> None:
    before = sorted(path.name for path in copy.iterdir())
    with (copy / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(LibraryError, match="another build is at work"):
            build_library(small, copy, encoder)
        assert open_library(copy, encoder).passages
    assert sorted(path.name for path in copy.iterdir()) == before
    build_library(small, copy, encoder)


def folders(index: Path, kind: str) -> set[str]:
    """The library folders or segments there are."""
    return {path.name for path in index.glob(f"{kind}-*")}


def test_at_most_one_old_library_is_kept(tmp_path: Path, small: Path, encoder: Encoder) -> None:
    index, seen = tmp_path / "index", set()
    for number in range(4):
        (small / "parks.txt").write_text(f"Small\n\nThe town opened {number} parks in 2021.\n", "utf-8")
        build_library(small, index, encoder)
        seen.add(service(index))
        assert len(folders(index, "library")) <= 2
        assert len(folders(index, "segment")) <= 2
        assert f"{number} parks" in open_library(index, encoder).articles[0].text
    assert len(seen) == 4  # the library in service is never written over


def test_a_corpus_that_did_not_change_is_not_published_again(tmp_path: Path, small: Path, encoder: Encoder) -> None:
    index = tmp_path / "index"
    assert build_library(small, index, encoder).read == 1
    before = service(index)
    assert build_library(small, index, encoder).read == 0
    assert service(index) == before


def test_a_published_library_is_as_readable_as_other_files(tmp_path: Path, small: Path, encoder: Encoder) -> None:
    build_library(small, tmp_path / "index", encoder)
    (tmp_path / "folder").mkdir()
    assert service(tmp_path / "index").stat().st_mode == (tmp_path / "folder").stat().st_mode


def test_an_open_library_outlives_its_files(tmp_path: Path, small: Path, encoder: Encoder) -> None:
    build_library(small, tmp_path / "index", encoder)
    opened = open_searcher(tmp_path / "index", encoder)
    shutil.rmtree(tmp_path / "index")
    assert "12 parks" in answer("how many parks did the town open", opened, threshold=0).quotes[0].text


def test_questions_asked_together_are_answered_as_alone(searcher: Searcher) -> None:
    together = answer_many(QUESTIONS, searcher)
    for question, found in zip(QUESTIONS, together, strict=True):
        alone = answer(question, searcher)
        assert (alone.question, alone.language, alone.answered) == (question, found.language, found.answered)
        assert [q.span for q in alone.quotes + alone.nearest] == [q.span for q in found.quotes + found.nearest]
        assert alone.confidence == pytest.approx(found.confidence, abs=1e-3)


def rewrite(index: Path, encoder: Encoder) -> None:
    """Copy the library in ``index`` into a new segment and publish that, as a build does that reads nothing."""
    with reserved(index):
        incremental = IncrementalBuild(index, encoder, silent, Scale())
        whole = incremental.merged(incremental.stored(incremental.published()).values())
        put_in_service(index, [part_of(whole)], encoder, Scale())


def publishing_until_killed(index: Path, encoder: Encoder, seconds: float) -> None:
    """Copy and publish a library over and over in a child process, and kill that after a time."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # threads are not forked: publishing needs none
        child = os.fork()
    if child == 0:
        with contextlib.suppress(BaseException):
            while True:
                rewrite(index, encoder)
        os._exit(1)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status)  # it was still publishing


def test_publishing_may_be_killed_at_any_moment(tmp_path: Path, small: Path, encoder: Encoder) -> None:
    index = tmp_path / "index"
    build_library(small, index, encoder)
    text = open_library(index, encoder).articles[0].text
    halves = 0
    for turn in range(40):
        publishing_until_killed(index, encoder, 0.01 + 0.0021 * turn)
        halves += bool(list(index.glob(".building-*")))
        assert open_library(index, encoder).articles[0].text == text
    assert halves > 3  # the kills did fall into the writing
    rewrite(index, encoder)
    assert not list(index.glob(".building-*"))
    assert len(folders(index, "library")) <= 2
    assert len(folders(index, "segment")) <= 2
