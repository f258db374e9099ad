"""The ONNX graphs of the packaged models: what they are made of, and opening them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

FUSED = "com.microsoft"  # ONNX Runtime's own operators
Value = tuple[str, type[np.generic], Sequence[str | int] | None]  # name, type, shape ("n": of any length)


class Nodes:
    """The nodes and weights of a graph, one after the other; what adds one returns the name of its output."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.weights: list[Any] = []

    def constant(self, name: str, values: NDArray[Any]) -> str:
        from onnx import numpy_helper

        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(
        self, kind: str, inputs: Sequence[str], outputs: Sequence[str] = (), domain: str = "", **attributes: Any
    ) -> str:
        from onnx import helper

        named = list(outputs) or [f"{kind}.{len(self.nodes)}"]
        self.nodes.append(helper.make_node(kind, list(inputs), named, domain=domain, **attributes))
        return named[0]

    def named(self, output: str, name: str) -> str:
        """``output`` under another name."""
        return self.node("Identity", [output], [name])

    def model(self, name: str, inputs: Sequence[Value], outputs: Sequence[Value]) -> bytes:
        """The serialised model."""
        from onnx import helper

        def infos(values: Sequence[Value]) -> list[Any]:
            return [
                helper.make_tensor_value_info(value, helper.np_dtype_to_tensor_dtype(np.dtype(kind)), shape)
                for value, kind, shape in values
            ]

        graph = helper.make_graph(self.nodes, name, infos(inputs), infos(outputs), self.weights)
        versions = [helper.make_opsetid("", 18), helper.make_opsetid(FUSED, 1)]
        return bytes(helper.make_model(graph, opset_imports=versions, ir_version=9).SerializeToString())


def onnx_session(path: Path, threads: int) -> Any:
    # Read once, when the runtime is loaded: without it every process keeps a device id and reports to its vendor.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    # threads that spin between two questions take the cores from what comes after encoding
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
