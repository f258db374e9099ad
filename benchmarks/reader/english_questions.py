"""The words of an English question."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.reader import english_nouns, numbers, periods
from benchmarks.reader.asking import Wording

_MEASURE_KEYS = {"money": "cost", "人": "people", "人次": "attendance", "平方米": "floor area", "公顷": "land area"}


@dataclass(slots=True)
class EnglishWording(Wording):
    """Fills the slots of the English questions."""

    def named_place(self) -> str:
        place = self.asked.place
        self.told.add("w")
        if place is None:
            return "they"
        return self.rng.choice((place.english, place.short_english, place.short_english))

    def w(self) -> str:
        return "" if self.asked.place is None or "w" in self.told else self.named_place()

    def W(self) -> str:  # noqa: N802
        name = self.w()
        return f" in {name}" if name else ""

    def t(self) -> str:
        period = self.asked.query.period
        if period is None or "t" in self.told:
            return ""
        self.told.add("t")
        return periods.short(period, self.rng, "en")

    def T(self) -> str:  # noqa: N802
        period = self.asked.query.period
        if period is None or "t" in self.told:
            return ""
        self.told.add("t")
        return " " + periods.english(period, self.rng)

    def front_time(self) -> str:
        text = self.T().strip()
        return f"{text}, " if text else ""

    def n(self) -> str:
        return self.pick(self.asked.item.entry.english, plain=False)

    def pn(self) -> str:
        return self.pick(self.asked.item.entry.english, plain=True)

    def pask(self) -> str:
        return self.asking_name(self.asked.item.entry.english, f"how much {self.was()} {self.phead()}")

    def nn(self) -> str:
        return english_nouns.counted(self.n(), self.asked.item)

    def many(self) -> str:
        return self._many(self.n())

    def pmany(self) -> str:
        return self._many(self.pn())

    def _many(self, noun: str) -> str:
        item = self.asked.item
        if item.unit.startswith("money"):
            return f"how much in {noun}"
        unit = numbers.english_unit(item.unit)
        if not unit:
            return f"how many {noun}"
        return f"how much {noun}" if self.were() == "was" and self.rng.random() < 0.5 else f"how many {unit} of {noun}"

    def hm(self) -> str:
        item = self.asked.item
        return (
            "how much" if not item.verb or item.unit.startswith("money") or english_nouns.measured(item) else "how many"
        )

    def were(self) -> str:
        return english_nouns.were(self.asked.item)

    def was(self) -> str:
        return english_nouns.was(self.asked.item.entry.english[0])

    def vd(self) -> str:
        verb = self.asked.item.verb
        return self.rng.choice(verb.participle) if verb else ""

    def vb(self) -> str:
        verb = self.asked.item.verb
        return verb.base if verb else ""

    def head(self) -> str:
        return english_nouns.head(self.n(), self.asked.item, self.vd())

    def phead(self) -> str:
        return english_nouns.head(self.pn(), self.asked.item, self.vd())

    def p(self) -> str:
        return self.asked.part[1]

    def ask(self) -> str:
        measure = self.asked.item.measure
        return measure.asked_english if measure else ""

    def mkey(self) -> str:
        measure = self.asked.item.measure
        return _MEASURE_KEYS.get(measure.unit, "total") if measure else ""

    def deny(self) -> str:
        verb = self.asked.item.verb
        return self.rng.choice(verb.denied_english) if verb else ""

    def _direction(self, neutral: str, down: tuple[str, ...], up: tuple[str, ...]) -> str:
        falls = self.asked.query.falls
        return neutral if falls is None else self.rng.choice(down if falls else up)

    def go(self) -> str:
        return self._direction("change", ("fall", "drop", "decrease"), ("rise", "grow", "increase"))

    def pgo(self) -> str:
        return self._direction("different was", ("lower was", "down was"), ("higher was", "up was"))

    def went(self) -> str:
        return self._direction("changed", ("fell", "went down"), ("rose", "went up"))

    def incr(self) -> str:
        return self._direction("change", ("drop", "fall", "decrease"), ("rise", "increase", "growth"))

    def more(self) -> str:
        if self.hm() == "how much":
            return self._direction("different", ("lower",), ("higher",))
        return self._direction("more or less", ("fewer", "less"), ("more",))

    def claim(self) -> str:
        return self._amount(self.asked.claim or (0.0, ""))

    def mile(self) -> str:
        return self._amount(self.asked.milestone or (0.0, ""))

    def _amount(self, amount: tuple[float, str]) -> str:
        if amount[1] == "points":
            return numbers.points(amount[0], self.rng, "en")
        return numbers.english(*amount, self.rng, self.scene.currency, plain=True)
