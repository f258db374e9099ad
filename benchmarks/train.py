"""Learn the ranker's, the headline's and the confidence's weights, and write them to ``index/data/``.

    python -m benchmarks.train [--data FOLDER] [--ablation] [--write]

Without --data it learns from the project's own questions alone; with it also from the development
collections in FOLDER (see ``benchmarks/collections.py``). Every figure printed is out of fold (five
folds, all questions about one fact, or one paragraph of a collection, in the same one), those of words typed
without a question excepted.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.collections import bank_collection, other_collections, own_collections
from benchmarks.fitting import fit_logistic, fit_softmax
from benchmarks.judging import confidence_table, fit_confidence, judge, out_of_fold_confidence
from benchmarks.keywords import least_odds
from benchmarks.samples import FOLDS, Sample, balance, place_in, read_samples, teaches
from index.answering.confidence import SIGNS
from index.answering.figure_signs import STATISTIC_FEATURES, STATISTIC_SIGNS, statistic_features
from index.evaluate import is_gold
from index.models.encoder import load_encoder
from index.ranking.features import FEATURE_SIGNS, FEATURES

Array = NDArray[np.float64]
DATA = Path(__file__).parent.parent / "index" / "data"
PENALTY = {"ranker": 4e-3, "headline": 1e-3}
TIE = 0.6  # figures whose log-odds are this near to the best's are given with it
# chosen by `python -m benchmarks.quality --bank choosing`: from 0.7 on one of six near misses is answered, from 0.35 on
# six of ten right sentences are on screen, and more than half of what is shown is right
PERHAPS = 0.35
THRESHOLD = 0.7


def fit_ranker(samples: Sequence[Sample], features: NDArray[np.bool_] | None = None) -> Array:
    """Weights that make right sentences likely under a softmax over each question's candidates."""
    stacks = [s.evidence.features for s in samples]
    weight = np.array([s.weight for s in samples])
    return fit_softmax(stacks, [s.right for s in samples], weight, FEATURE_SIGNS, PENALTY["ranker"], features)


def out_of_fold(samples: Sequence[Sample], features: NDArray[np.bool_] | None = None) -> list[Array]:
    """The scores of every sample's sentences by a ranker that has not seen its fold."""
    learnable = [s for s in samples if teaches(s)]
    by_fold = [fit_ranker([s for s in learnable if s.fold != fold], features) for fold in range(FOLDS)]
    return [s.evidence.features @ by_fold[s.fold] for s in samples]


def ranking_table(samples: Sequence[Sample], scores: Sequence[Array]) -> dict[str, str]:
    """passage@1 / sentence@1 by collection and language."""
    hits: dict[str, list[tuple[bool, bool]]] = {}
    for sample, score in zip(samples, scores, strict=True):
        if sample.case.answerable:
            first = int(np.argmax(score))
            key = f"{sample.collection}-{sample.case.language}"
            hits.setdefault(key, []).append((bool(sample.passage[first]), bool(sample.right[first])))
    return {k: " ".join(f"{x:.3f}" for x in np.mean(v, axis=0)) for k, v in sorted(hits.items())}


def headline_rows(samples: Sequence[Sample]) -> list[tuple[Sample, Array, Array]]:
    """For every question after a figure, the statistics of a right sentence and which of them are gold."""
    rows = []
    for sample in samples:
        if sample.case.kind not in ("statistic", "date") or not sample.case.gold_values or not sample.right.any():
            continue
        where = sample.evidence.sentences[int(np.flatnonzero(sample.right)[0])]
        sentence = sample.searcher.library.passages[where[0]].sentences[where[1]]
        gold = np.array([is_gold(s, sample.case) for s in sentence.statistics], float)
        if gold.any():
            found = statistic_features(place_in(sample, where), sample.vectors, sample.searcher)
            rows.append((sample, found.astype(float), gold))
    return rows


def fit_headline(rows: Sequence[tuple[Sample, Array, Array]]) -> tuple[Array, float]:
    """Weights that put gold figures first in their sentence, scaled so that they are log-odds of being gold."""
    weights = fit_softmax(
        [x for _, x, _ in rows],
        [y > 0 for _, _, y in rows],
        np.array([s.weight for s, _, _ in rows]),
        STATISTIC_SIGNS,
        PENALTY["headline"],
    )
    scores = np.concatenate([x @ weights for _, x, _ in rows])[:, None]
    gold = np.concatenate([y for _, _, y in rows])
    scale, intercept = fit_logistic(scores, gold, np.concatenate([np.full(len(y), s.weight) for s, _, y in rows]), 0)
    return weights * scale[0], intercept


def headline_table(rows: Sequence[tuple[Sample, Array, Array]]) -> dict[str, str]:
    """value@1 given the right sentence, by collection and language, out of fold."""
    by_fold = [fit_headline([r for r in rows if r[0].fold != fold]) for fold in range(FOLDS)]
    hits: dict[str, list[bool]] = {}
    for sample, x, y in rows:
        weights, _ = by_fold[sample.fold]
        hits.setdefault(f"{sample.collection}-{sample.case.language}", []).append(bool(y[int(np.argmax(x @ weights))]))
    return {k: f"{np.mean(v):.3f} ({len(v)})" for k, v in sorted(hits.items())}


def ablation(samples: Sequence[Sample]) -> None:
    """What each feature is worth: the measures with it taken away, out of fold."""
    whole = ranking_table(samples, out_of_fold(samples))
    print("| without | " + " | ".join(whole) + " |\n|" + " --- |" * (len(whole) + 1))
    print("| (nothing) | " + " | ".join(whole.values()) + " |")
    for number, name in enumerate(FEATURES):
        keep = np.arange(len(FEATURES)) != number
        print(
            f"| {name} | " + " | ".join(ranking_table(samples, out_of_fold(samples, keep)).values()) + " |",
            flush=True,
        )


def show(title: str, table: dict[str, str]) -> None:
    print(f"\n{title}")
    for key, value in table.items():
        print(f"  {key:20} {value}")


def save(name: str, content: dict[str, Any]) -> None:
    (DATA / f"{name}.json").write_text(json.dumps(content, indent=1) + "\n", "utf-8")


def rounded(names: Sequence[str], values: Array) -> dict[str, float]:
    return {name: round(float(value), 4) for name, value in zip(names, values, strict=True)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="a folder of development collections")
    parser.add_argument("--only", nargs="*", help="these collections alone")
    parser.add_argument("--ablation", action="store_true", help="print what each feature is worth")
    parser.add_argument("--write", action="store_true", help="write the weights to index/data/")
    options = parser.parse_args()
    encoder = load_encoder()
    collections = [*own_collections(), bank_collection("learning")]
    collections += other_collections(options.data) if options.data else []
    samples = [
        s
        for c in collections
        if not options.only or c.name.split("-")[0] in options.only
        for s in read_samples(c, encoder)
    ]
    balance(samples)
    scores = out_of_fold(samples)
    show("passage@1 sentence@1", ranking_table(samples, scores))
    rows = headline_rows(samples)
    show("value@1 in the right sentence", headline_table(rows))
    by_fold = [fit_headline([r for r in rows if r[0].fold != fold]) for fold in range(FOLDS)]
    # where every question has its answer there is nothing to learn of those that have none
    declining = {s.collection for s in samples if not s.case.answerable}
    asked = [(s, score) for s, score in zip(samples, scores, strict=True) if s.collection in declining]
    judged = judge([s for s, _ in asked], [score for _, score in asked], lambda sample: by_fold[sample.fold])
    sure = out_of_fold_confidence(judged)
    threshold = THRESHOLD
    show(
        f"confidence (threshold {threshold:.3f}): AUROC/wrongly answered",
        confidence_table(judged, sure, threshold),
    )
    if options.ablation:
        ablation(samples)
    if options.write:
        weights, intercept = fit_confidence(judged)
        headline, offset = fit_headline(rows)
        save("ranker", {"weights": rounded(FEATURES, fit_ranker([s for s in samples if teaches(s)]))})
        least, shown, right = least_odds(samples, headline, offset)
        show(
            "words typed without a question",
            {
                "least log-odds": f"{least:.2f}",
                "a figure where one is asked for": f"{shown:.3f}",
                "right": f"{right:.3f}",
            },
        )
        save(
            "headline",
            {
                "weights": rounded(STATISTIC_FEATURES, headline),
                "intercept": round(offset, 4),
                "tie": TIE,
                "least": round(least, 2),
            },
        )
        save(
            "confidence",
            {
                "weights": rounded(SIGNS, weights),
                "intercept": round(intercept, 4),
                "threshold": threshold,
                "perhaps": PERHAPS,
            },
        )


if __name__ == "__main__":
    main()
