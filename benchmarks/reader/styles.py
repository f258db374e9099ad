"""How people type: slips, missing capitals and marks, Cantonese, the Traditional script."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from random import Random
from typing import Any

from benchmarks.reader.templates import pairs, sections

_KEYS = pairs("slips.txt", "keys")
_SOUNDS = tuple(pairs("slips.txt", "sounds").items())
_SHORTHAND, _CHINESE_SLIPS, _CANTONESE = (
    tuple((old, new) for old, _, new in (line.partition("=") for line in sections("slips.txt")[heading]))
    for heading in ("shorthand", "Chinese", "Cantonese")
)


def sloppy(question: str, rng: Random, language: str) -> str:
    """``question`` as typed in a hurry: slips, no marks, no capitals."""
    return _sloppy_english(question, rng) if language == "en" else _sloppy_chinese(question, rng)


def _sloppy_english(question: str, rng: Random) -> str:
    text = question.lower() if rng.random() < 0.85 else question
    if rng.random() < 0.4:
        long, short = rng.choice(_SHORTHAND)
        text = re.sub(rf"\b{re.escape(long)}\b", short, text)
    words = text.split(" ")
    places = [i for i, word in enumerate(words) if len(word) > 3 and word.strip("?,.").isalpha()]
    for place in rng.sample(places, min(len(places), rng.choice((1, 1, 2, 3)))):
        words[place] = _slip(words[place], rng)
    text = " ".join(words)
    return text.rstrip("?.!") if rng.random() < 0.7 else text


def _slip(word: str, rng: Random) -> str:
    kind, place = rng.random(), rng.randrange(1, len(word) - 1)
    if kind < 0.25:
        return word[:place] + word[place + 1 :]
    if kind < 0.45:
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    if kind < 0.6:
        return word[:place] + word[place] + word[place:]
    if kind < 0.75:
        return word[:place] + _KEYS.get(word[place], word[place]) + word[place + 1 :]
    fitting = [(old, new) for old, new in _SOUNDS if old in word[1:]]
    if not fitting:
        return word[:place] + word[place + 1 :]
    old, new = rng.choice(fitting)
    return word[0] + word[1:].replace(old, new, 1)


def _sloppy_chinese(question: str, rng: Random) -> str:
    text = re.sub("[？?。！，]$", "", question)
    if rng.random() < 0.5:
        text = text.replace("，", rng.choice((" ", "")))
    fitting = [(old, new) for old, new in _CHINESE_SLIPS if old in text]
    if fitting and rng.random() < 0.7:
        old, new = rng.choice(fitting)
        text = text.replace(old, new, 1)
    if rng.random() < 0.15 and len(text) > 6:
        place = rng.randrange(2, len(text) - 2)
        if not (text[place].isascii() or text[place + 1].isascii()):
            text = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    return text


@lru_cache(maxsize=4096)
def cantonese(template: str) -> str:
    """A question's template in Cantonese words; what stands in its slots is left alone."""
    pieces = re.split(r"(\{[^}]*\})", template)
    for number in range(0, len(pieces), 2):
        for old, new in _CANTONESE:
            pieces[number] = pieces[number].replace(old, new)
    return "".join(pieces)


def traditional(text: str, config: str) -> str:
    """``text`` in Traditional script as OpenCC's ``config`` writes it (s2hk, s2tw)."""
    return _converter(config).convert(text)  # type: ignore[no-any-return]


@cache
def _converter(config: str) -> Any:
    from opencc import OpenCC

    return OpenCC(config)
