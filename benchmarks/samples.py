"""Questions with what is known of them, to learn from."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.collections import Collection, library_of
from index.evaluate import Case
from index.question.question import Question, read_question
from index.question.smalltalk import smalltalk
from index.ranking.evidence import Evidence, gather
from index.ranking.ranking import candidates
from index.ranking.searcher import Searcher

FOLDS = 5
# What each collection weighs: articles as the bot is asked about them count most, encyclopaedia least
WEIGHT = {"banklearning": 5.0, "article": 5.0, "written": 4.0, "pages": 2.0, "xquad": 1.0, "cmrc": 0.5}
ENCYCLOPAEDIA = ("xquad", "cmrc")


@dataclass
class Sample:
    """A question over a searcher: its evidence, and which of its sentences hold the answer."""

    collection: str
    case: Case
    question: Question
    searcher: Searcher
    vectors: NDArray[np.float32]
    evidence: Evidence
    right: NDArray[np.bool_]  # the sentences to be found
    passage: NDArray[np.bool_]  # those in the right paragraph
    fold: int
    weight: float = 1.0


def read_samples(collection: Collection, encoder: Any) -> list[Sample]:
    searcher = library_of(collection, encoder)
    cases = [c for c in collection.cases if not smalltalk(c.question)]
    questions = [read_question(case.question) for case in cases]
    pairs = [(c, q) for c, q in zip(cases, questions, strict=True) if q.terms]
    vectors = searcher.question_vectors([q for _, q in pairs])
    found = []
    for (case, question), vector in zip(pairs, vectors, strict=True):
        evidence = gather(question, vector, searcher, candidates(question, vector, searcher))
        right, passage = _gold(case, searcher, evidence)
        group = case.gold_quotes[0] if case.gold_quotes and len(searcher.library.articles) < 50 else case.article
        found.append(
            Sample(
                collection.name.split("-")[0],
                case,
                question,
                searcher,
                vector,
                evidence,
                right,
                passage,
                _fold(group or case.question),
            )
        )
    return found


def _fold(group: str) -> int:
    return hashlib.sha256(group.encode()).digest()[0] % FOLDS


def _gold(case: Case, searcher: Searcher, evidence: Evidence) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    sentence, passage = [], []
    for number, which in evidence.sentences:
        p = searcher.library.passages[number]
        span = p.place(p.sentences[which].span)
        text = p.paragraph.article.text[span.start : span.end]
        here = not case.article or p.paragraph.article.slug == case.article
        sentence.append(here and any(gold in text for gold in case.gold_quotes))
        passage.append(here and any(gold in p.paragraph.text for gold in case.gold_quotes))
    return (np.array(sentence) if any(sentence) else np.array(passage)), np.array(passage)


def balance(samples: Sequence[Sample]) -> None:
    """Give every collection its weight, shared by its questions."""
    for name in {s.collection for s in samples}:
        own = [s for s in samples if s.collection == name]
        for sample in own:
            sample.weight = WEIGHT.get(name, 1.0) / len(own)


def teaches(sample: Sample) -> bool:
    """True where a sentence is to be found: the rows of tables are no sentences, and few."""
    places = [sample.evidence.sentences[int(row)][0] for row in np.flatnonzero(sample.right)]
    return any(sample.searcher.library.passages[place].paragraph.kind != "table" for place in places)
