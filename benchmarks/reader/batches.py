"""Prepared examples read back, and put together into what the model takes."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from benchmarks.reader.model import Batch
from index.reading.marked import MARKS
from index.reading.windows import Window

_SCALE = 10.0  # of the first stage's scores, which lie between -10 and 40


@dataclass(frozen=True)
class Question:
    """A question's candidates: see ``examples.Example``."""

    windows: tuple[Window, ...]
    scores: NDArray[np.float32]
    answers: NDArray[np.bool_]
    figures: tuple[NDArray[np.bool_], ...]
    answerable: bool
    wants_figure: bool
    found: bool
    language: str
    kind: str

    @property
    def longest(self) -> int:
        return max(len(window.ids) for window in self.windows)

    def narrowed(self, count: int, chance: random.Random) -> Question:
        """``count`` of the candidates in their order: one that answers, and of the others the first are likeliest."""
        if len(self.windows) <= count:
            return self
        answering = np.flatnonzero(self.answers).tolist()
        others = [n for n in range(len(self.windows)) if not self.answers[n]]
        kept = [chance.choice(answering)] if answering else []
        while len(kept) < count and others:
            kept.append(others.pop(min(int(chance.expovariate(0.6)), len(others) - 1)))
        rows = sorted(kept)
        return replace(
            self,
            windows=tuple(self.windows[n] for n in rows),
            scores=self.scores[rows],
            answers=self.answers[rows],
            figures=tuple(self.figures[n] for n in rows),
        )


def load(file: Path) -> list[Question]:
    """The questions of a file that ``examples.save`` wrote. Marks that came later are empty in it."""
    with np.load(file, allow_pickle=False) as kept:
        arrays = {name: kept[name] for name in kept.files}
    names = arrays["mark_names"].tolist()
    packed = np.unpackbits(arrays["marks"], axis=1, count=len(names)).astype(bool)
    marks = np.zeros((len(packed), len(MARKS)), bool)
    for column, name in enumerate(names):
        if name in MARKS:
            marks[:, MARKS.index(name)] = packed[:, column]
    tokens, spans = _ends(arrays["tokens"]), _ends(arrays["spans_in"])
    windows = [
        Window(
            arrays["ids"][a:b].astype(np.int64),
            arrays["roles"][a:b].astype(np.int64),
            marks[a:b],
            arrays["spans"][c:d].astype(np.int64),
        )
        for (a, b), (c, d) in zip(tokens, spans, strict=True)
    ]
    gold = [arrays["gold_figures"][a:b] for a, b in spans]
    return [
        Question(
            tuple(windows[a:b]),
            arrays["scores"][a:b],
            arrays["answers"][a:b],
            tuple(gold[a:b]),
            bool(arrays["answerable"][n]),
            bool(arrays["wants_figure"][n]),
            bool(arrays["found"][n]),
            str(arrays["language"][n]),
            str(arrays["kind"][n]),
        )
        for n, (a, b) in enumerate(_ends(arrays["candidates"]))
    ]


def _ends(sizes: NDArray[np.int32]) -> list[tuple[int, int]]:
    ends = np.cumsum(sizes).tolist()
    return list(zip([0, *ends[:-1]], ends, strict=True))


def batch_of(questions: Sequence[Question], device: str = "cpu") -> tuple[Batch, Tensor, Tensor, Tensor]:
    """The batch, which windows answer, which figures do, and the windows whose figures are learned from: those that
    answer and hold a gold figure, and those that answer a question that asks for none.
    """
    windows = [window for question in questions for window in question.windows]
    owner = np.repeat(np.arange(len(questions)), [len(question.windows) for question in questions])
    answers = np.concatenate([question.answers for question in questions])
    gold = [figures for question in questions for figures in question.figures]
    asks = np.repeat([question.wants_figure for question in questions], [len(q.windows) for q in questions])
    teaches = answers & (~asks | np.array([bool(figures.any()) for figures in gold]))
    return (
        inputs_of(windows, np.concatenate([scores_of(question.scores) for question in questions]), owner, device),
        torch.from_numpy(answers).to(device),
        torch.from_numpy(np.concatenate(gold)).to(device),
        torch.from_numpy(teaches).to(device),
    )


def scores_of(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """What is read of the first stage: each candidate's score, and how far it lies under the best."""
    best = float(scores.max())
    return np.stack([scores / _SCALE, scores - best], axis=1).astype(np.float32)


def inputs_of(
    windows: Sequence[Window], scores: NDArray[np.float32], owner: NDArray[np.int64], device: str = "cpu"
) -> Batch:
    """Windows side by side, filled up to the longest."""
    width = max(len(window.ids) for window in windows)
    ids, mask = np.ones((len(windows), width), np.int64), np.zeros((len(windows), width), np.float32)
    roles, marks = np.zeros((len(windows), width), np.int64), np.zeros((len(windows), width, len(MARKS)), np.float32)
    for row, window in enumerate(windows):
        size = len(window.ids)
        ids[row, :size], mask[row, :size], roles[row, :size] = window.ids, 1, window.roles
        marks[row, :size] = window.marks
    spans = [(row, *span) for row, window in enumerate(windows) for span in window.figures.tolist()]
    return Batch(
        ids,
        np.array([window.asked for window in windows], np.int64),
        torch.from_numpy(mask).to(device),
        torch.from_numpy(roles).to(device),
        torch.from_numpy(marks).to(device),
        torch.from_numpy(scores).to(device),
        torch.from_numpy(owner).to(device),
        torch.tensor(spans, dtype=torch.long).reshape(-1, 3).to(device),
    )
