"""Figures that order or name rather than count: ordinals, ranks, codes like 1+10+N, scores."""

from __future__ import annotations

import re

from index.numbers.numerals import listed, parse_number
from index.numbers.numerals_han import HAN_CHARS
from index.numbers.patterns import any_of, either_case
from index.numbers.units import UNIT
from index.records import Span, Statistic, StatisticKind

ORDINAL_WORDS = {
    word: value
    for value, word in enumerate(
        listed("""first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"""),
        start=1,
    )
}
_SUPERLATIVE = (
    r"(?:largest|biggest|highest|lowest|smallest|longest|tallest|fastest"
    r"|oldest|most|best|worst|busiest|richest|leading)"
)
_ORDINAL_WORD = f"(?:{either_case(tuple(ORDINAL_WORDS))})"
_N = rf"(?:[0-9]{{1,6}}|[{HAN_CHARS}]{{1,7}})"
_SCOPE = r"(?:(?:全[国省市县区球州港校]|世界|国内|省内|市内|亚洲|行业|同类)(?:的)?)"
_RANKED_ZH = re.compile(
    r"(?:位居|位列|名列|排名|排在|排行|居于|跻身|列|居|排|升至|跃居|高居"
    r"|稳居)(?:全[国省市县区球州]|世界|亚洲)?$"
)
# Nouns that 第一 begins without counting anything.
_FIRST_NOUNS = re.compile(
    r"第一(?:[时线手步把]|书记|议题|人称|夫人|责任|要务|要义|要素|动力"
    r"|资源|生产力|信号|印象|反应|桶金|次全体)"
)

_SHAPES: tuple[tuple[StatisticKind, str], ...] = (
    ("rank", rf"{_SCOPE}?(?:(?P<lead>前[列茅])|(?P<top>榜首|首位))"),
    ("rank", rf"{_SCOPE}第(?P<place>{_N})(?:(?P<unit>[名位])|大|高)?"),
    (
        "rank",
        rf"(?:{_SCOPE})?(?<![以目之此年日月天午空跟面先从提期])前(?P<best>{_N})"
        r"(?:[名位强甲]|大|(?= ?[，。、；,.;)）”」\n]|$))",
    ),
    ("ordinal", rf"第 ?(?P<nth>{_N})(?P<unit>{UNIT})?"),
    ("ordinal", rf"(?P<session>[{HAN_CHARS}]{{2,4}})(?P<round>届)"),
    ("ordinal", r"(?P<plenum>[一二三四五六七八九])(?P<meeting>中全会)"),
    (
        "ordinal",
        r"(?<=[的共和是])(?P<congress>十[一二三四五六七八九]|二十[一二三]?)大(?![型中小学家企行项类力])",
    ),
    ("ordinal", r"(?P<late>十[四五六七八九]|二十[一二三]?)大(?=[报精代胜召以期会后]|[”」，。、])"),
    ("ordinal", r"(?P<plan>十[一二三四五六七])五(?=[规时期末”」]|以来)"),
    ("rank", rf"(?P<word>{_ORDINAL_WORD})[ -]{_SUPERLATIVE}(?![A-Za-z])"),
    ("rank", r"[Rr]anked (?:the )?(?:No\.? ?)?(?P<ranked>[0-9]{1,6})(?:st|nd|rd|th)?(?![0-9A-Za-z])"),
    ("rank", rf"[Rr]anked (?P<rankword>{_ORDINAL_WORD})(?![A-Za-z])"),
    ("rank", r"(?:No\.? ?|[Nn]umber )(?P<number>[0-9]{1,6})(?![0-9A-Za-z])"),
    ("rank", r"[Tt]op[ -](?P<topn>[0-9]{1,6}|three|five|ten|twenty|fifty|hundred)(?![0-9A-Za-z%])"),
    ("ordinal", r"(?P<english>[0-9]{1,5})(?:st|nd|rd|th)(?![A-Za-z])"),
    (
        "ordinal",
        r"(?P<spelt>[Tt]hird|[Ff]ourth|[Ff]ifth|[Ss]ixth|[Ss]eventh|[Ee]ighth"
        r"|[Nn]inth|[Tt]enth)(?![A-Za-z-])",
    ),
    ("code", r"[0-9]{1,4}(?:\+(?:[0-9]{1,4}|[NnXxMm](?![A-Za-z]))){1,6}"),
    ("code", r"[0-9]{1,4}(?:\.[0-9]+)?(?:[:∶：][0-9]{1,4}(?:\.[0-9]+)?){1,6}(?![0-9])"),
    (
        "code",
        r"(?:[零一二三四五六七八九十]{1,3}比[零一二三四五六七八九十]{1,3}(?![般样些点起直定种次边旦带路再百千万个倍]))"
        r"|[0-9]{1,3} ?比 ?[0-9]{1,3}(?![0-9.%]| ?[万亿年月日个人元倍])",
    ),
    ("code", r"[0-9]{1,3}个[0-9]{1,4}(?=[”」’』])"),
    ("code", r"[0-9]{1,4}/(?!10?(?![0-9]))[0-9]{1,4}(?![0-9/])"),
    ("code", r"[0-9]{1,3}-[0-9]{1,3}(?![0-9,.%][0-9]?[0-9%]|[0-9%])"),
)
RANKS = tuple((kind, re.compile(shape)) for kind, shape in _SHAPES)
ANY_RANK = any_of(shape for _, shape in _SHAPES)
_VALUES = listed("""place best nth session plenum congress late plan word ranked rankword number topn english spelt""")
_RANGE_NEXT = re.compile(
    rf"(?:{UNIT})|[十百千万亿多余元]| (?!win|defeat|victory|loss|draw|lead"
    r"|to |at |on |in |over |against |and |after|but |success|triumph)[A-Za-z]"
)
_AGES = re.compile(r"(?:[Aa]ged?s?|岁) $")


def read_rank(match: re.Match[str], kind: StatisticKind, raw: str) -> Statistic | None:
    """The ordinal, rank or code that a shape matched, or None where it counts after all."""
    folded, (start, end), parts = match.string, match.span(), match.groupdict()
    if kind == "code":
        return Statistic(Span(start, end), raw[start:end], None, kind="code") if _names(match) else None
    if parts.get("nth") and _FIRST_NOUNS.match(folded, start):
        return None
    if (parts.get("lead") or parts.get("top")) and not _is_placed(folded, start):
        return None
    value = 1.0 if parts.get("top") else _value(parts)
    if value is None and not parts.get("lead"):
        return None
    if parts.get("nth") and (_RANKED_ZH.search(folded, max(0, start - 6), start)):
        kind = "rank"
    unit = _unit(match, parts, raw)
    return Statistic(Span(start, end), raw[start:end], value, unit, qualifier="ordinal", kind=kind)


def _names(match: re.Match[str]) -> bool:
    """Whether the figures are a score, ratio or formula, and not a range or a fraction of things."""
    folded, text = match.string, match[0]
    if "/" in text:
        over, under = (int(part) for part in text.split("/"))
        return not (0 < over < under <= 10)
    if "-" not in text:
        return True
    low, high = (int(part) for part in text.split("-"))
    if low >= high:
        return not re.match(UNIT, folded[match.end() : match.end() + 12]) or low == high == 0
    if _AGES.search(folded, max(0, match.start() - 5), match.start()):
        return False
    return not _RANGE_NEXT.match(folded, match.end())


def _is_placed(folded: str, start: int) -> bool:
    """前列 is a rank after a scope or a verb of standing; 首位 too."""
    return folded[start] not in "前榜首" or bool(re.search(r"[居列于在入登第跃]$", folded[max(0, start - 1) : start]))


def _value(groups: dict[str, str | None]) -> float | None:
    written = next((groups[name] for name in _VALUES if groups.get(name)), None) or ""
    spelt = ORDINAL_WORDS.get(written.lower())
    return float(spelt) if spelt else parse_number(written)


def _unit(match: re.Match[str], groups: dict[str, str | None], raw: str) -> str:
    name = next((name for name in ("unit", "round", "meeting") if groups.get(name)), "")
    return raw[match.start(name) : match.end(name)].strip() if name else ""
