"""The words of a Chinese sentence."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.reader import periods
from benchmarks.reader.drafting import Draft
from benchmarks.reader.periods import Period
from benchmarks.reader.scene import Item, further_measures
from benchmarks.reader.templates import words

_TAILS = words("names.txt", "Chinese remarks")
_SURNAMES = words("names.txt", "Chinese surnames")
_GIVEN = words("names.txt", "Chinese given names")
_RANKS = "一二三四五六七八九十"


@dataclass(slots=True)
class ChineseDraft(Draft):
    """Fills the slots of the Chinese sentences."""

    def fill(self, slot: str) -> str:
        """The text of a slot; a number behind a dot chooses among several."""
        name, _, number = slot.partition(".")
        return getattr(self, name)(int(number or 0))  # type: ignore[no-any-return]

    def lead(self, number: int) -> str:
        rng, place, period = self.scene.rng, self.where(), self.when()
        if place and period:
            text = rng.choice((f"{period}，{place}", f"{place}{period}", f"{period}{place}", f"{period}，{place}"))
            return text if not text.endswith(period) or rng.random() < 0.6 else text + "，"
        return f"{period}，" if period and rng.random() < 0.7 else place or period

    def where(self, number: int = 0) -> str:
        rng, place = self.scene.rng, self.place
        if place == self.scene.place and self.scene.title_place and rng.random() < 0.65:
            return rng.choice(("", "", place.whole_chinese, place.whole_chinese, f"我{place.chinese[-1]}"))
        return rng.choice((place.chinese, place.chinese, place.short_chinese))

    def here(self, number: int) -> str:
        return self.where() or self.place.whole_chinese

    def when(self, number: int = 0) -> str:
        return self.period_name(self.period)

    def period_name(self, period: Period) -> str:
        scene = self.scene
        if period == scene.period and scene.title_period and scene.rng.random() < 0.65:
            return periods.bare_chinese(period, scene.rng)
        return periods.chinese(period, scene.rng)

    def before(self, number: int) -> str:
        if self.period.months > 12:
            return periods.chinese(self.period.later(-1), self.scene.rng)
        return periods.before_chinese(self.period, self.scene.rng)

    def next(self, number: int) -> str:
        self.period = self.period.later(1)
        return periods.chinese(self.period, self.scene.rng)

    def t(self, number: int) -> str:
        return periods.chinese(self.past_period(number), self.scene.rng)

    def date(self, number: int) -> str:
        day = self.day()
        text = f"{day.year}年{day.month}月{day.day}日"
        return self.figure(text, self.fact(self.items[0], "when"))

    def source(self, number: int) -> str:
        rng = self.scene.rng
        whose = rng.choice((self.place.chinese, self.place.short_chinese, ""))
        what = rng.choice(("统计", "的数据", "的消息", "通报", "的最新数据"))
        return f"{rng.choice(('据', '据', '根据'))}{whose}{self.scene.subject.office_chinese}{what}"

    def speaker(self, number: int) -> str:
        rng = self.scene.rng
        role = rng.choice(("负责人", "工作人员", "局长", "科长", "发言人", ""))
        return f"{role}{rng.choice(_SURNAMES)}{rng.choice(_GIVEN)}"

    def office(self, number: int) -> str:
        return self.scene.rng.choice(("", self.place.short_chinese)) + self.scene.subject.office_chinese

    def tail(self, number: int) -> str:
        return self.scene.rng.choice(_TAILS)

    def v(self, number: int = 0) -> str:
        return self._verb(self.items[number])

    def _verb(self, item: Item) -> str:
        if not item.verb:
            return ""
        if item.action not in self.words:
            self.words[item.action] = self.scene.rng.choice(item.verb.chinese)
        return self.words[item.action]

    def n(self, number: int = 0) -> str:
        item = self.items[number]
        names = [name for name in item.entry.chinese if "的" not in name] if item.verb else []
        return self.scene.rng.choice(names) if names and self.scene.rng.random() < 0.2 else item.entry.chinese[0]

    def head(self, number: int = 0) -> str:
        return self.v(number) + self.n(number)

    def said_(self, number: int = 0) -> str:
        item, rng = self.items[number], self.scene.rng
        if item.verb and rng.random() < 0.3:
            return f"{self._verb(item)}{self.level(number)}{self.n(number)}"
        return f"{self.head(number)}{self.isword(number)}{self.level(number)}"

    def isword(self, number: int = 0) -> str:
        item = self.items[number]
        return self.scene.rng.choice(("", "", "共", "达") if item.verb else ("为", "达", "达到", "为"))

    def up(self, number: int) -> str:
        self.base_value()
        unit = self.items[0].unit
        if unit in ("%", "℃", "级", "岁"):
            return self.scene.rng.choice(("下降", "降低", "回落") if self.falls else ("上升", "提高", "提升"))
        return self.scene.rng.choice(("下降", "减少", "下滑") if self.falls else ("增长", "增加", "上升"))

    def more(self, number: int) -> str:
        self.base_value()
        if self.items[0].unit in ("%", "℃", "级", "岁"):
            return self.scene.rng.choice(("下降", "降低", "低") if self.falls else ("上升", "提高", "高"))
        return self.scene.rng.choice(("减少", "少", "减少了") if self.falls else ("增加", "多", "增加了"))

    def to(self, number: int) -> str:
        self.base_value()
        return self.scene.rng.choice(("降至", "减至", "下降到") if self.falls else ("增至", "增加到", "升至"))

    def planned(self, number: int) -> str:
        return self.scene.rng.choice(("年初目标", "计划数", "预期目标", "原定目标"))

    def p(self, number: int = 0) -> str:
        return self.part(number)[0]

    def pl(self, number: int = 0) -> str:
        return self.scene.rng.choice((self.site(number).chinese, self.site(number).short_chinese))

    def mate(self, number: int = 0) -> str:
        return further_measures(self.items[0].entry)[number].chinese

    def scope(self, number: int) -> str:
        scopes = {"省": "全国", "州": "全省", "市": "全省", "镇": "全县"}
        return scopes.get(self.place.chinese[-1], "全市")

    def rank_words(self, place: int) -> str:
        return self.scene.rng.choice(
            (f"第{place}位", f"第{place}", f"第{place}名" if place > 10 else f"第{_RANKS[place - 1]}")
        )

    def deny(self, number: int) -> str:
        verb = self.items[0].verb
        return self.scene.rng.choice(verb.denied_chinese) if verb else ""

    def vo(self, number: int) -> str:
        return self._verb(self.opposite())
