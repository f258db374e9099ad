"""What a question asks for: its language, its words, the thing wanted and the figures it names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from index.lexicon import Word, fold, information, is_han, is_proper, known_english, words
from index.records import Language, Statistic
from index.stats import find_statistics
from index.words import CHINESE_STOPWORDS, ENGLISH_STOPWORDS, QUESTION_WORDS_EN

MAX_QUESTION = 1000  # characters that are read; a question is a line, not a file
_MAX_TERMS = 24  # of a pasted paragraph, the words that tell most are enough

Wanted = Literal["number", "money", "percent", "date", "duration", "rank", "name", "person", "place", "text"]

_MEASURES = [
    "人次",
    "人份",
    "场次",
    "车次",
    "个百分点",
    "平方公里",
    "平方米",
    "公里",
    "公顷",
    "公斤",
    "百分点",
    "周年",
    "小时",
    "分钟",
    "星期",
    "个月",
    "个",
    "名",
    "位",
    "人",
    "户",
    "家",
    "所",
    "间",
    "座",
    "栋",
    "套",
    "台",
    "辆",
    "艘",
    "架",
    "条",
    "项",
    "件",
    "宗",
    "起",
    "例",
    "类",
    "种",
    "批",
    "次",
    "场",
    "期",
    "届",
    "班",
    "节",
    "堂",
    "门",
    "部",
    "本",
    "册",
    "篇",
    "份",
    "张",
    "枚",
    "块",
    "片",
    "亩",
    "千米",
    "米",
    "吨",
    "千克",
    "斤",
    "克",
    "升",
    "度",
    "元",
    "美元",
    "港元",
    "港币",
    "人民币",
    "岁",
    "分",
    "秒",
    "天",
    "日",
    "周",
    "月",
    "年",
    "倍",
    "成",
    "级",
    "层",
    "楼",
    "方面",
    "镇",
    "村",
    "县",
    "市",
    "省",
    "国",
    "校",
    "园",
    "站",
    "点",
    "处",
    "口",
    "头",
    "只",
    "匹",
    "株",
    "棵",
    "幅",
    "首",
    "支",
    "队",
    "组",
    "群",
    "团",
    "对",
    "轮",
    "遍",
    "趟",
    "句",
    "字",
    "页",
    "杯",
    "瓶",
    "箱",
    "包",
    "袋",
    "桶",
    "颗",
    "粒",
    "枝",
    "张床位",
    "床",
    "钱",
    "行",
    "届",
    "集",
]
_MEASURE = "(?:" + "|".join(sorted(map(re.escape, _MEASURES), key=len, reverse=True)) + ")"
_HOW_MANY_ZH = re.compile(rf"(?:多少|几|幾|第几|若干)(?:万|亿|千|百|余|多)?({_MEASURE})?")
_NUMBER_ZH = re.compile(
    r"多少|年龄|岁数|几(?!乎|率|何|度)|比例|占比|占\S{0,6}多大|总数|总量|数量|人数|次数|数目|数据|规模多大|多大|多高|多长|多远|多重|增长率|增速|"
    r"降幅|升幅|涨幅|金额|总额|数字|总人口|面积|产值|收入|gdp"
)
_NUMBER_EN = re.compile(
    r"\bhow (?:many|much|large|big|long|far|tall|high|old|mnay|heavy|wide|deep|often|fast)\b|\bnumber of\b|\bcount\b|\btotals?\b|"
    r"\bamount\b|\bfigures?\b|\bpercent(?:age)?\b|\bshare of\b|\bproportion\b|\brate\b|\bsize\b|\bpopulation\b|\bheadcount\b|"
    r"\bnumbers?\b|\bgdp\b|\baudiences?\b|\bridership\b|\breach of\b|\battendances?\b|\bturnout\b|\bmembership\b|\boutput\b|\bcoverage\b|"
    r"\blength\b|\bheight\b|\bweight\b|\barea\b|\bdepth\b|\bcapacity\b|\btemperature\b|\bspeed\b|\bsalary\b|\bage\b|\bscore\b|"
    r"\bbudget\b|\bcosts?\b|\bprice\b|\bfee\b|\brevenue\b|\bper cent\b|\bquantity\b|\bstatistics?\b"
)
_PERCENT = re.compile(
    r"percent|per cent|share of|proportion|\brate\b|%|百分之|百分比|比例|占比|占\S{0,8}(?:几成|多少)|增速|增长率|增幅|降幅|率是|率为|率达|率多少"
)
_MONEY = re.compile(
    r"how much (?:money|did .{0,60}(?:cost|pay|spend|raise|earn|invest|lose|collect|receive))|\bcosts?\b|\bpric|\bfees?\b|\bspen[dt]|\bbudget|"
    r"\brevenue|\bfund(?:s|ing|ed)?\b|\binvest|\bmoney\b|\bgdp\b|\bincome\b|\byuan\b|\bdollars?\b|\bpounds?\b|\bpaid\b|\bsalary|\bsubsid|\bgrant|\bloan|"
    r"多少钱|多少元|多少万元|多少亿|金额|费用|投资|资金|拨款|预算|开支|支出|收入|票价|价格|收费|贷款|产值|gdp|成本|花了|补贴|损失"
)
_DATE = re.compile(
    r"\bwhen\b|\bwhat (?:day|date|year|month|time)\b|\bwhich (?:day|date|year|month)\b|\bin what year\b|\bsince what\b|\bdate\b|\bdates\b|\bas of\b|"
    r"何时|什么时候|啥时候|什么时间|哪天|哪一天|哪年|哪一年|几月|几号|几日|哪月|日期|时间是|何年|何日|多会儿|什么日子|截至什么|截止什么|截至何|甚么时候|几点|几时|时间$"
)
_DURATION = re.compile(
    r"\bhow long\b|\bhow many (?:years|months|weeks|days|hours|minutes|seconds)\b|多久|多长时间|多少年|几年|多少个?月|几个月|几天|多少天|多少个?(?:星期|小时|分钟)|几个?(?:星期|小时|分钟)|连续几"
)
_RANK = re.compile(r"\brank|\bwhat place\b|\bposition\b|排名|名次|排第几|第几|位居|位列|居全")
_PERSON = re.compile(r"\bwho\b|\bwhose\b|\bwhom\b|谁|哪位|何人|什么人|哪个人|哪些人")
_PLACE = re.compile(
    r"\bwhere\b|哪里|哪儿|何处|何地|什么地方|在哪|哪个地方|哪座城市|\bwhich (?:city|town|country|place|district|county|village)\b"
)
_NAME = re.compile(
    r"\bnames?\b|\bnamed\b|\bcalled\b|\btitle\b|\bwhich\b|叫什么|叫做什么|名字|名称|叫啥|哪(?:个|家|些|部|几|所|座|一|本|支|款|项|三|两)|\bwhat is .{0,40} called\b|标题"
)
_TEXT = re.compile(
    r"\bwhy\b|\bhow (?:do|did|does|is|are|was|were|will|can|should)\b|为什么|为何|为啥|怎么|如何|怎样|原因|\bwhat kind|\bdescribe|哪些|指什么|指的是什么|是什么意思|\bmean\b|\brefer"
)
_INTERROGATIVE = re.compile(
    r"\b(?:who|what|which|why|how|where|when|whose|did|does|do|is|are|was|were|can|tell|describe|explain)\b|"
    r"什么|甚么|啥|谁|哪|怎|如何|为何|为什么|吗|呢|何"
)
_YEAR = re.compile(r"(?<!\d)(1[0-9]{3}|20[0-9]{2})(?!\d)")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")


@dataclass(frozen=True, slots=True)
class Term:
    """A content word of a question: its matching form, its weight, whether it names the thing asked for."""

    text: str
    form: str
    weight: float
    is_head: bool = False

    @property
    def is_name(self) -> bool:
        """A proper noun or a number: it is either there or it isn't."""
        if is_han(self.text):
            return is_proper(self.form)
        return self.text[:1].isupper() or self.text[:1].isdigit() or not known_english(self.form)


@dataclass(frozen=True, slots=True)
class Part:
    """One of several things asked for: the measure word it is asked in, and the words that name it."""

    unit: str
    heads: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question as the ranking reads it."""

    text: str
    language: Language
    terms: tuple[Term, ...]
    wanted: Wanted
    unit: str = ""  # the measure word asked with: 所 of 多少所
    years: tuple[str, ...] = ()
    figures: tuple[Statistic, ...] = ()  # named in the question, years left out
    keywords: bool = False  # words without a question among them: a figure may be what is wanted
    parts: tuple[Part, ...] = ()  # one for each thing asked for, when there are several

    @property
    def content(self) -> str:
        """The question's content words alone, which lie nearer to a statement than the question does."""
        return " ".join(term.text for term in self.terms)

    @property
    def wants_figure(self) -> bool:
        return self.wanted in ("number", "money", "percent", "date", "duration", "rank")


def read_question(text: str) -> Question:
    """``text`` analysed; never fails, whatever it is given."""
    text = _readable(text)
    folded = fold(text)
    wanted = _wanted(folded)
    unit = _unit(folded)
    asked = {found.start() for found in _HOW_MANY_ZH.finditer(folded)}
    return Question(
        text=text,
        language=language_of(text),
        terms=_terms(text, folded),
        wanted=wanted,
        unit=unit,
        years=tuple(dict.fromkeys(_YEAR.findall(folded))),
        figures=tuple(
            s for s in find_statistics(text) if s.span.start not in asked and not _YEAR.fullmatch(s.text)
        ),
        keywords=wanted == "text" and not _INTERROGATIVE.search(folded),
        parts=_parts(text, folded),
    )


def _readable(text: str) -> str:
    """The first ``MAX_QUESTION`` characters without control characters or lone surrogates."""
    kept = "".join(c if c.isprintable() else " " for c in text[: 4 * MAX_QUESTION])
    return " ".join(kept.split())[:MAX_QUESTION]


def language_of(text: str) -> Language:
    """Chinese where Chinese characters carry the question, Traditional where any of them is only that."""
    han = [c for c in text if is_han(c)]
    latin = _LATIN_WORD.findall(text)
    if not han or len(han) < len(latin):
        return "en"
    return "zh-Hant" if any(fold(c) != c for c in han) else "zh"


def _wanted(folded: str) -> Wanted:
    """The kind of answer, the more telling signs first."""
    if _DURATION.search(folded):
        return "duration"
    if _DATE.search(folded) and not re.search(r"\bhow (?:many|much)\b|多少", folded):
        return "date"
    if _RANK.search(folded):
        return "rank"
    if _NUMBER_ZH.search(folded) or _NUMBER_EN.search(folded):
        if _PERCENT.search(folded) and not re.search(r"多少[个名人次家所项场]", folded):
            return "percent"
        return "money" if _MONEY.search(folded) else "number"
    for kind, pattern in (("person", _PERSON), ("place", _PLACE), ("text", _TEXT), ("name", _NAME)):
        if pattern.search(folded):
            return kind  # type: ignore[return-value]
    return "text"


_AGE = re.compile(r"\bhow old\b|\bages?\b|年龄|年纪|几岁|多少岁|岁数|多大了|多大年")


def _unit(folded: str) -> str:
    if _AGE.search(folded):
        return "岁"
    found = _HOW_MANY_ZH.search(folded)
    return (found.group(1) or "") if found else ""


def _terms(text: str, folded: str) -> tuple[Term, ...]:
    content = [word for word in words(text) if _carries_meaning(text[word.start : word.end], word)]
    heads = _heads(folded, content)
    best: dict[str, Term] = {}
    for word in content:
        term = Term(text[word.start : word.end], word.form, information(word.form), word.start in heads)
        if word.form not in best or term.is_head:
            best[word.form] = term
    ranked = sorted(best.values(), key=lambda term: -term.weight)[:_MAX_TERMS]
    kept = {term.form for term in ranked}
    return tuple(term for form, term in best.items() if form in kept)


_ASKING_ZH = re.compile(r"[几幾多哪][^数數]?[^数數]?$")


def _carries_meaning(surface: str, word: Word) -> bool:
    lower = surface.lower()
    if is_han(surface):
        return fold(surface) not in CHINESE_STOPWORDS and not _ASKING_ZH.match(surface)
    if len(lower) < 2 and not lower.isdigit():
        return False
    return lower not in ENGLISH_STOPWORDS and lower not in QUESTION_WORDS_EN


_HEAD_EN = re.compile(
    r"(?:\bhow (?:many|much|mnay)(?: more| extra| new)?|\b(?:total )?(?:number|amount|count|share|percentage|proportion|name)s? of|"
    r"\b(?:what|how (?:big|large|long|high|old)) (?:is|was|are|were|'s)(?: the)?|\bwhat|\bwhich|\bwhose)\s+"
)
_LATE_EN = re.compile(r"\bhow (?:many|much|mnay)\W*$|\b(?:number|total|count|amount|figures?|headcount)\W*$")
_COUNT_NOUN_ZH = re.compile(
    r"(?:数量|人数|总数|数目|比例|占比|金额|总额|数字|次数|户数|件数)(?:是|为|有|达|$|\W)"
)
_VERB_START = re.compile(
    r"\b(?:were|was|are|is|did|do|does|has|have|had|will|can|could|would|should|got|went|in|at|on|by|for|from|to|that|who|"
    r"the|of)\b(?!-)|[?.;]|$"
)
_LIST = re.compile(r"\s*(?:,|\band\b|&|/|、|，|和|及|与|與|以及)\s*(?:how (?:many|much)\s+)?")


_Phrase = tuple[str, tuple[int, ...]]  # a measure word, and where the words that name the thing begin


def _heads(folded: str, content: list[Word]) -> set[int]:
    """Starts of the words that name what is asked for: *schools* of "how many schools were built"."""
    return {start for _, phrase in _phrases(folded, content) for start in phrase}


def _parts(text: str, folded: str) -> tuple[Part, ...]:
    """The things asked for when there are several: sites, routes and teaching points."""
    content = [word for word in words(text) if _carries_meaning(text[word.start : word.end], word)]
    form = {word.start: word.form for word in content}
    phrases = dict.fromkeys(_phrases(folded, content))
    parts = tuple(Part(unit, tuple(form[start] for start in starts)) for unit, starts in phrases)
    return parts if len(parts) > 1 else ()


def _phrases(folded: str, content: list[Word]) -> list[_Phrase]:
    """Each thing asked for: its measure word, and the starts of the (at most two) words that name it."""
    return _english_phrases(folded, content) + _chinese_phrases(folded, content)


def _english_phrases(folded: str, content: list[Word]) -> list[_Phrase]:
    found: list[_Phrase] = []
    for cue in _HEAD_EN.finditer(folded):
        stop = _VERB_START.search(folded, cue.end())
        end = stop.start() if stop else len(folded)
        counted = "how" in cue.group() or "number" in cue.group()
        cuts = [m.span() for m in _LIST.finditer(folded, cue.end(), end)] if counted else []
        for start, last in zip([cue.end(), *(b for _, b in cuts)], [*(a for a, _ in cuts), end], strict=True):
            found.append(("", tuple(w.start for w in content if start <= w.start < last)[-2:]))
    late = _LATE_EN.search(folded)
    if late and not any(phrase[1] for phrase in found):
        found.append(("", tuple(w.start for w in content if w.end <= late.start())[-2:]))
    return [phrase for phrase in found if phrase[1]]


def _chinese_phrases(folded: str, content: list[Word]) -> list[_Phrase]:
    found: list[_Phrase] = []
    chinese = [word for word in content if is_han(word.form)]
    past = 0
    for cue in _HOW_MANY_ZH.finditer(folded):
        after = [w for w in chinese if cue.end() <= w.start <= cue.end() + 8]
        adjacent = [w for w in after if not _PAUSE_ZH.search(folded, cue.end(), w.start)]
        pauses = [m.end() for m in re.finditer(r"[,，、;；的]", folded[: cue.start()])]
        since = max([past, *pauses])
        before = [w for w in chinese if since <= w.start and w.end <= cue.start()] or [
            w for w in chinese if past <= w.start and w.end <= cue.start()
        ]
        found.append((cue.group(1) or "", tuple(w.start for w in (adjacent[:2] or before[-2:]))))
        past = cue.end()
    noun = _COUNT_NOUN_ZH.search(folded)
    if noun and not found:
        found.append(("", tuple(w.start for w in chinese if w.end <= noun.end())[-2:]))
    return found


_PAUSE_ZH = re.compile(r"[,，。?？、\s的多几]")
