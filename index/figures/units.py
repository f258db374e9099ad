"""Units and qualifiers: measure words, money, percentages, durations, and words like 近 and ``about``.

The patterns here expect folded text (``index.numerals.fold``).
"""

from __future__ import annotations

import re

from index.figures.numerals import listed
from index.records import Qualifier, StatisticKind

# Characters that measure unless they begin a longer word: 3级, but not the 级 of 级别.
_GUARDS = {
    "位": "置于居",
    "部": "门署队分长",
    "行": "动业政程为",
    "期": "间望待",
    "对": "于方应口接",
    "分": "析别布公配享类之",
    "节": "日目约能",
    "级": "别",
    "国": "家际产务",
    "人": "员才民大均口工类士力物生",
    "组": "织成",
    "团": "队结",
    "门": "店诊",
    "点": "击评",
    "步": "骤行入",
    "口": "岸",
    "头": "条",
    "层": "次面",
    "度": "假过",
    "站": "点",
    "本": "科市地届报",
    "队": "伍员",
    "把": "握手",
    "支": "持部付撑",
    "场": "馆景地所",
    "条": "件例",
    "项": "目",
    "班": "子级",
    "面": "积向临",
    "间": "接",
    "里": "程面",
    "周": "边围期刊岁",
    "天": "然津",
    "日": "本报常前均",
    "年": "级轻龄均产味会货",
    "市": "场民区委政长级",
    "省": "级委会内",
    "县": "级委区",
    "村": "民庄级委",
    "镇": "级街",
    "区": "域",
    "州": "市",
    "家": "庭长园乡",
    "户": "籍外型",
    "名": "称单额",
    "所": "有以在",
    "座": "谈位",
    "台": "湾风",
    "种": "植子",
    "类": "似",
    "批": "准评发",
    "处": "理级长于",
    "份": "额",
    "片": "区",
    "号": "召称码",
    "字": "节",
    "元": "素旦宵",
    "成": "为立功果长员本效人就",
    "倍": "增感受",
    "大": "学家型量会小桥厦街楼",
    "秒": "杀",
    "米": "饭",
    "句": "子",
    "排": "名在行放",
}

_MEASURES = listed(
    """个 名 位 人 人次 人份 户 户次 家 家次 所 间 座 栋 幢 套 台 台次 辆 辆次 艘 架 架次 条 条次 项 项次 件
    件次 宗 起 例 类 种 批 批次 次 场 场次 期 届 班 节 堂 门 部 本 册 篇 份 张 枚 块 片 亩 公顷 公亩
    平方米 平方公里 平方千米 平方尺 立方米 立方 公里 千米 米 厘米 毫米 海里 英里 英尺 里 吨 万吨 公吨
    公斤 千克 斤 克 毫克 升 毫升 摄氏度 度 千瓦 千瓦时 兆瓦 度电 岁 周年 周岁 级 层 楼 车次 航次 班次
    标箱 方面 环节 领域 大 镇 村 县 市 省 国 校 园 站 处 口 头 只 匹 株 棵 幅 首 支 队 组 群 团 对 双 副
    把 杯 瓶 箱 包 袋 桶 字 句 词 页 行 步 趟 遍 回 局 盘 轮 回合 档 码 分 点 球 胜 负 冠 根 颗 粒 顶 尊
    笔 剂 剂次 针次 床 桌 席 票 股 代 款 道 则 通 封 阶段 季度 年级 人天 课时 学时 学分 区 州 街道 社区
    倍 折 番 号 月龄 盒 块钱 排 列 串 朵 滴 站次 单 味 维 帧 像素 页次 中全会 样 轮次 段 回合"""
)
_DURATIONS = listed(
    """年 年间 个月 个多月 周 个星期 星期 个礼拜 礼拜 天 日 个工作日 工作日 小时 个小时 个多小时 个多星期
    钟头 个钟头 分钟 秒 秒钟 毫秒 个世纪 个季度 昼夜 个昼夜 个半月 个半小时 多年 个年头 载 宿 晚"""
)
_MONEY_ZH = listed(
    """元 元人民币 人民币 美元 港元 港币 欧元 英镑 日元 日圆 韩元 韩圆 澳元 加元 新台币 台币 新加坡元 澳门元
    卢布 法郎 瑞士法郎 卢比 比索 角 元钱 块钱 美金 圆"""
)
_MEASURES_EN = listed(
    """km/h kph mph km kilometres kilometers kilometre kilometer metres meters metre meter cm mm miles mile
    kg kilograms grams tonnes tonne tons ton hectares hectare acres acre MW GW kW kWh MWh GWh GB TB MB
    litres liters feet ft inches yards degrees °C ℃ °F m² km² sqm TEU TEUs Hz GHz MHz"""
)
_DURATIONS_EN = listed(
    """years year months month weeks week days day hours hour minutes minute mins min seconds second secs
    decades decade centuries yrs hrs nights"""
)

_ORDINAL_UNITS = frozenset(listed("楼 层 年级 号 中全会"))


def _alternation(words: tuple[str, ...]) -> str:
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word) + (f"(?![{_GUARDS[word]}])" if _GUARDS.get(word) else "") for word in ordered)


CURRENCY = r"(?:人民币|新台币|港币|美元|(?:US|HK|NT|AU|CA|NZ|SG|S|A|C)?\$|RMB|CNY|USD|HKD|EUR|GBP|£|€|¥)"
PERCENT = r"%|per cent(?![A-Za-z])|percent(?![A-Za-z])|pc(?![A-Za-z])"
POINTS = r"percentage points?|个百分点|百分点|pp(?![A-Za-z])"
_MONEY_EN = (
    r"(?:US dollars|Hong Kong dollars|yuan|dollars?|pounds|euros?|yen"
    r"|renminbi|pence|rupees|RMB|CNY|USD|HKD|EUR|GBP)(?![A-Za-z])"
)
UNIT = (
    rf" ?(?:(?P<percent>{PERCENT})|(?P<points>{POINTS})|(?P<money>{_MONEY_EN}))"
    rf"|[ -]?(?P<age>years?[ -]old|year-olds)"
    rf"|[ -](?P<duration_en>(?:{_alternation(_DURATIONS_EN)})(?![A-Za-z]))"
    rf"|[ -]?(?P<measure_en>(?:{_alternation(_MEASURES_EN)}|m)(?![A-Za-z0-9]))"
    rf"| ?(?P<han>{_alternation(_MEASURES + _DURATIONS + _MONEY_ZH + ('成',))})"
)
_KIND_OF: dict[str, StatisticKind] = {
    **dict.fromkeys(_MEASURES, "number"),
    **dict.fromkeys(_ORDINAL_UNITS, "ordinal"),
    **dict.fromkeys(_MONEY_ZH, "money"),
    **dict.fromkeys(_DURATIONS, "duration"),
    "成": "percent",
}
EVENT_UNITS = frozenset(listed("""次 场次 人次 场 遍 趟 回 班次 车次 航次 件次 户次 条次 台次 家次 批次 轮 轮次"""))


def han_kind(unit: str) -> StatisticKind:
    """The kind of statistic that a (folded) Chinese unit makes of a number."""
    return _KIND_OF[unit]


_ABOUT_ZH = listed("大约 大概 约合 约 将近 接近 近 相当于")
_OVER_ZH = listed("不少于 不低于 不小于 不下于 不下 多于 大于 高于 超过 超出 超 逾 至少 最少 突破")
_UNDER_ZH = listed("不超过 不高于 不多于 不大于 不到 不足 未满 不满 低于 少于 小于 至多 最多")
LEAD = (
    "(?:"
    + "|".join(
        ("(?<![附最亲靠临])" if word == "近" else "(?<![条合公节制预签违大])" if word == "约" else "") + word
        for word in sorted(_ABOUT_ZH + _OVER_ZH + _UNDER_ZH, key=len, reverse=True)
        if word not in ("突破", "相当于")
    )
    + ")"
)
TAIL = r"(?:(?:以|之)?[上下](?![一-鿿])|以[上下内]|左右|上下|有余|\+(?![0-9A-Za-z]))"

_ZH_QUALIFIERS: dict[str, Qualifier] = {
    **dict.fromkeys(_ABOUT_ZH, "about"),
    **dict.fromkeys(_OVER_ZH, "over"),
    **dict.fromkeys(_UNDER_ZH, "under"),
    **dict.fromkeys(listed("多 余 来 几 以上 之上 上 有余 + 多月"), "over"),
    **dict.fromkeys(listed("以下 之下 下 以内"), "under"),
    **dict.fromkeys(listed("左右 上下"), "about"),
}
_EN_QUALIFIERS: dict[str, Qualifier] = {
    **dict.fromkeys(
        listed("""about around roughly approximately nearly almost circa some ~ approx estimated"""), "about"
    ),
    **dict.fromkeys(["close to", "an estimated", "more or less"], "about"),
    **dict.fromkeys(
        [
            "more than",
            "over",
            "at least",
            "above",
            "no fewer than",
            "exceeding",
            "upwards of",
            "in excess of",
        ],
        "over",
    ),
    **dict.fromkeys(
        ["no more than", "under", "less than", "fewer than", "below", "up to", "at most", "as many as"],
        "under",
    ),
}
_EN_QUALIFIER = re.compile(
    rf"(?:(?<![A-Za-z])({'|'.join(sorted(map(re.escape, _EN_QUALIFIERS), key=len, reverse=True))})"
    r"(?: the| a)?(?: last| past)? ?)$",
    re.IGNORECASE,
)
_APART = re.compile(r"(约|近|超过|超|逾|不足|突破|接近)(?:为|占|有|达到|达|至)? ?$")
_OR_MORE = re.compile(
    r"(?: or (?P<over>more|above|over)| or (?P<under>less|fewer|under)| or (?P<about>so))(?![A-Za-z])"
)


def lead_or_tail(word: str) -> Qualifier:
    """What a Chinese qualifier next to a number says of it."""
    return _ZH_QUALIFIERS.get(word.strip(), "exact")


def qualifier_before(folded: str, start: int) -> Qualifier:
    """What the words before ``start`` say of the number there, such as ``more than`` or 约为."""
    match = _EN_QUALIFIER.search(folded, max(0, start - 24), start)
    if match:
        return _EN_QUALIFIERS[match[1].lower()]
    apart = _APART.search(folded, max(0, start - 4), start)
    return _ZH_QUALIFIERS[apart[1]] if apart else "exact"


def qualifier_after(folded: str, end: int) -> Qualifier:
    """What the English words from ``end`` say of the number before them, such as ``or more``."""
    match = _OR_MORE.match(folded, end)
    if not match:
        return "exact"
    return "over" if match["over"] else "under" if match["under"] else "about"
