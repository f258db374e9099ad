"""Fractions in English words: ``two-thirds``, ``a quarter of``, ``one in five``, ``a tenth of a second``."""

from __future__ import annotations

import re

from index.numbers.english_words import DENOMINATORS, TENS
from index.numbers.numerals import digits_at, read_numeral
from index.numbers.numerals_english import read_english
from index.numbers.qualifiers import said_around
from index.numbers.units import read_unit
from index.records import Qualifier, Span, Statistic, StatisticKind

_A_PART = re.compile(
    r"(?:[Aa]|[Oo]ne)[- ]{1,3}(?:- )?(?P<under>half|third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
    r"|hundredth|thousandth)(?![A-Za-z-])"
)
_OF_A = re.compile(r"(?: of)? an? ")
_OF_A_POWER = re.compile(r"(?: of)? {1,3}an? {1,3}(?:million|billion|dozen|thousand|hundred|trillion)")
# An ordinal stands before what it orders (a third term), a fraction before what says of what or by how much.
_OF_WHAT = re.compile(
    r"(?! [a-z])| (?:of|more|less|fewer|higher|lower|larger|smaller|faster|slower|cheaper|in|to|on|at|by|from"
    r"|since|over|above|below|compared|between|after|before|during|for|and|or|but|as|last|this|year|when|while|because)(?![A-Za-z])"
)
_COUNTED = "(?:child|person|adult|man|woman|household|family|pupil|student|worker|patient|home|resident|voter)"
_PEOPLE = r"(?:children|people|women|men|families|[a-z]{2,}s)"
_ONE_IN = re.compile(
    r"(?:(?P<one>[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[0-9]{1,3}) "
    rf"(?:in|(?:{_PEOPLE} )?out of|over|{_PEOPLE} in every)|[Oo]ne {_COUNTED} in)(?: every)? (?=[a-z0-9])"
)
_UNDER = re.compile(
    r"[- ]{1,3}(?:(?P<tens>twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)[- ])?(?P<under>[a-z]+)(?![A-Za-z])"
)


def fraction(
    clean: str, start: int, end: int, value: float, unit: str, qualifier: Qualifier, kind: StatisticKind
) -> Statistic:
    """A fraction from ``start`` to ``end``, worth ``value`` of ``unit``."""
    return Statistic(Span(start, end), clean[start:end], float(f"{value:.14g}"), unit, "", qualifier, kind)


def english_fraction(text: str, at: int, clean: str) -> Statistic | None:
    """``two-thirds``, ``a quarter of``, ``one in five``, ``five hundred fifths``."""
    part = _A_PART.match(text, at)
    if part and not _OF_A_POWER.match(text, part.end()):
        orders = part["under"] in ("third", "half") and text[at] in "aA"
        if not orders or _OF_WHAT.match(text, part.end()):
            return of_a_unit(text, clean, at, part.end(), 1 / DENOMINATORS[part["under"]])
    if among := _among(text, at, clean):
        return among
    over = read_english(text, at, digits_at(text, at)) if text[at : at + 1].isalpha() else None
    match = _UNDER.match(text, over.end) if over else None
    below = DENOMINATORS.get(match["under"]) if match else None
    if not over or not match or not below or below == 1:
        return None
    if not match["under"].endswith(("s", "half")) and not match["tens"]:
        return None
    below += TENS.get(match["tens"] or "", 0)
    return of_a_unit(text, clean, at, match.end(), over.value / below)


def _among(text: str, at: int, clean: str) -> Statistic | None:
    """``one in five``, ``three out of 20``, ``one child in four``."""
    match = _ONE_IN.match(text, at)
    many = read_numeral(text, match.end()) if match else None
    if not match or not many or many.value <= 1:
        return None
    few = read_numeral(text, at)
    follows = text[many.end : many.end + 2]
    is_year = text[match.end() : many.end].isdigit() and 1900 <= many.value < 2100
    is_whole = not (follows[:1].isalnum() or (follows[:1] in ",.-" and follows[1:].isalnum()))
    if not is_whole or is_year or (match["one"] is None and read_unit(text, many.end)):
        return None
    value = few.value / many.value if few and match["one"] else 1 / many.value
    return fraction(clean, at, many.end, value, "", said_around(text, at, many.end), "number") if value < 1 else None


def of_a_unit(text: str, clean: str, at: int, end: int, value: float) -> Statistic:
    """A fraction with what it is of, where that is a unit: ``a tenth of a second``, ``half a pound``."""
    joint = _OF_A.match(text, end)
    unit = read_unit(text, joint.end() - 1) if joint else None
    end = unit.end if unit else end
    kind, name = (unit.kind, clean[unit.start : unit.end]) if unit else ("number", "")
    return fraction(clean, at, end, value, name, said_around(text, at, end), kind)
