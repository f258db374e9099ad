"""Cantonese as people type it, in the words that articles are written in."""

from __future__ import annotations

import re
from functools import cache

from index.text.tables import rows

_PROGRESSIVE = re.compile(r"(?<=[一-鿿])緊(?![一-鿿])|(?<=[建修做賣等讀搬住])緊(?![張急密要迫湊縮])")
_IS = re.compile(r"(?<![關聯體譜干派科學])係(?!數|統|列)")


@cache
def _words() -> tuple[dict[str, str], re.Pattern[str]]:
    table = {spoken: written for spoken, written, _ in rows("cantonese.tsv", 3)}
    return table, re.compile("|".join(sorted(table, key=len, reverse=True)))


def written_words(question: str) -> str:
    """``question`` with Cantonese words in place of which written Chinese has others (幾多 is 多少); else as it is.

    Only words that no written Chinese uses, and with one of them there the copula and the progressive too.
    """
    table, spoken = _words()
    replaced = spoken.sub(lambda match: table[match[0]], question)
    if replaced == question:
        return question
    return _PROGRESSIVE.sub("着", _IS.sub("是", replaced))
