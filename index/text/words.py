"""The words of a text, each in the form it is matched by. For matching only: nothing of it ever reaches a quote."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from index.text.dictionary import entries
from index.text.scripts import fold, is_han
from index.text.stems import stem

if TYPE_CHECKING:
    from index.text.segmenter import Segmenter

_TOKEN = re.compile(r"[㐀-䶿一-鿿豈-﫿]+|[A-Za-zÀ-ɏ]+(?:['’][A-Za-z]+)*|\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: where it stands, and the form it is matched by (folded, stemmed)."""

    start: int
    end: int
    form: str


def words(text: str) -> list[Word]:
    """The words of ``text`` in order: Chinese segmented, English stemmed, numbers without separators."""
    folded = fold(text)
    several: list[Word] = []
    for token in _TOKEN.finditer(folded):
        piece, start = token.group(), token.start()
        if is_han(piece):
            for word in segment(piece):
                bare = _without_particle(word)
                several.append(Word(start, start + len(bare), bare))
                start += len(word)
        else:
            several.append(Word(start, token.end(), stem(piece) if piece[0].isalpha() else piece.replace(",", "")))
    return several


def _without_particle(word: str) -> str:
    """建了, which jieba takes for a word nobody knows, is 建."""
    return word[:-1] if len(word) > 1 and word[-1] in "了过着" and word not in entries() else word


def segment(text: str) -> list[str]:
    """Chinese text cut into words by jieba."""
    return list(_segmenter().cut(text))


def word_frequency(word: str) -> float:
    """How often a Chinese word was counted in jieba's 60 million; 0 for one that it lacks."""
    return float(_segmenter().FREQ.get(word, 0))


def word_tag(word: str, default: str = "") -> str:
    """A Chinese word's part of speech by jieba's dictionary: n, v, nr..; ``default`` for one that it lacks."""
    return _segmenter().tag(word, default)


@cache
def _segmenter() -> Segmenter:
    from index.text.segmenter import Segmenter

    return Segmenter()
