"""From a passage to a question that exactly one of its figures (or a pair of one sentence) answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from benchmarks.reader.asking import Asked
from benchmarks.reader.drafting import Amount, Sentence
from benchmarks.reader.facts import Fact, Query
from benchmarks.reader.places import Place
from benchmarks.reader.scene import Item, Scene, further_measures
from benchmarks.reader.vocabulary import verbs

_ROLES = {"level": ("level",), "change": ("change", "growth"), "rate": ("rate", "rate", "growth")}


@dataclass(slots=True)
class Target:
    """A question with the sentence and the figures of it that answer."""

    asked: Asked
    sentence: int
    figures: tuple[int, ...]
    second: Asked | None = None  # what is asked besides, in the same question


def all_facts(sentences: Sequence[Sentence]) -> list[Fact]:
    """What the figures of ``sentences`` tell, in order."""
    return [fact for sentence in sentences for fact in sentence.facts]


def draw_target(scene: Scene, sentences: list[Sentence]) -> Target | None:
    """A question that the passage answers once; nothing where a few tries gave none."""
    rng, facts = scene.rng, all_facts(sentences)
    told = [number for number, sentence in enumerate(sentences) if sentence.facts]
    for _ in range(8):
        number = rng.choice(told) if rng.random() < 0.65 else told[0]
        sentence = sentences[number]
        figure = rng.randrange(len(sentence.facts))
        if sentence.facts[figure].role == "milestone":
            continue
        whole = _asked(scene, sentence, figure)
        asked = _pinned(whole, facts, rng, place=rng.random() < 0.5, period=rng.random() < 0.5)
        if asked is None:
            continue
        target = Target(asked, number, (figure,))
        if rng.random() < 0.22:
            return _with_second(scene, sentence, target, facts)
        return target
    return None


def item_of(scene: Scene, fact: Fact) -> Item:
    """The item that ``fact`` tells of."""
    key, _, measured = fact.item.partition("#")
    entry = next(entry for entry in scene.subject.entries if entry.key == key)
    measure = next((m for m in further_measures(entry) if m.english == measured), None)
    return Item(entry, verbs()[fact.action] if fact.action else None, measure)


def place_of(scene: Scene, name: str) -> Place:
    """The scene's place of that name."""
    return next(place for place in (scene.place, *scene.others) if place.chinese == name)


def _asked(scene: Scene, sentence: Sentence, figure: int) -> Asked:
    rng, fact = scene.rng, sentence.facts[figure]
    role = rng.choice(_ROLES.get(fact.role, (fact.role,)))
    moved = fact.role in ("change", "rate")
    falls = fact.falls if moved and rng.random() < 0.75 else None
    query = Query(fact.item, fact.action, fact.place, fact.period, role, fact.part, fact.denied, falls)
    part = next((pair for pair in sentence.parts if pair[0] == fact.part), (fact.part, ""))
    asked = Asked(query, item_of(scene, fact), place_of(scene, fact.place), part)
    asked.claim = _claimed(sentence.amounts[figure], rng)
    if role == "when":
        asked.milestone = sentence.amounts[[f.role for f in sentence.facts].index("milestone")]
    return asked


def _claimed(amount: Amount | None, rng: Random) -> Amount | None:
    """The amount as it is, or a wrong one that might be taken for it."""
    if amount is None or rng.random() < 0.5:
        return amount
    value, unit = amount
    wrong = value * rng.choice((0.5, 0.8, 0.9, 1.1, 1.25, 2, 10))
    wrong = float(f"{wrong:.3g}") if wrong >= 10 or value != int(value) else float(round(wrong))
    return (wrong if 0 < wrong != value and not (unit == "%" and wrong > 100) else value * 3, unit)


def _pinned(asked: Asked, facts: Sequence[Fact], rng: Random, *, place: bool, period: bool) -> Asked | None:
    """``asked`` with as much of place and period as makes its answer unique; nothing where nothing does."""
    query = asked.query
    timeless = query.role == "when"
    wished = (place, period and not timeless)
    for with_place, with_period in (wished, (True, wished[1]), (wished[0], not timeless), (True, not timeless)):
        narrowed = replace(
            query, place=query.place if with_place else None, period=query.period if with_period else None
        )
        if sum(narrowed.matches(fact) for fact in facts) == 1:
            return replace(asked, query=narrowed, place=asked.place if with_place else None)
    return None


def _with_second(scene: Scene, sentence: Sentence, target: Target, facts: Sequence[Fact]) -> Target:
    """``target`` asking for another figure of its sentence, too, where there is one."""
    rng, first = scene.rng, sentence.facts[target.figures[0]]
    others = [
        number
        for number, fact in enumerate(sentence.facts)
        if number not in target.figures and fact.role not in ("milestone", "when")
    ]
    if not others or first.role == "when":
        return target
    number = rng.choice(others)
    fact = sentence.facts[number]
    second = _asked(scene, sentence, number)
    full = second.query
    if sum(full.matches(f) for f in facts) != 1:
        return target
    if sentence.pattern == "fromto" and {first.role, fact.role} == {"level"} and first.item == fact.item:
        falls = next((f.falls for f in sentence.facts if f.role in ("change", "rate")), None)
        later = max((first, fact), key=lambda f: f.period.start)
        return _from_to(target, later, number, falls, facts)
    place = second.place if fact.place != first.place else None
    period = fact.period if fact.period != first.period else None
    words = replace(second, query=replace(full, place=place.chinese if place else None, period=period), place=place)
    return Target(target.asked, target.sentence, (*target.figures, number), words)


def _from_to(target: Target, later: Fact, number: int, falls: bool | None, facts: Sequence[Fact]) -> Target:
    query = replace(target.asked.query, period=later.period, falls=falls)
    if sum(replace(query, falls=None).matches(fact) for fact in facts) != 1:
        return target
    asked = replace(target.asked, query=query, fromto=True, claim=None)
    return Target(asked, target.sentence, tuple(sorted((*target.figures, number))))
