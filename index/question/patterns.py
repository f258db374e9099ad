"""The signs by which a question shows what it asks for, in Chinese (folded to Simplified) and in English."""

from __future__ import annotations

import re

from index.numbers.units import MEASURE_WORDS
from index.text.word_lists import PAST_FORMS

MEASURES = (*MEASURE_WORDS, "个百分点", "百分点", "钱", "辆次", "公噸")
MEASURE = "(?:" + "|".join(sorted(map(re.escape, MEASURES), key=len, reverse=True)) + ")"
HOW_MANY_ZH = re.compile(rf"(?:多少|几|幾|第几|若干)(?:万|亿|千|百|余|多)?({MEASURE})?")
NUMBER_ZH = re.compile(r"多少|几(?!乎|率|何|度)|几度(?=\W*$)|多[大高长远重宽深厚快粗](?!的)")
NUMBER_EN = re.compile(
    r"\bhow (?:many|much|large|big|long|far|tall|high|old|heavy|wide|deep|often|fast)\b|\bnumber of\b|\bcount\b|\btotals?\b|"
    r"\bamount\b|\bfigures?\b|\bpercent(?:age)?\b|\bshare of\b|\bproportion\b|\bheadcount\b|\bnumbers?\b|\bper cent\b|"
    r"\bquantity\b|\bstatistics?\b"
)
# as people type it where no sentence is wanted: 专题党课 场数
COUNT_LAST = re.compile(rf"(?:(?:^|[\s的])({MEASURE})数|(人次|场次|班次|车次|架次))\W*$")
# what is itself a figure, and asked for unless a person, a place or a reason is
QUANTITY_ZH = re.compile(
    r"年龄|岁数|比例|占比|总数|总量|数量|人数|次数|数目|数据|增长率|增速|降幅|升幅|涨幅|金额|总额|数字|总人口|面积|产值|收入|gdp|日均|人均|年均|月均|"
    r"(?:[^多少半整对奇偶\s]数|[^质力能音胆商尽较考衡\s]量|[^效\s]率|[^名\s]额|人次|场次|班次|车次|架次|客流)\W*$"
)
_QUANTITIES = (
    r"population|audiences?|ridership|attendances?|turnout|membership|output|coverage|length|height|weight|area|depth|"
    r"capacity|temperature|speed|salar(?:y|ies)|score|budget|costs?|prices?|fees?|fares?|wages?|fines|revenues?|income|"
    r"spending|gdp|turnover|profits?|debts?|sales|exports|imports|yield|enrol?ment"
)
QUANTITY_EN = re.compile(rf"\b(?:{_QUANTITIES}|rate|size|age|reach of|value of|quota|tonnage|deficit|surplus)\b")
# a noun that is itself the figure asked for: "population of", "budget for"
ATTRIBUTE = re.compile(rf"\b(?:{_QUANTITIES}|pay|value|funding|loss(?:es)?)\b")
PERCENT = re.compile(
    r"percent|per cent|share of|proportion|\brate\b|%|百分之|百分比|比例|占比|占\S{0,12}(?:几成|多少|几多)|增速|增长率|增幅|降幅|率是|率为|率达|率多少|[^效\s]率\W*$"
)
MONEY = re.compile(
    r"how much (?:money|(?:did|does|do|was|were|is|are|will|has|have)\b.{0,60}\b(?:cost|pay|paid|spend|spent|raise|raised|earn|earns|invest|lose|collect|receive|worth|owe|charge|take|make|bring in|save)\b(?! (?:up|part|place|long|time|to)\b))\b|\bcosts?\b|\bpric|\bfees?\b|\bspen[dt]|\bbudget|"
    r"\brevenue|\bfund(?:s|ing|ed)?\b|\binvest|\bmoney\b|\bgdp\b|\bincome\b|\byuan\b|\bdollars?\b|\bpounds?\b|\bpaid\b|\bprofits?\b|\bdividend|\bsalar|\bwages?\b|\bfares?\b|\bfines\b|\bvalue of\b|\bsubsid|\bgrant|\bloan|"
    r"多少钱|多少元|多少万元|多少亿|金额|费用|投资|资金|拨款|预算|开支|支出|收入|票价|价格|收费|贷款|产值|gdp|成本|花了|补贴|损失|工资|薪|利润|盈余|亏损|负债|债务|销售额|营业额|经费|造价|罚款总额"
)
DATE = re.compile(
    r"^(?!.*\b(?:who|whom|whose|what|which|where|why|how)\b.*\bwhen\b).*\bwhen\b|\bwhat (?:day|date|year|month|time)\b|\bwhich (?:day|date|year|month)\b|\bin what year\b|\bsince what\b|\bdate\b|\bdates\b|\bas of\b|"
    r"何时|什么时候|啥时候|什么时间|哪天|哪一天|哪年|哪一年|几月|几号|几日|哪月|日期|时间是|何年|何日|多会儿|什么日子|截至什么|截止什么|截至何|甚么时候|几点|几时|时间$"
)
DURATION = re.compile(
    r"\bhow long\b|\bhow many (?:years|months|weeks|days|hours|minutes|seconds)\b|多久|多长时间|多少年|几年|多少个?月|几个月|几天|多少天|多少个?(?:星期|小时|分钟)|几个?(?:星期|小时|分钟)|连续几"
)
RANK = re.compile(r"\brank|\bwhat place\b|\bposition\b|排名|名次|排第几|第几|位居|位列|居全|的位[置次]")
OFTEN = re.compile(r"\bhow (?:often|frequently)\b|多久(?:\S{0,6})?一[次回届场期]|隔多久|频率")
# things are counted, not paid: *how many loans*, 多少笔贷款
COUNTED = re.compile(
    r"\bhow many\b(?! (?:\w+ ){0,2}(?:yuan|dollars|pounds|euros|yen|rmb|hk\$))|\bnumber of\b|"
    rf"(?:多少|几)(?:万|亿|千|百|余|多)?(?!元|美元|港元|港币|人民币|钱){MEASURE}"
)
WHICH_ZH = re.compile(r"哪一?(?:些|个|几个|里|家|种|类)")
PERSON = re.compile(r"\bwho\b|\bwhose\b|\bwhom\b|谁|哪位|何人|(?<!为)什么人(?![数口次均])|哪个人|哪些人")
PLACE = re.compile(
    r"\bwhere\b|哪里|哪儿|何处|何地|什么地方|在哪|哪个地方|哪座城市|\bwhich (?:city|town|country|place|district|county|village)\b"
)
NAME = re.compile(
    r"\bnames?\b|\bnamed\b|\bcalled\b|\btitle\b|\bwhich\b|叫什么|叫做什么|名字|名称|叫啥|哪(?:个|家|些|部|几|所|座|一|本|支|款|项|三|两)|\bwhat is .{0,40} called\b|标题"
)
TEXT = re.compile(
    r"\bwhy\b|\bhow (?:do|did|does|is|are|was|were|will|can|should)\b|为什么|为何|为啥|怎么|如何|怎样|原因|\bwhat kind|\bdescribe|哪些|指什么|指的是什么|是什么意思|什么是|\bmean\b(?! (?!by\b|for\b|to\b)\w)|\brefer"
)
WHY = re.compile(
    r"\bwhy\b|\bwhat (?:was|is|were|are) the (?:reasons?|causes?)\b|\bfor what reason|\bwhat (?:caused|made|led)\b|为什么|为何|为啥|何故|原因|怎么会|因何"
)
REASON = re.compile(
    r"因|由于|为了|旨在|鉴于|以便|致使|导致|使得|之所以|是为|\b(?:because|due to|owing to|so that|in order to|thanks to|"
    r"reasons?|causes?d?|as a result|blamed?|led to|to (?:make|help|give|cut|avoid|reduce|keep|protect))\b"
)
PLACED = re.compile(r"在|位于|于|至|赴|来到|\b(?:in|at|near|on|to|from|outside)\s+(?:the\s+)?[A-Z]")
INTERROGATIVE = re.compile(
    r"\b(?:who|what|which|why|how|where|when|whose|did|does|do|is|are|was|were|can|will|would|should|could|has|have|had|tell|describe|explain)\b|"
    r"什么|甚么|啥|谁|哪|怎|如何|为何|为什么|吗|呢|何"
)
YEAR = re.compile(r"(?<!\d)(1[0-9]{3}|20[0-9]{2})(?!\d)")
LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
AGE = re.compile(r"\bhow old\b|\bages?\b|年龄|年纪|几岁|多少岁|岁数|多大了|多大年")
CAPITALISED = re.compile(r"(?<![.!?:\"“] )(?<!^)\b[A-Z][a-zà-ɏ]+(?:[ -][A-Z][a-zà-ɏ.]*)+")
# what the kind of an English name ends with in Chinese
ENGLISH_KINDS = {
    "district": "区",
    "county": "县",
    "city": "市",
    "town": "镇",
    "township": "乡",
    "village": "村",
    "province": "省",
    "street": "街",
    "road": "路",
    "island": "岛",
}
NAMED_KIND = re.compile(rf"(?:'s)?\s+({'|'.join(ENGLISH_KINDS)})\b", re.IGNORECASE)
ASKING_ZH = re.compile(r"[几幾多哪][^数數]?[^数數]?$")
HEAD_EN = re.compile(
    r"(?:\bhow (?:many|much)(?: more| extra| new)?|"
    r"\b(?:(?:what|which)(?: is| was| are| were|'s)?(?: the)? )?(?:total )?"
    r"(?:number|amount|count|share|percentage|proportion|name)s? of|"
    r"\b(?:what|how (?:big|large|long|high|old)) (?:is|was|are|were|'s)(?: the)?|\bwhat|\bwhich|\bwhose)\s+"
    r"(?:(?:of|the|a|an|all|its|their|these|those)\s+)*"
)
# who did it, or what they are: *composed* of "who composed the music", *chief executive* of "who is the chief executive of"
ROLE_EN = re.compile(
    r"\bwhom?\s+(?:(?:is|was|are|were|did|does|do|has|have|had|will|else|also|the|a|an|their|its|first)\s+)*"
)
ROLE_ZH = re.compile(
    r"(?:是|由|让|給|给|被|为|為)?(?:谁|哪位|哪些人|(?<!为)什么人|何人)(?:的|来|负责)?|(?:叫做?|称为|名叫)(?:什么|啥|甚么)(?:名字|名)?"
)
# what a part of them is or does: *women* of "how many of the doctors are women"
PART_EN = re.compile(
    r"\bhow many of (?:the |its |their |these |those )?(?:\w+ ){1,4}?(?:are|were|is|was|have|had) (?:(?:on|in|at|from|under|over|aged) (?:the )?)?"
)
LATE_EN = re.compile(r"\bhow (?:many|much)\W*$|\b(?:number|total|count|amount|figures?|headcount)\W*$")
COUNT_NOUN_ZH = re.compile(r"(?:数量|人数|总数|数目|比例|占比|金额|总额|数字|次数|户数|件数)(?:是|为|有|达|$|\W)")
VERB_START = re.compile(
    r"\b(?:were|was|are|is|did|do|does|has|have|had|will|can|could|would|should|got|went|in|at|on|by|for|from|to|that|who|"
    r"the|of)\b(?!-)|[?.;]|$"
)
SHARED = re.compile(r"\b(?:share|percentage|proportion|amount|count)s? of")
PLURAL = re.compile(
    r"\b(?:\w{2,}(?<![suic])s|people|women|men|children|staff|police|personnel|teeth|feet|mice|sheep|fish|cattle|crew|youths?)\b"
)
# what they did or do, where it stands behind a word in the plural: *held* of "how many organisations held activities"
MAIN_VERB = re.compile(
    rf"\b(?:(?!hundred|seed|speed|breed|feed|weed|indeed)\w{{3,}}ed|{'|'.join(sorted(PAST_FORMS))}|got|cut|put|set|hit|shut|"
    r"hold|give|take|make|get|go|come|work|live|use|run|stay|"
    r"speak|attend|need|want|own|belong|exist|remain|pass|join|serve|sell|buy|pay|lie|stand|contain|include|cover|reach|visit|"
    r"receive|produce|employ|operate|offer|provide|teach|study|suffer|sign|vote|ride|travel|fly|drive|open|close|start|earn|"
    r"carry|return|cross|call)\b(?!-)"
)
LIST = re.compile(r"\s*(?:,|\band\b|&|/|、|，|和|及|与|與|以及)\s*(?:how (?:many|much)\s+)?")
HOW_MANY = re.compile(r"\bhow (?:many|much)\b|多少|几(?!乎|率|何|度)")
BETWEEN_QUESTIONS = re.compile(r"[,，、;；?？]\s*|\s+(?:and|&)\s+|(?:以及|还有|還有)")
PAUSE_ZH = re.compile(r"[,，。?？、\s的多几]")
# "and in 2020?", "那2020年呢": a year and nothing to ask of it
FOLLOW_UP = re.compile(
    r"(?:(?:and|so|then|what|how|about|but|that|in|for|the|year|of|那|那么|还有|在|又)[\s,，]*)*"
    r"(?:1[0-9]{3}|20[0-9]{2})(?:年|年度)?(?:的|呢|吗)*\W*"
)
