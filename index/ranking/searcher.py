"""What questions ask of a library: vectors of questions and of their words, weights of words, neighbourhoods.

A ``Library`` is what lies on disk; a ``Searcher`` is one encoder and one library, with the caches of what was
asked lately (as Lucene's IndexSearcher stands over its IndexReader).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Container, Sequence
from functools import lru_cache, partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.library.library import Library
from index.library.opening import open_library
from index.models.centring import centre, centred_words
from index.models.question_encoder import Beside, QuestionEncoder, Vectors
from index.question.question import Question, compared_texts
from index.ranking.context import around
from index.ranking.lexical import Lexical
from index.ranking.spelling import Speller
from index.text.names import is_name
from index.text.words import words

_REMEMBERED_TERMS = 20_000
_REMEMBERED_PASSAGES = 20_000
_SAME = 0.7  # a lexical credit from which two words count as the same
_COUNTED = 5_000  # passages that hold a word, up to which each is counted once


def open_searcher(index: Path, encoder: QuestionEncoder) -> Searcher:
    """A searcher over the library in service in ``index``; raises what ``open_library`` raises."""
    return Searcher(open_library(index, encoder), encoder)


class Searcher:
    """One library and the encoder it was built with, ready to be asked."""

    def __init__(self, library: Library, encoder: QuestionEncoder) -> None:
        self.library, self.encoder = library, encoder
        self.lexical = Lexical(library.passages)
        self.speller = Speller(library.passages, self.lexical)
        self.around = lru_cache(_REMEMBERED_PASSAGES)(partial(around, library))
        self.subjects = lru_cache(_REMEMBERED_PASSAGES)(self._subjects)
        self.rarity = lru_cache(_REMEMBERED_TERMS)(self._rarity)
        self._terms: dict[str, Vectors] = {}

    def question_vectors(self, questions: Sequence[Question]) -> Vectors:
        """Centred vectors of each question and of its content words: (n, 2, dimension) float32."""
        return self.question_vectors_beside(questions, lambda: None)[0]

    def question_vectors_beside(
        self, questions: Sequence[Question], beside: Callable[[], Beside]
    ) -> tuple[Vectors, Beside]:
        """``question_vectors``, and the result of ``beside``, which is called in this thread while another encodes.

        The vectors of the questions' terms are encoded in the same pass and remembered for ``term_vectors``.
        """
        texts = [question.text for question in questions]
        contents = [question.content or question.text for question in questions]
        terms = [text for question in questions for text in compared_texts(question)]
        remembered = self._terms
        new = _missing(terms, remembered)
        raw, vectors_of_new, result = self.encoder.encode_with_words(texts, contents, new, beside)
        self._remember(remembered, terms, new, vectors_of_new)
        english = np.repeat([question.language == "en" for question in questions], 2).reshape(-1, 1)
        means = self.library.means
        mean = np.where(english, means.questions_en, means.questions_zh)
        vectors = centre(raw.reshape(2 * len(questions), -1), mean, self.encoder.parts)
        return vectors.reshape(len(questions), 2, -1), result

    def term_vectors(self, terms: Sequence[str]) -> Vectors:
        """Centred vectors of single words of a question, (n, dimension) float32; each is encoded once."""
        remembered = self._terms
        if new := _missing(terms, remembered):
            remembered = self._remember(remembered, terms, new, self.encoder.encode_words(new))
        return np.stack([remembered[term] for term in terms])

    def _remember(
        self, remembered: dict[str, Vectors], terms: Sequence[str], new: Sequence[str], vectors: Vectors
    ) -> dict[str, Vectors]:
        """The remembered vectors with those of ``new`` terms added; of the older ones ``terms`` alone when full."""
        if len(remembered) > _REMEMBERED_TERMS:  # another dict: another thread may be reading this one
            remembered = self._terms = {term: remembered[term] for term in terms if term in remembered}
        remembered.update(zip(new, centred_words(vectors, new, self.library.means), strict=True))
        return remembered

    def term_weights(self, question: Question) -> NDArray[np.float32]:
        """The weight of each of the question's terms: rare in general text and here weighs most."""
        return np.array([term.weight**2 * self.rarity(term.form) for term in question.terms], np.float32)

    def _rarity(self, form: str) -> float:
        """0.3 for a word of every passage to 1 for a word of none."""
        passages = self.library.passages
        rows = np.array([row for row, credit in self.lexical.credits(form).items() if credit >= _SAME], np.int64)
        total = len(passages)
        holding = int(passages.held(rows).sum())
        if 0 < holding <= _COUNTED and len(rows) > 1:
            holding = len(np.unique(passages.holders(rows)[0]))
        return 0.3 + 0.7 * math.log((total + 1) / (min(holding, total) + 1)) / math.log(total + 1)

    def _subjects(self, number: int) -> NDArray[np.int64]:
        """The names that the article of passage ``number`` is about: those in its title, else those it opens with."""
        passages, vocabulary = self.library.passages, self.library.vocabulary
        rows = {vocabulary.find(word.form) for word in words(passages.credits(number)["title"])}
        named = {row for row in rows if row >= 0 and is_name(vocabulary.surfaces[row], vocabulary.forms[row])}
        return np.array(sorted(named or passages.openings(number)), np.int64)


def _missing(terms: Sequence[str], remembered: Container[str]) -> list[str]:
    return [term for term in dict.fromkeys(terms) if term not in remembered]
