"""The figure asked for: which of a sentence's statistics answer, in the order of how well.

A statistic is judged by the words it stands with (before it as far as the last one, after it as far as
the next), by those its sentence has said before, by its unit and its kind. The weights are learned
(``data/headline.json``, written by ``benchmarks/train.py``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.figures import alike, fits, unit_matches, wanted_units
from index.learned import learned
from index.lexicon import fold, words
from index.matching import lexical_credits, soft_credits
from index.passages import Passage, Sentence
from index.question import Part, Question
from index.records import Span, Statistic

if TYPE_CHECKING:
    from index.library import Library

Array = NDArray[np.float32]

# each with the sign its weight may have: evidence for, evidence against, either (0); None is for the confidence alone
STATISTIC_SIGNS: dict[str, int | None] = {
    "fits": 1,
    "kind_exact": 1,
    "kind_unwanted": -1,
    "unit_as_asked": 1,
    "unit_of_thing": 1,
    "unit_alike": 1,
    "unit_conflicts": -1,
    "own_words": 1,
    "own_heads": 1,
    "left_words": 1,
    "left_heads": 1,
    "counted_heads": 1,
    "stranger": None,
    "unrelated": None,
    "clause_words": 1,
    "clause_heads": 1,
    "region_words": 1,
    "region_heads": 1,
    "region_distinctive": 1,
    "distinctive": 1,
    "distinctive_heads": 1,
    "named_in_question": -1,
    "year_agrees": 1,
    "year_conflicts": -1,
    "baseline": -1,
    "in_brackets": -1,
    "full_date": 1,
    "is_code": 0,
    "first": 0,
    "dense_phrase": 1,
    "content_phrase": 1,
}
STATISTIC_FEATURES = tuple(STATISTIC_SIGNS)
_STRANGE = 0.4  # a thing credited less than this is another
_PART = 0.4  # how well a figure must match a part of the question to answer it
_NEAR = 40  # characters within which the noun of a figure stands
_FADING = 0.7  # what a word says of a figure fades with every figure between them
_BASELINE_BEFORE = re.compile(r"(?:由|从|從|比|较|較|\bfrom|\bagainst|\bcompared (?:with|to)|\bthan)[^,，;；。]{0,14}$")
_TARGET_AFTER = re.compile(r"^[^,，;；。]{0,12}?(?:至|到|\bto\b)")
_NOT_TARGET = re.compile(r"比|较|較|against|compared|than")


class _Words:
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


def statistic_features(question: Question, vectors: Array, sentence_of: tuple[int, int], library: Library) -> Array:
    """(statistics of the sentence, len(STATISTIC_FEATURES)) float32.

    ``vectors`` (2, dimension) are the question's and its content words', ``sentence_of`` the numbers of
    the passage and of the sentence in it.
    """
    passage = library.passages[sentence_of[0]]
    sentence = passage.sentences[sentence_of[1]]
    if not sentence.statistics:
        return np.zeros((0, len(STATISTIC_FEATURES)), np.float32)
    found = _Words(question, library, sentence)
    weights = library.term_weights(question)
    heads = np.array([term.is_head for term in question.terms], np.float32) * weights
    share, head = _shares(weights), _shares(heads if heads.any() else weights)
    units = wanted_units(question)
    dense = library.store.vectors(library.arrays(sentence_of[0]).phrase_rows[sentence_of[1]]) @ vectors.T
    own = [_own(found, passage.text, sentence, number) for number in range(len(sentence.statistics))]
    from_to = _targets(passage.text, sentence)
    for target, baseline in from_to.items():  # 由260张增加到310张: what is said of the one is said of the other
        own[target] = np.maximum(own[target], own[baseline])
    own_words, own_heads = np.array([share @ o for o in own]), np.array([head @ o for o in own])
    regions = [found.best(*_region(sentence, number, from_to)) for number in range(len(sentence.statistics))]
    region_words = np.array([share @ region for region in regions])
    rows = [
        _features(
            question,
            passage,
            sentence,
            number,
            found,
            share,
            head,
            units,
            own_words,
            own_heads,
            own[number],
            region_words,
            float(head @ regions[number]),
            dense[number],
        )
        for number in range(len(sentence.statistics))
    ]
    return np.array(rows, np.float32)


def _shares(weights: Array) -> Array:
    total = float(weights.sum())
    return weights / total if total else weights


def _own(found: _Words, text: str, sentence: Sentence, number: int) -> Array:
    """The credit of each term with the words that say what a figure counts."""
    own = found.best(sentence.phrases[number].start, sentence.phrases[number].end)
    counted = _counted_span(text, sentence, number)
    return np.maximum(own, found.best(counted.start, counted.end)) if counted else own


def _counted_span(text: str, sentence: Sentence, number: int) -> Span | None:
    """Where the noun of a figure stands, None when it has none."""
    counted, span = sentence.statistics[number].counted, sentence.statistics[number].span
    if not counted:
        return None
    after = text.find(counted, span.end, min(sentence.span.end, span.end + _NEAR))
    at = after if after >= 0 else text.rfind(counted, max(sentence.span.start, span.start - _NEAR), span.start)
    return Span(at, at + len(counted)) if at >= 0 else None


def _counted_heads(found: _Words, text: str, sentence: Sentence, number: int, head: Array) -> float:
    """How far the very noun counted is the thing asked for; 0.5 where there is no telling."""
    counted = _counted_span(text, sentence, number)
    return float(head @ found.best(counted.start, counted.end)) if counted else 0.5


def _targets(text: str, sentence: Sentence) -> dict[int, int]:
    """The figures that a change leads to, each with the number of the one it starts from."""
    found = {}
    for number, statistic in enumerate(sentence.statistics[:-1]):
        before = text[sentence.span.start : statistic.span.start]
        if _is_baseline(before, text[statistic.span.end : sentence.span.end]) and _alike(sentence, number, number + 1):
            between = text[statistic.span.end : sentence.statistics[number + 1].span.start]
            if _TARGET_AFTER.search(between):
                found[number + 1] = number
    return found


def _region(sentence: Sentence, number: int, from_to: dict[int, int]) -> tuple[int, int]:
    """What is said for one figure and not yet for the last of its unit: subject, verb and noun of 243万 in
    市委宣讲团受众75万人次,带动基层宣讲团宣讲21643场次、受众243万人次.
    """
    first = from_to.get(number, number)
    before = [n for n in range(first) if _alike(sentence, n, first)]
    start = sentence.statistics[before[-1]].span.end if before else sentence.span.start
    return start, sentence.phrases[number].end


def _strangeness(
    question: Question, found: _Words, text: str, sentence: Sentence, number: int, own: Array, same_unit: bool
) -> tuple[float, float]:
    """Whether the noun a figure counts is another than was asked for, and whether no word beside it was asked for."""
    heads = np.array([term.is_head for term in question.terms], bool)
    if not heads.any() or same_unit or question.wanted not in ("number", "rank"):
        return 0.0, 0.0
    unrelated = float(own[heads].max()) < _STRANGE
    counted = _counted_span(text, sentence, number)
    other = counted is not None and float(found.best(counted.start, counted.end)[heads].max()) < _STRANGE
    return float(unrelated and other), float(unrelated)


def _features(
    question: Question,
    passage: Passage,
    sentence: Sentence,
    number: int,
    found: _Words,
    share: Array,
    head: Array,
    units: frozenset[str],
    own_words: Array,
    own_heads: Array,
    own: Array,
    region_words: Array,
    region_heads: float,
    dense: Array,
) -> list[float]:
    statistic = sentence.statistics[number]
    clause = next((c for c in sentence.clauses if statistic.span in c.span), None)
    within = found.best(clause.span.start, clause.span.end) if clause else np.zeros(len(share), np.float32)
    ends = np.array([s.span.end for s in sentence.statistics[:number]], np.int64)
    left = found.fading(statistic.span.start, ends)
    others_words = np.delete(own_words, number).max(initial=0)
    others_heads = np.delete(own_heads, number).max(initial=0)
    unit = fold(statistic.unit)
    suits = fits(question, statistic)
    same_unit = suits and unit_matches(question, units, statistic)
    year = _year(question, sentence, number)
    before, after = (
        passage.text[sentence.span.start : statistic.span.start],
        passage.text[statistic.span.end : sentence.span.end],
    )
    return [
        float(suits),
        float(statistic.kind == question.wanted),
        float(not suits and question.wants_figure),
        float(bool(unit) and unit == question.unit),
        float(bool(unit) and not question.unit and unit in units),
        float(same_unit),
        float(bool(question.unit) and not (unit and alike(question.unit, unit))),
        float(own_words[number]),
        float(own_heads[number]),
        float(share @ left),
        float(head @ left),
        _counted_heads(found, passage.text, sentence, number, head),
        *_strangeness(
            question, found, passage.text, sentence, number, own, suits and unit_matches(question, units, statistic)
        ),
        float(share @ within),
        float(head @ within),
        float(region_words[number]),
        region_heads,
        float(region_words[number] - np.delete(region_words, number).max(initial=0)),
        float(own_words[number] - others_words),
        float(own_heads[number] - others_heads),
        float(_named(question, statistic)),
        float(year > 0),
        float(year < 0),
        float(_is_baseline(before, after)),
        float(_in_brackets(passage.text[sentence.span.start : statistic.span.start])),
        float(statistic.kind == "date" and statistic.value is not None and question.wanted == "date"),
        float(statistic.kind == "code"),
        float(number == 0),
        float(dense[0]),
        float(dense[1]),
    ]


def _named(question: Question, statistic: Statistic) -> bool:
    """True when the question itself names the figure: it asks about it, not for it."""
    return (
        any(
            figure.text == statistic.text or (figure.value is not None and figure.value == statistic.value)
            for figure in question.figures
        )
        or statistic.text in question.text
    )


def _year(question: Question, sentence: Sentence, number: int) -> int:
    """1 when the year of the figure is one the question names, -1 when it is another, 0 where it has none.

    Its year stands right behind it (19,680 tonnes in 2022) or before it with no other figure between.
    """
    statistics, phrase = sentence.statistics, sentence.phrases[number]
    behind = statistics[number + 1 : number + 2]
    if not (behind and _is_year(behind[0]) and behind[0].span.end <= phrase.end):
        behind = statistics[number - 1 : number] if number else ()
    if not question.years or not behind or not _is_year(behind[0]):
        return 0
    return 1 if str(int(behind[0].value or 0)) in question.years else -1


def _is_year(statistic: Statistic) -> bool:
    return statistic.kind == "date" and statistic.value is not None


def _is_baseline(before: str, after: str) -> bool:
    """True for the figure a change starts from, or is compared with: 1.8万 of 由1.8万增至2.3万."""
    start = _BASELINE_BEFORE.search(before)
    return start is not None and bool(_NOT_TARGET.match(start.group()) or _TARGET_AFTER.search(after))


def _in_brackets(before: str) -> bool:
    return max(before.rfind("("), before.rfind("（")) > max(before.rfind(")"), before.rfind("）"))


def part_matches(part: Part, statistic: Statistic, passage: Passage, sentence: Sentence, library: Library) -> float:
    """How well a statistic answers one part of a question: by its measure word, and by what it counts."""
    same = float(bool(part.unit) and part.unit == fold(statistic.unit))
    if not part.heads:
        return same
    phrase = sentence.phrases[sentence.statistics.index(statistic)]
    rows = [
        row
        for row in (library.vocabulary.find(word.form) for word in words(passage.text[phrase.start : phrase.end]))
        if row >= 0
    ]
    best = [max((library.lexical.credits(h).get(row, 0.0) for row in rows), default=0.0) for h in part.heads]
    return 0.5 * same + sum(best) / len(best)


@dataclass(frozen=True, slots=True)
class Figures:
    """The statistics of a sentence that answer, best first; the log-odds of the best, and its evidence."""

    chosen: tuple[Statistic, ...]
    best: float
    evidence: Array


_NO_FIGURES = Figures((), -4.0, np.empty(0, np.float32))


def figures(question: Question, vectors: Array, where: tuple[int, int], library: Library) -> Figures:
    """The statistics of a sentence that answer the question, best first; none where it asks for no figure.

    ``where`` is the number of the passage, and of the sentence in it.
    """
    passage = library.passages[where[0]]
    sentence = passage.sentences[where[1]]
    if not sentence.statistics or not (question.wants_figure or question.keywords):
        return _NO_FIGURES
    model = learned("headline")
    weights = np.array([model["weights"][name] for name in STATISTIC_FEATURES], np.float32)
    evidence = statistic_features(question, vectors, where, library)
    odds = evidence @ weights + model["intercept"]
    order = sorted(range(len(odds)), key=lambda number: (-odds[number], number))
    best = float(odds[order[0]])
    if question.parts:
        chosen = _by_part(question, passage, sentence, library, odds)
    elif question.keywords and best < model["least"]:
        chosen = []
    else:
        chosen = [n for n in order if odds[n] >= best - model["tie"] and _alike(sentence, n, order[0])]
    return Figures(tuple(sentence.statistics[n] for n in chosen), best, evidence[order[0]])


def _alike(sentence: Sentence, one: int, other: int) -> bool:
    """True for figures of the same unit: of these alone can two be equally right."""
    first, second = sentence.statistics[one], sentence.statistics[other]
    return (fold(first.unit), first.kind) == (fold(second.unit), second.kind)


def _by_part(question: Question, passage: Passage, sentence: Sentence, library: Library, odds: Array) -> list[int]:
    """For each part of the question the statistic that answers it, in the order asked."""
    chosen: list[int] = []
    for part in question.parts:
        matches = [part_matches(part, statistic, passage, sentence, library) for statistic in sentence.statistics]
        best = max(range(len(odds)), key=lambda number: (matches[number] + 0.1 * float(odds[number]), -number))
        if matches[best] >= _PART and best not in chosen:
            chosen.append(best)
    return chosen or [int(np.argmax(odds))]
