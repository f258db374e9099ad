"""Chinese words with what a noun phrase may hold of them: jieba's tags, counts of verbs, closed classes."""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate

from index.numbers.tables import rows, words
from index.text.dictionary import definitions
from index.text.scripts import fold
from index.text.words import segment, word_tag

Token = tuple[str, str, bool]  # as written, folded, and whether a noun phrase may hold it
_NOUNISH = (
    "n",
    "j",
    "vn",
    "b",
    "a",
    "l",
    "i",
    "s",
    "eng",
    "r",
    "h",
    "k",
    "g",
    "z",
    "q",
    "x",
    "an",
    "nz",
    "t",
)
LIGHT = frozenset(words("function_words.tsv", "light"))  # between a noun and its figure: 达到, 约为
SCOPES = frozenset(words("function_words.tsv", "scope"))  # 全市, 今年: where and when, not what
CLOSED = frozenset(words("function_words.tsv", "closed"))
PREDICATES = {verb: int(used) / int(all_uses) for verb, used, all_uses in rows("predicates.tsv", 3)}
_MOSTLY = 0.15  # the share of uses as a clause's verb from which a verb is taken for one, not for part of a compound


def tagged(window: str) -> list[Token]:
    words = segment(fold(window))
    ends = accumulate(map(len, words))
    return [(window[end - len(word) : end], word, is_nounish(word)) for word, end in zip(words, ends, strict=True)]


@lru_cache(maxsize=50_000)
def is_nounish(word: str) -> bool:
    if word in CLOSED or word in LIGHT or is_predicate(word):
        return False
    tag = word_tag(word)
    if not tag:
        return word.isalnum() and not word.isdigit()
    return (tag.startswith(_NOUNISH) and not tag.startswith(("r", "nrt"))) or tag.startswith("nr")


@lru_cache(maxsize=50_000)
def is_predicate(word: str) -> bool:
    """Whether a word of two characters is a clause's verb: counted as one, or never a noun to the dictionary."""
    if len(word) != 2 or word_tag(word) == "vn":
        return False
    if word in PREDICATES:
        return PREDICATES[word] >= _MOSTLY
    senses = definitions(word)
    return bool(senses) and all(sense.startswith("to ") for sense in senses)
