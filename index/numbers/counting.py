"""Whether a numeral counts: Arabic digits do, Chinese ones with a measure word behind them, powers alone rarely."""

from __future__ import annotations

import re
from typing import Protocol

from index.numbers.endings import behind_unit
from index.numbers.numerals import Numeral
from index.numbers.units import BARE_POWER_UNITS, HAN_UNIT, Unit

_COUNTED_BEFORE = re.compile(
    r"(?:共|只有|仅有?|新增|增加|减少|达到?|为期|历时|耗时|不到|唯一|整整|合计|总计|另有|每?满|超过|不足|长达|只[要需用剩]|仅[需剩]|剩下?|另)$"
)
_NOT_MEASURED = re.compile(
    r"十分(?![钟之])|四处|四周|十字|三角|[一二三四五六七八九十]五[期个]?规"
    r"|两口|两头|[一两三]手|三分[之球线]|三国|九州|八字|一点(?![零〇一二三四五六七八九])"
    r"|一[对把行回代号步头道套层方手面边味路块口身堂]"
)
# 两县, 三地: the places named before, not so many of them.
_PLACES = re.compile(r"[两二三四五六七八九](?:县|市|省|区|国|地|岸|州|校|院|村|镇|乡|方|会|委)(?!级)")
_DIGIT_AND_POWER = re.compile("[一二三四五六七八九两][十百千万亿].*|.*点.*")
_POWER = re.compile("[百千万亿]+")
_CELL_BEFORE = re.compile(r"[(（|\[【:：单位]\s*$|^\s*$")
_CELL_AFTER = re.compile(r"\s*(?:[)）|\]】、，,;；。]|$)")
_FIGURE = f"(?:[0-9]|[二两三四五六七八九十百千万]){HAN_UNIT}"
_LISTED_BEFORE = re.compile(_FIGURE + "[一-鿿]{0,6}[、和与及跟]$")
_LISTED_BEHIND = re.compile("[一-鿿]{1,6}?[、和与及跟]" + _FIGURE)
_ALWAYS = ("倍", "刻钟")  # 一倍, 一刻钟: so much and no article
_OFTEN = re.compile(r"[二两三四五六七八九][百千万亿](?=[，。；！？,;!?)）]|$)|.*(?=出头|有余|开外)")
_THINGS = frozenset("名位人户所台辆艘架宗起例")  # with these, 一 counts beside others of the same sort
_REACH = 30
_FEW = re.compile(r"(?:only|just|least) $")
_NOUN_NEXT = re.compile("[㐀-鿿]{2}")


class Lead(Protocol):
    """What is asked of what leads a number."""

    @property
    def start(self) -> int: ...
    @property
    def lead(self) -> str: ...
    @property
    def currency(self) -> tuple[int, int] | None: ...


def counts(text: str, at: int, head: Lead, number: Numeral, unit: Unit | None, *, ranged: bool) -> bool:
    """Whether ``number`` with ``unit`` behind it is a figure."""
    start = head.start
    written = text[start : number.end]
    if written.lower() in ("one", "ones") and start == at:
        return bool(unit) or bool(_FEW.search(text, max(0, start - 6), start))
    if number.written != "han" or ranged or head.currency or text[start].isdigit():
        return True
    if start > at and not head.lead:  # a sign
        return True
    if written == "一" and unit and _goes_on(text, unit):
        return True
    if _NOT_MEASURED.match(text, start) and not head.lead:
        return False
    if not unit:
        often = _OFTEN.match(text, start, number.end + 2)
        if often and often.end() == number.end:
            return True
        return number.vague == "exact" and len(written) >= 3 and bool(_DIGIT_AND_POWER.fullmatch(written))
    name = text[unit.start : unit.end]
    if name == "成" or name in _ALWAYS:
        return True
    if written == "一":
        if _beside_others(text, start, unit):
            return True
        return bool(head.lead) or "半" in name or bool(_COUNTED_BEFORE.search(text, max(0, start - 3), start))
    if _POWER.fullmatch(written):
        if text[start - 1 : start] == "每":
            return False
        return bool(head.lead) or (name in BARE_POWER_UNITS and _names_things(text, start, unit))
    if _PLACES.match(text, start) and not head.lead:
        return bool(_COUNTED_BEFORE.search(text, max(0, start - 3), start))
    if set(written) <= set("零〇一二三四五六七八九") and len(written) > 1:
        return "〇" in written or "零" in written[1:] or len(written) > 3 or number.vague != "exact"
    return number.value != 0 and (written[0] not in "零〇" or "点" in written)


def _goes_on(text: str, unit: Unit) -> bool:
    """Whether a smaller unit or a half follows: 一米三, 一年半, 一元五角."""
    return behind_unit(text, unit.end, 1, text[unit.start : unit.end], unit.kind)[1] > unit.end


def _beside_others(text: str, start: int, unit: Unit) -> bool:
    """Whether it is listed with another figure, or one of the same unit is in its sentence: 一名重伤，另有11名轻伤."""
    if _LISTED_BEFORE.search(text, max(0, start - 12), start) or _LISTED_BEHIND.match(text, unit.end):
        return True
    if text[unit.start : unit.end] not in _THINGS:
        return False
    another = re.compile(f"[0-9二三四五六七八九十百千万两]{re.escape(text[unit.start : unit.end])}")
    low, high = max(0, start - _REACH), unit.end + _REACH
    behind, ahead = text[low:start].rpartition("。")[2], text[unit.end : high].partition("。")[0]
    return bool(another.search(behind) or another.search(ahead))


def _names_things(text: str, start: int, unit: Unit) -> bool:
    """千人 of 千人宣讲人才库, no 万人 in a heading's brackets, nor 万吨级."""
    if text.startswith("级", unit.end) or _CELL_AFTER.match(text, unit.end):
        return False
    return not _CELL_BEFORE.search(text, max(0, start - 3), start) or bool(_NOUN_NEXT.match(text, unit.end))
