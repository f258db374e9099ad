"""Which currency 元 is on a page: the yuan is only one of those written so."""

from __future__ import annotations

import re
from functools import lru_cache

from index.text.scripts import simplified

_REACH = 20_000  # characters of a page that are read for it
_NAMED = (
    ("港元", re.compile(r"港元|港币|港幣|HK\$|HKD|香港|本港|全港")),
    ("新台币", re.compile(r"新台币|新臺幣|新台幣|台币|台幣|臺幣|NT\$|TWD|台湾|臺灣|台灣")),
    ("澳门元", re.compile(r"澳门元|澳門元|澳門幣|MOP|澳门|澳門")),
)
_YUAN = re.compile(r"人民币|人民幣|RMB|CNY")


@lru_cache(maxsize=256)
def yuan_of(text: str) -> str:
    """The unit that 元 stands for on the page ``text``: 元 of mainland China, another's name, or empty if unknown.

    A page in Simplified script means the yuan. In Traditional script it is the currency or the place that the page
    names most often.
    """
    head = text[:_REACH]
    if not _is_traditional(head):
        return "元"
    named = {unit: len(pattern.findall(head)) for unit, pattern in (*_NAMED, ("元", _YUAN))}
    unit = max(named, key=lambda name: named[name])
    return unit if named[unit] else ""


def _is_traditional(text: str) -> bool:
    plain = text.translate(simplified())
    differing = sum(one != other for one, other in zip(text, plain, strict=True))
    return differing > 0.05 * sum("一" <= char <= "鿿" for char in text)
