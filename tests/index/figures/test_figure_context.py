"""What a figure is there for: its role, its period, whose it is and whether its clause denies it."""

from __future__ import annotations

import pytest

from index.figures.context import in_context
from index.figures.find import find_statistics
from index.records import Statistic

# sentence | each figure but dates: value role
ROLES = """
全年营业收入86.3亿元，同比增长5.4% | 86.3e8 level ; 5.4 change
进口总额12亿元，下降1.2% | 12e8 level ; -1.2 change
出口总额由45亿元增至52亿元 | 45e8 baseline ; 52e8 level
失业率由5.6%降至5.1% | 5.6 baseline ; 5.1 share
公司亏损1.72亿元 | -1.72e8 level
公司净亏损约3000万元 | -3e7 level
票价比去年高4元 | 4 change
游客比上年少300人 | -300 change
食品价格降幅为2.1% | -2.1 change
门诊量增速达8.2% | 8.2 change
到2030年，力争建成公园40个 | 40 target
氨氮浓度低于1毫克的标准 | 1 target
党员占六成 | 60 share
全市第三名 | 3 rank
出生率为6.39‰ | 0.639 ratio
产量翻了一番 | 2 change
The trust recorded a loss of £6.4 million | -6.4e6 level
Visits rose by 6.2 per cent to 11,480 | 6.2 change ; 11480 level
Sales fell 3% | -3 change
It sold 48,310 tickets, up from 45,902 | 48310 level ; 45902 baseline
The school will hire 12 nurses | 12 target
It was 3 percentage points lower than planned | -3 change
每万人口病床31.5张 | 31.5 ratio
水位超汛限水位0.8米 | 0.8 change
离满员还差12户 | -12 change
贷款利率为3.2% | 3.2 level
排放必须减少20万吨 | -200000 target
占计划的120% | 120 ratio
价格便宜了3元 | -3 change
The fare doubled | 2 change
They finished six points behind the leaders | -6 change
Output was a third of the national average | 0.333333333333 ratio
The council plans to cut its energy use by 12 per cent | -12 target
Profit fell by $4 million to $38 million | -4e6 change ; 38e6 level
学生减少120人至1.3万人 | -120 change ; 13000 level
The storm blew down 60 trees | 60 level
Its losses narrowed to €5 million from €8 million | -5e6 level ; -8e6 baseline
Rents were 7 per cent below the city average | -7 change
增速低于全省平均水平1.5个百分点 | -1.5 change
贷款同比少增40亿元 | -40e8 change
稻谷减产三成 | -30 change
票价从5元换成8元 | 5 baseline ; 8 level
Waits ranged from 3 to 9 weeks | 3 level
Debt stood at 80% of GDP | 80 ratio
一次最多可借4本 | 4 target
原计划种树90棵，只种了60棵 | 90 target ; 60 level
主队以三比二取胜 | - level
名次由第十升至第四 | 10 baseline ; 4 rank
各港口吞吐量增速分别为4.1%、2.7%和6.3% | 4.1 change ; 2.7 change ; 6.3 change
Wool and cotton output climbed 4.4 and 7.8 percent | 4.4 change ; 7.8 change
Thefts fell by 14 per cent to 2,210 and frauds by 9 per cent to 480 | -14 change ; 2210 level ; -9 change ; 480 level
Growth in the spring quarter was 5.5 percent | 5.5 change
Leaving rents aside, the drop was 7.1% | -7.1 change
Investment was up 1.2 percent, or 6.9 percent without housing | 1.2 change ; 6.9 change
The wait was 5.4 hours, 1.2 hours longer than the day before | 5.4 level ; 1.2 change
比去年的35座多4座 | 35 baseline ; 4 change
较上年的31万吨大幅增加4% | 310000 baseline ; 4 change
門診較前年同期2,300人次減少12% | 2300 baseline ; -12 change
藏书4200册，比2019年的3900册多300册 | 4200 level ; 3900 baseline ; 300 change
完成全年计划90公里的七成，同比多修6公里 | 90 target ; 70 ratio ; 6 change
"""
# sentence | heading | date | each figure's period
PERIODS = """
去年植树3200棵，今年计划植树4000棵 | | 2024-03-01 | 2023 ; 2024
一季度产值35亿元，上半年82亿元，前三季度130亿元 | 2023年工业运行情况 | | 2023-Q1 ; 2023-H1 ; 2023-01..2023-09
6月份售票2.1万张 | | 2024-07-09 | 2024-06
12月份售票2.1万张 | | 2024-01-09 | 2023-12
今年上半年新设企业64家，去年上半年为51家 | | 2023-07-28 | 2023-H1 ; 2022-H1
全年接待游客12万人，比2021年多300人 | 2022年文旅公报 | | 2022 ; 2022
二〇二三年建房40套 | | | 2023
The clinic saw 312 patients in 2023, up from 290 in 2022 | | | 2023 ; 2022
Sales were 40 tonnes in the first half of 2022 | | | 2022-H1
The shop sold 300 bikes last year | | 2024-05-02 | 2023
2023-24年度开支35亿元 | | | 2023-04..2024-03
112學年度新生40人 | | | 2023-08..2024-07
上周售票310张 | | 2024-05-15 | 2024-05-06..2024-05-12
In the 12 months to June it sold 90 bikes | | 2024-08-01 | ; 2023-07..2024-06
The ward has 30 beds | Minutes of 11 March 2024 | |
今年前两个月售票90张 | | 2024-03-05 | ; 2024-01..2024-02
11月20日至12月5日走访2016人 | | 2024-01-08 | 2023-11-20..2023-12-05
Catches from Sept to Nov came to 58 tonnes | | 2024-12-13 | 2024-09..2024-11
It sold 40 bikes in December–February | | 2024-03-13 | 2023-12..2024-02
Between January and August 2025 it sold 90 bikes | | | 2025-01..2025-08
比2019年的3900册多300册 | | 2024-01-17 | 2019 ;
Net profit was 51 million this year, up from 39 million | | 2024-05-02 | 2024 ;
Visits, at 3,100, were the fewest since the pier opened in 1962 | | 2024-03-04 |
“十二五”期间建房300套 | | | ; 2011..2015
2019年至2021年接诊900人 | | | 2019..2021
5月29日8时至6月1日8时降雨60毫米 | | 2023-06-02 | 2023-05-29..2023-06-01
1987年开业的茶馆有20张桌子，去年增加9张 | | 2024-01-02 | ; 2023
一季度收入9亿元，同比增长2%，门店由18家减至12家 | | 2024-04-19 | 2024-Q1 ; 2024-Q1 ; 2023-Q1 ; 2024-Q1
Sales came to 80 tonnes last year (2022: 90 tonnes), while stocks fell to 7 tonnes | | 2024-02-06 | 2023 ; 2022 ; 2023
Turnover was 9 million yuan | Results for the year to 31 March 2023 | | 2022-04..2023-03
"""
# sentence | each figure's owner
WHOSE = """
用电量12亿度，同比增长5% | 用电量 ; 用电量
男生、女生分别为120人和98人 | 男生 ; 女生
增速比上年回落2个百分点 | 增速
桥梁从12座增至15座 | 桥梁 ; 桥梁
技工占全部员工的40% | 技工
受访者中有六成赞成 | 受访者
船员共12人，9人获救 | 船员 ; 获救
出口额、进口额分别为5亿元和3亿元，分别增长2%和1% | 出口额 ; 进口额 ; 出口额 ; 进口额
The bank left its lending rate at 4 per cent | lending rate
The gym needs six more coaches | coaches
公司产量、销量分别增长5%和7% | 公司产量 ; 销量
9家参赛企业中，2家未到场 | 参赛企业 ; 参赛企业
三分之二的受访学生患有近视 | 受访学生
去年出生70人，死亡90人 | 出生 ; 死亡
共有40人报名 | 报名
The mill cut its water use by 9 per cent | water use
Schools reported 40 absences, equivalent to 3 per cent of pupils | absences ; absences
Three in four of the county's 66 libraries open daily | libraries ; libraries
The tower, 90 metres tall, leans by 2 metres | tower ; tower
Bus trips and tram trips rose by 5 per cent and 7 per cent respectively | Bus trips ; tram trips
"""
# sentence | each figure: yes where it is denied
DENIED = """
已改造85盏，未改造17盏 | no ; yes
9个村没有通自来水 | yes
4件尚未办结 | yes
没有编制的教师11名 | yes
事故没有人员伤亡 | yes
全年无火灾 | yes
840 were not returned | yes
Of the 12 boats, 9 sailed and 3 never left port | no ; no ; yes
来了不到300人 | no
Two of the five lifts are not working | yes ; no
11家没有公示信息，占5% | yes ; yes
未来建设40个站 | no
至少30人到场 | no
8户无人居住 | yes
违规率未超过2% | no
The fire left 40 homes without power and destroyed 3 barns | yes ; no
12 cannot read | yes
"""


def rows(table: str) -> list[tuple[str, ...]]:
    return [tuple(part.strip() for part in line.split("|")) for line in table.strip().splitlines()]


def read(text: str, heading: str = "", date: str = "") -> list[Statistic]:
    return [s for s in in_context(text, find_statistics(text), heading, date) if s.kind != "date"]


def listed(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";")]


@pytest.mark.parametrize(("text", "wanted"), rows(ROLES))
def test_roles(text: str, wanted: str) -> None:
    statistics = read(text)
    assert [s.role for s in statistics] == [part.split()[1] for part in listed(wanted)]
    values = [None if part.startswith("- ") else float(part.split()[0]) for part in listed(wanted)]
    assert [s.value for s in statistics] == pytest.approx(values)


@pytest.mark.parametrize(("text", "heading", "date", "wanted"), rows(PERIODS))
def test_periods(text: str, heading: str, date: str, wanted: str) -> None:
    assert [s.period for s in read(text, heading, date)] == listed(wanted)


@pytest.mark.parametrize(("text", "wanted"), rows(WHOSE))
def test_whose(text: str, wanted: str) -> None:
    assert [s.counted for s in read(text)] == listed(wanted)


@pytest.mark.parametrize(("text", "wanted"), rows(DENIED))
def test_denied(text: str, wanted: str) -> None:
    assert ["yes" if s.denied else "no" for s in read(text)] == listed(wanted)


def test_what_there_is_none_of_is_a_figure() -> None:
    (none,) = read("事故没有人员伤亡。")
    assert (none.text, none.value, none.counted) == ("没有", 0.0, "人员伤亡")


@pytest.mark.parametrize(
    ("text", "words", "what"),
    [
        ("失火时屋内无人。", "无", "人"),
        ("拖欠率接近零。", "零", "拖欠率"),
        ("No bonus will be paid.", "No", "bonus"),
        ("The inspector found 9 faults, none of them serious.", "none of them", "serious"),
    ],
)
def test_none_is_read_in_other_words(text: str, words: str, what: str) -> None:
    none = next(s for s in read(text) if s.value == 0)
    assert (none.text, none.counted) == (words, what)


def test_parts_follow_the_whole() -> None:
    assert [s.part for s in read("景区23处，其中5A级1处、4A级9处。")] == [False, True, True]
