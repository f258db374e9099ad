"""The statistics found in texts, and the words that only look like them."""

# ruff: noqa: E501 - a row of a table is one line

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.figures.find import find_statistics
from index.numbers.numerals import listed
from index.records import Statistic

# text | figures, each: text value unit counted qualifier kind, "_" for empty, "-" for None
COUNTS = """
抽调42名业务骨干集中办公 | 42名 42 名 业务骨干 exact number
先后讲专题党课24场,带动县处级以上领导干部讲授专题党课1498场 | 24场 24 场 专题党课 exact number ; 1498场 1498 场 专题党课 exact number
专题培训班集中轮训2940人次 | 2940人次 2940 人次 轮训 exact number
各级党组织开展理论学习中心组专题学习会12946场 | 12946场 12946 场 理论学习中心组专题学习会 exact number
全面分解细化全年80项工作任务, | 80项 80 项 工作任务 exact number
积极盘活利用290个红色革命遗址, | 290个 290 个 红色革命遗址 exact number
形成7条串联35个教学点的现场教学路线 | 7条 7 条 现场教学路线 exact number ; 35个 35 个 教学点 exact number
建立“红色宣讲示范基地”14个, | 14个 14 个 红色宣讲示范基地 exact number
革命传统教育31501场次,覆盖党员干部189万人次 | 31501场次 31501 场次 革命传统教育 exact number ; 189万人次 1890000 人次 党员干部 exact number
7706个基层党组织开展主题党日活动25169次 | 7706个 7706 个 基层党组织 exact number ; 25169次 25169 次 主题党日活动 exact number
汇编发放“口袋书”7册2.1万本 | 7册 7 册 口袋书 exact number ; 2.1万本 21000 本 口袋书 exact number
建立“千人宣讲人才库” | 千人 1000 人 宣讲人才库 exact number
已开展宣讲5514场次、受众75万人次 | 5514场次 5514 场次 宣讲 exact number ; 75万人次 750000 人次 受众 exact number
5类33方面101项(包括纳入省重点项目的10项)重点任务 | 5类 5 类 重点任务 exact number ; 33方面 33 方面 重点任务 exact number ; 101项 101 项 重点任务 exact number ; 10项 10 项 _ exact number
全市动工建设中小学校55所, | 55所 55 所 中小学校 exact number
已竣工公办中小学校19所、新增学位2.1万个 | 19所 19 所 公办中小学校 exact number ; 2.1万个 21000 个 学位 exact number
开展补贴性职业技能培训88660人次。 | 88660人次 88660 人次 补贴性职业技能培训 exact number
实现511个高频“一件事”主题服务落地实施 | 511个 511 个 高频“一件事”主题服务 exact number
每年约减少申请人跑动近60万次。 | 近60万次 600000 次 申请人跑动 about number
连续3年获评优秀等次 | 3年 3 年 _ exact duration
即建立1套小区治理机制, | 1套 1 套 小区治理机制 exact number
“邻里先锋”3个基层治理项目, | 3个 3 个 基层治理项目 exact number
开展各类惠民活动4000多场, | 4000多场 4000 场 惠民活动 over number
覆盖到了30余个乡镇、社区。 | 30余个 30 个 乡镇、社区 over number
全市GDP超2600亿元,主要经济指标增速居全省前列。 | 超2600亿元 260000000000 元 GDP over money ; 全省前列 - _ _ ordinal rank
重点做好十个方面工作, | 十个 10 个 方面工作 exact number
推进“肇庆名厨”三项工程, | 三项 3 项 工程 exact number
切实增强“四个意识”、做到“两个维护” | 四个 4 个 意识 exact number ; 两个 2 个 维护 exact number
实施“四个振兴”、加快“六个建设” | 四个 4 个 振兴 exact number ; 六个 6 个 建设 exact number
新症共6,968宗 | 6,968宗 6968 宗 新症 exact number
增聘137名醫療人手、58張病床 | 137名 137 名 醫療人手 exact number ; 58張 58 張 病床 exact number
總數為3,600個 | 3,600個 3600 個 總數 exact number
6½ 次擒杀 | 6½_次 6.5 次 擒杀 exact number
人口约3.5万人，耕地2.6万亩 | 约3.5万人 35000 人 人口 about number ; 2.6万亩 26000 亩 耕地 exact number
床位1,200张，员工逾3000人 | 1,200张 1200 张 床位 exact number ; 逾3000人 3000 人 员工 over number
总面积达120平方公里 | 120平方公里 120 平方公里 总面积 exact number
发放宣传资料2万份、礼品300件 | 2万份 20000 份 宣传资料 exact number ; 300件 300 件 礼品 exact number
二十一名学生 | 二十一名 21 名 学生 exact number
二十多人 | 二十多人 20 人 _ over number
一百二十三 | 一百二十三 123 _ _ exact number
数十家企业 | 数十家 10 家 企业 about number
上千名群众 | 上千名 1000 名 群众 about number
几十个项目 | 几十个 10 个 项目 about number
两三个项目 | 两三个 2 个 项目 about number
１２３个项目 | １２３个 123 个 项目 exact number
1300余人次 | 1300余人次 1300 人次 _ over number
131萬 | 131萬 1310000 _ _ exact number
1.5亿 | 1.5亿 150000000 _ _ exact number
只有一家 | 一家 1 家 _ exact number
新增一所学校 | 一所 1 所 学校 exact number
四大中心 | 四大 4 大 中心 exact number
100倍 | 100倍 100 倍 _ exact number
翻两番 | 翻两番 4 _ _ exact number
39 岁 | 39_岁 39 岁 _ exact number
至少30人，不足5家 | 至少30人 30 人 _ over number ; 不足5家 5 家 _ under number
5人以上，10名以内 | 5人以上 5 人 _ over number ; 10名以内 10 名 _ under number
100人左右 | 100人左右 100 人 _ about number
100周年 | 100周年 100 周年 _ exact number
10至20万人 | 10至20万人 100000 人 _ exact number
3—5个 | 3—5个 3 个 _ exact number
| 4055 | 78 | ; | 4055 4055 _ _ exact number ; 78 78 _ _ exact number
"""
MEASURES = """
70%以上 | 70%以上 70 % _ over percent
99%的细菌 | 99% 99 % 细菌 exact percent
GDP增长6.5%， | 6.5% 6.5 % GDP exact percent
百分之八十五 | 百分之八十五 85 % _ exact percent
百分之三点五 | 百分之三点五 3.5 % _ exact percent
千分之三 | 千分之三 0.3 % _ exact percent
三成市民 | 三成 30 % 市民 exact percent
逾兩成 | 逾兩成 20 % _ over percent
約為4成 | 4成 40 % _ about percent
2.5个百分点 | 2.5个百分点 2.5 个百分点 _ exact percent
82.9 per cent | 82.9_per_cent 82.9 % _ exact percent
71 percent | 71_percent 71 % _ exact percent
71% of the respondents | 71% 71 % respondents exact percent
5%-10% | 5%-10% 5 % _ exact percent
3 percentage points | 3_percentage_points 3 percentage_points _ exact percent
投放538萬元 | 538萬元 5380000 元 _ exact money
10多万元 | 10多万元 100000 元 _ over money
5000多万元 | 5000多万元 50000000 元 _ over money
81.3億元 | 81.3億元 8130000000 元 _ exact money
人民币300元 | 人民币300元 300 元 _ exact money
10万美元 | 10万美元 100000 美元 _ exact money
5亿港元 | 5亿港元 500000000 港元 _ exact money
一千二百三十四元 | 一千二百三十四元 1234 元 _ exact money
£16.6 million | £16.6_million 16600000 £ _ exact money
£16.6m | £16.6m 16600000 £ _ exact money
£14.8million | £14.8million 14800000 £ _ exact money
£3.4milion | £3.4milion 3400000 £ _ exact money
£10,1million | £10,1million 10100000 £ _ exact money
$5bn | $5bn 5000000000 $ _ exact money
US$3.2 billion | US$3.2_billion 3200000000 US$ _ exact money
HK$538 million | HK$538_million 538000000 HK$ _ exact money
RMB 5 million | RMB_5_million 5000000 RMB _ exact money
€3k | €3k 3000 € _ exact money
5,000 yuan | 5,000_yuan 5000 yuan _ exact money
£10m-£20m | £10m-£20m 10000000 £ _ exact money
over £1million | £1million 1000000 £ _ over money
£5m for new schools | £5m 5000000 £ schools exact money
長達78星期（約1.5年） | 78星期 78 星期 _ exact duration ; 約1.5年 1.5 年 _ about duration
10年间 | 10年间 10 年 _ exact duration
三个月 | 三个月 3 个月 _ exact duration
一年半 | 一年半 1.5 年 _ exact duration
半年 | 半年 0.5 年 _ exact duration
两个半小时 | 两个半小时 2.5 小时 _ exact duration
3年多 | 3年多 3 年 _ over duration
36小时 | 36小时 36 小时 _ exact duration
4 分 51 秒 | 4_分_51_秒 4.85 分 _ exact duration
5 years | 5_years 5 years _ exact duration
a 20-minute walk | 20-minute 20 minute _ exact duration
up to 10 days | 10_days 10 days _ under duration
two and a half hours | two_and_a_half_hours 2.5 hours _ exact duration
"""
DATES = """
2021年12月10日 | 2021年12月10日 2021
2021年2月 | 2021年2月 2021
自2021年以来 | 2021年 2021
截至2021年12月底 | 2021年12月底 2021
12月10日 | 12月10日 -
今年6月份 | 6月份 -
二〇二一年 | 二〇二一年 2021
一九四九年十月一日 | 一九四九年十月一日 1949
2016至2020年 | 2016至2020年 2016
2017-18年度 | 2017-18年度 2017
2017-18 | 2017-18 2017
1500-1800 | 1500-1800 1500
2015-12-13 | 2015-12-13 2015
2015/12/13 | 2015/12/13 2015
民国38年 | 民国38年 1949
上世纪90年代 | 上世纪90年代 1990
880 年代 | 880_年代 880
公元前 200 年 | 公元前_200_年 -200
下午3点 | 下午3点 -
04:16:45 | 04:16:45 -
12 September 2020 | 12_September_2020 2020
September 12, 2020 | September_12,_2020 2020
Sept 2020 | Sept_2020 2020
the 1990s | 1990s 1990
it opened in 2016 | 2016 2016
it closed by 1999. | 1999 1999
In 1066 they came | 1066 1066
"""
ORDERS = """
第三届 | 第三届 3 届 _ ordinal ordinal
第十三次党代会 | 第十三次 13 次 党代会 ordinal ordinal
第90個百分值 | 第90個 90 個 百分值 ordinal ordinal
党的二十大胜利召开 | 二十大 20 _ _ ordinal ordinal
十九届六中全会 | 十九届 19 届 _ ordinal ordinal ; 六中全会 6 中全会 _ ordinal ordinal
the 21st century | 21st 21 _ century ordinal ordinal
全国第一 | 全国第一 1 _ _ ordinal rank
位居第3 | 第3 3 _ _ ordinal rank
排名第三 | 第三 3 _ _ ordinal rank
前十名 | 前十名 10 _ _ ordinal rank
走在前列 | 前列 - _ _ ordinal rank
top 10 | top_10 10 _ _ ordinal rank
ranked 3rd | ranked_3rd 3 _ _ ordinal rank
No. 1 | No._1 1 _ _ ordinal rank
the second largest city | second_largest 2 _ _ ordinal rank
“1+10+N”总体思路 | 1+10+N - _ _ exact code
“4+4”产业集群 | 4+4 - _ _ exact code
“3个100”主题展览 | 3个100 - _ _ exact code
3:1:1 | 3:1:1 - _ _ exact code
won 24-10 on Sunday | 24-10 - _ _ exact code
It ended 20–18. | 20–18 - _ _ exact code
"""
ENGLISH = """
23 London boroughs | 23 23 _ London_boroughs exact number
10 largest UK cities | 10 10 _ largest_UK_cities exact number
twenty-three students | twenty-three 23 _ students exact number
three million people | three_million 3000000 _ people exact number
a dozen eggs | a_dozen 12 _ eggs exact number
hundreds of people | hundreds 100 _ people about number
half of them | half 0.5 _ _ exact number
two-thirds of pupils | two-thirds 0.666666666667 _ pupils exact number
a third of all pupils | a_third 0.333333333333 _ pupils exact number
one in five | one_in_five 0.2 _ _ exact number
1/3 | 1/3 0.333333333333 _ _ exact number
more than 300 pupils | 300 300 _ pupils over number
about 20 schools | 20 20 _ schools about number
nearly 5,000 new homes were built | 5,000 5000 _ new_homes about number
an estimated 200 people | 200 200 _ people about number
at least 3 km | 3_km 3 km _ over number
less than 5% | 5% 5 % _ under percent
50+ staff | 50+ 50 _ staff over number
20 or more clubs | 20 20 _ _ over number
10-20 people | 10-20 10 _ people exact number
between 5 and 10 people | 5_and_10 5 _ people exact number
500 registered nurses | 500 500 _ registered_nurses exact number
60mph | 60mph 60 mph _ exact number
only one school | one 1 _ school exact number
2000 people came | 2000 2000 _ people exact number
"""
# text | figures, each: value unit
SIGNS = """
净利润-348.5万元 | -3485000 元
净利润为−1.72亿元 | -172000000 元
净利润－1.72亿元 | -172000000 元
负三点六亿元 | -360000000 元
零下12.5度 | -12.5 度
minus 18 degrees | -18 degrees
-£0.9 million | -900000 £
£(1.2)m | -1200000 £
$-99.99 | -99.99 $
增长率为-1.48‰ | -0.148 %
小麦（–14%） | -14 %
气温-3至5度 | -3 度
"""
NUMERALS = """
二点六亿元 | 260000000 元
零点八个百分点 | 0.8 个百分点
一点二万辆 | 12000 辆
三十四万七千元 | 347000 元
13万2元 | 132000 元
3万5元 | 35000 元
1.2亿3千万人 | 150000000 人
1.2×10⁸立方米 | 120000000 立方米
1.2×10^8立方米 | 120000000 立方米
1.2×10<sup>8</sup>立方米 | 120000000 立方米
人民币壹佰贰拾万元 | 1200000 元
肆拾肆元 | 44 元
九成半 | 95 %
七成五 | 75 %
四成多 | 40 %
五五折 | 55 %
八折 | 80 %
百万分之五 | 0.0005 %
五元三毛 | 5.3 元
一米三三 | 1.33 米
一又二分之一 | 1.5 _
四年六个月 | 4.5 年
一年零三个月 | 1.25 年
2小时11分36秒 | 2.19333333333 小时
三天六小时 | 3.25 天
三公里五百米 | 3.5 公里
5 feet 6 inches | 5.5 feet
2 hours and 15 minutes | 2.25 hours
每五户就有一户 | 0.2 _
十名有三名 | 0.3 _
价格减半 | 0.5 _
sales doubled | 2 _
half a pound | 0.5 pound
a tenth of a second | 0.1 second
46 per 100,000 | 46 per 100,000
plus or minus 3 points | 3 points
MEUR 5 | 5000000 EUR
金牌五面 | 5 面
兩蚊 | 2 蚊
六個半鐘 | 6.5 鐘
五个人 | 5 个
六分之一 | 0.166666666667 _
百分百 | 100 %
three and a half million | 3500000 _
two hundred and fifty-six people | 256 _
a quarter of a million | 250000 _
12 lakh rupees | 1200000 rupees
半斤 | 0.5 斤
半个亿 | 50000000 _
三、四百人 | 300 人
五百出头。 | 500 _
送走了俩。 | 2 _
只要一刻钟 | 1 刻钟
高出一倍有余 | 1 倍
翻了一倍 | 2 _
打七五折 | 75 %
30-odd miles | 30 miles
grew ninefold | 9 _
fell by more than a third | 0.333333333333 _
one adult in five | 0.2 _
1.5m passengers | 1500000 _
a result of (€2.3m) | -2300000 €
two cups | 2 cups
"""
GROUPS = """
粮食816 000吨 | 816000 吨
居民1 234 567人 | 1234567 人
吞吐3\u00a0216万吨 | 32160000 吨
吞吐3\u2009216万吨 | 32160000 吨
收入8 126.45亿元 | 812645000000 元
客运2,486.5万辆次 | 24865000 辆次
居民1，234人 | 1234 人
1'234'567人 | 1234567 人
１２３４人 | 1234 人
一 百 五 十 个百分点 | 150 个百分点
7 万5 千4 百人 | 75400 人
2.\u200b1万个 | 21000 个
18\u00ad套 | 18 套
床位3120<sup>1</sup>张 | 3120 张
医师980<sup><a href="#n2">2</a></sup>名 | 980 名
门诊46.5[3]万人次 | 465000 人次
"""
UNITS = """
库容1.06亿m³ | 106000000 m³
箱量12.3万标箱 | 123000 标箱
周转8亿人公里 | 800000000 人公里
煤耗298.7克/千瓦时 | 298.7 克/千瓦时
电量312.6亿千瓦时 | 31260000000 千瓦时
单价7.6元/平方米 | 7.6 元/平方米
路灯475盏 | 475 盏
30 square kilometres | 30 square kilometres
5.02m deep | 5.02 m
fell 7bp | 7 bp
"""
LABELS = """
12345热线 985高校 3A级景区 PM2.5 两点半集合 G4高速 两县签约 三地联动 万元 读者（万人） 单位：亿元 500吨级 A38 Gate 2
211工程 00后 一二线城市 10路公交 产值(亿元)
"""
NOTHING = """
一些 一起 一步 一定 一样 进一步 统一 第一时间 万一 十分重要 三农 千方百计 一系列 一批 一下 一般 一直 一级抓一级 一桩桩 一次次
一笔笔 一场场 万里长征 四面八方 五花八门 一家公司 一个人 三轮车 四处奔走 三国演义 十字路口 两会 一把手 一国两制 三心二意
一分为二 半途而废 半岛 万众一心 周三 星期一 每周一会 第一书记 A4纸 G20峰会 COVID-19 5G网络 H1N1 90后 13812345678
电话:0758—2722284 粤ICP备09102757号 http://a.com/2021/3.html www.a.cn/2021 千家万户 一网 百年党史映初心 千山万水
"""


def cases(table: str) -> list[tuple[str, str]]:
    rows = (line.rpartition(" | ")[::2] for line in table.strip().splitlines())
    return [(text.removesuffix(" ;").strip(), figures) for text, figures in rows]


def written(statistic: Statistic) -> str:
    value = "-" if statistic.value is None else f"{statistic.value:.12g}"
    fields = (statistic.text, value, statistic.unit, statistic.counted, statistic.qualifier, statistic.kind)
    return " ".join(field.replace(" ", "_") or "_" for field in fields)


@pytest.mark.parametrize(("text", "figures"), cases(COUNTS + MEASURES.lstrip() + ORDERS.lstrip() + ENGLISH.lstrip()))
def test_figures_are_found(text: str, figures: str) -> None:
    assert " ; ".join(map(written, find_statistics(text))) == figures


@pytest.mark.parametrize(("text", "figure"), cases(SIGNS + NUMERALS.lstrip() + GROUPS.lstrip() + UNITS.lstrip()))
def test_a_figure_is_read_whole(text: str, figure: str) -> None:
    (statistic,) = (s for s in find_statistics(text) if s.kind != "date")
    assert f"{statistic.value:.12g} {statistic.unit or '_'}" == figure


@pytest.mark.parametrize("text", ["超2600亿\n元", "超2600\n亿元", "超2600亿\n　　元"])
def test_a_line_may_end_inside_a_figure(text: str) -> None:
    (statistic,) = find_statistics(f"产值{text}。")
    assert (statistic.text, statistic.value, statistic.unit) == (text, 260_000_000_000, "元")


@pytest.mark.parametrize("text", [text for text in LABELS.split() if text not in ("Gate", "2")] + ["Gate 2"])
def test_labels_are_no_figures(text: str) -> None:
    assert [s for s in find_statistics(text) if s.kind != "date"] == []


WORDS = st.sampled_from(listed("全市 居民 学校 增长 完成 下降 新建 占 达到 其中 people schools rose fell by of the in"))


@given(st.lists(WORDS, max_size=4), st.integers(2, 99_999), st.lists(WORDS, max_size=4))
def test_no_value_is_invented(before: list[str], number: int, after: list[str]) -> None:
    text = f"{' '.join(before)} {number} {' '.join(after)}"
    assert {s.value for s in find_statistics(text) if s.value is not None} <= {float(number)}


@pytest.mark.parametrize(("text", "figure"), cases(DATES))
def test_dates_are_found(text: str, figure: str) -> None:
    (statistic,) = find_statistics(text)
    assert (statistic.kind, statistic.unit) == ("date", "date")
    assert " ".join(written(statistic).split(" ")[:2]) == figure


@pytest.mark.parametrize("text", listed(NOTHING))
def test_words_that_hold_numerals_are_no_figures(text: str) -> None:
    assert find_statistics(text) == []


def assert_spans_hold(text: str) -> None:
    position = 0
    for statistic in find_statistics(text):
        assert position <= statistic.span.start < statistic.span.end
        assert text[statistic.span.start : statistic.span.end] == statistic.text
        position = statistic.span.end


@given(st.text())
def test_spans_hold_on_any_text(text: str) -> None:
    assert_spans_hold(text)


PIECES = listed(
    "1 2 10 2021 , . - / : % £ $ US$ 年 月 日 个 万 亿 元 第 前 三 十 百 一 半 超 近 约 多 余 以上 至 分之 百分之 名 人次 “ ” ( ） 、 ， 的 million and half one of people May 学校 开展 ０ ½ +"
)


@settings(max_examples=400)
@given(st.lists(st.sampled_from([*PIECES, " ", "\n"])).map("".join))
def test_spans_hold_on_any_row_of_figures(text: str) -> None:
    assert_spans_hold(text)


def test_a_long_run_of_digits_is_no_figure_and_takes_no_time() -> None:
    assert find_statistics("7" * 200_000) == []
