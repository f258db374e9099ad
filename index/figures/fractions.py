"""Shares and lengths of time written in a way of their own: 百分之八十五, two-thirds, 4分51秒."""

from __future__ import annotations

import re

from index.figures.numerals import ARABIC, HAN, parse_number
from index.figures.quantities import qualifier_of, statistic_of
from index.figures.units import LEAD, TAIL, qualifier_before
from index.records import Statistic

_ZH_FRACTION = re.compile(
    rf"(?:(?P<lead>{LEAD}) ?)?(?:(?P<hundred>百)|(?P<thousand>千)|(?P<ten>万)"
    rf"|(?P<below>[二三四五六七八九十]{{1,3}}|[0-9]{{1,3}}))分之"
    rf"(?P<above>{HAN}(?:点[零一二三四五六七八九]{{1,4}})?|{ARABIC})(?P<tail>{TAIL})?"
)
_DOUBLING = re.compile(r"翻(?:了)?(?P<times>[一两二三四五六]|[0-9])番")
_HALF = re.compile(
    r"一半|半数|[Hh]alf(?= (?:of|the|an?|all|its|their|his|her|our) )"
    r"(?! an? (?:million|billion|dozen|thousand|hundred|trillion))"
)
_EN_FRACTION = re.compile(
    r"(?P<over>[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Nn]ine|a|A)[- ]"
    r"(?P<under>half|thirds?|quarters?|fourths?|fifths?|sixths?|eighths?"
    r"|tenths?)"
    r"(?![A-Za-z-])(?<!a third)(?<!A third)|(?:(?P<some>[Aa]) (?P<part>third|quarter|fifth|tenth)(?= of))"
    r"|(?P<one>[Oo]ne|[Tt]wo|[Tt]hree|[0-9]{1,3}) (?:in|out of)(?: every)? "
    r"(?P<many>two|three|four|five|six|seven|eight|nine|ten|[0-9]{1,4})"
    r"(?![0-9A-Za-z]|[,.-][0-9A-Za-z])"
)
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_CLOCK = re.compile(
    r"(?P<a>[0-9]{1,3}) ?(?P<ua>年|个?小时|分(?!之)|分钟) ?(?:零|又)?"
    r"(?P<b>[0-9]{1,2}(?:\.[0-9]+)?) ?(?P<ub>个月|分钟?|秒钟?)"
    r"(?: ?(?P<c>[0-9]{1,2}(?:\.[0-9]+)?) ?(?P<uc>秒))?"
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


def read_fraction(match: re.Match[str], raw: str) -> Statistic | None:
    """百分之八十五 as 85%, 三分之一 as a third."""
    above = parse_number(match["above"].replace("点", ".")) if "点" not in match["above"] else _spoken(match["above"])
    if above is None:
        return None
    qualifier = qualifier_of(match)
    if match["below"]:
        below = parse_number(match["below"])
        return statistic_of(match, raw, above / below, "", qualifier, "number") if below else None
    scale = 1 if match["hundred"] else 10 if match["thousand"] else 100
    return statistic_of(match, raw, above / scale, "%", qualifier, "percent")


def _spoken(text: str) -> float | None:
    whole, _, decimals = text.partition("点")
    digits = "".join(str(int(parse_number(char) or 0)) for char in decimals)
    value = parse_number(whole)
    return None if value is None else value + float(f"0.{digits}")


def read_doubling(match: re.Match[str], raw: str) -> Statistic | None:
    """翻一番 as 2倍, 翻两番 as 4倍."""
    return statistic_of(match, raw, 2.0 ** (parse_number(match["times"]) or 1), "倍", "exact", "number")


def read_half(match: re.Match[str], raw: str) -> Statistic | None:
    """A half, spelt out."""
    return statistic_of(match, raw, 0.5, "", qualifier_before(match.string, match.start()), "number")


def read_english_fraction(match: re.Match[str], raw: str) -> Statistic | None:
    """``two-thirds``, ``a quarter of``, ``one in five``."""
    over = match["over"] or match["some"] or match["one"]
    under = match["under"] or match["part"] or match["many"]
    above = 1.0 if over in "aA" else parse_number(over)
    below = _PARTS.get(under.removesuffix("s")) or parse_number(under)
    qualifier = qualifier_before(match.string, match.start())
    return statistic_of(match, raw, above / below, "", qualifier, "number") if above and below else None


def read_clock(match: re.Match[str], raw: str) -> Statistic | None:
    """4分51秒 as 291 seconds: a length of time in the smallest unit it names."""
    parts = [(match[name], match["u" + name]) for name in "abc" if match[name]]
    smallest = _SPAN_UNITS[parts[-1][1]]
    if (parts[0][1] == "年") != (parts[1][1] == "个月") or _SPAN_UNITS[parts[0][1]] <= smallest:
        return None
    value = sum(float(number) * _SPAN_UNITS[unit] for number, unit in parts) / smallest
    last = "uc" if match["c"] else "ub"
    return statistic_of(match, raw, value, raw[match.start(last) : match.end(last)], "exact", "duration")


FRACTIONS = (
    (_ZH_FRACTION, read_fraction),
    (_DOUBLING, read_doubling),
    (_HALF, read_half),
    (_EN_FRACTION, read_english_fraction),
    (_CLOCK, read_clock),
)
