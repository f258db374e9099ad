"""Chinese words with what a noun phrase may hold of them: jieba's tags, counts of verbs, closed classes."""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate

from index.text.dictionary import definitions
from index.text.scripts import fold, is_han
from index.text.tables import rows, words
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
_ENDINGS = frozenset("率量额值价费款比")  # of words for what is measured, which the dictionary rarely has
RATES = frozenset((*words("directions.tsv", "up noun"), *words("directions.tsv", "down noun")))
_VERBAL = frozenset("比达至到为跌涨升降减增少多却仍已起得于着以过")  # of no unknown noun
_MOSTLY = 0.15  # the share of uses as a clause's verb from which a verb is taken for one, not for part of a compound


def tagged(window: str) -> list[Token]:
    """The words of ``window``, a clause or less."""
    return list(_tagged(window))


@lru_cache(maxsize=4096)
def _tagged(window: str) -> tuple[Token, ...]:
    words = _with_endings(segment(fold(window)))
    ends = accumulate(map(len, words))
    return tuple(
        (window[end - len(word) : end], word, is_nounish(word) or _is_measured(word))
        for word, end in zip(words, ends, strict=True)
    )


def _with_endings(words: list[str]) -> list[str]:
    """The words, with 率 and the like as the end of the word before: 办结, 率 is 办结率."""
    joined: list[str] = []
    for word in words:
        if joined and word[0] in _ENDINGS and len(word) == 2 and word[1] in "为达是" and joined[-1] not in CLOSED:
            joined[-1] += word[0]  # 失业率为, 占比达
            joined.append(word[1])
        elif joined and word in _ENDINGS and is_han(joined[-1]) and joined[-1] not in CLOSED:
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def _is_measured(word: str) -> bool:
    return len(word) > 2 and word[-1] in _ENDINGS and not word_tag(word)


@lru_cache(maxsize=50_000)
def is_nounish(word: str) -> bool:
    if word in RATES:
        return True
    if word in CLOSED or word in LIGHT or is_predicate(word):
        return False
    tag = word_tag(word)
    if tag == "v" and names_a_thing(word):
        return True
    if not tag:
        return word.isalnum() and not word.isdigit() and not (len(word) < 4 and _VERBAL & set(word))
    return (tag.startswith(_NOUNISH) and not tag.startswith(("r", "nrt"))) or tag.startswith("nr")


def names_a_thing(word: str) -> bool:
    """Whether a word that jieba tags as a verb is a thing to the dictionary, wholly or mostly: 弯道, 身高, 收入."""
    senses = definitions(word)
    if len(word) > 1 and senses and not any(sense.startswith("to ") for sense in senses):
        return True
    return _mostly_named(word)


def _mostly_named(word: str) -> bool:
    """Whether more of a word's senses are things than deeds to the dictionary: 收入, 需求, 开支."""
    senses = definitions(word)
    return word in PREDICATES and 2 * sum(sense.startswith("to ") for sense in senses) < len(senses)


@lru_cache(maxsize=50_000)
def is_predicate(word: str) -> bool:
    """Whether a word of two characters is a clause's verb: counted as one, or never a noun to the dictionary."""
    tag = word_tag(word)
    if len(word) != 2 or tag == "vn" or (tag == "v" and _mostly_named(word)):
        return False
    if word in PREDICATES:
        return PREDICATES[word] >= _MOSTLY
    senses = definitions(word)
    return bool(senses) and all(sense.startswith("to ") for sense in senses)
