"""Measure words: which count the same sort of thing, and which English things they count."""

from __future__ import annotations

ENGLISH_UNITS = (
    (
        frozenset(
            "person peopl particip member visitor staff worker employe student resident cadr attend audienc headcount "
            "offici doctor nurs teacher farmer villag patient applic learner reader passeng rider user citizen man woman "
            "child traine volunt player athlet pupil graduat custom tourist".split()
        ),
        frozenset("人 名 位 人次".split()),
    ),
    (
        frozenset("session lectur talk event activ meet class match game perform show".split()),
        frozenset("场 场次 次".split()),
    ),
    (frozenset("time trip visit occas journey ride".split()), frozenset("次 趟 人次".split())),
    (frozenset("household famili home".split()), frozenset(["户"])),
    (frozenset("copi book volum".split()), frozenset("本 册".split())),
)
ALIKE = (
    frozenset("场 场次 次 期 节 堂 课".split()),
    frozenset("名 人 位 人次 个 口".split()),
    frozenset("所 家 间 个 座".split()),
    frozenset("元 万元 亿元 人民币".split()),
    frozenset("次 人次 趟".split()),
    frozenset("本 册 部".split()),
    frozenset("项 件 个 宗 条 起".split()),
    frozenset("个 名 家".split()),
    frozenset("条 个".split()),
    frozenset("处 个".split()),
    frozenset("班次 车次 次 趟 班".split()),
    frozenset("张 个".split()),
)
# who is asked for by name: "the name of the lecturer", 队长叫什么
PERSONS_EN = ENGLISH_UNITS[0][0] | frozenset(
    "lectur director mayor chair chairman chairwoman leader author captain boss secretari manag princip presid minist "
    "report journalist engin owner founder execut head spokesman spokeswoman champion winner coach miner artist".split()
)
PERSONS_ZH = (*tuple("者员长人工师生手警裁"), "主任", "书记", "主席", "教练", "经理", "司机", "医生", "冠军", "校长")
