"""The words of an English sentence."""

from __future__ import annotations

from dataclasses import dataclass, field

from benchmarks.reader import english_nouns, periods
from benchmarks.reader.drafting import Draft
from benchmarks.reader.periods import MONTHS, Period
from benchmarks.reader.scene import Item, further_measures
from benchmarks.reader.templates import sections, words

_TAILS = sections("names.txt")["English remarks"]
_FIRST = words("names.txt", "English given names")
_LAST = words("names.txt", "English surnames")
_ROLES = ("the director", "a spokesman", "the manager", "the head of service", "a volunteer", "the chair")
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


@dataclass(slots=True)
class EnglishDraft(Draft):
    """Fills the slots of the English sentences; says place and time once."""

    told: set[str] = field(default_factory=set)

    def fill(self, slot: str) -> str:
        """The text of a slot; a number behind a dot chooses among several."""
        name, _, number = slot.partition(".")
        return getattr(self, name)(int(number or 0))  # type: ignore[no-any-return]

    def Tl(self, number: int) -> str:  # noqa: N802
        if self.scene.rng.random() < 0.5:
            return ""
        self.told.add("T")
        text = self.period_name(self.period)
        return f"{text[0].upper()}{text[1:]}, " if text else ""

    def T(self, number: int) -> str:  # noqa: N802
        if "T" in self.told:
            return ""
        self.told.add("T")
        text = self.period_name(self.period)
        return f" {text}" if text else ""

    def W(self, number: int) -> str:  # noqa: N802
        if "W" in self.told:
            return ""
        self.told.add("W")
        rng, place = self.scene.rng, self.place
        if place == self.scene.place and self.scene.title_place and rng.random() < 0.65:
            return rng.choice(("", "", f" in {place.whole_english}", f" across {place.whole_english}"))
        return rng.choice((f" in {place.english}", f" in {place.short_english}"))

    def wholly(self, number: int) -> str:
        self.told.add("W")
        return self.scene.rng.choice((self.place.whole_english, self.place.english))

    def A(self, number: int) -> str:  # noqa: N802
        self.told.add("W")
        rng, place = self.scene.rng, self.place
        if place == self.scene.place and self.scene.title_place and rng.random() < 0.5:
            return rng.choice((place.whole_english, place.short_english))
        return rng.choice((place.english, place.short_english))

    def period_name(self, period: Period) -> str:
        scene = self.scene
        if period == scene.period and scene.title_period and scene.rng.random() < 0.65:
            return periods.bare_english(period, scene.rng)
        return periods.english(period, scene.rng)

    def before(self, number: int) -> str:
        if self.period.months > 12:
            return periods.english(self.period.later(-1), self.scene.rng)
        return periods.before_english(self.period, self.scene.rng)

    def next(self, number: int) -> str:
        self.period = self.period.later(1)
        return periods.english(self.period, self.scene.rng)

    def t(self, number: int) -> str:
        return periods.english(self.past_period(number), self.scene.rng)

    def date(self, number: int) -> str:
        day = self.day()
        text = self.scene.rng.choice(
            (f"{day.day} {MONTHS[day.month - 1]} {day.year}", f"{MONTHS[day.month - 1]} {day.day}, {day.year}")
        )
        return "on " + self.figure(text, self.fact(self.items[0], "when"))

    def office(self, number: int) -> str:
        return self.scene.subject.office_english

    def speaker(self, number: int) -> str:
        rng = self.scene.rng
        name = f"{rng.choice(_FIRST)} {rng.choice(_LAST)}"
        return rng.choice((name, f"{name}, {rng.choice(_ROLES)},"))

    def tail(self, number: int) -> str:
        return self.scene.rng.choice(_TAILS)

    def n(self, number: int = 0) -> str:
        names = self.items[number].entry.english
        return self.scene.rng.choice(names) if self.items[number].verb and self.scene.rng.random() < 0.2 else names[0]

    def nn(self, number: int = 0) -> str:
        return english_nouns.counted(self.n(number), self.items[number])

    def vd(self, number: int = 0) -> str:
        return self._participle(self.items[number])

    def _participle(self, item: Item) -> str:
        if not item.verb:
            return ""
        if item.action not in self.words:
            self.words[item.action] = self.scene.rng.choice(item.verb.participle)
        return self.words[item.action]

    def past(self, number: int = 0) -> str:
        """The verb said of the place: where the sentence allows it, its participle is also its past."""
        verb = self.items[number].verb
        return english_nouns.past(verb, self.scene.rng) if verb else ""

    def vb(self, number: int = 0) -> str:
        verb = self.items[number].verb
        return verb.base if verb else ""

    def were(self, number: int = 0) -> str:
        return english_nouns.were(self.items[number])

    def head(self, number: int = 0) -> str:
        item = self.items[number]
        return english_nouns.head(self.n(number), item, self._participle(item))

    def said_(self, number: int = 0) -> str:
        item = self.items[number]
        if item.verb:
            return f"{self.level(number)} {self.nn(number)} {self.were(number)} {self._participle(item)}"
        return f"{self.head(number)} {self.scene.rng.choice(('came to', 'stood at', 'reached'))} {self.level(number)}"

    def rose(self, number: int) -> str:
        self.base_value()
        return self.scene.rng.choice(("fell", "dropped", "went down") if self.falls else ("rose", "grew", "went up"))

    def upn(self, number: int) -> str:
        self.base_value()
        return "down" if self.falls else "up"

    def increase(self, number: int) -> str:
        self.base_value()
        return self.scene.rng.choice(("a fall", "a drop") if self.falls else ("an increase", "a rise"))

    def more(self, number: int) -> str:
        self.base_value()
        item = self.items[0]
        if item.verb and not item.unit.startswith("money") and not english_nouns.measured(item):
            return f"{self.delta()} {'fewer' if self.falls else 'more'}"
        return f"{self.delta()} {'lower' if self.falls else 'higher'}"

    def vb_or_n(self, number: int) -> str:
        return self.vb() if self.items[0].verb else f"bring {self.head()} to"

    def nn_or(self, number: int) -> str:
        return f" {self.nn()}" if self.items[0].verb else ""

    def p(self, number: int = 0) -> str:
        return self.part(number)[1]

    def pl(self, number: int = 0) -> str:
        self.told.add("W")
        return self.scene.rng.choice((self.site(number).english, self.site(number).short_english))

    def mate(self, number: int = 0) -> str:
        return further_measures(self.items[0].entry)[number].english

    def scope(self, number: int) -> str:
        return self.scene.rng.choice(("region", "country", "province"))

    def rank_words(self, place: int) -> str:
        return _ORDINALS[place - 1] if place <= 10 else f"{place}th"

    def deny(self, number: int) -> str:
        verb = self.items[0].verb
        return self.scene.rng.choice(verb.denied_english) if verb else ""

    def vod(self, number: int) -> str:
        return self._participle(self.opposite())
