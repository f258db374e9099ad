"""Whose a figure is where no noun stands beside it: the subject of its clause."""

from __future__ import annotations

import re

from index.figures.nouns import last_nouns, leading_nouns
from index.text.scripts import fold, is_han
from index.text.word_lists import PAST_FORMS

# 上年, 年初, 同比: what a figure is compared with, never what it counts.
_TIME = re.compile(
    r"^(?:全年|[上去今前本当明]年.{0,2}|年[初末底]|按[年季月]|同比|环比|同期|上?月"
    r"|[上本]?[季年月周][初末底]|平均|日均|仅|昨[晚天日].{0,2}|一共|共"
    r"|[0-9一二三四五六七八九十]+月末?|全[市省国县区港年].{0,1})$"
)
_OPENING = re.compile(
    r"^(?:其中|目前|截至[^，]{0,12}|[^，]{0,8}显示|据[^，]{0,12}|今年|去年|上年|全年|同期"
    r"|此外|另外|而|但|所幸|预计|全[市省国县区港]|各地"
    r"|[上下]半年|[一二三四]季度|前.季度|昨[天日晚]|上月|本月|当月"
    r"|[0-9一二三四五六七八九十]{1,3}月末?份?|(?:[0-9]{4}"
    r"|二[〇零一二三四五六七八九]{3})年末?)[，,]?"
)
_EN_OPENING = re.compile(
    r"^\W*(?:(?:In|By|During|Since|At|On|Of|and|but|while|which|with|the|The|A|An|its|Its|their)\b[^,]*,? )?", re.S
)
_EN_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*|[0-9][0-9,.]*")
_EN_VERBS = frozenset(
    [
        "is",
        "was",
        "were",
        "are",
        "be",
        "means",
        "remains",
        "goes",
        "been",
        "has",
        "have",
        "had",
        "will",
        "would",
        "can",
        "could",
        "may",
        "might",
        "stood",
        "came",
        "went",
        "fell",
        "rose",
        "grew",
        "cut",
        "hit",
        "made",
        "won",
        "lost",
        "took",
        "fall",
        "rise",
        "grow",
        "climb",
        "drop",
        "average",
        "averages",
        "totals",
        "stands",
        "edged",
        "up",
        "down",
    ]
)
_EN_STOPS = frozenset(
    [
        "the",
        "a",
        "an",
        "its",
        "their",
        "his",
        "her",
        "our",
        "this",
        "that",
        "these",
        "those",
        "of",
        "and",
        "but",
        "while",
        "with",
        "in",
        "by",
        "on",
        "at",
        "for",
        "about",
        "around",
        "nearly",
    ]
)
_EN_EMPTY = frozenset(
    [
        "to",
        "from",
        "than",
        "barely",
        "just",
        "only",
        "short",
        "modest",
        "further",
        "must",
        "still",
        "lower",
        "higher",
        "more",
        "fewer",
        "less",
        "deep",
        "per",
        "until",
    ]
)


def is_time(words: str) -> bool:
    """Whether ``words`` (folded) say when or against what, and name nothing that is counted."""
    return bool(_TIME.match(words))


def subject_of(clause: str) -> str:
    """The noun phrase that begins a clause, as it is written; empty where none does."""
    return _chinese(clause) if is_han(clause) else _english(clause)


def _chinese(clause: str) -> str:
    start = clause
    for _ in range(3):
        opening = _OPENING.match(start)
        if not opening or not opening[0]:
            break
        start = start[opening.end() :]
    for phrase in (last_nouns(start), leading_nouns(start[:24])):
        if len(phrase) > 1 and not is_time(fold(phrase)):
            return phrase
    return ""


def _english(clause: str) -> str:
    text = clause.strip()
    kept: list[str] = []
    begun = False
    for match in _EN_WORD.finditer(text[:90]):
        word = match[0]
        low = word.lower()
        if is_verb(low):
            break
        if not begun and is_empty(low):
            continue
        begun = True
        kept.append(word)
        if len(kept) > 7:
            return ""
    while kept and kept[-1].lower() in _EN_STOPS:
        kept.pop()
    return " ".join(kept) if kept and not kept[0][0].isdigit() else ""


def is_verb(word: str) -> bool:
    """Whether an English word (lower case) is a verb in a finite or past form."""
    return word in _EN_VERBS or word in PAST_FORMS or (len(word) > 4 and word.endswith("ed"))


def is_empty(word: str) -> bool:
    """Whether an English word (lower case) names nothing: an article, a preposition, an adverb of degree."""
    return word in _EN_STOPS or word in _EN_EMPTY
