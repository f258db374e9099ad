"""A sentence while it is written: every figure put into it remembers what it tells."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from benchmarks.reader import numbers
from benchmarks.reader.facts import Fact
from benchmarks.reader.periods import Period
from benchmarks.reader.places import Place
from benchmarks.reader.scene import Item, Scene, further_measures
from benchmarks.reader.vocabulary import verbs

OPEN, CLOSE = 0xE100, "\ue000"  # private characters around a figure; they outlive a change of script
Amount = tuple[float, str]
_BY_AMOUNT = ("%", "℃", "级", "岁", "分", "席")  # nobody tells how many per cent these have grown


@dataclass(slots=True)
class Sentence:
    """A sentence with private marks around its figures, and what these tell, in the order of their marks."""

    pattern: str
    text: str
    facts: list[Fact]
    amounts: list[Amount | None]  # value and unit of the figures, where they are plain amounts
    items: tuple[Item, ...]
    parts: list[tuple[str, str]]


@dataclass(slots=True)
class Draft:
    """What the slots of a sentence share. Languages fill in the words; here are the figures."""

    scene: Scene
    items: tuple[Item, ...]
    place: Place
    period: Period
    facts: list[Fact] = field(default_factory=list)
    amounts: list[Amount | None] = field(default_factory=list)
    last: Amount | None = None
    memory: dict[str, float] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    parts: list[tuple[str, str]] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    falls: bool = False

    def __post_init__(self) -> None:
        self.falls = self.scene.rng.random() < 0.35

    def part(self, number: int) -> tuple[str, str]:
        """One of the parts that the sentence tells apart, in Chinese and English."""
        if not self.parts:
            every = self.items[0].entry.parts
            self.parts = self.scene.rng.sample(every, min(3, len(every)))
        return self.parts[number]

    def site(self, number: int) -> Place:
        """One of the places that the sentence compares, its own among them."""
        if not self.places:
            self.places = [self.place, *(place for place in self.scene.others if place != self.place)]
            if self.scene.rng.random() < 0.5:
                self.scene.rng.shuffle(self.places)
        return self.places[number]

    def past_period(self, number: int) -> Period:
        """The first, second or third of three periods, of which the sentence's own is the last."""
        step = 1 if self.period.months <= 12 else self.period.months // 12
        return self.period.later((number - 2) * step)

    def most(self, number: int = 0) -> str:
        """Nothing; from here on places come in falling order."""
        self.memory["in order"] = 1.0
        return ""

    @property
    def english(self) -> bool:
        return self.scene.language == "en"

    def once(self, name: str, compute: Callable[[], float]) -> float:
        """What ``compute`` gave the first time that ``name`` was asked for."""
        if name not in self.memory:
            self.memory[name] = compute()
        return self.memory[name]

    def figure(self, text: str, fact: Fact) -> str:
        """``text`` marked as a figure that tells ``fact``."""
        self.facts.append(fact)
        self.amounts.append(self.last)
        self.last = None
        return f"{chr(OPEN + len(self.facts) - 1)}{text}{CLOSE}"

    def amount(self, value: float, unit: str) -> str:
        write = numbers.english if self.english else numbers.chinese
        self.last = value, unit
        return write(value, unit, self.scene.rng, self.scene.currency)

    def fact(self, item: Item, role: str, **further: object) -> Fact:
        values = {"place": self.place.chinese, "period": self.period, **further}
        return Fact(item.key, item.action, role=role, **values)  # type: ignore[arg-type]

    def level_value(self, number: int = 0) -> float:
        return self.once(f"level{number}", lambda: self.scene.value(self.items[number]))

    def level(self, number: int = 0) -> str:
        item = self.items[number]
        return self.figure(self.amount(self.level_value(number), item.unit), self.fact(item, "level"))

    def base_value(self) -> float:
        """The level a year earlier, never the same as now."""

        def compute() -> float:
            level, item = self.level_value(), self.items[0]
            if item.unit in _BY_AMOUNT:
                step = 1.0 if item.unit in ("席", "分") else 0.1
                moved = max(step, round(min(level / 3, self.scene.rng.uniform(0.1, 7)) / step) * step)
                rises = self.falls and (item.unit != "%" or level + moved < 100)
                return round(level + moved if rises else level - moved, 4)
            growth = self.scene.rng.choice((0.02, 0.05, 0.08, 0.12, 0.2, 0.3, 0.6)) * self.scene.rng.uniform(0.6, 1.4)
            base = level * (1 + growth) if self.falls else level / (1 + growth)
            step = 1.0 if numbers.is_whole(item.unit) else 10 ** (math.floor(math.log10(level)) - 2)
            base = round(round(base / step) * step, 6)
            if base == level or base <= 0:
                base = level + step if self.falls else level - step
            return round(base, 6) if base > 0 else level + step

        base = self.once("base", compute)
        self.falls = base > self.level_value()
        return base

    def base(self, number: int = 0) -> str:
        item = self.items[0]
        fact = self.fact(item, "level", period=self.period.later(-1))
        return self.figure(self.amount(self.base_value(), item.unit), fact)

    def delta(self, number: int = 0) -> str:
        item, value = self.items[0], round(abs(self.base_value() - self.level_value()), 6)
        language = "en" if self.english else "zh"
        points = numbers.points(value, self.scene.rng, language)
        text = points if item.unit == "%" else self.amount(value, item.unit)
        self.last = value, "points" if item.unit == "%" else item.unit
        return self.figure(text, self.fact(item, "change", falls=self.falls))

    def rate(self, number: int = 0) -> str:
        item = self.items[0]
        if item.unit in _BY_AMOUNT:
            return self.delta()
        value = abs(self.level_value() / self.base_value() - 1) * 100
        text = self.amount(max(0.1, round(value, 1)), "%")
        if value >= 99.5 and not self.falls and self.scene.rng.random() < 0.4 and not self.english:
            text = f"{value / 100:.1f}倍"
        return self.figure(text, self.fact(item, "rate", falls=self.falls))

    def plan(self, number: int = 0) -> str:
        item = self.items[0]
        value = self.once("plan", lambda: self.scene.value(item))
        if "level0" in self.memory and value == self.memory["level0"]:
            value = self.once("other plan", lambda: value + (1 if numbers.is_whole(item.unit) else value / 10))
        return self.figure(self.amount(round(value, 6), item.unit), self.fact(item, "plan"))

    def share_value(self, number: int) -> float:
        rng = self.scene.rng
        common = (50, 33.3, 25, 66.7, 20, 30, 40, 60, 15)
        if number == 0:
            return self.once("share0", lambda: rng.choice(common) if rng.random() < 0.4 else rng.randint(30, 699) / 10)
        rest = 100 - self.share_value(0)
        return self.once(f"share{number}", lambda: max(1.1, round(rest * rng.uniform(0.15, 0.8), 1)))

    def share(self, number: int = 0) -> str:
        text = numbers.share(self.share_value(number), self.scene.rng, "en" if self.english else "zh")
        return self.figure(text, self.fact(self.items[0], "share", part=self.part(number)[0]))

    def plevel(self, number: int = 0) -> str:
        item = self.items[0]
        value = self.level_value() * self.share_value(number) / 100
        value = max(2, round(value)) if numbers.is_whole(item.unit) else float(f"{value:.3g}")
        text = self.amount(value, item.unit)
        return self.figure(text, self.fact(item, "level", part=self.part(number)[0]))

    def mlevel(self, number: int = 0) -> str:
        item = self.items[0]
        further = Item(item.entry, item.verb, further_measures(item.entry)[number])
        text = self.amount(self.scene.value(further), further.unit)
        return self.figure(text, self.fact(further, "level"))

    def at(self, number: int = 0) -> str:
        item, place = self.items[0], self.site(number)
        value = self.once(f"at{number}", lambda: self._placed(item, number))
        return self.figure(self.amount(value, item.unit), self.fact(item, "level", place=place.chinese))

    def _placed(self, item: Item, number: int) -> float:
        value = self.scene.value(item)
        if number and "in order" in self.memory and value >= self.memory[f"at{number - 1}"]:
            lower = self.memory[f"at{number - 1}"] * self.scene.rng.uniform(0.6, 0.95)
            return float(max(1, int(lower))) if numbers.is_whole(item.unit) else float(f"{lower:.3g}")
        return value

    def then(self, number: int = 0) -> str:
        item, period = self.items[0], self.past_period(number)
        value = self.once(f"then{number}", lambda: self.scene.value(item))
        return self.figure(self.amount(value, item.unit), self.fact(item, "level", period=period))

    def undone(self, number: int = 0) -> str:
        item = self.items[0]
        value = self.once(
            "undone", lambda: max(2.0, float(f"{self.level_value() * self.scene.rng.uniform(0.05, 0.6):.2g}"))
        )
        value = round(value) if numbers.is_whole(item.unit) else value
        return self.figure(self.amount(value, item.unit), self.fact(item, "level", denied=True))

    def opposite(self) -> Item:
        verb = self.items[0].verb
        return Item(self.items[0].entry, verbs()[verb.opposite] if verb else None)

    def olevel(self, number: int = 0) -> str:
        item = self.opposite()
        return self.figure(self.amount(self.scene.value(self.items[0]), item.unit), self.fact(item, "level"))

    def range(self, number: int = 0) -> str:
        item, low = self.items[0], self.level_value()
        high = low * self.scene.rng.uniform(1.1, 1.5)
        high = low + max(1, round(high - low)) if numbers.is_whole(item.unit) else float(f"{high:.3g}")
        language = "en" if self.english else "zh"
        text = numbers.span(low, max(high, low), item.unit, self.scene.rng, language, self.scene.currency)
        return self.figure(text, self.fact(item, "level"))

    def milestone(self, number: int = 0) -> str:
        item = self.items[0]
        value = float(f"{self.level_value():.1g}")
        text = self.amount(max(2.0, value), item.unit)
        return self.figure(text, self.fact(item, "milestone"))

    def rank(self, number: int = 0) -> str:
        place = self.scene.rng.randint(1, 12)
        return self.figure(self.rank_words(place), self.fact(self.items[0], "rank"))

    def rank_words(self, place: int) -> str:
        raise NotImplementedError

    def day(self) -> date:
        """A day in the sentence's period."""
        first = date(self.period.year, self.period.month, 1)
        return first + timedelta(days=self.scene.rng.randrange(self.period.months * 30 - 2))
