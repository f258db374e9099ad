"""Whose a figure is in an English clause: its subject, where no noun stands beside the figure."""

from __future__ import annotations

import re

from index.figures.nouns_english import phrase_after
from index.numbers.numeral import listed
from index.records import Role, Statistic
from index.text.tables import words
from index.text.word_lists import PAST_FORMS

_EN_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*|[0-9][0-9,.]*")
_EN_VERBS = frozenset(
    listed(
        """is was were are be means remains goes been has have had will would can could may might stood
        came went fell rose grew cut hit made won lost took fall rise grow climb drop average
        averages totals stands edged up down accounting accounts representing making equivalent"""
    )
)
# Also nouns in the plural: verbs where something stands before them.
_PRESENT = frozenset(
    listed(
        """makes takes gives holds needs leaves costs shows says leans eats covers includes provides serves sells
        pays employs produces represents comprises contains weighs measures lasts runs carries receives requires
        uses wants plans aims expects hopes starts begins opens closes offers allows works lives owns spends earns"""
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
        """to from against after before than barely just only short modest further must still lower higher more fewer
        less deep per until other every each overnight compared including behind lowest highest upwards
        roughly almost nearly well some or hardly fewest ranged cut"""
    )
)

_MOVES = frozenset(word for kind in ("up", "down") for word in words("directions.tsv", kind))
_PRONOUNS = frozenset(listed("i he she we they it you who which that there this my our his her"))
_DETERMINERS = frozenset(listed("the a an its their his her our"))
_BEGIN_MORE = frozenset(listed("for in on at with among by from between to"))
_TIMES = frozenset(listed("first second third fourth quarter half year month week day today yesterday"))
# Its rate at, the price to: what is moved or held is whose the figure is, not who does it.
_HEDGES = r"(?:(?:about|nearly|over|some|more than|less than|barely|almost|only|just|up to|around|roughly|an?) )*"
_OBJECT = re.compile(
    r"\b(?:(?:[a-z]+ed|left|kept|cut|put|set|held|sold|bought) (?:its|their|the|his|her)"
    r"|cut|reduced?|lower(?:ed)?|raised?|lift(?:ed)?|trim(?:med)?|halved|doubled|boost(?:ed)?|slashed|extend(?:ed)?|shortened"
    r"|closed) (?!by |to |from |back |further |slightly |sharply |at )(?P<noun>(?:the )?[A-Za-z][A-Za-z0-9 -]{1,40}?)"
    rf" (?:at|to|by|from|for) {_HEDGES}$"
)
_AMOUNT_OF = re.compile(
    r"\b(?:a|the) (?P<noun>(?!total|loss|profit|deficit|surplus|record|further|maximum|minimum)"
    r"[a-z][a-z -]{2,30}) of (?:[a-z]+ )?$"
)
_ONE_OF = re.compile("[Oo]ne (?P<noun>[a-z]+) in ")
_AS_MANY = re.compile(" as many (?P<noun>[a-z ]{3,30}?) as ")
_IS_WHOLE = re.compile(" of (?:them|these|those|whom|which)\\b")
_ASIDE = re.compile("(?:or|equivalent to|equal to|representing|accounting for|making up) (?:[a-z]+ )?$")
_VERB_FIRST = re.compile(r" *[a-z]+s (?:by|at|to|from|for|in|up|the|an?|its|their) ")
_JOINED = re.compile(r"\b(?:and|but|while|whereas|with)(?: that)? (?P<rest>[A-Za-z].*)$", re.S)


def subject_in_english(clause: str) -> str:
    """The noun phrase that begins an English clause, as it is written; empty where none does."""
    kept: list[str] = []
    before = ""
    for match in _EN_WORD.finditer(clause.strip()[:90]):
        word, low = match[0], match[0].lower()
        named = before in _DETERMINERS or (
            not kept and (low.endswith("ed") or (low in _PRESENT and not _VERB_FIRST.match(clause)))
        )
        before = low
        if is_verb(low) and not named:
            break
        if not kept and is_empty(low):
            continue
        kept.append(word)
        if len(kept) > 10:
            break
    if len(kept) > 4:  # Median waits for stable new cases in the north
        kept = kept[: next((at for at, word in enumerate(kept) if at > 1 and word in _BEGIN_MORE), len(kept))]
    while kept and is_empty(kept[-1].lower()):
        kept.pop()
    if not kept or kept[-1].lower() in _MOVES or kept[0][0].isdigit() or kept[0].lower() in _PRONOUNS:
        return ""
    return " ".join(kept)


def owner_in_english(statistic: Statistic, role: Role, carried: str, clause: str, between: str, after: str) -> str:
    """Whose a figure is: ``between`` are the words since the figure before, ``clause`` those since its last pause."""
    counted = statistic.counted
    clause = clause.rpartition(": ")[2].rpartition(" that ")[2]
    if named := _named_in(statistic, after):
        return named
    first = counted.partition(" ")[0].lower()
    names = bool(counted) and not is_verb(first) and not is_empty(first) and first not in _TIMES
    for shape in (_OBJECT, _AMOUNT_OF):
        match = shape.search(clause) if statistic.unit or not names else None
        if match and match["noun"].rpartition(" ")[2] not in _MOVES:
            return match["noun"]
    joined = _JOINED.search(between)
    later = subject_in_english(joined["rest"]) if joined and _has_verb(joined["rest"]) else ""
    subject = later or subject_in_english(clause)
    is_part = statistic.kind == "percent" or (not statistic.unit and 0 < abs(statistic.value or 0) < 1)
    if is_part and after.startswith(" of ") and not _IS_WHOLE.match(after) and (subject or _ASIDE.search(clause)):
        return subject or carried
    if role == "baseline":
        return subject or carried or counted
    if role in ("change", "ratio") and (statistic.unit or role == "ratio"):
        return subject or carried or (counted if names else "")
    if not names and not subject and clause.strip().partition(" ")[0].lower() in _PRONOUNS:
        return _deed(clause) or carried or counted
    return counted if names else subject or carried or _deed(clause) or counted


def _named_in(statistic: Statistic, after: str) -> str:
    """What the figure's own words, or a comparison behind it, name: one child in four, twice as many women."""
    if one := _ONE_OF.match(statistic.text):
        return one["noun"]
    if many := _AS_MANY.match(after):
        return many["noun"]
    return phrase_after(after, 0, money=False) if "-" in statistic.text and statistic.kind == "duration" else ""


def _deed(clause: str) -> str:
    """The verb that leads a figure whose subject is a pronoun: ``she smoked 20``."""
    verbs = [match[0] for match in _EN_WORD.finditer(clause) if is_verb(match[0].lower())]
    return verbs[-1] if verbs else ""


def _has_verb(rest: str) -> bool:
    return any(is_verb(match[0].lower()) for match in _EN_WORD.finditer(rest))


def is_verb(word: str) -> bool:
    """Whether an English word (lower case) is a verb in a finite or past form."""
    if word in _EN_VERBS or word in _PRESENT or word in PAST_FORMS:
        return True
    return len(word) > 4 and word.endswith("ed") and "-" not in word


def is_empty(word: str) -> bool:
    """Whether an English word (lower case) names nothing: an article, a preposition, an adverb of degree."""
    return word in _EN_STOPS or word in _EN_EMPTY
