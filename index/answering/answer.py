"""A question in, an answer out: the quotes that answer it, what comes closest, or an honest no."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from index.answering.confidence import confidence, signs, state_of
from index.answering.quoting import quotes_of
from index.answering.several import one_by_one
from index.question.filters import problem, undated
from index.question.question import Question, read_question
from index.question.smalltalk import smalltalk
from index.ranking.ranking import Lookup, look_up, rank
from index.reading.choice import choose
from index.records import Answer, Problem

if TYPE_CHECKING:
    from index.ranking.searcher import Searcher


def answer(question: str, searcher: Searcher, limit: int = 3, threshold: float | None = None) -> Answer:
    """The answer to ``question``: at most ``limit`` quotes; ``threshold`` is the confidence from which it is sure."""
    return answer_many([question], searcher, limit, threshold)[0]


def answer_many(
    questions: Sequence[str], searcher: Searcher, limit: int = 3, threshold: float | None = None
) -> list[Answer]:
    """The answers to ``questions``, which are encoded together."""
    respelt = [searcher.speller.respelt(text) for text in questions]
    readings = [read_question(text) for text, _ in respelt]
    problems = [_problem(reading, searcher) for reading in readings]
    searched = [n for n, reading in enumerate(readings) if not problems[n] and _is_searched(reading)]
    lookups = dict(zip(searched, look_up([readings[n] for n in searched], searcher), strict=True))
    return [
        replace(
            _answer(lookups[n], searcher, max(1, limit), threshold) if n in lookups else _unsearched(readings[n]),
            question=text,
            filter=str(readings[n].filter),
            problem=problems[n],
            undated=undated(readings[n].filter, searcher.library.passages.catalogue),
            respelt=respelt[n][1] if n in lookups else (),
        )
        for n, text in enumerate(questions)
    ]


def _problem(question: Question, searcher: Searcher) -> Problem | None:
    if not question.filter:
        return None
    return problem(question.filter, searcher.library.passages.catalogue, bool(question.text.strip()))


def _is_searched(question: Question) -> bool:
    return question.stands_alone and not smalltalk(question.text)


def _unsearched(question: Question) -> Answer:
    return Answer(question.text, question.language, 0.0, smalltalk=smalltalk(question.text))


def _answer(lookup: Lookup, searcher: Searcher, limit: int, threshold: float | None) -> Answer:
    question = lookup.question
    ranked = rank(lookup, searcher)
    if not len(ranked.order):
        return _unsearched(question)
    if several := one_by_one(question, limit, lambda asked: answer_many(asked, searcher, 1, threshold)):
        return several[0]
    choice = choose(question, ranked, searcher)
    values = signs(question, choice, searcher)
    sure, state = confidence(values), state_of(values, threshold)
    quotes = quotes_of(question, choice, searcher, limit)
    if state == "sure":
        return Answer(question.text, question.language, sure, quotes, state=state)
    return Answer(question.text, question.language, sure, nearest=quotes, state=state)
