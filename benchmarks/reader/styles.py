"""How people type: slips, missing capitals and marks, Cantonese, the Traditional script."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from random import Random
from typing import Any

_KEYS = {
    "a": "s", "b": "v", "c": "x", "d": "f", "e": "r", "f": "g", "g": "h", "h": "j", "i": "o", "k": "l", "l": "k", "m": "n",
    "n": "m", "o": "p", "p": "o", "r": "t", "s": "d", "t": "y", "u": "i", "v": "b", "w": "e", "y": "u",
}  # fmt: skip
_SOUNDS = (
    ("ch", "k"), ("ph", "f"), ("ough", "uff"), ("ie", "ei"), ("tion", "shun"), ("ll", "l"), ("ss", "s"), ("ea", "ee"),
    ("ou", "u"), ("mm", "m"), ("cc", "c"), ("tt", "t"), ("ent", "ant"), ("ight", "ite"), ("y", "ie"), ("c", "s"), ("oo", "u"),
)  # fmt: skip
_SHORTHAND = (
    ("how many", "hw many"), ("you", "u"), ("what's", "whats"), ("are", "r"), ("number", "no."), ("percentage", "pct"),
    ("and", "&"), ("people", "ppl"), ("please", "pls"), ("compared with", "vs"), ("how much", "hw much"), ("with", "w/"),
)  # fmt: skip
_CHINESE_SLIPS = (
    ("的", "得"),
    ("多少", "多小"),
    ("是", "事"),
    ("了", ""),
    ("的", ""),
    ("在", "再"),
    ("一共", "1共"),
    ("几", "幾"),
)
_CANTONESE = (
    ("什么时候", "幾時"), ("啥时候", "幾時"), ("哪一天", "邊一日"), ("哪天", "邊日"), ("哪年哪月", "邊年邊月"), ("了多少", "咗幾多"),
    ("达到了", "去到"), ("多少来着", "幾多嚟"), ("多少", "幾多"), ("了几", "咗幾"), ("是不是", "係咪"), ("是吗", "係咪呀"),
    ("对不对", "啱唔啱"), ("对吗", "啱唔啱呀"), ("真的吗", "真㗎"), ("没错吧", "冇錯啩"), ("是真的吗", "係咪真㗎"), ("还有", "仲有"),
    ("仍有", "仲有"), ("没", "未"), ("是", "係"), ("的", "嘅"), ("吗", "呀"), ("请问", "唔該問下"), ("想问一下", "想問下"),
    ("我想知道", "我想知"), ("有谁知道", "有冇人知"), ("谢谢", "唔該"), ("究竟", "究竟"), ("打算", "諗住"), ("本来", "本身"),
    ("听说", "聽講"), ("有人说", "有人話"), ("了", "咗"), ("呢", "呀"), ("变成", "變咗"), ("里头", "入面"), ("里面", "入面"),
)  # fmt: skip


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
    """``text`` in Traditional script as OpenCC's ``config`` writes it (s2hk, s2tw, s2twp)."""
    return _converter(config).convert(text)  # type: ignore[no-any-return]


@cache
def _converter(config: str) -> Any:
    from opencc import OpenCC

    return OpenCC(config)
