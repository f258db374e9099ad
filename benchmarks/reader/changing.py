"""Questions that a passage doesn't answer, each one thing away from one that it does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from benchmarks.reader.asking import Asked
from benchmarks.reader.drafting import Sentence
from benchmarks.reader.facts import Fact, Query
from benchmarks.reader.numbers import english_unit
from benchmarks.reader.places import siblings
from benchmarks.reader.querying import Target, all_facts, place_of
from benchmarks.reader.scene import Item, Scene, further_measures
from benchmarks.reader.vocabulary import fields, verbs

_TRIED = {"change_for_level": 5.0, "opposite": 4.0, "whole_for_part": 3.0, "other_unit": 2.0, "off_topic": 0.5}
_GROWTH = ("change", "rate", "growth")
_PER_HEAD = ("人均", "平均", "每", "户均", "场均", "月")


@dataclass(slots=True)
class Unanswered:
    """A question without an answer, the sentences that are left, and in which way it has none."""

    asked: Asked
    sentences: list[Sentence]
    why: str


@dataclass(slots=True)
class _Change:
    """What the ways of changing work on: the question with place and period in full."""

    scene: Scene
    asked: Asked
    fact: Fact
    facts: Sequence[Fact]

    def about(self, *, roles: tuple[str, ...], part: str | None = None, anywhere: bool = False) -> list[Fact]:
        """The facts of the same item and action in ``roles``, at the same place and in any period."""
        fact = self.fact
        return [
            other
            for other in self.facts
            if (other.item, other.action) == (fact.item, fact.action)
            and other.role in roles
            and (anywhere or other.place == fact.place)
            and (part is None or other.part == part)
        ]


def unanswered(scene: Scene, sentences: list[Sentence], target: Target) -> Unanswered | None:
    """The question of ``target`` changed in one thing so that no figure of the passage answers it."""
    rng, fact = scene.rng, sentences[target.sentence].facts[target.figures[0]]
    if target.asked.fromto:
        return None
    if rng.random() < 0.15 and len(sentences) > 3:
        return _removed(scene, sentences, target, fact)
    query = replace(target.asked.query, place=fact.place, period=None if fact.role == "when" else fact.period)
    asked = replace(target.asked, query=query, place=place_of(scene, fact.place))
    change = _Change(scene, asked, fact, all_facts(sentences))
    # what seldom fits is tried first, so that every way is met often
    for why in sorted(CHANGES, key=lambda why: rng.random() ** (1 / _TRIED.get(why, 1.0)), reverse=True):
        changed = CHANGES[why](change)
        if changed is None:
            continue
        changed = _shortened(change, changed, why)
        if not any(changed.query.matches(other) for other in change.facts):
            return Unanswered(changed, sentences, why)
    return None


def _shortened(change: _Change, asked: Asked, why: str) -> Asked:
    """Without place or period, now and then, where these aren't what was changed."""
    rng, query = change.scene.rng, asked.query
    if why != "other_place" and rng.random() < 0.45:
        asked = replace(asked, query=replace(query, place=None), place=None)
    if why != "other_year" and rng.random() < 0.45:
        asked = replace(asked, query=replace(asked.query, period=None))
    return asked


def _removed(scene: Scene, sentences: list[Sentence], target: Target, fact: Fact) -> Unanswered | None:
    rest = [sentence for number, sentence in enumerate(sentences) if number != target.sentence]
    facts = all_facts(rest)
    query = target.asked.query
    if not facts or any(query.matches(other) for other in facts):
        return None
    if query.role in ("growth", "change", "rate") and any(other.item == fact.item for other in facts):
        return None  # might be worked out from the levels that are left
    if query.denied or any(
        (o.item, o.action) == (fact.item, fact.action) and o.role in ("share", "rate") for o in facts
    ):
        return None
    return Unanswered(target.asked, rest, _difference(query, fact, facts))


def _difference(query: Query, fact: Fact, facts: Sequence[Fact]) -> str:
    """The way in which the fact nearest to the one asked for is another."""

    def ways(other: Fact) -> list[str]:
        opposite = verbs()[fact.action].opposite if fact.action else ""
        noun = other.item != fact.item or other.action not in (fact.action, opposite)
        differing = {
            "other_noun": noun,
            "opposite": not noun and (other.action != fact.action or other.denied != fact.denied),
            "other_place": other.place != fact.place,
            "other_year": other.period != fact.period,
            "whole_for_part": other.part != fact.part,
            "change_for_level": other.role != fact.role,
        }
        return [name for name, differs in differing.items() if differs]

    return min((ways(other) for other in facts), key=len)[0]


def _other_year(change: _Change) -> Asked | None:
    asked, rng = change.asked, change.scene.rng
    period = asked.query.period
    if period is None:
        return None
    step = 1 if period.months <= 12 else period.months // 12
    years = rng.choice((-3, -2, -1, -1, 1, 1, 2))
    if years < 0 and change.about(roles=_GROWTH):
        return None  # might be worked out
    return replace(asked, query=replace(asked.query, period=period.later(years * step)))


def _other_place(change: _Change) -> Asked | None:
    scene = change.scene
    near = [place for place in (scene.place, *scene.others) if place.chinese != change.fact.place]
    place = scene.rng.choice(near) if scene.rng.random() < 0.6 else siblings(scene.place, scene.rng, 1)[0]
    return replace(change.asked, query=replace(change.asked.query, place=place.chinese), place=place)


def _other_noun(change: _Change) -> Asked | None:
    asked, scene = change.asked, change.scene
    item, query = asked.item, asked.query
    others = [
        entry
        for entry in scene.subject.entries
        if entry.english[0] != item.entry.english[0] and bool(entry.verbs) == bool(item.entry.verbs)
    ]
    alike = [entry for entry in others if query.action in entry.verbs]
    if not others or item.measure or (query.denied and not alike):
        return None
    entry = scene.rng.choice(alike or others)
    other = scene.item(entry, query.action if alike and query.action else "")
    if query.part and asked.part not in entry.parts:
        return None
    claim = asked.claim if other.unit == item.unit or (item.verb and not english_unit(item.unit + other.unit)) else None
    if claim is not None:
        claim = claim[0], other.unit
    return replace(asked, item=other, query=replace(query, item=other.key, action=other.action), claim=claim)


def _other_unit(change: _Change) -> Asked | None:
    asked, rng = change.asked, change.scene.rng
    item, query = asked.item, asked.query
    if query.role != "level" or query.part or query.denied or item.measure:
        return None
    measures = further_measures(item.entry)
    if measures:
        other = Item(item.entry, item.verb, rng.choice(measures))
        return replace(asked, item=other, query=replace(query, item=other.key), claim=None)
    name = item.entry.chinese[0]
    summed = item.unit == "money" or english_unit(item.unit) in ("tonnes", "kWh", "cubic metres", "hectares")
    if item.verb is None and summed and not name.startswith(_PER_HEAD) and not name.endswith("收益"):
        return replace(asked, query=replace(query, item=f"{query.item}#per head"), claim=None, per_head=True)
    return None


def _change_for_level(change: _Change) -> Asked | None:
    asked, query, rng = change.asked, change.asked.query, change.scene.rng
    if asked.item.measure or query.part or query.denied:
        return None
    if query.role == "level" and len(change.about(roles=("level", *_GROWTH), part="")) == 1:
        role = rng.choice(("growth", "rate", "change"))
        falls = rng.choice((None, False, True))
        return replace(asked, query=replace(query, role=role, falls=falls), claim=None)
    if query.role in _GROWTH and not change.about(roles=("level",), part=""):
        return replace(asked, query=replace(query, role="level", falls=None), claim=None)
    return None


def _whole_for_part(change: _Change) -> Asked | None:
    asked, query, rng = change.asked, change.asked.query, change.scene.rng
    if query.role not in ("level", "share") or query.denied or asked.item.measure or not asked.item.verb:
        return None
    if query.part:
        shares = change.about(roles=("share",))
        if query.role == "share" or (shares and change.about(roles=("level",))):
            return None
        return replace(asked, query=replace(query, part=""), part=("", ""), claim=None)
    told = {fact.part for fact in change.facts}
    left = [part for part in asked.item.entry.parts if part[0] not in told]
    if not left:
        return None
    part, role = rng.choice(left), rng.choice(("level", "level", "share"))
    return replace(asked, query=replace(query, part=part[0], role=role), part=part, claim=None)


def _opposite(change: _Change) -> Asked | None:
    asked, query, verb, rng = change.asked, change.asked.query, change.asked.item.verb, change.scene.rng
    if query.role in ("change", "rate"):
        return replace(asked, query=replace(query, falls=not change.fact.falls))
    if query.role != "level" or verb is None or asked.item.measure or query.part:
        return None
    deniable = bool(verb.denied_chinese and verb.denied_english)
    if deniable and not query.denied and rng.random() < 0.5:
        return None if change.about(roles=("plan",)) else replace(asked, query=replace(query, denied=True))
    if query.denied:
        return replace(asked, query=replace(query, denied=False))
    if not verb.opposite:
        return None
    other = Item(asked.item.entry, verbs()[verb.opposite])
    return replace(asked, item=other, query=replace(query, action=other.action))


def _off_topic(change: _Change) -> Asked | None:
    asked, scene = change.asked, change.scene
    field = scene.rng.choice([field for field in fields() if field.key != scene.subject.key])
    item = scene.item(scene.rng.choice(field.entries))
    query = Query(item.key, item.action, asked.query.place, asked.query.period, "level")
    return Asked(query, item, asked.place)


CHANGES: dict[str, Callable[[_Change], Asked | None]] = {
    "other_year": _other_year,
    "other_place": _other_place,
    "other_noun": _other_noun,
    "other_unit": _other_unit,
    "change_for_level": _change_for_level,
    "whole_for_part": _whole_for_part,
    "opposite": _opposite,
    "off_topic": _off_topic,
}
