"""A word-by-word reading of a Chinese quote with the dictionary's meanings. It is a gloss, not a translation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from telegram import MessageEntity

from bot.messages.blocks import Block, joined, styled
from bot.texts import Texts
from index.records import Quote, plain
from index.text.dictionary import entries
from index.text.scripts import fold, is_han
from index.text.words import segment

MOST_SENSES = 2
MOST_WORDINGS = 3  # of one sense
LONGEST_SENSE = 60
LONGEST_WORD = 6
# Senses that say where a word comes from or whose name it is, not what it means in a sentence.
_ASIDE = re.compile(r"^(?:surname |variant of|old variant|used in |see |abbr\. for|Taiwan pr|also pr)")
_READING = re.compile(r"\[[^\]]*\]|[^\s\[]+\|([^\s\[]+)")


def gloss_block(quote: Quote, texts: Texts) -> Block:
    """A line for each Chinese word of the quote: the word, how it is read, what the dictionary says."""
    lines = [
        joined([styled(word, MessageEntity.BOLD), Block(f"{reading} · {meaning}")], " ")
        for word, reading, meaning in glosses(plain(quote.paragraph.article, quote.span)[0])
    ]
    if not lines:
        return Block(texts.nothing_to_gloss)
    return joined([styled(texts.gloss_note, MessageEntity.ITALIC), joined(lines, "\n")], "\n\n")


def glosses(text: str) -> Iterator[tuple[str, str, str]]:
    """Each Chinese word of ``text`` once, in order: (word, its pinyin, its meaning); words without one left out."""
    from pypinyin import Style, lazy_pinyin

    for word in dict.fromkeys(part for token in segment(text) if is_han(token) for part in _known(token)):
        spelled = " ".join(lazy_pinyin(word, style=Style.TONE3, neutral_tone_with_five=True))
        if meaning := _meaning(word, spelled):
            yield word, "".join(lazy_pinyin(word, style=Style.TONE)), meaning


def _known(word: str) -> Iterator[str]:
    """The word where the dictionary has it, else the words it is made of, the longest first from the left."""
    folded, at = fold(word), 0
    while at < len(word):
        sizes = range(min(LONGEST_WORD, len(word) - at), 0, -1)
        size = len(word) if folded in entries() else next((n for n in sizes if folded[at : at + n] in entries()), 1)
        yield word[at : at + size]
        at += size


def _meaning(word: str, spelled: str) -> str:
    """The first senses of the word as it is read here: 校 is xiao4, a school, and jiao4, to check."""
    found = entries().get(fold(word), [])
    read_so = [text for pinyin, text in found if pinyin.lower() == spelled] or [text for _, text in found]
    senses = [_cleaned(sense) for text in read_so for sense in text.strip("/").split("/") if sense[:3] != "CL:"]
    telling = [sense for sense in senses if not _ASIDE.match(sense)] or senses
    kept = [sense for sense in telling if len(sense) <= LONGEST_SENSE][:MOST_SENSES] or telling[:1]
    return "; ".join(kept)


def _cleaned(sense: str) -> str:
    """The sense without pinyin in brackets, of ``傳統|传统`` the simplified form, its first wordings."""
    words = " ".join(_READING.sub(lambda match: match[1] or "", sense).split())
    return "; ".join(words.split("; ")[:MOST_WORDINGS])
