"""Several questions asked in one: each answered by itself where no sentence answers them all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from index.answering.parts import MOST_PARTS, OPEN_PART, answers_part
from index.question.question import Question, split_questions
from index.records import Answer

if TYPE_CHECKING:
    from index.ranking.ranking import Ranked
    from index.ranking.searcher import Searcher


def one_by_one(
    question: Question,
    ranked: Ranked,
    searcher: Searcher,
    limit: int,
    answers_to: Callable[[Sequence[str]], list[Answer]],
) -> list[Answer]:
    """The answer that puts together those of the questions in ``question``, one quote each; none where it is one
    question, where its first sentence answers them all, or where one of them has no sure answer.
    """
    asked = split_questions(question.text)
    if not 1 < len(asked) <= min(limit, MOST_PARTS):  # a long row of questions is no reason to work for seconds
        return []
    if all(answers_part(question, part, 0, ranked, searcher) >= OPEN_PART for part in question.parts):
        return []
    answers = answers_to([f"{part} {question.filter}".strip() for part in asked])
    quotes = tuple(dict.fromkeys(quote for answer in answers for quote in answer.quotes))
    sources = [other.paragraph for quote in quotes for other in quote.also]
    if not all(answer.quotes for answer in answers) or any(quote.paragraph in sources for quote in quotes):
        return []
    sure = min(answer.confidence for answer in answers)
    return [Answer(question.text, question.language, sure, quotes, state="sure")]
