"""What Chinese words mean in English, by the dictionary CC-CEDICT: word by word, nothing put together or inflected."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.text.dictionary import definitions, entries
from index.text.scripts import fold, is_han
from index.text.sentences import split_clauses
from index.text.words import segment, word_tag

LONGEST_WORD = 6
# Senses that say where a word comes from or whose name it is, not what it means in a sentence.
ASIDE = re.compile(r"^(?:surname |variant of|old variant|used in |see |abbr\. for|Taiwan pr|also pr)")
_PLAIN = re.compile(r"\([^)]*\)|\[[^\]]*\]|[^\s\[]+\|([^\s\[]+)")
_MOST_SENSES = 2  # of a word in a label: one with more is too vague to label anything
_LONGEST_LABEL = 60


def known_words(word: str) -> Iterator[str]:
    """The word where the dictionary has it, else the words it is made of, the longest first from the left."""
    folded, at = fold(word), 0
    while at < len(word):
        sizes = range(min(LONGEST_WORD, len(word) - at), 0, -1)
        size = len(word) if folded in entries() else next((n for n in sizes if folded[at : at + n] in entries()), 1)
        yield word[at : at + size]
        at += size


def label(counted: str, before: str) -> str:
    """What a figure counts, in English: ``start, build: middle and elementary school`` for 中小学校 after 动工建设.

    ``before`` are the words before ``counted`` in its sentence, of which the verbs right before it are taken. Empty
    where the dictionary lacks a word or has too many senses for one to be chosen: then nothing is said.
    """
    if not counted or not all(map(is_han, counted)):
        return ""
    words = [word for part in segment(fold(counted)) for word in known_words(part)]
    if word_tag(words[-1], "n")[:1] != "n":
        return ""
    nouns: list[str] = []
    for word in words:
        if not (nouns and _repeats(word, nouns[-1])):
            nouns.append(_noun(word))
    if not all(nouns):
        return ""
    noun = " · ".join(nouns)
    verbs = ", ".join(filter(None, map(_verb, _verbs_at_end(before))))
    text = f"{verbs}: {noun}" if verbs else noun
    return text if len(text) <= _LONGEST_LABEL else noun if len(noun) <= _LONGEST_LABEL else ""


def _repeats(word: str, before: str) -> bool:
    """Whether a word of one character says what the meaning before it ends in: the 校 of 中小学校."""
    return len(word) == 1 and bool(before) and before.split()[-1] in _senses(word)


def _noun(word: str) -> str:
    """The word's meaning as a noun, or as what stands before one; empty where it has none, or too many."""
    if len(word) < 2:
        return _one_sense(word)
    senses = [sense for sense in _senses(word) if not sense.startswith("to ")]
    return _either(senses)


def _one_sense(character: str) -> str:
    """The meaning of a single character that has no other."""
    senses = [sense for sense in _senses(character) if not sense.startswith("to ")]
    return senses[0] if len(senses) == 1 else ""


def _verb(word: str) -> str:
    senses = [sense.removeprefix("to ") for sense in _senses(word) if sense.startswith("to ")]
    return _either(senses)


def _either(senses: list[str]) -> str:
    return " / ".join(senses) if 0 < len(senses) <= _MOST_SENSES else ""


def _senses(word: str) -> list[str]:
    """The word's senses, the first wording of each without what stands in brackets; no names."""
    senses = []
    for definition in definitions(fold(word)):
        if not ASIDE.match(definition):
            wording = " ".join(_PLAIN.sub(lambda match: match[1] or "", definition.split(";")[0]).split())
            if wording and not is_han(wording) and not wording[0].isupper():
                senses.append(wording)
    return list(dict.fromkeys(senses))


def _verbs_at_end(before: str) -> list[str]:
    """The verbs that the words end in: 动工 and 建设 of 全市动工建设."""
    clauses = split_clauses(before)
    last = before[clauses[-1][0] : clauses[-1][1]] if clauses else ""
    if not last or not is_han(last[-1]):
        return []
    verbs: list[str] = []
    for word in reversed(segment(fold(last))):
        if len(word) < 2 or len(verbs) == 2 or not all(map(is_han, word)) or not _is_verb(word):
            break
        verbs.insert(0, word)
    return verbs


def _is_verb(word: str) -> bool:
    """Whether jieba takes the word for a verb, or the dictionary knows it as nothing else."""
    senses = _senses(word)
    return word_tag(word)[:1] == "v" or (bool(senses) and all(sense.startswith("to ") for sense in senses))
