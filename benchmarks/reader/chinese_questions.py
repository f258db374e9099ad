"""The words of a Chinese question."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.reader import numbers, periods
from benchmarks.reader.asking import Wording


@dataclass(slots=True)
class ChineseWording(Wording):
    """Fills the slots of the Chinese questions."""

    def w(self) -> str:
        place = self.asked.place
        if place is None or "w" in self.told:
            return ""
        self.told.add("w")
        if place.western and self.rng.random() < 0.5:
            return place.short_english
        return self.rng.choice((place.chinese, place.short_chinese))

    def t(self) -> str:
        period = self.asked.query.period
        if period is None or "t" in self.told:
            return ""
        self.told.add("t")
        if self.style != "f":
            return periods.short(period, self.rng, "zh")
        return periods.chinese(period, self.rng)

    def wt(self) -> str:
        place, period = self.w(), self.t()
        joined = self.rng.choice((place + period, period + place))
        return joined + "，" if joined and self.style == "f" and self.rng.random() < 0.1 else joined

    def v(self) -> str:
        verb = self.asked.item.verb
        return self.pick(verb.chinese, plain=False) if verb else ""

    def pv(self) -> str:
        verb = self.asked.item.verb
        return self.rng.choice(verb.plain) if verb else ""

    def n(self) -> str:
        return self.pick(self.asked.item.entry.chinese, plain=False)

    def pn(self) -> str:
        return self.pick(self.asked.item.entry.chinese, plain=True)

    def pask(self) -> str:
        return self.asking_name(self.asked.item.entry.chinese, f"{self.pn()}多少")

    def head(self) -> str:
        return self.v() + self.n()

    def phead(self) -> str:
        verb = self.asked.item.verb
        return f"{self.pv()}的{self.pn()}" if verb else self.pn()

    def m(self) -> str:
        unit = self.asked.item.entry.unit
        return "" if unit.startswith("money") else unit.lstrip("万亿") or unit

    def u(self) -> str:
        unit = self.asked.item.unit
        if self.asked.query.role == "change" and unit == "%":
            return "个百分点"
        if unit.startswith("money"):
            return self.rng.choice(("元", "钱"))
        return "" if unit == "%" else unit.lstrip("万亿") or unit

    def p(self) -> str:
        return self.asked.part[0]

    def mate(self) -> str:
        measure = self.asked.item.measure
        return measure.chinese if measure else ""

    def ask(self) -> str:
        measure = self.asked.item.measure
        return measure.asked_chinese if measure else ""

    def deny(self) -> str:
        verb = self.asked.item.verb
        return self.rng.choice(verb.denied_chinese) if verb else ""

    def up(self) -> str:
        falls, point = self.asked.query.falls, self.asked.item.unit in ("%", "℃", "级", "岁")
        if falls is None:
            return "变化"
        if point:
            return self.rng.choice(("下降", "降低") if falls else ("上升", "提高"))
        return self.rng.choice(("下降", "减少") if falls else ("增长", "增加"))

    def pup(self) -> str:
        falls = self.asked.query.falls
        return "变" if falls is None else self.rng.choice(("少", "降", "跌") if falls else ("多", "涨", "升"))

    def to(self) -> str:
        return "降到" if self.asked.query.falls else "增加到"

    def claim(self) -> str:
        value, unit = self.asked.claim or (0.0, "")
        if unit == "points":
            return numbers.points(value, self.rng, "zh")
        return numbers.chinese(value, unit, self.rng, self.scene.currency, plain=True)

    def mile(self) -> str:
        value, unit = self.asked.milestone or (0.0, "")
        return numbers.chinese(value, unit, self.rng, self.scene.currency, plain=True)
