"""Whether a first candidate answers: the confidence's signs of it, and learning what each of them is worth."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.fitting import Array, fit_logistic
from benchmarks.samples import FOLDS, Sample, place_in
from index.answering.confidence import SIGN_DIRECTIONS, signs
from index.answering.figure_signs import statistic_features
from index.answering.headline import Figures
from index.evaluate import area_under_curve, calibration_error
from index.ranking.evidence import Evidence
from index.ranking.ranking import Ranked

PENALTY = 2e-3
ANSWERED = 0.93  # of the answerable questions: what is then wrongly answered is printed
# Questions off the topic are too few here to say how much words count that are nowhere: at least this much
AT_MOST = {"absent": -1.0, "absent_everywhere": -2.0, "mostly_absent": -0.7}
OFF_TOPIC = 4.0  # what a question off the topic weighs against an answerable one


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
        evidence.words,
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
                Judged(sample, signs(sample.question, order, best, sample.searcher).astype(float), right, left_out)
            )
    return found


def _best(sample: Sample, where: tuple[int, int], model: tuple[Array, float]) -> Figures:
    none = Figures((), -4.0, np.empty(0, np.float32))
    if not (sample.question.wants_figure or sample.question.keywords):
        return none
    found = statistic_features(place_in(sample, where), sample.vectors, sample.searcher)
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
    weights, intercept = fit_logistic(x, y, judged_weight(judged), PENALTY, SIGN_DIRECTIONS, AT_MOST)
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
