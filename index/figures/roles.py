"""What a figure is there for: a level, a change and its direction, a share, a ratio, a rank, a target, a baseline."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from index.figures.denial import is_denied
from index.records import Role, Statistic
from index.text.tables import words


def _any(kind: str, *, english: bool) -> str:
    chosen = (word for word in words("directions.tsv", kind) if word.isascii() == english)
    return "|".join(sorted(chosen, key=len, reverse=True))


_RESULT = "(?:了|约|近|超过?|逾|达到?|高达|为|是|至|到|也|则|均|仅|又|再|幅度|[ ,约]){0,3}"
_UP_ZH, _DOWN_ZH = _any("up", english=False), _any("down", english=False)
_BY_ZH = re.compile(rf"(?<![毫公])(?:(?P<down>{_DOWN_ZH})|(?P<up>{_UP_ZH}))(?:了|咗|约|近|超过?|逾|达|幅度达?|[ ])*$")
_TO_ZH = re.compile(
    rf"(?:{_DOWN_ZH}|{_UP_ZH}|调整|转|变)(?:至|到|为|成|了?至"
    rf"|达到)[^，。；]{{0,4}}$|(?:恢复|达)[到至]?[^，。；]{{0,12}}的?$"
)
_RATE_ZH = re.compile(
    rf"(?:(?P<down>{_any('down noun', english=False)})"
    rf"|(?P<up>{_any('up noun', english=False)})){_RESULT}(?:扩大|收窄"
    rf"|回升|回落)?{_RESULT}$"
)
_COMPARED_ZH = re.compile(
    rf"[比较][^，。；]{{1,14}}?(?:(?P<down>{_any('down compared', english=False)})"
    rf"|(?P<up>{_any('up compared', english=False)}))(?:出|了|约|近|超过?|逾|[ ])*$"
)
_MORE_ZH = re.compile(
    r"(?:同比|比[^，。；]{1,12}|将|只|却)?(?:(?P<down>少|便宜|平)|(?P<up>多|贵|高|长))(?:了|出|咗)$"
    r"|(?:同比|环比|[比较][^，。；]{1,12}|将)(?:(?P<less>少)|(?P<more>多))[^，。；的]{1,3}?(?:约|近|了)?$"
    r"|加价$|(?P<cheaper>降价|减价)$"
)
# What is so far from a mark: 超警戒水位1.97米, 距上限只差0.5米, ``four points behind``.
_BESIDE_ZH = re.compile(
    r"(?:(?<![赶])超(?![过出市级])[^，。；0-9]{2,7}?|超[载支标编员限速]|超出[^，。；]{0,8})(?:了|约|近|达)?$"
    r"|(?P<short>[距离比与][^，。；]{1,14}?(?:只|仅|还|尚|仍)?(?:差|欠|缺)(?:了|约|近)?)$"
)
_BESIDE_EN = re.compile(r"^ (?:(?P<short>behind|short of)|off the|ahead of|clear of|over budget|above target)\b")
_UP_EN, _DOWN_EN = _any("up", english=True), _any("down", english=True)
_HEDGE = (
    r"(?:by|of|about|around|nearly|almost|over|more than|roughly|some|only|just|an?|another|a further"
    r"|slightly|sharply|further|least|at)"
)
_BY_EN = re.compile(rf"\b(?:(?P<down>{_DOWN_EN})|(?P<up>{_UP_EN}))(?: {_HEDGE}| a [a-z]+)* $", re.I)
_BY_EN_BEHIND = re.compile(
    r" ?(?:per cent |percent )?(?:(?P<up>more|higher|up|increase|rise|growth|jump|longer|faster)"
    r"|(?P<down>fewer|less|lower|down|decrease|fall|drop|decline|reduction|cut|shorter|slower))\b(?! (?:to|at|in) )"
)
_TO_EN = re.compile(r"\bto (?:about |nearly |over |a |just )*$")
_FROM_EN = re.compile(
    r"\b(?:from|compared (?:with|to)|against|versus|was previously|instead of|(?:after"
    r"|following) an? (?:surplus|deficit|profit|loss) of)"
    r" (?:about |nearly |an? |some )*$"
)
_FROM_ZH = re.compile(r"(?:由|从|自)[^，。；]{0,16}$")
_BASE_ZH = re.compile(
    r"(?:上年|去年|同期|年前|此前|原来|原先|之前)[^，。；]{0,14}(?:为|是|的|仅|有|达)?[^，。；]{0,3}$"
)
_BASE_EN = re.compile(r"^[^,.;]{0,14}(?:a|one|two|three) years? (?:earlier|before|ago)")
_TARGET = re.compile(
    r"力争|目标|计划(?!生育|单列|经济)|拟(?!合|定于)|建议(?!书)|规划(?!局)|[今明后]年将|争取|确保|要求|决定，将"
)
_TARGET_HERE = re.compile(
    r"(?<!即)将(?![军近士来其领要])[^，。；]{0,12}$|应(?:达|不|当)|不得|须[在于]?|额定|核载|规定"
    r"|\b(?:will(?! (?:close|open)\b)|aims?|aimed|targets?|targeted|plans? to|planned|proposed|proposes"
    r"|goals?|pledged|promised|hopes to|intends to)\b"
)
_BY_NOW = re.compile(r"已|目前|实际|现有|仅|只有|至今|仍|\b(?:were|was|had|has|have)\b")
_OF_ANOTHER = re.compile(
    r"(?:恢复|相当于|同期|[是为][^，。；]{1,12}的|[0-9]{4}年)(?:[至到的约近不到足超过逾]|同期|[0-9]{4}年|去年|上年)*$"
)
_STANDARD = re.compile(
    r"(?:\bstandard|\btarget|\blimit|\bgoal|\brequirement)s? of (?:about |at least )?$"
    r"|(?:标准|限值|上限|下限|指标|[出量]限)(?:为|是|的|线)?$|(?:期限|限额|限速|限重)(?:为|是|最长)?$"
)
_STANDARD_BEHIND = re.compile(
    r"^(?:以上|以内|以下)?(?:的|之)(?:[^，。；]{0,6})(?:标准|目标|要求|限值|上限)"
    r"|^(?: \w+)? (?:target|standard|limit|goal)\b|^ needed for\b"
)
_MUST = re.compile(r"(?:必须|务必|须|应当)[^，。；]{0,12}$|\b(?:must|should|has to|have to|needs? to)\b[^,.;]*$")
_MULTIPLIED = re.compile(r"^(?:[Hh]alv|[Dd]oubl|[Tt]reb|[Tt]ripl|[Qq]uadr|减半|腰斩|[翻加]倍)")
_APART_FROM = re.compile("[较比]|同比|环比")
_TIMES_OF = re.compile("[是为的]$|相当于$")
_LOSS = re.compile(
    r"(?:亏损|净亏损|净亏|亏)(?:额|了|约|近|达|为|超过?|逾|高达|[ ])*$"
    r"|\b(?:loss(?:es)? of|lost)(?: about| nearly| almost| some"
    r"| over| more than)* $"
)
_PER_THOUSAND = re.compile(
    r"^(?: [a-z]+){0,2} (?:per|for every|in every) (?:1,000|1000|10,000|100,000|thousand)|^/(?:10?0?万|千人)"
)
# So many for each of another: 每千人口…3.1人, 收入比2.26, 补贴的八点六倍, ``half of the average``.
_RATIO_ZH = re.compile(
    r"每[十百千万亿]+(?![元吨个人名次张辆][，。；]|次)[一-鿿]{1,12}[^，。；]*$"
    r"|(?<![占同环对相百评])比(?:例)?(?:由[^，。；]*|为|是|达|约)?[^，。；一-鿿]{0,6}(?:缩小|扩大|降|升|增|提高)?[至到为]?$"
)
_OF_A_PLAN = re.compile("(?:占|完成|达到?|相当于)[^，。；]{0,8}(?:任务|计划|目标|指标|预算)的?(?:约|近|超过?|不到)*$")
_OF_A_MEAN = re.compile(r"^ of (?:the|its|their|an?) (?:[\w-]+ ){0,3}(?:average|level|levels|norm|figure)\b")
_RATIO_BEHIND = re.compile(r"^ (?:as [a-z]+ as|the) ")
# A percentage that is a part of nothing: a rate of interest, of inflation, a concentration.
_NO_SHARE = re.compile(
    r"(?:(?<![毛净])利率|利息|收益率|票息|通胀率?|浓度|湿度|坡度|纯度)[^，。；]{0,14}$"
    r"|\b(?:(?:interest|benchmark|base|mortgage|bank|deposit|lending|policy|key) rates?|[Yy]ields?|[Ii]nflation"
    r"|[Hh]umidity|coupon)\b[^.;]{0,60}$"
)
_RANKED = re.compile(r"[居列排名第考]|位于|跻身|[Rr]anked|came|placed|finish|stay")


@dataclass(frozen=True, slots=True)
class Context:
    """A figure in its sentence: the words of its clause before and behind it, and the sentence so far."""

    before: str
    after: str
    sofar: str
    clause: str
    follows: bool  # whether another figure of the sentence came before


def role_of(statistic: Statistic, context: Context) -> tuple[Role, int]:
    """The role of a figure, and the direction of a change or a loss: -1, 0 or 1."""
    if statistic.kind == "rank" or (statistic.kind == "ordinal" and _is_ranked(statistic, context)):
        return "rank", 0
    if statistic.kind in ("date", "ordinal"):
        return "", 0
    if statistic.kind == "code":
        score = "-" in statistic.text or "–" in statistic.text
        return ("baseline" if _is_baseline(context) else "level" if score else "ratio"), 0
    if _STANDARD.search(context.before) or _STANDARD_BEHIND.match(context.after):
        return "target", 0
    if _is_baseline(context) and (
        statistic.kind != "percent" or _FROM_ZH.search(context.before) or not _OF_ANOTHER.search(context.before)
    ):
        return "baseline", _loss(statistic, context)
    change = _change(statistic, context)
    if change:
        return ("target" if _MUST.search(context.clause) else "change"), change
    if statistic.kind == "percent" and _OF_A_PLAN.search(context.before):
        return "ratio", 0
    if _is_target(context):
        return "target", 0
    if _is_ratio(statistic, context):
        return "ratio", 0
    if statistic.kind == "percent" and not _is_point(statistic):
        if _NO_SHARE.search(context.sofar):
            return "level", 0
        beyond = (statistic.value or 0) > 100 and "占" in context.clause
        return ("ratio" if beyond or _OF_ANOTHER.search(context.before) else "share"), 0
    if _is_part(statistic):
        return ("ratio" if _OF_A_MEAN.match(context.after) else "share"), 0
    return "level", _loss(statistic, context)


def _is_part(statistic: Statistic) -> bool:
    """Whether a figure is a fraction in words or with a bar: 三分之一, 1/3, ``a third``."""
    if statistic.kind != "number" or statistic.unit or statistic.value is None:
        return False
    return 0 < statistic.value < 1 and "." not in statistic.text


def _change(statistic: Statistic, context: Context) -> int:
    """The direction of a change, 0 where a figure is none."""
    if "番" in statistic.text or _MULTIPLIED.search(statistic.text):
        return 1
    if direction := _direction(context):
        return direction
    if statistic.text[0] in "+＋":
        return 1
    if statistic.text.lstrip("(（")[0] in "-－−–" and (
        statistic.kind == "percent" or _APART_FROM.search(context.clause)
    ):
        return 1
    if statistic.kind == "percent" and _LOSS.search(context.before):
        return -1
    if beside := _BESIDE_ZH.search(context.clause) or (statistic.unit and _BESIDE_EN.match(context.after)):
        return -1 if beside["short"] else 1
    return 0


def _is_target(context: Context) -> bool:
    """Whether a figure is what is meant to be, where its clause does not say that it is so by now."""
    if _BY_NOW.search(context.clause) or is_denied(context.before, context.after):
        return False
    return bool(_TARGET.search(context.sofar) or _TARGET_HERE.search(context.clause))


def _is_ranked(statistic: Statistic, context: Context) -> bool:
    if statistic.unit in ("名", "位"):
        return True
    return not statistic.unit and bool(_RANKED.search(context.before[-8:]))


def _is_point(statistic: Statistic) -> bool:
    return "point" in statistic.unit or "点" in statistic.unit or "點" in statistic.unit


def _is_ratio(statistic: Statistic, context: Context) -> bool:
    return (
        "‰" in statistic.text
        or "‱" in statistic.text
        or ("分之" in statistic.text[1:4] and "千" in statistic.text)
        or statistic.unit.startswith("per ")
        or (
            statistic.unit in ("倍", "times")
            and bool(_TIMES_OF.search(context.before) or _RATIO_BEHIND.match(context.after))
        )
        or statistic.text.lower() == "twice"
        or bool(_PER_THOUSAND.match(context.after))
        or (statistic.kind != "percent" and bool(_RATIO_ZH.search(context.clause)))
    )


def _is_baseline(context: Context) -> bool:
    if _FROM_EN.search(context.before) or _BASE_EN.match(context.after):
        return True
    if _FROM_ZH.search(context.before) and re.match(
        r"[^，。；]{0,8}?(?:增|升|提|降|减|缩|调|转|扩|跌|涨|变|[至到])", context.after
    ):
        return True
    based = _BASE_ZH.search(context.before)
    return based is not None and context.follows and not re.search(r"[比较]$", context.before[: based.start()])


def _direction(context: Context) -> Literal[-1, 0, 1]:
    """The way a figure says that something went, 0 where it says how much there is."""
    for pattern, words_before in ((_RATE_ZH, context.before), (_COMPARED_ZH, context.clause[-30:])):
        if match := pattern.search(words_before):
            return -1 if match["down"] else 1
    if match := _BY_ZH.search(context.before):
        return -1 if match["down"] else 1
    if match := _MORE_ZH.search(context.before):
        return -1 if match["down"] or match["less"] or match["cheaper"] else 1
    if _TO_ZH.search(context.before) or _TO_EN.search(context.before):
        return 0
    match = _BY_EN.search(context.before) or _BY_EN_BEHIND.match(context.after)
    return (-1 if match["down"] else 1) if match else 0


def _loss(statistic: Statistic, context: Context) -> int:
    return -1 if statistic.kind == "money" and _LOSS.search(context.before) else 0
