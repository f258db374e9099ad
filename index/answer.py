"""A question in, an answer out: the quotes that answer it, or an honest no."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from index.confidence import confidence, default_threshold, signs
from index.encoder import Vectors
from index.headline import Figures, figures
from index.parts import MOST_PARTS, OPEN_PART, answers_part, further_parts
from index.question import Question, read_question, split_questions
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
    if (one_by_one := _one_by_one(question, ranked, library, limit, threshold)) is not None:
        return one_by_one
    quotes = _quotes(question, vectors, ranked, first, library, max(1, limit))
    if sure < threshold:
        return Answer(text, question.language, sure, nearest=quotes)
    return Answer(text, question.language, sure, quotes)


def _one_by_one(question: Question, ranked: Ranked, library: Library, limit: int, threshold: float) -> Answer | None:
    """The answers to several questions asked in one, where no sentence answers them all and each has its own."""
    asked = split_questions(question.text)
    if not 1 < len(asked) <= min(limit, MOST_PARTS):  # a long row of questions is no reason to work for seconds
        return None
    if all(answers_part(question, part, 0, ranked, library) >= OPEN_PART for part in question.parts):
        return None
    answers = answer_many(asked, library, 1, threshold)
    quotes = tuple(dict.fromkeys(quote for found in answers for quote in found.quotes))
    if not all(found.quotes for found in answers):
        return None
    return Answer(question.text, question.language, min(found.confidence for found in answers), quotes)


def _quotes(
    question: Question, vectors: Vectors, ranked: Ranked, first: Figures, library: Library, limit: int
) -> tuple[Quote, ...]:
    """The first quote, those that answer the parts of the question it leaves open, and those of other
    paragraphs that come near it; no text twice.
    """
    found = [quote(question, vectors, ranked, 0, library, first)]
    for part, place in further_parts(question, ranked, library):
        found.append(quote(replace(question, parts=(part,)), vectors, ranked, place, library))
    for place in range(1, len(ranked.order)):
        if len(found) >= limit or ranked.scores[place] < _SECOND * ranked.scores[0]:
            break
        candidate = quote(question, vectors, ranked, place, library)
        if all(candidate.paragraph != other.paragraph and candidate.text != other.text for other in found):
            found.append(candidate)
    return tuple(found[:limit])
