"""Learn how sure an answer is, on the bank's choosing part, and write ``index/data/confidence.json``.

    python -m benchmarks.reader.calibrate [--write]

``sure`` is the least probability from which nine of ten answers to what the pages do answer are right, and at most one
in twelve near misses lies, as told by weights that have not seen the page. (A third of the bank's questions is made to
tempt; the share of right ones among all that are sure is what it would be if people asked like that.) From ``perhaps``
on a sentence is shown, as unsure: where it answers in one of four cases, and at most one in ten questions that have
nothing to do with any page gets one.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from benchmarks.fitting import fit_logistic
from benchmarks.reader import bank
from benchmarks.reader.export import DATA
from index.answering.confidence import SIGN_DIRECTIONS, SIGNS, signs
from index.building.build import build_library
from index.evaluate import Case, calibration_error
from index.models.encoder import load_encoder
from index.question.question import read_question
from index.ranking.ranking import look_up, rank
from index.ranking.searcher import Searcher, open_searcher
from index.reading.choice import choose

Flags = NDArray[np.bool_]
_PENALTY = 2e-3
_RIGHT, _WRONG, _FALLBACK = 0.9, 0.083, 0.9
_PERHAPS, _OFF_TOPIC = 0.25, 0.1
_FOLDS = 8  # of the questions that have nothing to do with the pages


def measured(cases: list[Case], searcher: Searcher) -> tuple[NDArray[np.float64], Flags, list[Case]]:
    """The signs of each question's first candidate (n, signs), whether it answers, and the questions themselves; those
    that are not searched for are left out.
    """
    rows, right, asked = [], [], []
    for case in cases:
        question = read_question(case.question)
        if not question.stands_alone:
            continue
        choice = choose(question, rank(look_up([question], searcher)[0], searcher), searcher)
        number, which = choice.ranked.evidence.sentences[int(choice.ranked.order[0])]
        passage = searcher.library.passages[number]
        span = passage.place(passage.sentences[which].span)
        text = passage.paragraph.article.text[span.start : span.end]
        here = not case.article or passage.paragraph.article.slug == case.article
        rows.append(signs(question, choice, searcher))
        right.append(case.answerable and here and any(gold in text or text in gold for gold in case.gold_quotes))
        asked.append(case)
    return np.stack(rows).astype(float), np.array(right), asked


def calibrate(write: bool) -> None:
    """Fit, print what the thresholds give, and write them where that is asked for."""
    encoder = load_encoder()
    files = bank.pages("choosing")
    with tempfile.TemporaryDirectory(prefix="yinju-") as folder:
        for file in files:
            shutil.copy(file, folder)
        build_library(Path(folder), Path(folder) / "index", encoder)
        searcher = open_searcher(Path(folder) / "index", encoder)
        values, right, asked = measured(bank.cases(files), searcher)
        off_topic, *_ = measured(bank.off_topic("choosing"), searcher)
    count, far = len(right), len(off_topic)
    taught = np.concatenate([values, off_topic]), np.concatenate([right, np.zeros(far, bool)])
    told = _out_of_fold(*taught, np.array([*(c.article for c in asked), *(str(n % _FOLDS) for n in range(far))]))
    sure, elsewhere = told[:count], told[count:]
    answerable, near = np.array([c.answerable for c in asked]), np.array([c.kind == "near_miss" for c in asked])
    levels = np.unique(np.floor(100 * sure) / 100)
    hits, tries = right[answerable], sure[answerable]
    good = [p for p in levels if hits[tries >= p].mean() >= _RIGHT and (sure[near] >= p).mean() <= _WRONG]
    threshold = float(min(good, default=_FALLBACK))
    quiet = [p for p in levels if p >= _PERHAPS and (elsewhere >= p).mean() <= _OFF_TOPIC]
    perhaps = float(min(quiet, default=threshold))
    print(
        f"AUROC right against not {roc_auc_score(right, sure):.3f}, answerable against near misses "
        f"{roc_auc_score(answerable[answerable | near], sure[answerable | near]):.3f}; "
        f"calibration error {calibration_error(sure.tolist(), right.tolist()):.3f}"
    )
    for name, least in (("sure", threshold), ("perhaps", perhaps)):
        shown = sure >= least
        print(
            f"{name} from {least:.2f}: right and shown {(right & shown)[answerable].mean():.3f} of answerable, right "
            f"of those shown {right[shown].mean():.3f}, near misses {shown[near].mean():.3f}, "
            f"off the page's topic {shown[~answerable & ~near].mean():.3f}, off any {(elsewhere >= least).mean():.3f}"
        )
    coefficients, intercept = _fitted(*taught)
    content = {
        "weights": {name: round(float(weight), 4) for name, weight in zip(SIGNS, coefficients, strict=True)},
        "intercept": round(intercept, 4),
        "threshold": round(threshold, 2),
        "perhaps": round(perhaps, 2),
    }
    print(content)
    if write:
        (DATA / "confidence.json").write_text(json.dumps(content, indent=1) + "\n", "utf-8")


def _out_of_fold(values: NDArray[np.float64], right: Flags, folds: NDArray[np.str_]) -> NDArray[np.float64]:
    """The probability of each answer, by what the other folds' questions teach."""
    told = np.zeros(len(right))
    for fold in dict.fromkeys(folds.tolist()):
        others = folds != fold
        told[~others] = _probabilities(values[~others], *_fitted(values[others], right[others]))
    return told


def _fitted(values: NDArray[np.float64], right: Flags) -> tuple[NDArray[np.float64], float]:
    coefficients, intercept = fit_logistic(values, right.astype(float), np.ones(len(right)), _PENALTY, SIGN_DIRECTIONS)
    return coefficients, float(intercept)


def _probabilities(values: NDArray[np.float64], weights: NDArray[np.float64], intercept: float) -> NDArray[np.float64]:
    return np.asarray(1 / (1 + np.exp(-(values @ weights + intercept))))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    calibrate(parser.parse_args().write)
