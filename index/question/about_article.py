"""Questions about an article itself: its title, who wrote it, where and when it was published.

No title calls itself one. What such a question says of title or author is answered by the paragraph that is it.
"""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from index.question.question import Question
from index.records import ParagraphKind

_ARTICLE = frozenset(["articl", "piec", "文章", "篇文章", "本文", "这篇", "报道", "稿件", "稿子"])
# what each kind of paragraph stands for, and what it then looks like
_STANDS_FOR: tuple[tuple[ParagraphKind, frozenset[str], re.Pattern[str]], ...] = (
    ("title", frozenset(["titl", "headlin", "标题", "题目", "大标题"]), re.compile("")),
    (
        "byline",
        frozenset(["author", "journalist", "report", "write", "记者", "作者", "撰写", "撰稿", "写"]),
        re.compile(r"^(?!.*(?:来源|來源|source|https?:|时间|時間))", re.I),
    ),
    ("byline", frozenset(["publish", "date", "day", "发布", "刊登", "发表", "刊发", "日期"]), re.compile(r"\d")),
    (
        "byline",
        frozenset(["sourc", "newspap", "publish", "publisher", "来源", "报纸", "刊登", "媒体"]),
        re.compile(r"来源|來源|source|报|報", re.I),
    ),
)


def kinds_asked(question: Question) -> tuple[ParagraphKind, ...]:
    """The kinds of paragraph that would answer, when the question is about the article itself."""
    forms = {term.form for term in question.terms}
    if not forms & _ARTICLE:
        return ()
    return tuple(dict.fromkeys(kind for kind, words, _ in _STANDS_FOR if forms & words))


def said_by_kind(question: Question, kind: ParagraphKind, text: str) -> NDArray[np.float32]:
    """1 for each term that a paragraph of ``kind`` stands for without saying it, else 0."""
    if kind not in kinds_asked(question):
        return np.zeros(len(question.terms), np.float32)
    meant = _ARTICLE.union(*(words for name, words, looks in _STANDS_FOR if name == kind and looks.search(text)))
    return np.array([float(term.form in meant) for term in question.terms], np.float32)
