"""What answering needs of a model: the vectors of questions and of their words, and what the model is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Part = tuple[int, int, float]  # columns from, to, weight
Beside = TypeVar("Beside")


class QuestionEncoder(Protocol):
    """A model that reads questions. No vector it gives is centred yet (``centring.py``)."""

    @property
    def identity(self) -> str:
        """What a library is built with and refuses to be read without."""

    @property
    def dimension(self) -> int:
        """The length of a vector."""

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts that a vector is put together from, each normalised by itself."""

    def encode_questions(self, questions: Sequence[str]) -> Vectors:
        """Vectors of questions, (n, dimension) float32."""

    def encode_words(self, forms: Sequence[str], many: bool = False) -> Vectors:
        """Vectors of single words, (n, word dimension) float32; ``many`` uses all cores."""

    def encode_with_words(
        self,
        questions: Sequence[str],
        contents: Sequence[str],
        words: Sequence[str],
        beside: Callable[[], Beside],
    ) -> tuple[Vectors, Vectors, Beside]:
        """Vectors of questions and of their content words together, (n, 2, dimension), and of single ``words``,
        (m, word dimension), float32; and what ``beside`` returns, which is called while they are encoded.
        """
