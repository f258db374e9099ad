"""The packaged E5 as transformers' BertModel on torch, for passages: large matrices are multiplied fastest there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from safetensors import safe_open
from transformers import BertConfig, BertModel

from index.errors import EncoderError
from index.models.e5 import PackedWords


class _WordEmbedding(torch.nn.Module):
    """PackedWords in the place of a BertModel's word embeddings."""

    def __init__(self, words: PackedWords) -> None:
        super().__init__()
        self.words = words

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        return torch.from_numpy(self.words(ids.cpu().numpy())).to(ids.device)


def load_bert(folder: Path, words: PackedWords) -> Any:
    """The BertModel of a prepared checkpoint, its word embeddings still packed."""
    config = BertConfig.from_json_file(folder / "config.json")
    with safe_open(folder / "model.safetensors", "pt") as file:
        state = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    with torch.device("meta"):
        bert = BertModel(config, add_pooling_layer=False)
    bert.embeddings.register_module("word_embeddings", _WordEmbedding(words))
    bert.load_state_dict(state, strict=False, assign=True)
    positions = torch.arange(config.max_position_embeddings).unsqueeze(0)
    bert.embeddings.register_buffer("position_ids", positions, persistent=False)
    bert.embeddings.register_buffer("token_type_ids", torch.zeros_like(positions), persistent=False)
    if any(parameter.is_meta for parameter in bert.parameters()):
        raise EncoderError("the prepared model is incomplete: delete it from the cache folder and run again")
    return bert.eval()
