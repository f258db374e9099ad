"""What is said after a question and can only be understood with it: "and in 2020?", 那医院呢, "why?", "more".

Pure: a text and the question before it in, what is meant out. What can't be filled in is ``lost``, never guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from index.question import follow_up_chinese, follow_up_english
from index.question.fragments import Fragment
from index.question.meta import Meta, meta_question
from index.text.scripts import fold, is_han

Kind = Literal["ask", "lost", "more", "source", "cite", "sure", "gloss"] | Meta

_LONGEST = 80  # characters; more is a text of its own
_EDGES = " \t\n.。!！?？,，~～…"
_OF_ANSWER: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "more",
        re.compile(
            r"(?:show me |tell me |any |some |give me )?more(?: please| results| passages| of that)?|next(?: one)?|go on|"
            r"continue|another(?: one)?|(?:is there )?(?:anything|something) (?:else|more)|what else|and what else|"
            r"(?:还有|仲有)(?:吗|么|别的|其他|冇|咩|什么|啲咩)*|更多|多(?:点|啲|一点)|继续|下一(?:个|条|段)|再来(?:一个|一条)?"
        ),
    ),
    (
        "cite",
        re.compile(
            r"cite(?: (?:that|this|it))?|how (?:do|should|can) i cite (?:that|this|it)|(?:gb/?t ?7714|apa|bibtex)(?: please)?|"
            r"(?:怎么|怎样|如何|点样?)引用|引用(?:格式)?|参考文献(?:格式)?"
        ),
    ),
    (
        "source",
        re.compile(
            r"(?:(?:can|could) you )?(?:give |show |tell )?(?:me )?(?:what is |what's )?(?:the |your )?"
            r"(?:sources?|references?|citations?)|where (?:is|was|does|did) (?:that|this|it) (?:come )?from|"
            r"where (?:did you|do you) (?:get|find|read|have) (?:that|this|it)(?: from)?|"
            r"(?:who|which (?:article|paper|newspaper)) (?:says?|said|wrote)(?: so| that| this| it)?|says who|"
            r"(?:which|what) article(?: is (?:that|this|it)(?: from| in)?)?|"
            r"(?:出处|来源|出自哪里?|来自哪里|原文|引自哪里)(?:是|在|系)?(?:什么|哪里|哪儿|哪篇|边度|咩)?(?:呢|呀)?|"
            r"(?:哪一?篇|边篇|哪个|什么)(?:文章|报道)?(?:说|讲|写|里)的?嘅?|谁说的|边个讲嘅|(?:有|冇)?(?:咩|什么)?(?:根据|依据)"
        ),
    ),
    (
        "sure",
        re.compile(
            r"(?:are you|you) (?:really |quite |absolutely )?(?:sure|certain)(?: about (?:that|this|it))?|really|"
            r"is (?:that|this|it) (?:right|correct|true|certain|so)|(?:seriously|for real)|"
            r"(?:你|您)?(?:确定|肯定)(?:吗|么|咩|呀|不)?|真的(?:吗|么|假的)?|真系(?:咩|呀)?|系咪真|(?:对|准确|准)吗|是吗|系咩"
        ),
    ),
    (
        "gloss",
        re.compile(
            r"(?:can you |could you )?(?:please )?(?:translate|translation|gloss)(?: (?:that|this|it|please|into english|to english))*|"
            r"(?:and |say (?:it|that) )?in english(?: please)?|what does (?:that|this|it) (?:mean|say)(?: in english)?|"
            r"(?:翻译|译)(?:一下|成英文|成英语)*|(?:用|讲)?(?:英文|英语)(?:说|讲|怎么说|点讲)?"
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Understood:
    """What a text of a conversation means: ``text`` is the question it asks or the topic it names.

    ``filled`` is true where part of ``text`` was taken from the question before.
    """

    kind: Kind
    text: str = ""
    filled: bool = False


def understood(text: str, before: str) -> Understood:
    """What ``text`` means where ``before`` was the chat's last question, empty where there was none.

    A text that stands by itself is a question as it is; one that doesn't, and finds nothing in ``before`` to be
    filled from, is ``lost``.
    """
    if asked := meta_question(text):
        return Understood(*asked)
    bare = " ".join(text.strip(_EDGES).split())
    if not bare or len(bare) > _LONGEST:
        return Understood("ask", text)
    folded = fold(bare).lower().replace("’", "'")
    for kind, pattern in _OF_ANSWER:
        if pattern.fullmatch(folded):
            return Understood(kind if before else "lost")
    asks = text.rstrip().endswith(("?", "？"))
    language = follow_up_chinese.fragment if is_han(bare) else follow_up_english.fragment
    fragment = language(bare, asks, bool(before))
    if fragment is None:
        return Understood("ask", text)
    if fragment.whole:
        return Understood("ask", fragment.text)
    filled = _filled(before, fragment) if before else ""
    return Understood("ask", filled, filled=True) if filled else Understood("lost")


def _filled(before: str, fragment: Fragment) -> str:
    """The question before with the fragment in its place; empty where it has none."""
    question = before.rstrip(_EDGES)
    if is_han(question):
        return follow_up_chinese.filled(question, fragment)
    return follow_up_english.filled(question, fragment)
