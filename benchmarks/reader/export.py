"""The learned reader as the product runs it: layers in 8 bits, marks and heads as arrays.

    python -m benchmarks.reader.export CHECKPOINT EXAMPLES [--lower 4] [--upper 4] [--out index/data]

EXAMPLES are a folder that ``benchmarks.reader.prepare`` wrote: some of its windows say which values are usual.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file

from benchmarks.reader.batches import load
from benchmarks.reader.train import LOWER, UPPER
from index.models.e5 import Embeddings
from index.models.e5_files import PACKED_WORDS
from index.models.int8 import limits_of
from index.models.onnx_graph import transformer_model
from index.models.packaged import prepared_models
from index.reading.marked import ROLES

DATA = Path(__file__).parent.parent.parent / "index" / "data"
_WATCHED = 24  # questions whose windows are read to see what values are usual


def export(checkpoint: Path, examples: Path, out: Path, lower: int = LOWER, upper: int = UPPER) -> None:
    """Write ``reader.onnx``, ``reader.npz`` and ``reader.json`` (digests, where the weights come from) into ``out``."""
    folder = prepared_models()
    learned = load_file(checkpoint)
    config = {**json.loads((folder / "config.json").read_text("utf-8")), "num_hidden_layers": lower + upper}
    tensors = {name: values for name, values in load_file(folder / "model.safetensors").items() if name != PACKED_WORDS}
    for name, values in learned.items():
        if name.startswith("upper."):
            _, number, rest = name.split(".", 2)
            tensors[f"encoder.layer.{lower + int(number)}.{rest}"] = values
    heads = {name: values for name, values in learned.items() if not name.startswith("upper.")}
    graph = out / "reader.onnx"
    graph.write_bytes(transformer_model(tensors, config, added_before=lower))
    limits = limits_of(graph, _usual(Embeddings(folder), heads, examples))
    graph.write_bytes(transformer_model(tensors, config, limits, added_before=lower))
    arrays: dict[str, Any] = {name: values.astype(np.float32) for name, values in heads.items()}
    np.savez(out / "reader.npz", **arrays)
    digests = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in (graph, out / "reader.npz")}
    (out / "reader.json").write_text(json.dumps({"sha256": digests}, indent=1) + "\n", "utf-8")


def _usual(
    embeddings: Embeddings, heads: Mapping[str, NDArray[Any]], examples: Path
) -> Iterator[dict[str, NDArray[Any]]]:
    """What the graph reads of some windows of the bank."""
    added = np.concatenate([heads["roles.weight"], heads["marks.weight"].T])
    for question in load(examples / "bank-learning.npz")[: 40 * _WATCHED : 40]:
        for window in question.windows[:2]:
            ids = window.ids[None]
            marks = added[window.roles] + window.marks @ added[len(ROLES) :]
            yield {"embeddings": embeddings(ids), "mask": np.ones(ids.shape, np.int32), "added": marks[None]}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("examples", type=Path)
    parser.add_argument("--lower", type=int, default=LOWER)
    parser.add_argument("--upper", type=int, default=UPPER)
    parser.add_argument("--out", type=Path, default=DATA)
    given = parser.parse_args()
    export(given.checkpoint, given.examples, given.out, given.lower, given.upper)
