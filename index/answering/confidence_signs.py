"""What an answer would hold, seen in the first sentence: the thing asked for, a name, an age, the year; no rival."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index.library.passages import Passage, Sentence
from index.question.patterns import AGE, AGED, CAPITALISED, LAST_YEAR, THIS_YEAR
from index.question.question import Question
from index.text.names import is_chinese_name
from index.text.scripts import fold
from index.text.words import words

Array = NDArray[np.float32]
NAMED = 0.5  # a name credited less than this is another's


def of_sentence(question: Question, passage: Passage, sentence: Sentence) -> dict[str, float]:
    """What an answer of the kind asked for would hold: an age, somebody's name, the year that is meant."""
    text = fold(passage.text[sentence.span.start : sentence.span.end])
    asked = fold(question.text)
    last, this = LAST_YEAR.search(asked), THIS_YEAR.search(asked)
    return {
        "age_absent": float(AGE.search(asked) is not None and AGED.search(text) is None),
        "person_absent": float(question.wanted == "person" and not _names_somebody(passage, sentence, asked)),
        "other_year": float(
            bool(last and THIS_YEAR.search(text) and not LAST_YEAR.search(text))
            or bool(this and LAST_YEAR.search(text) and not THIS_YEAR.search(text))
        ),
    }


def role_unmet(question: Question, anywhere: Array) -> float:
    """1 where no figure is asked for, and what is asked has no word there: *composed* of "who composed it"."""
    heads = np.array([term.is_head for term in question.terms], bool)
    return float(not question.wants_figure and heads.any() and float(anywhere[heads].max(initial=0)) < NAMED)


def _names_somebody(passage: Passage, sentence: Sentence, asked: str) -> bool:
    """True when the sentence holds a name that the question doesn't: of a person, a body, a work."""
    text = passage.text[sentence.span.start : sentence.span.end]
    if passage.paragraph.kind == "byline":
        return True
    names = [text[w.start : w.end] for w in words(text) if is_chinese_name(w.form)] + CAPITALISED.findall(text)
    return any(fold(name) not in asked for name in names)
