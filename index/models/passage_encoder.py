"""Models that encode passages, by sentence-transformers: the packaged pair, or any other model."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias, cast

import numpy as np
import torch
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules import InputModule

from index.errors import EncoderError
from index.models.bert import load_bert
from index.models.packaged_pair import PROMPTS, TOGETHER, USE_WEIGHT, WINDOW, PackagedPair, padded, unit_means
from index.models.question_encoder import Beside, Part, Vectors

_HAS_BFLOAT16 = bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())


class PackagedEncoder(PackagedPair):
    """The packaged pair for passages too: ``model`` is the pair as sentence-transformers runs it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.model = SentenceTransformer(modules=[_PackagedModule(self)], device="cpu", prompts=PROMPTS).eval()

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages, (n, dimension) float32, not yet centred."""
        return _encode(self.model.encode_document, texts)

    def hidden_in_bulk(self, ids: NDArray[np.int64], mask: NDArray[np.bool_]) -> Vectors:
        """Token embeddings (n, tokens, 384) of long texts, ``padded``: torch multiplies large matrices faster than ONNX
        Runtime, in bfloat16 half again as fast where the processor has it (centred cosine to float32 0.9999).
        On a GPU where torch finds one.
        """
        device = self.bert.device
        low = device.type == "cpu" and _HAS_BFLOAT16
        with torch.inference_mode(), torch.autocast(device.type, torch.bfloat16, enabled=low):
            ids_there, mask_there = (torch.from_numpy(array.astype(np.int64)).to(device) for array in (ids, mask))
            hidden = self.bert(input_ids=ids_there, attention_mask=mask_there).last_hidden_state
        return cast("Vectors", hidden.float().cpu().numpy())

    @cached_property
    def bert(self) -> Any:
        """The BertModel, loaded when there are passages to encode."""
        return load_bert(self.folder, self.embeddings.words).to("cuda" if torch.cuda.is_available() else "cpu")


class _PackagedModule(InputModule):
    """The packaged pair as a module of sentence-transformers."""

    def __init__(self, pair: PackagedPair) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.pair = pair

    def get_embedding_dimension(self) -> int:
        return self.pair.dimension

    def preprocess(self, inputs: Sequence[Any], prompt: str | None = None, **kwargs: Any) -> dict[str, Any]:
        """Token ids of prompt + text, and the texts themselves for USE."""
        texts = [str(text) for text in inputs]
        ids, mask = padded([self.pair.token_ids((prompt or "") + text)[: WINDOW + 2] for text in texts])
        return {"input_ids": torch.from_numpy(ids), "attention_mask": torch.from_numpy(mask).long(), "texts": texts}

    def forward(self, features: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        """Adds ``token_embeddings`` (n, tokens, 384) and ``sentence_embedding`` (n, 896)."""
        pair, mask = self.pair, features["attention_mask"].numpy().astype(np.int32)
        hidden = np.zeros((*mask.shape, pair.hidden_size), np.float32)
        tokens = [ids[:length] for ids, length in zip(features["input_ids"].tolist(), mask.sum(axis=1), strict=True)]
        for rows, read in pair.passes(tokens):
            hidden[rows, : read["mask"].shape[1]] = pair.session.run(None, read)[0]
        use = torch.from_numpy(pair.use_vectors(features["texts"]))
        e5 = torch.from_numpy(unit_means(hidden, mask))
        features["token_embeddings"] = torch.from_numpy(hidden)
        features["sentence_embedding"] = torch.cat([e5, USE_WEIGHT * use], dim=1)
        return features

    def save(self, output_path: str, *args: Any, **kwargs: Any) -> None:
        raise EncoderError("the packaged model is not saved: it is prepared from its package on first use")


class OtherEncoder:
    """Any sentence-transformers model, by its hub name or folder, with its own prompts. A ``QuestionEncoder`` too.

    Raises EncoderError when it can't be loaded.
    """

    def __init__(self, name: str) -> None:
        try:
            self.model = SentenceTransformer(name, trust_remote_code=False).eval()
        except Exception as error:  # the hub's client raises whatever its transport raises
            reason = str(error).strip().split("\n")[0]
            raise EncoderError(f"the model {name} can't be loaded ({reason}): check its name or folder") from error

    @cached_property
    def identity(self) -> str:
        """The model's name, its dimension and a digest of what it learned."""
        name = Path(self.model.model_card_data.base_model or self.model[0].__class__.__name__).name
        return f"{name}-{self.dimension}-{_fingerprint(self.model)}"

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return int(self.model.get_embedding_dimension() or 0)

    @property
    def parts(self) -> tuple[Part, ...]:
        """One part: the whole vector."""
        return ((0, self.dimension, 1.0),)

    def encode_questions(self, questions: Sequence[str]) -> Vectors:
        """Vectors of questions, (n, dimension) float32, not yet centred."""
        return _encode(self.model.encode_query, questions)

    def encode_words(self, forms: Sequence[str], many: bool = False) -> Vectors:
        """Vectors of single words, those of passages; torch divides the work whatever ``many`` is."""
        return self.encode_documents(forms)

    def encode_with_words(
        self,
        questions: Sequence[str],
        contents: Sequence[str],
        words: Sequence[str],
        beside: Callable[[], Beside],
    ) -> tuple[Vectors, Vectors, Beside]:
        """As ``QuestionEncoder`` has it."""
        texts = [text for pair in zip(questions, contents, strict=True) for text in pair]
        vectors = self.encode_questions(texts).reshape(len(questions), 2, -1)
        return vectors, self.encode_documents(words), beside()

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages, (n, dimension) float32, not yet centred."""
        return _encode(self.model.encode_document, texts)


Encoder: TypeAlias = PackagedEncoder | OtherEncoder


def quiet_transformers() -> None:
    """transformers draws a progress bar and reports for every checkpoint; ours is on stderr already."""
    from transformers.utils import logging as transformers_logging

    transformers_logging.set_verbosity_error()
    transformers_logging.disable_progress_bar()
    logging.getLogger("sentence_transformers").setLevel(logging.ERROR)


def _fingerprint(model: SentenceTransformer) -> str:
    """A digest of samples of all weights: two models of one name and shape differ in what they learned."""
    digest = hashlib.sha256(json.dumps(model.prompts, sort_keys=True).encode())
    for name, tensor in sorted(model.state_dict().items()):
        values = tensor.detach().reshape(-1)
        sample = values[:: max(1, len(values) // 256)].to("cpu", torch.float32).numpy()
        digest.update(f"{name} {tuple(tensor.shape)} ".encode() + sample.tobytes())
    return digest.hexdigest()[:12]


def _encode(encode: Any, texts: Sequence[str]) -> Vectors:
    with torch.inference_mode():
        vectors = encode(list(texts), batch_size=TOGETHER, show_progress_bar=False, convert_to_numpy=True)
    return np.asarray(vectors, np.float32)
