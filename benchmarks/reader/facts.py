"""What a figure tells and what a question asks for, so that an answer can be checked without reading."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.reader.periods import Period

# The roles that a question for the first would take for an answer, or that would make it ambiguous
_TAKEN_FOR = {
    "level": ("level", "milestone"),
    "growth": ("change", "rate"),
    "change": ("change",),
    "rate": ("rate",),
    "plan": ("plan",),
    "share": ("share",),
    "rank": ("rank",),
    "when": ("when",),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """What one figure of a passage tells."""

    item: str  # an entry's key, behind # a further measure of it
    action: str  # a verb's key, "" for an indicator
    place: str
    period: Period
    role: str  # level, change, rate, plan, share, rank, when, milestone
    part: str = ""  # "" where the whole is meant
    denied: bool = False
    falls: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """What a question asks for; without ``place`` or ``period`` any will do."""

    item: str
    action: str
    place: str | None
    period: Period | None
    role: str
    part: str = ""
    denied: bool = False
    falls: bool | None = None

    def matches(self, fact: Fact) -> bool:
        """True where somebody could take the figure of ``fact`` for the answer."""
        return (
            self.item == fact.item
            and self.action == fact.action
            and self.part == fact.part
            and self.denied == fact.denied
            and fact.role in _TAKEN_FOR[self.role]
            and (self.place is None or self.place == fact.place)
            and (self.period is None or self.period.overlaps(fact.period))
            and (self.falls is None or self.falls == fact.falls)
        )
