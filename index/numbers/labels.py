"""What holds a numeral and is no figure: telephone and serial numbers, 5G, 12345热线, list numbers, parts of words."""

from __future__ import annotations

import re

from index.numbers.numerals_han import HAN_CHARS
from index.records import Statistic
from index.text.tables import words
from index.text.words import segment, word_frequency

_NAMED = "|".join(sorted(words("labels.tsv", "behind a number"), key=len, reverse=True))
_LABEL = re.compile(
    r"(?<=per )1,?0+(?![0-9.])|(?<![^\n])[0-9]{1,2}(?:[、)）]|\.(?![0-9]))|(?<=[(（])[0-9]{1,2}"
    r"(?=[)）])|0[0-9]{2,4}[- ]{0,2}[0-9]{6,8}(?![0-9])|1[3-9][0-9]{9}"
    r"(?![0-9])|0[0-9]{2,}(?![0-9:.])|[0-9]{16,}(?![0-9]| ?(?:[美港欧日]?元|英镑|dollars|yuan))"
    r"|[0-9]{1,4}(?:\.[0-9]{1,4}){2,5}(?![0-9])|[1-9]0后|00后|[0-9]{3}s(?![A-Za-z])"
    r"|[0-9]{1,4}[A-Z](?![A-Za-z])(?!B)|(?<=[周期])[一二三四五六日]至"
    rf"|[0-9]{{1,6}} ?(?:{_NAMED})|[0-9]{{1,6}}(?:吨|千瓦|万?伏|kV|斤)级"
    rf"|[一二三四1-4]季[度末]|[一二三四五六](?:期|审|模|线)(?=工程|项目|[建投追规、，])"
    rf"|[一二三四五][、]?[二三四五六]线|[一二三四五六七八九]线城"
)
_GLUED = re.compile(
    r"(?:(?<=[A-Za-z_])|(?<=[A-Za-z]-)(?<!pre-)(?<!mid-)(?<!ost-)(?<!rly-)"
    r"(?<!ate-)(?<!ver-)(?<!top-)(?<!Top-)(?<!the-))(?<!USD)(?<!RMB)(?<!EUR)(?<!GBP)(?<!CNY)(?<!HKD)"
    r"[0-9][0-9A-Za-z]{0,20}(?:\.[0-9]{1,3}(?![0-9]))?(?![0-9]|[,.0-9]{1,20}[万亿%])"
)
_NUMBERED = re.compile(rf"(?<![A-Za-z])(?:{'|'.join(words('labels.tsv', 'before a number'))}) $")
_DIGITS = re.compile(r"[0-9]+")
_HAN_NUMBER = re.compile(rf"[{HAN_CHARS}半几数]+")
_LEADS = frozenset(
    ["第", "近", "超", "每", "这", "共", "达", "为", "有", "的", "各", "仅", "约", "逾", "负", "零", "另"]
)


def is_glued(text: str, at: int) -> bool:
    """Whether the digits at ``at`` belong to a name: COVID-19, G20, PM2.5."""
    return bool(_GLUED.match(text, at))


def is_label(text: str, at: int) -> bool:
    """Whether what begins at ``at`` names or numbers something."""
    return bool(_LABEL.match(text, at)) or bool(text[at].isdigit() and _NUMBERED.search(text, max(0, at - 12), at))


def past(text: str, at: int) -> int:
    """Behind what could not be read at ``at``: a label, a run of digits, or one character."""
    for pattern in (_LABEL, _GLUED, _DIGITS):
        match = pattern.match(text, at)
        if match:
            return match.end()
    return at + 1


def is_in_a_word(text: str, statistic: Statistic) -> bool:
    """Whether a Chinese numeral belongs to a longer word: 三轮车, 五花八门, the name of a place."""
    start, end = statistic.span.start, statistic.span.end
    if text[end - 1] in "成折" and statistic.kind == "percent":
        return False
    numeral = None if _DIGITS.search(text, start, end) else _HAN_NUMBER.search(text, start, min(end, start + 6))
    if not numeral:
        return False
    low = max(0, start - 4)
    position = low
    for word in segment(text[low : end + 4]):
        after = position + len(word)
        if after == end and not word_frequency(word):  # 收两蚊: no word, but what the segmenter took for one
            return False
        if position < numeral.end() and after > numeral.start() and len(word) > 1:
            return (position < start and text[position:start] not in _LEADS) or after > end
        position = after
    return False
