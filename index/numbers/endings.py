"""What stands behind a unit and still belongs to its number: the half of 两米半, the coins of 五元三毛, 4分51秒."""

from __future__ import annotations

import re

from index.numbers.numeral import listed
from index.numbers.numerals import digits_at, read_numeral
from index.records import StatisticKind

_HALF = re.compile("半(?![年天月径岛夜场路数])")
_CODE_AFTER = re.compile(r" (?P<power>million|billion|trillion|thousand)(?![A-Za-z])")
_POWERS = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_DECIMALS = re.compile(
    "[一二三四五六七八九]{1,2}(?![一二三四五六七八九十百千万亿个名人年月日角毛])"
)  # 一米三三, 一块五
_CENTS = re.compile(r" (?P<cents>[0-9]{2})(?: cents?(?![A-Za-z])|(?= more|[.!?;]?$|[.!?;] ))")
_TENTH = re.compile(
    r"(?P<half>半)|(?P<digit>[一二三四五六七八九])(?![一二三四五六七八九十百千万亿个季月日成年名家点人次条项大分号期])"
)
# How many of a smaller unit make one of the larger: what follows 5 feet, 四年 and 3元 is counted in these.
_LADDERS = tuple(
    (frozenset(listed(larger)), {unit: float(many) for many, units in smaller.items() for unit in listed(units)})
    for larger, smaller in (
        ("年 周年", {12: "个月", 365: "天"}),
        ("个月", {30: "天"}),
        ("周 星期 个星期", {7: "天"}),
        ("天 日", {24: "小时 个小时"}),
        ("小时 个小时 钟头 个钟头 个钟 钟", {60: "分钟 分", 3600: "秒钟 秒"}),
        ("分 分钟", {60: "秒钟 秒"}),
        ("元 块 块钱 圆", {10: "角 毛 毫", 100: "分"}),
        ("角 毛", {10: "分"}),
        ("公里 千米", {1000: "米"}),
        ("米 公尺", {10: "分米", 100: "厘米 公分", 1000: "毫米"}),
        ("吨", {1000: "公斤 千克", 2000: "斤"}),
        ("公斤 千克", {1000: "克"}),
        ("斤", {10: "两"}),
        ("丈", {10: "尺"}),
        ("尺", {10: "寸"}),
        ("feet foot ft", {12: "inches inch in"}),
        ("stone st", {14: "pounds pound lbs lb"}),
        ("pounds pound lbs lb", {16: "ounces ounce oz"}),
        ("years year", {12: "months month"}),
        ("weeks week", {7: "days day"}),
        ("days day", {24: "hours hour"}),
        ("hours hour hrs hr h", {60: "minutes minute mins min m", 3600: "seconds second secs sec s"}),
        ("minutes minute mins min m", {60: "seconds second secs sec s"}),
        ("dollars dollar euros euro", {100: "cents cent"}),
    )
)
_STEPS = {unit: steps for larger, steps in _LADDERS for unit in larger}
_TIMES = frozenset(listed("年 个月 周 星期 天 日 小时 个小时 分 years weeks days hours hour h minutes minute m"))
_JOINT = re.compile(r" ?(?:[零又]|and )?(?: ?)(?=[0-9零一二三四五六七八九十两a-z])")


def behind_unit(text: str, end: int, value: float, unit: str, kind: StatisticKind) -> tuple[float, int, StatisticKind]:
    """The value with what follows its unit, counted in that unit, where that ends, and the kind that it makes."""
    if unit == "成":
        return *_tenths(text, end, value), kind
    rest = _DECIMALS.match(text, end) if unit in ("米", "块", "公尺") else None
    if rest and not _smaller(text, end, unit):
        decimals = "".join(str("零一二三四五六七八九".index(char)) for char in rest[0])
        return float(f"{int(value)}.{decimals}"), rest.end(), kind
    after = _HALF.match(text, end)
    if after:
        return value + 0.5, after.end(), kind
    first = end
    while step := _smaller(text, end, unit):
        value, end = value + step[0], step[1]
    if end > first:
        return value, end, "duration" if unit in _TIMES else kind
    return *_with_cents(text, end, value, unit, kind), kind


def _tenths(text: str, end: int, value: float) -> tuple[float, int]:
    """三成 as 30, 九成半 as 95, 七成五 as 75."""
    further = _TENTH.match(text, end)
    if not further:
        return 10 * value, end
    ones = 5 if further["half"] else "一二三四五六七八九".index(further["digit"]) + 1
    return 10 * value + ones, further.end()


def _smaller(text: str, end: int, unit: str) -> tuple[float, int] | None:
    """What follows in a smaller unit, as a part of one ``unit``, and where it ends: 三毛 behind 五元 is 0.3."""
    steps = _STEPS.get(unit)
    joint = _JOINT.match(text, end) if steps else None
    number = (digits_at(text, joint.end()) or read_numeral(text, joint.end())) if joint else None
    if not steps or not number:
        return None
    start = number.end + text.startswith((" ", "-"), number.end)
    name = next((name for name in sorted(steps, key=len, reverse=True) if text.startswith(name, start)), "")
    after = text[start + len(name) : start + len(name) + 1]
    if not name or number.value >= steps[name] or (name.isascii() and after.isalnum()) or after == "之":
        return None
    return number.value / steps[name], start + len(name)


def _with_cents(text: str, end: int, value: float, unit: str, kind: StatisticKind) -> tuple[float, int]:
    """5 dollars 30 as 5.3, 75 USD million as 75,000,000."""
    if kind != "money":
        return value, end
    cents = _CENTS.match(text, end) if unit.isascii() else None
    if cents:
        return value + int(cents["cents"]) / 100, cents.end()
    power = _CODE_AFTER.match(text, end) if unit.isupper() else None
    return (value * _POWERS[power["power"]], power.end()) if power else (value, end)
