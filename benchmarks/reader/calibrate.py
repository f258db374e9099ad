"""Learn how sure an answer is, on the bank's choosing part, and write ``index/data/confidence.json``.

    python -m benchmarks.reader.calibrate [--data FOLDER] [--write]

``sure`` is the least probability from which nine of ten answers to what the pages do answer are right, and at most one
in ten near misses lies, as told by weights that have not seen the page. (A third of the bank's questions is made to
tempt; the share of right ones among all that are sure is what it would be if people asked like that.) Where FOLDER has
pages of others (``benchmarks/collections.py``), their questions count as well: pages like those that were learned from
flatter.

As unsure a sentence is shown that answers in one of ten cases, where the question has to do with it: that is told by
weights of their own, learned from right answers and from what people ask that has nothing to do with any page. Of such
questions, by another hand, at most one in twenty gets a sentence, of a library of forty pages; of fewer pages, fewer.
"""

from __future__ import annotations

import argparse
import json
import math
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from benchmarks.collections import library_of, other_collections
from benchmarks.fitting import fit_logistic
from benchmarks.reader import bank
from benchmarks.reader.export import DATA
from index.answering.confidence import SIGN_DIRECTIONS, SIGNS, TOPIC_SIGNS, signs
from index.building.build import build_library
from index.evaluate import Case, calibration_error
from index.models.encoder import load_encoder
from index.question.question import read_question
from index.ranking.ranking import look_up, rank
from index.ranking.searcher import Searcher, open_searcher
from index.reading.choice import choose

Flags = NDArray[np.bool_]
_PENALTY = 2e-3
_RIGHT, _WRONG, _FALLBACK = 0.9, 0.1, 0.9
_PERHAPS, _OFF_TOPIC = 0.1, 0.05
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
    """Questions on pages by how sure their answers are, and how likely it is that they have to do with the page:
    whether they are right, whether a page answers at all, and whether it nearly does.
    """

    sure: NDArray[np.float64]
    on_topic: NDArray[np.float64]
    right: Flags
    answerable: Flags
    near: Flags

    @classmethod
    def of(cls, sure: NDArray[np.float64], on_topic: NDArray[np.float64], right: Flags, asked: Sequence[Case]) -> Told:
        """By the questions themselves."""
        kinds = [(case.answerable, case.kind == "near_miss") for case in asked]
        return cls(sure, on_topic, right, *np.array(kinds).T)

    @classmethod
    def together(cls, several: Sequence[Told]) -> Told:
        """All of them as one."""
        return cls(*(np.concatenate([getattr(told, field.name) for told in several]) for field in fields(cls)))

    def holds(self, least: float) -> bool:
        """Whether answers from ``least`` on deserve to be called sure."""
        answered = self.answerable & (self.sure >= least)
        return bool(self.right[answered].mean() >= _RIGHT and (self.sure[self.near] >= least).mean() <= _WRONG)

    def report(self, least: Mapping[str, float]) -> str:
        """What is shown as sure, and what at least as unsure, by the thresholds ``least``."""
        sure = self.sure >= least["sure"]
        unsure = (self.sure >= least["perhaps"]) & (self.on_topic >= least["perhaps_on_topic"])
        return f"sure: {self._shown(sure)}\n  at least unsure: {self._shown(sure | unsure)}"

    def _shown(self, shown: Flags) -> str:
        off = ~self.answerable & ~self.near
        return (
            f"right and shown {(self.right & shown)[self.answerable].mean():.3f} of answerable, right of those shown "
            f"{self.right[shown].mean():.3f}, near misses {shown[self.near].mean():.3f}"
            + (f", off the page's topic {shown[off].mean():.3f}" if off.any() else "")
        )


@dataclass(frozen=True, slots=True)
class Model:
    """A probability by some of the signs."""

    names: tuple[str, ...]
    weights: NDArray[np.float64]
    intercept: float

    @classmethod
    def fitted(cls, names: tuple[str, ...], values: NDArray[np.float64], right: Flags) -> Model:
        """What ``values`` (n, len(SIGNS)) teach of ``right``."""
        columns, directions = values[:, _columns(names)], {name: SIGN_DIRECTIONS[name] for name in names}
        weights, intercept = fit_logistic(columns, right.astype(float), np.ones(len(right)), _PENALTY, directions)
        return cls(names, weights, float(intercept))

    def __call__(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """The probabilities (n,) by ``values`` (n, len(SIGNS))."""
        return np.asarray(1 / (1 + np.exp(-(values[:, _columns(self.names)] @ self.weights + self.intercept))))

    def written(self) -> dict[str, object]:
        """As it stands in the file."""
        weights = {name: round(float(weight), 4) for name, weight in zip(self.names, self.weights, strict=True)}
        return {"weights": weights, "intercept": round(self.intercept, 4)}


def _columns(names: Sequence[str]) -> list[int]:
    return [SIGNS.index(name) for name in names]


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
        elsewhere, strange = (measured(bank.off_topic(split), searcher)[0] for split in ("choosing", "learning"))
    taught = np.concatenate([values, elsewhere]), np.concatenate([right, np.zeros(len(elsewhere), bool)])
    folds = [*(case.article for case in asked), *(str(n % _FOLDS) for n in range(len(elsewhere)))]
    answers, out_of_fold = Model.fitted(SIGNS, *taught), _out_of_fold(*taught, np.array(folds))[: len(right)]
    on_topic = Model.fitted(
        TOPIC_SIGNS, np.concatenate([values[right], strange]), np.arange(right.sum() + len(strange)) < right.sum()
    )
    told = {"choosing": Told.of(out_of_fold, on_topic(values), right, asked)}
    for collection in other_collections(data) if data else []:
        if collection.name == "pages":
            rows, right, asked = measured(collection.cases, library_of(collection, encoder))
            told[collection.name] = Told.of(answers(rows), on_topic(rows), right, asked)
    here, together = told["choosing"], Told.together(list(told.values()))
    good = [level for level in np.unique(np.floor(100 * here.sure) / 100) if together.holds(level)]
    quiet = float(np.quantile(on_topic(elsewhere), 1 - _OFF_TOPIC))
    least = {"sure": float(min(good, default=_FALLBACK)), "perhaps": _PERHAPS, "perhaps_on_topic": quiet}
    least = {name: math.ceil(100 * value - 1e-9) / 100 for name, value in least.items()}
    tempting = here.answerable | here.near
    print(
        f"AUROC right against not {roc_auc_score(here.right, here.sure):.3f}, answerable against near misses "
        f"{roc_auc_score(here.answerable[tempting], here.sure[tempting]):.3f}; "
        f"calibration error {calibration_error(here.sure.tolist(), here.right.tolist()):.3f}"
    )
    for which, of in told.items():
        print(f"{which}, {of.report(least)}")
    content = {"answers": answers.written(), "on_topic": on_topic.written(), "least": least}
    print(content)
    if write:
        (DATA / "confidence.json").write_text(json.dumps(content, indent=1) + "\n", "utf-8")


def _out_of_fold(values: NDArray[np.float64], right: Flags, folds: NDArray[np.str_]) -> NDArray[np.float64]:
    """The probability of each answer, by what the other folds' questions teach."""
    told = np.zeros(len(right))
    for fold in dict.fromkeys(folds.tolist()):
        others = folds != fold
        told[~others] = Model.fitted(SIGNS, values[others], right[others])(values[~others])
    return told


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="pages of others whose questions count as well")
    given = parser.parse_args()
    calibrate(given.write, given.data)
