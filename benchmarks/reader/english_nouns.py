"""English grammar of the things counted: articles, numbers, verbs."""

from __future__ import annotations

import re
from random import Random

from benchmarks.reader.numbers import english_unit
from benchmarks.reader.scene import Item
from benchmarks.reader.vocabulary import Verb

_NO_PAST = ("given", "begun", "torn", "withdrawn", "born", "killed", "found up")  # participles that are no past forms
_WITH_ARTICLE = re.compile(
    r"(?:average|share|number|surveyed|total|highest|strongest|lowest|largest|greatest|monthly|mean|size|length|area"
    r"|interval|time|jobless|urbanisation|outstanding|detection|clearance|crowd|trade surplus|closed|workload|price"
    r"|portion|university|office|budget|consumer|non-performing|household|damage done|rate|resident|admission"
    r"|speed|feeling|wait|peak)\b"
)
_PREPOSITION = re.compile(
    r" (?:in|of|per|from|through|to|on|by|for|at|under|with|recovered|hit|missing|burned|burnt|people|as?)\b"
)


def measured(item: Item) -> bool:
    """True for what is told in tonnes, kilometres.. rather than counted."""
    return bool(english_unit(item.unit))


def counted(noun: str, item: Item) -> str:
    """What follows the number: schools, of rice, in donations."""
    if item.unit.startswith("money"):
        return f"in {noun}"
    return f"of {noun}" if measured(item) else noun


def were(item: Item) -> str:
    """The auxiliary verb for ``item``."""
    singular = item.unit.startswith("money") or (measured(item) and not item.entry.english[0].endswith("s"))
    return "was" if singular else "were"


def was(noun: str) -> str:
    """The auxiliary verb for an indicator by its name: savings were, the share of trains on time was."""
    main = _PREPOSITION.split(noun, maxsplit=1)[0]
    return "were" if main.endswith("s") and not main.endswith("ss") else "was"


def head(noun: str, item: Item, participle: str) -> str:
    """A noun phrase for the quantity itself: the number of schools built, the average rent."""
    if not item.verb:
        return f"the {noun}" if _WITH_ARTICLE.match(noun) else noun
    quantity = {"公里": "the length", "公顷": "the area", "亩": "the area"}.get(item.unit.lstrip("万亿"), "")
    if not quantity:
        quantity = "the amount" if item.unit.startswith("money") or measured(item) else "the number"
    return f"{quantity} of {noun} {participle}"


def past(verb: Verb, rng: Random) -> str:
    """A past form of ``verb``."""
    single = [form for form in verb.participle if not form.startswith(_NO_PAST)]
    return rng.choice(single)


def has_past(verb: Verb) -> bool:
    """True where one can say that a place did it."""
    return bool(verb.base) and any(not form.startswith(_NO_PAST) for form in verb.participle)
