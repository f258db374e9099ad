"""The role, denial and periods that a question asks for, in the terms in which figures of a text have them."""

from __future__ import annotations

import re
from functools import cache

from index.figures.periods import Clock
from index.numbers.seen import fold as fold_figures
from index.records import Role
from index.text.tables import words

_TARGET = re.compile(
    r"目标|计划|预计|预期|拟|规划|力争|\b(?:targets?|plan(?:s|ned)?|goals?|aims?|expected|forecast|hope[sd]?)\b"
)
_COMPARED = re.compile(
    r"同比|环比|变化|变动|[多少高低]了|比(?:上|去|前)年|\b(?:changed?|compared|year[- ]on[- ]year|how fast)\b"
)
_DENIED = re.compile(
    r"尚未|还?未(?!来|满|成年)|没有?(?!错)|冇(?!错)|唔(?!该)|无法|不(?!足|到|少于|超过|同|得不|仅|断)"
    r"|\b(?:not|never|without|no longer|yet to|fail(?:ed|s)? to|lack(?:ed|s|ing)?|except|neither|none)\b|n't\b"
    r"|\bun(?:finished|paid|sold|used|filled|inspected|occupied|resolved|completed|vaccinated|insured)\b"
)
# What asks whether, or sets something aside, and denies nothing: 是不是, ``hasn't it``, ``(not cases)``
_NO_DENIAL = re.compile(
    r"(?P<whether>[一-鿿])[不没唔冇](?P=whether)|有没有|有无|有冇|没有?(?:吗|呢|吧)$"
    r"|\b[a-z]+n't (?:it|they|he|she|we|you)\b|, ?[a-z]+n't there\b"
    r"|(?:is|are|was|were|do|does|did|has|have|had) (?:it|they|he|she|we|you|there) not\b"
    r"|\(not [^)]*\)|, not (?:the|a|an|just|only|in|for|of|any|that|those)\b.*$"
    r"|\bnot (?:including|counting|just|only)\b"
    r"|\b(?:why|how come)\b.*n't\b|\b(?:i|we) (?:do|did)n't (?:want|mean|need)\b.*$|不(?:要|算|含|包括)"
)


@cache
def _change() -> re.Pattern[str]:
    """Words of a change; of one character or very common ones only where they can't be part of 多少."""
    kinds = ("up", "down", "up noun", "down noun")
    chosen = {
        word for kind in kinds for word in words("directions.tsv", kind) if len(word) > 1 and word not in ("up", "cut")
    }
    english = "|".join(sorted(word for word in chosen if word.isascii() and word != "down"))
    chinese = "|".join(sorted((word for word in chosen if not word.isascii()), key=len, reverse=True))
    return re.compile(
        rf"(?<!新){'(?:' + chinese + ')'}(?!值)|\b(?:{english})\b|[升降涨跌](?:了|幅)?多少"
        r"|\b(?:how (?:far|much)[^?]{0,30}|went|go|gone|going|came?|is|are|was|were) down\b(?! to\b)"
        r"|\bdown (?:by|on|from)\b"
    )


def role_asked(folded: str) -> Role:
    """``change`` or ``target`` where the question (folded) asks for one, else "": how much there is, or anything."""
    if _TARGET.search(folded):
        return "target"
    return "change" if _change().search(folded) or _COMPARED.search(folded) else ""


def denial_asked(folded: str) -> bool:
    """Whether a question (folded) asks for what did not happen: how many were not finished."""
    return _DENIED.search(_NO_DENIAL.sub(" ", folded)) is not None


def periods_asked(text: str, date: str) -> tuple[str, ...]:
    """The times that a question names, in the form of ``Statistic.period``; 去年 against the article's ``date``."""
    return tuple(
        dict.fromkeys(p.text for p in Clock(date, "").periods(fold_figures(text)) if p.text and not p.compared)
    )
