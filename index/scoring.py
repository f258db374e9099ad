"""The measures of retrieval and confidence, computed by their definitions."""

from __future__ import annotations

from collections.abc import Sequence

_NONE = float("nan")


def share(hits: Sequence[bool | None]) -> float:
    """The share of true ones, NaN of none."""
    return sum(map(bool, hits)) / len(hits) if hits else _NONE


def area_under_curve(positives: Sequence[float], negatives: Sequence[float]) -> float:
    """AUROC: the chance that a positive scores above a negative, a tie counting half (Hanley & McNeil 1982)."""
    if not positives or not negatives:
        return _NONE
    wins = sum((p > n) + 0.5 * (p == n) for p in positives for n in negatives)
    return wins / (len(positives) * len(negatives))


def calibration_error(confidences: Sequence[float], right: Sequence[bool], bins: int = 10) -> float:
    """Expected calibration error over equal bins: |confidence - accuracy|, by share (Guo et al. 2017)."""
    if not confidences:
        return _NONE
    total = 0.0
    for number in range(bins):
        inside = [i for i, c in enumerate(confidences) if min(int(c * bins), bins - 1) == number]
        if inside:
            mean = sum(confidences[i] for i in inside) / len(inside)
            total += len(inside) * abs(mean - sum(right[i] for i in inside) / len(inside))
    return total / len(confidences)
