"""Whose each figure of a sentence is: as a list gives their names in order, as its own words say, as those before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.figures.nouns import ends_in_a_noun
from index.figures.roles import Context
from index.figures.subjects import owner, subject_of
from index.records import Role, Span, Statistic

REACH = 48  # characters of a clause that are looked at on either side of a figure
SOFT = re.compile(r"[，；;。()（）|]|(?<!\d),|,(?!\d{3})|\.(?: |$)")  # a pause of a sentence
_APIECE = re.compile(
    r"(?P<names>[^，。；：]{2,60}?)(?:分别|各自|各(?=[占为有达增降升]))(?:为|是|达到?|有|完成|实现|增长|下降|占|[^，。；]{0,12}?)?$"
)
_APIECE_AGAIN = re.compile("(?:同比|环比|则|也)?(?:分别|各自)")  # in a clause of their own, of the figures before
_RESPECTIVELY = re.compile(r"\brespectively\b")
_JOINED = re.compile(r"、|和|与|及|, and |, | and ")
_NAMES_EN = re.compile(
    r"(?P<names>[A-Za-z][A-Za-z' -]*(?:, [A-Za-z' -]+)*,? and [A-Za-z' -]+?) (?:was|were|came to|rose"
    r"|fell|grew|increased|declined|reached|had|at|stood)\b[^0-9]*$"
)


_HEDGES = " 约約近逾超过過仅僅有也另"
_APART_BY_DEED = ("人", "名", "位", "户", "戶", "元")
_REST = re.compile("(?:其余|其余的|剩下|剩|另|另外|另有|其中|仅|有|只|[^，。；]{1,8}的(?:只|仅)?有?)?")
_UP_TO_A_FIGURE = re.compile("(?<=[一-鿿]{2})[0-9].*", re.S)
_AMONG = re.compile("[中里]$")


class Owners:
    """Whose the figures of a sentence are, asked for each that is no date in order."""

    def __init__(self, raw: str, text: str, sentence: Span, statistics: Sequence[Statistic]) -> None:
        self._raw, self._text, self._sentence, self._statistics = raw, text, sentence, statistics
        self._listed = _listed(raw, sentence, statistics)
        self._waiting: list[str] = []  # the names of figures before, for those that follow in the same order
        self._first_of: dict[str, str] = {}  # whose the first figure of each unit is
        self._last_share = ""
        self._subject, self._passed = "", sentence.start

    def of(self, number: int, role: Role, context: Context, told: Sequence[Statistic]) -> str:
        """Whose the figure is, "" where nothing says it; ``told`` are those before it, with whose they are."""
        start = self._statistics[number].span.start
        if _APIECE_AGAIN.match(context.clause) and not self._waiting:
            self._waiting = self._in_order_again(start, told)
        whose = self._listed.get(number, "") or (self._waiting.pop(0) if self._waiting else "")
        if not whose and self._raw[start - 1 : start] in ("(", "（"):
            whose = self._subject
        elif not whose and told and told[-1].role == "baseline" and not SOFT.search(self._text, self._passed, start):
            whose = told[-1].counted  # 由四十九处减到十一处
        whose = whose or self._of_its_sort(self._statistics[number], role, context)
        whose = whose or self._by_its_words(self._statistics[number], role, context) or self._spoken_of(start, context)
        moved = role == "change" and whose in context.clause  # 贷款增加3459亿元，同比少增3331亿元
        if whose and (role in ("level", "share", "ratio", "target") or moved or not self._subject):
            self._subject = whose
        self._first_of.setdefault(self._statistics[number].unit, whose)
        self._last_share = whose if role == "share" else self._last_share
        self._passed = self._statistics[number].span.end
        return whose

    def _in_order_again(self, start: int, told: Sequence[Statistic]) -> list[str]:
        """Whose the last figures before are, as many as the clause has that begins at ``start``."""
        behind = SOFT.search(self._text, start, self._sentence.end)
        end = behind.start() if behind else self._sentence.end
        many = sum(start <= statistic.span.start < end for statistic in self._statistics)
        return [statistic.counted for statistic in told if statistic.kind != "date"][-many:]

    def _of_its_sort(self, statistic: Statistic, role: Role, context: Context) -> str:
        """Whose a figure before is of which this one is another part: 12家投标单位中，3家…，其余9家; 约两成…."""
        if role == "share" and not context.clause.strip(_HEDGES) and not statistic.counted:
            return self._last_share
        if statistic.kind not in ("number", "percent") or len(statistic.unit) != 1 or statistic.unit in _APART_BY_DEED:
            return ""
        counted = statistic.counted if context.after.startswith(statistic.counted) else ""
        named = bool(counted) and counted[0] not in "还尚仍均都也已未没" and ends_in_a_noun(counted)
        if named or not _REST.fullmatch(context.clause):
            return ""
        return self._first_of.get(statistic.unit, "")

    def _spoken_of(self, start: int, context: Context) -> str:
        """What the clauses before are about, the nearest first, where a figure's own says nothing."""
        end = start - len(context.clause)
        sofar = self._raw[max(self._sentence.start, end - 4 * REACH) : end]
        clauses = [_UP_TO_A_FIGURE.sub("", clause) for clause in SOFT.split(sofar) if clause.strip()]
        subjects = (subject_of(_AMONG.sub("", clause)) for clause in reversed(clauses[-3:]))
        return next((subject for subject in subjects if subject), "")

    def _by_its_words(self, statistic: Statistic, role: Role, context: Context) -> str:
        start, end = statistic.span.start, statistic.span.end
        clause, between = self._raw[start - len(context.clause) : start], self._raw[start - len(context.before) : start]
        return owner(statistic, role, self._subject, clause, between, self._raw[end : end + len(context.after)])


def _listed(text: str, sentence: Span, statistics: Sequence[Statistic]) -> dict[int, str]:
    """Each figure's own name where a list gives them in order: A、B分别为1和2, ``respectively``."""
    counted = [number for number, statistic in enumerate(statistics) if statistic.kind != "date"]
    if not counted:
        return {}
    if _RESPECTIVELY.search(text[sentence.start : sentence.end]):
        first = statistics[counted[0]].span.start
        match = _NAMES_EN.search(text, max(sentence.start, first - 4 * REACH), first)
        return _matched(match, counted)
    owners: dict[int, str] = {}
    names: list[str] = []
    for position, number in enumerate(counted):
        start = statistics[number].span.start
        match = _APIECE.search(text, max(sentence.start, start - 2 * REACH), start)
        if match and number not in owners:
            matched = _matched(match, counted[position:]) or dict(zip(counted[position:], names, strict=False))
            owners.update(matched)
            names = list(matched.values()) or names
    return owners


def _matched(match: re.Match[str] | None, numbers: list[int]) -> dict[int, str]:
    names = [name.strip() for name in _JOINED.split(match["names"])] if match else []
    names = [name for name in names if name]
    return dict(zip(numbers, names, strict=False)) if 1 < len(names) <= len(numbers) else {}
