"""An open library: the passages of a corpus, their vectors and their words, and what a question asks of them.

What lies on disk is described in ``segments.py`` and ``publishing.py``; how it comes there in ``building.py``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Container, Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.library.combined_segments import Shelf
from index.library.passage_arrays import PassageArrays, arrays_of
from index.library.passages import Vocabulary
from index.models.centring import Means, Part, centre, centred_words, encode_words, parts_of
from index.models.encoder import Beside, Vectors, encode_with_words
from index.question.question import Question, compared_texts
from index.ranking.context import around
from index.ranking.lexical import Lexical
from index.records import Article
from index.text.names import is_name
from index.text.words import words
from index.vectors.store import Store

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_REMEMBERED_TERMS = 20_000
_REMEMBERED_PASSAGES = 20_000
_SAME = 0.7  # a lexical credit from which two words count as the same
_COUNTED = 5_000  # passages that hold a word, up to which each is counted once


def _missing(terms: Sequence[str], known: Container[str]) -> list[str]:
    return [term for term in dict.fromkeys(terms) if term not in known]


class Library:
    """An open library; rows of ``store`` are the pieces of ``passages``, numbered through."""

    def __init__(self, encoder: SentenceTransformer, passages: Shelf, store: Store, means: Means) -> None:
        self.encoder, self.passages, self.store, self.means = encoder, passages, store, means
        self.parts: tuple[Part, ...] = parts_of(encoder)
        self.articles: Sequence[Article] = Articles(passages)
        self.first_row: NDArray[np.int64] = passages.first_piece
        self.lexical = Lexical(passages)
        self.arrays = lru_cache(_REMEMBERED_PASSAGES)(self._arrays)
        self.around = lru_cache(_REMEMBERED_PASSAGES)(partial(around, self))
        self.subjects = lru_cache(_REMEMBERED_PASSAGES)(self._subjects)
        self.rarity = lru_cache(_REMEMBERED_TERMS)(self._rarity)
        self._terms: dict[str, Vectors] = {}

    @property
    def vocabulary(self) -> Vocabulary:
        """The distinct words of all passages."""
        return self.passages.vocabulary

    def passages_of_rows(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """The passage that each row of the store belongs to."""
        return np.asarray(np.searchsorted(self.first_row, rows, side="right") - 1, np.int64)

    def question_vectors(self, questions: Sequence[Question]) -> Vectors:
        """Centred vectors of each question and of its content words: (n, 2, dimension) float32."""
        return self.question_vectors_beside(questions, lambda: None)[0]

    def question_vectors_beside(
        self, questions: Sequence[Question], beside: Callable[[], Beside]
    ) -> tuple[Vectors, Beside]:
        """The same, and what ``beside`` returns, which is called while they are encoded.

        The vectors of the questions' terms are encoded with them, to be had of ``term_vectors``.
        """
        texts = [question.text for question in questions]
        contents = [question.content or question.text for question in questions]
        terms = [text for question in questions for text in compared_texts(question)]
        known = self._terms
        unknown = _missing(terms, known)
        raw, words, found = encode_with_words(self.encoder, texts, contents, unknown, beside)
        self._remember(known, terms, unknown, words)
        english = np.repeat([question.language == "en" for question in questions], 2).reshape(-1, 1)
        mean = np.where(english, self.means.questions_en, self.means.questions_zh)
        vectors = centre(raw.reshape(2 * len(questions), -1), mean, self.parts)
        return vectors.reshape(len(questions), 2, -1), found

    def term_vectors(self, terms: Sequence[str]) -> Vectors:
        """Centred vectors of single words of a question, (n, dimension) float32; each is encoded once."""
        known = self._terms
        if unknown := _missing(terms, known):
            known = self._remember(known, terms, unknown, encode_words(self.encoder, unknown))
        return np.stack([known[term] for term in terms])

    def _remember(
        self, known: dict[str, Vectors], terms: Sequence[str], unknown: Sequence[str], vectors: Vectors
    ) -> dict[str, Vectors]:
        """``known`` and what was ``unknown`` of ``terms``, as is remembered from now on."""
        if len(known) > _REMEMBERED_TERMS:  # another dict: another thread may be reading this one
            known = self._terms = {term: known[term] for term in terms if term in known}
        known.update(zip(unknown, centred_words(vectors, unknown, self.means), strict=True))
        return known

    def _arrays(self, number: int) -> PassageArrays:
        """Passage ``number`` as arrays."""
        return arrays_of(self.passages[number], int(self.first_row[number]))

    def term_weights(self, question: Question) -> NDArray[np.float32]:
        """The weight of each of the question's terms: rare in general text and here weighs most."""
        return np.array([term.weight**2 * self.rarity(term.form) for term in question.terms], np.float32)

    def _rarity(self, form: str) -> float:
        """0.3 for a word of every passage to 1 for a word of none."""
        rows = np.array([row for row, credit in self.lexical.credits(form).items() if credit >= _SAME], np.int64)
        total = len(self.passages)
        holding = int(self.passages.held(rows).sum())
        if 0 < holding <= _COUNTED and len(rows) > 1:
            holding = len(np.unique(self.passages.holders(rows)[0]))
        return 0.3 + 0.7 * math.log((total + 1) / (min(holding, total) + 1)) / math.log(total + 1)

    def _subjects(self, number: int) -> NDArray[np.int64]:
        """The names that the article of passage ``number`` is about: those in its title, else those it opens with."""
        rows = {self.vocabulary.find(word.form) for word in words(self.passages.credits(number)["title"])}
        named = {row for row in rows if row >= 0 and self._is_name(row)}
        return np.array(sorted(named or self.passages.openings(number)), np.int64)

    def _is_name(self, row: int) -> bool:
        return is_name(self.vocabulary.surfaces[row], self.vocabulary.forms[row])


class Articles(Sequence[Article]):
    """The articles of a library by slug, each read when it is asked for."""

    def __init__(self, passages: Shelf) -> None:
        self._passages = passages

    def __len__(self) -> int:
        return len(self._passages.articles)

    def __getitem__(self, number: int | slice) -> object:  # type: ignore[override]
        if isinstance(number, slice):
            return [self[each] for each in range(*number.indices(len(self)))]
        place, own = self._passages.articles[number]
        return self._passages.segments[place].article(own)
