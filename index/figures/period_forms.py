"""How times are written: years, halves, quarters, months and days, 去年 and ``a year earlier``."""

from __future__ import annotations

import re

_N = "[一二两三四五六七八九十]{1,3}|[0-9]{1,2}"
_YEAR = r"(?P<year>(?:19|20)[0-9]{2}|[一二][〇零一二三四五六七八九]{3}) ?财?年"
_THEN = r"(?P<then>去年|上年|前年|今年|本年|当年|明年)"
_PART = (
    r"(?P<half>[上下])半年|前(?P<quarters>[三3])个?季度?|首(?P<first>[三3])季"
    r"|(?:第)?(?P<quarter>[首一二三四1-4])季(?:度)?"
    rf"|[前首头](?P<months>{_N})个?月|(?P<from>{_N}) ?[-至到] ?(?P<to>{_N}) ?月份?"
    rf"|(?P<month>{_N}) ?月(?![嫂饼球亮色光薪经])(?:份|底|末|初"
    rf"|[上中下]旬)?(?: ?(?P<day>[0-9]{{1,2}}"
    rf"|{_N}) ?[日号](?:[-至到](?P<until>[0-9]{{1,2}}) ?[日号])?)?"
    r"|(?P<same>同期)"
)
# From one year, or one day, to another: 2021年至2023年, 7月29日8时至8月1日14时, 今年至8月10日, “十三五”期间.
_DAY = r"(?P<{0}month>{1}) ?月 ?(?P<{0}day>{1}) ?[日号](?:{1} ?[时点])?"
_ACROSS = (
    r"(?P<since>(?:19|20)[0-9]{2}|1[01][0-9]) ?年?(?:-|至|到) ?"
    r"(?P<through>(?:19|20)[0-9]{2}|1[01][0-9]) ?年(?!度|[0-9一-九])"
    rf"|{_DAY.format('since', _N)} ?[-至到] ?{_DAY.format('through', _N)}"
    rf"|今年(?:初|以来)?截?[至到]{_DAY.format('so_far_', _N)}"
    r"|(?P<plan>十[一二三四五六七]?)五[”」]?(?:期间|时期)"
)
# A year that says when something began, not when it was counted: 1998年开业的澡堂.
BEGAN = re.compile("(?:开业|成立|建成|始建|创办|出生|投产|创立|落成|通车|竣工|上市|创刊|建校|立项|签约)的?")
_NEXT = r"(?:[-/至到] ?(?P<{}>(?:19|20)?[0-9]{{2}})(?![0-9]))"
ZH = re.compile(
    rf"(?<![0-9.])(?:{_ACROSS})"
    r"|(?<![0-9.])(?:(?P<school>(?:19|20)[0-9]{2}|1[01][0-9])" + _NEXT.format("next_school") + r"? ?学年度?"
    r"|(?P<fiscal>(?:19|20)[0-9]{2})" + _NEXT.format("next_fiscal") + r" ?(?:财政|财)?年度)"
    rf"|(?:{_YEAR}|(?<![0-9.])(?P<roc>1[01][0-9]) ?年(?!来(?!台)|[前后间多半以])"
    rf"|{_THEN})(?:度|全年|以来|底|末|初|的)?(?: ?(?:{_PART}))?"
    rf"|(?<![0-9一二三四五六七八九十第])(?:{_PART.replace('?P<', '?P<x')})"
    r"|(?P<near>上周|上星期|上个星期|本周|昨天|昨日|昨晚|昨夜|今天|今日|本月|当月|上月|上个月|目前|现时|截至目前|截至今日)|(?P<whole>全年)"
)
MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH = rf"(?P<name>{'|'.join(month.capitalize() for month in MONTHS)})"
_SHORT = "|".join(f"{month[:3].capitalize()}(?:t|{month[3:]})?" if month[3:] else "May" for month in MONTHS)
EN = re.compile(
    rf"(?:between |from )?(?P<from>{_SHORT})(?: ?[-–] ?| to | through | and )(?P<to>{_SHORT})\b"
    r",? ?(?P<spanned>20[0-9]{2}|19[0-9]{2})?"
    rf"|(?:(?P<a>first|second|third|fourth) (?P<unit>half|quarter)|Q(?P<q>[1-4])|H(?P<h>[12]))(?: of"
    rf"| in)?(?: the year)?,? ?(?P<of>20[0-9]{{2}}|19[0-9]{{2}})?"
    rf"|(?:(?P<day>[0-9]{{1,2}}) )?{_MONTH}(?: (?P<later>[0-9]{{1,2}})(?![0-9]))?,? ?(?P<my>20[0-9]{{2}}|19[0-9]{{2}})?"
    r"|(?:the )?first (?P<n>two|three|four|five|six|seven|eight|nine|ten|eleven"
    r"|[0-9]{1,2}) months(?: of (?P<in>20[0-9]{2}|19[0-9]{2}))?"
    r"|(?P<same>(?:a|one) year (?:earlier|ago|before)|the (?:year before|previous year|prior year)"
    r"|same (?:period|month|quarter)(?: (?:of|in) (?:19|20)[0-9]{2}| last year)?)"
    r"|between (?P<since>(?:19|20)[0-9]{2}) and (?P<through>(?:19|20)[0-9]{2})(?![0-9])"
    r"|(?P<last>last (?P<what>year|month|night))|(?P<this>this (?P<which>year|month))|(?P<yesterday>yesterday)"
    r"|(?<![0-9,.$£€])(?P<year>(?:19|20)[0-9]{2})(?:[-/](?P<season>[0-9]{2}))?(?![0-9,.]?[0-9]|-?[a-z])"
)
COMPARED = re.compile(
    r"(?:比|较|较之|相比|同|与|跟|恢复[到至]|由|从|自)(?:了)?(?:同比)?$"
    r"|\b(?:than|as|against|above|below|versus|vs\.?|compared (?:with|to)|on|from|since)(?: the end of| end| early"
    r"| late| their| its)? (?:in |the )?$|\bsince [^,.;]{2,30} in $"
)
YET_TO_COME = re.compile(r"(?:将于|将在|预计|争取|计划[于在]?|到|至|\b(?:by|until|before)(?: the end of)? )$")
BASE_OF = re.compile(r"的?(?:同期)?的?(?:约|近|不到|不足|超过?|逾)?(?:[0-9.]{1,6} ?%|[一二三四五六七八九]成)")
TO_MONTH = re.compile(
    rf"(?:year|months|quarter) (?:to|ended|ending) (?:(?P<day>[0-9]{{1,2}}) )?{_MONTH} (?P<year>20[0-9]{{2}})"
)
SPELT = {"six": 6, "three": 3, "nine": 9, "twelve": 12}
TO_DATE = re.compile(
    rf"(?P<n>six|three|nine|twelve|[0-9]{{1,2}}) months (?:to|ended"
    rf"|ending) (?:[0-9]{{1,2}} )?{_MONTH}(?: (?P<year>20[0-9]{{2}}))?"
)
