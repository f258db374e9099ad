"""What a cell of a table holds: a figure or a label; and the unit that a bracket or a caption gives."""

from __future__ import annotations

import re

_NUMBER = r"\d[\d,，. \u2009\xa0]*"
FIGURE = re.compile(
    rf"[<>≥≤≈约約近超]?\s*[-+−－–±▲▼△↑↓]?\s*[(（]?\s*[-+−－–]?\s*(?:[$£€¥￥]|US\$|HK\$|NT\$|[-+−－–])?\s*{_NUMBER}"
    r"\s*(?P<unit>[%％‰]|(?!年|月|日)[^\W\d_]{1,6}(?:/[^\W\d_]{1,4})?)?\s*[)）]?\s*(?:[%％‰]|[a-zA-Z]{1,3})?\s*[*†‡]?"
)
YEAR = re.compile(
    r"(?:19|20)\d\d\s*(?:[-–—/~至]\s*(?:19|20)?\d\d)?\s*(?:年度?|財年|财年)?(?:\s*\d{1,2}\s*[月季].{0,6}|第?.季度)?"
    r"|(?:fy|q[1-4])\s*\d{2,4}(?:[-/]\d\d)?|\d{1,2}\s*月(?:份)?|\d{2,3}\s*年度?|[Qq][1-4]",
    re.I,
)
MISSING = re.compile(r"[-–—−…·.*/\\]{1,6}|n/?a|\.\.|无|無|无数据|持平|—|not available|nil", re.I)
NUMBERING = re.compile(r"(?:序号|序號|编号|編號|项次|項次|排名|名次|位次|no\.?|#|rank|item)", re.I)
NUMBER = re.compile(r"\W*(?:第?[\d一二三四五六七八九十]{1,4}(?:\.\d+)*|[A-Za-z]|[ivxIVX]{1,5})\W*")
UNITS_COLUMN = re.compile(r"(?:计量|計量)?单位|(?:計量)?單位|units?(?: of measure(?:ment)?)?", re.I)
CHANGE = re.compile(
    r"[增减減]|[升降]|涨|跌|同比|环比|環比|比重|占比|佔比|比例|率$|率\W|幅|change|growth|share|rate|per cent|%", re.I
)
_MEASURE = (
    r"(?:人民币|人民幣|新台币|新臺幣|港|美|澳门|澳門|欧)?[十百千万萬亿億兆]*(?:元|圆|圓|美元|欧元|日元|英镑|人次|户次|件次|人|名|户|戶|家|个|個|所|间|間|座|件|起"
    r"|宗|次|辆|輛|台|臺|架次|艘|套|册次|册|冊|张|張|份|头|頭|只|隻|羽|株|棵|吨|噸|公斤|千克|克|斤|公里|千米|米|厘米|毫米|平方米|平方公里"
    r"|平方千米|立方米|公顷|公頃|亩|畝|千瓦时|千瓦時|千瓦|度|升|标箱|標箱|箱|分钟|分鐘|小时|小時|天|日|岁|歲|床|张床|场次|场|場|篇次|篇|项|項|处|處"
    r"|对|對|组|組|村|镇|分|点|劑|剂|例|宗|萬|万|亿|億|千|百分点|个百分点|個百分點|百分比)"
    r"(?:/[^\W\d_]{1,6}|每[^\W\d_]{1,4})?"
)
UNIT = re.compile(
    rf"[%％‰]|{_MEASURE}|(?:US|HK|NT|A)?[$£€¥](?:\s?(?:m|bn|k|000s?|million|billion|thousand))?|['’]?000s?(?:\s\w+)?"
    r"|(?:m|bn)\b|[kcm]?m[²³23]?|k?g|t|kwh|mwh|gwh|mw|kw|ha|mm|km/h|teu|(?:thousand|million|billion)s?(?:\s(?:of\s)?\w+)?"
    r"|tonnes?|tons?|hectares?|miles?|minutes?|hours?|days?|per cent|percent(?:age points?)?|pounds?|dollars?|number"
    r"|per [\d,]+(?:\s\w+)?",
    re.I,
)
BRACKET = re.compile(r"[(（\[【]\s*(?P<unit>[^()（）\[\]【】]{1,24}?)\s*[)）\]】]")
STATED = re.compile(
    r"(?:计量|計量|金额|金額)?(?:单位|單位|units?)\s*(?:为|為|[:：]|in)\s*"
    r"(?P<unit>[^\s,，;；。()（）]{1,12}(?:\s?[、,，/]\s?[^\s,，;；。()（）]{1,12}){0,4})",
    re.I,
)
ADDRESS = re.compile(r"(?P<sheet>.*!)(?P<column>[A-Z]{1,3})(?P<row>\d+)", re.S)
AFTER_COMMA = re.compile(rf"[,，/／]\s*(?P<unit>{UNIT.pattern})\s*$", re.I)
NUMBER_OF = re.compile(rf"(?P<unit>(?![分点天克度组組]|百分)(?:[人户件场班]次|{_MEASURE}))[数數](?:量|额)?$")
ACCOUNTS = re.compile(r"[(（](?P<amount>[$£€¥￥]?\d[\d,，]*(?:\.\d+)?)[)）]")
COINS = re.compile(r"(?P<sign>(?:US|HK|NT|A)?[$£€¥])\s?(?P<scale>m|bn|k|000s?|million|billion|thousand)?", re.I)
THOUSANDS = re.compile(r"(?:['’]?000s?|thousands?(?: of)?)\s*(?P<rest>.*)", re.I)


def column_letters(number: int) -> str:
    """The letters of a spreadsheet's column counted from 0: A, B, … Z, AA."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def beside(address: str, columns: int) -> str:
    """The address of the cell so many columns to the right of ``address``; empty where that is none."""
    match = ADDRESS.fullmatch(address)
    if not match:
        return ""
    number = 0
    for letter in match["column"]:
        number = 26 * number + ord(letter) - 64
    return f"{match['sheet']}{column_letters(number - 1 + columns)}{match['row']}"


def is_label(words: str) -> bool:
    """Whether a cell names something: words, a year, a month, no figure and no sign that one is missing."""
    return bool(words) and (bool(YEAR.fullmatch(words)) or not (is_figure(words) or MISSING.fullmatch(words)))


def is_figure(words: str) -> bool:
    """Whether a cell is one figure, its unit beside it or not; a year is none."""
    return len(words) <= 40 and bool(FIGURE.fullmatch(words)) and not YEAR.fullmatch(words)


def has_unit(words: str) -> bool:
    """Whether a figure's cell says its unit itself."""
    figure = FIGURE.fullmatch(words)
    return bool(figure and (figure["unit"] or re.search(r"[$£€¥￥]", words)))


def unit_in(words: str) -> tuple[int, int]:
    """Where the unit stands in a heading or a row's name, as in 产值(万元); (0, 0) where none does."""
    for bracket in reversed(list(BRACKET.finditer(words))):
        if UNIT.fullmatch(bracket["unit"]):
            return bracket.span("unit")
    stated = STATED.search(words) or AFTER_COMMA.search(words) or NUMBER_OF.search(words)
    return stated.span("unit") if stated else (0, 0)


def without_unit(words: str) -> str:
    """A heading or a row's name without the bracket or the words that give its unit."""
    unit = unit_in(words)
    for form in (BRACKET, STATED, AFTER_COMMA):
        for match in form.finditer(words):
            if match.span("unit") == unit:
                return f"{words[: match.start()]}{words[match.end() :]}".strip(" ,，;；:：()（）")
    return words.strip()


def with_unit(words: str, unit: str) -> str:
    """The figure of a cell as a sentence would have it: 20.1 and 亿元 as 20.1亿元, 12.5 and £m as £12.5m; an amount in
    the brackets of accounts is below zero.
    """
    figure = words.strip().rstrip("*†‡ ")
    if accounts := ACCOUNTS.fullmatch(figure):
        figure = f"-{accounts['amount']}"
    if not unit or has_unit(words):
        return figure
    if coins := COINS.fullmatch(unit):
        thousands = (coins["scale"] or "").startswith("0")
        return f"{coins['sign']}{figure}{' thousand' if thousands else coins['scale'] or ''}"
    if thousands_of := THOUSANDS.fullmatch(unit):
        return f"{figure} thousand {thousands_of['rest']}".strip()
    if unit.lower() in ("per cent", "percent"):
        return f"{figure}%"
    return f"{figure} {unit}" if unit[0].isascii() and unit[0].isalpha() else f"{figure}{unit}"


def units_stated(words: str) -> list[tuple[int, int]]:
    """Where the units stand that a caption gives for the whole table, as in (单位:万元、%)."""
    stated = STATED.search(words)
    start, end = stated.span("unit") if stated else unit_in(words)
    places, at = [], start
    for piece in re.split(r"[、,，/]", words[start:end]):
        stripped = piece.strip()
        if stripped:
            begins = words.index(stripped, at)
            places.append((begins, begins + len(stripped)))
        at += len(piece) + 1
    return places
