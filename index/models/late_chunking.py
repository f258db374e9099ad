"""Late chunking: one pass over a passage gives the vectors of the passage and of every piece of it.

A piece's vector is the mean of the token embeddings inside its span, so that each was read in its
context (Günther et al. 2024, "Late Chunking: Contextual Chunk Embeddings", arXiv:2409.04701).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.models.packaged_pair import USE_WEIGHT, WINDOW, padded
from index.models.passage_encoder import Encoder, OtherEncoder, PackagedEncoder
from index.models.question_encoder import Vectors

Pieces = Sequence[tuple[int, int]]
Progress = Callable[[int, int], None]
_TOKENS_AT_ONCE = 1600  # tokens in one forward pass, padding included; measured best on 2 cores
_PROMPT = "passage: "


def encode_pieces(
    encoder: Encoder,
    texts: Sequence[str],
    pieces: Sequence[Pieces],
    progress: Progress = lambda done, total: None,
) -> list[Vectors]:
    """For each text the vectors of its pieces, (len(pieces[i]), dimension) float32, not yet centred.

    The packaged model reads each text once; any other model embeds every piece by itself, since its
    pooling may not be a mean of tokens.
    """
    if isinstance(encoder, OtherEncoder):
        vectors = []
        for number, (text, spans) in enumerate(zip(texts, pieces, strict=True), 1):
            vectors.append(encoder.encode_documents([text[a:b] for a, b in spans]))
            progress(number, len(texts))
        return vectors
    contextual = _encode_in_context(encoder, texts, pieces, progress)
    alone = encoder.use_vectors([text[a:b] for text, spans in zip(texts, pieces, strict=True) for a, b in spans], True)
    at = np.cumsum([0, *map(len, pieces)])
    return [np.hstack([rows, USE_WEIGHT * alone[at[n] : at[n + 1]]]) for n, rows in enumerate(contextual)]


def _encode_in_context(
    packaged: PackagedEncoder, texts: Sequence[str], pieces: Sequence[Pieces], progress: Progress
) -> list[Vectors]:
    """Unit means of E5 token embeddings; texts of like length share a pass."""
    windows = [window for number, text in enumerate(texts) for window in _windows(packaged, text, number)]
    left = np.bincount([window.text for window in windows], minlength=len(texts))
    sums = [np.zeros((len(spans), packaged.hidden_size), np.float32) for spans in pieces]
    done = 0
    for batch in _batches(windows):
        for window, hidden in zip(batch, _token_embeddings(packaged, batch), strict=True):
            sums[window.text] += _sum_inside(window.offsets, hidden, pieces[window.text])
            left[window.text] -= 1
            done += int(left[window.text] == 0)
        progress(done, len(texts))
    return [_normalized(rows) for rows in sums]


@dataclass(frozen=True, slots=True)
class _Window:
    """A run of a text's tokens that fits the model, with each token's (start, end) in the text."""

    text: int
    ids: list[int]
    offsets: NDArray[np.int64]


def _windows(packaged: PackagedEncoder, text: str, number: int) -> list[_Window]:
    ids, *offsets = packaged.token_ids.placed(text)
    places = np.array(offsets, np.int64).T
    return [
        _Window(number, ids[at : at + WINDOW], places[at : at + WINDOW]) for at in range(0, max(len(ids), 1), WINDOW)
    ]


def _batches(windows: list[_Window]) -> list[list[_Window]]:
    batches: list[list[_Window]] = [[]]
    for window in sorted(windows, key=lambda window: -len(window.ids)):
        width = len((batches[-1] or [window])[0].ids) + 8
        if (len(batches[-1]) + 1) * width > _TOKENS_AT_ONCE and batches[-1]:
            batches.append([])
        batches[-1].append(window)
    return [batch for batch in batches if batch]


def _token_embeddings(packaged: PackagedEncoder, batch: list[_Window]) -> list[Vectors]:
    """The embeddings of each window's own tokens; the prompt and special tokens are left out."""
    begin, *prompt, end = packaged.token_ids(_PROMPT.strip())
    hidden = packaged.hidden_in_bulk(*padded([[begin, *prompt, *window.ids, end] for window in batch]))
    first = 1 + len(prompt)
    return [hidden[row, first : first + len(window.ids)] for row, window in enumerate(batch)]


def _sum_inside(offsets: NDArray[np.int64], hidden: Vectors, spans: Pieces) -> Vectors:
    """The sums of the token embeddings that overlap each span, (len(spans), hidden) float32."""
    totals = np.vstack([np.zeros((1, hidden.shape[1]), np.float64), np.cumsum(hidden, axis=0, dtype=np.float64)])
    bounds = np.asarray(spans, np.int64).reshape(-1, 2)
    first = np.searchsorted(offsets[:, 1], bounds[:, 0], side="right")
    last = np.searchsorted(offsets[:, 0], bounds[:, 1], side="left")
    return np.asarray(totals[np.maximum(first, last)] - totals[first], np.float32)


def _normalized(rows: Vectors) -> Vectors:
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(norms > 0, norms, 1), np.float32)
