"""The packaged E5 as a sentence-transformers folder, for programs that load their models from one.

The weights are the packaged ones, unpacked to float32; nothing is downloaded. Of the tokenizer the
code-point normalisation alone is another: NFKC, which tokenizers computes by itself, in place of the
table that the model was trained with (they differ in rare characters).
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from index.models.e5 import dequantize
from index.models.packaged import prepared_models

_TOKENS = 512  # what the model was trained on
_PROMPTS = {"query": "query: ", "document": "passage: "}


def write_e5(folder: Path) -> Path:
    """Write the model into ``folder``, which is made, and return it."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer

    bare = folder / "bare"
    bare.mkdir(parents=True)
    _write_weights(bare)
    _write_tokenizer(bare)
    transformer = Transformer(str(bare), max_seq_length=_TOKENS)
    pooling = Pooling(transformer.get_embedding_dimension(), pooling_mode="mean")
    whole = SentenceTransformer(modules=[transformer, pooling, Normalize()], prompts=_PROMPTS, device="cpu")
    whole.save(str(folder / "e5"), create_model_card=False)
    return folder / "e5"


def _write_weights(folder: Path) -> None:
    from safetensors.numpy import load_file, save_file

    prepared = prepared_models()
    tensors = load_file(prepared / "model.safetensors")
    packed = np.load(prepared / "e5-words.npy", allow_pickle=False)
    tensors["embeddings.word_embeddings.weight"] = dequantize(packed.tobytes()).reshape(len(packed), -1)
    save_file(tensors, folder / "model.safetensors", {"format": "pt"})
    config = json.loads((prepared / "config.json").read_text("utf-8"))
    (folder / "config.json").write_text(json.dumps({**config, "pad_token_id": 1}), "utf-8")


def _write_tokenizer(folder: Path) -> None:
    from tokenizers import Regex, Tokenizer, normalizers
    from transformers import PreTrainedTokenizerFast

    tokenizer = Tokenizer.from_file(str(prepared_models() / "tokenizer.json"))
    spaces = [normalizers.Replace(Regex(r"\s"), " "), normalizers.Replace(Regex(" {2,}"), " ")]
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), *spaces])
    names = {"bos_token": "<s>", "eos_token": "</s>", "cls_token": "<s>", "sep_token": "</s>"}
    names |= {"unk_token": "<unk>", "pad_token": "<pad>"}
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=_TOKENS, **names).save_pretrained(folder)
