"""Questions about the library and the bot rather than about what the articles say: help, who are you, what is held."""

from __future__ import annotations

import re
from typing import Literal

from index.text.scripts import fold

Meta = Literal["help", "about", "articles", "mentions", "figures", "summary", "privacy"]

_ARTICLES = r"(?:articles?|texts?|documents?|files?|papers?|reports?|stories)"
_NUMBERS = r"(?:figures?|numbers?|statistics|stats|data)"
_ARTICLES_ZH = r"(?:文章|报道|文件|资料|文本|新闻)"
_NUMBERS_ZH = r"(?:数字|数据|统计)"
_WHICH_ZH = r"(?:哪一?些|哪一?篇|哪几篇|哪份|边篇|边啲|什么|咩|乜嘢?|甚么)"
_HAVE_ZH = r"(?:有没有|有冇|有无|有)"
_ON = r"(?:about|on|for|of|regarding|concerning)"
_SAYS = r"(?:提到|讲到|说到|写到|提及|讲|说|写|关于|涉及|谈到|谈)(?:过|了)?"
_PLEASE = r"(?:(?:please|can you|could you|would you|i want to|i'd like to|i would like to|请|帮我|唔该|麻烦|你能|能不能|可以)\s*)*"
_ASK = r"(?:ask|ask you|ask here|type|write|do here|do with (?:this|you|it))"

# What stands in the group named topic is what is looked for. Each has to fit the whole text.
_PATTERNS: tuple[tuple[Meta, tuple[str, ...]], ...] = (
    (
        "help",
        (
            r"help(?: me)?|instructions|usage|commands|\?+",
            rf"what (?:can|could|may|should) (?:i|we|one) {_ASK}(?: about)?",
            r"what (?:can|do) you do|what are you (?:able to do|for|good for)|what is this (?:bot )?for",
            r"how (?:does|do) (?:this|it|you|the bot|this bot|yinju) work",
            r"how (?:do|can|should) (?:i|you|we|one) (?:use|ask)(?: (?:this|it|you|the bot|this bot|here|questions?))*",
            r"帮助|说明|使用说明|(?:你|您)?(?:能|可以|会|识)(?:做|干)(?:什么|啥|咩|乜嘢?|些什么)",
            r"(?:我|你)?(?:可以|能|可)(?:问|问你|问些)(?:什么|啥|咩|乜嘢?|些什么)",
            r"(?:怎么|怎样|如何|点|点样)(?:用|使用|问|提问)(?:你|这个|它|呢个)?",
        ),
    ),
    (
        "about",
        (
            r"(?:who|what) (?:are you|is this|is this bot|is yinju|made you)(?: exactly| actually)?",
            r"are you (?:a |an )?(?:real |human|bot|robot|person|ai|machine|chatgpt|gpt|llm|language model)+(?: or .*)?",
            r"(?:你|您)(?:是|系)(?:谁|边个|什么|咩|乜嘢?|机器人|人|真人|ai|chatgpt)(?:吗|呀|啊|咩)?|(?:你|您)叫什么(?:名字)?",
            r"(?:这|呢个|这个)(?:是|系)(?:什么|啥|咩|乜嘢?)(?:东西)?",
        ),
    ),
    (
        "mentions",
        (
            rf"(?:which|what|any) {_ARTICLES} (?:mentions?|talks? about|says? (?:something |anything )?about|"
            rf"(?:is|are) about|deals? with|covers?|discuss(?:es)?|contains?|reports? on|writes? about) (?P<topic>.+)",
            rf"(?:do you have|have you(?: got)?|is there|are there) (?:anything|something|(?:an |any )?{_ARTICLES}) {_ON} (?P<topic>.+)",
            r"what (?:do you have|have you got|is there) (?:on|about) (?P<topic>.+)",
            rf"{_WHICH_ZH}{_ARTICLES_ZH}{_SAYS}(?P<topic>(?![的嘅]$).+)",
            rf"{_HAVE_ZH}(?:一?篇|啲|些)?(?:关于|讲|说|提到|写)(?P<topic>.+?)[的嘅]{_ARTICLES_ZH}",
            rf"{_HAVE_ZH}{_ARTICLES_ZH}{_SAYS}(?P<topic>(?![的嘅]$).+)",
        ),
    ),
    (
        "articles",
        (
            rf"(?:how many|what|which|list|show)(?: me)?(?: all)?(?: of)?(?: the| your)? ?{_ARTICLES}"
            r"(?: (?:do you (?:have|know|hold)|are there|there are|have you (?:read|got)|can you (?:read|quote)|is there|you have))*",
            r"what (?:do you know|have you read)(?: about)?|what is in (?:here|there|the library|the corpus)",
            rf"(?:你|您|这里|呢度|总共|一共|共)*(?:有|读过|睇过|知道|收录了?)(?:多少|几多|几|{_WHICH_ZH})(?:篇|份|个)?{_ARTICLES_ZH}",
            rf"(?:你|您)(?:读过|知道|看过|睇过|识)(?:什么|啥|咩|乜嘢?|哪些)(?:{_ARTICLES_ZH})?",
            rf"(?:所有|全部|列出(?:所有|全部)?){_ARTICLES_ZH}|{_ARTICLES_ZH}列表",
        ),
    ),
    (
        "figures",
        (
            rf"(?:(?:list|show|give|tell)(?: me)? )?(?:all|every)(?: of)?(?: the)? {_NUMBERS}(?: {_ON} (?P<topic>.+))?",
            rf"(?:list|show)(?: me)?(?: the)? {_NUMBERS}(?: {_ON} (?P<topic>.+))?",
            rf"(?:what|which) {_NUMBERS} (?:do you have|are there|have you(?: got)?)(?: {_ON} (?P<topic>.+))?",
            rf"(?:列出|给我|显示)?(?:所有|全部)?(?:关于|有关)(?P<topic>.+?)[的嘅](?:所有|全部)?{_NUMBERS_ZH}(?:有(?:哪些|什么|边啲|咩))?",
            rf"{_HAVE_ZH}?{_WHICH_ZH}(?:关于|有关)(?P<topic>.+?)[的嘅]{_NUMBERS_ZH}",
            rf"(?:列出|给我|显示)?(?:所有|全部)(?:的|嘅)?{_NUMBERS_ZH}",
        ),
    ),
    (
        "summary",
        (
            rf"(?:summari[sz]e|sum up)(?: (?:(?:this|it|that|all|everything)|(?:the|this|your|all|these|those) {_ARTICLES}))*",
            rf"(?:give me )?a summary(?: of (?:the|this|your) {_ARTICLES})?|what (?:is|are) (?:the|this|your) {_ARTICLES} about",
            rf"(?:总结|概括|概述|归纳|摘要)(?:一下|下)?(?:这|呢)?(?:篇|些|啲)?(?:{_ARTICLES_ZH}|内容)?",
        ),
    ),
    (
        "privacy",
        (
            r"(?:do|will|what do|what will|how long do) you (?:store|keep|save|log|record|remember|know)"
            r"(?: of| about| on)? (?:me|my (?:questions?|data|messages?|chats?|words)|what i (?:write|ask|say))",
            r"(?:你|您)?(?:会不会|会唔会|会|有没有|有冇)(?:保存|记录|存储|记低|记住|储存)"
            r"(?:我|下)?(?:的|嘅|讲嘅|说的|问的|问嘅)*(?:问题|数据|消息|信息|话|说话|嘢|东西|内容)?(?:吗|呀)?",
        ),
    ),
)
_COMPILED = tuple((meta, tuple(map(re.compile, patterns))) for meta, patterns in _PATTERNS)
_EDGES = " \t\n.。!！?？,，~～"


def meta_question(text: str) -> tuple[Meta, str] | None:
    """What a text asks of the library or the bot, and the topic it names, as written; None for every other text."""
    bare = text.strip(_EDGES)
    folded = " ".join(fold(bare).lower().replace("’", "'").split())
    if len(folded) != len(bare):  # folding is by character; only runs of spaces change the length
        bare = " ".join(bare.split())
    polite = re.match(_PLEASE, folded)
    for start in {0, polite.end() if polite else 0}:
        asked = folded[start:].removesuffix(" please").removesuffix(" pls")
        for meta, patterns in _COMPILED:
            if match := next(filter(None, (pattern.fullmatch(asked) for pattern in patterns)), None):
                topic = match.span("topic") if match.groupdict().get("topic") else (0, 0)
                return meta, bare[start + topic[0] : start + topic[1]].strip()
    return None
