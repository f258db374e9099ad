"""A text as its reader sees it: without what has no width, superscripts as such, and no gap inside a figure.

``fold`` brings the many ways to write a numeral or a unit to one, every character for itself, so that offsets stay.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from index.text.scripts import simplified

_WIDE = "％%﹪%．.＋+－-–-—-‑-−-―-～~〜~＄$￡£￥¥’'‘'⁄/"
_SIGNS = {ord(pair[0]): pair[1] for pair in (_WIDE[i : i + 2] for i in range(0, len(_WIDE), 2))}
_SPACES = dict.fromkeys((0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000), " ")
_LETTERS = {
    code: chr(code - 0xFEE0) for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
# Banker's numerals are words of other sorts too (大陆, 队伍, 参加): they count beside one another or a power.
_BANKER = dict(zip("壹贰叁参肆伍陆柒捌玖拾佰仟圆", "一二三三四五六七八九十百千元", strict=True))
_BANKER_RUN = re.compile(
    r"(?<![大内水登队])[壹贰叁肆柒玖][壹贰叁参肆伍陆柒捌玖拾佰仟万亿兆百千十零〇一二三四五六七八九两圆元]*"
    r"|(?<![大内水登队])(?:[伍陆捌参](?=[拾佰仟万亿百千圆])"
    r"|拾(?=[壹贰叁肆伍陆柒捌玖万亿圆]))[壹贰叁参肆伍陆柒捌玖拾佰仟万亿兆百千十零〇一二三四五六七八九圆元]*"
    r"|(?<=[佰仟拾百千万亿十之零〇])[壹贰叁肆伍陆柒捌玖]|(?<=[一二三四五六七八九十百千万亿0-9])[拾佰仟]+"
)
_RAISED = str.maketrans("0123456789-−+", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻⁺")
_HAN_NUMERAL = "零〇一二三四五六七八九十百千万亿兆两"

# What stands in the text and not before the reader's eyes. Groups: a raised or lowered figure, a line's end.
_HIDDEN = re.compile(
    r"[\u200b-\u200d\u2060\ufeff\u00ad]+"
    r"|<sup[^<>]{0,60}>(?:<a [^<>]{0,200}>)?\[?(?P<raised>[-−+]?\d{1,3})\]?(?:</a>)?</sup>"
    r"|<sub>(?P<lowered>\d{1,3})</sub>"
    r"|<wbr ?/?>|&shy;|&#8203;"
    r"|(?<=\d)\[\d{1,3}\](?= ?[万萬亿億%㐀-鿿])"
    r"|(?<=\d)(?<!10)[⁰¹²³⁴-⁹]{1,2}(?= ?[万萬亿億%㐀-鿿])"
    r"|(?<=\d)(?:[\u00a0\u2007-\u2009\u202f]|&nbsp;|&#160;|&thinsp;)(?=\d{3}(?!\d))"
    r"|(?<=[\d万萬亿億])[ \u3000]*\n[ \u3000]*(?=[万萬亿億%‰元])"
    r"|(?<=[a-z\d])(?P<line>\n)(?=[a-z])"
)
_SOMETHING_HIDDEN = re.compile("[\u200b-\u200d\u2060\ufeff\u00ad\u00a0\u2007-\u2009\u202f<&\\[⁰¹²³⁴-⁹\n]")
_N = _HAN_NUMERAL
_SOMETHING_APART = re.compile(rf"[0-9{_N}分之又点余多个百] +[{_N}0-9几分点又成折余多个]")
# Spaces inside a figure written apart: 一 百 五 十, 7 万5 千, 百 分 之 2.
_GAP = re.compile(
    rf"(?<=[0-9{_N}]) +(?=[万亿兆])|(?<=[百千万亿]) +(?=[{_N}0-9]+ *[百千万亿十])|(?<=[{_N}]) +(?=[十百千])"
    rf"|(?<=(?<![0-9])[1-9]) +(?=[十百千])"
    rf"|(?<=[百千]) +(?=[一二三四五六七八九两](?: |$|[{_N}又]))"
    rf"|(?<=十) +(?=[{_N}几])"
    rf"|(?<=[0-9{_N}]) +(?=分 *之)|(?<=分) +(?=[点之])"
    rf"|(?<=之) +(?=[0-9{_N}])|(?<=[个 ]) +(?=百 *分 *点)|(?<=百) +(?=分)"
    rf"|(?<=[0-9{_N}]) +(?=[又点成折余多][ {_N}0-9万])"
    rf"|(?<=[又点余多]) +(?=[{_N}0-9])|(?<=[{_N}0-9]) +(?=个? *百 *分 *点|成)"
)
_NOTED = re.compile(r"(?<![0-9.])10$|[^0-9]$|^$")  # before a raised figure that is no footnote's


@dataclass(frozen=True, slots=True)
class Seen:
    """A text as seen (``clean``), the same folded, and where each character stands in the file's text."""

    clean: str
    folded: str
    offsets: Sequence[int]


def fold(text: str) -> str:
    """The text in Simplified script, its digits, letters, signs and spaces in their plain form; offsets kept."""
    plain = text.translate(_table())
    return _BANKER_RUN.sub(_as_numerals, plain) if _has_bankers(plain) else plain


@cache
def _table() -> dict[int, str]:
    return {**simplified(), **_LETTERS, **_SPACES, **_SIGNS}


def _has_bankers(text: str) -> bool:
    return any(char in text for char in "壹贰叁肆伍陆柒捌玖参拾佰仟")


def _as_numerals(match: re.Match[str]) -> str:
    return "".join(_BANKER.get(char, char) for char in match[0])


def as_seen(text: str) -> Seen:
    """``text`` as its reader sees it."""
    clean = text
    offsets: Sequence[int] = range(len(text))
    if _SOMETHING_HIDDEN.search(text):
        clean, offsets = _without(text, offsets, _HIDDEN)
    folded = fold(clean)
    if not _SOMETHING_APART.search(folded):
        return Seen(clean, folded, offsets)
    closed, positions = _without(folded, range(len(folded)), _GAP)
    clean = "".join(clean[at] for at in positions)
    return Seen(clean, fold(closed), [offsets[at] for at in positions])


def _without(text: str, offsets: Sequence[int], pattern: re.Pattern[str]) -> tuple[str, Sequence[int]]:
    """``text`` with what ``pattern`` finds taken out or put as it is seen, and the offsets of what is left."""
    parts: list[str] = []
    left: list[int] = []
    position = 0
    for match in pattern.finditer(text):
        shown = _shown(match)
        parts += (text[position : match.start()], shown)
        left += offsets[position : match.start()]
        left += [offsets[match.start()]] * len(shown)
        position = match.end()
    if not position:
        return text, offsets
    parts.append(text[position:])
    left += offsets[position:]
    return "".join(parts), left


def _shown(match: re.Match[str]) -> str:
    groups = match.groupdict()
    if groups.get("raised"):
        before = match.string[max(0, match.start() - 3) : match.start()]
        return str(groups["raised"]).translate(_RAISED) if _NOTED.search(before) else ""
    if groups.get("lowered"):
        return str(groups["lowered"])
    if groups.get("line"):
        return " "
    return ""
