"""A library: the passages of a corpus, their vectors, and the manifest that says what they are.

On disk a library is a folder of its own inside the index folder, and ``CURRENT`` names the one in
service. A build writes a new folder and then replaces ``CURRENT`` in one step, so that a build
killed at any moment leaves the previous library as it was.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.articles import ArticleError, CorpusError, read_corpus, split_paragraphs
from index.centring import Means, Part, centre, language_means, parts_of, word_vectors
from index.encoder import Vectors, encode_questions
from index.evidence import PassageArrays, arrays_of
from index.late_chunking import encode_pieces
from index.lexicon import is_han, is_name, words
from index.matching import Lexical
from index.passages import Passage, Vocabulary, read_passage
from index.question import Question
from index.records import Article
from index.store import FaissStore, Store

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_OPENING = 2  # paragraphs
_REMEMBERED_TERMS = 20_000
_SAME = 0.7  # a lexical credit from which two words count as the same
Progress = Callable[[str, int, int], None]


def silent(stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build made, and which files it had to leave out."""

    articles: int
    paragraphs: int
    statistics: int
    skipped: list[ArticleError]


class Library:
    """An open library. ``first_row[i]`` is the store's row of passage i's first piece."""

    def __init__(
        self,
        encoder: SentenceTransformer,
        articles: Sequence[Article],
        passages: Sequence[Passage],
        vocabulary: Vocabulary,
        store: Store,
        means: Means,
        words: Vectors,
    ) -> None:
        self.encoder, self.articles, self.passages = encoder, list(articles), list(passages)
        self.vocabulary, self.store, self.means, self.words = vocabulary, store, means, words
        counts = [len(passage.pieces()) for passage in self.passages]
        self.first_row = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        self._arrays: dict[int, PassageArrays] = {}
        self._terms: dict[str, Vectors] = {}
        self._subjects: dict[str, NDArray[np.int64]] = {}
        self.parts: tuple[Part, ...] = parts_of(encoder)

    def passages_of_rows(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """The passage that each row of the store belongs to."""
        return np.asarray(np.searchsorted(self.first_row, rows, side="right") - 1, np.int64)

    def question_vectors(self, questions: Sequence[Question]) -> Vectors:
        """Centred vectors of each question and of its content words: (n, 2, dimension) float32."""
        texts = [text for question in questions for text in (question.text, question.content or question.text)]
        english = np.repeat([question.language == "en" for question in questions], 2).reshape(-1, 1)
        mean = np.where(english, self.means.questions_en, self.means.questions_zh)
        vectors = centre(encode_questions(self.encoder, texts), mean, self.parts)
        return vectors.reshape(len(questions), 2, -1)

    def term_vectors(self, terms: Sequence[str]) -> Vectors:
        """Centred vectors of single words of a question, (n, dimension) float32; each is encoded once."""
        fresh = [term for term in dict.fromkeys(terms) if term not in self._terms]
        if fresh:
            if len(self._terms) > _REMEMBERED_TERMS:
                self._terms.clear()
                fresh = list(dict.fromkeys(terms))
            self._terms.update(zip(fresh, word_vectors(self.encoder, fresh, self.means), strict=True))
        return np.stack([self._terms[term] for term in terms])

    def arrays(self, number: int) -> PassageArrays:
        """Passage ``number`` as arrays, made when it is first a candidate."""
        if number not in self._arrays:
            self._arrays[number] = arrays_of(self.passages[number], int(self.first_row[number]))
        return self._arrays[number]

    def term_weights(self, question: Question) -> NDArray[np.float32]:
        """The weight of each of the question's terms: rare in general text and here weighs most."""
        return np.array([term.weight**2 * self._rarity(term.form) for term in question.terms], np.float32)

    def _rarity(self, form: str) -> float:
        """0.3 for a word of every passage to 1 for a word of none."""
        rows = [row for row, credit in self.lexical.credits(form).items() if credit >= _SAME and row in self.holders]
        holding = len(np.unique(np.concatenate([self.holders[row] for row in rows]))) if rows else 0
        total = len(self.passages)
        return 0.3 + 0.7 * math.log((total + 1) / (holding + 1)) / math.log(total + 1)

    def context(self, number: int) -> NDArray[np.int64]:
        """The words that passage ``number`` stands under: title, heading, and the names its article opens with."""
        passage = self.passages[number]
        opening = self._openings.get(passage.paragraph.article.slug, frozenset())
        return np.array(sorted({*passage.context, *opening, *self._header(number)}), np.int64)

    def _header(self, number: int) -> set[int]:
        """The words of the first row of the table that passage ``number`` is a row of; none where it isn't."""
        first, slug = number, self.passages[number].paragraph.article.slug
        if self.passages[number].paragraph.kind != "table":
            return set()
        while first and self._is_row(first - 1, slug):
            first -= 1
        return {row for s in self.passages[first].sentences for clause in s.clauses for row in clause.words}

    def _is_row(self, number: int, slug: str) -> bool:
        paragraph = self.passages[number].paragraph
        return paragraph.kind == "table" and paragraph.article.slug == slug

    def subjects(self, number: int) -> NDArray[np.int64]:
        """The names that the article of passage ``number`` is about: those in its title, else those it opens with."""
        article = self.passages[number].paragraph.article
        if article.slug not in self._subjects:
            rows = {self.vocabulary.find(word.form) for word in words(article.title)}
            named = {row for row in rows if row >= 0 and self._is_name(row)}
            self._subjects[article.slug] = np.array(
                sorted(named or self._openings.get(article.slug, frozenset())), np.int64
            )
        return self._subjects[article.slug]

    @cached_property
    def _openings(self) -> dict[str, frozenset[int]]:
        """Article -> the names in its first paragraphs: whom and what all of it is about, said once."""
        found: dict[str, set[int]] = {}
        seen: dict[str, int] = {}
        for passage in self.passages:
            slug = passage.paragraph.article.slug
            if passage.paragraph.kind == "body" and seen.get(slug, 0) < _OPENING:
                seen[slug] = seen.get(slug, 0) + 1
                rows = {row for s in passage.sentences for clause in s.clauses for row in clause.words}
                found.setdefault(slug, set()).update(row for row in rows if self._is_name(row))
        return {slug: frozenset(rows) for slug, rows in found.items()}

    def _is_name(self, row: int) -> bool:
        return is_name(self.vocabulary.surfaces[row], self.vocabulary.forms[row])

    @cached_property
    def article_of_passage(self) -> NDArray[np.int64]:
        """The place in ``articles`` of each passage's article."""
        place = {article.slug: number for number, article in enumerate(self.articles)}
        return np.array([place[passage.paragraph.article.slug] for passage in self.passages], np.int64)

    @cached_property
    def one_character(self) -> NDArray[np.bool_]:
        """Which words of the vocabulary are of one character."""
        return np.array([len(form) == 1 for form in self.vocabulary.forms], bool)

    @cached_property
    def han_words(self) -> NDArray[np.bool_]:
        """Which words of the vocabulary are Chinese."""
        return np.array([is_han(form) for form in self.vocabulary.forms], bool)

    @cached_property
    def lexical(self) -> Lexical:
        return Lexical(self.vocabulary.forms)

    @cached_property
    def holders(self) -> dict[int, NDArray[np.int64]]:
        """Word row -> the passages that hold the word, in order."""
        found: dict[int, list[int]] = {}
        for number, passage in enumerate(self.passages):
            rows = {row for sentence in passage.sentences for clause in sentence.clauses for row in clause.words}
            for row in rows:
                found.setdefault(row, []).append(number)
        return {row: np.array(numbers, np.int64) for row, numbers in found.items()}


def assemble(articles: Sequence[Article], encoder: SentenceTransformer, progress: Progress = silent) -> Library:
    """A library of ``articles`` in memory."""
    vocabulary = Vocabulary()
    passages = []
    for done, article in enumerate(articles):
        passages += [read_passage(paragraph, vocabulary) for paragraph in split_paragraphs(article)]
        progress("reading", done + 1, len(articles))
    raw = encode_pieces(
        encoder,
        [passage.text for passage in passages],
        [passage.pieces() for passage in passages],
        lambda done, total: progress("encoding", done, total),
    )
    dimension = int(encoder.get_embedding_dimension() or 0)
    mean = np.mean([vectors[0] for vectors in raw], axis=0) if raw else np.zeros(dimension, np.float32)
    means = language_means(encoder, np.asarray(mean, np.float32))
    stacked = np.vstack(raw) if raw else np.empty((0, dimension), np.float32)
    store = FaissStore.of(centre(stacked, means.passages, parts_of(encoder)))
    progress("words", 0, 1)
    words = word_vectors(encoder, vocabulary.surfaces, means)
    progress("words", 1, 1)
    return Library(encoder, articles, passages, vocabulary, store, means, words)


def build_library(
    corpus: Path, index: Path, encoder: SentenceTransformer, progress: Progress | None = None
) -> BuildReport:
    """Build a library of the articles in ``corpus`` and put it in service in ``index``.

    Raises CorpusError when there is nothing to read and LibraryError when ``index`` can't be written.
    """
    from index.publishing import put_in_service, reserved

    articles, skipped = read_corpus(corpus)
    if not articles:  # an empty library must not take the place of a good one
        raise CorpusError(f"none of the {len(skipped)} files in {corpus} is an article; the first: {skipped[0]}")
    with reserved(index):
        library = assemble(articles, encoder, progress or silent)
        put_in_service(library, index)
    statistics = sum(len(s.statistics) for passage in library.passages for s in passage.sentences)
    return BuildReport(len(library.articles), len(library.passages), statistics, skipped)


def open_library(index: Path, encoder: SentenceTransformer) -> Library:
    """The library in service in ``index``.

    Raises LibraryMissing when there is none, LibraryError when it is damaged or of another model.
    """
    from index.publishing import read_library

    return read_library(index, encoder)
