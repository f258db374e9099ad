"""The words a figure stands with: those before it, after it, and what they say it counts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.lexicon import fold, information
from index.matching import lexical_credits, soft_credits
from index.passages import Sentence
from index.question import Question
from index.records import Span
from index.words import CHINESE_STOPWORDS, ENGLISH_STOPWORDS

if TYPE_CHECKING:
    from index.library import Library

Array = NDArray[np.float32]

_EMPTY = CHINESE_STOPWORDS | ENGLISH_STOPWORDS
_NEAR = 40  # characters within which the noun of a figure stands
SAME, OTHER, CARRY = 0.3, 0.6, 0.8
_FADING = 0.7  # what a word says of a figure fades with every figure between them
_BASELINE_BEFORE = re.compile(r"(?:由|从|從|比|较|較|\b(?:up |down )?from|\bagainst|\bcompared (?:with|to)|\bthan)[^,，;；。]{0,14}$")
_TARGET_AFTER = re.compile(r"^[^,，;；。]{0,12}?(?:至|到|\bto\b)")
_NOT_TARGET = re.compile(r"比|较|較|up|down|against|compared|than")


class SentenceWords:
    """The words of a sentence: where each begins, and its credit with each term of the question."""

    def __init__(self, question: Question, library: Library, sentence: Sentence) -> None:
        rows = [row for clause in sentence.clauses for row in clause.words]
        distinct = np.unique(np.array(rows, np.int64))
        lexical, soft = (
            lexical_credits(question, library, distinct),
            soft_credits(question, library, distinct),
        )
        self.credits = np.maximum(lexical, soft)[:, np.searchsorted(distinct, np.array(rows, np.int64))]
        self.starts = np.array([start for clause in sentence.clauses for start in clause.starts], np.int64)
        figures = [s.span for s in sentence.statistics]
        forms = [library.vocabulary.forms[row] for row in rows]
        self.tells = np.array(
            [
                0.0 if form in _EMPTY or any(f.start <= start < f.end for f in figures) else information(form)
                for form, start in zip(forms, self.starts.tolist(), strict=True)
            ],
            np.float32,
        )

    def unasked(self, start: int, end: int) -> float:
        """The share of what the words in [start, end) tell that the question doesn't ask for: of *grassroots lecture
        teams* a third, when the lecture teams were asked for.
        """
        inside = (self.starts >= start) & (self.starts < end)
        tells = self.tells[inside]
        met = self.credits[:, inside].max(axis=0, initial=0)
        total = float(tells.sum())
        return float(tells @ (1 - met)) / total if total else 0.0

    def best(self, start: int, end: int) -> Array:
        """The best credit of each term with a word that begins in [start, end)."""
        inside = (self.starts >= start) & (self.starts < end)
        return np.asarray(self.credits[:, inside].max(axis=1, initial=0), np.float32)

    def attached(self, owned: list[list[tuple[int, int]]], number: int, alike: list[bool], ends: list[int]) -> Array:
        """The best credit of each term with a word that speaks of figure ``number``."""
        factor = np.zeros(len(self.starts), np.float32)
        at = ends[number]
        for place, start in enumerate(self.starts.tolist()):
            mine = any(a <= start < b for a, b in owned[number])
            if mine:
                factor[place] = 1.0
            elif start < at:
                theirs = [j for j in range(len(owned)) if j != number and any(a <= start < b for a, b in owned[j])]
                if theirs:
                    factor[place] = SAME if any(alike[j] for j in theirs) else OTHER
                else:
                    between = sum(1 for j, end in enumerate(ends) if start < end <= at and j != number and end < at and alike[j])
                    factor[place] = CARRY**between
        return np.asarray((self.credits * factor).max(axis=1, initial=0), np.float32)

    def fading(self, at: int, ends: NDArray[np.int64]) -> Array:
        """The best credit of each term with a word before ``at``, less for every figure (``ends``) between."""
        left = self.starts < at
        if not left.any():
            return np.zeros(len(self.credits), np.float32)
        between = ((ends[None, :] > self.starts[left][:, None]) & (ends[None, :] <= at)).sum(axis=1)
        return np.asarray((self.credits[:, left] * _FADING**between).max(axis=1, initial=0), np.float32)


def own_words_of(found: SentenceWords, text: str, sentence: Sentence, number: int) -> Array:
    """The credit of each term with the words that say what a figure counts."""
    own = found.best(sentence.phrases[number].start, sentence.phrases[number].end)
    counted = counted_span(text, sentence, number)
    return np.maximum(own, found.best(counted.start, counted.end)) if counted else own


def counted_span(text: str, sentence: Sentence, number: int) -> Span | None:
    """Where the noun of a figure stands, None when it has none."""
    counted, span = sentence.statistics[number].counted, sentence.statistics[number].span
    if not counted:
        return None
    after = text.find(counted, span.end, min(sentence.span.end, span.end + _NEAR))
    at = after if after >= 0 else text.rfind(counted, max(sentence.span.start, span.start - _NEAR), span.start)
    return Span(at, at + len(counted)) if at >= 0 else None


def targets(text: str, sentence: Sentence) -> dict[int, int]:
    """The figures that a change leads to, each with the number of the one it starts from."""
    found = {}
    for number, statistic in enumerate(sentence.statistics[:-1]):
        before = text[sentence.span.start : statistic.span.start]
        if is_baseline(before, text[statistic.span.end : sentence.span.end]) and same_measure(
            sentence, number, number + 1
        ):
            between = text[statistic.span.end : sentence.statistics[number + 1].span.start]
            if _TARGET_AFTER.search(between):
                found[number + 1] = number
    return found


def region(sentence: Sentence, number: int, from_to: dict[int, int]) -> tuple[int, int]:
    """What is said for one figure and not yet for the last of its unit: subject, verb and noun of 243万 in
    市委宣讲团受众75万人次,带动基层宣讲团宣讲21643场次、受众243万人次.
    """
    first = from_to.get(number, number)
    before = [n for n in range(first) if same_measure(sentence, n, first)]
    start = sentence.statistics[before[-1]].span.end if before else sentence.span.start
    return start, sentence.phrases[number].end


def is_baseline(before: str, after: str) -> bool:
    """True for the figure a change starts from, or is compared with: 1.8万 of 由1.8万增至2.3万."""
    start = _BASELINE_BEFORE.search(before)
    return start is not None and bool(_NOT_TARGET.match(start.group()) or _TARGET_AFTER.search(after))


def same_measure(sentence: Sentence, one: int, other: int) -> bool:
    """True for figures of the same unit: of these alone can two be equally right."""
    first, second = sentence.statistics[one], sentence.statistics[other]
    return (fold(first.unit), first.kind) == (fold(second.unit), second.kind)
