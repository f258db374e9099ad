"""Whether a sentence holds the kind of answer asked for where no figure is: a reason, somebody's name, a place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from index.library.passages import NOWHERE, Passage, Sentence
from index.question.patterns import CAPITALISED, PLACED, REASON, WHY
from index.question.question import Question
from index.text.names import is_chinese_name
from index.text.scripts import fold

if TYPE_CHECKING:
    from index.ranking.searcher import Searcher


def asks_why(question: Question) -> bool:
    """True for a question after a reason."""
    return not question.wants_figure and WHY.search(fold(question.text)) is not None


def kinds_held(question: Question, passages: Sequence[Passage], searcher: Searcher) -> list[float]:
    """For each sentence of ``passages`` 1 when it holds what a question after a reason, a person or a place asks for,
    else 0.
    """
    holds = _looked_for(question, searcher)
    if holds is None:
        return [0.0] * sum(len(passage.sentences) for passage in passages)
    return [float(holds(passage, sentence)) for passage in passages for sentence in passage.sentences]


def _looked_for(question: Question, searcher: Searcher) -> Callable[[Passage, Sentence], bool] | None:
    """What tells whether a sentence holds what is asked for, None where the question is after something else."""
    if question.wants_figure:
        return None
    if asks_why(question):
        return lambda passage, sentence: REASON.search(fold(_text(passage, sentence))) is not None
    if question.wanted == "person":
        asked = fold(question.text)
        return lambda passage, sentence: _names_somebody(asked, passage, sentence, searcher)
    if question.wanted == "place":
        return lambda passage, sentence: PLACED.search(_text(passage, sentence)) is not None
    return None


def _text(passage: Passage, sentence: Sentence) -> str:
    return passage.text[sentence.span.start : sentence.span.end]


def _names_somebody(asked: str, passage: Passage, sentence: Sentence, searcher: Searcher) -> bool:
    """True when the sentence holds a name that the question doesn't: of a person, a body, a work."""
    if passage.paragraph.kind == "byline":
        return True
    forms = (
        searcher.library.vocabulary.forms[row]
        for clause in sentence.clauses
        for row, start in zip(clause.words, clause.starts, strict=True)
        if start != NOWHERE
    )
    return any(is_chinese_name(form) and form not in asked for form in forms) or any(
        fold(name) not in asked for name in CAPITALISED.findall(_text(passage, sentence))
    )
