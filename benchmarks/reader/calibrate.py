"""Learn how sure an answer is, on the bank's choosing part, and write ``index/data/confidence.json``.

    python -m benchmarks.reader.calibrate [--write]

``sure`` is the least probability above which nine of ten answers are right and at most a tenth of the near misses lie;
``perhaps`` the one above which showing the sentence serves the asker: it is right more often than one in five times.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from pathlib import Path

import numpy as np

from benchmarks.fitting import fit_logistic
from benchmarks.reader import bank
from benchmarks.reader.export import DATA
from index.answering.confidence import SIGN_DIRECTIONS, SIGNS, signs
from index.building.build import build_library
from index.evaluate import Case
from index.models.encoder import load_encoder
from index.question.question import read_question
from index.ranking.ranking import look_up, rank
from index.ranking.searcher import Searcher, open_searcher
from index.reading.choice import choose

_PENALTY = 2e-3
_RIGHT, _WRONG, _SERVES = 0.9, 0.1, 0.2


def measured(cases: list[Case], searcher: Searcher) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The signs of each question's first candidate (n, signs), whether it answers, and whether anything could."""
    rows, right, answerable = [], [], []
    for case in cases:
        question = read_question(case.question)
        if not question.terms or not question.stands_alone:
            continue
        choice = choose(question, rank(look_up([question], searcher)[0], searcher), searcher)
        number, which = choice.ranked.evidence.sentences[int(choice.ranked.order[0])]
        passage = searcher.library.passages[number]
        span = passage.place(passage.sentences[which].span)
        text = passage.paragraph.article.text[span.start : span.end]
        here = not case.article or passage.paragraph.article.slug == case.article
        rows.append(signs(question, choice, searcher))
        right.append(case.answerable and here and any(g in text or text in g for g in case.gold_quotes))
        answerable.append(case.answerable)
    return np.stack(rows), np.array(right), np.array(answerable)


def calibrate(write: bool) -> None:
    """Fit, print what the thresholds give, and write them where that is asked for."""
    encoder = load_encoder()
    files = bank.pages("choosing")
    with tempfile.TemporaryDirectory(prefix="yinju-") as folder:
        for file in files:
            shutil.copy(file, folder)
        build_library(Path(folder), Path(folder) / "index", encoder)
        values, right, answerable = measured(bank.cases(files), open_searcher(Path(folder) / "index", encoder))
    weights, intercept = fit_logistic(
        values.astype(float), right.astype(float), np.ones(len(right)), _PENALTY, SIGN_DIRECTIONS
    )
    sure = 1 / (1 + np.exp(-(values @ weights + intercept)))
    levels = np.unique(np.round(sure, 3))
    good = [p for p in levels if right[sure >= p].mean() >= _RIGHT and (sure[~answerable] >= p).mean() <= _WRONG]
    least = float(min(good, default=0.9))
    near = [p for p in levels if right[(sure >= p - 0.05) & (sure <= p + 0.05)].mean() >= _SERVES]
    perhaps = float(min(near, default=0.3))
    for name, threshold in (("sure", least), ("perhaps", perhaps)):
        shown = sure >= threshold
        print(
            f"{name} from {threshold:.3f}: {shown[answerable].mean():.3f} of answerable, right of those shown "
            f"{right[shown].mean():.3f}, {shown[~answerable].mean():.3f} of unanswerable; "
            f"right and shown {(right & shown)[answerable].mean():.3f}"
        )
    print({name: round(float(weight), 3) for name, weight in zip(SIGNS, weights, strict=True)}, round(intercept, 3))
    if write:
        model = {
            "weights": {name: round(float(w), 5) for name, w in zip(SIGNS, weights, strict=True)},
            "intercept": round(float(intercept), 5),
            "threshold": round(least, 3),
            "perhaps": round(perhaps, 3),
        }
        (DATA / "confidence.json").write_text(json.dumps(model, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    calibrate(parser.parse_args().write)
