"""Fitting linear models whose weights may be bounded by sign: evidence for may not count against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

Array = NDArray[np.float64]


def fit_softmax(
    stacks: Sequence[NDArray[Any]],
    rights: Sequence[NDArray[Any]],
    weight: Array,
    signs_of: Mapping[str, int | None],
    penalty: float,
    features: NDArray[np.bool_] | None = None,
) -> Array:
    """Weights that make the right rows of each stack likely under a softmax over the stack (ListNet's top one)."""
    stacked = np.vstack(stacks).astype(float)
    scale = stacked.std(0) + 1e-6
    if features is not None:
        scale = np.where(features, scale, 1e9)
    z = stacked / scale
    sizes = [len(right) for right in rights]
    starts = np.cumsum([0, *sizes])[:-1]
    owner = np.repeat(np.arange(len(sizes)), sizes)
    right = np.concatenate(list(rights)).astype(float)
    weight = weight / weight.sum()

    def loss(w: Array) -> tuple[float, Array]:
        scores = z @ w
        exponents = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
        total = np.add.reduceat(exponents, starts)
        good = np.maximum(np.add.reduceat(exponents * right, starts), 1e-12)
        pull = exponents / total[owner] - exponents * right / good[owner]
        value = -float(weight @ np.log(good / total)) + penalty * float(w @ w)
        return value, z.T @ (pull * weight[owner]) + 2 * penalty * w

    return np.asarray(
        minimize(loss, np.zeros(z.shape[1]), jac=True, method="L-BFGS-B", bounds=bounds(signs_of)).x / scale
    )


def bounds(signs_of: Mapping[str, int | None]) -> list[tuple[float | None, float | None]]:
    """Evidence for may not count against, nor the reverse: what the data are too few to say is said here."""
    return [(0.0, 0.0) if s is None else (0.0 if s > 0 else None, 0.0 if s < 0 else None) for s in signs_of.values()]


def fit_logistic(
    x: Array,
    y: Array,
    weight: Array,
    penalty: float,
    signs_of: Mapping[str, int | None] | None = None,
    at_most: Mapping[str, float] | None = None,
) -> tuple[Array, float]:
    """Logistic regression with an L2 penalty: weights for ``x`` as given, and the intercept. ``at_most`` caps
    the weights of some signs.
    """
    mean, scale = x.mean(0), x.std(0) + 1e-6
    z = np.hstack([(x - mean) / scale, np.ones((len(x), 1))])
    weight = weight / weight.sum()
    penalties = np.append(np.full(x.shape[1], penalty), 0)

    def loss(w: Array) -> tuple[float, Array]:
        odds = z @ w
        value = float(weight @ (np.logaddexp(0, odds) - y * odds)) + float(penalties @ w**2)
        return value, z.T @ (weight * (1 / (1 + np.exp(-odds)) - y)) + 2 * penalties * w

    limits = [*(bounds(signs_of) if signs_of else [(None, None)] * x.shape[1]), (None, None)]
    for name, cap in (at_most or {}).items():
        place = list(signs_of or ()).index(name)
        limits[place] = (None, cap * float(scale[place]))
    begin = np.array([min(0.0, high or 0.0) for _, high in limits])
    w = minimize(loss, begin, jac=True, method="L-BFGS-B", bounds=limits).x
    return w[:-1] / scale, float(w[-1] - (w[:-1] / scale) @ mean)
