"""The learned reader as the product runs it: layers in 8 bits, marks and heads as arrays, and what it learned from.

    python -m benchmarks.reader.export CHECKPOINT EXAMPLES [--lower 4] [--upper 4] [--out index/data]

EXAMPLES are a folder that ``benchmarks.reader.prepare`` wrote: some of its windows say which values are usual.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
from index.models.onnx_parts import onnx_session
from index.models.packaged import prepared_models
from index.reading.marked import ROLES
from index.reading.windows import Window

DATA = Path(__file__).parent.parent.parent / "index" / "data"
_WATCHED = 24  # questions whose windows are read to see what values are usual


def export(checkpoint: Path, examples: Path, out: Path, lower: int = LOWER, upper: int = UPPER) -> None:
    """Write the two graphs, ``reader.npz``, and ``reader.json``: the SHA-256 of the three and of all ``examples``, into
    ``out``. What ``benchmarks.quality`` writes there of the weights before is gone.
    """
    folder = prepared_models()
    learned = load_file(checkpoint)
    config = {**json.loads((folder / "config.json").read_text("utf-8")), "num_hidden_layers": lower + upper}
    tensors = {name: values for name, values in load_file(folder / "model.safetensors").items() if name != PACKED_WORDS}
    for name, values in learned.items():
        if name.startswith("upper."):
            _, number, rest = name.split(".", 2)
            tensors[f"encoder.layer.{lower + int(number)}.{rest}"] = values
    heads = {name: values for name, values in learned.items() if not name.startswith("upper.")}
    arrays: dict[str, Any] = {name: values.astype(np.float32) for name, values in heads.items()}
    np.savez(out / "reader.npz", **arrays)
    windows = [window for q in load(examples / "bank-learning.npz")[: 40 * _WATCHED : 40] for window in q.windows[:2]]
    apart, together = out / "reader-apart.onnx", out / "reader.onnx"
    alone = list(_alone(Embeddings(folder), windows))
    _write(apart, tensors, config, alone, 0, lower)
    session = onnx_session(apart, 0)
    halves = [session.run(["hidden"], entering)[0] for entering in alone]
    added = np.concatenate([arrays["roles.weight"], arrays["marks.weight"].T])
    pairs = zip(halves[::2], halves[1::2], windows, strict=True)
    both = [np.hstack(pair) + added[w.roles] + w.marks @ added[len(ROLES) :] for *pair, w in pairs]
    _write(together, tensors, config, [_entering("states", states) for states in both], lower, lower + upper)
    files = (apart, together, out / "reader.npz")
    about = {"sha256": _digests(files), "learned_from": _digests(sorted(examples.glob("*.npz")))}
    (out / "reader.json").write_text(json.dumps(about, indent=1) + "\n", "utf-8")


def _digests(files: Iterable[Path]) -> dict[str, str]:
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def _alone(embeddings: Embeddings, windows: Sequence[Window]) -> Iterator[dict[str, NDArray[Any]]]:
    """What enters the lower layers: of each window the question, then the candidate."""
    for window in windows:
        for ids in (window.ids[: window.asked], window.ids[window.asked :]):
            yield _entering("embeddings", embeddings(ids[None]))


def _entering(name: str, values: NDArray[np.float32]) -> dict[str, NDArray[Any]]:
    return {name: values.astype(np.float32), "mask": np.ones(values.shape[:2], np.int32)}


def _write(
    file: Path,
    tensors: Mapping[str, NDArray[np.float32]],
    config: Mapping[str, Any],
    usual: Sequence[dict[str, NDArray[Any]]],
    first: int,
    last: int,
) -> None:
    """The layers in 8 bits; in float32 at first, to see what values are usual."""
    file.write_bytes(transformer_model(tensors, config, None, first, last))
    file.write_bytes(transformer_model(tensors, config, limits_of(file, usual), first, last))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("examples", type=Path)
    parser.add_argument("--lower", type=int, default=LOWER)
    parser.add_argument("--upper", type=int, default=UPPER)
    parser.add_argument("--out", type=Path, default=DATA)
    given = parser.parse_args()
    export(given.checkpoint, given.examples, given.out, given.lower, given.upper)
