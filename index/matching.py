"""How far a word of a question and a word of a passage mean the same: the credit of a pair, 0 to 1.

Two kinds of credit. Lexical: the same word, a word inside the other, a translation in the dictionary,
the same pinyin, a likely typing error. Soft: the cosine of the two words' vectors.
"""

from __future__ import annotations

import itertools
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.lexicon import glosses, is_chinese_name, is_han, is_name, is_pinyin, known_english, stem, syllables
from index.measures import ENGLISH_UNITS
from index.question import Question, Term

if TYPE_CHECKING:
    from index.library import Library

Matrix = NDArray[np.float32]
_PART = 0.75  # a word inside the other: 学校 in 中小学校
_SINGLE = 0.35  # one character inside the other
_SOUND = 0.8  # the same pinyin, other characters
_TYPO = 0.85
_MEASURE = 0.7
_ONE_CHARACTER = 0.6
_PAIR = 0.9
_SAID = 0.8  # a word credited more than this to one of a pair says only that one
# cosines of single words, centred: of dictionary pairs half lie above 0.61, of random pairs 1 in 100 above 0.35
_SOFT_FLOOR, _SOFT_CEILING = 0.35, 0.75


class Lexical:
    """The lexical credits of a term with every word of a vocabulary, looked up instead of compared."""

    def __init__(self, forms: list[str]) -> None:
        self.forms = forms
        self._cached = lru_cache(maxsize=20_000)(self._credits)

    @cached_property
    def rows(self) -> dict[str, int]:
        return {form: row for row, form in enumerate(self.forms)}

    @cached_property
    def by_gloss(self) -> dict[str, dict[int, float]]:
        """English stem -> the Chinese words it translates, with their credit."""
        found: dict[str, dict[int, float]] = {}
        for row, form in enumerate(self.forms):
            if is_han(form):
                for gloss, credit in glosses(form).items():
                    found.setdefault(gloss, {})[row] = credit
        return found

    @cached_property
    def by_syllable(self) -> dict[str, list[int]]:
        """Pinyin syllable -> the Chinese words of two characters or more that hold it."""
        found: dict[str, list[int]] = {}
        for row, form in enumerate(self.forms):
            if is_han(form) and len(form) > 1:
                for syllable in set(syllables(form)):
                    found.setdefault(syllable, []).append(row)
        return found

    @cached_property
    def by_character(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for row, form in enumerate(self.forms):
            if is_han(form):
                for character in set(form):
                    found.setdefault(character, []).append(row)
        return found

    def credits(self, form: str) -> dict[int, float]:
        """Word row -> credit, for every word that has any lexical credit with ``form``."""
        return self._cached(form)

    def _credits(self, form: str) -> dict[int, float]:
        found = self._chinese(form) if is_han(form) else self._english(form)
        if form in self.rows:
            found[self.rows[form]] = 1.0
        return found

    def _chinese(self, form: str) -> dict[int, float]:
        found: dict[int, float] = {}
        for gloss, credit in glosses(form).items():
            if gloss in self.rows:
                found[self.rows[gloss]] = credit
        for row in {row for character in form for row in self.by_character.get(character, ())}:
            found[row] = max(found.get(row, 0.0), _shared(form, self.forms[row]))
        if len(form) > 1:
            for row in self.by_syllable.get(syllables(form)[0], ()):
                if syllables(self.forms[row]) == syllables(form):
                    found[row] = max(found.get(row, 0.0), _SOUND)
        return found

    def _english(self, form: str) -> dict[int, float]:
        found = dict(self.by_gloss.get(form, {}))
        for row, credit in self._sounding(form).items():
            found[row] = max(found.get(row, 0.0), credit)
        for row, credit in self._measuring(form).items():
            found[row] = max(found.get(row, 0.0), credit)
        if not found and form not in self.rows and form.isalpha() and not known_english(form):
            for near in self._near(form):
                for row, credit in self._english(near).items() if near != form else ():
                    found[row] = max(found.get(row, 0.0), _TYPO * credit)
                if near in self.rows:
                    found[self.rows[near]] = _TYPO
        return found

    def _sounding(self, form: str) -> dict[int, float]:
        """The Chinese words that ``form`` may be the pinyin of, in whole (credit 1) or in part."""
        if known_english(form) and len(form) < 5:
            return {}  # "can", "long" and "sun" are English before they are pinyin
        rows = {row for n in range(1, min(6, len(form)) + 1) for row in self.by_syllable.get(form[:n], ())}
        found = {}
        for row in rows:
            spoken = syllables(self.forms[row])
            if (credit := _heard(form, spoken)) > 0:
                found[row] = credit
        return found

    def _measuring(self, form: str) -> dict[int, float]:
        """The measure words that a thing is counted in: *sessions* of 场次."""
        units = next((units for forms, units in ENGLISH_UNITS if form in forms), frozenset())
        return {self.rows[unit]: _MEASURE for unit in units if unit in self.rows}

    def _near(self, form: str) -> list[str]:
        """Words of the vocabulary, or its glosses, at one typing error from ``form``."""
        from rapidfuzz.distance import DamerauLevenshtein

        if len(form) < 4:
            return []
        allowed = 1 if len(form) < 8 else 2
        pool = (*self.by_gloss, *(f for f in self.rows if f.isalpha() and not is_han(f)))
        return [
            word
            for word in dict.fromkeys(pool)
            if abs(len(word) - len(form)) <= allowed
            and word[:1] == form[:1]
            and DamerauLevenshtein.distance(word, form, score_cutoff=allowed) <= allowed
        ][:5]


def _heard(form: str, spoken: tuple[str, ...]) -> float:
    """How much of a word's pinyin ``form`` is: 1 for all of it, less for a run of its syllables."""
    for first in range(len(spoken)):
        joined = ""
        for last in range(first, len(spoken)):
            joined += spoken[last]
            if form in (joined, stem(joined)):
                return 1.0 if last - first + 1 == len(spoken) else 0.5 + 0.4 * (last - first + 1) / len(spoken)
    return 0.0


def _shared(asked: str, word: str) -> float:
    """Credit of a question's Chinese word with a passage's, for the characters they share.

    A passage may say it more exactly (学校 asked, 中小学校 there); where the question is the more exact one
    (男护士 asked, 护士 there) the passage says less than was asked.
    """
    if asked == word:
        return 1.0
    if asked in word:
        return _SINGLE if len(asked) == 1 else _PART + 0.25 * (len(asked) / len(word)) * word.endswith(asked)
    if word in asked:
        return _SINGLE if len(word) == 1 else 0.3 + 0.4 * len(word) / len(asked)
    common = len(set(asked) & set(word))
    return 0.3 * common / max(len(asked), len(word)) if common > 1 or max(len(asked), len(word)) == 2 else 0.0


def lexical_credits(question: Question, library: Library, rows: NDArray[np.int64]) -> Matrix:
    """Lexical credits of the question's terms with the words in ``rows`` (sorted): (terms, len(rows))."""
    credits = np.zeros((len(question.terms), len(rows)), np.float32)
    for number, term in enumerate(question.terms):
        found = library.lexical.credits(term.form)
        if found:
            at = np.searchsorted(rows, list(found))
            inside = at < len(rows)
            keys, values = np.array(list(found)), np.array(list(found.values()), np.float32)
            inside[inside] = rows[at[inside]] == keys[inside]
            credits[number, at[inside]] = values[inside]
    return credits


def soft_credits(question: Question, library: Library, rows: NDArray[np.int64], *, strict: bool = False) -> Matrix:
    """Soft credits of the question's terms with the words in ``rows``: (terms, len(rows)).

    A term also earns what a pair of neighbouring terms earns: *lecture team* is 宣讲团, neither word alone is. Where
    it is ``strict``, not from a word that already says the other of the two: *volunteers* is near to *women
    volunteers*, and says nothing of women.
    """
    if not question.terms:
        return np.zeros((0, len(rows)), np.float32)
    pairs = _pairs(question)
    texts = [term.text.lower() for term in question.terms] + [text for _, text in pairs]
    cosines = library.term_vectors(texts) @ library.words[rows].T
    credits = np.clip((cosines - _SOFT_FLOOR) / (_SOFT_CEILING - _SOFT_FLOOR), 0, 1)
    credits[:, library.one_character[rows]] *= (
        _ONE_CHARACTER  # a character by itself has too many senses for its vector to say one
    )
    count = len(question.terms)
    numeric = np.array([term.form[:1].isdigit() for term in question.terms])
    credits[:count][numeric] = 0  # a figure is the same or it isn't; its vector says only that it is one
    own = np.stack([_nameless(term, library.han_words[rows]) for term in question.terms])
    credits[:count] *= own
    alone = np.maximum(credits[:count], lexical_credits(question, library, rows))
    for number, (first, _) in enumerate(pairs):
        for member, other in ((first, first + 1), (first + 1, first)):
            earned = own[member] * _PAIR * credits[count + number]
            credits[member] = np.maximum(credits[member], earned * (alone[other] < _SAID) if strict else earned)
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


def _pairs(question: Question) -> list[tuple[int, str]]:
    """Neighbouring content words, each pair with the number of its first term."""
    terms, text = question.terms, question.text
    found = []
    for number, (one, other) in enumerate(itertools.pairwise(terms)):
        joined = f"{one.text} {other.text}" if not is_han(one.text) else one.text + other.text
        if joined in text and not (one.form[:1].isdigit() or other.form[:1].isdigit()):
            found.append((number, joined.lower()))
    return found
