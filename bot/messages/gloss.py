"""A word-by-word reading of a Chinese quote with the dictionary's meanings. It is a gloss, not a translation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.cells import cell_len
from telegram import MessageEntity

from bot.messages.blocks import Block, joined, styled
from bot.messages.passage import clause, shown
from bot.messages.senses import ASIDE, known_words
from bot.texts import Texts
from index.records import Quote
from index.text.dictionary import entries
from index.text.scripts import fold, is_han
from index.text.words import segment

MOST_SENSES = 2
MOST_WORDINGS = 3  # of one sense
LONGEST_SENSE = 60
MOST_LINES = 10  # of the clause; with the note over them a phone's screen is not full yet
COLUMNS = 38  # of a line, as many as a phone shows
_READING = re.compile(r"\[[^\]]*\]|[^\s\[]+\|([^\s\[]+)")

Gloss = tuple[str, str, str]  # a word, its pinyin, its meaning


def gloss_block(quote: Quote, texts: Texts) -> Block:
    """The words of the clause with the figure that answers, a line each: the word, how it is read, what the dictionary
    says; under it, folded, those of the whole quote, with all their meanings.
    """
    passage = shown(quote)
    first = list(glosses(clause(passage).text))
    if not first:
        return Block(texts.nothing_to_gloss)
    lines = joined((_line(gloss, COLUMNS) for gloss in first[:MOST_LINES]), "\n")
    whole = joined((_line(gloss) for gloss in glosses(passage.text)), "\n")
    folded = Block(
        whole.text, (MessageEntity(MessageEntity.EXPANDABLE_BLOCKQUOTE, 0, len(whole.text)), *whole.entities)
    )
    return joined([styled(texts.gloss_note, MessageEntity.ITALIC), lines, folded], "\n")


def _line(gloss: Gloss, columns: int = 0) -> Block:
    word, reading, meaning = gloss
    if columns:
        meaning = _cut(meaning.split("; ")[0], columns - cell_len(f"{word} {reading} · "))
    return joined([styled(word, MessageEntity.BOLD), Block(f"{reading} · {meaning}")], " ")


def _cut(text: str, columns: int) -> str:
    return text if len(text) <= columns else text[: max(columns - 1, 1)].rstrip() + "…"


def glosses(text: str) -> Iterator[Gloss]:
    """Each Chinese word of ``text`` once, in order: (word, its pinyin, its meaning); words without one left out."""
    from pypinyin import Style, lazy_pinyin

    for word in dict.fromkeys(part for token in segment(text) if is_han(token) for part in known_words(token)):
        spelled = " ".join(lazy_pinyin(word, style=Style.TONE3, neutral_tone_with_five=True))
        if meaning := _meaning(word, spelled):
            yield word, "".join(lazy_pinyin(word, style=Style.TONE)), meaning


def _meaning(word: str, spelled: str) -> str:
    """The first senses of the word as it is read here: 校 is xiao4, a school, and jiao4, to check."""
    readings = entries().get(fold(word), [])
    read_so = [text for pinyin, text in readings if pinyin.lower() == spelled] or [text for _, text in readings]
    senses = [_cleaned(sense) for text in read_so for sense in text.strip("/").split("/") if sense[:3] != "CL:"]
    telling = [sense for sense in senses if not ASIDE.match(sense)] or senses
    kept = [sense for sense in telling if len(sense) <= LONGEST_SENSE][:MOST_SENSES] or telling[:1]
    return "; ".join(kept)


def _cleaned(sense: str) -> str:
    """The sense without pinyin in brackets, of ``傳統|传统`` the simplified form, its first wordings."""
    words = " ".join(_READING.sub(lambda match: match[1] or "", sense).split())
    return "; ".join(words.split("; ")[:MOST_WORDINGS])
