"""How a clause words the role of its figure: a change and its direction, a baseline, a target, a ratio."""

from __future__ import annotations

import re

from index.text.tables import words


def _any(kind: str, *, english: bool) -> str:
    chosen = (word for word in words("directions.tsv", kind) if word.isascii() == english)
    return "|".join(sorted(chosen, key=len, reverse=True))


_RESULT = "(?:了|约|近|超过?|逾|达到?|高达|为|是|至|到|也|则|均|仅|又|再|幅度|分别|各|[ ,约]){0,3}"
_UP_ZH, _DOWN_ZH = _any("up", english=False), _any("down", english=False)
BY_ZH = re.compile(rf"(?<![毫公])(?:(?P<down>{_DOWN_ZH})|(?P<up>{_UP_ZH}))(?:了|咗|约|近|超过?|逾|达|幅度达?|[ ])*$")
TO_ZH = re.compile(
    rf"(?:{_DOWN_ZH}|{_UP_ZH}|调整|转|变)(?:至|到|为|成|了?至"
    rf"|达到)[^，。；]{{0,4}}$|(?:恢复|达)[到至]?[^，。；]{{0,12}}的?$"
)
RATE_ZH = re.compile(
    rf"(?:(?P<down>{_any('down noun', english=False)}|(?:{_DOWN_ZH})[额率量])"
    rf"|(?P<up>{_any('up noun', english=False)}|(?:{_UP_ZH})[额率量])){_RESULT}(?:扩大|收窄"
    rf"|回升|回落)?{_RESULT}$"
)
COMPARED_ZH = re.compile(
    rf"[比较][^，。；]{{1,14}}?(?:(?P<down>{_any('down compared', english=False)})"
    rf"|(?P<up>{_any('up compared', english=False)}))(?:出|了|约|近|超过?|逾|[ ])*$"
)
MORE_ZH = re.compile(
    r"(?:同比|比[^，。；]{1,12}|将|只|却)?(?:(?P<down>少|便宜|平)|(?P<up>多|贵|高|长))(?:了|出|咗)$"
    r"|(?:同比|环比|[比较][^，。；]{1,12}|将)(?:(?P<less>少)|(?P<more>多))[^，。；的]{1,3}?(?:约|近|了)?$"
    r"|加价$|(?P<cheaper>降价|减价)$"
)
# What is so far from a mark: 超警戒水位1.97米, 距上限只差0.5米, ``four points behind``.
BESIDE_ZH = re.compile(
    r"(?:(?<![赶])超(?![过出市级])[^，。；0-9]{2,7}?|超[载支标编员限速]|超出[^，。；]{0,8})(?:了|约|近|达)?$"
    r"|(?P<short>[距离比与][^，。；]{1,14}?(?:只|仅|还|尚|仍)?(?:差|欠|缺)(?:了|约|近)?)$"
)
# 低于全市平均水平4.3个百分点, 快于城镇2个百分点
APART_ZH = re.compile(r"(?<!不)(?:(?P<short>低|少|慢|落后|逊)|[高多快优好])于(?P<mark>[^，。；0-9]{2,14})$")
MARK_ZH = re.compile("平均|水平|标准|预期|目标|上年|去年|同期|全[国省市]")
BESIDE_EN = re.compile(
    r"^ (?:(?P<short>behind|short of|below(?! zero| freezing))|above(?! sea| ground)|off the"
    r"|ahead of|clear of|over budget|above target)\b"
)
_UP_EN, _DOWN_EN = (re.sub(r"\b(?:up|down)\|", "", _any(kind, english=True) + "|") for kind in ("up", "down"))
_UP_EN, _DOWN_EN = _UP_EN.strip("|"), _DOWN_EN.strip("|")
_HEDGE = (
    r"(?:by|of|about|around|nearly|almost|over|more than|roughly|some|only|just|an?|another|a further"
    r"|slightly|sharply|further|least|at|barely|hardly|well|up to|as much as|less than|fewer than|no more than|under)"
)
# "up" and "down" say a change; in "made up", "blew down" they do not.
_IDLE = (
    r"ma[dk]es?|ma[kd]ing|sets?|setting|blew|blown|ate|eats?|eating|took|takes?|taking|built|builds?|opened|bought|shuts?"
    r"|closed|pulled|knocked|tore|torn|broke|broken|picked|gave|puts?|end(?:s|ed)|turn(?:s|ed)|sign(?:s|ed)|uses?|used|laid"
    r"|tracked|hunted|shot|chopped|burn(?:ed|t)|dug|fold(?:s|ed)|summed|sums|add(?:s|ed)|racked|snapped|wrote|written"
)
BY_EN = re.compile(
    rf"(?:\b(?P<down>{_DOWN_EN})|\b(?P<up>{_UP_EN})|(?:\b(?P<idle>{_IDLE}) )?\b(?:(?P<lower>down)|up))"
    rf"(?: {_HEDGE}| an? [a-z]+)* $",
    re.I,
)
# ``growth in the third quarter was 5.5``, ``the drop was 7.1%``
RATE_EN = re.compile(
    r"\b(?:growth|(?<!to )(?:increase|rise)|(?P<down>(?<!to )(?:drop|fall|decline|decrease)))"
    r"(?: rate)?(?: (?:in|of) [^,.;]{1,40}?)?"
    r" (?:was|were|is|reached|hit|averaged|(?:slow|eas)ed to)(?: about| only| just| nearly| almost| over| around)? $",
    re.I,
)
# What is moved stands between: cut leakage by 30 per cent, raised its fares by a tenth.
MOVED_EN = re.compile(
    rf"\b(?:(?P<down>{_DOWN_EN}|reduc(?:es?|ing)|lower(?:s|ed|ing)?|shrinks?|trim(?:s|med)?|cut(?:s|ting)|lag(?:s|ged)?)"
    rf"|(?P<up>{_UP_EN}|rais(?:e[sd]?|ing)|lift(?:s|ed)?|boost(?:s|ed)?|widen(?:s|ed)?|extend(?:s|ed)?))\b"
    rf"[^,.;]{{0,48}}? by(?: {_HEDGE}| an? [a-z]+)* $"
)
BY_EN_BEHIND = re.compile(
    r" ?(?:per cent |percent )?(?:per [a-z]+ )?(?:(?P<up>more|higher|up|increase|rise|growth|jump|longer|faster)"
    r"|(?P<down>fewer|less|lower|down|decrease|fall|drop|decline|reduction|cut|shorter|slower))\b(?! (?:to|at|in) )"
)
TO_EN = re.compile(r"\bto (?:about |nearly |over |a |just )*$")
FROM_EN = re.compile(
    r"(?:(?<!ranged )(?<!ranging )(?<!ranges )(?<!range )(?<!vary )\bfrom"
    r"|\b(?:compared (?:with|to)|against|versus|was previously|instead of|(?:after"
    r"|following) an? (?:surplus|deficit|profit|loss) of))"
    r" (?:about |nearly |an? (?:[a-z]+ )?(?:of )?|some )*$"
    r"|^(?:19|20)[0-9]{2} ?年?[:：] ?$"
)
FROM_ZH = re.compile(r"(?:由|从|自)[^，。；]{0,16}$")
BASE_ZH = re.compile(r"(?:上年|去年|同期|年前|此前|原来|原先|之前)[^，。；]{0,14}(?:为|是|的|仅|有|达)?[^，。；]{0,3}$")
# a figure that another is set beside: 较上年的31万吨大幅增加4%, 比2019年的3900件少300件
BASE_COMPARED_ZH = re.compile(r"[比较](?:[^，。；]{0,6})?(?:去年|上年|前年|同期|[0-9]{4}年)[^，。；0-9]{0,6}$")
MOVED_BEHIND_ZH = re.compile(
    "^的?(?:大幅|小幅|大|约|再|又|略有?|有所|明显|显著|稍|同比)?(?:增|减|成长|升|降|多|少|跌|涨|下|上|提|回|衰退|缩)"
)
BASE_EN = re.compile(
    r"^(?! (?:more|less|fewer|higher|lower|up|down|above|below)\b)[^,.;]{0,14}"
    r"(?:a|one|two|three) years? (?:earlier|before|ago)"
)
TARGET = re.compile(
    r"力争|目标|计划(?!生育|单列|经济)|拟(?!合|定于)|建议(?!书|上限|值|标准)|规划(?!局)|[今明后]年将|争取|确保|要求|决定，将"
)
MET = re.compile("(?:完成|实现|占|达到?|超过?|相当于)[^，。；]{0,8}$")  # what a plan was, not what it is
TARGET_HERE = re.compile(
    r"(?<!即)将(?![军近士来其领要])[^，。；]{0,12}$|应(?:达|不|当)|不得|须[在于]?|额定|核载|规定(?!的)|最[多高长]?[只仅]?[可能]|设计[^，。；]{0,6}$"
    r"|\b(?:will(?! (?:close|open)\b)|aims?|aimed|targets?|targeted|plans? to|planned|proposed|proposes"
    r"|goals?|pledged|promised|hopes to|intends to)\b"
)
BY_NOW = re.compile(r"已|目前|实际|现有|仅|只有|至今|仍|只[一-鿿]{1,3}了|\b(?:were|was|had|has|have)\b")
OF_ANOTHER = re.compile(
    r"(?:恢复|相当于[^，。；]{0,14}的?|同期|[是为](?!总|全[部体]|其|整)[^，。；]{1,12}的|[0-9]{4}年)(?:[至到的约近不到足超过逾]|同期|[0-9]{4}年|去年|上年)*$"
)
STANDARD = re.compile(
    r"(?:\bstandard|\btarget|\blimit|\bgoal|\brequirement)s? of (?:about |at least )?$"
    r"|(?:标准|限值|上限|下限|指标|[出量]限)(?:为|是|的|线)?$|(?:期限|限额|限速|限重)(?:为|是|最长)?$"
)
STANDARD_BEHIND = re.compile(
    r"^(?:以上|以内|以下)?(?:的|之)(?:[^，。；]{0,6})(?:标准|目标|要求|限值|上限)"
    r"|^(?: \w+)? (?:target|standard|limit|goal|zone|cap|deadline|threshold|quota|requirement|allowance)\b"
    r"|^(?: [a-z]+)? (?:needed for|promised|planned|required|budgeted|pledged)\b"
)
MUST = re.compile(r"(?:必须|务必|须|应当)[^，。；]{0,12}$|\b(?:must|should|has to|have to|needs? to)\b[^,.;]*$")
MULTIPLIED = re.compile(r"^(?:[Hh]alv|[Dd]oubl|[Tt]reb|[Tt]ripl|[Qq]uadr|减半|腰斩|[翻加]|[a-z]+fold)")
APART_FROM = re.compile("[较比]|同比|环比")
TIMES_OF = re.compile("[是为的]$|相当于$")
LOSS = re.compile(
    r"(?:亏损|净亏损|净亏|亏)(?:额|了|约|近|达|为|超过?|逾|高达|[ ])*$"
    r"|\b(?:loss(?:es)? of|lost)(?: about| nearly| almost| some"
    r"| over| more than)* $"
    r"|\bloss(?:es)? (?:[a-z]+ ){0,3}(?:to|at|of|was|were|reached) (?:[^,.; ]{1,12}(?: [a-z]+)? from )?$"
)
LOSS_BEHIND = re.compile(r"^ (?:(?:net|operating|pre-tax|annual|trading) )?loss(?:es)?(?![A-Za-z-])")
PER_THOUSAND = re.compile(
    r"^(?: [a-z]+){0,2} (?:per|for every|in every) (?:1,000|1000|10,000|100,000|thousand)|^/(?:10?0?万|千人)"
    r"|^(?: [a-z]+){1,2} (?:for|to) every [a-z0-9]|^ to (?:one|1)\b"
)
# So many for each of another: 每千人口…3.1人, 收入比2.26, 补贴的八点六倍, ``half of the average``.
RATIO_ZH = re.compile(
    r"每[十百千万亿]+(?![元吨个人名次张辆][，。；]|次)[一-鿿]{1,12}[^，。；]*$"
    r"|(?<![占同环对相百评])比(?:例)?(?:由[^，。；]*|为|是|达|约)?[^，。；一-鿿]{0,6}(?:缩小|扩大|降|升|增|提高)?[至到为]?$"
)
OF_A_PLAN = re.compile("(?:占|完成|达到?|相当于)[^，。；]{0,8}(?:任务|计划|目标|指标|预算)的?(?:约|近|超过?|不到)*$")
OF_A_MEAN = re.compile(r"^ of (?:(?:the|its|their|an?) (?:[\w-]+ ){0,3}(?:average|level|levels|norm|figure)|GDP|GNP)\b")
RATIO_BEHIND = re.compile(r"^ (?:as [a-z]+ as|the) ")
# A percentage that is a part of nothing: a rate of interest, of inflation, a concentration.
NO_SHARE = re.compile(
    r"(?:(?<![毛净])利率|利息|收益率|票息|通胀率?|指数|浓度|湿度|坡度|纯度)[^，。；]{0,14}$"
    r"|\b(?:(?:interest|benchmark|base|mortgage|bank|deposit|lending|policy|key) rates?|[Yy]ields?|[Ii]nflation"
    r"|[Hh]umidity|coupon)\b[^.;]{0,60}$"
)
RANKED = re.compile(r"[居列排名第考]|位于|跻身|[Rr]anked|came|placed|finish|stay")
WON = re.compile("[胜勝负負败敗平]|逆转|领先|落后|不敌|击|夺|得分")
