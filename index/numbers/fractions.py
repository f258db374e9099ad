"""Shares written in a way of their own: 百分之八十五, 七成五, two-thirds, one in five."""

from __future__ import annotations

import re
from collections.abc import Callable

from index.numbers.english_words import DENOMINATORS, TENS
from index.numbers.numeral import listed
from index.numbers.numerals import Numeral, digits_at, read_numeral
from index.numbers.numerals_english import read_english, read_power
from index.numbers.qualifiers import LEADING, TAIL, said_around, said_by
from index.numbers.units import read_unit
from index.records import Qualifier, Span, Statistic, StatisticKind

_REACH = 48  # characters of a numeral before its 分之
_TAIL = re.compile(f"[多余]|{TAIL}")
_WHOLLY = re.compile("百分百")
_HUNDREDTHS = re.compile(r"(?P<base>百万万|万万|百万|百|千|万)分之(?P<minus>负|-)?")
_PARTS = {"百": 1.0, "千": 0.1, "万": 0.01, "百万": 1e-4, "万万": 1e-6, "百万万": 1e-8}
_OVER = re.compile("分之")
_AND = re.compile(" ?又 ?")
_DOUBLING = re.compile(r"翻(?:了|上)?(?P<times>[一两二三四五六]|[0-9])?番(?![新])")
_MULTIPLES = {
    word: value
    for value, words in {
        0.5: "halved halves halving 减半 腰斩",
        2.0: "doubled doubling twice 翻倍 加倍",
        3.0: "trebled tripled trebling tripling",
        4.0: "quadrupled quadrupling",
    }.items()
    for word in listed(words)
}
MULTIPLES_EN = tuple(word for word in _MULTIPLES if word.isascii())
_MULTIPLIED = re.compile(
    r"(?:[Hh]alve[sd]|[Hh]alving|[Dd]oubl(?:ed|ing)|[Tt](?:reb|rip)l(?:ed|ing)|[Qq]uadrupl(?:ed|ing))(?![A-Za-z-])"
    r"|[Tt]wice(?= as | the | that | its | their )|减半(?!价)|腰斩|[翻加]倍(?![新努])"
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
_A_PART = re.compile(
    r"(?:[Aa]|[Oo]ne)[- ]{1,3}(?:- )?(?P<under>half|third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
    r"|hundredth|thousandth)(?![A-Za-z-])"
)
_OF_A = re.compile(r"(?: of)? an? ")
_OF_A_POWER = re.compile(r"(?: of)? {1,3}an? {1,3}(?:million|billion|dozen|thousand|hundred|trillion)")
_ONE_IN = re.compile(
    r"(?P<one>[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[0-9]{1,3}) "
    r"(?P<joint>in|out of|over)(?: every)? (?=[a-z0-9])"
)
_UNDER = re.compile(
    r"[- ]{1,3}(?:(?P<tens>twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)[- ])?(?P<under>[a-z]+)(?![A-Za-z])"
)
Read = Callable[[str, int, str], Statistic | None]


def _statistic(
    clean: str, start: int, end: int, value: float, unit: str, qualifier: Qualifier, kind: StatisticKind
) -> Statistic:
    return Statistic(Span(start, end), clean[start:end], float(f"{value:.14g}"), unit, "", qualifier, kind)


def _chinese_fraction(text: str, at: int, clean: str) -> Statistic | None:
    """百分之八十五 as 85 %, 千分之三 as 0.3 %, 三分之一 as a third, 一又二分之一 as 1.5."""
    if text.find("分之", at, at + _REACH) < 0 and text.find("百分百", at, at + _REACH) < 0:
        return None
    lead = LEADING.match(text, at)
    start = lead.end() if lead else at
    if wholly := _WHOLLY.match(text, start):
        return _statistic(clean, at, wholly.end(), 100.0, "%", said_by(lead[1]) if lead else "exact", "percent")
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
    said = said_by(lead[1]) if lead else said_by(tail[0]) if tail else said_around(text, at, end)
    return _statistic(clean, at, end, value, unit, said, kind)  # type: ignore[arg-type]


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
    return _statistic(clean, at, match.end(), few.value / many.value, "", "exact", "number")


def _doubling(text: str, at: int, clean: str) -> Statistic | None:
    """翻一番 as 2倍, 翻两番 as 4倍, 翻倍 and ``doubled`` as 2, 减半 and ``halved`` as 0.5."""
    if word := _MULTIPLIED.match(text, at):
        return _statistic(clean, at, word.end(), _MULTIPLES[word[0].lower()], "", "exact", "number")
    match = _DOUBLING.match(text, at)
    if not match:
        return None
    times = read_numeral(match["times"], 0) if match["times"] else None
    return _statistic(clean, at, match.end(), 2.0 ** (times.value if times else 1), "倍", "exact", "number")


def _half(text: str, at: int, clean: str) -> Statistic | None:
    """A half, spelt out."""
    if most := _MOST.match(text, at):
        return _statistic(clean, at, most.end(), 0.5, "", "over", "number")
    match = _HALF.match(text, at)
    if not match:
        return None
    if match[0] == "过半":
        return _statistic(clean, at, match.end(), 0.5, "", "over", "number")
    return _of_a_unit(text, clean, at, match.end(), 0.5)


def _discount(text: str, at: int, clean: str) -> Statistic | None:
    """九折 as 90 %, 五五折 as 55, 对折 as 50, 半成 as 5."""
    match = _DISCOUNT.match(text, at)
    if not match:
        return None
    if match["tenth"] or match["half"]:
        return _statistic(clean, at, match.end(), 5.0 if match["tenth"] else 50.0, "%", "exact", "percent")
    if match["two"]:
        tens, ones = ("零一二三四五六七八九".index(char) for char in match["two"])
        return _statistic(clean, at, match.end(), 10.0 * tens + ones, "%", "exact", "percent")
    number = digits_at(text, at) or read_numeral(text, at)
    if number is None:
        return None
    value = number.value * 10 if number.value < 10 else number.value
    return _statistic(clean, at, match.end(), value, "%", "exact", "percent")


def _english_fraction(text: str, at: int, clean: str) -> Statistic | None:
    """``two-thirds``, ``a quarter of``, ``one in five``, ``five hundred fifths``."""
    part = _A_PART.match(text, at)
    if (
        part
        and not _OF_A_POWER.match(text, part.end())
        and (part["under"] not in ("third", "half") or text[at] not in "aA" or text[part.end() :][:3] in (" of", ""))
    ):
        return _of_a_unit(text, clean, at, part.end(), 1 / DENOMINATORS[part["under"]])
    if not (text[at].isalpha() or _ONE_IN.match(text, at)):
        return None
    one = _ONE_IN.match(text, at)
    if one and (many := read_numeral(text, one.end())) and many.value > 1:
        few = read_numeral(text, at)
        follows = text[many.end : many.end + 2]
        is_year = text[one.end() : many.end].isdigit() and 1900 <= many.value < 2100
        if (
            few
            and few.value < many.value
            and not is_year
            and not (follows[:1].isalnum() or (follows[:1] in ",.-" and follows[1:].isalnum()))
        ):
            return _statistic(
                clean, at, many.end, few.value / many.value, "", said_around(text, at, many.end), "number"
            )
    over = read_english(text, at, digits_at(text, at)) if text[at : at + 1].isalpha() else None
    match = _UNDER.match(text, over.end) if over else None
    below = DENOMINATORS.get(match["under"]) if match else None
    if (
        not over
        or not match
        or not below
        or (below == 1)
        or (not match["under"].endswith(("s", "half")) and not match["tens"])
    ):
        return None
    below += TENS.get(match["tens"] or "", 0)
    return _of_a_unit(text, clean, at, match.end(), over.value / below)


def _of_a_unit(text: str, clean: str, at: int, end: int, value: float) -> Statistic:
    """A fraction with what it is of, where that is a unit: ``a tenth of a second``, ``half a pound``."""
    joint = _OF_A.match(text, end)
    unit = read_unit(text, joint.end() - 1) if joint else None
    end = unit.end if unit else end
    kind, name = (unit.kind, clean[unit.start : unit.end]) if unit else ("number", "")
    return _statistic(clean, at, end, value, name, said_around(text, at, end), kind)


_BY_DIGITS: tuple[Read, ...] = (_chinese_fraction, _of_many, _discount, _english_fraction)
_BY_LETTERS: tuple[Read, ...] = (_doubling, _half, _english_fraction)
_BY_CHARACTERS: tuple[Read, ...] = (_chinese_fraction, _of_many, _doubling, _half, _discount)


def fractions_at(text: str, at: int) -> tuple[Read, ...]:
    """What a fraction that begins with the character at ``at`` could be."""
    first = text[at]
    if not first.isascii():
        return _BY_CHARACTERS
    return _BY_LETTERS if first.isalpha() else _BY_DIGITS
