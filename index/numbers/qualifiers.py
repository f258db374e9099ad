"""How exact a figure is: words like 近, 超过, 左右, ``about`` and ``more than`` beside it."""

from __future__ import annotations

import re

from index.numbers.numeral import listed
from index.records import Qualifier

_ABOUT = listed("大约 大概 约合 约 将近 接近 近 相当于")
_OVER = listed("不少于 不低于 不小于 不下于 不下 多于 大于 高于 超过 超出 超 逾 至少 最少 突破")
_UNDER = listed("未超过 不超过 不高于 不多于 不大于 不到 不足 未满 不满 低于 少于 小于 至多 最多")
LEAD = (
    "(?:"
    + "|".join(
        ("(?<![附最亲靠临])" if word == "近" else "(?<![条合公节制预签违大])" if word == "约" else "") + word
        for word in sorted(_ABOUT + _OVER + _UNDER, key=len, reverse=True)
        if word not in ("突破", "相当于")
    )
    + ")"
)
LEADING = re.compile(f"({LEAD}) ?")
TAIL = r"(?:(?:以|之)?[上下](?![一-鿿])|以[上下内]|左右|上下|有余|出头|开外|\+(?![0-9A-Za-z]))"

_ZH: dict[str, Qualifier] = {
    **dict.fromkeys(_ABOUT, "about"),
    **dict.fromkeys(_OVER, "over"),
    **dict.fromkeys(_UNDER, "under"),
    **dict.fromkeys(listed("多 余 来 几 以上 之上 上 有余 出头 开外 + 多月 -odd -plus"), "over"),
    **dict.fromkeys(listed("以下 之下 下 以内"), "under"),
    **dict.fromkeys(listed("左右 上下"), "about"),
}
_EN: dict[str, Qualifier] = {
    **dict.fromkeys(listed("about around roughly approximately nearly almost circa some ~ approx estimated"), "about"),
    **dict.fromkeys(("close to", "an estimated", "more or less"), "about"),
    **dict.fromkeys(
        ("more than", "over", "at least", "above", "no fewer than", "exceeding", "upwards of", "in excess of"), "over"
    ),
    **dict.fromkeys(
        ("no more than", "under", "less than", "fewer than", "below", "up to", "at most", "as many as"), "under"
    ),
}
_EN_BEFORE = re.compile(
    rf"(?:(?<![A-Za-z])({'|'.join(sorted(map(re.escape, _EN), key=len, reverse=True))})"
    r"(?: the| a)?(?: last| past)? ?)$",
    re.IGNORECASE,
)
_APART = re.compile(r"(约|近|超过|超|逾|不足|突破|接近)(?:为|占|有|达到|达|至)? ?$")
_OR_MORE = re.compile(
    r"(?: or (?P<over>more|above|over)| or (?P<under>less|fewer|under)| or (?P<about>so))(?![A-Za-z])"
)


def said_by(word: str) -> Qualifier:
    """What a Chinese qualifier next to a number says of it."""
    return _ZH.get(word.strip(), "exact")


def said_around(text: str, start: int, end: int) -> Qualifier:
    """What the words before ``start`` and behind ``end`` say of the number there: ``more than``, 约为, ``or more``."""
    match = _EN_BEFORE.search(text, max(0, start - 24), start)
    if match:
        return _EN[match[1].lower()]
    apart = _APART.search(text, max(0, start - 4), start)
    if apart:
        return _ZH[apart[1]]
    after = _OR_MORE.match(text, end)
    if not after:
        return "exact"
    return "over" if after["over"] else "under" if after["under"] else "about"
