"""Whose a figure is in an English clause: its subject, where no noun stands beside the figure."""

from __future__ import annotations

import re

from index.numbers.numeral import listed
from index.records import Role, Statistic
from index.text.tables import words
from index.text.word_lists import PAST_FORMS

_EN_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*|[0-9][0-9,.]*")
_EN_VERBS = frozenset(
    listed(
        """is was were are be means remains goes been has have had will would can could may might stood
        came went fell rose grew cut hit made won lost took fall rise grow climb drop average
        averages totals stands edged up down"""
    )
)
_EN_STOPS = frozenset(
    listed(
        """the a an its their his her our this that these those of and but while with in by on at for
        about around nearly"""
    )
)
_EN_EMPTY = frozenset(
    listed(
        """to from than barely just only short modest further must still lower higher more fewer less
        deep per until other every each overnight compared including behind lowest highest"""
    )
)

_MOVES = frozenset(word for kind in ("up", "down") for word in words("directions.tsv", kind))
_PRONOUNS = frozenset(listed("i he she we they it you who which that there this my our his her"))
_DETERMINERS = frozenset(listed("the a an its their his her our"))
_TIMES = frozenset(listed("first second third fourth quarter half year month week day today yesterday"))
# Its rate at, the price to: what is moved or held is whose the figure is, not who does it.
_OBJECT = re.compile(
    r"\b(?:[a-z]+ed|left|kept|cut|put|set|held|sold|bought) (?:its|their|the|his|her) (?P<noun>[a-z][a-z -]{2,40}?)"
    r" (?:at|to|by|from|for) (?:about |nearly |over |some )?$"
)
_AMOUNT_OF = re.compile(
    r"\b(?:a|the) (?P<noun>(?!total|record|further|maximum|minimum)[a-z][a-z -]{2,30}) of (?:[a-z]+ )?$"
)
_JOINED = re.compile(r"\b(?:and|but|while|whereas|with)(?: that)? (?P<rest>[A-Za-z].*)$", re.S)


def subject_in_english(clause: str) -> str:
    """The noun phrase that begins an English clause, as it is written; empty where none does."""
    kept: list[str] = []
    before = ""
    for match in _EN_WORD.finditer(clause.strip()[:90]):
        word, low = match[0], match[0].lower()
        named = before in _DETERMINERS or (not kept and low.endswith("ed"))
        before = low
        if is_verb(low) and not named:
            break
        if not kept and is_empty(low):
            continue
        kept.append(word)
        if len(kept) > 7:
            return ""
    while kept and kept[-1].lower() in _EN_STOPS:
        kept.pop()
    if not kept or kept[-1].lower() in _MOVES or kept[0][0].isdigit() or kept[0].lower() in _PRONOUNS:
        return ""
    return " ".join(kept)


def owner_in_english(statistic: Statistic, role: Role, carried: str, clause: str, between: str) -> str:
    """Whose a figure is: ``between`` are the words since the figure before, ``clause`` those since its last pause."""
    counted = statistic.counted
    clause = clause.rpartition(": ")[2]
    for shape in (_OBJECT, _AMOUNT_OF):
        if (match := shape.search(clause)) and match["noun"].rpartition(" ")[2] not in _MOVES:
            return match["noun"]
    joined = _JOINED.search(between)
    later = subject_in_english(joined["rest"]) if joined and _has_verb(joined["rest"]) else ""
    subject = later or subject_in_english(clause)
    if role == "baseline":
        return subject or carried or counted
    first = counted.partition(" ")[0].lower()
    names = bool(counted) and not is_verb(first) and not is_empty(first) and first not in _TIMES
    if role in ("change", "ratio") and (statistic.unit or role == "ratio"):
        return subject or carried or (counted if names else "")
    return counted if names else subject or carried or _deed(clause) or counted


def _deed(clause: str) -> str:
    """The verb that leads a figure whose subject is a pronoun: ``she smoked 20``."""
    verbs = [match[0] for match in _EN_WORD.finditer(clause) if is_verb(match[0].lower())]
    return verbs[-1] if verbs else ""


def _has_verb(rest: str) -> bool:
    return any(is_verb(match[0].lower()) for match in _EN_WORD.finditer(rest))


def is_verb(word: str) -> bool:
    """Whether an English word (lower case) is a verb in a finite or past form."""
    return word in _EN_VERBS or word in PAST_FORMS or (len(word) > 4 and word.endswith("ed"))


def is_empty(word: str) -> bool:
    """Whether an English word (lower case) names nothing: an article, a preposition, an adverb of degree."""
    return word in _EN_STOPS or word in _EN_EMPTY
