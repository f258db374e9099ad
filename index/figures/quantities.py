"""Quantities in a text: counts, money, percentages, durations."""

from __future__ import annotations

import re

from index.figures.numerals import ARABIC, ENGLISH, HAN, MIXED, NUMBER, fold, listed, parse_number
from index.figures.units import CURRENCY, LEAD, TAIL, UNIT, han_kind, lead_or_tail, qualifier_after, qualifier_before
from index.records import Qualifier, Span, Statistic, StatisticKind

_SLASHED = r"[1-9]/(?:10|[2-9])(?![0-9/])"
_HALVED = "半(?=个?(?:年|月|小时|世纪|天|学期|多))"
_NUMBER = rf"(?:{_SLASHED}|{_HALVED}|{NUMBER})"
_MONEY_POWER = r" ?(?:mil+i?on|billion|trillion|thousand|bn|mn|tn|m|k|b)s?(?![A-Za-z])"
_MONEY = re.compile(
    rf"(?:(?P<lead>{LEAD}) ?)?(?P<currency>{CURRENCY}) ?(?P<number>(?:{ARABIC})(?:{_MONEY_POWER})?|{NUMBER})"
    rf"(?:(?P<joint> ?[-至到] ?| to )(?:{CURRENCY})? ?(?P<upper>(?:{ARABIC})(?:{_MONEY_POWER})?|{NUMBER}))?"
    rf"(?P<more>[多余])?(?P<unit>美元|港元|元|欧元|英镑)?(?P<tail>{TAIL})?"
)
_QUANTITY = re.compile(
    rf"(?:(?P<lead>{LEAD}) ?)?(?P<number>{_NUMBER})"
    r"(?:(?P<inner>%|岁|年|个|℃|米|公里)?(?P<joint>[-~至到]| [-~至到] "
    rf"| to | and )(?P<upper>(?:{MIXED}|{HAN}|{ENGLISH})))?"
    rf"(?P<more>[多余几]|来(?![自到源说看]))?(?P<and> and a half)?(?P<unit>{UNIT})?"
    r"(?P<half>半(?![年天月径岛夜场路数]))?"
    rf"(?P<still>[多余](?![种样次元个]))?(?P<tail>{TAIL})?"
)
_SINGLE = re.compile(_QUANTITY.pattern.replace(r"(?P<joint>[-~至到]| [-~至到] | to | and )", r"(?P<joint>(?!))"))
_HAN_ONLY = re.compile(f"{HAN}")


def read_money(match: re.Match[str], raw: str) -> Statistic | None:
    """Money with its currency before it: £16.6 million, 人民币300元."""
    value = _amount(match)
    unit = "unit" if match["unit"] else "currency"
    qualifier = qualifier_of(match)
    return (
        None
        if value is None
        else statistic_of(match, raw, value, raw[match.start(unit) : match.end(unit)].strip(), qualifier, "money")
    )


def read_quantity(match: re.Match[str], raw: str) -> Statistic | None:
    """A number with its unit, if it has one; None where the numeral does not count."""
    if match["joint"] and not _is_range(match):
        single = _SINGLE.match(match.string, match.start())
        return read_quantity(single, raw) if single else None
    value = _amount(match)
    if value is None or not _counts(match, value):
        return None
    unit, kind = _unit_and_kind(match, raw)
    if "个半" in fold(unit):
        value, unit = value + 0.5, unit.partition("半")[2]
    unit = unit.replace("多", "")
    value = value + 0.5 if match["half"] or match["and"] else value * 10 if unit == "成" else value
    return statistic_of(
        match,
        raw,
        value,
        "%" if kind == "percent" and not match["points"] else unit,
        qualifier_of(match),
        kind,
    )


def _is_range(match: re.Match[str]) -> bool:
    low, high = parse_number(match["number"]), parse_number(match["upper"])
    if low is None or high is None or low > high:
        return False
    if match["joint"] == " and ":
        return match.string.endswith("between ", 0, match.start())
    if match["inner"] and match["inner"] != "%" and match["inner"] != (match["unit"] or "").strip():
        return False
    return not (match["unit"] in ("年", " 年") and high >= 1000)


def _amount(match: re.Match[str]) -> float | None:
    """The number matched, a range's lower bound sharing the power (万, million) of the upper."""
    value = parse_number(match["number"])
    if value is None or not match["joint"]:
        return value
    upper = parse_number(match["upper"])
    digits = re.match(r"[0-9.,]+", match["upper"])
    shown = parse_number(digits[0].rstrip(".,")) if digits else None
    alone = re.fullmatch(r"[0-9.,]+", match["number"])
    return value * round(upper / shown) if upper and shown and alone and value < shown else value


_COUNTED_BEFORE = re.compile(
    r"(?:共|只有|仅有?|新增|增加|减少|达到?|为期|历时|耗时|不到|唯一|整整"
    r"|合计|总计|另有|每?满|超过|不足|长达)$"
)
_BARE_POWER_UNITS = frozenset(listed("人 人次 名 亩 吨 元 平方米 公里 米 辆 册 字 多人 亿元"))
_NOT_MEASURED = re.compile(
    r"十分(?![钟之])|四处|四周|十字|三角|[一二三四五六七八九十]五[期个]?规"
    r"|两口|两头|[一两三]手|三分[之球线]|三国|九州|八字|一[对把行回代号步点头道套层方手面边味路块口身堂]"
)


def _counts(match: re.Match[str], value: float) -> bool:
    """Whether a numeral counts: Arabic digits do, Chinese ones with a measure word after them."""
    number, folded, start = match["number"], match.string, match.start("number")
    if number.lower() in ("one", "ones"):
        return bool(match["unit"]) or bool(re.search(r"(?:only|just|least) $", folded[max(0, start - 6) : start]))
    if not _HAN_ONLY.fullmatch(number) or match["joint"]:
        return True
    if _NOT_MEASURED.match(folded, start) and not match["lead"]:
        return False
    if not match["unit"]:
        return len(number) >= 3 and bool(re.fullmatch("[一二三四五六七八九两][十百千万亿].*", number))
    if number == "一":
        return bool(match["lead"] or match["half"]) or bool(_COUNTED_BEFORE.search(folded, max(0, start - 3), start))
    if number in ("百", "千", "万", "亿", "千万", "百万"):
        return bool(match["lead"]) or match["unit"] in _BARE_POWER_UNITS
    return value != 0 and number[0] not in "零〇"


def _unit_and_kind(match: re.Match[str], raw: str) -> tuple[str, StatisticKind]:
    if not match["unit"]:
        return "", "number"
    unit = raw[match.start("unit") : match.end("unit")].strip(" -")
    if match["percent"] or match["points"]:
        return unit, "percent"
    if match["money"]:
        return unit, "money"
    if match["duration_en"]:
        return unit, "duration"
    kind = han_kind(match["han"]) if match["han"] else "number"
    return unit.rstrip("间間") if kind == "duration" else unit, kind


def qualifier_of(match: re.Match[str]) -> Qualifier:
    """What the words in a match, or else those around it, say of its number."""
    found = match.groupdict()
    for name in ("lead", "more", "tail", "still"):
        if found.get(name):
            return lead_or_tail(found[name] or "")
    if "多" in (found.get("han") or ""):
        return "over"
    vague = re.search("[多余]|^好?[几数上成]|[几来]", found.get("number") or "")
    if vague:
        return "over" if vague[0] in "多余几来" and vague.start() else "about"
    if re.match(r"(?:tens|dozens|hundreds|thousands|millions|billions)", (found.get("number") or "").lower()):
        return "about"
    before = qualifier_before(match.string, match.start())
    return before if before != "exact" else qualifier_after(match.string, match.end())


def statistic_of(
    match: re.Match[str], raw: str, value: float, unit: str, qualifier: Qualifier, kind: StatisticKind
) -> Statistic:
    """The statistic that a whole match is, without the space that may lead it."""
    start, end = match.span()
    lead = len(match[0]) - len(match[0].lstrip(" "))
    return Statistic(Span(start + lead, end), raw[start + lead : end], value, unit, "", qualifier, kind)


QUANTITIES = (
    (_MONEY, read_money),
    (_QUANTITY, read_quantity),
)
