"""The packaged transformer as an ONNX graph, for short texts: five times as fast as torch.

Each layer is written with ONNX Runtime's own fused operators (com.microsoft: MultiHeadAttention,
SkipLayerNormalization, BiasGelu), what its optimiser would make of a BERT export, so that nothing has to be
traced or rewritten. The matrix products are of 8-bit integers (``quantizing.py``), everything else of float32.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.quantizing import LEVELS, ZERO, Limits, quantized

Tensors = Mapping[str, NDArray[np.float32]]
_FUSED = "com.microsoft"


def transformer_model(tensors: Tensors, config: Mapping[str, Any], limits: Limits | None = None) -> bytes:
    """The serialised model: ``embeddings`` (n, tokens, hidden) float32, the sum of word, position and type
    embeddings, and ``mask`` (n, tokens) int32 in; ``hidden`` (n, tokens, hidden) float32 out.

    ``tensors`` are a BertModel's by their names in the checkpoint, ``config`` its configuration. ``limits`` are the
    largest values that enter each matrix product; without them the products are of float32, and what enters them
    comes out beside ``hidden``, by the names of the products.
    """
    from onnx import TensorProto, helper

    graph = _Graph(tensors, float(config["layer_norm_eps"]), limits)
    last = graph.layer_normalized("embeddings", "embeddings.LayerNorm")
    for number in range(config["num_hidden_layers"]):
        last = graph.layer(f"encoder.layer.{number}", last, config["num_attention_heads"])
    graph.named(last, "hidden")
    shape = ["n", "tokens", config["hidden_size"]]
    outputs = [helper.make_tensor_value_info("hidden", TensorProto.FLOAT, shape)]
    outputs += [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in graph.watched]
    model = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "bert",
            [
                helper.make_tensor_value_info("embeddings", TensorProto.FLOAT, shape),
                helper.make_tensor_value_info("mask", TensorProto.INT32, shape[:2]),
            ],
            outputs,
            graph.weights,
        ),
        opset_imports=[helper.make_opsetid("", 18), helper.make_opsetid(_FUSED, 1)],
        ir_version=9,
    )
    return bytes(model.SerializeToString())


class _Graph:
    """Nodes and weights, one layer after the other; every method returns the name of its output."""

    def __init__(self, tensors: Tensors, epsilon: float, limits: Limits | None) -> None:
        self.tensors, self.epsilon, self.limits = tensors, epsilon, limits
        self.nodes: list[Any] = []
        self.weights: list[Any] = []
        self.watched: list[str] = []
        if limits is not None:
            self._constant("step", np.array(1 / LEVELS, np.float32))
            self._constant("zero", np.array(ZERO, np.uint8))
            self._constant("last axis", np.array([-1], np.int64))

    def layer(self, name: str, entering: str, heads: int) -> str:
        attention = self._attention(f"{name}.attention", entering, heads)
        wide = self._node(
            "BiasGelu",
            [self._product(attention, f"{name}.intermediate.dense"), self._weight(f"{name}.intermediate.dense.bias")],
        )
        return self._added(self._product(wide, f"{name}.output.dense"), attention, f"{name}.output")

    def layer_normalized(self, entering: str, name: str) -> str:
        inputs = [entering, self._weight(f"{name}.weight"), self._weight(f"{name}.bias")]
        return self._node("LayerNormalization", inputs, domain="", epsilon=self.epsilon, axis=-1)

    def _attention(self, name: str, entering: str, heads: int) -> str:
        parts = [f"{name}.self.{part}" for part in ("query", "key", "value")]
        joined = np.concatenate([self.tensors[f"{part}.weight"] for part in parts])
        bias = np.concatenate([self.tensors[f"{part}.bias"] for part in parts])
        projected = self._multiplied(entering, f"{name}.self", joined.T)
        split = [f"{part}.out" for part in parts]
        self._node("Split", [projected], outputs=split, domain="", axis=-1, num_outputs=3)
        inputs = [*split, self._constant(f"{name}.bias", bias), "mask"]
        attended = self._node("MultiHeadAttention", inputs, num_heads=heads)
        return self._added(self._product(attended, f"{name}.output.dense"), entering, f"{name}.output")

    def named(self, output: str, name: str) -> str:
        """``output`` under another name."""
        return self._node("Identity", [output], [name], domain="")

    def _product(self, entering: str, name: str) -> str:
        return self._multiplied(entering, name, self.tensors[f"{name}.weight"].T)

    def _multiplied(self, entering: str, name: str, weight: NDArray[np.float32]) -> str:
        """The product with ``weight`` (entering, leaving)."""
        if self.limits is None:
            self.watched.append(self.named(entering, name))
            return self._node("MatMul", [entering, self._constant(f"{name}.weight", weight)], domain="")
        whole, steps, smoothing = quantized(weight, self.limits[name])
        even = self._node("Mul", [entering, self._constant(f"{name}.smoothing", 1 / smoothing)], domain="")
        largest = self._node("ReduceMax", [self._node("Abs", [even], domain=""), "last axis"], domain="", keepdims=1)
        within_one = self._node("Div", [even, largest], domain="")
        read = [
            self._node("QuantizeLinear", [within_one, "step", "zero"], domain=""),
            self._constant(f"{name}.weight", whole),
            "step",
            self._constant(f"{name}.steps", steps),
            "zero",
            self._constant(f"{name}.zeros", np.zeros(len(steps), np.int8)),
        ]
        return self._node("Mul", [self._node("MatMulIntegerToFloat", read), largest], domain="")

    def _added(self, product: str, residual: str, name: str) -> str:
        """The layer norm of a product, its bias and what it is added to."""
        norm, bias = f"{name}.LayerNorm", f"{name}.dense.bias"
        weights = [self._weight(f"{norm}.weight"), self._weight(f"{norm}.bias"), self._weight(bias)]
        return self._node("SkipLayerNormalization", [product, residual, *weights], epsilon=self.epsilon)

    def _weight(self, name: str) -> str:
        return self._constant(name, self.tensors[name])

    def _constant(self, name: str, values: NDArray[Any]) -> str:
        from onnx import numpy_helper

        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def _node(
        self, kind: str, inputs: list[str], outputs: list[str] | None = None, domain: str = _FUSED, **attributes: Any
    ) -> str:
        from onnx import helper

        named = outputs or [f"{kind}.{len(self.nodes)}"]
        self.nodes.append(helper.make_node(kind, inputs, named, domain=domain, **attributes))
        return named[0]
