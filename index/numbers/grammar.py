"""Every figure of a text, and what it is worth.

text      = { label | figure | anything else }
figure    = date | rank | fraction | quantity
fraction  = 百分之…, …分之…, 翻…番, 一半, …折, two-thirds, one in five   (fractions.py)
quantity  = [lead] [sign] [currency] number [to number] [unit] [tail]            (quantities.py)
number    = digits | Chinese numeral | English numeral, and mixtures of them     (numerals.py)
"""

from __future__ import annotations

import re

from index.numbers.dates import ANY_DATE, DATES, MONTHS, read_date
from index.numbers.fractions import MULTIPLES_EN, fractions_at
from index.numbers.labels import is_glued, is_in_a_word, is_label, past
from index.numbers.numerals import SIGNS_OF_FRACTIONS, parse_number
from index.numbers.numerals_english import FIRST_WORDS
from index.numbers.numerals_han import HAN_CHARS
from index.numbers.ordinals import ANY_RANK, ORDINAL_WORDS, RANKS, read_rank
from index.numbers.patterns import either_case
from index.numbers.qualifiers import LEAD
from index.numbers.quantities import read_quantity
from index.numbers.seen import Seen
from index.numbers.units import CURRENCY
from index.records import Span, Statistic

_FIRST = either_case(
    (*FIRST_WORDS, *ORDINAL_WORDS, *MULTIPLES_EN, "ranked", "number", "top", "minus", "negative", "plus")
)
# The characters that a number, its sign, its currency or a word like 近 can begin with: looked at first, to be quick.
_OPENING = (
    rf"[0-9{''.join(SIGNS_OF_FRACTIONS)}{HAN_CHARS}大约将接近不多高超逾至最未少低小人新港美$£€¥₩₽₹₡₭₿+.A-Zuhcamner-]"
)
_START = re.compile(
    rf"(?P<address>https?://[^\s，。）)]+|www\.[^\s，。）)]+)"
    rf"|(?={_OPENING})(?=(?:{LEAD} ?)?[-+]?(?:{CURRENCY} ?\(?-?)?(?:[0-9{''.join(SIGNS_OF_FRACTIONS)}{HAN_CHARS}]"
    rf"|(?<![0-9A-Za-z.])\.[0-9]))"
    rf"|(?=[第翻俩仨]|每[0-9{HAN_CHARS}]|减半|腰斩|加倍|[大多]半|前[列茅0-9{HAN_CHARS}]|[榜首][首位]|全[国省市县区球州港校]"
    r"(?:的)?[前第榜首]|公元|民国|半|过半|对折|[几数上成][十百千万亿]|好几)"
    rf"|(?=负[0-9{HAN_CHARS}]|零下|- [0-9])"
    r"|(?=(?:世界|国内|省内|市内|亚洲|行业)[前第榜首]|(?:上个?|20|二十)世纪"
    rf"|(?:上午|下午|凌晨|早上|晚上|中午|傍晚|清晨|早|晚|夜) ?[0-9{HAN_CHARS}])"
    rf"|(?<![A-Za-z])(?=(?:{_FIRST})(?:e?s)?(?![A-Za-z])|(?:{'|'.join(MONTHS)})\.? [0-9]"
    r"|No\.? ?[0-9])|(?='[0-9]0s)"
)
_LONGEST_CELL = 40  # characters of a text or cell that may be one numeral alone
_NUMERIC = re.compile(rf"[-(负0-9.$£€¥{HAN_CHARS}]|(?:[A-Za-z]+[- ]?){{1,8}}$")
_POWER_FIRST = frozenset("百千万亿兆点")


def read_figures(seen: Seen) -> list[Statistic]:
    """All figures of a text in order and apart, without what they count; their spans are offsets in ``seen.clean``."""
    statistics = _read_all(seen)
    if len(seen.clean) > _LONGEST_CELL or any(s.kind == "date" or len(s.text) >= len(seen.clean) for s in statistics):
        return statistics
    alone = _alone(seen)
    return [alone] if alone else statistics


def _read_all(seen: Seen) -> list[Statistic]:
    statistics: list[Statistic] = []
    position = 0
    while start := _START.search(seen.folded, position):
        if start["address"]:
            position = start.end()
            continue
        statistic = _read(seen.folded, start.start(), seen.clean)
        if statistic:
            statistics.append(statistic)
            position = statistic.span.end
        else:
            position = past(seen.folded, start.start())
    return statistics


def _read(text: str, at: int, clean: str) -> Statistic | None:
    """The statistic that begins at ``at``: a date before a rank, a rank before a quantity."""
    if is_glued(text, at):
        return None
    date = _read_date(text, at, clean)
    if date or is_label(text, at):
        return date
    return _read_rank(text, at, clean) or _read_quantity(text, at, clean)


def _read_date(text: str, at: int, clean: str) -> Statistic | None:
    if not ANY_DATE.match(text, at):
        return None
    matches = (shape.match(text, at) for shape in DATES)
    return next((date for match in matches if match and (date := read_date(match, clean))), None)


def _read_rank(text: str, at: int, clean: str) -> Statistic | None:
    if not ANY_RANK.match(text, at):
        return None
    for kind, shape in RANKS:
        match = shape.match(text, at)
        statistic = read_rank(match, kind, clean) if match else None
        if statistic:
            return statistic
    return None


def _read_quantity(text: str, at: int, clean: str) -> Statistic | None:
    for read in (*fractions_at(text, at), read_quantity):
        statistic = read(text, at, clean)
        if statistic:
            return None if is_in_a_word(text, statistic) else statistic
    return None


def _alone(seen: Seen) -> Statistic | None:
    """The numeral that a whole text or table cell is, though it would not count in a sentence: 一百, 16/5, (1,234)."""
    stripped = seen.folded.strip()
    if not _NUMERIC.match(stripped):
        return None
    start = seen.folded.find(stripped)
    bare, sign = _unsigned(stripped)
    if not bare or bare[0] in _POWER_FIRST or bare == "半":
        return None
    value = parse_number(bare)
    if value is None or re.fullmatch("0[0-9]+|[0-9]{11,}", bare):
        return None
    span = Span(start, start + len(stripped))
    return Statistic(span, seen.clean[span.start : span.end], sign * value)


def _unsigned(text: str) -> tuple[str, int]:
    """A cell's words without their sign; brackets around an amount are the sign of accounts."""
    if text[:1] in ("-", "负"):
        return text[1:].strip(), -1
    account = re.fullmatch(r"\(([0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+\.[0-9]+)\)", text)
    return (account[1], -1) if account else (text, 1)
