"""The packaged transformer as an ONNX graph, for short texts: five times as fast as torch.

Each layer is written with ONNX Runtime's own fused operators (com.microsoft: MultiHeadAttention,
SkipLayerNormalization, BiasGelu), what its optimiser would make of a BERT export, so that nothing has to be
traced or rewritten. The matrix products are of 8-bit integers (``int8.py``), everything else of float32.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.models.int8 import LEVELS, ZERO, Limits, quantized
from index.models.onnx_parts import FUSED, Nodes

Tensors = Mapping[str, NDArray[np.float32]]


def transformer_model(
    tensors: Tensors, config: Mapping[str, Any], limits: Limits | None = None, first: int = 0, last: int | None = None
) -> bytes:
    """The serialised model: ``embeddings`` (n, tokens, hidden) float32, the sum of word, position and type
    embeddings, and ``mask`` (n, tokens) int32 in; ``hidden`` (n, tokens, hidden) float32 out.

    ``tensors`` are a BertModel's by their names in the checkpoint, ``config`` its configuration. ``limits`` are the
    largest values that enter each matrix product; without them the products are of float32, and what enters them
    comes out beside ``hidden``, by the names of the products. The layers are those from ``first`` to before ``last``,
    all where none is given; what enters a later one than the first is called ``states``.
    """
    graph = _Graph(tensors, float(config["layer_norm_eps"]), limits)
    entering = "states" if first else "embeddings"
    leaving = entering if first else graph.layer_normalized(entering, "embeddings.LayerNorm")
    for number in range(first, config["num_hidden_layers"] if last is None else last):
        leaving = graph.layer(f"encoder.layer.{number}", leaving, config["num_attention_heads"])
    graph.named(leaving, "hidden")
    shape = ("n", "tokens", config["hidden_size"])
    return graph.model(
        "bert",
        [(entering, np.float32, shape), ("mask", np.int32, shape[:2])],
        [("hidden", np.float32, shape), *((name, np.float32, None) for name in graph.watched)],
    )


class _Graph(Nodes):
    """One layer after the other; every method returns the name of its output."""

    def __init__(self, tensors: Tensors, epsilon: float, limits: Limits | None) -> None:
        super().__init__()
        self.tensors, self.epsilon, self.limits = tensors, epsilon, limits
        self.watched: list[str] = []
        if limits is not None:
            self.constant("step", np.array(1 / LEVELS, np.float32))
            self.constant("zero", np.array(ZERO, np.uint8))
            self.constant("last axis", np.array([-1], np.int64))

    def layer(self, name: str, entering: str, heads: int) -> str:
        attention = self._attention(f"{name}.attention", entering, heads)
        wide = self.node(
            "BiasGelu",
            [self._product(attention, f"{name}.intermediate.dense"), self._weight(f"{name}.intermediate.dense.bias")],
            domain=FUSED,
        )
        return self._added(self._product(wide, f"{name}.output.dense"), attention, f"{name}.output")

    def layer_normalized(self, entering: str, name: str) -> str:
        inputs = [entering, self._weight(f"{name}.weight"), self._weight(f"{name}.bias")]
        return self.node("LayerNormalization", inputs, epsilon=self.epsilon, axis=-1)

    def _attention(self, name: str, entering: str, heads: int) -> str:
        parts = [f"{name}.self.{part}" for part in ("query", "key", "value")]
        joined = np.concatenate([self.tensors[f"{part}.weight"] for part in parts])
        bias = np.concatenate([self.tensors[f"{part}.bias"] for part in parts])
        projected = self._multiplied(entering, f"{name}.self", joined.T)
        split = [f"{part}.out" for part in parts]
        self.node("Split", [projected], outputs=split, axis=-1, num_outputs=3)
        inputs = [*split, self.constant(f"{name}.bias", bias), "mask"]
        attended = self.node("MultiHeadAttention", inputs, domain=FUSED, num_heads=heads)
        return self._added(self._product(attended, f"{name}.output.dense"), entering, f"{name}.output")

    def _product(self, entering: str, name: str) -> str:
        return self._multiplied(entering, name, self.tensors[f"{name}.weight"].T)

    def _multiplied(self, entering: str, name: str, weight: NDArray[np.float32]) -> str:
        """The product with ``weight`` (entering, leaving)."""
        if self.limits is None:
            self.watched.append(self.named(entering, name))
            return self.node("MatMul", [entering, self.constant(f"{name}.weight", weight)])
        whole, steps, smoothing = quantized(weight, self.limits[name])
        even = self.node("Mul", [entering, self.constant(f"{name}.smoothing", 1 / smoothing)])
        largest = self.node("ReduceMax", [self.node("Abs", [even]), "last axis"], keepdims=1)
        within_one = self.node("Div", [even, largest])
        read = [
            self.node("QuantizeLinear", [within_one, "step", "zero"]),
            self.constant(f"{name}.weight", whole),
            "step",
            self.constant(f"{name}.steps", steps),
            "zero",
            self.constant(f"{name}.zeros", np.zeros(len(steps), np.int8)),
        ]
        return self.node("Mul", [self.node("MatMulIntegerToFloat", read, domain=FUSED), largest])

    def _added(self, product: str, residual: str, name: str) -> str:
        """The layer norm of a product, its bias and what it is added to."""
        norm, bias = f"{name}.LayerNorm", f"{name}.dense.bias"
        weights = [self._weight(f"{norm}.weight"), self._weight(f"{norm}.bias"), self._weight(bias)]
        return self.node("SkipLayerNormalization", [product, residual, *weights], domain=FUSED, epsilon=self.epsilon)

    def _weight(self, name: str) -> str:
        return self.constant(name, self.tensors[name])
