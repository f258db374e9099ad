"""Chinese numerals, and Arabic digits with Chinese powers: 一千二百, 二点六亿, 13万2, 1.2亿3千万, 十余万."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from index.numbers.numeral import Numeral
from index.records import Qualifier

DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SMALL = {"十": 10, "廿": 20, "卅": 30, "百": 100, "千": 1000}
_BIG = {"万": 10**4, "亿": 10**8, "兆": 10**12}
HAN_CHARS = "".join((*DIGITS, *_SMALL, *_BIG))
HAN_START = frozenset(HAN_CHARS + "几数上成好")
_VAGUE_START = re.compile(r"(?:好?[几数]|成|(?<![网线之以身地路史])上)(?=[十百千万亿])")
_ROW = re.compile("[零〇一二两三四五六七八九]{2,24}")
_ARABIC = re.compile(r"(?:[0-9]{1,4}(?:\.[0-9]{1,4})?|[0-9]{1,3},[0-9]{3})(?![0-9.,])")
# Behind a power: digits that are a figure or a date of their own, not the rest of this one.
_OF_ITS_OWN = re.compile(r"[0-9.]+ ?(?:[-%年月日号个类次项届期点名家所条倍]|个)|[0-9]+[-/:]")
_VAGUE_INSIDE = re.compile(r" ?[多余来几](?=[百千万亿])")
_POINT = re.compile(r"点(?:(?P<han>[零〇一二三四五六七八九]{1,20})(?![十刻整]|分(?![之钟]))|(?P<arabic>[0-9]{1,9}))")
# What a power begins and does not multiply: 千克, 百分之, 万科.
_NO_POWER = re.compile(r"千(?:克|米|瓦|卡|焦|伏|赫|帕|乏)|百(?:分点|货)|十字|亿(?:航|纬)|兆(?:瓦|赫|帕|字|丰|欧|伏|比)")
# 六、七成: two neighbours with a mark between them
_APART = re.compile("[一二三四五六七八九]、[二三四五六七八九](?=[十百千万亿成个名位人家次天])")
_PAIRS = ("一两", "两三", "二三", "三四", "三五", "四五", "五六", "六七", "七八", "八九")


@dataclass(slots=True)
class _Sum:
    """A sum in the making: what is behind 亿 and 兆, what is behind 万, what is below, and the digit in hand."""

    total: float = 0.0
    below: float = 0.0
    digit: float | None = None
    last: float = 1.0  # the power read last; after it 零 counts ones, another digit the next power down
    small: float = 10_000.0  # the smallest power read since the last 万
    big: float = 10.0**16
    top: float = 1.0
    zero: bool = False


def read_han(text: str, at: int, digits: Numeral | None) -> Numeral | None:
    """The Chinese numeral at ``at``, or the mixed one that ``digits`` begin; None where there is no Chinese in it."""
    state, vague = _Sum(), "exact"
    position = at
    if digits:
        state.digit, position = digits.value, digits.end
        position += text[position : position + 1] == " " and text[position + 1 : position + 2] in ("万", "亿")
        if not _has_power(text, position):
            return None
    else:
        if apart := _either(text, at):
            return apart
        start = _VAGUE_START.match(text, at)
        if start:
            position, vague = start.end(), "about"
        row = _row(text, position) if not start else None
        if row:
            return row
    end, more = _read(text, position, state)
    if end == position:
        return None
    value = state.total + state.below + _tail(state)
    decimal = _POINT.match(text, end) if not digits or state.last > 1 else None
    if decimal:
        return _with_decimal(text, decimal, value, state)
    return Numeral(end, _tidy(value), "han", more or vague, state.top)  # type: ignore[arg-type]


def _either(text: str, at: int) -> Numeral | None:
    """Two neighbours with a mark between them, worth the lower: 六、七成, 三、四百."""
    if not _APART.match(text, at):
        return None
    low, high = DIGITS[text[at]], DIGITS[text[at + 2]]
    number = read_han(text, at + 2, None) if high == low + 1 else None
    return replace(number, value=number.value / high * low, vague="about") if number else None


def _has_power(text: str, position: int) -> bool:
    position += text[position : position + 1] in ("多", "余", "来", "几")
    return text[position : position + 1] in (*_SMALL, *_BIG) and not _NO_POWER.match(text, position)


def _row(text: str, at: int) -> Numeral | None:
    """Digits in a row: 二〇二一 by place, 两三 and 七八 as a vague number."""
    match = _ROW.match(text, at)
    if not match:
        return None
    row, after = match[0], text[match.end() : match.end() + 1]
    if row[:2] in _PAIRS and (len(row) == 2 or after in (*_SMALL, *_BIG)):
        return None
    if after in (*_SMALL, *_BIG) and "〇" not in row and len(row) < 4:
        return None
    if row[0] == "零" and len(row) == 2 and after in _SMALL:
        return None
    value = float("".join(str(DIGITS[char]) for char in row))
    decimal = _POINT.match(text, match.end())
    if decimal:
        return _with_decimal(text, decimal, value, _Sum())
    return Numeral(match.end(), value, "han")


def _read(text: str, position: int, state: _Sum) -> tuple[int, Qualifier | None]:
    """Take in what follows as long as it makes one number; where it ends, and whether it is vague."""
    vague: Qualifier | None = None
    while position < len(text):
        char = text[position]
        inside = _VAGUE_INSIDE.match(text, position) if char in " 多余来几" else None
        if inside and (state.digit is not None or state.last > 1):
            vague, position = "over", inside.end()
        elif char == "几" and state.last >= 10 and state.digit is None:
            return position + 1, "over"
        elif char in DIGITS:
            taken = _take_digit(text, position, state)
            if not taken:
                break
            vague = "about" if taken == 2 else vague
            position += taken
        elif (char in _SMALL or char in _BIG) and not _NO_POWER.match(text, position):
            if not _take_power(char, state):
                break
            position += 1
        elif char.isascii() and char.isdigit() and state.digit is None and state.last > 1:
            taken = _take_arabic(text, position, state)
            if not taken:
                break
            position += taken
        else:
            break
    return position, vague


def _take_digit(text: str, position: int, state: _Sum) -> int:
    """How many characters of a digit, or of two neighbours (七八), were taken in."""
    char = text[position]
    if char in "零〇":
        if state.digit is not None:
            return 0
        state.zero, state.digit = True, None
        following = text[position + 1 : position + 2]
        if state.last == 1 and not (following and following in (*DIGITS, *_SMALL)):
            state.digit = 0.0
        elif not (following and (following in (*DIGITS, *_SMALL, "几") or following.isdigit())):
            return 0
        return 1
    if state.digit is not None or (char == "两" and state.last > 1 and not _has_power(text, position + 1)):
        return 0
    state.digit = float(DIGITS[char])
    return 2 if text[position : position + 2] in _PAIRS else 1


def _take_arabic(text: str, position: int, state: _Sum) -> int:
    """How many characters of Arabic digits behind a power were taken in: 3万5, 1.2亿3千万, 1千零20."""
    match = _ARABIC.match(text, position)
    if not match or _OF_ITS_OWN.match(text, position):
        return 0
    after = text[match.end() : match.end() + 1]
    is_power = after in (*_SMALL, *_BIG) and not _NO_POWER.match(text, match.end())
    if not is_power and ("." in match[0] or (1 < len(match[0]) < 4 and match[0][0] != "0" and not state.zero)):
        return 0
    number = float(match[0].replace(",", ""))
    if number >= state.last:
        return 0
    state.digit = number
    state.zero = state.zero or (len(match[0]) > 1 and not is_power)
    return len(match[0])


def _take_power(char: str, state: _Sum) -> bool:
    """Whether a power goes on with the number: 三千二百 does, 三百二千 does not."""
    if char in _SMALL:
        power = float(_SMALL[char])
        lowest = 10.0 if char in "廿卅" else power
        if lowest >= state.small or (char in "廿卅" and state.digit is not None):
            return False
        state.below += (1 if state.digit is None else state.digit) * power
        state.digit, state.last, state.small = None, lowest, lowest
        state.top = max(state.top, lowest)
    else:
        power = float(_BIG[char])
        sum_below = state.below + _tail_in_hand(state)
        if sum_below == 0 and state.last >= 10_000 and state.total:  # 万亿, 万万
            state.total, state.big = state.total * power, max(state.big, power)
        elif power < state.big:
            state.total += (sum_below or 1) * power
        else:  # 一万五千亿
            state.total = (state.total + sum_below) * power
        state.below, state.digit, state.small, state.last = 0.0, None, 10_000.0, power
        state.big = power
        state.top = max(state.top, power) if state.top < 10_000 else state.top * power
    state.zero = False
    return True


def _tail_in_hand(state: _Sum) -> float:
    return state.digit or 0.0


def _tail(state: _Sum) -> float:
    """一百二 is 120: a digit after a power, with no 零 between, counts the next power down."""
    if state.digit is None:
        return 0.0
    return state.digit if state.zero or state.last <= 10 else state.digit * state.last / 10


def _with_decimal(text: str, decimal: re.Match[str], value: float, state: _Sum) -> Numeral:
    """二点六亿: the number with its decimals, and the power behind them."""
    written = decimal["arabic"] or "".join(str(DIGITS[char]) for char in decimal["han"])
    value = float(f"{int(value)}.{written}") if value == int(value) else value
    end, power = decimal.end(), 1.0
    inside = _VAGUE_INSIDE.match(text, end)
    scale = inside.end() if inside else end
    while text[scale : scale + 1] in (*_SMALL, *_BIG) and not _NO_POWER.match(text, scale) and state.top < 10_000:
        power *= _SMALL.get(text[scale]) or _BIG[text[scale]]
        end = scale = scale + 1
    return Numeral(end, _tidy(value * power), "han", "over" if inside and power > 1 else "exact", power)


def _tidy(value: float) -> float:
    """Without what a sum of decimals leaves over: 1.2亿 is 120,000,000 and no 119,999,999.99999999."""
    rounded = float(f"{value:.15g}")
    return float(round(rounded)) if abs(rounded) > 1e6 and abs(rounded - round(rounded)) < 1e-4 else rounded
