"""What the reports say: places, people and topics that are nobody's, figures that are drawn, questions on them."""

from __future__ import annotations

import random
from dataclasses import dataclass

PAGES = 20  # of each half
CELLS, SENTENCES = 8, 2  # questions on a page


@dataclass(frozen=True)
class Column:
    """A column of a table: its name, its unit, the range its figures are drawn from."""

    name: str
    unit: str
    low: float
    high: float
    decimals: int = 0


@dataclass(frozen=True)
class Topic:
    """What a table is of: ``title`` and ``questions`` with {place}, {year}, {row}, {column} in them."""

    title: str
    rows: tuple[str, ...]
    columns: tuple[Column, ...]
    sentences: tuple[tuple[str, str, str], ...]  # with a {figure}, the question for it, its unit


@dataclass(frozen=True)
class Question:
    """A question, the words of the figure that answers it, and its row and column, empty for a sentence's."""

    text: str
    figure: str
    row: str = ""
    column: str = ""


@dataclass(frozen=True)
class Report:
    """A report before it is a page."""

    slug: str
    chinese: bool
    title: str
    publisher: str
    authors: tuple[str, ...]
    date: str
    caption: str
    topic: Topic
    cells: dict[tuple[str, str], str]
    sentences: tuple[str, ...]
    questions: tuple[Question, ...]


TOPICS = {
    "seen": (
        Topic(
            "{place}{year}年各业增加值公布",
            ("农林牧渔业", "采矿业", "制造业", "批发和零售业", "住宿和餐饮业", "金融业"),
            (Column("增加值", "亿元", 3, 400, 2), Column("比上年增长", "%", -9, 15, 1)),
            (
                ("初步核算，{place}全年新登记企业{figure}，营商环境继续改善。", "{place}新登记企业多少家", "家"),
                ("年末全区规模以上工业企业共有{figure}，比上年末略有增加。", "{place}规模以上工业企业有多少家", "户"),
            ),
        ),
        Topic(
            "{place}{year}年主要农产品产量",
            ("粮食", "油菜籽", "茶叶", "柑橘", "水产品"),
            (Column("产量", "万吨", 1, 90, 2), Column("种植面积", "千公顷", 1, 80, 1)),
            (
                ("{place}全年新建高标准农田{figure}，农田灌溉条件明显改善。", "{place}新建高标准农田多少", "万亩"),
                ("全县共有家庭农场{figure}，带动了周边农户增收。", "{place}有多少家庭农场", "家"),
            ),
        ),
        Topic(
            "Library loans in {place}, {year}",
            ("Central library", "Northgate", "Mill Lane", "Riverside", "Mobile library"),
            (
                Column("Loans", "thousand", 10, 900),
                Column("Opening hours", "hours", 400, 2600),
                Column("Volunteers", "", 3, 90),
            ),
            (
                (
                    "The libraries of {place} ran {figure} for children during the year.",
                    "How many story times did {place} run?",
                    "story times",
                ),
                (
                    "A total of {figure} joined a library in {place} for the first time.",
                    "How many new members joined in {place}?",
                    "people",
                ),
            ),
        ),
        Topic(
            "{place} council spending {year}",
            ("Adult social care", "Highways", "Parks", "Waste collection", "Housing"),
            (Column("Budget", "£000", 200, 9800), Column("Spent", "£000", 200, 9800)),
            (
                (
                    "{place} council repaired {figure} before the winter set in.",
                    "How many potholes did {place} council repair?",
                    "potholes",
                ),
                (
                    "The council received {figure} about its services over the year.",
                    "How many complaints did {place} council receive?",
                    "complaints",
                ),
            ),
        ),
    ),
    "kept out": (
        Topic(
            "{place}{year}年旅游接待统计",
            ("云栖湖景区", "古驿道", "白鹭湿地", "民俗博物馆", "温泉小镇"),
            (
                Column("接待游客", "万人次", 2, 260, 1),
                Column("门票收入", "万元", 40, 9000),
                Column("同比增长", "%", -20, 40, 1),
            ),
            (
                ("{place}全年新增民宿{figure}，多数分布在湖区沿线。", "{place}新增民宿多少家", "家"),
                ("节假日期间共出动志愿者{figure}，秩序总体平稳。", "{place}节假日出动志愿者多少", "人次"),
            ),
        ),
        Topic(
            "{place}{year}年各医院诊疗情况",
            ("人民医院", "中医院", "妇幼保健院", "精神卫生中心", "口腔医院"),
            (
                Column("床位数", "张", 40, 1800),
                Column("门诊量", "万人次", 2, 190, 1),
                Column("出院人数", "人", 500, 60000),
            ),
            (
                ("{place}家庭医生签约居民{figure}，重点人群基本覆盖。", "{place}家庭医生签约多少居民", "万人"),
                ("全市开展义诊活动{figure}，送医到村到社区。", "{place}开展义诊活动多少场", "场"),
            ),
        ),
        Topic(
            "Recycling collected in {place} in {year}",
            ("Paper and card", "Glass", "Garden waste", "Food waste", "Textiles"),
            (Column("Collected", "tonnes", 60, 9000), Column("Change on year", "%", -18, 22, 1)),
            (
                (
                    "Crews in {place} emptied {figure} a week on average.",
                    "How many bins are emptied a week in {place}?",
                    "bins",
                ),
                (
                    "Households of {place} were fined for fly-tipping on {figure}.",
                    "On how many occasions were households fined in {place}?",
                    "occasions",
                ),
            ),
        ),
        Topic(
            "Bus journeys in {place}, {year}",
            ("Route 4", "Harbour line", "Night bus", "Airport express", "Town circular"),
            (Column("Passengers", "'000", 30, 3000), Column("Late departures", "%", 1, 20, 1)),
            (
                (
                    "Operators in {place} bought {figure} to replace the oldest of the fleet.",
                    "How many electric buses were bought in {place}?",
                    "electric buses",
                ),
                (
                    "Some {figure} were trained at the {place} depot during the year.",
                    "How many drivers were trained at the {place} depot?",
                    "drivers",
                ),
            ),
        ),
    ),
}
PLACES = {
    "seen": (
        ("澄溪区", "云岫县", "望川市", "沂阳县", "南浔坡区", "青禾县", "栖霞岭市", "汀兰区", "朔川县", "梧塘市"),
        (
            "Thornwick",
            "Marlby",
            "Eastholt",
            "Quillford",
            "Dunmere",
            "Ashgrave",
            "Pelham Bay",
            "Stowbury",
            "Kelderby",
            "Withern",
        ),
    ),
    "kept out": (
        ("泊宁市", "临皋县", "岚桥区", "越溪县", "双渡市", "绿萝县", "石泉岭区", "海棠县", "松滋坪市", "棠梨区"),
        (
            "Varnholm",
            "Ossington Quay",
            "Breckmoor",
            "Lydgate",
            "Caldry",
            "Farrowby",
            "Inverlune",
            "Saltby",
            "Hexley",
            "Tarnside",
        ),
    ),
}
PEOPLE = {True: ("罗晓", "邓毅", "陈小满", "周知远"), False: ("Anna Wray", "Tom Pell", "Ruth Okafor", "Ian Marsh")}


def reports(half: str) -> list[Report]:
    """The reports of a half, always the same."""
    chance = random.Random(f"pages {half}")  # noqa: S311  (always the same)
    chinese, english = PLACES[half]
    places = [place for pair in zip(chinese, english, strict=True) for place in pair]
    return [_report(half, number, place, chance) for number, place in enumerate(places)]


def _report(half: str, number: int, place: str, chance: random.Random) -> Report:
    topics = [topic for topic in TOPICS[half] if topic.title.isascii() == place.isascii()]
    topic, year = topics[number // 6 % len(topics)], chance.choice((2021, 2022, 2023))
    cells = {(row, column.name): _drawn(column, chance) for row in topic.rows for column in topic.columns}
    said = {"place": place, "year": year}
    chinese = not place.isascii()
    figures = [f"{chance.randint(11, 999)}{'' if chinese else ' '}{unit}" for _, _, unit in topic.sentences]
    sentences = tuple(
        sentence.format(**said, figure=figure)
        for (sentence, _, _), figure in zip(topic.sentences, figures, strict=True)
    )
    asked = [
        Question(question.format(**said), figure)
        for (_, question, _), figure in zip(topic.sentences, figures, strict=True)
    ]
    for row, column in chance.sample(sorted(cells), CELLS):
        unit = next(each.unit for each in topic.columns if each.name == column)
        words = (
            chance.choice((f"{place}{year}年{row}的{column}是多少", f"{place}{row}{column}多少{unit}"))
            if chinese
            else f"What was the figure for {column.lower()} of {row} in {place} in {year}?"
        )
        asked.append(Question(words, cells[row, column], row, column))
    publisher = f"{place.rstrip('区县市')}日报" if chinese else f"{place} Gazette"
    people = tuple(chance.sample(PEOPLE[chinese], 2 if chinese else 1))
    date = f"{year + 1}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    return Report(
        f"{'s' if half == 'seen' else 'k'}{number:02}",
        chinese,
        topic.title.format(**said),
        publisher,
        people,
        date,
        f"表1 {topic.title.format(**said)}情况" if chinese else f"Table 1: {topic.title.format(**said)}",
        topic,
        cells,
        sentences,
        tuple(asked),
    )


def _drawn(column: Column, chance: random.Random) -> str:
    value = chance.uniform(column.low, column.high)
    return f"{value:.{column.decimals}f}" if column.decimals else f"{round(value):,}"
