"""Learn all weights from the packaged models' on: the first stage's, the reader's, the confidence's.

    python -m benchmarks.train [--data FOLDER] [--ablation] [--write [--hours 1.2]]

Without --write only the first stage is learned and what it finds is printed, out of fold (five folds, all questions
about one fact, or one paragraph of a collection, in the same one). With it the reader learns for so many hours from
the bank's learning part, the project's own questions, the grammar's and, where FOLDER is given, public collections
(see ``benchmarks/collections.py``); then the confidence is calibrated on the bank's choosing part. All of it goes to
``index/data/``. Each step is a command of its own, too: ``benchmarks.reader.prepare``, ``train``, ``export``,
``calibrate``.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from benchmarks.collections import bank_collection, other_collections, own_collections
from benchmarks.fitting import fit_softmax
from benchmarks.reader.calibrate import calibrate
from benchmarks.reader.export import DATA, export
from benchmarks.reader.prepare import prepare
from benchmarks.reader.train import train
from benchmarks.samples import FOLDS, Sample, balance, read_samples, teaches
from index.models.encoder import load_encoder
from index.ranking.features import FEATURE_SIGNS, FEATURES

if TYPE_CHECKING:
    from index.models.passage_encoder import Encoder

Array = NDArray[np.float64]
WORK = Path(__file__).parent.parent / ".yinju" / "reader"
PENALTY = 4e-3
SYNTHETIC = 1_500  # passages of the grammar


def fit_ranker(samples: Sequence[Sample], features: NDArray[np.bool_] | None = None) -> Array:
    """Weights that make right sentences likely under a softmax over each question's candidates."""
    stacks = [s.evidence.features for s in samples]
    weight = np.array([s.weight for s in samples])
    return fit_softmax(stacks, [s.right for s in samples], weight, FEATURE_SIGNS, PENALTY, features)


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


def learn_ranker(options: argparse.Namespace, encoder: Encoder) -> None:
    """Print what the first stage finds out of fold; with ``--write`` keep its weights."""
    collections = [*own_collections(), bank_collection("learning")]
    collections += other_collections(options.data) if options.data else []
    samples = [sample for collection in collections for sample in read_samples(collection, encoder)]
    balance(samples)
    show("passage@1 sentence@1", ranking_table(samples, out_of_fold(samples)))
    if options.ablation:
        ablation(samples)
    if options.write:
        weights = fit_ranker([sample for sample in samples if teaches(sample)])
        content = {"weights": {name: round(float(w), 4) for name, w in zip(FEATURES, weights, strict=True)}}
        (DATA / "ranker.json").write_text(json.dumps(content, indent=1) + "\n", "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="a folder of public collections to learn from, too")
    parser.add_argument("--ablation", action="store_true", help="print what each feature of the first stage is worth")
    parser.add_argument("--hours", type=float, default=1.2, help="how long the reader learns")
    parser.add_argument("--work", type=Path, default=WORK, help="where examples and checkpoints are kept")
    parser.add_argument("--write", action="store_true", help="write the weights to index/data/")
    options = parser.parse_args()
    learn_ranker(options, load_encoder())
    if not options.write:
        return
    prepare(options.work / "examples", options.data, SYNTHETIC)
    train(options.work / "examples", options.work, hours=options.hours)
    export(options.work / "reader.safetensors", options.work / "examples", DATA)
    calibrate(write=True, data=options.data)


if __name__ == "__main__":
    main()
