"""Dates, years and clock times in a text."""

from __future__ import annotations

import re

from index.numbers.numerals import listed, parse_number
from index.numbers.patterns import any_of
from index.records import Span, Statistic

MONTHS = listed(
    """January February March April May June July August September October November December
    Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec"""
)
_MONTH = rf"(?:{'|'.join(MONTHS)})(?:\.|(?![A-Za-z]))"
_YEAR = r"(?:1[0-9]{3}|20[0-9]{2})(?![0-9])"
_HAN_YEAR = r"[一二][〇零一二三四五六七八九]{3}"
_M = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_D = r"(?:3[01]|[12][0-9]|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_PART = r"(?:份|底|初|末|中旬|上旬|下旬|中下旬)?"
_DAYTH = r"(?:3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?"
_YEAR_WORDS = re.compile(
    r"(?:(?<![A-Za-z])(?:in|by|since|from|until|till|during|before|after"
    r"|between|circa|early|late|mid|spring|summer|autumn|winter|fall|year"
    r"|[Ii]n|[Bb]y|[Ss]ince|[Ff]rom|[Uu]ntil|[Dd]uring|[Bb]efore|[Aa]fter|[Bb]etween|of)[ -])$"
)
_COUNTED_NEXT = re.compile(r" (?:[a-z]+ )?(?:[a-z]+[^s\W]s|people|staff|men|women|children)(?![A-Za-z])")

_SHAPES = (
    r"公元前? ?(?P<era>[0-9]{1,4}|[一二三四五六七八九十百千]{1,7}) ?年(?:代)?",
    r"民国 ?(?P<republic>[0-9]{1,3}|[一二三四五六七八九十]{1,3}) ?年",
    r"(?P<republic>1[01][0-9]) ?学年度?",
    rf"(?P<between>{_YEAR}) ?年?(?:-|至|到){_YEAR} ?(?:年度?|学年|赛季)",
    rf"(?P<full>{_YEAR}|{_HAN_YEAR}) ?年(?![级])(?:度|底|初|末|中(?![国央小])"
    rf"|代初?|上半年|下半年|(?: ?{_M}(?:-|至|到))? ?{_M} ?月{_PART}(?: ?{_D} ?[日号]"
    r"(?![元均报]))?)?",
    r"(?:上个?世纪|(?:20|二十)世纪) ?(?P<last>[1-9]0|[二三四五六七八九]十) ?年代(?:初|末|中期|初期|末期)?",
    r"(?P<decade>[0-9]{2,4}|[二三四五六七八九]十) ?年代(?:初|末|中期|初期|末期)?",
    r"(?:[12][0-9]|[0-9]|[一二三四五六七八九十]{1,3}) ?世纪(?:初|末|中叶|末叶)?",
    rf"{_M} ?月? ?(?:-|至|到) ?{_M} ?月{_PART}(?: ?{_D} ?[日号])?",
    rf"{_M} ?月(?![嫂饼球亮色光薪经])(?:{_PART}(?: ?{_D} ?[日号](?:(?:-|至|到){_D} ?[日号])?)?)",
    r"(?:3[01]|[12][0-9]|0?[1-9])(?:日|号)?(?:-|至|到)(?:3[01]|[12][0-9]|0?[1-9])日(?![元均报圆])",
    r"(?:3[01]|[12][0-9]|0?[1-9]) ?日(?![元均报圆内间])",
    r"(?:上午|下午|凌晨|早上|晚上|中午|傍晚|清晨|早|晚|夜) ?(?:[0-9]{1,2}"
    r"|十[一二]?|[一二三四五六七八九]) ?[点时:](?:[0-9]{1,2}分?|[一二三四五]?十[一二三四五六七八九]?分|半|整"
    r"|许)?(?:-[0-9]{1,2}[点时:](?:[0-9]{2})?)?",
    r"[0-9]{1,2} ?时[0-9]{1,2} ?分(?:[0-9]{1,2} ?秒)?",
    r"(?:[0-9]{1,2}|十[一二]?|[一二三四五六七八九两]) ?点(?:[0-9]{1,2} ?分"
    r"|[一二三四五]?十[一二三四五六七八九]?分|半|整|钟)",
    r"(?:[01]?[0-9]|2[0-4])时(?![间期代速刻常差区尚光辰])许?(?:[0-9]{1,2}分)?",
    rf"(?P<iso>{_YEAR})(?P<mark>[-/.])(?:1[0-2]|0?[1-9])(?P=mark)(?:3[01]|[12][0-9]|0?[1-9])(?![0-9])",
    rf"(?:3[01]|[12][0-9]|0?[1-9])[/.](?:1[0-2]|0?[1-9])[/.](?P<dmy>{_YEAR})",
    rf"(?P<season>{_YEAR})[-/](?P<next>[0-9]{{2}}|[12][0-9]{{3}})(?![0-9])(?: ?年度?| ?学年| ?赛季)?",
    rf"(?:{_DAYTH}(?:-| to | and ))?{_DAYTH}(?: of)? {_MONTH}(?:,? (?P<dm>{_YEAR}))?",
    rf"{_MONTH} (?P<my>{_YEAR})",
    rf"{_MONTH} {_DAYTH}(?:-{_DAYTH})?(?![0-9%]|[,.][0-9])(?:,? (?P<md>{_YEAR}))?",
    r"(?P<bc>[0-9]{1,4}) ?(?P<side>BCE?|AD|CE)(?![A-Za-z])",
    rf"(?P<english>{_YEAR.replace('(?![0-9])', '')})s(?![A-Za-z])",
    r"'[0-9]0s(?![A-Za-z])",
    r"[0-9]{1,2}(?:[:.][0-5][0-9])? ?(?:am|pm|a\.m\.|p\.m\.|AM|PM)(?![A-Za-z])",
    r"(?:[01]?[0-9]|2[0-4]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,3})?)?"
    r"(?!:?[0-9])(?:-(?:[01]?[0-9]|2[0-4]):[0-5][0-9](?![0-9]))?",
    rf"(?P<bare>{_YEAR})(?![,.][0-9]|[0-9A-Za-z%+/]|:[0-9]|-[0-9]| ?(?:%|per"
    r"|million|billion|thousand|bn|k[mg]|元|[一-鿿]))",
)
DATES = tuple(re.compile(shape) for shape in _SHAPES)
ANY_DATE = any_of(_SHAPES)


def read_date(match: re.Match[str], raw: str) -> Statistic | None:
    """The date that a shape matched, or None where the figure turns out to be no date."""
    parts = match.groupdict()
    if "bare" in parts and not _stands_for_a_year(match):
        return None
    if "season" in parts and not _is_season(parts["season"], parts["next"]):
        return None
    start, end = match.span()
    return Statistic(Span(start, end), raw[start:end], _year(parts, match[0]), "date", kind="date")


def _stands_for_a_year(match: re.Match[str]) -> bool:
    folded, start, end = match.string, match.start(), match.end()
    if _YEAR_WORDS.search(folded, max(0, start - 9), start):
        return True
    return (
        1900 <= int(match["bare"]) <= 2099 and not _COUNTED_NEXT.match(folded, end) and folded[start - 1 : start] != "$"
    )


def _is_season(first: str, second: str) -> bool:
    if len(second) == 2:
        return int(second) == (int(first) + 1) % 100
    return int(first) < int(second) <= 2100


def _year(groups: dict[str, str | None], text: str) -> float | None:
    for name in ("full", "between", "iso", "dmy", "season", "dm", "my", "md", "english", "bare"):
        if groups.get(name):
            return parse_number(groups[name] or "")
    return _counted_year(groups, text)


def _counted_year(groups: dict[str, str | None], text: str) -> float | None:
    """Years written in another way than the common era's four digits."""
    name = next((name for name in ("era", "republic", "last", "decade", "bc") if groups.get(name)), "")
    value = parse_number(groups[name] or "") if name else None
    if value is None:
        return None
    if name == "republic":
        return value + 1911
    if name == "last":
        return value + 1900
    if name == "decade":
        return value if value >= 100 else None
    return -value if "公元前" in text or (groups.get("side") or "").startswith("BC") else value
