"""How far a word of a question and a word of a passage mean the same: the credit of a pair, 0 to 1.

Two kinds of credit. Lexical: the same word, a word inside the other, a translation in the dictionary,
the same pinyin, a likely typing error. Soft: the cosine of the two words' vectors.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.question.question import Question, Term, compared_texts, neighbouring_terms
from index.ranking.lexical import Matrix
from index.text.glosses import known_english
from index.text.names import is_chinese_name, is_name, is_pinyin
from index.text.scripts import is_han

if TYPE_CHECKING:
    from index.ranking.searcher import Searcher

_ONE_CHARACTER = 0.6
_PAIR = 0.9
_SAID = 0.8  # a word credited more than this to one of a pair says only that one
# cosines of single words, centred: of dictionary pairs half lie above 0.61, of random pairs 1 in 100 above 0.35
_SOFT_FLOOR, _SOFT_CEILING = 0.35, 0.75


def lexical_credits(question: Question, searcher: Searcher, rows: NDArray[np.int64]) -> Matrix:
    """Lexical credits of the question's terms with the words in ``rows`` (sorted): (terms, len(rows))."""
    credits = [searcher.lexical.among(term.form, rows) for term in question.terms]
    return np.array(credits, np.float32).reshape(len(question.terms), len(rows))


@dataclass(frozen=True, slots=True)
class WordCredits:
    """The credits of the question's terms with the words ``rows`` (sorted) of the vocabulary, (terms, rows) each:
    lexical ones, and the better of lexical and soft ones, ``strict`` and not (``soft_credits``).
    """

    rows: NDArray[np.int64]
    lexical: Matrix
    strict: Matrix
    loose: Matrix

    def loose_of(self, words: NDArray[np.int64]) -> Matrix:
        """The loose credits with ``words``, each of which is among ``rows``: (terms, words)."""
        return self.loose[:, np.searchsorted(self.rows, words)]


def word_credits(question: Question, searcher: Searcher, rows: NDArray[np.int64]) -> WordCredits:
    """The credits of the question's terms with the words in ``rows`` (sorted)."""
    lexical = lexical_credits(question, searcher, rows)
    strict, loose = soft_credits(question, searcher, rows, lexical)
    return WordCredits(rows, lexical, np.maximum(lexical, strict), np.maximum(lexical, loose))


def soft_credits(
    question: Question, searcher: Searcher, rows: NDArray[np.int64], lexical: Matrix
) -> tuple[Matrix, Matrix]:
    """Soft credits of the question's terms with the words in ``rows``, strict and loose: (terms, len(rows)) each.

    A term also earns what a pair of neighbouring terms earns: *lecture team* is 宣讲团, neither word alone is. Strictly
    not from a word that already says the other of the two: *volunteers* is near to *women volunteers*, and says
    nothing of women.
    """
    if not question.terms:
        nothing = np.zeros((0, len(rows)), np.float32)
        return nothing, nothing
    pairs = neighbouring_terms(question)
    cosines = searcher.term_vectors(compared_texts(question)) @ searcher.library.passages.words(rows).T
    credits = np.clip((cosines - _SOFT_FLOOR) / (_SOFT_CEILING - _SOFT_FLOOR), 0, 1)
    han, single = searcher.library.vocabulary.scripts(rows)
    # a character by itself has too many senses for its vector to say one
    credits *= np.where(single, np.float32(_ONE_CHARACTER), np.float32(1))
    count = len(question.terms)
    numeric = np.array([term.form[:1].isdigit() for term in question.terms])
    credits[:count][numeric] = 0  # a figure is the same or it isn't; its vector says only that it is one
    nameless = np.stack([_nameless(term, han) for term in question.terms])
    credits[:count] *= nameless
    strict, loose = credits[:count].copy(), credits[:count].copy()
    alone = np.maximum(credits[:count], lexical) < _SAID
    for number, (first, _) in enumerate(pairs):
        for member, other in ((first, first + 1), (first + 1, first)):
            earned = nameless[member] * _PAIR * credits[count + number]
            loose[member] = np.maximum(loose[member], earned)
            strict[member] = np.maximum(strict[member], earned * alone[other])
    return np.asarray(strict, np.float32), np.asarray(loose, np.float32)


def _nameless(term: Term, han: NDArray[np.bool_]) -> Matrix:
    """1 for the words whose vectors can tell what ``term`` means, 0 where it is a name and they are of its script.

    No other name means nearly the same as a name, though vectors of names lie close together.
    """
    if is_han(term.form):
        return np.asarray(~(han & is_chinese_name(term.form)), np.float32)
    if term.form[:1].isdigit() or (known_english(term.form) and not is_name(term.text, term.form)):
        return np.ones(len(han), np.float32)
    return np.asarray(han & (not is_pinyin(term.form)), np.float32)
