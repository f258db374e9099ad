"""Learn the ranker's, the headline's and the confidence's weights, and write them to ``index/data/``.

    python -m benchmarks.train [--data FOLDER] [--ablation] [--write]

Without --data it learns from the project's own questions alone; with it also from the development
collections in FOLDER (see ``benchmarks/collections.py``). Every figure printed is out of fold: five
folds, all questions about one fact (or one paragraph of a collection) in the same one.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.collections import Collection, library_of, other_collections, own_collections
from benchmarks.fitting import fit_logistic, fit_softmax
from benchmarks.keywords import Asked, least_odds
from index.confidence import SIGN_DIRECTIONS, SIGNS, signs
from index.encoder import load_encoder
from index.evaluate import Case, is_gold
from index.evidence import Evidence, gather
from index.features import FEATURE_SIGNS, FEATURES
from index.headline import STATISTIC_FEATURES, STATISTIC_SIGNS, Figures, statistic_features
from index.library import Library
from index.question import Question, read_question
from index.ranking import Ranked, candidates
from index.scoring import area_under_curve, calibration_error
from index.smalltalk import smalltalk

Array = NDArray[np.float64]
DATA = Path(__file__).parent.parent / "index" / "data"
FOLDS = 5
PENALTY = {"ranker": 4e-3, "headline": 1e-3, "confidence": 2e-3}
# What each collection weighs: articles as the bot is asked about them count most, encyclopaedia least
WEIGHT = {"article": 5.0, "written": 4.0, "pages": 2.0, "xquad": 1.0, "cmrc": 0.5}
ENCYCLOPAEDIA = ("xquad", "cmrc")
TIE = 0.6  # figures whose log-odds are this near to the best's are given with it
THRESHOLD = 0.55  # calibrated: a little above even odds, where questions off the topic are declined
ANSWERED = 0.93  # of the answerable questions: what is then wrongly answered is printed
# Questions off the topic are too few here to say how much words count that are nowhere: at least this much
AT_MOST = {"absent": -1.0, "absent_everywhere": -2.0, "mostly_absent": -0.7}
OFF_TOPIC = 4.0  # what a question off the topic weighs against an answerable one


@dataclass
class Sample:
    """A question over a library: its evidence, and which of its sentences hold the answer."""

    collection: str
    case: Case
    question: Question
    library: Library
    vectors: NDArray[np.float32]
    evidence: Evidence
    right: NDArray[np.bool_]  # the sentences to be found
    passage: NDArray[np.bool_]  # those in the right paragraph
    fold: int
    weight: float = 1.0


def read_samples(collection: Collection, encoder: Any) -> list[Sample]:
    library = library_of(collection, encoder)
    cases = [c for c in collection.cases if not smalltalk(c.question)]
    questions = [read_question(case.question) for case in cases]
    pairs = [(c, q) for c, q in zip(cases, questions, strict=True) if q.terms]
    vectors = library.question_vectors([q for _, q in pairs])
    found = []
    for (case, question), vector in zip(pairs, vectors, strict=True):
        evidence = gather(question, vector, library, candidates(question, vector, library))
        right, passage = _gold(case, library, evidence)
        group = case.gold_quotes[0] if case.gold_quotes and len(library.articles) < 50 else case.article
        found.append(
            Sample(
                collection.name.split("-")[0],
                case,
                question,
                library,
                vector,
                evidence,
                right,
                passage,
                _fold(group or case.question),
            )
        )
    return found


def _fold(group: str) -> int:
    import hashlib

    return hashlib.sha256(group.encode()).digest()[0] % FOLDS


def _gold(case: Case, library: Library, evidence: Evidence) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    sentence, passage = [], []
    for number, which in evidence.sentences:
        p = library.passages[number]
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


def fit_ranker(samples: Sequence[Sample], features: NDArray[np.bool_] | None = None) -> Array:
    """Weights that make right sentences likely under a softmax over each question's candidates."""
    stacks = [s.evidence.features for s in samples]
    weight = np.array([s.weight for s in samples])
    return fit_softmax(stacks, [s.right for s in samples], weight, FEATURE_SIGNS, PENALTY["ranker"], features)


def teaches(sample: Sample) -> bool:
    """True where a sentence is to be found: the rows of tables are no sentences, and few."""
    places = [sample.evidence.sentences[int(row)][0] for row in np.flatnonzero(sample.right)]
    return any(sample.library.passages[place].paragraph.kind != "table" for place in places)


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
        sentence = sample.library.passages[where[0]].sentences[where[1]]
        gold = np.array([is_gold(s, sample.case) for s in sentence.statistics], float)
        if gold.any():
            found = statistic_features(sample.question, sample.vectors, where, sample.library)
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


def keywords_asked(samples: Sequence[Sample]) -> list[Asked]:
    """The questions of articles with the sentence that answers them."""
    found = []
    for sample in samples:
        if sample.collection in ENCYCLOPAEDIA or not sample.right.any():
            continue
        where = sample.evidence.sentences[int(np.flatnonzero(sample.right)[0])]
        statistics = sample.library.passages[where[0]].sentences[where[1]].statistics
        gold = np.array([bool(sample.case.gold_values) and is_gold(s, sample.case) for s in statistics], bool)
        if gold.any() or not sample.case.gold_values:
            found.append(Asked(sample.question, where, sample.library, gold))
    return found


def headline_table(rows: Sequence[tuple[Sample, Array, Array]]) -> dict[str, str]:
    """value@1 given the right sentence, by collection and language, out of fold."""
    by_fold = [fit_headline([r for r in rows if r[0].fold != fold]) for fold in range(FOLDS)]
    hits: dict[str, list[bool]] = {}
    for sample, x, y in rows:
        weights, _ = by_fold[sample.fold]
        hits.setdefault(f"{sample.collection}-{sample.case.language}", []).append(bool(y[int(np.argmax(x @ weights))]))
    return {k: f"{np.mean(v):.3f} ({len(v)})" for k, v in sorted(hits.items())}


def ranked(evidence: Evidence, score: Array, keep: NDArray[np.bool_] | None = None) -> Ranked | None:
    """The candidates in order, of those kept."""
    rows = np.flatnonzero(keep) if keep is not None else np.arange(len(score))
    if not len(rows):
        return None
    order = rows[np.argsort(-score[rows], kind="stable")]
    chosen = Evidence(
        [evidence.sentences[r] for r in rows],
        evidence.features[rows],
        evidence.credits[:, rows],
        evidence.lexical[:, rows],
        evidence.anywhere[:, rows],
        [evidence.clause_credits[r] for r in rows],
        [evidence.clause_dense[r] for r in rows],
        evidence.weights,
    )
    place = {int(r): n for n, r in enumerate(rows)}
    return Ranked(chosen, np.array([place[int(r)] for r in order], np.int64), score[order].astype(np.float32))


@dataclass
class Judged:
    """A first candidate's signs, and whether it answers."""

    sample: Sample
    signs: Array
    right: bool
    left_out: bool  # made unanswerable by taking the answer's paragraph away


def judge(
    samples: Sequence[Sample], scores: Sequence[Array], headline: Callable[[Sample], tuple[Array, float]]
) -> list[Judged]:
    found = []
    for sample, score in zip(samples, scores, strict=True):
        variants: list[tuple[NDArray[np.bool_] | None, bool]] = [(None, False)]
        if sample.case.answerable and sample.passage.any():
            variants.append((~sample.passage, True))
        for keep, left_out in variants:
            order = ranked(sample.evidence, score, keep)
            if order is None:
                continue
            best = _best(sample, order.evidence.sentences[int(order.order[0])], headline(sample))
            right = not left_out and bool(sample.right[int(np.argmax(score))])
            found.append(
                Judged(sample, signs(sample.question, order, best, sample.library).astype(float), right, left_out)
            )
    return found


def _best(sample: Sample, where: tuple[int, int], model: tuple[Array, float]) -> Figures:
    none = Figures((), -4.0, np.empty(0, np.float32))
    if not (sample.question.wants_figure or sample.question.keywords):
        return none
    found = statistic_features(sample.question, sample.vectors, where, sample.library)
    if not len(found):
        return none
    odds = found @ model[0] + model[1]
    return Figures((), float(odds.max()), found[int(odds.argmax())])


def judged_weight(judged: Sequence[Judged]) -> Array:
    """Left-out questions count a third: what is left is easier to tell than what people ask in vain. Questions off
    the topic are few here and many in front of a bot.
    """
    of_kind = {"near_miss": 2.0, "off_topic": OFF_TOPIC}
    real = {True: 0.33, False: 1.0}
    return np.array(
        [
            j.sample.weight
            * real[j.left_out]
            * (1 if j.sample.case.answerable else of_kind.get(j.sample.case.kind, 2.0))
            for j in judged
        ]
    )


def fit_confidence(judged: Sequence[Judged]) -> tuple[Array, float]:
    """Weights and intercept, calibrated on the questions as they were asked (Platt 1999): those made
    unanswerable only help to tell which sign is worth what.
    """
    x, y = np.stack([j.signs for j in judged]), np.array([j.right for j in judged], float)
    weights, intercept = fit_logistic(x, y, judged_weight(judged), PENALTY["confidence"], SIGN_DIRECTIONS, AT_MOST)
    asked = np.array([not j.left_out for j in judged])
    odds = (x[asked] @ weights + intercept)[:, None]
    slope, offset = fit_logistic(odds, y[asked], np.array([j.sample.weight for j in judged])[asked], 0)
    return weights * slope[0], intercept * float(slope[0]) + offset


def out_of_fold_confidence(judged: Sequence[Judged]) -> Array:
    by_fold = [fit_confidence([j for j in judged if j.sample.fold != fold]) for fold in range(FOLDS)]
    odds = [float(j.signs @ by_fold[j.sample.fold][0] + by_fold[j.sample.fold][1]) for j in judged]
    return np.asarray(1 / (1 + np.exp(-np.array(odds))))


def confidence_table(judged: Sequence[Judged], sure: Array, threshold: float) -> dict[str, str]:
    table = {}
    for name in sorted({j.sample.collection for j in judged}):
        own = [(j, c) for j, c in zip(judged, sure, strict=True) if j.sample.collection == name]
        asked = [c for j, c in own if j.sample.case.answerable and not j.left_out]
        parts = [f"answered {np.mean(np.array(asked) >= threshold):.3f}"]
        for kind in ("near_miss", "off_topic", "left_out"):
            others = [
                c
                for j, c in own
                if (j.left_out if kind == "left_out" else not j.sample.case.answerable and j.sample.case.kind == kind)
            ]
            if others:
                parts.append(
                    f"{kind} {area_under_curve(asked, others):.3f}/{np.mean(np.array(others) >= threshold):.3f}"
                )
        misses = [c for j, c in own if not j.sample.case.answerable and j.sample.case.kind == "near_miss"]
        if asked and misses:
            least = float(np.quantile(asked, 1 - ANSWERED))
            wrongly = np.mean(np.array(misses) >= least)
            parts.append(f"{ANSWERED:.2f} answered from {least:.2f} on, near_miss then {wrongly:.3f}")
        real = [(j, c) for j, c in own if not j.left_out]
        parts.append(f"ECE {calibration_error([c for _, c in real], [j.right for j, _ in real]):.3f}")
        table[name] = " · ".join(parts)
    return table


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
    collections = own_collections() + (other_collections(options.data) if options.data else [])
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
        least, shown, right = least_odds(keywords_asked(samples), headline, offset)
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
            },
        )


if __name__ == "__main__":
    main()
