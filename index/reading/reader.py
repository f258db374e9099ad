"""The reader at work: a question and its first candidates in, how far each answers and with which figure out.

The lower layers read the question and each candidate by itself (``data/reader-apart.onnx``), so that what they make of
a candidate is kept for the next question (PreTTR, MacAvaney et al. 2020, arXiv:2004.14255); the upper ones read both
together (``data/reader.onnx``). Both are in 8 bits. The upper ones, what is added between to tokens for their roles and
marks, and the two heads (``data/reader.npz``) were learned by ``benchmarks/reader``; all else is the packaged E5's.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
from cachetools import LRUCache
from numpy.typing import NDArray

from index.models.onnx_parts import onnx_session
from index.reading.marked import ROLES
from index.reading.windows import Window
from index.resources import verified

if TYPE_CHECKING:
    from index.models.e5 import Embeddings

Array = NDArray[np.float32]
_SCALE = 10.0  # of the first stage's scores, which lie between -10 and 40
AT_ONCE = 2  # windows are read, each in a thread of its own: quicker than two threads for each, with nothing filled up
_KEPT = 1_000  # candidates, in half precision some 65 kB each


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader says of each candidate: ``sentences`` (candidates,) are log-odds that it answers, against that
    none of them does; ``figures`` for each candidate those of its statistics, against that none of them is asked for.
    """

    sentences: Array
    figures: tuple[Array, ...]


@dataclass(frozen=True, slots=True)
class _Heads:
    """A layer with GELU, and one that gives a number."""

    weight: Array
    bias: Array
    out: Array
    out_bias: Array

    def __call__(self, states: Array) -> Array:
        hidden = states @ self.weight.T + self.bias
        return np.asarray((_gelu(hidden) @ self.out.T + self.out_bias)[:, 0], np.float32)


class Reader:
    """Reads with the learned weights; ``embeddings`` are the packaged E5's."""

    def __init__(self, embeddings: Embeddings) -> None:
        self.embeddings = embeddings
        self._apart, self._together = (_session(name) for name in ("reader-apart.onnx", "reader.onnx"))
        self._pool = ThreadPoolExecutor(AT_ONCE, "reader")
        self._kept: LRUCache[bytes, NDArray[np.float16]] = LRUCache(_KEPT)
        self._keeping = Lock()
        with _learned("reader.npz") as file, np.load(file, allow_pickle=False) as kept:
            weights = {name: np.asarray(kept[name], np.float32) for name in kept.files}
        self._added = np.concatenate([weights["roles.weight"], weights["marks.weight"].T])  # (roles + marks, width)
        self._first_stage = weights["first_stage.weight"][0]
        self._sentence, self._figure = (_head(weights, name) for name in ("sentence", "figure"))

    def read(self, windows: Sequence[Window], scores: Array, best: float | None = None) -> Reading:
        """How far each window answers; ``scores`` are the first stage's, ``best`` is the best of the question's where
        it is not among them. Raises nothing; no window, nothing said.
        """
        if not windows:
            return Reading(np.zeros(0, np.float32), ())
        asked = self._alone(windows[0].ids[: windows[0].asked])
        states = list(self._pool.map(self._states, [asked] * len(windows), windows))
        first = np.stack([scores / _SCALE, scores - (scores.max() if best is None else best)], axis=1)
        means = list(map(_means, states, windows))
        figures = tuple(map(self._figures, states, means))
        odds = np.array([np.log1p(np.exp(of_one).sum()) for of_one in figures], np.float32)
        sentences = self._sentence(np.stack(list(map(_pooled, states, windows, means, figures))))
        sentences += np.column_stack([first, odds]).astype(np.float32) @ self._first_stage
        return Reading(sentences, figures)

    def _states(self, asked: Array, window: Window) -> Array:
        """The last layer's states of a window, (tokens, width); ``asked`` is what the question is by itself."""
        candidate = window.ids[window.asked :]
        key = candidate.tobytes()
        with self._keeping:
            kept = self._kept.get(key)
        if kept is None:
            kept = self._alone(candidate).astype(np.float16)
            with self._keeping:
                self._kept[key] = kept
        added = self._added[window.roles] + window.marks @ self._added[len(ROLES) :]
        states = np.concatenate([asked, kept.astype(np.float32)]) + added
        return _run(self._together, "states", states)

    def _alone(self, ids: NDArray[np.int64]) -> Array:
        return _run(self._apart, "embeddings", self.embeddings(ids[None])[0])

    def _figures(self, states: Array, means: Array) -> Array:
        if not len(means):
            return np.zeros(0, np.float32)
        return self._figure(np.hstack([means, np.repeat(states[:1], len(means), axis=0)]))


def _session(name: str) -> Any:
    with _learned(name) as graph:
        return onnx_session(graph, 1)


@contextmanager
def _learned(name: str) -> Iterator[Path]:
    """A file of learned weights, checked against the digest beside it. Raises EncoderError."""
    folder = files("index").joinpath("data")
    digests = json.loads(folder.joinpath("reader.json").read_text("utf-8"))["sha256"]
    with as_file(folder.joinpath(name)) as file:
        yield verified(file, digests[name])


def _run(session: Any, name: str, entering: Array) -> Array:
    """What the layers of ``session`` make of one text, (tokens, width)."""
    mask = np.ones((1, len(entering)), np.int32)
    return np.asarray(session.run(["hidden"], {name: entering[None], "mask": mask})[0][0], np.float32)


def _means(states: Array, window: Window) -> Array:
    """The mean state of each figure, (figures, width); of one that was cut off it is 0."""
    means = [states[start:end].mean(axis=0) if end > start else states[0] * 0 for start, end in window.figures]
    return np.array(means, np.float32).reshape(-1, states.shape[1])


def _pooled(states: Array, window: Window, means: Array, odds: Array) -> Array:
    """The first token's state beside the means of the question's, of the sentence's, and of the figures' by their
    probability.
    """
    roles = window.roles
    parts = [states[roles == ROLES.index(role)].mean(axis=0) for role in ("question", "sentence")]
    shares = np.exp(odds - np.log1p(np.exp(odds).sum()))
    return np.concatenate([states[0], *parts, shares @ means])


def _head(weights: dict[str, Array], name: str) -> _Heads:
    parts = (f"{name}.0.weight", f"{name}.0.bias", f"{name}.2.weight", f"{name}.2.bias")
    return _Heads(*(weights[part] for part in parts))


def _gelu(values: Array) -> Array:
    """The Gaussian error linear unit, by its tanh approximation (Hendrycks & Gimpel 2016, arXiv:1606.08415)."""
    inner = np.sqrt(2 / np.pi) * (values + 0.044715 * values**3)
    return np.asarray(0.5 * values * (1 + np.tanh(inner)), np.float32)
