"""A question in, an answer out: the quotes that answer it, or an honest no."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from index.confidence import confidence, default_threshold, signs
from index.encoder import Vectors
from index.headline import figures
from index.question import Question, read_question
from index.quoting import quote
from index.ranking import Ranked, rank
from index.records import Answer, Quote
from index.smalltalk import smalltalk

if TYPE_CHECKING:
    from index.library import Library

_SECOND = 0.75  # a further passage is shown when its score is at least this share of the first's


def answer(question: str, library: Library, limit: int = 3, threshold: float | None = None) -> Answer:
    """The answer to ``question``: at most ``limit`` quotes, none where the confidence is under ``threshold``."""
    return answer_many([question], library, limit, threshold)[0]


def answer_many(
    questions: Sequence[str], library: Library, limit: int = 3, threshold: float | None = None
) -> list[Answer]:
    """The answers to ``questions``, which are encoded together."""
    read = [read_question(question) for question in questions]
    asked = [question for question in read if question.stands_alone and not smalltalk(question.text)]
    vectors = dict(zip(map(id, asked), library.question_vectors(asked), strict=True)) if asked else {}
    least = default_threshold() if threshold is None else threshold
    return [
        _answer(text, question, vectors.get(id(question)), library, limit, least)
        for text, question in zip(questions, read, strict=True)
    ]


def _answer(
    text: str,
    question: Question,
    vectors: Vectors | None,
    library: Library,
    limit: int,
    threshold: float,
) -> Answer:
    ranked = rank(question, vectors, library) if vectors is not None else None
    if ranked is None or vectors is None:
        return Answer(text, question.language, 0.0, smalltalk=smalltalk(question.text))
    first = figures(question, vectors, ranked.evidence.sentences[int(ranked.order[0])], library)
    sure = confidence(signs(question, ranked, first, library))
    quotes = _quotes(question, vectors, ranked, library, max(1, limit))
    if sure < threshold:
        return Answer(text, question.language, sure, nearest=quotes)
    return Answer(text, question.language, sure, quotes)


def _quotes(question: Question, vectors: Vectors, ranked: Ranked, library: Library, limit: int) -> tuple[Quote, ...]:
    """The first quote, and those of other paragraphs that come near it, no text twice."""
    found: list[Quote] = []
    for place in range(len(ranked.order)):
        if len(found) == limit or (found and ranked.scores[place] < _SECOND * ranked.scores[0]):
            break
        candidate = quote(question, vectors, ranked, place, library)
        if all(candidate.paragraph != other.paragraph and candidate.text != other.text for other in found):
            found.append(candidate)
    return tuple(found)
