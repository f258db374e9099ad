"""The words a figure stands with: those before it, after it, and what they say it counts."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from index.library.passages import Sentence, Vocabulary
from index.question.question import Question
from index.ranking.matching import WordCredits
from index.records import Span, Statistic
from index.text.glosses import information
from index.text.scripts import fold
from index.text.word_lists import CHINESE_STOPWORDS, ENGLISH_STOPWORDS

Array = NDArray[np.float32]

_EMPTY = CHINESE_STOPWORDS | ENGLISH_STOPWORDS
_NEAR = 40  # characters within which the noun of a figure stands
# what a word says of a figure when it is another's: of the same unit, of another, of none with such a figure between
_OF_ALIKE, _OF_OTHER, _CARRIED = 0.3, 0.6, 0.8
_FADING = 0.7  # what a word says of a figure fades with every figure between them
_BASELINE_BEFORE = re.compile(
    r"(?:由|从|從|比|较|較|\b(?:up |down )?from|\bagainst|\bcompared (?:with|to)|\bthan)[^,，;；。]{0,14}$"
)
_TARGET_AFTER = re.compile(r"^[^,，;；。]{0,12}?(?:至|到|\bto\b)")
_NOT_TARGET = re.compile(r"比|较|較|up|down|against|compared|than")


class SentenceWords:
    """The words of a sentence: where each begins, and its credit with each term of the question."""

    def __init__(self, credits: WordCredits, vocabulary: Vocabulary, sentence: Sentence) -> None:
        rows = [row for clause in sentence.clauses for row in clause.words]
        self.rows = np.array(rows, np.int64)
        self.credits = credits.loose_of(self.rows)
        self.starts = np.array([start for clause in sentence.clauses for start in clause.starts], np.int64)
        figures = [s.span for s in sentence.statistics]
        forms = [vocabulary.forms[row] for row in rows]
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


def attached_words(found: SentenceWords, text: str, sentence: Sentence) -> list[Array]:
    """For each figure the credit of each term with the words that speak of it.

    Its own noun does; what stands before it and is no figure's noun is carried on, less for each figure of its
    unit between; another figure's noun hardly speaks of it, least where they are counted alike.
    """
    statistics = sentence.statistics
    ends = np.array([s.span.end for s in statistics], np.int64)
    nouns = [counted_span(text, sentence, number) or sentence.phrases[number] for number in range(len(statistics))]
    within = np.array([(found.starts >= noun.start) & (found.starts < noun.end) for noun in nouns], bool)
    credits = []
    for number in range(len(statistics)):
        alike = np.array([same_measure(sentence, number, other) for other in range(len(statistics))], bool)
        alike[number] = False
        before = found.starts < ends[number]
        between = ((ends[:, None] > found.starts) & (ends[:, None] < ends[number]) & alike[:, None]).sum(axis=0)
        factor = np.where(within.any(axis=0), _OF_OTHER, _CARRIED**between)
        factor = np.where(within[alike].any(axis=0), _OF_ALIKE, factor) * before
        factor[within[number]] = 1.0
        credits.append(np.asarray((found.credits * factor).max(axis=1, initial=0), np.float32))
    return credits


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


def year_of(question: Question, sentence: Sentence, number: int) -> int:
    """1 when the year of the figure is one the question names, -1 when it is another, 0 where it has none.

    Its year stands right behind it (19,680 tonnes in 2022), or it is the last one before it.
    """
    if not question.years:
        return 0
    statistics, phrase = sentence.statistics, sentence.phrases[number]
    behind = [s for s in statistics[number + 1 : number + 2] if _is_year(s) and s.span.end <= phrase.end]
    years = behind or [s for s in statistics[:number] if _is_year(s)][-1:]
    if not years:
        return 0
    return 1 if str(int(years[0].value or 0)) in question.years else -1


def _is_year(statistic: Statistic) -> bool:
    return statistic.kind == "date" and statistic.value is not None


def in_brackets(before: str) -> bool:
    """True for what stands in brackets that are still open after ``before``."""
    return max(before.rfind("("), before.rfind("（")) > max(before.rfind(")"), before.rfind("）"))
