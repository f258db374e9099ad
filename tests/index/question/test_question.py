"""What is read off a question."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.question.facts import denial_asked, role_asked
from index.question.question import MAX_QUESTION, Question, language_of, read_question, split_questions
from index.question.smalltalk import smalltalk

# question, language, wanted, measure word, words that name the thing asked for
READ: tuple[tuple[str, str, str, str, set[str]], ...] = (
    ("How many schools were built?", "en", "number", "", {"school"}),
    ("how many people took part in the activity", "en", "number", "", set()),
    ("Number of libraries in the county", "en", "number", "", {"librari"}),
    ("total amount of subsidies paid", "en", "money", "", {"subsidi"}),
    ("How much did the new bridge cost?", "en", "money", "", set()),
    ("what is the city's GDP", "en", "money", "", {"citi", "gdp"}),
    ("What percentage of waste was recycled?", "en", "percent", "", {"wast", "percent"}),
    ("what share of households have a garden", "en", "percent", "", {"household"}),
    ("When was the meeting held?", "en", "date", "", set()),
    ("In what year did the line open?", "en", "date", "", set()),
    ("How long did the works take?", "en", "duration", "", set()),
    ("how many days was the fair open", "en", "duration", "", {"day"}),
    ("Where does the city rank in the province?", "en", "rank", "", set()),
    ("Who wrote the report?", "en", "person", "", set()),
    ("Where was the ceremony held?", "en", "place", "", set()),
    ("Which town hosted the fair?", "en", "place", "", {"town"}),
    ("Why was the school closed?", "en", "text", "", set()),
    ("How were the teachers trained?", "en", "text", "", set()),
    ("全市动工建设中小学校多少所？", "zh", "number", "所", {"学校"}),
    ("有多少人参加了活动", "zh", "number", "人", set()),
    ("举办了几场讲座", "zh", "number", "场", {"讲座"}),
    ("新增学位多少个", "zh", "number", "个", {"学位"}),
    ("发放贷款多少亿元", "zh", "money", "", {"贷款"}),
    ("项目总投资多少万元", "zh", "money", "", {"投资"}),
    ("全市GDP多少", "zh", "money", "", set()),
    ("回收率是多少", "zh", "percent", "", set()),
    ("老年人口占比多少", "zh", "percent", "", set()),
    ("大会什么时候召开", "zh", "date", "", set()),
    ("哪一年通车", "zh", "date", "", set()),
    ("工期多长时间", "zh", "duration", "", set()),
    ("持续了多少天", "zh", "duration", "天", set()),
    ("全省排名第几", "zh", "rank", "", set()),
    ("报告是谁写的", "zh", "person", "", set()),
    ("仪式在哪里举行", "zh", "place", "", set()),
    ("这本书叫什么名字", "zh", "name", "", set()),
    ("为什么关闭学校", "zh", "text", "", set()),
    ("如何培训教师", "zh", "text", "", set()),
    ("全市動工建設中小學校多少所？", "zh-Hant", "number", "所", {"学校"}),
    ("發放貸款多少億元", "zh-Hant", "money", "", {"贷款"}),
    ("大會甚麼時候召開", "zh-Hant", "date", "", set()),
    ("舉辦了幾場講座", "zh-Hant", "number", "场", {"讲座"}),
    ("仪式 where was it held", "en", "place", "", set()),
    # what only looks like a question after money, a date or a number
    ("How many loans did the libraries make?", "en", "number", "", {"loan"}),
    ("how many yuan were spent on the bridge", "en", "money", "", {"yuan"}),
    ("Whom do people turn to first when in trouble?", "en", "person", "", set()),
    ("How often does the choir meet?", "en", "text", "", set()),
    ("讲堂多久一次", "zh", "text", "", set()),
    ("哪些地方没有数据", "zh", "text", "", set()),
    ("增加了多少张床位", "zh", "number", "张", {"床位"}),
    ("red sites in Harwick how many", "en", "number", "", {"red", "site"}),
    ("How much does a nurse earn?", "en", "money", "", set()),
    ("租金佔總收入幾多", "zh-Hant", "percent", "", set()),
    # who or what it is, a part of them, a figure that has a noun of its own
    ("Who composed the music for the ballet?", "en", "person", "", {"compos"}),
    ("Who will replace Tobias Renshall as chair?", "en", "person", "", {"replac"}),
    ("what was the name of the lecturer who spoke there", "en", "person", "", {"lectur"}),
    ("作者是谁", "zh", "person", "", {"作者"}),
    ("照片是谁拍的", "zh", "person", "", {"拍"}),
    ("被救出的矿工叫什么名字", "zh", "person", "", {"矿工"}),
    ("How many of the nurses are women?", "en", "number", "", {"woman"}),
    ("How many of the hospitals were opened?", "en", "number", "", {"open"}),
    ("What is the number of the schools?", "en", "number", "", {"school"}),
    ("population of the county", "en", "number", "", {"popul"}),
    # a word that begins like a measure word
    ("志愿消防队有多少队员", "zh", "number", "", {"队员"}),
    ("飞机升降多少架次", "zh", "number", "架次", set()),
    # the thing ends where they do something
    ("How many village committees held reading evenings?", "en", "number", "", {"villag", "committe"}),
    ("How many women work for the port authority?", "en", "number", "", {"woman"}),
    ("how many trained nurses left", "en", "number", "", {"train", "nurs"}),
    ("What share of passengers said they were satisfied?", "en", "percent", "", {"passeng"}),
    ("What percentage of Milford pupils passed the test?", "en", "percent", "", {"milford", "pupil"}),
    # a figure by its name
    ("net profit 2022", "en", "money", "", {"profit"}),
    ("What quota did the ministry allow?", "en", "number", "", {"quota"}),
    ("公开课 场数", "zh", "number", "场", set()),
    ("全县新增床位数", "zh", "number", "", set()),
    ("体检合格率", "zh", "percent", "", set()),
    ("2号线日均客流？", "zh", "number", "", set()),
    # and no figure, whatever is named
    ("Why did the costs rise?", "en", "text", "", {"cost"}),
    ("谁提高了产量？", "zh", "person", "", {"提高", "产量"}),
    ("为什么人数减少", "zh", "text", "", set()),
    # a time, not how many there are
    ("平均多久到达", "zh", "duration", "", set()),
)


@pytest.mark.parametrize(("text", "language", "wanted", "unit", "heads"), READ, ids=[row[0] for row in READ])
def test_what_a_question_asks_for(text: str, language: str, wanted: str, unit: str, heads: set[str]) -> None:
    question = read_question(text)
    assert (question.language, question.wanted, question.unit) == (language, wanted, unit)
    named = {term.form for term in question.terms if term.is_head}
    assert not heads or any(head in form for head in heads for form in named)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("how many sites, routes and teaching points", 3),
        ("How many schools and hospitals were built?", 2),
        ("建了多少所学校、多少家医院", 2),
        ("How many schools were built?", 0),
        ("建了多少所学校", 0),
        ("what is the population", 0),
    ],
)
def test_the_several_things_asked_for(text: str, parts: int) -> None:
    question = read_question(text)
    assert len(question.parts) == parts
    assert all(part.heads for part in question.parts)


def test_parts_keep_their_measure_words() -> None:
    assert [part.unit for part in read_question("建了多少所学校、多少家医院").parts] == ["所", "家"]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("how many schools were built in 2021", ("2021",)),
        ("2020年和２０２１年各多少", ("2020", "2021")),
        ("2021 and again 2021", ("2021",)),
        ("route 20211 or 12021", ()),
        ("in 3021", ()),
    ],
)
def test_years(text: str, years: tuple[str, ...]) -> None:
    assert read_question(text).years == years


def test_figures_named_in_a_question() -> None:
    (figure,) = read_question("which 55所 schools were begun").figures
    assert (figure.value, figure.unit) == (55, "所")
    assert all(figure.kind == "date" for figure in read_question("2021年建了多少所学校").figures)
    assert read_question("几所学校").figures == ()
    assert 21000 in {figure.value for figure in read_question("2.1万个学位是什么时候新增的").figures}


def test_terms_are_content_words_once() -> None:
    question = read_question("How many schools, and what schools, were built by the council?")
    assert [term.form for term in question.terms] == ["school", "build", "council"] or {
        term.form for term in question.terms
    } >= {"school", "council"}
    assert len({term.form for term in question.terms}) == len(question.terms)
    assert "how" not in question.content.lower().split()
    assert all(term.weight > 0 for term in question.terms)


def test_scripts_are_one() -> None:
    simplified, traditional = read_question("全市动工建设中小学校"), read_question("全市動工建設中小學校")
    assert [term.form for term in simplified.terms] == [term.form for term in traditional.terms]
    assert traditional.terms[0].text in traditional.text


@pytest.mark.parametrize("text", ["", " ", "?", "😀", "的", "多少", "how many", "\ud800", "\0", "what is it"])
def test_a_question_may_hold_nothing(text: str) -> None:
    question = read_question(text)
    assert question.terms == ()
    assert question.content == ""


def invariants(question: Question) -> None:
    assert len(question.text) <= MAX_QUESTION
    assert question.text.isprintable()
    assert len(question.terms) <= 24
    for term in question.terms:
        assert term.text in question.text
        assert term.form
        assert term.weight > 0
    for figure in question.figures:
        assert figure.text in question.text


@settings(deadline=None, max_examples=200)
@given(st.text(alphabet=st.characters(), max_size=80))
def test_any_text_is_read(text: str) -> None:
    invariants(read_question(text))


PIECES = (
    "多少",
    "几",
    "所",
    "学校",
    "建设",
    "，",
    "、",
    "和",
    "how many",
    " schools ",
    " and ",
    ", ",
    "which ",
    "2021",
    "年",
    "5.5万",
    "%",
    "？",
    "the ",
    "number of ",
    "what ",
    "第",
    "百分之",
    "\ud800",
    "學",
    "－",
    "0",
    "名称",
)


@settings(deadline=None, max_examples=200)
@given(st.lists(st.sampled_from(PIECES), max_size=15))
def test_any_row_of_question_words_is_read(pieces: list[str]) -> None:
    question = read_question("".join(pieces))
    invariants(question)
    assert len(question.parts) != 1


@pytest.mark.parametrize(
    "unit",
    ["how many ", "多少", "占", "所", "1", "a,", "how much did ", "what is ", "第几", "二〇", "、", "and "],
)
def test_long_questions_take_little_time(unit: str) -> None:
    read_question(unit)
    began = time.monotonic()
    read_question(unit * (100_000 // len(unit)))
    assert time.monotonic() - began < 10


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("how many", "en"),
        ("GDP多少", "zh"),
        ("Zhaoqing 有多少學校", "zh-Hant"),
        ("the words 学校 and 医院 in English", "en"),
        ("โรงเรียน", "en"),
        ("", "en"),
    ],
)
def test_language(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Hello!", "greeting"),
        ("HI  there", "greeting"),
        ("good morning", "greeting"),
        ("你好呀", "greeting"),
        ("早上好，大家", "greeting"),
        ("在嗎？", "greeting"),
        ("thanks a lot", "thanks"),
        ("多谢你", "thanks"),
        ("感謝！", "thanks"),
        ("OK", "thanks"),
        ("再见", "thanks"),
        ("hello world", ""),
        ("thanks to whom was it built", ""),
        ("谢谢学校", ""),
        ("你好多少", ""),
        ("history", ""),
        ("", ""),
        ("👋", ""),
    ],
)
def test_smalltalk(text: str, kind: str) -> None:
    assert smalltalk(text) == kind


def test_smalltalk_is_seen_at_once() -> None:
    began = time.monotonic()
    for text in ("hi" + "i" * 20_000 + "x", "hi" + " " * 5_000 + "x", "ok," * 5_000):
        smalltalk(text)
    assert time.monotonic() - began < 20


@pytest.mark.parametrize(
    ("text", "several"),
    [
        ("GDP多少，新增学位多少个", ["GDP多少", "新增学位多少个"]),
        (
            "how many schools were built and how many talks were held?",
            ["how many schools were built", "how many talks were held"],
        ),
        ("how many sites, routes and teaching points", ["how many sites routes teaching points"]),
        ("建了多少所学校", ["建了多少所学校"]),
        ("，，", []),
    ],
)
def test_several_questions_in_one(text: str, several: list[str]) -> None:
    assert split_questions(text) == several


@pytest.mark.parametrize(
    ("question", "denied"),
    [
        ("how many of the promised bridges were not finished", True),
        ("which wards haven't reported", True),
        ("还有多少户没通水", True),
        ("未開工嘅有幾多個", True),
        ("The mill has 29 looms now, hasn't it?", False),
        ("All the boats were clean, weren't they", False),
        ("桥是不是修好了三座", False),
        ("有三宗個案，啱唔啱", False),
        ("有没有夜班车", False),
        ("有冇夜班車", False),
        ("There were nine boats, weren't there?", False),
        ("how many members weren't there", True),
        ("how many prosecuted (not cases)", False),
        ("output for the whole of 2024, not the half year", False),
        ("I want the gain, I don't want the level", False),
        ("不含社区的书店有几家", False),
    ],
)
def test_what_denies_and_what_only_asks_or_sets_aside(question: str, denied: bool) -> None:
    assert denial_asked(question.lower()) == denied


@pytest.mark.parametrize(
    ("question", "change"),
    [
        ("how far are thefts down", True),
        ("sales down by what percent", True),
        ("visits went down by how much", True),
        ("how many pumps broke down", False),
        ("applications turned down in total", False),
        ("产值增速多少", True),
    ],
)
def test_down_is_a_change_where_it_says_how_far(question: str, change: bool) -> None:
    assert (role_asked(question) == "change") == change
