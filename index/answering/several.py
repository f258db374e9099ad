"""Several questions asked in one: each answered by itself where no sentence answers them all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from index.question.question import Question, split_questions
from index.records import Answer, Quote, Span

MOST_QUESTIONS = 4  # a longer row of questions is no reason to work for seconds


def one_by_one(question: Question, limit: int, answers_to: Callable[[Sequence[str]], list[Answer]]) -> list[Answer]:
    """The answer that puts together those of the questions in ``question``, one quote each; none where it is one
    question, or where one of them has no sure answer of its own.
    """
    asked = split_questions(question.text)
    if not 1 < len(asked) <= min(limit, MOST_QUESTIONS):
        return []
    answers = answers_to([f"{part} {question.filter}".strip() for part in asked])
    quotes = _merged(quote for answer in answers for quote in answer.quotes)
    sources = [other.paragraph for quote in quotes for other in quote.also]
    if not all(answer.quotes for answer in answers) or any(quote.paragraph in sources for quote in quotes):
        return []
    sure = min(answer.confidence for answer in answers)
    return [Answer(question.text, question.language, sure, quotes, state="sure")]


def _merged(quotes: Iterable[Quote]) -> tuple[Quote, ...]:
    """The quotes, each once: one that answers several questions is headed with the figures of all."""
    merged: dict[tuple[str, Span], Quote] = {}
    for quote in quotes:
        key = (quote.paragraph.article.slug, quote.span)
        heads = dict.fromkeys((*merged.get(key, quote).headline, *quote.headline))
        merged[key] = replace(quote, headline=tuple(heads))
    return tuple(merged.values())
