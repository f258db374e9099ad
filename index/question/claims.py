"""What a text claims: a figure of something, to be looked up by the question that it would answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from index.figures.find import find_statistics
from index.question.patterns import INTERROGATIVE, YEAR
from index.records import COUNTING, Statistic
from index.text.scripts import fold, is_han
from index.text.sentences import split_sentences

LONG = 200  # characters; a question is shorter
MOST_CLAIMS = 6
_SHORTEST, _LONGEST = 6, 300
_AGES = ("岁", "周岁")
_DOUBT = re.compile(
    r"^(?:(?:is|was) (?:it|that) (?:true|right|correct|so) that|(?:is it|was it) really|did you know that|"
    r"(?:i|we) (?:heard|read|think|believe)(?: that)?|(?:they|people|somebody|someone) (?:say|says|said|claim|claims|wrote)(?: that)?|"
    r"true or false:?|fact check:?|(?:有人|网上|网友|网民|他们|佢哋|人哋|报道|媒体|据|據)(?:说|說|讲|講|话|話|称|稱|传|傳)|(?:听人|听讲|聽講|听闻|聽聞|聽人)(?:说|說|讲|講)?|据说|據說|听说|聽說|"
    r"(?:是不是|系唔系|係唔係|是否|系咪|係咪))[\s,，：:]*",
    re.IGNORECASE,
)
_DOUBT_AFTER = re.compile(
    r"[\s,，]*(?:\b(?:right|correct|true|is (?:that|it) (?:true|right|correct|so)|isn't it|didn't they|really)|"
    r"(?:对|對|是|真的|系|係|是真的|系真嘅|係真嘅|真)?(?:吗|嗎|么|麼|吧|咩)|(?:是不是|係咪|系咪|係唔係|對不對|对不对|属实吗|屬實嗎)(?:真|真的|真嘅)?)?\s*[?？。.!！]*$",
    re.IGNORECASE,
)
_YES_OR_NO = re.compile(r"^(?:did|does|do|is|are|was|were|has|have|had)\b\s*", re.IGNORECASE)
_ROUGHLY_BEFORE = re.compile(
    r"(?:\b(?:about|around|nearly|almost|some|roughly|approximately|over|more than|under|less than|at least|up to|only)\s+|"
    r"大约|大約|大概|约|約|近|将近|將近|接近|超过|超過|超|逾|不到|不足|达到|達到|达|達|多达|多達|共有|共|有)+$",
    re.IGNORECASE,
)
_LARGE = re.compile(r"^\s*(?:hundred|thousand|million|billion|trillion|dozen)\b", re.IGNORECASE)
_OF_YEAR = re.compile(rf"(?:\b(?:in|for|during|since) )?{YEAR.pattern}(?: ?年度?)?", re.IGNORECASE)
_PARTS = re.compile(r"[,;.!?] |[，、；。！？]|\b(?:and|but|while|whereas)\b|和|及|而|并|並|另")
_UNIT_WORD = re.compile(r"[A-Za-z]+(?: [A-Za-z]+)?$")


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure that a text claims. ``questions`` ask for the one in the articles, the closest to the claim first: as it
    is up to the next figure, whole, without its years, in keywords. ``years`` are the claim's own.
    """

    text: str
    questions: tuple[str, ...]
    figure: Statistic
    years: tuple[str, ...] = ()


def claims_in(text: str) -> list[Claim]:
    """The claims of a text, none where it makes none: each figure of a sentence that asks nothing but whether it is so.

    Years, dates, ages and places in an order are no claim's figure: they say of what it is.
    """
    if len(text) <= LONG:
        return _claims(text)
    sentences = dict.fromkeys(text[start:end] for start, end in split_sentences(text))
    by_sentence = [_claims(sentence) for sentence in sentences if _SHORTEST <= len(sentence) <= _LONGEST]
    return [claim for claims in by_sentence for claim in claims][:MOST_CLAIMS]


def _claims(text: str) -> list[Claim]:
    bare = " ".join(text.split())
    statement = _DOUBT_AFTER.sub("", _DOUBT.sub("", bare))
    doubted = statement != bare.rstrip("?？.。!！")
    asserted = _YES_OR_NO.sub("", statement) if doubted or bare.rstrip().endswith(("?", "？")) else statement
    if INTERROGATIVE.search(fold(asserted).lower().replace("没有", "")) and not _only_verbs(asserted):
        return []
    figures = [figure for figure in find_statistics(asserted) if _is_claimed(figure, asserted)]
    starts = [figure.span.start for figure in figures]
    ends = [_end_of_part(asserted, one.span.end, start) for one, start in zip(figures, starts[1:], strict=False)]
    claims = (_claim(asserted, figure, end) for figure, end in zip(figures, [*ends, len(asserted)], strict=False))
    return [claim for claim in islice(claims, MOST_CLAIMS) if claim]


def _end_of_part(text: str, first: int, last: int) -> int:
    """Where the part of a statement ends that a figure up to ``first`` belongs to; the next one starts at ``last``."""
    parts = [part.start() for part in _PARTS.finditer(text, first, last)]
    return parts[-1] if parts else len(text)


def _claim(text: str, figure: Statistic, end: int) -> Claim | None:
    """The claim of a figure; what comes behind ``end`` is said of others, and asked with it only if need be."""
    before, after = text[: figure.span.start], text[figure.span.end :]
    if not re.search(r"[A-Za-z\u3400-\u9fff]", before + after):
        return None  # a figure of nothing
    own, question = _asking_for(figure, text[:end]), _asking_for(figure, text)
    keywords = " ".join(f"{_ROUGHLY_BEFORE.sub('', before)} {after}".split())
    undated = (" ".join(_OF_YEAR.sub(" ", wording).split()) for wording in (question, keywords))
    questions = dict.fromkeys((own, question, *undated))
    return Claim(text, tuple(questions), figure, tuple(dict.fromkeys(YEAR.findall(f"{before} {after}"))))


def _only_verbs(text: str) -> bool:
    """Whether what looks like a question word is a statement's verb: *is*, *was*, *has*, *can*."""
    asking = re.sub(
        r"\b(?:did|does|do|is|are|was|were|can|will|would|should|could|has|have|had)\b", " ", fold(text).lower()
    )
    return not INTERROGATIVE.search(asking) and not text.rstrip().endswith(("?", "？"))


def _is_claimed(figure: Statistic, text: str) -> bool:
    if figure.kind not in COUNTING or figure.value is None or fold(figure.unit) in _AGES:
        return False
    before = text[: figure.span.start].rstrip().lower()
    named = before.endswith(("line", "no.", "number", "day", "grade", "phase", "route", "covid"))
    return not YEAR.fullmatch(figure.text) and not named


def _asking_for(figure: Statistic, text: str) -> str:
    """The text with "how many" in the place of its figure: "they built how many schools", 建了多少所学校."""
    before, after = text[: figure.span.start], text[figure.span.end :]
    before = _ROUGHLY_BEFORE.sub("", before)
    if is_han(text):
        unit = "元" if figure.kind == "money" else "" if figure.kind == "percent" else figure.unit
        asked = "百分之多少" if figure.kind == "percent" else "多少" + (unit if is_han(unit) else "")
        return f"{before}{asked}{re.sub(r'^[多余餘]', '', after)}".strip()
    word = _UNIT_WORD.search(figure.text)
    unit = word[0] if word and figure.kind not in ("money", "percent") else ""
    unit = _LARGE.sub("", unit).strip()
    asked = {"money": "how much", "percent": "what percentage"}.get(figure.kind, "how many")
    return " ".join(f"{before} {asked} {unit} {_LARGE.sub('', after)}".split())
