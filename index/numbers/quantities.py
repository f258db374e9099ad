"""Quantities: counts, money, percentages, durations.

    quantity  = [lead] [sign] [currency] number [to number] [more] [unit] [half] [still] [tail]
    number    = numeral | half | over/under
    sign      = - | 负 | 零下 | minus | negative | the brackets of accounts: £(1.2)m
    to        = - | ~ | 至 | 到 | to | and, where "between" leads it

Each part is read by a function of its name at a place of the folded text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from index.numbers.counting import counts
from index.numbers.endings import behind_unit
from index.numbers.numerals import Numeral, read_numeral
from index.numbers.numerals_english import short_power
from index.numbers.qualifiers import LEADING, TAIL, said_around, said_by
from index.numbers.units import CURRENCY, IN_MILLIONS, Unit, read_unit
from index.records import Qualifier, Span, Statistic
from index.text.tables import words

_MOVES = [word for kind in ("up", "down") for word in words("directions.tsv", kind)]
MOVES_EN = "|".join(word for word in _MOVES if word.isascii())
MOVES_ZH = "|".join(word for word in _MOVES if not word.isascii())
_SIGN = re.compile(
    r"-(?=[0-9.$£€¥½¼¾])|\+(?=[0-9.])|负(?=[0-9零〇一二三四五六七八九十百千万两.])|零下 ?|[Mm]inus |[Nn]egative "
)
_EITHER = re.compile(r"[Pp]lus or minus |[Pp]lus/minus |± ?|正负 ?(?=[0-9])")
_CURRENCY = re.compile(rf"({CURRENCY}) ?(?P<open>\()?(?P<minus>-)?")
_SLASHED = re.compile(r"(?P<over>[1-9])/(?P<under>10|[2-9])(?![0-9/])")
_HALVED = re.compile(
    "半(?=个?(?:年|月|小时|世纪|天|学期|多|钟头)|[亩斤吨升勺碗杯瓶袋桶箱盒桌秒](?![^，。；、]{0,1}水)"
    "|公[斤里升顷尺分]|平方|立方|分钟|[百千]万|里[地路])"
)
_TO = re.compile(r" ?[-~至到] ?(?![年月日])| to | and ")
_MORE = re.compile(r"[多余几]|(?: |-)odd(?= )|-plus(?= )|来(?![自到源说看])")
_AND_A_HALF = re.compile(" and a half")
# not in 比去年的35座多4座, where it says by how much
_STILL = re.compile("[多余](?![种样次元个了0-9０-９一二两三四五六七八九十百千万几])")
_TAIL = re.compile(TAIL)
_FILLER = re.compile("^[个個](?:[多半](?!月)|(?![多半月]))|(?<=^[个個])[多半](?=月)|(?<=.)[间間钱錢]$")  # in no name
_FROM = re.compile(r"(?:由|从|[Ff]rom )$")
_CHANGED_BY = re.compile(rf"\bby (?:[a-z]+ ){{0,2}}{CURRENCY}?$|(?:{MOVES_ZH})(?:了|约|近|超过?)?$")
_ACCOUNT = re.compile(r"(?:^|[|:] ?|\b(?:of|was|were|to|at|from|be|is) )\($")  # where brackets are a sign
_MILLIONS = re.compile(
    r"[mMb] (?:[a-z]+ )?(?:people|children|women|men|families|households|homes|jobs|trips|journeys|copies|shares|doses"
    r"|items|tonnes|barrels|units|[a-z]+(?:ers|ors|ants|ents|ists|ees|ians))(?![A-Za-z])"
)
_MOVED_FROM = re.compile(rf"\b(?:{MOVES_EN})\b[^.;]{{0,24}}from {CURRENCY}?$")


@dataclass(frozen=True, slots=True)
class Head:
    """What leads a number: where the number begins, its sign, its currency, and a word like 近."""

    start: int
    lead: str
    sign: int
    currency: tuple[int, int] | None
    brackets: bool


def read_quantity(text: str, at: int, clean: str) -> Statistic | None:
    """The number at ``at`` with its sign and its unit, if it has one; None where the numeral does not count."""
    head = _head(text, at, clean)
    number = _number(text, head)
    if number is None:
        return None
    low, number = _range(text, head, number)
    end = number.end
    if head.brackets:
        if not text.startswith(")", end):
            return None
        end += 1
        number = short_power(text, replace(number, end=end))
        low, end = number.value, number.end
    more = _MORE.match(text, end)
    end = more.end() if more else end
    if and_half := _AND_A_HALF.match(text, end):
        low, end = low + 0.5, and_half.end()
    unit = read_unit(text, end)
    if not counts(text, at, head, number, unit, ranged=low < number.value):
        return None
    end = unit.end if unit else end
    statistic = _with_unit(text, clean, at, head, replace(number, value=low, end=end), unit, more)
    if head.currency and text.startswith(")", statistic.span.end) and _ACCOUNT.search(text, max(0, at - 8), at):
        return replace(statistic, value=-(statistic.value or 0))
    return statistic


def _head(text: str, at: int, clean: str) -> Head:
    lead = LEADING.match(text, at)
    position = lead.end() if lead else at
    sign, position = _sign(text, position, clean)
    currency = _CURRENCY.match(text, position)
    if not currency:
        return Head(position, lead[1] if lead else "", sign, None, False)
    brackets = bool(currency["open"])
    sign = -1 if sign < 0 or brackets or currency["minus"] else 1
    return Head(currency.end(), lead[1] if lead else "", sign, currency.span(1), brackets)


def _sign(text: str, at: int, clean: str) -> tuple[int, int]:
    if either := _EITHER.match(text, at):
        return 1, either.end()
    match = _SIGN.match(text, at)
    if not match or (text[at] in "-+" and not _is_sign(text, at, clean)):
        return 1, at
    return (1 if text[at] == "+" else -1), match.end()


def _is_sign(text: str, at: int, clean: str) -> bool:
    """Whether a dash or plus is a sign: no long dash but in brackets, and no letter, figure or unit right before it."""
    before = text[at - 1 : at]
    if clean[at] == "–":
        return before in ("(", "（", "")
    return (
        clean[at] in "-－−﹣+＋"
        and not (before.isascii() and before.isalnum())
        and before not in tuple("%)）”」年月日号个")
    )


def _number(text: str, head: Head) -> Numeral | None:
    slash = _SLASHED.match(text, head.start)
    if slash:
        return Numeral(slash.end(), int(slash["over"]) / int(slash["under"]), "digits")
    if text.startswith("半个亿", head.start):
        return Numeral(head.start + 3, 5e7, "digits", power=1e8)
    if _HALVED.match(text, head.start):
        return Numeral(head.start + 1, 0.5, "digits")
    number = read_numeral(text, head.start)
    in_short = head.currency or (number and _MILLIONS.match(text, number.end))
    if number and in_short and number.written == "digits" and number.power == 1:
        return short_power(text, number)
    return number


def _range(text: str, head: Head, low: Numeral) -> tuple[float, Numeral]:
    """The lower bound, which shares the power (万, million) of the upper, and the numeral that the unit follows."""
    inner = read_unit(text, low.end) if not head.brackets else None
    joint = _TO.match(text, inner.end if inner and not text.startswith(("-", " - "), low.end) else low.end)
    if not joint:
        return low.value, low
    spent = _CURRENCY.match(text, joint.end()) if head.currency else None
    start = spent.end() if spent else joint.end()
    high = read_numeral(text, start) if text[start : start + 1] not in ("几", "数", "上", "好", "成") else None
    if high and head.currency and high.written == "digits":
        high = short_power(text, high)
    if not high or not _is_range(text, head, low, high, joint, inner):
        return low.value, low
    value = low.value
    if low.power == 1 < high.power and low.value < high.value / high.power and low.written == "digits":
        value *= high.power
    return value, high


def _is_range(text: str, head: Head, low: Numeral, high: Numeral, joint: re.Match[str], inner: Unit | None) -> bool:
    if head.sign < 0:
        return joint[0] in "至到~" and not head.currency
    if low.value > high.value:
        return False
    if joint[0] == " and ":
        return text.endswith("between ", 0, head.start - (1 if head.currency else 0)) or text.endswith(
            "between ", 0, head.currency[0] if head.currency else head.start
        )
    if _is_moved(text, head, low, high, joint[0].strip(), inner):
        return False
    outer = read_unit(text, high.end)
    if inner:
        same = outer and text[inner.start : inner.end] == text[outer.start : outer.end]
        return bool(same) and not (joint[0] in "至到" and _FROM.search(text, max(0, head.start - 5), head.start))
    if joint[0] == " to " and _MOVED_FROM.search(text, max(0, head.start - 40), head.start):
        return False
    is_year = outer is not None and text[outer.start : outer.end] == "年" and high.value >= 1000
    return not is_year


def _is_moved(text: str, head: Head, low: Numeral, high: Numeral, joint: str, inner: Unit | None) -> bool:
    """Whether the first figure says by how much, and the second to where: fell by $4m to $38m, 减少300人至11.2万人."""
    if joint not in ("to", "至", "到") or not (inner or head.currency):
        return False
    start = head.currency[0] if head.currency else head.start
    start -= len(head.lead)
    if high.value < 2 * low.value or (inner and inner.kind == "percent"):
        return False
    return bool(_CHANGED_BY.search(text, max(0, start - 24), start))


def _with_unit(
    text: str,
    clean: str,
    at: int,
    head: Head,
    number: Numeral,
    unit: Unit | None,
    more: re.Match[str] | None,
) -> Statistic:
    value, end = number.value, number.end
    name = (unit.name or clean[unit.start : unit.end]) if unit else ""
    kind = unit.kind if unit else "number"
    if unit and "个半" in text[unit.start : unit.end]:
        value += 0.5
    if unit:
        name = _FILLER.sub("", name) if kind in ("duration", "money") else name
        value, end, kind = behind_unit(text, end, value, text[unit.start : unit.end], kind)
    if head.currency:
        kind, code = "money", clean[slice(*head.currency)]
        if millions := IN_MILLIONS.fullmatch(code):
            value, code = value * 1e6, millions["code"]
        name = name if unit and unit.kind == "money" else code
    value *= unit.scale if unit else 1.0
    still = _STILL.match(text, end)
    tail = _TAIL.match(text, still.end() if still else end)
    ending = tail or still
    end = ending.end() if ending else end
    qualifier = _qualifier(text, at, end, head, (more, tail, still), number.vague, name)
    return Statistic(
        Span(at, end), clean[at:end], _tidy(head.sign * value), name.replace("多", ""), "", qualifier, kind
    )


def _tidy(value: float) -> float:
    return float(f"{value:.14g}")


def _qualifier(
    text: str, at: int, end: int, head: Head, parts: tuple[re.Match[str] | None, ...], vague: Qualifier, unit: str
) -> Qualifier:
    """What the words beside a number, or else those around it, say of it."""
    if head.lead:
        return said_by(head.lead)
    for part in parts:
        if part:
            return said_by(part[0])
    if "多" in unit:
        return "over"
    return vague if vague != "exact" else said_around(text, at, end)
