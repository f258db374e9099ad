"""Numerals: how they are written, in Arabic digits, Chinese and English, and what they are worth.

The patterns here expect folded text (see ``fold``), which keeps every offset.
"""

from __future__ import annotations

import re
from collections.abc import Iterable


def listed(table: str) -> tuple[str, ...]:
    """The words of a table written as one string."""
    return tuple(table.split())


_TRADITIONAL = (
    "萬万億亿兩两餘余約约過过達达個个張张間间輛辆條条項项類类種种場场節节門门冊册塊块畝亩噸吨歲岁鐘钟鍾钟"
    "幾几數数單单戶户頃顷釐厘裡里裏里號号週周禮礼時时點点環环領领鎮镇縣县國国園园處处頭头隻只對对隊队組组團团"
    "雙双詞词頁页輪轮檔档碼码勝胜負负級级層层樓楼車车標标屆届圓圆幣币臺台劑剂顆颗棟栋為为滿满於于佔占連连續续"
    "僅仅計计內内將将載载紀纪後后強强筆笔盤盘針针壹一貳二參三肆四伍五陸六柒七捌八玖九拾十佰百仟千〇〇廿廿歐欧"
    "鎊镑榮荣區区機机員员間间辦办歷历從从臨临靠靠貫贯箱箱籠笼軍军總总餐餐產产業业別别學学併并併并無无轉转"
    "會会宮宫極极師师課课許许減减來来費费門门電电鄉乡蘭兰縷缕絲丝針针畢毕壓压"
)
_WIDE = "０0１1２2３3４4５5６6７7８8９9％%﹪%．.＋+－-–-—-‑-−-―-～~〜~＄$￡£￥¥\u3000 \xa0 \u2009 \u202f ’'‘'"
_FOLDED = {
    ord(pair[0]): pair[1]
    for table in (_TRADITIONAL, _WIDE)
    for pair in (table[i : i + 2] for i in range(0, len(table), 2))
}

_FRACTION_SIGNS = {
    "½": 1 / 2,
    "⅓": 1 / 3,
    "⅔": 2 / 3,
    "¼": 1 / 4,
    "¾": 3 / 4,
    "⅛": 1 / 8,
    "⅜": 3 / 8,
    "⅝": 5 / 8,
    "⅞": 7 / 8,
}
_HAN_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_HAN_POWERS = {"十": 10, "廿": 20, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_ENGLISH_SMALL = {
    word: value
    for value, word in enumerate(
        listed(
            """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
        sixteen seventeen eighteen nineteen"""
        )
    )
} | {
    word: 10 * value
    for value, word in enumerate(listed("twenty thirty forty fifty sixty seventy eighty ninety"), start=2)
}
_ENGLISH_POWERS = {
    "dozen": 12,
    "hundred": 100,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
}
_SHORT_POWERS = {"k": 10**3, "m": 10**6, "mn": 10**6, "b": 10**9, "bn": 10**9, "tn": 10**12}

ARABIC = (
    r"(?:[0-9]{1,3},[0-9]{1,2}(?= ?(?:mil+i?on|billion|bn\b|m\b|[万亿]))"  # a comma typed for the point
    r"|(?:[0-9]{1,3}(?:,[0-9]{3}){1,6}(?![0-9])|[0-9]{1,15}(?![0-9]))(?:\.[0-9]{1,15}(?![0-9]))?)"
    rf"(?: ?[{''.join(_FRACTION_SIGNS)}])?|[{''.join(_FRACTION_SIGNS)}]"
)
_ZH_POWER = r"(?:[十百万亿]|千(?!克|米|瓦|卡|焦|伏|赫))"
_EN_POWER = r"(?:[ -]?(?:dozen|hundred|thousand|mil+i?on|billion|trillion)s?|bn|k)(?![A-Za-z])"
MIXED = (
    rf"(?:{ARABIC})(?: ?[多余几]?{_ZH_POWER}{{1,4}}(?:(?:[0-9]{{1,4}})[十百千万]{{1,2}}"
    rf"(?![0-9]))?|{_EN_POWER})?"
)
HAN_CHARS = "零〇一二三四五六七八九十百千万亿两廿"
HAN = (
    rf"(?:(?:好?[几数]|成|(?<![网线之以身地路史])上)(?=[十百千万亿]))?[{HAN_CHARS}]{{1,16}}"
    r"(?:[多余几]|来(?![自到源说看]))?[百千万亿]{0,3}"
)
ENGLISH_WORDS = (*_ENGLISH_SMALL, *_ENGLISH_POWERS)


def either_case(words: tuple[str, ...]) -> str:
    """An alternation of the words, longest first, each with a small or a capital first letter."""
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(f"[{word[0]}{word[0].upper()}]{word[1:]}" for word in ordered)


def any_of(shapes: Iterable[str]) -> re.Pattern[str]:
    """One pattern, its groups unnamed, that matches wherever one of the shapes does or nearly does."""
    return re.compile("|".join(re.sub(r"\(\?P=\w+\)", ".", re.sub(r"\(\?P<\w+>", "(?:", shape)) for shape in shapes))


_EN_WORD = rf"(?:{either_case(ENGLISH_WORDS)})s?(?![A-Za-z])"
ENGLISH = (
    r"(?:(?:[Hh]alf )?[Aa]n? (?:few |couple of )?(?=dozen|hundred|thousand|million|billion|trillion))?"
    rf"{_EN_WORD}(?:(?:-| and | of | ){_EN_WORD}){{0,7}}"
)
NUMBER = rf"(?:{MIXED}|{HAN}|{ENGLISH})"


def fold(text: str) -> str:
    """The text with full-width and Traditional forms of numerals and units folded, offsets kept."""
    return text.translate(_FOLDED)


def parse_number(text: str) -> float | None:
    """The value of a numeral in Arabic digits, Chinese, English or a mixture; None if it is none.

    Vague numerals give their lower bound: ``数百`` and ``hundreds`` are 100, ``十几`` is 10.
    """
    plain = fold(text).strip().lower()
    for parse in (_parse_arabic, _parse_fraction, _parse_han, _parse_english):
        value = parse(plain)
        if value is not None:
            return value
    return None


_ARABIC_PARTS = re.compile(r"(?P<number>[0-9][0-9,]*(?:\.[0-9]+)?)? ?(?P<sign>[½⅓⅔¼¾⅛⅜⅝⅞])?(?:[ -]?(?P<power>[a-z]+))?")


def _parse_arabic(plain: str) -> float | None:
    match = _ARABIC_PARTS.fullmatch(plain)
    if not match or not (match["number"] or match["sign"]):
        return None
    power = _power(match["power"] or "")
    if power is None:
        return None
    value = _digits(match["number"] or "0") + _FRACTION_SIGNS.get(match["sign"] or "", 0)
    return round(value * power, 6)


def _digits(number: str) -> float:
    whole, comma, rest = number.rpartition(",")
    if comma and "," not in whole and len(rest) < 3:
        return float(f"{whole}.{rest}")
    return float(number.replace(",", ""))


def _power(word: str) -> int | None:
    if not word:
        return 1
    if re.fullmatch(r"mil+i?ons?", word):
        return 10**6
    return _SHORT_POWERS.get(word) or _ENGLISH_POWERS.get(word.removesuffix("s"))


def _parse_fraction(plain: str) -> float | None:
    if plain in ("半", "一半", "half"):
        return 0.5
    slash = re.fullmatch(r"([0-9]{1,6})/([0-9]{1,6})", plain)
    if slash:
        over, under = int(slash[1]), int(slash[2])
        return over / under if under else None
    parts = re.fullmatch(r"(.{1,17})分之(.{1,17})", plain)
    if not parts:
        return None
    below, above = parse_number(parts[1]), parse_number(parts[2])
    return above / below if above is not None and below else None


_HAN_TOKEN = re.compile(rf"[0-9]+(?:\.[0-9]+)?|[{HAN_CHARS}]")
_NEIGHBOURS = re.compile("(一)两|(两)三|(二)三|(三)[四五]|(四)五|(五)六|(六)七|(七)八|(八)九")


def _parse_han(plain: str) -> float | None:
    digits = "".join(str(_HAN_DIGITS[char]) for char in plain if char in _HAN_DIGITS)
    if len(digits) == len(plain) > 1 and ("〇" in plain or "零" in plain or len(plain) == 4):
        return float(digits)
    exact = _NEIGHBOURS.sub(
        lambda match: match[match.lastindex or 0],
        re.sub("[ ,多余来几数好上成]", "", plain.replace("廿", "二十")),
    )
    tokens = _HAN_TOKEN.findall(exact)
    return _sum_han(tokens) if tokens and "".join(tokens) == exact else None


def _sum_han(tokens: list[str]) -> float | None:
    total = section = 0.0
    current: float | None = None
    last = big = 1
    for token in tokens:
        power = _HAN_POWERS.get(token)
        if power is None:
            if current:
                return None
            current = float(_HAN_DIGITS.get(token, 0)) if token in _HAN_DIGITS else float(token)
            last = 1 if current == 0 else last
        elif power < 10_000:
            section += (1 if current is None else current) * power
            current, last = None, power
        else:
            section += current or 0
            total = (total + section) * power if total and power > big else total + (section or 1) * power
            section, current, last, big = 0.0, None, power, power
    # 一百二 is 120: a digit after a power, with no 零 between, counts the next power down.
    tail = (current or 0) * (last // 10 if last > 10 and tokens[-1] in _HAN_DIGITS else 1)
    return round(total + section + tail, 6)


def _parse_english(plain: str) -> float | None:
    words = [word for word in re.split(r"[ -]+", plain) if word not in ("and", "of", "a", "an", "few", "couple")]
    half = 0.5 if words[:1] == ["half"] else 1
    numbers = [_english_value(word) for word in words[half == 0.5 :]]
    values = [value for value in numbers if value is not None]
    return half * _sum_english(values) if values and len(values) == len(numbers) else None


def _english_value(word: str) -> int | None:
    singular = word if word in _ENGLISH_SMALL else word.removesuffix("s").replace("sixe", "six")
    value = _ENGLISH_SMALL.get(singular)
    return value if value is not None else _ENGLISH_POWERS.get(singular)


def _sum_english(values: list[int]) -> float:
    total = section = 0
    for value in values:
        if value >= 1000 and section == 0 == total:
            total = value
        elif value >= 1000:
            total, section = total + section * value if section else total * value, 0
        elif value in (12, 100) and section:
            section *= value
        else:
            section += value
    return float(total + section)
