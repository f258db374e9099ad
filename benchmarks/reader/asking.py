"""Questions: what is asked, in the words of one language and style."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from random import Random

from benchmarks.reader.facts import Query
from benchmarks.reader.places import Place
from benchmarks.reader.scene import Item, Scene
from benchmarks.reader.templates import expand, sections


@dataclass(slots=True)
class Asked:
    """A query with the things its words are made of."""

    query: Query
    item: Item
    place: Place | None
    part: tuple[str, str] = ("", "")
    claim: tuple[float, str] | None = None  # a value and unit to claim, right or wrong
    milestone: tuple[float, str] | None = None
    fromto: bool = False
    per_head: bool = False


_ASKS = re.compile(r"多[少大久快高热吵厚深远]|几|^how |^what ")


@dataclass(slots=True)
class Wording:
    """Fills the slots of one question; the languages give the words."""

    asked: Asked
    scene: Scene
    rng: Random
    style: str
    told: set[str] = field(default_factory=set)

    def fill(self, slot: str) -> str:
        """The text of a slot."""
        return getattr(self, _METHODS.get(slot, slot))()  # type: ignore[no-any-return]

    def pick(self, names: tuple[str, ...], *, plain: bool) -> str:
        """The written name mostly, in everyday questions one of the others; none that is a question itself."""
        names = tuple(name for name in names if not _ASKS.search(name))
        written = 0.25 if plain else 0.8
        return names[0] if len(names) == 1 or self.rng.random() < written else self.rng.choice(names[1:])

    def asking_name(self, names: tuple[str, ...], otherwise: str) -> str:
        """A name that is a question itself, where there is one: how long a parcel takes."""
        return next((name for name in names if _ASKS.search(name)), otherwise)


_METHODS = {"T^": "front_time", "w!": "named_place"}


def section(asked: Asked, language: str) -> str:
    """The heading of the templates that ask for what ``asked`` asks for."""
    query, thing = asked.query, asked.item.verb is not None
    if asked.per_head:
        return "perhead"
    if asked.fromto:
        return "fromto"
    if query.role in ("level", "plan"):
        kind = "thing" if thing else "indicator"
        if query.role == "plan":
            return f"plan {kind}"
        further = "measure" if asked.item.measure else "part" if query.part else "denied" if query.denied else kind
        return f"level {further}"
    return query.role


def templates(asked: Asked, language: str, style: str) -> list[str]:
    """The templates that ask for ``asked`` in a style, f, p, k or c, or in full sentences where it has none."""
    lines = sections(f"questions_{'en' if language == 'en' else 'zh'}.txt")[section(asked, language)]
    verb = asked.item.verb
    if verb and not verb.base:
        lines = tuple(line for line in lines if "{vb}" not in line)
    found = [line[2:] for line in lines if line[0] == style]
    return found or [line[2:] for line in lines if line[0] == "f"]


def styles(asked: Asked, language: str) -> set[str]:
    """The styles that the section of ``asked`` has; a claim only where there is a number to claim."""
    lines = sections(f"questions_{'en' if language == 'en' else 'zh'}.txt")[section(asked, language)]
    return {line[0] for line in lines} - ({"c"} if asked.claim is None else set())


def written(wording: Wording, template: str) -> str:
    """The question that ``template`` makes, single-spaced."""
    return " ".join(expand(template, wording.rng, wording.fill).split()).replace("的的", "的")
