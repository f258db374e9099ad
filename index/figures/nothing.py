"""What a sentence says there are none of, as a figure of the value 0: 没有人员伤亡, ``no dividend will be paid``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.figures.nouns import ends_in_a_noun
from index.figures.owners import SOFT
from index.figures.subjects import subject_of
from index.records import Span, Statistic

_ONE = "一[起宗例名人个件次本分张家户块毛条项处]"
_NO_THING = r"(?!plans |signs |means |words |details |grounds |reasons )(?:[a-z]+ )?[a-z]+s\b"
_NONE = re.compile(
    r"(?:没有|未(?:发生|造成|出现|发现)|无|零)(?:发生|出现|造成"
    r"|接到)?(?P<what>(?:人员)?(?:伤亡|死亡|受伤|失踪|被困)(?:事[故件])?"
    r"|[^，。；的0-9]{0,6}?(?:事故|病例|投诉|火灾|感染|发案))"
    rf"|(?:(?:没有|无)(?:发生|出现|造成|接到)?(?:{_ONE}|一(?=[^一-鿿]|伤亡|死亡"
    rf"|[㐀-鿿]{{2}})|人(?=[死受伤失]))|{_ONE}钱?[也都]?(?:没有?|未))(?P<whole>[^，。；]{{0,6}})"
    r"|无(?P<person>人)(?=[，。；！]|$)"
    r"|(?:[为是]|接近|趋近于?|近乎|[降减归]至|[降减]到|从(?=零[^，。；]{0,6}[增升涨加])|(?=零增长))"
    r"(?P<zero>零)(?![零〇一二三四五六七八九点下售部碎星件食])"
    r"|\b(?P<nobody>[Nn]obody|[Nn]o one|[Nn]ot one|[Nn]ot a single)\b(?P<of>[^,.;]{0,40})"
    r"|\b[Nn]one of (?:them|these|those|which|whom)\b(?: (?:was|were|is|are|has|have|had))?(?P<none> [^,.;]{0,30})"
    r"|\b(?:were|was|are|is|ha[ds]|have|with|reported|recorded|found|saw|suffered|caused) (?P<are>no)"
    rf" (?P<these>{_NO_THING})"
    r"|\b(?:[Nn]o|[Nn]one of the|[Nn]o new|[Zz]ero) (?P<things>(?:[a-z]+ ){0,2}[a-z]+s) (?:was|were"
    r"|has been|have been|died|opened|closed)\b"
    r"|\b[Nn]o (?P<thing>(?!one |doubt |longer |more |other |such )(?:[a-z]+ )?[a-z]+)"
    r" (?:(?:will|can|has|had) be(?:en)?|was)\b"
)
_NAMES = ("what", "things", "thing", "whole", "person", "these", "none", "of", "zero")
_MEASURED = re.compile("一([起宗例名人个個件次本分张張家户戶块塊毛条條项項处處])")


def none_of(text: str, folded: str, sentence: Span, statistics: Sequence[Statistic]) -> list[Statistic]:
    """What the sentence says there are none of, where no figure is read there already."""
    absences: list[Statistic] = []
    for match in _NONE.finditer(folded, sentence.start, sentence.end):
        name = next(name for name in _NAMES if match[name] is not None)
        start, end = match.start(), match.start(name)
        if name in ("zero", "these"):
            start, end = match.span("zero" if name == "zero" else "are")
        if any(s.span.start < end and start < s.span.end for s in statistics):
            continue
        words = text[start:end].rstrip()
        what = text[match.start(name) : match.end(name)].strip()
        if name == "zero":
            low = max((pause.end() for pause in SOFT.finditer(folded, sentence.start, start)), default=sentence.start)
            what = subject_of(text[low : match.start()])
        if name == "whole" and not ends_in_a_noun(what):
            low = max((pause.end() for pause in SOFT.finditer(folded, sentence.start, start)), default=sentence.start)
            what = subject_of(text[low:start]) or what
        measure = _MEASURED.search(words)
        unit = measure[1] if measure else ""
        absences.append(
            Statistic(Span(start, start + len(words)), words, 0.0, unit, what, role="level", denied=name != "zero")
        )
    return absences
