"""Learn how sure an answer is, on the bank's choosing part, and write ``index/data/confidence.json``.

    python -m benchmarks.reader.calibrate [--data FOLDER] [--write]

``sure`` is the least probability from which nine of ten answers to what the pages do answer are right, and at most one
in twelve near misses lies, as told by weights that have not seen the page. (A third of the bank's questions is made to
tempt; the share of right ones among all that are sure is what it would be if people asked like that.) From ``perhaps``
on a sentence is shown, as unsure: where it answers in one of four cases, and at most one in ten questions that have
nothing to do with any page gets one. Where FOLDER has pages of others (``benchmarks/collections.py``), their
questions count as well: pages like those that were learned from flatter.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from benchmarks.collections import library_of, other_collections
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


@dataclass(frozen=True, slots=True)
class Told:
    """Questions on pages by how sure their answers are: whether these are right, whether a page answers at all, and
    whether it nearly does.
    """

    sure: NDArray[np.float64]
    right: Flags
    answerable: Flags
    near: Flags

    @classmethod
    def of(cls, sure: NDArray[np.float64], right: Flags, asked: Sequence[Case]) -> Told:
        """By the questions themselves."""
        kinds = [(case.answerable, case.kind == "near_miss") for case in asked]
        return cls(sure, right, *np.array(kinds).T)

    @classmethod
    def together(cls, several: Sequence[Told]) -> Told:
        """All of them as one."""
        return cls(*(np.concatenate([getattr(told, field.name) for told in several]) for field in fields(cls)))

    def holds(self, least: float) -> bool:
        """Whether answers from ``least`` on deserve to be called sure."""
        answered = self.answerable & (self.sure >= least)
        return bool(self.right[answered].mean() >= _RIGHT and (self.sure[self.near] >= least).mean() <= _WRONG)

    def shown(self, least: float) -> str:
        """What is shown from ``least`` on."""
        shown, off = self.sure >= least, ~self.answerable & ~self.near
        return (
            f"right and shown {(self.right & shown)[self.answerable].mean():.3f} of answerable, right of those shown "
            f"{self.right[shown].mean():.3f}, near misses {shown[self.near].mean():.3f}"
            + (f", off the page's topic {shown[off].mean():.3f}" if off.any() else "")
        )


def calibrate(write: bool, data: Path | None = None) -> None:
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
    coefficients, intercept = _fitted(*taught)
    here, elsewhere = Told.of(told[:count], right, asked), told[count:]
    others = {}
    for collection in other_collections(data) if data else []:
        if collection.name == "pages":
            rows, right, asked = measured(collection.cases, library_of(collection, encoder))
            others[collection.name] = Told.of(_probabilities(rows, coefficients, intercept), right, asked)
    levels, together = np.unique(np.floor(100 * here.sure) / 100), Told.together([here, *others.values()])
    good = [p for p in levels if together.holds(p)]
    threshold = float(min(good, default=_FALLBACK))
    quiet = [p for p in levels if p >= _PERHAPS and (elsewhere >= p).mean() <= _OFF_TOPIC]
    perhaps = float(min(quiet, default=threshold))
    tempting = here.answerable | here.near
    print(
        f"AUROC right against not {roc_auc_score(here.right, here.sure):.3f}, answerable against near misses "
        f"{roc_auc_score(here.answerable[tempting], here.sure[tempting]):.3f}; "
        f"calibration error {calibration_error(here.sure.tolist(), here.right.tolist()):.3f}"
    )
    for name, least in (("sure", threshold), ("perhaps", perhaps)):
        print(f"{name} from {least:.2f}: {here.shown(least)}, off any {(elsewhere >= least).mean():.3f}")
        for which, other in others.items():
            print(f"  {which}: {other.shown(least)}")
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
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="pages of others whose questions count as well")
    given = parser.parse_args()
    calibrate(given.write, given.data)
