"""What a figure in an English text counts: the noun phrase behind it."""

from __future__ import annotations

import re

from index.numbers.dates import MONTHS
from index.numbers.numeral import listed

_EN_WORD = re.compile(
    r"(?:(?:of )?(?:the |its |their |our |his |her |all |these |those )|of )?"
    r"(?:(?:[A-Za-z-]+['’]s )?[0-9][0-9,]{0,8} )?([A-Za-z][A-Za-z'’-]*)"
)
_EN_STOPS = frozenset(
    listed(
        """a an the of to in on at by for from with and or but as is are was were be been being has have had
    will would can could may might who that which whose where when while than then so if because since
    until before after over under between into across through during per each every it its he she they we
    you this these those his her their our more less up down out off about around not no also just only
    both said says told against within without including compared including last next ago later earlier
    away old respectively them us me him her there here below above behind ahead some roughly well nearly"""
    )
)
_MEASURES = frozenset(listed("tall high wide long deep thick full strong old"))  # 62.8% full, 123 metres tall
_MONTHS = frozenset(MONTHS)
_NOT_PLURAL = frozenset(
    listed("""news sports arts gas bus class business press access process less across success address physics""")
)
_PEOPLE = frozenset(listed("people children men women staff police pupils data"))
_FURTHER = re.compile("(?:more|fewer|other|further|additional) ")
_MONEY_LINK = re.compile(r" (?:in|for|of|worth of|on(?= [a-z])) (?:the |its |new |a |an )?")


def phrase_after(text: str, end: int, *, money: bool) -> str:
    """The noun phrase behind ``end``: up to five words, ending with the first plural among them."""
    position = end + 1
    link = _MONEY_LINK.match(text, end) if money else None
    if link:
        position = link.end()
    if further := _FURTHER.match(text, position):
        position = further.end()
    first = position
    last = first
    for _ in range(5):
        match = _EN_WORD.match(text, position)
        if not match or match[1].lower() in _EN_STOPS or (position > first and match[0] != match[1]):
            break
        if position == first:
            first = match.start(1)
        elif match[1].endswith(("ed", "ing")) and last > first:
            break
        last = match.end(1)
        if _is_plural(match[1]) or text[last : last + 1] != " ":
            break
        position = last + 1
    phrase = text[first:last]
    return "" if phrase in _MEASURES or phrase.partition(" ")[0] in _MONTHS else phrase


def _is_plural(word: str) -> bool:
    low = word.lower()
    return low in _PEOPLE or (
        low.endswith("s")
        and not low.endswith(("ss", "us", "is", "'s", "’s"))
        and low not in _NOT_PLURAL
        and len(low) > 3
    )
