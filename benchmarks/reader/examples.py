"""Examples for the reader: a question's candidates as the product would read them, and which of them answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.evaluate import Case, is_gold
from index.library.passages import Passage, Sentence
from index.models.e5 import Tokens
from index.question.question import Question, read_question
from index.question.smalltalk import smalltalk
from index.ranking.ranking import Ranked, candidates, in_order
from index.ranking.searcher import Searcher
from index.reading.marked import MARKS
from index.reading.windows import Window, windows

MOST_CANDIDATES = 8
_BATCH = 64
_BLANK = re.compile(r"\s+")


@dataclass(frozen=True)
class Example:
    """A question's candidates. ``answers`` (candidates,) says which answer, ``figures`` for each candidate which of
    its statistics do; ``scores`` are the first stage's, ``first`` whether it found an answering one by itself.
    """

    case: Case
    windows: list[Window]
    scores: NDArray[np.float32]
    answers: NDArray[np.bool_]
    figures: list[NDArray[np.bool_]]
    found: bool


def examples_of(cases: Sequence[Case], searcher: Searcher, tokens: Tokens, learning: bool) -> Iterator[Example]:
    """The examples of ``cases`` over a library. For ``learning`` an answering sentence that is not among the first
    candidates is put in the last one's place.
    """
    usable = [(case, read_question(case.question)) for case in cases if not smalltalk(case.question)]
    usable = [(case, question) for case, question in usable if question.terms]
    by_article = _by_article(searcher)
    for start in range(0, len(usable), _BATCH):
        batch = usable[start : start + _BATCH]
        vectors = searcher.question_vectors([question for _, question in batch])
        for (case, question), vector in zip(batch, vectors, strict=True):
            numbers = candidates(question, vector, searcher)
            if learning and case.answerable:
                numbers = list(dict.fromkeys((*numbers, *_holding(case, searcher, by_article))))
            if numbers:
                ranked = in_order(question, vector, searcher, numbers)
                yield _example(case, question, ranked, searcher, tokens, learning)


def _example(
    case: Case, question: Question, ranked: Ranked, searcher: Searcher, tokens: Tokens, learning: bool
) -> Example:
    places = [ranked.evidence.sentences[row] for row in ranked.order.tolist()]
    right = [case.answerable and answers(case, searcher, place) for place in places]
    first = list(range(min(MOST_CANDIDATES, len(places))))
    found = any(right[place] for place in first)
    if learning and not found and any(right):
        first[-1] = right.index(True)
    kept = Ranked(ranked.evidence, ranked.order[first], ranked.scores[first])
    passages = searcher.library.passages
    sentences = [(passages[number], passages[number].sentences[which]) for number, which in (places[f] for f in first)]
    return Example(
        case,
        windows(question, kept, len(first), searcher, tokens),
        kept.scores,
        np.array([right[place] for place in first], bool),
        [
            _figures(case, passage, sentence) if right[place] else np.zeros(len(sentence.statistics), bool)
            for place, (passage, sentence) in zip(first, sentences, strict=True)
        ],
        found,
    )


def _by_article(searcher: Searcher) -> dict[str, list[int]]:
    numbers: dict[str, list[int]] = {}
    for number, passage in enumerate(searcher.library.passages):
        numbers.setdefault(passage.paragraph.article.slug, []).append(number)
    return numbers


def _holding(case: Case, searcher: Searcher, by_article: dict[str, list[int]]) -> list[int]:
    """The passages of the case's article that hold one of its gold quotes."""
    passages = searcher.library.passages
    numbers = by_article.get(case.article, [])
    return [n for n in numbers if any(gold in passages[n].paragraph.text for gold in case.gold_quotes)][:3]


def answers(case: Case, searcher: Searcher, place: tuple[int, int]) -> bool:
    """Whether a sentence, by its passage's number and its place there, holds a gold quote."""
    passage = searcher.library.passages[place[0]]
    if case.article and passage.paragraph.article.slug != case.article:
        return False
    span = passage.place(passage.sentences[place[1]].span)
    text = _plain(passage.paragraph.article.text[span.start : span.end])
    return bool(text) and any(_overlaps(_plain(gold), text) for gold in case.gold_quotes)


def _overlaps(gold: str, text: str) -> bool:
    """Whether a sentence holds a gold quote, or one that spans several holds most of a sentence."""
    return gold in text or (len(text) >= 6 and text in gold)


def _plain(text: str) -> str:
    return _BLANK.sub("", text)


def _figures(case: Case, passage: Passage, sentence: Sentence) -> NDArray[np.bool_]:
    """The statistics that are gold values and stand within a gold quote."""
    golds = [quote for quote in case.gold_quotes if case.gold_values]
    chosen = []
    for statistic in sentence.statistics:
        span = passage.place(statistic.span)
        text = passage.paragraph.article.text
        inside = any(_within(text, gold, span.start, span.end) for gold in golds)
        chosen.append(inside and is_gold(passage.place_statistic(statistic), case))
    return np.array(chosen, bool)


def _within(text: str, gold: str, start: int, end: int) -> bool:
    at = text.find(gold)
    while at >= 0:
        if at <= start and end <= at + len(gold) + 1:
            return True
        at = text.find(gold, at + 1)
    return False


def save(examples: Iterable[Example], file: Path) -> int:
    """Write the examples' arrays; how many there are."""
    kept = list(examples)
    all_windows = [window for example in kept for window in example.windows]
    np.savez_compressed(
        file,
        ids=np.concatenate([w.ids for w in all_windows]).astype(np.int32),
        roles=np.concatenate([w.roles for w in all_windows]).astype(np.int8),
        marks=np.packbits(np.concatenate([w.marks for w in all_windows]), axis=1),
        tokens=np.array([len(w.ids) for w in all_windows], np.int32),
        spans=np.concatenate([w.figures for w in all_windows]).astype(np.int32),
        spans_in=np.array([len(w.figures) for w in all_windows], np.int32),
        gold_figures=np.concatenate([f for example in kept for f in example.figures]),
        scores=np.concatenate([example.scores for example in kept]),
        answers=np.concatenate([example.answers for example in kept]),
        candidates=np.array([len(example.windows) for example in kept], np.int32),
        answerable=np.array([example.case.answerable for example in kept]),
        wants_figure=np.array([bool(example.case.gold_values) for example in kept]),
        found=np.array([example.found for example in kept]),
        language=np.array([example.case.language for example in kept]),
        kind=np.array([example.case.kind for example in kept]),
        mark_names=np.array(MARKS),
    )
    return len(kept)
