"""The statistics of a text: every figure in it, what it is worth and what it counts."""

from __future__ import annotations

import re
from dataclasses import replace

from index.figures.dates import ANY_DATE, DATES, MONTHS, read_date
from index.figures.fractions import FRACTIONS
from index.figures.nouns import counted_after, counted_before
from index.figures.numerals import ENGLISH_WORDS, HAN_CHARS, either_case, fold
from index.figures.ordinals import ANY_RANK, ORDINAL_WORDS, RANKS, read_rank
from index.figures.quantities import QUANTITIES
from index.figures.units import CURRENCY, LEAD
from index.records import Span, Statistic
from index.text.words import segment

# What holds digits and is no figure: addresses, telephone and serial numbers, 1.2.3, 5G, A4, COVID-19.
_LABEL = re.compile(
    r"(?<![^\n])[0-9]{1,2}(?:[、)）]|\.(?![0-9]))|(?<=[(（])[0-9]{1,2}"
    r"(?=[)）])|0[0-9]{2,4}[- ]{0,2}[0-9]{6,8}(?![0-9])|1[3-9][0-9]{9}"
    r"(?![0-9])|0[0-9]{2,}(?![0-9:.])|[0-9]{16,}"
    r"|[0-9]{1,4}(?:\.[0-9]{1,4}){2,5}(?![0-9])|[1-9]0后|[0-9]{1,4}[A-Z](?![A-Za-z])(?!B)|[一二三四五六日]至"
)
_GLUED = re.compile(
    r"(?:(?<=[A-Za-z_])|(?<=[A-Za-z]-)(?<!pre-)(?<!mid-)(?<!ost-)(?<!rly-)"
    r"(?<!ate-)(?<!ver-)(?<!top-)(?<!Top-)(?<!the-))"
    r"[0-9][0-9A-Za-z]{0,20}(?![0-9]|[,.0-9]*[万亿%])"
)
_FIRST_WORDS = either_case((*ENGLISH_WORDS, *ORDINAL_WORDS, "half", "ranked", "number", "top", "a"))
_START = re.compile(
    rf"(?P<address>https?://[^\s，。）)]+|www\.[^\s，。）)]+)"
    rf"|(?=(?:{LEAD} ?)?(?:{CURRENCY} ?)?[0-9½⅓⅔¼¾⅛⅜⅝⅞{HAN_CHARS}])"
    rf"|(?=[第翻]|前[列茅0-9{HAN_CHARS}]|[榜首][首位]|全[国省市县区球州港校]"
    r"(?:的)?[前第榜首]|公元|民国|半|一半|[几数上成][十百千万亿]|好几)"
    r"|(?=(?:世界|国内|省内|市内|亚洲|行业)[前第榜首]|(?:上个?|20|二十)世纪"
    rf"|(?:上午|下午|凌晨|早上|晚上|中午|傍晚|清晨|早|晚|夜) ?[0-9{HAN_CHARS}])"
    rf"|(?<![A-Za-z])(?=(?:{_FIRST_WORDS})(?:e?s)?(?![A-Za-z])|(?:{'|'.join(MONTHS)})\.? [0-9]"
    r"|No\.? ?[0-9])|(?='[0-9]0s)"
)
_DIGITS = re.compile(r"[0-9]+")
_HAN_NUMBER = re.compile(rf"[{HAN_CHARS}半几数]+")
_FIGURELESS = ("date", "duration", "code", "rank")


def find_statistics(text: str) -> list[Statistic]:
    """All statistics of a text in order and apart; their spans are offsets in ``text``."""
    folded = fold(text)
    found: list[Statistic] = []
    position = 0
    while start := _START.search(folded, position):
        if start["address"]:
            position = start.end()
            continue
        statistic = _read(folded, start.start(), text)
        if statistic:
            found.append(statistic)
            position = statistic.span.end
        else:
            position = _past(folded, start.start())
    return _with_counted(text, found)


def _past(folded: str, position: int) -> int:
    """Behind what could not be read at ``position``: a label, a run of digits, or one character."""
    for pattern in (_LABEL, _GLUED, _DIGITS):
        match = pattern.match(folded, position)
        if match:
            return match.end()
    return position + 1


def _read(folded: str, position: int, raw: str) -> Statistic | None:
    """The statistic that begins at ``position``: a date before a rank, a rank before a quantity."""
    if _GLUED.match(folded, position):
        return None
    date = _read_date(folded, position, raw)
    if date or _LABEL.match(folded, position):
        return date
    return _read_rank(folded, position, raw) or _read_quantity(folded, position, raw)


def _read_date(folded: str, position: int, raw: str) -> Statistic | None:
    if not ANY_DATE.match(folded, position):
        return None
    matches = (shape.match(folded, position) for shape in DATES)
    return next((date for match in matches if match and (date := read_date(match, raw))), None)


def _read_rank(folded: str, position: int, raw: str) -> Statistic | None:
    if not ANY_RANK.match(folded, position):
        return None
    for kind, shape in RANKS:
        match = shape.match(folded, position)
        statistic = read_rank(match, kind, raw) if match else None
        if statistic:
            return statistic
    return None


def _read_quantity(folded: str, position: int, raw: str) -> Statistic | None:
    for shape, read in (*FRACTIONS, *QUANTITIES):
        match = shape.match(folded, position)
        statistic = read(match, raw) if match else None
        if statistic:
            return None if _is_in_a_word(folded, statistic) else statistic
    return None


def _is_in_a_word(folded: str, statistic: Statistic) -> bool:
    """Whether a Chinese numeral belongs to a longer word: 三轮车, 五花八门, the name of a place."""
    start, end = statistic.span.start, statistic.span.end
    numeral = _HAN_NUMBER.search(folded, start, min(end, start + 6))
    if not numeral or any(char.isdigit() and char.isascii() for char in folded[start:end]):
        return False
    low = max(0, start - 4)
    position = low
    for word in segment(folded[low : end + 4]):
        after = position + len(word)
        if position < numeral.end() and after > numeral.start() and len(word) > 1:
            return (position < start and not _is_lead(folded[position:start])) or after > end
        position = after
    return False


def _is_lead(text: str) -> bool:
    return text in ("第", "近", "超", "每", "这", "共", "达", "为", "有", "的", "各", "仅")


def _with_counted(text: str, found: list[Statistic]) -> list[Statistic]:
    """The statistics with what they count; figures that touch (5类33方面101项) count the same things."""
    counted: list[Statistic] = []
    first = 0
    for at, statistic in enumerate(found):
        if at + 1 < len(found) and found[at + 1].span.start == statistic.span.end and statistic.unit:
            continue
        chain = found[first : at + 1]
        floor = found[first - 1].span.end if first else 0
        phrase = _counted(text, Span(chain[0].span.start, statistic.span.end), floor, statistic)
        counted += [
            replace(each, counted=phrase) if phrase and each.kind not in _FIGURELESS else each for each in chain
        ]
        first = at + 1
    return counted


def _counted(text: str, span: Span, floor: int, statistic: Statistic) -> str:
    if statistic.kind in _FIGURELESS or statistic.unit in (
        "中全会",
        "周年",
        "岁",
        "周岁",
        "歲",
        "週年",
        "周歲",
    ):
        return ""
    if statistic.kind == "ordinal" and not statistic.unit and statistic.text[-1] not in "thrdns":
        return ""
    after = counted_after(text, span.end, money=statistic.kind == "money")
    if after or statistic.kind == "ordinal":
        return after
    return counted_before(text, span.start, floor, statistic.unit)
