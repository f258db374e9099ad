"""Whether a sentence holds the kind of answer asked for where no figure is: a reason, somebody's name, a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.lexicon import fold, is_chinese_name
from index.passages import Passage, Sentence
from index.patterns import CAPITALISED, PLACED, REASON, WHY
from index.question import Question

if TYPE_CHECKING:
    from index.library import Library


def asks_why(question: Question) -> bool:
    """True for a question after a reason."""
    return not question.wants_figure and WHY.search(fold(question.text)) is not None


def holds_kind(question: Question, passage: Passage, sentence: Sentence, library: Library) -> float:
    """1 when the sentence holds what a question after a reason, a person or a place asks for, else 0."""
    if question.wants_figure:
        return 0.0
    text = passage.text[sentence.span.start : sentence.span.end]
    if asks_why(question):
        return float(REASON.search(fold(text)) is not None)
    if question.wanted == "person":
        return float(_names_somebody(fold(question.text), passage, sentence, text, library))
    if question.wanted == "place":
        return float(PLACED.search(text) is not None)
    return 0.0


def _names_somebody(asked: str, passage: Passage, sentence: Sentence, text: str, library: Library) -> bool:
    """True when the sentence holds a name that the question doesn't: of a person, a body, a work."""
    if passage.paragraph.kind == "byline":
        return True
    forms = (library.vocabulary.forms[row] for clause in sentence.clauses for row in clause.words)
    return any(is_chinese_name(form) and form not in asked for form in forms) or any(
        fold(name) not in asked for name in CAPITALISED.findall(text)
    )
