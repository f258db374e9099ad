"""What stands behind a unit and still belongs to its number: the half of 两米半, the coins of 五元三毛."""

from __future__ import annotations

import re

from index.numbers.numerals import digits_at, read_numeral
from index.records import StatisticKind

_HALF = re.compile("半(?![年天月径岛夜场路数])")
_CODE_AFTER = re.compile(r" (?P<power>million|billion|trillion|thousand)(?![A-Za-z])")
_POWERS = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_DECIMALS = re.compile(
    "[一二三四五六七八九]{1,2}(?![一二三四五六七八九十百千万亿个名人年月日角毛])"
)  # 一米三三, 一块五
_CENTS = re.compile(r" (?P<cents>[0-9]{2})(?: cents?(?![A-Za-z])|(?= more|[.!?;]?$|[.!?;] ))")
_COINS = re.compile(
    r"(?P<jiao>[0-9]{1,2}|[一二三四五六七八九两]) ?[角毛](?:(?P<fen>[0-9]|[一二三四五六七八九两]) ?分)?"
)
_TENTH = re.compile(
    r"(?P<half>半)|(?P<digit>[一二三四五六七八九])(?![一二三四五六七八九十百千万亿个季月日成年名家点人次条项大分号期])"
)


def behind_unit(text: str, end: int, value: float, unit: str, kind: StatisticKind) -> tuple[float, int]:
    """The value with what follows its unit, and where that ends."""
    if unit == "成":
        return _tenths(text, end, value)
    rest = _DECIMALS.match(text, end) if unit in ("米", "块", "公尺") else None
    if rest:
        decimals = "".join(str("零一二三四五六七八九".index(char)) for char in rest[0])
        return float(f"{int(value)}.{decimals}"), rest.end()
    after = _HALF.match(text, end)
    if after:
        value, end = value + 0.5, after.end()
    return _with_coins(text, end, value, unit) if kind == "money" else (value, end)


def _tenths(text: str, end: int, value: float) -> tuple[float, int]:
    """三成 as 30, 九成半 as 95, 七成五 as 75."""
    further = _TENTH.match(text, end)
    if not further:
        return 10 * value, end
    ones = 5 if further["half"] else "一二三四五六七八九".index(further["digit"]) + 1
    return 10 * value + ones, further.end()


def _with_coins(text: str, end: int, value: float, unit: str) -> tuple[float, int]:
    """五元三毛 as 5.3, 75 USD million as 75,000,000."""
    coins = _COINS.match(text, end) if unit in ("元", "块", "块钱", "圆") else None
    if coins:
        tenths, hundredths = (
            (digits_at(text, coins.start(name)) or read_numeral(text, coins.start(name))) if coins[name] else None
            for name in ("jiao", "fen")
        )
        value += (tenths.value if tenths else 0) / 10 + (hundredths.value if hundredths else 0) / 100
        return value, coins.end()
    cents = _CENTS.match(text, end) if unit.isascii() else None
    if cents:
        return value + int(cents["cents"]) / 100, cents.end()
    power = _CODE_AFTER.match(text, end) if unit.isupper() else None
    return (value * _POWERS[power["power"]], power.end()) if power else (value, end)
