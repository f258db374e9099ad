"""Whether a clause denies what its figure counts."""

from __future__ import annotations

import re

_DENIED_ZH = re.compile(
    r"(?:尚未|未能|并未|从未|仍未|还未|未(?!满|来|知|成年)|没有|没(?![收落])|并非|不再"
    r"|无(?![偿人论锡数线不界缝障牌证照业烟])|(?:尚|还|仍|短)?缺口?(?:少|为|达|约)?)(?P<rest>[^，。；]{0,16})$"
)
_DENIED_ZH_BEHIND = re.compile(
    r"^[^，。；]{0,14}?(?:尚未|未能|并未|仍未|还未|未(?!满|来|知|成年)|没有(?!一)|没(?![收落有])|也没)"
)
_DENIED_EN = re.compile(
    r"\b(?:not|no|never|without|neither|nor|none|cannot|excluding|except(?: for)?)\b(?! (?:only|more|less"
    r"|fewer))[^,.;]{0,40}$|n't [^,.;]{0,30}$|\b(?:lack(?:s|ed)?|short(?:fall of| by))\b[^,.;]{0,16}$"
)
_DENIED_EN_BEHIND = re.compile(
    r"^[^,.;]{0,40}?(?:\b(?:not|never|without|nor|failed to)\b|n't\b"
    r"|\b(?:are|is|were|was|remain(?:s|ed)?|still|left|lay|lie) un(?:finished|paid|sold|used|known|filled|inspected"
    r"|occupied)\b)"
)


def is_denied(before: str, after: str) -> bool:
    """Whether the words before or behind a figure in its clause deny it: 未改造475盏, ``840 were not returned``."""
    if _DENIED_ZH.search(before) or _DENIED_EN.search(before):
        return True
    return bool(_DENIED_ZH_BEHIND.match(after) or _DENIED_EN_BEHIND.match(after))
