"""Hard facts that no answer contradicts: the year, the names and the places that a question names."""

from __future__ import annotations

from collections import Counter

import numpy as np
from numpy.typing import NDArray

from index.library.passages import Passage, Sentence
from index.question.patterns import ENGLISH_KINDS, NAMED_KIND, YEAR
from index.question.question import Question, Term
from index.ranking.evidence import Evidence
from index.text.names import is_chinese_name, is_name, is_pinyin
from index.text.scripts import fold, is_han
from index.text.words import words

Array = NDArray[np.float32]
NAMED = 0.5  # a name credited less than this is another's


def year_absent(question: Question, passage: Passage) -> float:
    """1 where a year that the question names is neither there nor the one that the article is about."""
    if not question.years:
        return 0.0
    article = passage.paragraph.article
    told = [year for year, _ in Counter(YEAR.findall(article.text)).most_common(1)]
    text = passage.text + article.title + article.date
    return float(any(year not in text and year not in told for year in question.years))


def name_nowhere(question: Question, evidence: Evidence, passage: Passage) -> float:
    """1 where a name of the question stands in none of the candidates, and would be seen if it did: in the
    passage's own script, or as pinyin.
    """
    chinese = is_han(passage.text)
    best = evidence.anywhere.max(axis=1, initial=0)
    return float(
        any(
            credit < NAMED and is_proper_name(term) and (is_han(term.form) == chinese or is_pinyin(term.form))
            for term, credit in zip(question.terms, best, strict=True)
        )
    )


def rival_name(question: Question, credits: Array, passage: Passage, sentence: Sentence) -> float:
    """1 where the question names a place or body, and the sentence another of its kind: 望洲区 asked, 霞岫区 there."""
    kinds = {
        kind
        for term, credit in zip(question.terms, credits, strict=True)
        if credit < NAMED
        for kind in [_kind_of(term, question.text)]
        if kind
    }
    if not kinds:
        return 0.0
    text = passage.text[sentence.span.start : sentence.span.end]
    asked = fold(question.text)
    return float(any(w.form[-1] in kinds and is_chinese_name(w.form) and w.form not in asked for w in words(text)))


def _kind_of(term: Term, asked: str) -> str:
    """The last character of a Chinese name of the kind that ``term`` names, "" where it is no such name."""
    if is_han(term.form):
        return term.form[-1] if len(term.form) > 2 and is_chinese_name(term.form) else ""
    kind = NAMED_KIND.match(asked, asked.find(term.text) + len(term.text))
    return ENGLISH_KINDS[kind.group(1).lower()] if kind and term.text[:1].isupper() else ""


def is_proper_name(term: Term) -> bool:
    """True for a name in either script."""
    return is_chinese_name(term.form) if is_han(term.form) else is_name(term.text, term.form)
