"""A scene: the field, places, periods and manner of writing of one invented passage."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from benchmarks.reader import periods
from benchmarks.reader.numbers import draw_value, is_whole
from benchmarks.reader.periods import Period, draw_period
from benchmarks.reader.places import Place, draw_place, siblings
from benchmarks.reader.templates import expand, sections
from benchmarks.reader.vocabulary import Entry, Field, Measure, Verb, fields, kinds, verbs


@dataclass(frozen=True, slots=True)
class Item:
    """An entry as a sentence speaks of it: with what is done, or with a further measure of it."""

    entry: Entry
    verb: Verb | None
    measure: Measure | None = None

    @property
    def key(self) -> str:
        return f"{self.entry.key}#{self.measure.english}" if self.measure else self.entry.key

    @property
    def action(self) -> str:
        return self.verb.key if self.verb else ""

    @property
    def unit(self) -> str:
        return self.measure.unit if self.measure else self.entry.unit


@dataclass(slots=True)
class Scene:
    """Everything that the sentences of one passage share."""

    rng: Random
    language: str  # of the passage: en or zh
    subject: Field
    place: Place
    others: list[Place]
    period: Period
    currency: str
    title_place: bool  # title or heading name the place, so that sentences needn't
    title_period: bool
    title: str = ""
    heading: str = ""
    values: dict[tuple[str, ...], float] = field(default_factory=dict)

    def item(self, entry: Entry, verb: str = "") -> Item:
        """``entry`` with ``verb`` or one of its verbs."""
        if not entry.verbs:
            return Item(entry, None)
        return Item(entry, verbs()[verb or self.rng.choice(entry.verbs)])

    def value(self, item: Item) -> float:
        """A magnitude that suits ``item``, near what the passage gave it before so that figures are confusable."""
        key = (item.key, item.action)
        low, high = (item.measure.low, item.measure.high) if item.measure else (item.entry.low, item.entry.high)
        whole = is_whole(item.unit)
        if key in self.values:
            middle = self.values[key]
            low, high = max(low, middle / 1.6), min(high, middle * 1.6)
        if not low < high:
            low, high = high * 0.8, high
        found = draw_value(self.rng, low, high, whole=whole)
        self.values.setdefault(key, found)
        return found


def draw_scene(rng: Random, language: str, *, traditional: bool) -> Scene:
    """The scene of a passage in ``language``; a ``traditional`` one counts other money."""
    every = fields()
    chosen = every[-1] if rng.random() < 0.05 else rng.choice(every[:-1])
    western = rng.random() < (0.75 if language == "en" else 0.08)
    place = draw_place(rng, western=western)
    money = ("gbp", "usd", "eur") if western else ("hkd", "twd", "yuan") if traditional else ("yuan",)
    carried = rng.random()
    scene = Scene(
        rng,
        language,
        chosen,
        place,
        siblings(place, rng, 4),
        draw_period(rng),
        rng.choice(money),
        title_place=carried < 0.8,
        title_period=carried < 0.7 or carried > 0.9,
    )
    _name(scene)
    return scene


def sibling_verbs(entry: Entry) -> list[str]:
    """The verbs of ``entry`` and their opposites."""
    every = verbs()
    opposites = [every[key].opposite for key in entry.verbs if every[key].opposite]
    return list(dict.fromkeys((*entry.verbs, *opposites)))


def further_measures(entry: Entry) -> tuple[Measure, ...]:
    """What else is told of the things of ``entry``."""
    return kinds()[entry.kind].measures if entry.kind else ()


def _name(scene: Scene) -> None:
    rng, language = scene.rng, scene.language
    lines = sections(f"titles_{language}.txt")
    place_in_title = scene.title_place and rng.random() < 0.85
    period_in_title = scene.title_period and rng.random() < 0.75
    calls = periods.chinese if language == "zh" else periods.english_label

    def fill(slot: str) -> str:
        if slot == "W":
            return rng.choice(_names(scene.place, language))
        if slot == "T":
            return calls(scene.period, rng)
        if slot == "office":
            return scene.subject.office_chinese if language == "zh" else scene.subject.office_english
        return scene.subject.chinese if language == "zh" else scene.subject.english

    def draw(what: str, place: bool, period: bool) -> str:
        key = f"{what}{' place' * place}{' period' * period}"
        text = expand(rng.choice(lines[key]), rng, fill).strip()
        return text[:1].upper() + text[1:]

    scene.title = draw("title", place_in_title, period_in_title)
    rest = scene.title_place and not place_in_title, scene.title_period and not period_in_title
    scene.heading = draw("heading", *rest) if any(rest) or rng.random() < 0.6 else ""


def _names(place: Place, language: str) -> tuple[str, ...]:
    if language == "zh":
        return place.chinese, place.chinese, place.short_chinese
    return place.english, place.short_english
