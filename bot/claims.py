"""Which sentences of a long text are looked up one by one: a claim stands among much else."""

from __future__ import annotations

from index.records import Answer
from index.sentences import split_sentences
from index.stats import find_statistics

LONG = 200  # characters; a question is shorter
MOST_CLAIMS = 6
_SHORTEST, _LONGEST = 6, 300


def claims_in(text: str) -> list[str]:
    """The sentences of a long text that could be claims, those with figures first; none of a short text."""
    if len(text) <= LONG:
        return []
    sentences = dict.fromkeys(text[start:end] for start, end in split_sentences(text))
    claims = [sentence for sentence in sentences if _SHORTEST <= len(sentence) <= _LONGEST]
    return sorted(claims, key=lambda claim: not find_statistics(claim))[:MOST_CLAIMS]


def surest(answers: list[Answer]) -> Answer:
    """The answer that is surest, the first of equals; an answer before none."""
    return max(answers, key=lambda answer: (answer.answered, answer.confidence))
