"""Names of persons and places, in Chinese characters and in pinyin."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from index.text.dictionary import entries, kept_table
from index.text.glosses import gloss_counts, known_english
from index.text.scripts import is_han
from index.text.stems import stem
from index.text.tables import words
from index.text.word_table import WordTable
from index.text.words import word_frequency

_PLACE_ENDINGS = "省市县区镇乡村街路州岛"
_PINYIN = re.compile(
    "(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|ei|ao|ou|an|en|in|un"
    "|ia|ie|iu|ua|ue|ui|uo|er|a|e|i|o|u|v)){2,4}"
)
SURNAMES = frozenset(words("surnames.tsv", "surname"))


@lru_cache(maxsize=100_000)
def syllables(word: str) -> tuple[str, ...]:
    """The toneless pinyin syllables of a Chinese word: 肇庆 -> zhao, qing."""
    from pypinyin import lazy_pinyin

    return tuple(syllable.lower() for syllable in lazy_pinyin(word))


def sounds_as(word: str, typed: str) -> bool:
    """True when two Chinese words are spoken alike, tones and all."""
    from pypinyin import Style, lazy_pinyin

    return bool(lazy_pinyin(word, style=Style.TONE3) == lazy_pinyin(typed, style=Style.TONE3))


@lru_cache(maxsize=10_000)
def sounds_in(form: str, text: str) -> bool:
    """True when ``form``, a name in pinyin, is what some characters of ``text`` sound like, however they are cut."""
    from pypinyin import lazy_pinyin

    spoken = lazy_pinyin("".join(c for c in text if is_han(c)))
    runs = ("".join(spoken[at : at + size]) for size in (2, 3, 4) for at in range(len(spoken) - size + 1))
    return any(form in (run, stem(run)) for run in runs)


@lru_cache(maxsize=50_000)
def is_proper(word: str) -> bool:
    """True for a Chinese proper noun: the dictionary writes its pinyin with a capital, or nobody knows the word."""
    if readings := entries().get(word):
        return all(pinyin[:1].isupper() for pinyin, _ in readings)
    return len(word) > 1 and (word_frequency(word) == 0 or word[-1] in "省市县区镇乡村街路") and word[-1] not in "数率"


@lru_cache(maxsize=50_000)
def is_chinese_name(word: str) -> bool:
    """True for the Chinese name of a person or a place: nothing means nearly the same as it.

    By the dictionary (capital pinyin), by the ending of a place (望洲区), by a family name before a word nobody knows.
    """
    if readings := entries().get(word):
        return all(pinyin[:1].isupper() for pinyin, _ in readings)
    if len(word) < 2 or word_frequency(word) > 50:
        return False
    return (len(word) > 2 and word[-1] in _PLACE_ENDINGS) or (
        len(word) <= 3 and (word[0] in SURNAMES or word[:2] in SURNAMES)
    )


def is_name(surface: str, form: str) -> bool:
    """True for a Chinese name or a Chinese word that no dictionary has; else for a capital and no English word."""
    if is_han(form):
        return is_chinese_name(form) or (len(form) > 1 and not entries().get(form) and word_frequency(form) == 0)
    return form.isalpha() and surface[:1].isupper() and (not known_english(form) or is_pinyin(form))


@lru_cache(maxsize=50_000)
def is_pinyin(form: str) -> bool:
    """True for Latin letters that read as pinyin syllables one after the other and as no English word: dinghu."""
    if len(form) < 4 or not form.isalpha():
        return False
    return form in _names_in_pinyin() or (not known_english(form) and _PINYIN.fullmatch(form) is not None)


@cache
def _names_in_pinyin() -> WordTable:
    """The Chinese names of the dictionary in Latin letters: foshan, guangdong."""

    def collect() -> dict[str, int]:
        names = (
            (re.sub("[^a-z]", "", pinyin.lower()), senses)
            for readings in entries().values()
            for pinyin, senses in readings
            if len(pinyin.split()) > 1 and pinyin[:1].isupper()
        )
        # known abroad by that name, and not a country that half the dictionary speaks of
        return {n: 1 for n, senses in names if n.title() in senses and gloss_counts().get(stem(n), 0) < 300}

    return kept_table("names", collect)
