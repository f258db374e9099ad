"""Whether a clause denies what its figure counts."""

from __future__ import annotations

import re

_NOT_YET = "尚未|未能|并未|从未|仍未|还未|未(?!满|来|知|成年|超|突破)"
_DENIED_ZH = re.compile(
    rf"(?:{_NOT_YET}|没有(?!超过|突破)|没(?![收落有超])|并非|不再"
    r"|无(?![偿人论锡数线不界缝障牌证照业烟])|(?:尚|还|仍|短)?缺口?(?:少|为|达|约)?)(?P<rest>[^，。；]{0,16})$"
)
_DENIED_ZH_BEHIND = re.compile(
    rf"^[^，。；]{{0,14}}?(?:{_NOT_YET}|没有(?!一|超过)|没(?![收落有超])|也没|尚待|有待|无人|无法|不在|不再|不愿|不肯)"
    r"|^的?(?:资金|人员|床位)?缺口"
)
_IN_ONE_PART = r"(?:(?! and | but )[^,.;]){0,40}"
_DENIED_EN = re.compile(
    r"\b(?:(?:not(?! exceed)|never|neither|nor|none|cannot|excluding|except(?: for)?)\b(?! (?:only|more|less|fewer))"
    rf"[^,.;]{{0,40}}|(?:no(?! (?:more|less|fewer))|without(?! wh))\b{_IN_ONE_PART})$"
    r"|n't [^,.;]{0,30}$|\b(?:lack(?:s|ed)?|short(?:fall of| by))\b[^,.;]{0,16}$"
)
_WITHIN = re.compile(r"\bwithin (?:about |some )?$")  # not seen within two weeks: the weeks are there
_DENIED_EN_BEHIND = re.compile(
    r"^[^,.;]{0,40}?(?:\b(?:not|never|without|nor|failed to|cannot|unable|yet to)\b|n't\b"
    r"|\b(?:are|is|were|was|remain(?:s|ed)?|still|left|lay|lie) un(?:finished|paid|sold|used|known|filled|inspected"
    r"|occupied)\b)"
)


def is_denied(before: str, after: str) -> bool:
    """Whether the words before or behind a figure in its clause deny it: 未改造475盏, ``840 were not returned``."""
    if _DENIED_ZH.search(before) or (_DENIED_EN.search(before) and not _WITHIN.search(before)):
        return True
    return bool(_DENIED_ZH_BEHIND.match(after) or _DENIED_EN_BEHIND.match(after))
