"""What kind of answer a question asks for, and in which unit."""

from __future__ import annotations

import re
from typing import Literal

from index.numbers.units import kind_of
from index.question.asked_for import within_word
from index.question.patterns import (
    AGE,
    COUNT_LAST,
    COUNTED,
    DATE,
    DURATION,
    HOW_MANY_ZH,
    MONEY,
    NAME,
    NUMBER_EN,
    NUMBER_ZH,
    OFTEN,
    PERCENT,
    PERSON,
    PLACE,
    QUANTITY_EN,
    QUANTITY_ZH,
    RANK,
    TEXT,
    WHICH_ZH,
    WHY,
)

Wanted = Literal["number", "money", "percent", "date", "duration", "rank", "name", "person", "place", "text"]


def wanted(folded: str) -> Wanted:
    """The kind of answer that a question (folded) asks for, by the more telling signs first."""
    if OFTEN.search(folded):
        return "text"
    if DURATION.search(folded):
        return "duration"
    if DATE.search(folded) and not re.search(r"\bhow (?:many|much)\b|多少", folded):
        return "date"
    if RANK.search(folded):
        return "rank"
    if _asks_number(folded) and not _asks_which(folded):
        if PERCENT.search(folded) and not re.search(r"多少[个名人次家所项场]", folded):
            return "percent"
        return "money" if MONEY.search(folded) and not COUNTED.search(folded) else "number"
    for kind, pattern in (("person", PERSON), ("place", PLACE), ("text", TEXT), ("name", NAME)):
        if pattern.search(folded):
            return kind  # type: ignore[return-value]
    return "text"


def _asks_number(folded: str) -> bool:
    if NUMBER_ZH.search(folded) or NUMBER_EN.search(folded):
        return True
    if any(pattern.search(folded) for pattern in (PERSON, PLACE, WHY, TEXT)):
        return False  # whatever figures it names, it asks for none
    return bool(QUANTITY_ZH.search(folded) or QUANTITY_EN.search(folded))


def _asks_which(folded: str) -> bool:
    """True for "哪些地方没有数据", which names a figure and asks for none."""
    return bool(WHICH_ZH.search(folded)) and not re.search(r"多少|几(?!个|家|种)", folded)


def unit_asked(folded: str) -> str:
    """The measure word that a question (folded) asks with, 所 of 多少所; empty where it has none or asks for money."""
    if AGE.search(folded):
        return "岁"
    if cue := HOW_MANY_ZH.search(folded):
        unit = (cue.group(1) or "") if not within_word(folded, cue.start(1)) else ""
    else:
        last = COUNT_LAST.search(folded)
        unit = (last.group(1) or last.group(2)) if last else ""
    return "" if unit == "钱" or kind_of(unit) == "money" else unit  # money is a kind of figure, not a measure word
