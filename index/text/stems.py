"""The stems of English words."""

from __future__ import annotations

import re
import threading
from functools import cached_property, lru_cache
from typing import Any

from index.text.dictionary import english_words
from index.text.word_lists import IRREGULAR_FORMS

_BRITISH = re.compile(r"^([a-z]{3,})is(e[ds]?|er|ing|ation|ations)$")


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The stem of an English word (Porter2), irregular and British forms brought to their base first."""
    word = word.replace("’", "'").removesuffix("'s")
    word = IRREGULAR_FORMS.get(word, word)
    british = _BRITISH.match(word)
    if british and f"{british[1]}ize" in english_words() and f"{british[1]}ise" not in english_words():
        word = f"{british[1]}iz{british[2]}"  # the dictionary spells the American way
    return str(_stemmers.stemmer.stemWord(word))


class _Stemmers(threading.local):
    """A stemmer for each thread: one keeps the word that it is at in itself."""

    @cached_property
    def stemmer(self) -> Any:
        import snowballstemmer

        return snowballstemmer.stemmer("english")


_stemmers = _Stemmers()
