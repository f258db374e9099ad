"""Chinese follow-ups, Cantonese among them: 那2020年呢, 咁醫院呢, 其中多少已经完工, 点解."""

from __future__ import annotations

import re

from index.question.fragments import Fragment, in_another_period, is_period
from index.question.patterns import MEASURE, QUANTITY_ZH
from index.question.question import read_question
from index.text.dictionary import classifiers
from index.text.scripts import fold, is_han
from index.text.words import segment, word_tag

_OPENING = re.compile(r"(?:那么?|咁|噉|另外)[,，\s]*(?=.)")
_CLOSING = re.compile(r"(?:又)?(?:呢|如何|怎么样|怎样|点样?|呀|啊|咧)+$")
_WHY = re.compile(
    r"(?:是|系)?(为什么|为何|为啥|点解|什么时候|何时|几时|在哪里?|在哪儿|哪里|喺边度?|边度|怎么|谁|边个)(?:呢|呀|啊|的|嘅|建的)?"
)
_PARTS = re.compile(r"(?:其中|当中|里面|入面|之中)")
_POINTING = re.compile(r"(?:它们|他们|她们|佢哋|这些|那些|呢啲|嗰啲|它|他|她|佢)")
_COUNT = re.compile(
    rf"(?:多少|几多|几|若干)(?:万|亿|千|百)?(?:(?P<unit>{MEASURE}|棵|条|间|只|头|幅|盏|顶|匹|株|口)(?!员|长))?"
)
_ASKS = re.compile(r"几|多[少久长高大远重]|什么|甚么|啥|谁|哪|怎|何时|何地|边|咩|点解|是否|吗|为[何啥]")
_PLACE_ENDS = "省市县区镇乡村州岛街"
_PLACE = re.compile(
    rf"(?:全|本|我)[市县区镇乡村省国]|[\u3400-\u9fff]{{2,4}}?(?:街道|[{_PLACE_ENDS}])(?!民|长|政|级|场|内)"
)
_LONGEST, _LONGEST_BARE = 8, 4  # characters of a thing, with 呢 after it and with nothing but a question mark
_OWN_TERMS = 1  # of a question that points back; one with more says itself what it is about


def fragment(text: str, asks: bool, after: bool) -> Fragment | None:
    """What the text lacks a question for; None where it stands by itself. ``asks``: it ends with a question mark;
    ``after``: there is a question before it.
    """
    folded = fold(text)
    opening = _OPENING.match(folded)
    start = opening.end() if opening else 0
    if why := _WHY.fullmatch(folded, start):
        return Fragment("why", text[why.start(1) : why.end(1)])
    closing = _CLOSING.search(folded, start)
    rest = text[start : closing.start() if closing else len(text)].strip(" ,，")
    if rest and is_period(fold(rest)) and (closing or opening or asks or after):
        return Fragment("period", rest)
    if _PARTS.match(folded, start) or _POINTING.match(folded, start):
        return Fragment("pointing", text[start:]) if len(read_question(text[start:]).terms) <= _OWN_TERMS else None
    keywords = closing is None  # then it may as well be a question in keywords
    if not rest or _ASKS.search(fold(rest)) or len(rest) > (_LONGEST_BARE if keywords else _LONGEST):
        return None
    if keywords and not (asks and after and not QUANTITY_ZH.search(fold(rest))):
        return None
    return Fragment("place" if _PLACE.fullmatch(fold(rest)) else "thing", rest)


def filled(question: str, part: Fragment) -> str:
    """The Chinese question before with the part put where it belongs; empty where it has no place."""
    match part.role:
        case "period":
            return _in_period(question, part.text)
        case "place":
            return _in_place(question, part.text)
        case "why":
            return _asking_why(question, part.text)
        case "pointing":
            return _pointed(question, part.text)
        case "act" | "phrase":
            return ""
        case _:
            return _another_thing(question, part.text)


def _in_period(question: str, period: str) -> str:
    period = re.sub(r"^in\s+", "", period, flags=re.IGNORECASE)
    if replaced := in_another_period(question, period, "年"):
        return replaced
    return (period + "年" if re.fullmatch(r"[0-9]{4}", period) else period) + question


def _in_place(question: str, locality: str) -> str:
    if match := _PLACE.match(fold(question)):
        return locality + question[match.end() :]
    return locality + question


def _asking_why(question: str, word: str) -> str:
    counted = _COUNT.search(fold(question))
    return word + (question[: counted.start()] + question[counted.end() :] if counted else question)


def _noun(question: str) -> tuple[int, int]:
    """Where the noun stands that is counted: after 多少所; (0, 0) where none is."""
    counted = _COUNT.search(fold(question))
    if not counted or counted["unit"] == "钱" or question[counted.end() :].strip() in ("", "钱", "錢"):
        return 0, 0
    end = counted.end()
    for number, token in enumerate(segment(fold(question)[counted.end() :])):
        if not is_han(token) or (number and word_tag(token, "n")[:1] not in ("n", "a", "b", "j", "l")):
            break
        end += len(token)
    return counted.end(), end


def _subject(question: str) -> tuple[int, int]:
    """Where the words stand that a question is about: 粮食 of 粮食产量多少, 桥 of 桥花了多少钱, 隧道 of 花了多少钱修隧道."""
    folded = fold(question)
    counted = _COUNT.search(folded)
    before = folded[: counted.start()] if counted else folded
    start, end = 0, 0
    if place := _PLACE.match(before):
        start = end = place.end()
    for word in _tokens(before[start:]):
        if word_tag(word, "n")[:1] in ("v", "p", "d", "u") or word in "的了":
            break
        end += len(word)
    if end > start:
        return start, end
    bought = re.compile(r"(?<=钱)[\u3400-\u9fff](?P<what>[\u3400-\u9fff]+)").search(folded)
    return bought.span("what") if bought else (0, 0)


def _counted_before(question: str) -> tuple[int, int]:
    """Where the noun stands that is counted after it: 司机 of 新招司机多少人; (0, 0) where a verb stands there."""
    counted = _COUNT.search(fold(question))
    end = counted.start() if counted else 0
    start = end
    for word in reversed(_tokens(question[:end])):
        if word_tag(fold(word), "n")[:1] != "n":
            break
        start -= len(word)
    return (start, end) if start < end else (0, 0)


def _tokens(text: str) -> list[str]:
    """The text's words; a noun of one character that a verb of one is taken together with stands alone."""
    tokens = []
    for token in segment(text):
        apart = len(token) == 2 and not word_tag(token) and word_tag(token[1], "")[:1] == "v"
        tokens += list(token) if apart else [token]
    return tokens


def _another_thing(question: str, thing: str) -> str:
    start, end = _noun(question)
    if end:
        return _counted_as(question[:start], thing) + question[end:]
    start, end = _subject(question)
    if not end:
        return ""
    subject = question[start:end]
    attribute = QUANTITY_ZH.search(fold(subject))
    kept = subject[attribute.start() :] if attribute and attribute.start() and not thing.endswith(subject[-2:]) else ""
    if attribute and attribute.start() == 0:
        return ""
    rest = question[end:]
    if counted := _COUNT.match(fold(rest)):  # 多少辆 counts what is replaced
        rest = rest[: counted.start("unit")] + rest[counted.end("unit") :] if counted["unit"] else rest
    return question[:start] + thing + kept + rest


def _counted_as(before: str, thing: str) -> str:
    """``before`` and ``thing``; without the measure word where the dictionary counts the thing by others."""
    counted = list(_COUNT.finditer(fold(before) + "。"))[-1]
    unit = counted["unit"]
    measures = classifiers(fold(thing))
    if unit and measures and unit not in measures and unit not in ("个", "间", "名", "位"):
        before = before[: -len(unit)]
    return before + thing


def _pointed(question: str, asked: str) -> str:
    """The question with its 它们 or 其中 named by what is counted, or talked of, in the question before."""
    start, end = _noun(question)
    if not end:
        start, end = _counted_before(question)
    if not end:
        start, end = _subject(question)
    noun = question[start:end]
    if not noun:
        return ""
    if pointing := _POINTING.match(fold(asked)):
        return noun + asked[pointing.end() :]
    return noun + asked
