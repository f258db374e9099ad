"""Units: measure words, money, percentages, durations, read from ``index/data/units.tsv``.

The patterns here expect folded text (``index.numbers.seen.fold``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.numbers.numeral import listed
from index.records import StatisticKind
from index.text.tables import rows

_TABLE = {unit: (kind, guard) for unit, kind, guard, _ in rows("units.tsv", 4)}
_HAN = {unit: guard for unit, (_, guard) in _TABLE.items() if not unit.isascii() and "一" <= unit[0] <= "鿿"}
_SINGLE = tuple(unit for unit in _TABLE if len(unit) == 1 and unit not in _HAN)
_LETTERS = tuple(unit for unit in _TABLE if unit not in _HAN and unit not in _SINGLE and unit != "in")

MEASURE_WORDS = tuple(_HAN)  # Chinese units of every sort
EVENT_UNITS = frozenset(listed("""次 场次 人次 场 遍 趟 回 班次 车次 航次 件次 户次 条次 台次 家次 批次 轮 轮次"""))
HELD_UNITS = frozenset(listed("中全会 周年 岁 周岁"))  # what they count is said in the unit itself
# Units of length, mass, money and time that also name a thing counted by a bare power: 万人, 百亩.
BARE_POWER_UNITS = frozenset(listed("人 名 亩 吨"))


def _trie(words: dict[str, str]) -> str:
    """A pattern of the words, longest first, each with what may not follow it; by first letter, to be quick."""
    by_first: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda word: (-len(word), word)):
        guard = f"(?![{words[word]}])" if words[word] else ""
        by_first.setdefault(word[0], []).append(re.escape(word[1:]) + guard)
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in by_first.items())


HAN_UNIT = f"(?:{_trie(_HAN)})"
_EN_UNIT = rf"(?:{_trie(dict.fromkeys(_LETTERS, ''))})(?![A-Za-z0-9])"
_ONE_LETTER = f"[{''.join(re.escape(letter) for letter in _SINGLE)}]"
PERCENT = r"%|per ?cent(?:age)?s?(?! points?)(?![A-Za-z])|pc(?:t)?(?![A-Za-z])"
POINTS = r"percentage[- ]points?|个?百分点|pp(?![A-Za-z])"
# Where a unit is one of many for each of another: 克/千瓦时, 元/平方米, mg/L.
_EACH = (
    rf"(?:/(?:[0-9]{{1,4}} ?)?(?:{HAN_UNIT}|{_EN_UNIT}|{_ONE_LETTER}(?![A-Za-z]))"
    r"|每(?:小时|秒|分钟|平方米|立方米|平方公里|千克|公斤))?"
)


def _shape(suffix: str) -> str:
    """A unit behind a number, ``suffix`` behind one that may be counted for each of another."""
    return (
        rf" ?(?:(?P<points>{POINTS})|(?P<percent>{PERCENT})|(?P<permille>‰|per (?:thousand"
        rf"|mille?)(?![A-Za-z]))|(?P<permyriad>‱))"
        r"| (?P<per>per (?:10{3,6}|1,000|10,000|100,000|1,000,000|(?:one |1 )?million))(?![0-9A-Za-z])"
        rf"|[ -]?(?P<age>years?[ -]olds?)"
        rf"|(?: |-|(?<=[0-9.万亿]))(?P<en>{_EN_UNIT}{suffix})"
        rf"|(?: ?(?P<single>(?<=[0-9]){_ONE_LETTER}(?![A-Za-z0-9]){suffix}"
        rf"|(?<=[0-9] ){_ONE_LETTER}(?=$|[,.;)]|/[A-Za-z]){suffix}))"
        rf"| (?P<inch>in)(?=$|[.,;)] ?$| thick| wide| long| deep)"
        rf"| ?(?P<symbol>[$€£¥₩₽₹₡₭₿¢])(?! ?[0-9])"
        rf"| ?(?P<han>{HAN_UNIT}{suffix})"
    )


_UNIT = re.compile(_shape(_EACH))
UNIT = re.sub(r"\(\?P<\w+>", "(?:", _shape(""))  # its beginning, for patterns that only look whether one is there
CURRENCY = (
    r"(?:人民币|新台币|港币|美元|(?:(?:US|HK|NT|AU|CA|NZ|SG|MOP|S|A|C|us|hk|c|usd|aud|mxn|nzd|USD|AUD|MXN|NZD) ?)?\$"
    r"|M?(?:RMB|CNY|USD|HKD|EUR|GBP|AUD|JPY|TWD|SEK|NOK|DKK|CHF|CAD|SGD|INR)|usd|eur|rmb|Rs\.?|[£€¥₩₽₹₡₭₿])"
)
IN_MILLIONS = re.compile(r"(?P<scale>[MK])(?P<code>EUR|USD|SEK|NOK|DKK|GBP|CHF|AUD|RMB|CNY|HKD|JPY|TWD|CAD|SGD|INR)")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit where it stands: its span, what sort of figure it makes, and by how much the number counts in it."""

    start: int
    end: int
    kind: StatisticKind
    name: str = ""  # in place of the words, where one name stands for several signs
    scale: float = 1.0


def read_unit(text: str, at: int) -> Unit | None:
    """The unit right behind a number that ends at ``at``."""
    match = _UNIT.match(text, at)
    if not match:
        return None
    group = match.lastgroup or ""
    start, end = match.span(group)
    if group in ("percent", "permille", "permyriad"):
        return Unit(start, end, "percent", "%", {"permille": 0.1, "permyriad": 0.01}.get(group, 1.0))
    if group == "points":
        return Unit(start, end, "percent")
    if group == "symbol":
        return Unit(start, end, "money")
    if group in ("age", "inch", "per"):
        return Unit(start, end, "number")
    if millions := IN_MILLIONS.fullmatch(match[group]):
        return Unit(start, end, "money", millions["code"], 1e6 if millions["scale"] == "M" else 1e3)
    return Unit(start, end, kind_of(match[group]), "%" if match[group] == "成" else "")


def kind_of(unit: str) -> StatisticKind:
    """The kind of statistic that a (folded) unit of the table makes of a number."""
    kind = _TABLE.get(unit.partition("/")[0].partition("每")[0], ("count", ""))[0]
    return {"money": "money", "duration": "duration", "ordinal": "ordinal", "percent": "percent"}.get(kind, "number")  # type: ignore[return-value]
