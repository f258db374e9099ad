"""Invented places and offices, in Chinese and English."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from benchmarks.reader.templates import pairs

# Syllables with their Pinyin; parts of English names with their usual transliteration
_FIRST, _SECOND = pairs("names.txt", "Chinese heads"), pairs("names.txt", "Chinese ends")
_HEADS, _TAILS = pairs("names.txt", "English heads"), pairs("names.txt", "English ends")
_FIRST_NAMES, _SECOND_NAMES, _HEAD_NAMES, _TAIL_NAMES = tuple(_FIRST), tuple(_SECOND), tuple(_HEADS), tuple(_TAILS)
_HAN_LEVELS = {"市": "City", "县": "County", "区": "District", "镇": "Town", "省": "Province", "州": "Prefecture"}

_ENGLISH_LEVELS = {"Borough": "区", "County": "郡", "City": "市", "Region": "大区", "Island": "岛", "State": "州"}


@dataclass(frozen=True, slots=True)
class Place:
    """A place: its full names, short names, and what a text calls the whole of it."""

    chinese: str
    english: str
    short_chinese: str
    short_english: str
    whole_chinese: str
    whole_english: str
    western: bool


def draw_place(rng: Random, *, western: bool) -> Place:
    """A place of the kind that an English-speaking (``western``) or a Chinese text is about."""
    return _western(rng) if western else _eastern(rng)


def siblings(place: Place, rng: Random, count: int) -> list[Place]:
    """Other places of the same level, all of different names."""
    names = {place.short_chinese, place.short_english}
    others: list[Place] = []
    while len(others) < count:
        other = _western(rng, place.whole_english) if place.western else _eastern(rng, place.chinese[-1])
        if not {other.short_chinese, other.short_english} & names:
            names |= {other.short_chinese, other.short_english}
            others.append(other)
    return others


def _eastern(rng: Random, level: str = "") -> Place:
    head, tail = rng.choice(_FIRST_NAMES), rng.choice(_SECOND_NAMES)
    level = level or rng.choice("市市市县县区区镇省州")
    name, latin = head + tail, _FIRST[head] + _SECOND[tail]
    if latin[len(_FIRST[head])] in "aeo":
        latin = f"{_FIRST[head]}'{_SECOND[tail]}"
    english = f"{latin} {_HAN_LEVELS[level]}"
    return Place(name + level, english, name, latin, f"全{level}", f"the {_HAN_LEVELS[level].lower()}", False)


def _western(rng: Random, whole: str = "") -> Place:
    head, tail = rng.choice(_HEAD_NAMES), rng.choice(_TAIL_NAMES)
    kind = whole.removeprefix("the ").capitalize() if whole else rng.choice(list(_ENGLISH_LEVELS))
    name, han = head + tail, _HEADS[head] + _TAILS[tail]
    level = _ENGLISH_LEVELS[kind]
    english = {"Borough": f"{name} Borough", "Region": f"the {name} region", "Island": f"{name} Island"}
    full = english.get(kind, f"{name} {kind}")
    return Place(han + level, full, han, name, f"全{level[-1]}", f"the {kind.lower()}", True)
