"""Magnitudes, and the many ways to write them."""

from __future__ import annotations

import math
import re
from random import Random

from benchmarks.reader.templates import sections

_SCALES = {"万": 1e4, "亿": 1e8}
_ENGLISH_UNITS = dict(line.split("=") for line in sections("units.txt")["units"])
_CURRENCIES = {key: (zh, en) for key, zh, en in (line.split("=") for line in sections("units.txt")["currencies"])}
_TAIL = re.compile(r"[^0-9.,]+$")
_HAN = "零一二三四五六七八九"
_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_CHINESE_PARTS = {50: "一半", 33.3: "三分之一", 25: "四分之一", 66.7: "三分之二", 75: "四分之三", 20: "五分之一"}
_ENGLISH_PARTS = {
    50: "half", 33.3: "a third", 25: "a quarter", 66.7: "two-thirds", 75: "three-quarters", 20: "one in five",
}  # fmt: skip


def draw_value(rng: Random, low: float, high: float, *, whole: bool) -> float:
    """A magnitude between ``low`` and ``high``, each order of magnitude as likely, three or more digits exact."""
    value = math.exp(rng.uniform(math.log(low), math.log(high)))
    if whole and value < 1e5:
        return float(max(2, round(value)))
    digits = rng.choice((2, 3, 3, 4)) - 1 - math.floor(math.log10(value))
    return float(round(value, digits if digits > 0 or value >= 1e5 or not whole else 0))


def is_whole(unit: str) -> bool:
    """True where there are no fractions: people, cases, buildings."""
    if unit in ("席", "分"):
        return True
    return unit[0] not in _SCALES and unit not in _ENGLISH_UNITS and unit not in ("%", "money", "money_area", "级")


def english_unit(unit: str) -> str:
    """A unit's English name, or nothing: 公里 -> kilometres, 所 -> nothing."""
    return _ENGLISH_UNITS.get(unit.lstrip("万亿"), "").split("|")[0]


def chinese(value: float, unit: str, rng: Random, currency: str, *, plain: bool = False) -> str:
    """A magnitude in Chinese with its unit or measure word; ``plain`` neither hedges nor uses numerals."""
    if unit == "%":
        return f"{_short(value)}%"
    if unit.startswith("money"):
        unit = rng.choice(_CURRENCIES[currency][0].split("|")) + ("/平方米" if unit == "money_area" else "")
    scale = _SCALES.get(unit[0], 0) if len(unit) > 1 else 0
    if scale:
        value, unit = value * scale, unit[1:]
    before, after = (
        ("", "") if plain or rng.random() > 0.06 else rng.choice((("近", ""), ("约", ""), ("逾", ""), ("", "余")))
    )
    if before or after:
        value = float(f"{value:.2g}")
    number = _chinese_number(value, rng, numerals=not plain and not before and not after)
    if after and not number[-1].isalpha() and value < 1000:
        after = ""
    return f"{before}{number}{after}{unit}"


def english(value: float, unit: str, rng: Random, currency: str, *, plain: bool = False) -> str:
    """A magnitude in English with its unit, where it has one."""
    if unit == "%":
        return f"{_short(value)}{rng.choice(('%', '%', '%', ' per cent', ' percent'))}"
    scale = _SCALES.get(unit[0], 0) if len(unit) > 1 and not unit.startswith("money") else 0
    value = value * scale if scale else value
    hedge = "" if plain or rng.random() > 0.06 else rng.choice(("nearly ", "about ", "more than ", "some ", "over "))
    if hedge:
        value = float(f"{value:.2g}")
    if unit.startswith("money"):
        name, area = _CURRENCIES[currency][1], " per square metre" if unit == "money_area" else ""
        long = name[0].isalpha()
        number = _english_number(value, rng, abbreviated=not long or rng.random() < 0.3, words=False)
        return f"{hedge}{number} {name}{area}" if long else f"{hedge}{name}{number}{area}"
    names = _ENGLISH_UNITS.get(unit.lstrip("万亿"), "")
    number = _english_number(value, rng, abbreviated=rng.random() < 0.1, words=not plain and not hedge)
    return f"{hedge}{number}{' ' if names else ''}{rng.choice(names.split('|'))}"


def share(value: float, rng: Random, language: str) -> str:
    """A share of a hundred: 35.2%, 三成五, a third."""
    parts = _ENGLISH_PARTS if language == "en" else _CHINESE_PARTS
    if value in parts and rng.random() < 0.7:
        return parts[value]
    if language != "en" and value % 5 == 0 and value < 100 and rng.random() < 0.5:
        tens, rest = divmod(int(value), 10)
        if tens:
            return f"{rng.choice(('', '', '近', '约'))}{_HAN[tens]}成{'五' if rest else ''}"
    return (english if language == "en" else chinese)(value, "%", rng, "yuan")


def points(value: float, rng: Random, language: str) -> str:
    """A difference of percentages: 2.3个百分点, 2.3 percentage points."""
    if language == "en":
        return f"{_short(value)} {rng.choice(('percentage points', 'points', 'percentage points'))}"
    return f"{_short(value)}个百分点"


def span(low: float, high: float, unit: str, rng: Random, language: str, currency: str) -> str:
    """A range in one unit: 12至15万吨."""
    if language == "en":
        left, right = (english(end, unit, rng, currency, plain=True) for end in (low, high))
        return f"{left} {rng.choice(('to', 'to', 'and'))} {right}".replace(" and ", " to ")
    left, right = (chinese(end, unit, rng, currency, plain=True) for end in (low, high))
    tail = _TAIL.search(right)
    if tail and left.endswith(tail[0]) and rng.random() < 0.8:
        left = left.removesuffix(tail[0])
    return f"{left}{rng.choice(('至', '到', '—'))}{right}"


def _short(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")


def _grouped(value: float) -> str:
    return f"{int(value):,}" if value == int(value) else f"{int(value):,}.{_short(value).partition('.')[2]}"


def _chinese_number(value: float, rng: Random, *, numerals: bool) -> str:
    if numerals and value == int(value) and value <= 99 and rng.random() < 0.12:
        return _han(int(value))
    for size, name in ((1e12, "万亿"), (1e8, "亿"), (1e4, "万")):
        if value >= size and (rng.random() < 0.85 or value >= 1e6):
            scaled = round(value / size, 4)
            if size == 1e4 and rng.random() < 0.05 and round(value) % 1000 == 0 and scaled != int(scaled):
                return f"{int(scaled)}万{int(round(value) % 10000 / 1000)}千"
            if size == 1e8 and rng.random() < 0.05 and scaled != int(scaled):
                return f"{int(scaled)}亿{round((scaled - int(scaled)) * 1e4)}万"
            return _short(scaled) + name
    return rng.choice((_short(value), _short(value), _grouped(value)))


def _han(value: int) -> str:
    tens, ones = divmod(value, 10)
    if not tens:
        return "两" if value == 2 else _HAN[ones]
    return f"{_HAN[tens] if tens > 1 else ''}十{_HAN[ones] if ones else ''}"


def _english_number(value: float, rng: Random, *, abbreviated: bool, words: bool) -> str:
    if words and value <= 12 and value == int(value) and rng.random() < 0.5:
        return _WORDS[int(value)]
    for size, name, letters in ((1e12, "trillion", "tn"), (1e9, "billion", "bn"), (1e6, "million", "m")):
        if value >= size and (rng.random() < 0.85 or value >= 5e7):
            scaled = _short(round(value / size, 3))
            return f"{scaled}{letters}" if abbreviated and rng.random() < 0.6 else f"{scaled} {name}"
    if abbreviated and value >= 1e4 and value % 1000 == 0 and rng.random() < 0.4:
        return f"{int(value // 1000)}k"
    return _grouped(value) if rng.random() < 0.9 or value >= 1e5 else _short(value)
