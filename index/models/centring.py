"""Centring: what a vector says only of its language and style is taken out of it.

The mean of the passages is subtracted from passages, the mean of everyday questions in its language
from a question; then each part is normalised again (the effect is that of "all-but-the-top",
Mu & Viswanath 2018, arXiv:1702.01417, with the mean alone).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.models.everyday_questions import everyday_questions
from index.models.question_encoder import Part, QuestionEncoder, Vectors
from index.resources import kept_arrays
from index.text.scripts import is_han
from index.text.word_lists import CHINESE_STOPWORDS, ENGLISH_STOPWORDS
from index.text.words import words


@dataclass(frozen=True, slots=True)
class Means:
    """The means to subtract: of passages and of questions by language, (dimension,), of words, (word dimension,)."""

    passages: Vectors
    questions_en: Vectors
    questions_zh: Vectors
    words_en: Vectors
    words_zh: Vectors


def centre(vectors: Vectors, mean: Vectors, parts: Sequence[Part]) -> Vectors:
    """``vectors`` (n, dimension) less ``mean``, each part at its weight, the whole of length 1."""
    centred = vectors - mean
    total = sum(weight**2 for _, _, weight in parts) ** 0.5
    for start, end, weight in parts:
        part = centred[:, start:end]
        norms = np.linalg.norm(part, axis=1, keepdims=True)
        centred[:, start:end] = part * (weight / total) / np.where(norms > 1e-6, norms, 1)
    return np.asarray(centred, np.float32)


def language_means(encoder: QuestionEncoder, passages: Vectors) -> Means:
    """The means of questions and of single words, by language, and the given one of passages (dimension,).

    They depend on the model and the fixed lists alone, so they are computed once and kept in the cache
    folder; where that can't be written they are computed again.
    """
    lists = {language: everyday_questions(language) for language in ("en", "zh")}

    def encoded() -> dict[str, Vectors]:
        means: dict[str, Vectors] = {}
        for language, questions in lists.items():
            means[f"questions_{language}"] = encoder.encode_questions(questions).mean(0)
            means[f"words_{language}"] = encoder.encode_words(_content_words(questions), True).mean(0)
        return means

    digest = hashlib.sha256(json.dumps([encoder.identity, lists]).encode()).hexdigest()
    return Means(passages=passages, **kept_arrays(f"means-{digest[:16]}", encoded))


def _content_words(texts: Sequence[str]) -> list[str]:
    surfaces = {text[w.start : w.end].lower() for text in texts for w in words(text)}
    return sorted(w for w in surfaces if len(w) > 1 and w not in ENGLISH_STOPWORDS and w not in CHINESE_STOPWORDS)


def centred_words(vectors: Vectors, forms: Sequence[str], means: Means) -> Vectors:
    """Centred unit vectors of single words, (len(forms), word dimension) float32, from their ``vectors``."""
    if not forms:
        return np.empty((0, len(means.words_en)), np.float32)
    chinese = np.array([is_han(form) for form in forms], bool).reshape(-1, 1)
    centred = vectors - np.where(chinese, means.words_zh, means.words_en)
    norms = np.linalg.norm(centred, axis=1, keepdims=True)
    return np.asarray(centred / np.where(norms > 1e-6, norms, 1), np.float32)
