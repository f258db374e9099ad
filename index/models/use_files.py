"""The packaged Universal Sentence Encoder (multilingual, v3): its weights become an ONNX graph of the same numbers.

A text's pieces are looked up, read by convolutions over 2, 3 and 5 of them, summed up over the root of their number
and put through a few layers (Yang et al. 2020, "Multilingual Universal Sentence Encoder for Semantic Retrieval",
arXiv:1907.04307). The table of pieces stays outside the graph, so that it is mapped, not read; a graph reads all
pieces of several texts as one row after another, padding none.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import EncoderError
from index.models.onnx_parts import Nodes

USE_FILES = ("use.onnx", "use-pieces.npy", "use-steps.npy")
CONVOLUTIONS = ((2, 0), (3, 1), (5, 2))  # how many pieces each reads, and how many of them stand before the own
LEFT = max(before for _, before in CONVOLUTIONS)
RIGHT = max(pieces - 1 - before for pieces, before in CONVOLUTIONS)

Weights = Mapping[str, NDArray[Any]]


def convert_use(source: Path, folder: Path) -> None:
    """Write the graph, the table of pieces (pieces, 512) uint8, and the step and lowest value of each of its parts,
    (2, parts) float32: piece ``n`` is of part ``n % parts``.
    """
    try:
        with np.load(source, allow_pickle=False) as file:
            weights = {name: file[name] for name in file.files}
        parts = len(weights["scale"])
        table = np.empty((parts * len(weights["q1"]), weights["q1"].shape[1]), np.uint8)
        for part in range(parts):
            table[part::parts] = weights[f"q{part + 1}"]
        graph = use_model(weights)
    except (ValueError, KeyError) as error:
        raise EncoderError(f"{source.name} is of an unknown format: run `make setup`") from error
    np.save(folder / "use-pieces.npy", table, allow_pickle=False)
    np.save(folder / "use-steps.npy", np.stack([weights["scale"], weights["lo"]]), allow_pickle=False)
    (folder / "use.onnx").write_bytes(graph)


def use_model(weights: Weights) -> bytes:
    """The serialised model. In: ``pieces`` (t, 512) float32, those of all texts; ``windows`` (t, LEFT + 1 + RIGHT)
    int64, which rows stand around each, t for none; ``pooling`` (n, t) float32, for each text 1 / √length at its
    pieces; ``roots`` (n, 1) float32, √length. Out: ``vectors`` (n, 512) float32, of length 1.
    """
    graph = _Graph(weights)
    pooled = graph.node("MatMul", ["pooling", graph.read("pieces", "windows")])
    bias = graph.node("Mul", ["roots", graph.constant("cnn_b", weights["cnn_b"])])
    text = graph.node("Add", [graph.product(pooled, "cnn_W"), bias])
    first = graph.node("Relu", [graph.product(text, "d0")])
    second = graph.node("Relu", [graph.node("Add", [graph.product(text, "p1"), graph.product(first, "d1")])])
    third = graph.node("Relu", [graph.product(second, "d2")])
    last = graph.node("Tanh", [graph.node("Add", [graph.product(second, "p3"), graph.product(third, "d3")])])
    graph.node("LpNormalization", [last], ["vectors"], axis=-1, p=2)
    width = len(weights["proj2"])
    return graph.model(
        "use",
        [
            ("pieces", np.float32, ("t", width)),
            ("windows", np.int64, ("t", LEFT + 1 + RIGHT)),
            ("pooling", np.float32, ("n", "t")),
            ("roots", np.float32, ("n", 1)),
        ],
        [("vectors", np.float32, ("n", weights["d3"].shape[1]))],
    )


class _Graph(Nodes):
    """What reads the pieces; every method returns the name of its output."""

    def __init__(self, weights: Weights) -> None:
        super().__init__()
        self.given, self.epsilon = weights, float(weights["eps"])
        self.width = weights["proj2"].shape[1]
        self.constant("nothing", np.zeros((1, self.width), np.float32))  # beyond the ends of a text

    def read(self, pieces: str, windows: str) -> str:
        """The pieces and what each convolution made of them, side by side, their layer norm."""
        ends = [f"{pieces}{count}" for count, _ in CONVOLUTIONS]
        self.node("Split", [self._projected(pieces)], ends, axis=-1, num_outputs=len(ends))
        beside = [pieces]
        for end, (count, before) in zip(ends, CONVOLUTIONS, strict=True):
            shape = self.constant(f"shape{count}", np.array([-1, count * self.width]))
            slicing = (("from", LEFT - before), ("to", LEFT - before + count), ("axis", 1))
            cut = [self.constant(f"{name}{count}", np.array([at])) for name, at in slicing]
            around = self.node("Slice", [windows, *cut])
            once = self._convolved(end, around, shape, f"1_{count}")
            beside.append(self._convolved(once, around, shape, f"2_{count}"))
        return self._layer_normalized(self.node("Concat", beside, axis=-1), self.given["ln_g"], self.given["ln_b"])

    def _projected(self, pieces: str) -> str:
        """What the convolutions read, of all of them side by side."""
        weight, bias, scale, shift = (
            np.concatenate([self.given[f"{name}{count}"] for count, _ in CONVOLUTIONS], axis=-1)
            for name in ("proj", "proj_b", "ln_g", "ln_b")
        )
        product = self.node("MatMul", [pieces, self.constant("proj", weight)])
        return self._layer_normalized(self.node("Add", [product, self.constant("proj_b", bias)]), scale, shift)

    def _convolved(self, entering: str, around: str, shape: str, name: str) -> str:
        """A convolution, and what enters it added."""
        rows = self.node("Concat", [entering, "nothing"], axis=0)
        windows = self.node("Reshape", [self.node("Gather", [rows, around], axis=0), shape])
        bias = self.constant(f"b{name}", self.given[f"b{name}"])
        biased = self.node("Add", [self.product(windows, f"w{name}"), bias])
        return self.node("Add", [self.node("Relu", [biased]), entering])

    def _layer_normalized(self, entering: str, scale: NDArray[Any], shift: NDArray[Any]) -> str:
        number = len(self.nodes)
        inputs = [entering, self.constant(f"scale{number}", scale), self.constant(f"shift{number}", shift)]
        return self.node("LayerNormalization", inputs, epsilon=self.epsilon, axis=-1)

    def product(self, entering: str, name: str) -> str:
        return self.node("MatMul", [entering, self.constant(name, self.given[name])])
