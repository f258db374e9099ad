"""A question in, an answer out: the quotes that answer it, or an honest no."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from index.answering.confidence import confidence, default_threshold, signs
from index.answering.duplicates import copies, newest_first, source
from index.answering.headline import Figures, figures
from index.answering.parts import MOST_PARTS, OPEN_PART, answers_part, further_parts
from index.answering.quoting import quote
from index.models.question_encoder import Vectors
from index.question.filters import problem
from index.question.question import Question, read_question, split_questions
from index.question.smalltalk import smalltalk
from index.ranking.ranking import Ranked, candidates_by_words, rank
from index.records import Answer, Problem, Quote

if TYPE_CHECKING:
    from index.ranking.searcher import Searcher

_SECOND = 0.75  # a further passage is shown when its score is at least this share of the first's


def answer(question: str, searcher: Searcher, limit: int = 3, threshold: float | None = None) -> Answer:
    """The answer to ``question``: at most ``limit`` quotes, none where the confidence is under ``threshold``."""
    return answer_many([question], searcher, limit, threshold)[0]


def answer_many(
    questions: Sequence[str], searcher: Searcher, limit: int = 3, threshold: float | None = None
) -> list[Answer]:
    """The answers to ``questions``, which are encoded together."""
    read = [read_question(question) for question in questions]
    least = default_threshold() if threshold is None else threshold
    return [
        replace(found, question=text)
        for text, found in zip(questions, _answers(read, searcher, limit, least), strict=True)
    ]


def _answers(read: Sequence[Question], searcher: Searcher, limit: int, threshold: float) -> list[Answer]:
    problems = [_problem(question, searcher) for question in read]
    asked = [
        question
        for question, unanswerable in zip(read, problems, strict=True)
        if not unanswerable and question.stands_alone and not smalltalk(question.text)
    ]
    looked_up = _looked_up(asked, searcher)
    return [
        replace(
            _answer(question, looked_up.get(id(question)), searcher, limit, threshold),
            filter=str(question.filter),
            problem=unanswerable,
        )
        for question, unanswerable in zip(read, problems, strict=True)
    ]


def _looked_up(questions: Sequence[Question], searcher: Searcher) -> dict[int, tuple[Vectors, list[int]]]:
    """By a question's id its vectors, and the candidates that were found by words while it was encoded."""
    if not questions:
        return {}
    vectors, said = searcher.question_vectors_beside(
        questions, lambda: [candidates_by_words(question, searcher) for question in questions]
    )
    return {id(question): (of, found) for question, of, found in zip(questions, vectors, said, strict=True)}


def _problem(question: Question, searcher: Searcher) -> Problem | None:
    return (
        problem(question.filter, searcher.library.passages.catalogue, bool(question.text.strip()))
        if question.filter
        else None
    )


def _answer(
    question: Question, looked_up: tuple[Vectors, list[int]] | None, searcher: Searcher, limit: int, threshold: float
) -> Answer:
    text = question.text
    vectors, said = looked_up or (None, None)
    ranked = rank(question, vectors, searcher, said) if vectors is not None else None
    if ranked is None or vectors is None:
        return Answer(text, question.language, 0.0, smalltalk=smalltalk(question.text))
    first = figures(question, vectors, ranked.evidence.sentences[int(ranked.order[0])], searcher)
    sure = confidence(signs(question, ranked, first, searcher))
    if (one_by_one := _one_by_one(question, ranked, searcher, limit, threshold)) is not None:
        return one_by_one
    quotes = _quotes(question, vectors, ranked, first, searcher, max(1, limit))
    if sure < threshold:
        return Answer(text, question.language, sure, nearest=quotes)
    return Answer(text, question.language, sure, quotes)


def _one_by_one(question: Question, ranked: Ranked, searcher: Searcher, limit: int, threshold: float) -> Answer | None:
    """The answers to several questions asked in one, where no sentence answers them all and each has its own."""
    asked = split_questions(question.text)
    if not 1 < len(asked) <= min(limit, MOST_PARTS):  # a long row of questions is no reason to work for seconds
        return None
    if all(answers_part(question, part, 0, ranked, searcher) >= OPEN_PART for part in question.parts):
        return None
    each = [replace(read_question(part), filter=question.filter) for part in asked]
    answers = _answers(each, searcher, 1, threshold)
    quotes = tuple(dict.fromkeys(quote for found in answers for quote in found.quotes))
    sources = [other.paragraph for quote in quotes for other in quote.also]
    if not all(found.quotes for found in answers) or any(quote.paragraph in sources for quote in quotes):
        return None
    return Answer(question.text, question.language, min(found.confidence for found in answers), quotes)


def _quotes(
    question: Question, vectors: Vectors, ranked: Ranked, first: Figures, searcher: Searcher, limit: int
) -> tuple[Quote, ...]:
    """The first quote, those that answer the parts of the question it leaves open, and those of other
    paragraphs that come near it; nothing twice, not in nearly the same words either.
    """
    found = [_with_sources(question, vectors, ranked, 0, searcher, first)]
    said = {0, *copies(ranked, 0, searcher)}
    for part, place in further_parts(question, ranked, searcher):
        if place not in said:
            found.append(_with_sources(replace(question, parts=(part,)), vectors, ranked, place, searcher))
    for place in range(1, len(ranked.order)):
        if len(found) >= limit or ranked.scores[place] < _SECOND * ranked.scores[0]:
            break
        shown = [each.paragraph for other in found for each in (other, *other.also)]
        number, _ = ranked.evidence.sentences[int(ranked.order[place])]
        if searcher.library.passages[number].paragraph in shown:
            continue
        candidate = _with_sources(question, vectors, ranked, place, searcher)
        if candidate.paragraph not in shown and all(candidate.text != other.text for other in found):
            found.append(candidate)
    return tuple(found[:limit])


def _with_sources(
    question: Question,
    vectors: Vectors,
    ranked: Ranked,
    place: int,
    searcher: Searcher,
    known: Figures | None = None,
) -> Quote:
    """The quote of the candidate at ``place``, or of the newest that says the same; the others as its sources.

    ``known`` are the figures of the candidate at ``place``, where they are known.
    """
    newest, *others = newest_first([place, *copies(ranked, place, searcher)], ranked, searcher)
    said = quote(question, vectors, ranked, newest, searcher, known if newest == place else None)
    return replace(said, also=tuple(source(ranked, other, searcher) for other in others))
