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
    assert [s.value for s in statistics] == pytest.approx([float(part.split()[0]) for part in listed(wanted)])


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


def test_parts_follow_the_whole() -> None:
    assert [s.part for s in read("景区23处，其中5A级1处、4A级9处。")] == [False, True, True]
