"""How far a word of a question and a word of a passage mean the same: the credit of a pair, 0 to 1.

Two kinds of credit. Lexical: the same word, a word inside the other, a translation in the dictionary,
the same pinyin, a likely typing error. Soft: the cosine of the two words' vectors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.question.question import Question, Term, compared_texts, neighbouring_terms
from index.ranking.lexical import Matrix
from index.text.glosses import known_english
from index.text.names import is_chinese_name, is_name, is_pinyin
from index.text.scripts import is_han

if TYPE_CHECKING:
    from index.library.library import Library

_ONE_CHARACTER = 0.6
_PAIR = 0.9
_SAID = 0.8  # a word credited more than this to one of a pair says only that one
# cosines of single words, centred: of dictionary pairs half lie above 0.61, of random pairs 1 in 100 above 0.35
_SOFT_FLOOR, _SOFT_CEILING = 0.35, 0.75


def lexical_credits(question: Question, library: Library, rows: NDArray[np.int64]) -> Matrix:
    """Lexical credits of the question's terms with the words in ``rows`` (sorted): (terms, len(rows))."""
    credits = [library.lexical.among(term.form, rows) for term in question.terms]
    return np.array(credits, np.float32).reshape(len(question.terms), len(rows))


def word_credits(
    question: Question, library: Library, rows: NDArray[np.int64], *, strict: bool = False
) -> tuple[Matrix, Matrix]:
    """The lexical credits of the question's terms with the words in ``rows`` (sorted), and the better of lexical and
    soft ones (``strict`` as there): (terms, len(rows)) each.
    """
    lexical = lexical_credits(question, library, rows)
    return lexical, np.maximum(lexical, soft_credits(question, library, rows, lexical if strict else None))


def soft_credits(
    question: Question, library: Library, rows: NDArray[np.int64], lexical: Matrix | None = None
) -> Matrix:
    """Soft credits of the question's terms with the words in ``rows``: (terms, len(rows)).

    A term also earns what a pair of neighbouring terms earns: *lecture team* is 宣讲团, neither word alone is. Where
    the ``lexical`` credits are given, not from a word that already says the other of the two: *volunteers* is near to
    *women volunteers*, and says nothing of women.
    """
    if not question.terms:
        return np.zeros((0, len(rows)), np.float32)
    pairs = neighbouring_terms(question)
    cosines = library.term_vectors(compared_texts(question)) @ library.passages.words(rows).T
    credits = np.clip((cosines - _SOFT_FLOOR) / (_SOFT_CEILING - _SOFT_FLOOR), 0, 1)
    han, single = library.vocabulary.scripts(rows)
    credits *= np.where(
        single, np.float32(_ONE_CHARACTER), np.float32(1)
    )  # a character by itself has too many senses for its vector to say one
    count = len(question.terms)
    numeric = np.array([term.form[:1].isdigit() for term in question.terms])
    credits[:count][numeric] = 0  # a figure is the same or it isn't; its vector says only that it is one
    own = np.stack([_nameless(term, han) for term in question.terms])
    credits[:count] *= own
    alone = None if lexical is None else np.maximum(credits[:count], lexical) < _SAID
    for number, (first, _) in enumerate(pairs):
        for member, other in ((first, first + 1), (first + 1, first)):
            earned = own[member] * _PAIR * credits[count + number]
            credits[member] = np.maximum(credits[member], earned if alone is None else earned * alone[other])
    return np.asarray(credits[:count], np.float32)


def _nameless(term: Term, han: NDArray[np.bool_]) -> Matrix:
    """1 for the words whose vectors can tell what ``term`` means, 0 where it is a name and they are of its script.

    No other name means nearly the same as a name, though vectors of names lie close together.
    """
    if is_han(term.form):
        return np.asarray(~(han & is_chinese_name(term.form)), np.float32)
    if term.form[:1].isdigit() or (known_english(term.form) and not is_name(term.text, term.form)):
        return np.ones(len(han), np.float32)
    return np.asarray(han & (not is_pinyin(term.form)), np.float32)
