"""Shares and lengths of time written in a way of their own: 百分之八十五, 七成五, two-thirds, 4分51秒."""

from __future__ import annotations

import re
from collections.abc import Callable

from index.numbers.english_words import DENOMINATORS, TENS
from index.numbers.numerals import Numeral, digits_at, read_numeral
from index.numbers.numerals_english import read_english, read_power
from index.numbers.qualifiers import LEAD, TAIL, said_around, said_by
from index.records import Qualifier, Span, Statistic, StatisticKind

_LEAD = re.compile(f"({LEAD}) ?")
_REACH = 48  # characters of a numeral before its 分之
_TAIL = re.compile(f"[多余]|{TAIL}")
_WHOLLY = re.compile("百分百")
_HUNDREDTHS = re.compile(r"(?P<base>百万万|万万|百万|百|千|万)分之(?P<minus>负|-)?")
_PARTS = {"百": 1.0, "千": 0.1, "万": 0.01, "百万": 1e-4, "万万": 1e-6, "百万万": 1e-8}
_OVER = re.compile("分之")
_AND = re.compile(" ?又 ?")
_DOUBLING = re.compile(r"翻(?:了|上)?(?P<times>[一两二三四五六]|[0-9])?番(?![新])")
_HALF = re.compile(
    r"一半|半数|过半(?=[数的]|$|，|。)"
    r"|(?<!first )(?<!second )(?<!First )(?<!Second )[Hh]alf(?= (?:of|the|an?|all|its|their|his|her|our) )"
    r"(?! an? (?:million|billion|dozen|thousand|hundred|trillion))"
)
_DISCOUNT = re.compile(
    r"(?:(?P<half>半|对)|(?P<two>[一二三四五六七八九]{2})|(?P<number>[一二两三四五六七八九](?:点[一二三四五六七八九])?"
    r"|[0-9]{1,2}(?:\.[0-9])?)) ?折(?![叠磨腾射合旧算断扣线返服中])|(?P<tenth>半)成(?![品熟])"
)
_A_PART = re.compile(
    r"(?:[Aa]|[Oo]ne)[- ]{1,3}(?:- )?(?P<under>half|third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
    r"|hundredth|thousandth)(?![A-Za-z-])"
)
_ONE_IN = re.compile(
    r"(?P<one>[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[0-9]{1,3}) "
    r"(?P<joint>in|out of|over)(?: every)? (?=[a-z0-9])"
)
_UNDER = re.compile(
    r"[- ]{1,3}(?:(?P<tens>twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)[- ])?(?P<under>[a-z]+)(?![A-Za-z])"
)
_CLOCK = re.compile(
    r"(?P<a>[0-9]{1,3}|[一二三四五六七八九十两]{1,3}) ?(?P<ua>年|个?小时|分(?!之)|分钟) ?(?:零|又)?"
    r"(?P<b>[0-9]{1,2}(?:\.[0-9]+)?|[一二三四五六七八九十两]{1,3}) ?(?P<ub>个月|分钟?|秒钟?)"
    r"(?: ?(?P<c>[0-9]{1,2}(?:\.[0-9]+)?) ?(?P<uc>秒))?"
)
_FEET = re.compile(
    r"(?P<feet>[0-9]{1,2}) ?(?:feet|foot|ft)(?: and)? (?P<inches>[0-9]{1,2}) ?(?:inches|inch|in)(?![A-Za-z])"
)
_SPAN_UNITS = {
    "年": 12.0,
    "个月": 1.0,
    "小时": 3600.0,
    "个小时": 3600.0,
    "分": 60.0,
    "分钟": 60.0,
    "秒": 1.0,
    "秒钟": 1.0,
}
Read = Callable[[str, int, str], Statistic | None]


def _statistic(
    clean: str, start: int, end: int, value: float, unit: str, qualifier: Qualifier, kind: StatisticKind
) -> Statistic:
    return Statistic(Span(start, end), clean[start:end], float(f"{value:.14g}"), unit, "", qualifier, kind)


def _chinese_fraction(text: str, at: int, clean: str) -> Statistic | None:
    """百分之八十五 as 85 %, 千分之三 as 0.3 %, 三分之一 as a third, 一又二分之一 as 1.5."""
    if text.find("分之", at, at + _REACH) < 0 and text.find("百分百", at, at + _REACH) < 0:
        return None
    lead = _LEAD.match(text, at)
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


def _doubling(text: str, at: int, clean: str) -> Statistic | None:
    """翻一番 as 2倍, 翻两番 as 4倍."""
    match = _DOUBLING.match(text, at)
    if not match:
        return None
    times = read_numeral(match["times"], 0) if match["times"] else None
    return _statistic(clean, at, match.end(), 2.0 ** (times.value if times else 1), "倍", "exact", "number")


def _half(text: str, at: int, clean: str) -> Statistic | None:
    """A half, spelt out."""
    match = _HALF.match(text, at)
    if not match:
        return None
    said = "over" if match[0] == "过半" else said_around(text, at, at)
    return _statistic(clean, at, match.end(), 0.5, "", said, "number")


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
    if part and (
        part["under"] not in ("third", "half") or text[at] not in "aA" or text[part.end() :][:3] in (" of", "")
    ):
        value = 1 / DENOMINATORS[part["under"]]
        return _statistic(clean, at, part.end(), value, "", said_around(text, at, part.end()), "number")
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
    return _statistic(clean, at, match.end(), over.value / below, "", said_around(text, at, match.end()), "number")


def _clock(text: str, at: int, clean: str) -> Statistic | None:
    """4分51秒 as 291 seconds: a length of time in the smallest unit it names."""
    match = _CLOCK.match(text, at)
    if not match:
        return None
    parts = [(match[name], match["u" + name]) for name in "abc" if match[name]]
    smallest = _SPAN_UNITS[parts[-1][1]]
    if (parts[0][1] == "年") != (parts[1][1] == "个月") or _SPAN_UNITS[parts[0][1]] <= smallest:
        return None
    numbers = [(digits_at(number, 0) or read_numeral(number, 0), unit) for number, unit in parts]
    value = sum(number.value * _SPAN_UNITS[unit] for number, unit in numbers if number) / smallest
    last = "uc" if match["c"] else "ub"
    return _statistic(clean, at, match.end(), value, clean[match.start(last) : match.end(last)], "exact", "duration")


def _feet(text: str, at: int, clean: str) -> Statistic | None:
    """5 feet 2 inches as 5⅙ feet."""
    match = _FEET.match(text, at)
    if not match:
        return None
    value = int(match["feet"]) + int(match["inches"]) / 12
    return _statistic(clean, at, match.end(), value, "feet", said_around(text, at, match.end()), "number")


_BY_DIGITS: tuple[Read, ...] = (_chinese_fraction, _discount, _english_fraction, _clock, _feet)
_BY_LETTERS: tuple[Read, ...] = (_half, _english_fraction)
_BY_CHARACTERS: tuple[Read, ...] = (_chinese_fraction, _doubling, _half, _discount, _clock)


def fractions_at(text: str, at: int) -> tuple[Read, ...]:
    """What a fraction that begins with the character at ``at`` could be."""
    first = text[at]
    if not first.isascii():
        return _BY_CHARACTERS
    return _BY_LETTERS if first.isalpha() else _BY_DIGITS
