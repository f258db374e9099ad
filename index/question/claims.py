"""Which sentences of a long text are looked up one by one: a claim stands among much else."""

from __future__ import annotations

import re

from index.figures.find import find_statistics
from index.question.patterns import INTERROGATIVE
from index.text.scripts import fold
from index.text.sentences import split_sentences

LONG = 200  # characters; a question is shorter
MOST_CLAIMS = 6
_SHORTEST, _LONGEST = 6, 300
_CLAIMED = ("number", "percent", "money", "duration")
_AGES = ("岁", "周岁")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")


def claims_in(text: str) -> list[str]:
    """The sentences of a long text that could be claims, those with figures first; of a short one with figures
    what it says without them, since the articles may give others: "they built 50 schools".
    """
    if len(text) <= LONG:
        bare = _without_figures(text)
        return [bare] if bare != text and not INTERROGATIVE.search(text) else []
    sentences = dict.fromkeys(text[start:end] for start, end in split_sentences(text))
    claims = [sentence for sentence in sentences if _SHORTEST <= len(sentence) <= _LONGEST]
    return sorted(claims, key=lambda claim: not find_statistics(claim))[:MOST_CLAIMS]


def _without_figures(text: str) -> str:
    """The text without the figures that it claims. Years, dates, ages and places in an order say of what it claims
    them: they stay.
    """
    for statistic in sorted(find_statistics(text), key=lambda s: -s.span.start):
        if statistic.kind in _CLAIMED and fold(statistic.unit) not in _AGES and not _YEAR.fullmatch(statistic.text):
            text = text[: statistic.span.start] + text[statistic.span.end :]
    return " ".join(text.split())
