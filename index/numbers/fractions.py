"""Shares written in a way of their own: 百分之八十五, 七成五, two-thirds, one in five."""

from __future__ import annotations

import re
from collections.abc import Callable

from index.numbers.english_words import SMALL
from index.numbers.fractions_english import english_fraction, fraction, of_a_unit
from index.numbers.numeral import listed
from index.numbers.numerals import Numeral, digits_at, read_numeral
from index.numbers.numerals_english import read_power
from index.numbers.patterns import either_case
from index.numbers.qualifiers import LEADING, TAIL, said_around, said_by
from index.records import Statistic

_REACH = 48  # characters of a numeral before its 分之
_TAIL = re.compile(f"[多余]|{TAIL}")
_WHOLLY = re.compile("百分百")
_HUNDREDTHS = re.compile(r"(?P<base>百万万|万万|百万|百|千|万)分之(?P<minus>负|-)?")
_PAIR = re.compile("(?<![他她它你我咱们哥姐爷娘妻父母子女])[俩仨]")
_PARTS = {"百": 1.0, "千": 0.1, "万": 0.01, "百万": 1e-4, "万万": 1e-6, "百万万": 1e-8}
_OVER = re.compile("分之")
_AND = re.compile(" ?又 ?")
_DOUBLING = re.compile(r"翻(?:了|上)?(?:(?P<times>[一两二三四五六]|[0-9])?番(?![新])|[一1]倍)")
_MULTIPLES = {
    word: value
    for value, words in {
        0.5: "halved halves halving 减半 腰斩",
        2.0: "doubled doubling twice 翻倍 加倍",
        3.0: "trebled tripled trebling tripling",
        4.0: "quadrupled quadrupling",
    }.items()
    for word in listed(words)
} | {f"{word}fold": float(value) for word, value in SMALL.items() if value > 1}
_FOLD = [word for word in _MULTIPLES if word.endswith("fold")]
MULTIPLES_EN = tuple(word for word in _MULTIPLES if word.isascii())
_MULTIPLIED = re.compile(
    r"(?:[Hh]alve[sd]|[Hh]alving|[Dd]oubl(?:ed|ing)|[Tt](?:reb|rip)l(?:ed|ing)|[Qq]uadrupl(?:ed|ing))(?![A-Za-z-])"
    rf"|(?:{either_case(tuple(_FOLD))})(?![A-Za-z-])|[Tt]wice(?= as | the | that | its | their )"
    r"|减半(?!价)|腰斩|[翻加]倍(?![新努])"
)
_HALF = re.compile(
    r"一半|半数|过半(?=[数的]|$|，|。)"
    r"|(?<!first )(?<!second )(?<!First )(?<!Second )[Hh]alf(?= (?:of|the|an?|all|its|their|his|her|our) )"
    r"(?! {1,3}an? {1,3}(?:million|billion|dozen|thousand|hundred|trillion))|(?<=than )half(?= [a-z])"
)
_MOST = re.compile(r"一?大半(?![天夜年辈生个])|多半(?=[的数])")
_ROUND = ("十", "百", "一百", "千", "10", "100", "1000")
# 每四个人就有一个, 十个有三个: so many of so many.
_OF_MANY = re.compile(
    r"(?P<every>每)?(?P<many>[0-9]{1,6}|[一二三四五六七八九十百千万两]{1,5})(?P<unit>[个名位人户家所条辆件宗])(?P<things>[一-鿿]{0,4}?)"
    r"(?P<joint>[中里内]?(?:就|便|只|仅|也)?[有占是])(?P<few>[0-9]{1,5}|[一二三四五六七八九十百千两]{1,4})"
    r"(?P<few_unit>[个名位人户家所条辆件宗])(?![一-鿿]?[0-9])"
)
_DISCOUNT = re.compile(
    r"(?:(?P<half>半|对)|(?P<two>[一二三四五六七八九]{2})|(?P<number>[一二两三四五六七八九](?:点[一二三四五六七八九])?"
    r"|[0-9]{1,2}(?:\.[0-9])?)) ?折(?![叠磨腾射合旧算断扣线返服中])|(?P<tenth>半)成(?![品熟])"
)
Read = Callable[[str, int, str], Statistic | None]


def _chinese_fraction(text: str, at: int, clean: str) -> Statistic | None:
    """百分之八十五 as 85 %, 千分之三 as 0.3 %, 三分之一 as a third, 一又二分之一 as 1.5."""
    if text.find("分之", at, at + _REACH) < 0 and text.find("百分百", at, at + _REACH) < 0:
        return None
    lead = LEADING.match(text, at)
    start = lead.end() if lead else at
    if wholly := _WHOLLY.match(text, start):
        return fraction(clean, at, wholly.end(), 100.0, "%", said_by(lead[1]) if lead else "exact", "percent")
    sign = -1 if text.startswith(("负", "-"), start) else 1
    position = start + (sign < 0)
    hundredths = _HUNDREDTHS.match(text, position)
    if hundredths:
        above = _above(text, hundredths.end())
        if above is None:
            return None
        sign = -1 if hundredths["minus"] else sign
        value, kind, unit, end = sign * above.value * _PARTS[hundredths["base"]], "percent", "%", above.end
    else:
        parts = _over_under(text, position)
        if parts is None:
            return None
        value, kind, unit, end = sign * parts[0], "number", "", parts[1]
    tail = _TAIL.match(text, end)
    end = tail.end() if tail else end
    qualifier = said_by(lead[1]) if lead else said_by(tail[0]) if tail else said_around(text, at, end)
    return fraction(clean, at, end, value, unit, qualifier, kind)  # type: ignore[arg-type]


def _over_under(text: str, at: int) -> tuple[float, int] | None:
    """The value and the end of 三分之一, or of 三百五十又三分之一."""
    first = read_numeral(text, at) if text[at : at + 1].isalnum() else None
    if first is None:
        return None
    whole = 0.0
    more = _AND.match(text, first.end)
    below = read_numeral(text, more.end()) if more else first
    if more:
        whole = first.value
    if below is None or not below.value or not (over := _OVER.match(text, below.end)):
        return None
    above = _above(text, over.end())
    return (whole + above.value / below.value, above.end) if above else None


def _above(text: str, at: int) -> Numeral | None:
    if text.startswith("百", at) and not text.startswith("百分", at):
        return Numeral(at + 1, 100.0, "han")
    numeral = read_numeral(text, at)
    if numeral and numeral.written == "digits" and text[numeral.end : numeral.end + 1] in ("K", "k"):
        return read_power(text, numeral) or numeral
    return numeral


def _of_many(text: str, at: int, clean: str) -> Statistic | None:
    """每四个人就有一个 as a quarter, 十个有三个 as 0.3."""
    match = _OF_MANY.match(text, at)
    if not match or not (match["every"] or (match["many"] in _ROUND and not match["things"])):
        return None
    many, few = (digits_at(match[name], 0) or read_numeral(match[name], 0) for name in ("many", "few"))
    if not many or not few or few.value >= many.value:
        return None
    return fraction(clean, at, match.end(), few.value / many.value, "", "exact", "number")


def _doubling(text: str, at: int, clean: str) -> Statistic | None:
    """翻一番 and 翻一倍 as 2, 翻两番 as 4, 翻倍 and ``doubled`` as 2, ``tenfold`` as 10, 减半 and ``halved`` as 0.5."""
    if word := _MULTIPLIED.match(text, at):
        return fraction(clean, at, word.end(), _MULTIPLES[word[0].lower()], "", "exact", "number")
    match = _DOUBLING.match(text, at)
    if not match:
        return None
    times = read_numeral(match["times"], 0) if match["times"] else None
    return fraction(clean, at, match.end(), 2.0 ** (times.value if times else 1), "", "exact", "number")


def _pair(text: str, at: int, clean: str) -> Statistic | None:
    """俩 and 仨, which need no measure word."""
    match = _PAIR.match(text, at)
    return fraction(clean, at, at + 1, 2.0 if match[0] == "俩" else 3.0, "", "exact", "number") if match else None


def _half(text: str, at: int, clean: str) -> Statistic | None:
    """A half, spelt out."""
    if most := _MOST.match(text, at):
        return fraction(clean, at, most.end(), 0.5, "", "over", "number")
    match = _HALF.match(text, at)
    if not match:
        return None
    if match[0] == "过半":
        return fraction(clean, at, match.end(), 0.5, "", "over", "number")
    return of_a_unit(text, clean, at, match.end(), 0.5)


def _discount(text: str, at: int, clean: str) -> Statistic | None:
    """九折 as 90 %, 五五折 as 55, 对折 as 50, 半成 as 5."""
    match = _DISCOUNT.match(text, at)
    if not match:
        return None
    if match["tenth"] or match["half"]:
        return fraction(clean, at, match.end(), 5.0 if match["tenth"] else 50.0, "%", "exact", "percent")
    if match["two"]:
        tens, ones = ("零一二三四五六七八九".index(char) for char in match["two"])
        return fraction(clean, at, match.end(), 10.0 * tens + ones, "%", "exact", "percent")
    number = digits_at(text, at) or read_numeral(text, at)
    if number is None:
        return None
    value = number.value * 10 if number.value < 10 else number.value
    return fraction(clean, at, match.end(), value, "%", "exact", "percent")


_BY_DIGITS: tuple[Read, ...] = (_chinese_fraction, _of_many, _discount, english_fraction)
_BY_LETTERS: tuple[Read, ...] = (_doubling, _half, english_fraction)
_BY_CHARACTERS: tuple[Read, ...] = (_chinese_fraction, _of_many, _doubling, _pair, _half, _discount)


def fractions_at(text: str, at: int) -> tuple[Read, ...]:
    """What a fraction that begins with the character at ``at`` could be."""
    first = text[at]
    if not first.isascii():
        return _BY_CHARACTERS
    return _BY_LETTERS if first.isalpha() else _BY_DIGITS
