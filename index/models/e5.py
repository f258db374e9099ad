"""The parts of the packaged E5: word embeddings in 4 bits, the tokenizer, and what enters the first layer."""

from __future__ import annotations

import json
import re
from functools import cached_property
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from index.models.question_encoder import Vectors
from index.models.vocabulary import Vocabulary

_SPACES = re.compile(" {2,}")
_SPACE = "▁"  # what stands for a space in SentencePiece's pieces


class PackedWords:
    """Word embeddings kept as Q4_0 blocks and unpacked row by row: 54 MB instead of 384."""

    def __init__(self, rows: NDArray[np.uint8], width: int) -> None:
        self.rows, self.width = rows, width

    def __call__(self, ids: NDArray[np.int64]) -> Vectors:
        distinct, row_of = np.unique(ids, return_inverse=True)
        vectors = dequantize(self.rows[distinct].tobytes()).reshape(-1, self.width)
        return vectors[row_of.reshape(ids.shape)]


class Tokens:
    """E5's tokenizer; ``normalization`` maps code points to what the model was trained to see instead of them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._vocabulary = Vocabulary(folder / "e5-vocabulary.safetensors", fused=True)
        self._begin, self._end = self._vocabulary.more["ends"].tolist()
        table = json.loads((folder / "normalization.json").read_text("utf-8"))
        self.normalization = {int(point): seen for point, seen in table.items()}

    def __call__(self, text: str) -> list[int]:
        """The token ids of ``text``, with those that begin and end it."""
        spaced = _SPACES.sub(" ", text.translate(self.normalization)).replace(" ", _SPACE)
        marked = spaced if not spaced or spaced.startswith(_SPACE) else _SPACE + spaced
        return [self._begin, *self._vocabulary.ids(marked), self._end]

    @cached_property
    def tokenizer(self) -> Any:
        """The same by the package ``tokenizers``, which says where in the text each token stands: for passages."""
        from tokenizers import Tokenizer

        return Tokenizer.from_file(str(self._folder / "tokenizer.json"))


class Embeddings:
    """What enters the first layer: the sum of word, position and type embeddings, (n, tokens, 384)."""

    def __init__(self, folder: Path) -> None:
        from safetensors import safe_open

        with safe_open(folder / "model.safetensors", "np") as file:
            positions = file.get_tensor("embeddings.position_embeddings.weight")
            types = file.get_tensor("embeddings.token_type_embeddings.weight")
        # mapped: a text looks up few of its 250,000 rows, and processes share them
        packed = np.asarray(np.load(folder / "e5-words.npy", mmap_mode="r", allow_pickle=False))
        self.words = PackedWords(packed, positions.shape[1])
        self.positions = positions + types[0]

    def __call__(self, ids: NDArray[np.int64]) -> Vectors:
        return cast("Vectors", self.words(ids) + self.positions[: ids.shape[1]])


def dequantize(body: bytes) -> Vectors:
    """The weights of Q4_0 blocks, in order: (32 · blocks,) float32."""
    blocks = np.frombuffer(body, np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)]))
    low = (blocks["nibbles"] & 0x0F).astype(np.int8) - 8
    high = (blocks["nibbles"] >> 4).astype(np.int8) - 8
    weights = np.concatenate([low, high], axis=1).astype(np.float32)
    weights *= blocks["scale"].astype(np.float32)[:, None]
    return weights.ravel()
