"""Numerals: where one ends and what it is worth, in Arabic digits, Chinese, English and a mixture of them.

Text is expected folded (``index.numbers.seen.fold``). Vague numerals give their lower bound: 数百 and ``hundreds``
are 100, 十几 is 10.
"""

from __future__ import annotations

import re
from dataclasses import replace

from index.numbers.numeral import Numeral, listed
from index.numbers.numerals_english import read_english, read_power, short_power
from index.numbers.numerals_han import HAN_START, read_han
from index.numbers.seen import fold

__all__ = ["SIGNS_OF_FRACTIONS", "Numeral", "digits_at", "listed", "parse_number", "read_numeral"]

SIGNS_OF_FRACTIONS = {
    "½": 1 / 2,
    "⅓": 1 / 3,
    "⅔": 2 / 3,
    "¼": 1 / 4,
    "¾": 3 / 4,
    "⅕": 1 / 5,
    "⅖": 2 / 5,
    "⅗": 3 / 5,
    "⅘": 4 / 5,
    "⅙": 1 / 6,
    "⅚": 5 / 6,
    "⅛": 1 / 8,
    "⅜": 3 / 8,
    "⅝": 5 / 8,
    "⅞": 7 / 8,
}
_FRACTION = f"[{''.join(SIGNS_OF_FRACTIONS)}]"
_BY_COMMA = r"[0-9]{1,3}(?:[,，][0-9]{3}){1,6}|[0-9]{1,2}(?:,[0-9]{2}){1,4},[0-9]{3}|[0-9]{1,3}(?:'[0-9]{3}){1,6}"
# Groups of three by a space, where more than the space says so: a unit behind them, or more groups than two.
_BY_SPACE = (
    r"[1-9][0-9]{0,2}(?: [0-9]{3}){1,6}(?=\.[0-9]| ?(?:[%万亿元人吨宗户家名个件㎡]|[㐀-䶿一-鿿](?![年月]))"
    r"| (?:dollars|euros|pounds|yuan|people|k[mg]|tonnes|tons)\b)|[1-9][0-9]?(?: [0-9]{3}){2,6}(?![0-9 ]*[0-9])"
)
_WHOLE = rf"(?:(?:{_BY_SPACE}|{_BY_COMMA})(?![0-9]|[,，'][0-9]{{3}}(?![0-9]))|[0-9]{{1,25}}(?![0-9]))"
_TYPED_COMMA = r"[0-9]{1,3},[0-9]{1,2}(?= ?(?:mil+i?on|billion|bn\b|m\b|[万亿]))"  # a comma typed for the point
_TIMES_TEN = r" ?[×xX*·] ?10(?:\^ ?(?P<caret>[-+]?[0-9]{1,2})|(?P<minus>-[0-9]{1,2})|(?P<raised>[⁻⁺]?[⁰¹²³⁴-⁹]{1,2}))"
_ARABIC = re.compile(
    rf"(?:(?P<typed>{_TYPED_COMMA})|(?P<number>{_WHOLE}(?:\.[0-9]{{1,15}}(?![0-9]))?"
    r"|\.(?![12][0-9]{3} ?年)[0-9]{1,15}(?![0-9.])))"
    rf"(?:[eE](?P<e>[-+]?[0-9]{{1,2}})(?![0-9A-Za-z.])|{_TIMES_TEN}|\^(?P<of>-?[0-9]{{1,2}})(?![0-9])"
    r"|(?<=(?<![0-9.])10)(?P<ten>[⁻⁺]?[⁰¹²³⁴-⁹]{1,2}))?"
    rf"(?: ?(?P<sign>{_FRACTION})| (?P<over>[1-9][0-9]?)/(?P<under>[1-9][0-9]?)(?![0-9/]))?|(?P<only>{_FRACTION})"
)
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_SLASH = re.compile(r"(?P<over>[0-9]{1,6})/(?P<under>[0-9]{1,6})(?![0-9/])")


def read_numeral(text: str, at: int) -> Numeral | None:
    """The numeral that begins at ``at``, as long as it goes; None where there is none."""
    first = text[at : at + 1]
    if first in HAN_START:
        return read_han(text, at, None)
    if first.isascii() and first.isalpha():
        return read_english(text, at, None)
    digits = digits_at(text, at)
    if digits is None:
        return None
    after = text[digits.end : digits.end + 2].lstrip(" -")[:1]
    if after.isascii():
        more = read_english(text, at, digits) or read_power(text, digits) if after.isalpha() else None
    else:
        more = read_han(text, at, digits) if after in HAN_START or after in "多余来" else None
    return more or digits


def digits_at(text: str, at: int) -> Numeral | None:
    """The number in Arabic digits at ``at``: groups, decimals, exponents, a fraction behind it."""
    match = _ARABIC.match(text, at)
    if not match:
        return None
    if match["only"]:
        return Numeral(match.end(), SIGNS_OF_FRACTIONS[match["only"]], "digits")
    value = _worth(match)
    if value is None:
        return None
    if match["over"]:
        value += int(match["over"]) / int(match["under"])
    return Numeral(match.end(), value + SIGNS_OF_FRACTIONS.get(match["sign"] or "", 0), "digits")


def _worth(match: re.Match[str]) -> float | None:
    written = match["typed"].replace(",", ".") if match["typed"] else re.sub("[,，' ]", "", match["number"])
    value = float(written)
    if match["of"]:
        return value ** int(match["of"]) if value else None
    if match["ten"]:
        return 10.0 ** int(match["ten"].translate(_RAISED))
    exponent = match["e"] or match["caret"] or match["minus"] or (match["raised"] or "").translate(_RAISED)
    return float(f"{written}e{int(exponent)}") if exponent else value


def parse_number(text: str) -> float | None:
    """The value of a numeral that is all of ``text``; None if it is none."""
    plain = fold(text).strip()
    slash = _SLASH.fullmatch(plain)
    if slash:
        return int(slash["over"]) / int(slash["under"]) if int(slash["under"]) else None
    if plain in ("半", "一半", "half"):
        return 0.5
    below, parted, above = plain.partition("分之")
    if parted:
        parts = parse_number(below) if len(below) < 20 else None, parse_number(above) if len(above) < 20 else None
        return parts[1] / parts[0] if parts[0] and parts[1] is not None else None
    numeral = read_numeral(plain, 0) or read_numeral(plain.lower(), 0)
    if numeral and numeral.end < len(plain) and numeral.written == "digits":
        numeral = short_power(plain, numeral)
    whole = replace(numeral, end=numeral.end + 1) if numeral and plain[numeral.end :] in tuple("多余来") else numeral
    return whole.value if whole and whole.end == len(plain) else None
