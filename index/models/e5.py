"""The parts of the packaged E5: word embeddings in 4 bits, the tokenizer, and what enters the first layer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from index.models.question_encoder import Vectors
from index.models.vocabulary import Vocabulary

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
    """E5's tokenizer: what the package ``tokenizers`` makes of its file, without the second that it needs first."""

    def __init__(self, folder: Path) -> None:
        self._vocabulary = Vocabulary(folder / "e5-vocabulary.safetensors", fused=True)
        self._begin, self._end = self._vocabulary.more["ends"].tolist()
        table = json.loads((folder / "normalization.json").read_text("utf-8"))
        self.normalization = {int(point): seen for point, seen in table.items()}

    def __call__(self, text: str) -> list[int]:
        """The token ids of ``text``, with those that begin and end it."""
        return [self._begin, *self.placed(text)[0], self._end]

    def placed(self, text: str) -> tuple[list[int], list[int], list[int]]:
        """The token ids of ``text``, and the code points where each begins and ends in it."""
        seen: list[str] = []
        places: list[int] = []
        for place, character in enumerate(text):
            for shown in self.normalization.get(ord(character), character):
                if shown == " " and seen and seen[-1] == " ":
                    places[-1] = place  # spaces in a row are one, which stands where the last does
                else:
                    seen.append(shown)
                    places.append(place)
        spaced = "".join(seen).replace(" ", _SPACE)
        if spaced and not spaced.startswith(_SPACE):
            spaced, places = _SPACE + spaced, [places[0], *places]
        pieces = self._vocabulary.cut(spaced)
        ids, starts = [piece.number for piece in pieces], [places[piece.start] for piece in pieces]
        return ids, starts, [places[piece.end - 1] + 1 for piece in pieces]


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
