"""What a sentence, its heading and the article's date say of the figures in it: role, period, whose, whether denied."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from index.figures.denial import is_denied
from index.figures.nothing import none_of
from index.figures.owners import REACH, SOFT, Owners
from index.figures.period_parts import year_before
from index.figures.periods import Clock, Period
from index.figures.roles import Context, role_of
from index.numbers.seen import fold
from index.records import Role, Span, Statistic
from index.text.sentences import split_sentences

_PAUSE = re.compile(r"[，；;。、：()（）|]|(?<!\d),|,(?!\d{3})|\.(?: |$)")
_PARTS = re.compile(r"其中|当中|\bof which\b|\bof them\b|\bincluding\b|\bOf (?:the|these|those)\b")
_AGAINST = re.compile(r"\b(?:compared|from|against|(?<!more )(?<!less )(?<!fewer )than|versus|after|before)\b")
_ON_YEAR = re.compile("同比|按年|较上年|[Yy]ear[- ]on[- ]year")
_LISTED = re.compile(" ?(?:和|与|及|、|and|, and|, or) ?")  # between figures that say the same of several
_AGAIN = re.compile(
    r" and [^,.;]{2,40} by (?:about |nearly |over |some |a further )?$"
)  # and vehicle crime by 9 per cent
_YEARS = re.compile(r"[0-9]{4}\.\.[0-9]{4}")
_OUT_OF = re.compile(r" (?:out )?of (?:the |its |their |these |those )?")  # between a part and its whole


def in_context(text: str, statistics: Sequence[Statistic], heading: str = "", date: str = "") -> list[Statistic]:
    """``statistics`` of ``text`` with role, period, denial and whose they are; changes and losses have their sign.

    What a sentence says there are none of (没有人员伤亡) is a figure too, of the value 0.
    """
    folded = fold(text)
    clock = Clock(date, fold(heading))
    starts = [statistic.span.start for statistic in statistics]
    told: list[Statistic] = []
    for start, end in split_sentences(text):
        inside = statistics[bisect_left(starts, start) : bisect_left(starts, end)]
        told += _of_sentence(text, folded, Span(start, end), inside, clock)
        told += [replace(none, period=clock.current) for none in none_of(text, folded, Span(start, end), inside)]
    return sorted(told, key=lambda statistic: statistic.span)


def _of_sentence(raw: str, text: str, sentence: Span, statistics: Sequence[Statistic], clock: Clock) -> list[Statistic]:
    whole = text[sentence.start : sentence.end]
    spoken = clock.current
    periods = [replace(p, start=p.start + sentence.start, end=p.end + sentence.start) for p in clock.periods(whole)]
    times = _Times(text, periods, spoken or clock.default)
    owners = Owners(raw, text, sentence, statistics)
    parts = _PARTS.search(whole)
    opened = parts.start() + sentence.start if parts else sentence.end
    told: list[Statistic] = []
    before: tuple[Role, int] = "", 0
    floor, kind, bare, moved = sentence.start, "", False, 0
    units: set[str] = set()
    for number, statistic in enumerate(statistics):
        if statistic.kind == "date":
            told.append(statistic)
            continue
        following = (s.span.start for s in statistics[number + 1 : number + 7] if s.kind != "date")
        ceiling = next(following, sentence.end)
        context = _context(text, sentence, statistic.span, floor, ceiling, follows=statistic.unit in units)
        between = text[floor : statistic.span.start]
        role, direction = role_of(statistic, context)
        same = kind == statistic.kind or (before[0] == "change" and statistic.unit == "倍")
        if before[0] and role != "ratio" and _is_listed(between, same, bare):
            role, direction = before
        elif before[0] == "target" and statistic.kind == "percent" and between == "的":  # 任务6.8万人的64.3%
            role, direction = "ratio", 0
        elif moved and not direction and _AGAIN.search(context.before):
            role, direction = "change", moved
        denied = is_denied(context.before, context.after)
        if told and _OUT_OF.fullmatch(text, floor, statistic.span.start):  # two of its three boilers are not working
            told[-1], denied = replace(told[-1], denied=told[-1].denied or denied), False
        elif told and role == "share" and context.clause.startswith("占"):  # 11家没有公示，占27.5%
            denied = denied or told[-1].denied
        value = statistic.value
        if direction < 0 and value is not None and value > 0:
            value = -value
        whose = owners.of(number, role, context, told)
        period = times.of(statistic, role, Span(floor, ceiling))
        part = statistic.span.start > opened and role not in ("rank", "")
        told.append(replace(statistic, value=value, role=role, period=period, denied=denied, counted=whose, part=part))
        units.add(statistic.unit)
        floor, before, kind = statistic.span.end, (role, direction), statistic.kind
        moved = direction if role == "change" else moved
        bare = kind == "number" and not statistic.unit  # what the last of a list is of: up 8.8 and 36.4 per cent
    return told


def _is_listed(between: str, same: bool, bare: bool) -> bool:
    """Whether ``between`` joins a figure to the one before, of the ``same`` sort or ``bare`` of a unit, in a list."""
    joined = _LISTED.fullmatch(between) is not None or (bare and between == ", ")
    return joined and (same or bare)


def _context(text: str, sentence: Span, span: Span, floor: int, ceiling: int, *, follows: bool) -> Context:
    low, high = max(floor, span.start - REACH), min(ceiling, span.end + REACH)
    before, after = text[low : span.start], text[span.end : high]
    pauses = [pause.end() for pause in SOFT.finditer(before)]
    pause = SOFT.search(after)
    sofar = text[max(sentence.start, span.start - 4 * REACH) : span.start]
    breaks = [pause.end() for pause in SOFT.finditer(sofar)]
    clause = sofar[breaks[-1] if breaks else 0 :]
    before = before[pauses[-1] if pauses else 0 :]
    return Context(before, after[: pause.start()] if pause else after, sofar, clause, follows)


class _Times:
    """The time expressions of a sentence, asked for each of its figures in order."""

    def __init__(self, text: str, periods: list[Period], spoken: str) -> None:
        self._text, self._periods, self._spoken = text, periods, spoken
        self._passed, self._telling = 0, ""
        self._based: set[int] = set()
        written = (p for p in periods if not p.compared and not p.same and p.text and text[p.start].isascii())
        self._said_in_it = next(written, None)

    def of(self, statistic: Statistic, role: str, room: Span) -> str:
        """The time a figure is of: what its clause says behind or before it, else its sentence, else what was said."""
        start = statistic.span.start
        near = self._pass(start, room.start)
        if statistic.kind == "duration" and self._text[start - 2 : start] in ("连续", "时隔", "相隔"):
            return ""
        attached = self._attached(statistic, room.end)
        if near and SOFT.search(self._text, near.end, start):
            near = None  # of the figure before: 51 million this year, up from 39 million
        if role == "baseline" and (based := attached or near) and based.text:
            self._based.add(based.start)  # of what came before, and of no figure that follows
            return based.text.partition("..")[0] if _YEARS.fullmatch(based.text) else based.text
        if role == "baseline" and self._telling and _ON_YEAR.search(self._text, max(0, start - 4 * REACH), start):
            return year_before(self._telling)
        if attached and not attached.compared and self._text[attached.start].isascii():
            return attached.text
        if role == "baseline":
            return ""  # of a time before, which nothing says
        if self._telling:
            return self._telling
        later = self._said_in_it if role != "baseline" else None
        if later and later.start >= statistic.span.end:
            between = self._text[statistic.span.end : min(later.start, statistic.span.end + 4 * REACH)]
            if not _AGAINST.search(between) and not (self._spoken and SOFT.search(between)):
                return later.text
        return self._spoken

    def _pass(self, position: int, floor: int) -> Period | None:
        """Go on to ``position``; the last expression since ``floor``."""
        near: Period | None = None
        while self._passed < len(self._periods) and self._periods[self._passed].end <= position:
            period = self._periods[self._passed]
            if (
                not period.compared
                and not period.same
                and period.text
                and period.start not in self._based
                and not self._is_aside(period)
            ):
                self._telling = period.text
            self._passed += 1
        if self._passed and self._periods[self._passed - 1].start >= floor:
            near = self._periods[self._passed - 1]
        return near

    def _is_aside(self, period: Period) -> bool:
        """Whether a time holds for its bracket alone: ``(2022: 91.7 million)``."""
        after = self._text[period.end : period.end + 1]
        return after in (":", "：") and self._text[period.start - 1 : period.start] in ("(", "（")

    def _attached(self, statistic: Statistic, ceiling: int) -> Period | None:
        if self._passed == len(self._periods):
            return None
        period = self._periods[self._passed]
        if not statistic.span.end <= period.start < min(ceiling, statistic.span.end + 2 * REACH):
            return None
        return None if _PAUSE.search(self._text, statistic.span.end, period.start) else period
