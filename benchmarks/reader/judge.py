"""What a reader chooses among the first candidates, beside what the first stage put first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from benchmarks.reader.batches import Question, batch_of
from benchmarks.reader.model import Reader

READ = 5  # candidates
_TOGETHER = 8  # questions


def read(
    model: Reader, questions: Sequence[Question]
) -> Iterator[tuple[Question, NDArray[np.float32], list[NDArray[np.float32]]]]:
    """Each question with the log-odds of its first ``READ`` windows, and of the figures of each."""
    order = sorted(range(len(questions)), key=lambda n: questions[n].longest)
    device = str(next(model.parameters()).device)
    for start in range(0, len(order), _TOGETHER):
        chosen = [_first(questions[n]) for n in order[start : start + _TOGETHER]]
        batch, *_ = batch_of(chosen, device)
        with torch.inference_mode():
            windows, figures = (values.cpu().numpy() for values in model(batch))
        window_of = batch.spans[:, 0].cpu().numpy()
        at = 0
        for question in chosen:
            size = len(question.windows)
            yield question, windows[at : at + size], [figures[window_of == n] for n in range(at, at + size)]
            at += size


def _first(question: Question) -> Question:
    return Question(
        question.windows[:READ],
        question.scores[:READ],
        question.answers[:READ],
        question.figures[:READ],
        question.answerable,
        question.wants_figure,
        question.found,
        question.language,
        question.kind,
    )


def measures(model: Reader, questions: Sequence[Question]) -> dict[str, float]:
    """Shares of answerable questions whose first sentence is right, before and after reading, and whose figure is;
    the AUROC of answerable against near misses and off-topic ones by the best window's log-odds.
    """
    hits: dict[str, list[float]] = {}
    odds: dict[str, list[float]] = {"answerable": [], "near_miss": [], "off_topic": []}
    for question, windows, figures in read(model, questions):
        odds["answerable" if question.answerable else question.kind].append(float(windows.max()))
        if not question.answerable:
            continue
        best = int(windows.argmax())
        for name in ("", f" {question.language}"):
            hits.setdefault("first stage" + name, []).append(float(question.answers[0]))
            hits.setdefault("sentence" + name, []).append(float(question.answers[best]))
            if question.wants_figure:
                right = question.answers[best] and len(figures[best]) and question.figures[best][figures[best].argmax()]
                hits.setdefault("figure" + name, []).append(float(bool(right)))
    result = {name: round(float(np.mean(values)), 4) for name, values in sorted(hits.items())}
    for kind, name in (("near_miss", "near miss"), ("off_topic", "off topic")):
        if odds[kind]:
            truth = [1] * len(odds["answerable"]) + [0] * len(odds[kind])
            result[name] = round(float(roc_auc_score(truth, odds["answerable"] + odds[kind])), 4)
    return result
