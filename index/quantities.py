"""Quantities in a text: counts, money, percentages, durations."""

from __future__ import annotations

import re

from index.numerals import ARABIC, ENGLISH, HAN, MIXED, NUMBER, parse_number
from index.records import Qualifier, Span, Statistic, StatisticKind
from index.units import (
    CURRENCY,
    LEAD,
    TAIL,
    UNIT,
    han_kind,
    lead_or_tail,
    qualifier_after,
    qualifier_before,
)

_ZH_FRACTION = re.compile(
    rf"(?P<lead>{LEAD})? ?(?:(?P<hundred>百)|(?P<thousand>千)|(?P<ten>万)|(?P<below>[二三四五六七八九十]{{1,3}}|[0-9]{{1,3}}))分之"
    rf"(?P<above>{HAN}(?:点[零一二三四五六七八九]{{1,4}})?|{ARABIC})(?P<tail>{TAIL})?"
)
_DOUBLING = re.compile(r"翻(?:了)?(?P<times>[一两二三四五六]|[0-9])番")
_HALF = re.compile(r"一半|半数|[Hh]alf(?= (?:of|the|an?|all|its|their|his|her|our) )(?! an? (?:million|billion|dozen|thousand|hundred|trillion))")
_EN_FRACTION = re.compile(
    r"(?P<over>[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Nn]ine|a|A)[- ](?P<under>half|thirds?|quarters?|fourths?|fifths?|sixths?|eighths?|tenths?)"
    r"(?![A-Za-z-])(?<!a third)(?<!A third)|(?:(?P<some>[Aa]) (?P<part>third|quarter|fifth|tenth)(?= of))"
    r"|(?P<one>[Oo]ne|[Tt]wo|[Tt]hree|[0-9]{1,3}) (?:in|out of)(?: every)? (?P<many>two|three|four|five|six|seven|eight|nine|ten|[0-9]{1,4})(?![0-9A-Za-z,.-])"
)
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_CLOCK = re.compile(
    r"(?P<a>[0-9]{1,3}) ?(?P<ua>年|个?小时|分(?!之)|分钟) ?(?:零|又)?(?P<b>[0-9]{1,2}(?:\.[0-9]+)?) ?(?P<ub>个月|分钟?|秒钟?)"
    r"(?: ?(?P<c>[0-9]{1,2}(?:\.[0-9]+)?) ?(?P<uc>秒))?"
)
_SLASHED = r"[1-9]/(?:10|[2-9])(?![0-9/])"
_NUMBER = rf"(?:{_SLASHED}|{NUMBER})"
_MONEY_POWER = r" ?(?:mil+i?on|billion|trillion|thousand|bn|mn|tn|m|k|b)s?(?![A-Za-z])"
_MONEY = re.compile(
    rf"(?P<lead>{LEAD})? ?(?P<currency>{CURRENCY}) ?(?P<number>(?:{ARABIC})(?:{_MONEY_POWER})?|{NUMBER})"
    rf"(?:(?P<joint> ?[-至到] ?| to )(?:{CURRENCY})? ?(?P<upper>(?:{ARABIC})(?:{_MONEY_POWER})?|{NUMBER}))?"
    rf"(?P<more>[多余])?(?P<unit>美元|港元|元|欧元|英镑)?(?P<tail>{TAIL})?"
)
_QUANTITY = re.compile(
    rf"(?P<lead>{LEAD})? ?(?P<number>{_NUMBER})"
    rf"(?:(?P<inner>%|岁|年|个|℃|米|公里)?(?P<joint> ?[-~至到] ?| to | and )(?P<upper>(?:{MIXED}|{HAN}|{ENGLISH})))?"
    rf"(?P<more>[多余几]|来(?![自到源说看]))?(?P<unit>{UNIT})?(?P<half>半(?![年天月径岛夜场路数]))?"
    rf"(?P<still>[多余](?![种样次元个]))?(?P<tail>{TAIL})?"
)
_SINGLE = re.compile(_QUANTITY.pattern.replace(r"(?P<joint> ?[-~至到] ?| to | and )", r"(?P<joint>(?!))"))
_HAN_ONLY = re.compile(f"{HAN}")
_SPAN_UNITS = {"年": 12.0, "个月": 1.0, "小时": 3600.0, "个小时": 3600.0, "分": 60.0, "分钟": 60.0, "秒": 1.0, "秒钟": 1.0}


def read_fraction(match: re.Match[str], raw: str) -> Statistic | None:
    """百分之八十五 as 85%, 三分之一 as a third."""
    above = parse_number(match["above"].replace("点", ".")) if "点" not in match["above"] else _spoken(match["above"])
    if above is None:
        return None
    qualifier = _qualifier(match, "exact")
    if match["below"]:
        below = parse_number(match["below"])
        return _statistic(match, raw, above / below, "", qualifier, "number") if below else None
    scale = 1 if match["hundred"] else 10 if match["thousand"] else 100
    return _statistic(match, raw, above / scale, "%", qualifier, "percent")


def _spoken(text: str) -> float | None:
    whole, _, decimals = text.partition("点")
    digits = "".join(str(int(parse_number(char) or 0)) for char in decimals)
    value = parse_number(whole)
    return None if value is None else value + float(f"0.{digits}")


def read_doubling(match: re.Match[str], raw: str) -> Statistic | None:
    """翻一番 as 2倍, 翻两番 as 4倍."""
    return _statistic(match, raw, 2.0 ** (parse_number(match["times"]) or 1), "倍", "exact", "number")


def read_half(match: re.Match[str], raw: str) -> Statistic | None:
    """A half, spelt out."""
    return _statistic(match, raw, 0.5, "", qualifier_before(match.string, match.start()), "number")


def read_english_fraction(match: re.Match[str], raw: str) -> Statistic | None:
    """``two-thirds``, ``a quarter of``, ``one in five``."""
    over = match["over"] or match["some"] or match["one"]
    under = match["under"] or match["part"] or match["many"]
    above = 1.0 if over in "aA" else parse_number(over)
    below = _PARTS.get(under.removesuffix("s")) or parse_number(under)
    qualifier = qualifier_before(match.string, match.start())
    return _statistic(match, raw, above / below, "", qualifier, "number") if above and below else None


def read_clock(match: re.Match[str], raw: str) -> Statistic | None:
    """4分51秒 as 291 seconds: a length of time in the smallest unit it names."""
    parts = [(match[name], match["u" + name]) for name in "abc" if match[name]]
    smallest = _SPAN_UNITS[parts[-1][1]]
    if (parts[0][1] == "年") != (parts[1][1] == "个月") or _SPAN_UNITS[parts[0][1]] <= smallest:
        return None
    value = sum(float(number) * _SPAN_UNITS[unit] for number, unit in parts) / smallest
    last = "uc" if match["c"] else "ub"
    return _statistic(match, raw, value, raw[match.start(last) : match.end(last)], "exact", "duration")


def read_money(match: re.Match[str], raw: str) -> Statistic | None:
    """Money with its currency before it: £16.6 million, 人民币300元."""
    value = _amount(match)
    unit = "unit" if match["unit"] else "currency"
    qualifier = _qualifier(match, "exact")
    return None if value is None else _statistic(
        match, raw, value, raw[match.start(unit) : match.end(unit)].strip(), qualifier, "money"
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
    value = value + 0.5 if match["half"] else value * 10 if unit == "成" else value
    return _statistic(match, raw, value, "%" if kind == "percent" and not match["points"] else unit, _qualifier(match, "exact"), kind)


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


_COUNTED_BEFORE = re.compile(r"(?:共|只有|仅有?|新增|增加|减少|达到?|为期|历时|耗时|不到|唯一|整整|合计|总计|另有|每?满|超过|不足|长达)$")
_BARE_POWER_UNITS = frozenset("人 人次 名 亩 吨 元 平方米 公里 米 辆 册 字 多人 亿元".split())
_NOT_MEASURED = re.compile(
    r"十分(?![钟之])|四处|四周|十字|三角|[一二三四五六七八九十]五[期个]?规|两口|两头|[一两三]手|三分[之球线]|三国|九州|八字|一[对把行回代号步点头道套层方手面边味路块口身堂]"
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
    return unit, han_kind(match["han"]) if match["han"] else "number"


def _qualifier(match: re.Match[str], default: Qualifier) -> Qualifier:
    found = match.groupdict()
    for name in ("lead", "more", "tail", "still"):
        if found.get(name):
            return lead_or_tail(found[name] or "")
    vague = re.search("[多余几数]|^上|来$", found.get("number") or "")
    if vague:
        return "over" if vague[0] in "多余来" or (vague[0] == "几" and vague.start()) else "about"
    if re.match(r"(?:tens|dozens|hundreds|thousands|millions|billions)", (found.get("number") or "").lower()):
        return "about"
    before = qualifier_before(match.string, match.start())
    return before if before != "exact" else qualifier_after(match.string, match.end()) or default


def _statistic(
    match: re.Match[str], raw: str, value: float, unit: str, qualifier: Qualifier, kind: StatisticKind
) -> Statistic:
    start, end = match.span()
    lead = len(match[0]) - len(match[0].lstrip(" "))
    return Statistic(Span(start + lead, end), raw[start + lead : end], value, unit, "", qualifier, kind)


QUANTITIES = (
    (_ZH_FRACTION, read_fraction),
    (_DOUBLING, read_doubling),
    (_HALF, read_half),
    (_EN_FRACTION, read_english_fraction),
    (_CLOCK, read_clock),
    (_MONEY, read_money),
    (_QUANTITY, read_quantity),
)
