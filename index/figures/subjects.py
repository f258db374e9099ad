"""Whose a figure is: the noun beside it, or else the subject of its clause or of the one before."""

from __future__ import annotations

import re

from index.figures.measures import PERSONS_ZH
from index.figures.nouns import ends_in_a_noun, last_nouns, leading_nouns
from index.figures.subjects_english import owner_in_english, subject_in_english
from index.figures.tagging import CLOSED, LIGHT, RATES, names_a_thing, tagged
from index.numbers.numeral import listed
from index.numbers.units import EVENT_UNITS
from index.records import Role, Statistic
from index.text.scripts import fold, is_han
from index.text.tables import words
from index.text.words import word_tag

_TIME = re.compile(
    r"^(?:全年|[上去今前本当明]年.{0,2}|年[初末底]|按[年季月]|同比|环比|同期|上?月"
    r"|[上本]?[季年月周][初末底]|平均|日均|仅|昨[晚天日].{0,2}|一共|共"
    r"|[0-9一二三四五六七八九十]+月末?|每.{1,3}|连续|时隔|相隔|历时|盘中|期间|一度|最初|现在|如今|以前|全部.{0,2}|局[地部]|最[高低多少大小]|实际|全[市省国县区港台年镇乡村校厂].{0,1})$"
)
_OPENING = re.compile(
    r"^(?:其中|今年截?至[0-9]{1,2}月[0-9]{1,2}日|目前|截至[^，]{0,12}|[^，]{0,8}显示|据[^，]{0,12}|[今本]年度?|去年|上年|全年|同期"
    r"|此外|另外|而|但|所幸|预计|全[市省国县区港台镇乡村]|各地"
    r"|惟|唯|将|將|扣除[^，]{1,12}?(?:后|後|因素)|[上下]半年|[一二三四]季度|前.季度|昨[天日晚]|上月|本月|当月"
    r"|[0-9一二三四五六七八九十]{1,3}月(?:末?份?|[0-9]{1,2}日)|(?:[0-9]{4}"
    r"|二[〇零一二三四五六七八九]{3})年末?)[，,]?"
)
_MOVES = "|".join(
    word for kind in ("up", "down") for word in sorted(words("directions.tsv", kind), key=len) if not word.isascii()
)
# Where the subject of a change ends: at what it is compared with, or at the verb.
_CHANGE = re.compile(
    rf"同比|环比|[低高快慢多少优]于|按年|按季|按月|按[^，]{{1,8}}计算?|较|(?<![占对之])比(?![例重值]|由|为|达|是)|(?<!自)由|从|名义|实际|实质"
    rf"|(?:便宜|[多少高低贵长短平快慢])(?:[了出]|咗)|[却则也再又累]|(?<!平)均|(?:{_MOVES})(?![长降加高涨升]?[幅速值率量额面])"
)
# Of which the figure is a part or a multiple: 占全部的, 不足总库容的, 恢复到2019年的.
_WHOLE = re.compile(
    r"(?:占|达到?|相当于|不足|不到|[只仅]?[为有是]|约为|恢复[至到]?|超过?|完成)[了]?(?:约|近|不到|不足|超过?)?"
    r"[^，。；]{0,14}的(?:约|近|不到|不足|超过?|逾)*$"
)
_FROM = re.compile("由|从|自(?!然)")
_AMONG = re.compile("(?P<among>[一-鿿]{2,10}?)(?:当|當)?中(?:却|卻|仅|僅|只|也|仍|还)?有?(?:近|约|超过?)?$")
_HEADLESS = re.compile("(?P<deed>[一-鿿]{2,4})的[则却就也还仅只]?(?:只有|不足|不到|还有|還有|仅有|有|达|约|為|为|是)?$")
_GROWTH = re.compile(r"(?:负?增长|下降|增幅|降幅|速度|增速|幅度)$")
_PLACED = re.compile("(?:位|名|排)?[居列]|排名|排在|位于|跻身|[升跃]至|考[取得]?|获得?")
_WITHIN = re.compile("(?:之|以)?[内后](?:便|就|须|再)?")
_DONE = re.compile("(?P<verb>[一-鿿])了$")
_PERSONS = ("人", "名", "位", "起", "宗")
_TOLD_APART = (
    "人",
    "名",
    "位",
    "户",
    "件",
    "起",
    "宗",
    "例",
    "栋",
)  # by what they did, where no noun says who they are
_NO_DEEDS = frozenset(listed("卖 售 值 持续 历时 耗时 为期 长达 需 要 发生 需要"))
_GAP = re.compile("的(?:缺口|差距|空缺)")
_EACH = re.compile("每[0-9十百千万亿两一二三四五六七八九]*[一-鿿]")
_PLACED_IN = re.compile("在[^，。；]{2,14}?(?:中|里|上|期间|方面)以?")
_ADVERBS = "共仅僅约約达達均则則也已又尚仍由从從于於却卻每"


def owner(statistic: Statistic, role: Role, carried: str, clause: str, between: str, after: str) -> str:
    """Whose a figure is, as its text says it; ``carried`` is whose the one before was.

    ``clause`` are the words since its last pause, ``between`` those since the figure before, ``after`` those behind.
    """
    if not is_han(clause + statistic.counted + after):
        return owner_in_english(statistic, role, carried, clause, between, after)
    counted, folded = statistic.counted, fold(clause)
    counted = "" if is_time(fold(counted)) else _without_a_deed(counted, after)
    named = counted if counted and _is_named(statistic, after, counted) else ""
    if role == "rank":
        placed = _PLACED.search(folded)
        return subject_of(clause[: placed.start()] if placed else clause) or (carried if not placed else "")
    if role == "change" and not (counted and after.startswith(counted) and not _GROWTH.search(fold(counted))):
        change = _CHANGE.search(folded)
        head = clause[: change.start()] if change else clause
        return subject_of(head) or carried or named
    if role == "baseline":
        start = _FROM.search(folded)
        return subject_of(clause[: start.start()] if start else clause) or carried or counted
    if role in ("share", "ratio", "level") and (whole := _WHOLE.search(folded)):
        return subject_of(clause[: whole.start()]) or carried or counted
    if not (counted and after.startswith(counted)) and (headless := _HEADLESS.search(clause)):
        return headless["deed"]
    if role == "share" and (among := _AMONG.search(clause)):
        return among["among"]
    if _GAP.match(fold(after)) or counted in tuple("高长宽深厚重"):
        return subject_of(clause) or carried
    if deed := _done(statistic, role, counted, between, after):
        return deed
    if not counted and (deed := _deed(statistic, clause, after)):
        return deed
    if role == "ratio" and (per_unit := _EACH.search(folded)):
        frame = subject_of(clause[per_unit.end() :])
        return subject_of(clause[: per_unit.start()]) or (frame if ends_in_a_noun(frame) else "") or carried or counted
    return named or subject_of(clause) or carried or counted


def _without_a_deed(counted: str, after: str) -> str:
    """What is counted without the verb that follows it: 巴士司机 of 一名巴士司机重伤."""
    tokens = tagged(counted) if after.startswith(counted) else []
    if len(tokens) > 1 and word_tag(tokens[-1][1]) == "v" and word_tag(tokens[-2][1], "n").startswith("n"):
        return counted[: -len(tokens[-1][0])]
    return counted


def _is_named(statistic: Statistic, after: str, counted: str) -> bool:
    """Whether the phrase beside a figure names something: nothing denied, and ending in a noun."""
    if counted[0] in "没沒未无無不" or word_tag(tagged(counted)[0][1]) == "d":
        return False
    is_thing = bool(statistic.unit) and statistic.kind != "percent" and _is_a_thing(fold(counted))
    if after.startswith(counted) and (word_tag(fold(counted[-1])).startswith("n") or is_thing):
        return True
    return fold(statistic.unit) in EVENT_UNITS or ends_in_a_noun(counted)


def _done(statistic: Statistic, role: Role, counted: str, between: str, after: str) -> str:
    """The verb right beside a number of people or an amount of money: 出生88人, 412人报名, 花了105元."""
    unit = fold(statistic.unit)
    if after.startswith("的"):
        return ""
    if unit in _TOLD_APART[:4]:
        behind = [token for token in tagged(after[:8]) if word_tag(token[1]) != "d"]
        is_deed = (
            bool(behind)
            and after[0] not in "没沒未不"
            and behind[0][1] not in CLOSED
            and len(behind[0][1]) > 1
            and word_tag(behind[0][1]) == "v"
        )
        if is_deed and (not behind[0][2] or behind[0][0] == counted):
            return behind[0][0]
    if unit in _TOLD_APART:
        if counted and after.startswith(counted):
            return ""
    elif statistic.kind not in ("money", "duration") or role != "level":
        return ""
    before = tagged(between.rstrip("了咗约約近")[-8:])
    if not before or before[-1][2] or before[-1][1] in LIGHT or before[-1][1] in CLOSED:
        return ""
    if word_tag(before[-1][1]) != "v" or before[-1][1] in _NO_DEEDS or _CHANGE.search(before[-1][1]):
        return ""
    if statistic.kind in ("money", "duration"):
        by_a_thing = len(before) > 1 and before[-2][2] and not before[-2][1].endswith(PERSONS_ZH)
    else:
        by_a_thing = unit not in _TOLD_APART[:4] and any(token[2] for token in before[:-1])
    return "" if by_a_thing else before[-1][0]


def _deed(statistic: Statistic, clause: str, after: str) -> str:
    """The verb that a number of people or a length of time is of: 十九人获救, 半小时内送还."""
    if statistic.kind == "duration":
        within = _WITHIN.match(fold(after))
        if within:
            return _verb(after[within.end() :])
        done = _DONE.search(clause)
        return done["verb"] if done and len(clause) < 4 else ""
    if fold(statistic.unit) in _PERSONS:
        return _verb(after)
    return ""


def _verb(words_after: str) -> str:
    """The verb among the first words of a clause; empty where a noun stands before it."""
    for written, word, _ in tagged(re.split(r"[，。；、]", words_after, maxsplit=1)[0][:12]):
        if len(word) > 1 and word_tag(word, "v").startswith("v"):
            return written
    return ""


def is_time(phrase: str) -> bool:
    """Whether ``phrase`` (folded) says when or against what, and names nothing that is counted."""
    return bool(_TIME.match(phrase))


def subject_of(clause: str) -> str:
    """The noun phrase that begins a clause, as it is written; empty where none does."""
    return _chinese(clause) if is_han(clause) else subject_in_english(clause)


def _is_a_thing(phrase: str) -> bool:
    """Whether a phrase (folded) is no verb, adverb or bare adjective alone."""
    tag = word_tag(phrase)
    if len(phrase) == 1 and tag.startswith("a"):
        return False
    return tag != "d" and (tag != "v" or phrase in RATES or names_a_thing(phrase))


def _chinese(clause: str) -> str:
    start = clause
    for _ in range(3):
        opening = _OPENING.match(start)
        if not opening or not opening[0]:
            break
        start = start[opening.end() :]
    frame = _PLACED_IN.search(start)
    start = start[: frame.start()] or start[frame.end() :] if frame else start
    for phrase in (last_nouns(start), leading_nouns(start[:24])):
        phrase = phrase.rstrip(_ADVERBS) if len(phrase) > 2 else phrase
        if len(phrase) > 1 and not is_time(fold(phrase)) and _is_a_thing(fold(phrase)):
            return phrase
    return start if re.fullmatch("[该本][一-鿿]{1,3}", start) else ""
