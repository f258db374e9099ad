"""Misspelt words of a question, and the words of the library that they were meant for.

Only what nobody writes on purpose is respelt: a word that neither the dictionary nor the library has, that is no name
by its capital or as pinyin, and is one slip of the fingers (two, of a long word) from a word that the library says in
some language. In Chinese the slip is of the input method: characters that make no word, and sound like one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise, product
from typing import TYPE_CHECKING

from index.question.filters import split_filters
from index.records import Respelling, Span
from index.text import tables
from index.text.dictionary import english_words, entries
from index.text.glosses import gloss_counts
from index.text.names import is_chinese_name, is_pinyin, sounds_as, syllables
from index.text.scripts import fold, is_han
from index.text.stems import stem
from index.text.word_lists import CHINESE_STOPWORDS, ENGLISH_STOPWORDS, QUESTION_WORDS_EN
from index.text.words import word_frequency, words

if TYPE_CHECKING:
    from index.library.combined_segments import Shelf
    from index.ranking.lexical import Lexical

_LONG = 8  # letters from which a word may hold two slips, one letter too many from 7, a wrong one from 6
_TOO_MANY, _WRONG = 7, 6
_COMMON = 30  # entries of the dictionary that use a word which may be meant though the library lacks it
_SHORT = 4  # letters under which letters may only have changed places
_WORD = re.compile(r"(?<![\w'’./@-])[A-Za-z]{3,}(?![\w'’./@-])", re.ASCII)
_FUNCTION_WORDS = ENGLISH_STOPWORDS | QUESTION_WORDS_EN
_ABBREVIATIONS = frozenset(tables.words("sentence_words.tsv", "never ends"))  # Sept, approx
_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_BESIDE = {frozenset(pair) for row in _KEYS for pair in pairwise(row)}
_BELOW = {
    frozenset(pair)
    for upper, lower in pairwise(_KEYS)
    for at in (0, 1)
    for pair in zip(upper[at:], lower, strict=False)
}
_ALIKE = {frozenset(pair) for pair in re.findall("..", "aeaiaoaueieoeuioiuoueyiyckcsszgjdtmnbpfv")}
_SLIPS = _BESIDE | _BELOW | _ALIKE
_BEGINNINGS = ("", "re", "un")
_ENDINGS = re.findall("[a-z]+", "s es ed d er ers or ors est ee ees ing ings ion ions ly al")
_WITHOUT_APOSTROPHE = re.compile("(.+?)(?:nt|s|ll|re|ve)")
# two ways to spell one word: nobody's mistake, and not shown as one
_VARIANTS = (
    ("ou(?=[lr])", "o"),
    (r"re(?=s?$)", "er"),
    ("(?<=en|.i)c(?=[ei])", "s"),
    ("ll(?=ed|er|ing|ment|or)", "l"),
    ("mmes?$", "m"),
)


class Speller:
    """Respells questions put to one library."""

    def __init__(self, passages: Shelf, lexical: Lexical) -> None:
        self._passages, self._lexical, self._vocabulary = passages, lexical, passages.vocabulary

    def respelt(self, question: str) -> tuple[str, tuple[Respelling, ...]]:
        """The question with its misspelt words as the library spells them, and those of them that were mistakes."""
        typed, limits = split_filters(question)
        slips = sorted((*self._latin(typed), *self._chinese(typed)), key=lambda slip: slip[0].start)
        if not slips:
            return question, ()
        written, at, pairs = "", 0, []
        for span, word in slips:
            if span.start >= at:  # of two that overlap the first
                written += typed[at : span.start] + word
                at = span.end
                pairs.append(Respelling(typed[span.start : span.end], word))
        shown = tuple(pair for pair in dict.fromkeys(pairs) if _one_way(pair.typed) != _one_way(pair.written))
        return f"{written}{typed[at:]} {limits}".strip(), shown

    def _latin(self, text: str) -> Iterator[tuple[Span, str]]:
        for match in _WORD.finditer(text):
            word = match[0]
            if self._is_a_word(word.lower()):
                continue
            shouted = text.isascii() and text.isupper()
            ordinary = shouted or word.islower() or (word.istitle() and match.start() == 0)
            meant = self._meant(word.lower()) if ordinary else self._exchanged(word) if word.isupper() else ""
            if meant:
                yield Span(match.start(), match.end()), meant.capitalize() if word.istitle() else meant

    def _exchanged(self, letters: str) -> str:
        """The abbreviation of the library that ``letters``, which it lacks, are but for two that changed places."""
        swaps = (letters[:at] + letters[at + 1] + letters[at] + letters[at + 2 :] for at in range(len(letters) - 1))
        rows = (self._vocabulary.find(stem(swap.lower())) for swap in swaps)
        return next((form for row in rows if row >= 0 and (form := self._vocabulary.surfaces[row]).isupper()), "")

    def _is_a_word(self, word: str) -> bool:
        short = _WITHOUT_APOSTROPHE.fullmatch(word)
        return (
            word in _FUNCTION_WORDS
            or word in _ABBREVIATIONS
            or any(base in english_words() for base in (word, *_bases(word)))
            or self._is_own(word)
            or bool(short and short[1] in _FUNCTION_WORDS)
            or is_pinyin(word)
            or bool(self._lexical.sounding(stem(word)))
        )

    def _is_own(self, word: str) -> bool:
        """Whether the library has the word, inflected or not."""
        row = self._vocabulary.find(stem(word))
        surface = self._vocabulary.surfaces[row].lower() if row >= 0 else ""
        return bool({word, *_bases(word)} & {surface, *_bases(surface)})

    def _meant(self, word: str) -> str:
        """The likeliest word of the library at a slip or two from ``word``; empty where there is none."""
        from rapidfuzz.distance import DamerauLevenshtein
        from rapidfuzz.process import extract

        allowed = 2 if len(word) >= _LONG else 1
        near = extract(
            word,
            [other for letter in dict.fromkeys(word[:2]) for other in self._written.get(letter, ())],
            scorer=DamerauLevenshtein.distance,
            score_cutoff=allowed,
            limit=None,
        )
        counts = gloss_counts()
        likely = [
            (distance, kind, other[:1] != word[:1], not self._is_said(other), -counts.get(stem(other), 0), other)
            for other, distance, _ in near
            if (kind := _kind_of_slip(word, other)) is not None
            and (not kind or other[:1] == word[:1])
            and stem(other) != stem(word)
        ]
        *_, unsaid, count, best = min(likely, default=(True, 0, ""))
        return best if not unsaid or -count >= _COMMON else ""

    def _is_said(self, word: str) -> bool:
        """Whether the library has the word, as it is or in Chinese; or it is one that questions are made of."""
        form = stem(word)
        return (
            word in _FUNCTION_WORDS
            or self._vocabulary.find(form) >= 0
            or bool(len(self._passages.found("glosses", form)[0]))
        )

    @cached_property
    def _written(self) -> dict[str, list[str]]:
        """First letter -> words of the dictionary's definitions and of the library that begin with it."""
        by_letter: dict[str, dict[str, None]] = {}
        surfaces = (surface.lower() for surface in self._vocabulary.surfaces if surface.isascii() and surface.isalpha())
        for word in (*english_words(), *surfaces, *_FUNCTION_WORDS):
            if len(word) > 2:
                by_letter.setdefault(word[:1], {})[word] = None
        return {letter: list(several) for letter, several in by_letter.items()}

    def _chinese(self, text: str) -> Iterator[tuple[Span, str]]:
        for span in _no_words(text):
            typed = fold(text[span.start : span.end])
            if self._vocabulary.find(typed) >= 0:
                continue
            meant = [
                word
                for word in self._sounding_as(typed)
                if set(word) & set(typed) and word in entries() and not is_chinese_name(word) and sounds_as(word, typed)
            ]
            if meant:
                yield span, max(meant, key=word_frequency)

    def _sounding_as(self, typed: str) -> set[str]:
        """What words of the library, or parts of them, have the pinyin of ``typed``."""
        spoken, size = syllables(typed), len(typed)
        forms = [self._vocabulary.forms[row] for row in self._lexical.sounding_within(spoken)]
        return {
            form[at : at + size]
            for form in forms
            for at in range(len(form) - size + 1)
            if syllables(form)[at : at + size] == spoken
        }


def _no_words(text: str) -> Iterator[Span]:
    """Where two to four Chinese characters stand that make no word: a word nobody knows, or two single ones."""
    cut = [word for word in words(text) if is_han(word.form)]
    spans = [Span(word.start, word.end) for word in cut]
    spans += [
        Span(one.start, other.end)
        for one, other in pairwise(cut)
        if one.end == other.start and other.end - one.start == 2
    ]
    for span in spans:
        characters = fold(text[span.start : span.end])
        single = len(characters) == 2 and any(character in CHINESE_STOPWORDS for character in characters)
        unknown = not word_frequency(characters) and characters not in entries()
        if 2 <= len(characters) <= 4 and unknown and not single and not is_chinese_name(characters):
            yield span


def _bases(word: str) -> Iterator[str]:
    """The words that one may be made of: care of *carers*, price of *priciest*, house of *rehoused*."""
    for beginning, ending in product(_BEGINNINGS, _ENDINGS):
        if word.startswith(beginning) and word.endswith(ending):
            base = word[len(beginning) : len(word) - len(ending)]
            if len(base) > 2:
                yield base
                if ending[0] in "aeio":  # an e falls before a vowel alone
                    yield f"{base}e"
                if base[-1] == "i":
                    yield from (f"{base[:-1]}y", f"{base[:-1]}e")
                if base[-1] == base[-2]:
                    yield base[:-1]


def _kind_of_slip(typed: str, meant: str) -> int | None:
    """0 where letters changed places, 1 where one is missing or stands twice, 2 where another key was hit, too, or
    instead; None for what no finger does, or too much in a short word.
    """
    from rapidfuzz.distance import DamerauLevenshtein, Levenshtein

    steps = Levenshtein.editops(typed, meant)
    if DamerauLevenshtein.distance(typed, meant) < len(steps):
        return 0
    kind = 1
    for step in steps:
        letter = typed[step.src_pos : step.src_pos + 1]
        if step.tag == "delete" and letter not in (typed[step.src_pos - 1], typed[step.src_pos + 1 :][:1]):
            kind = 2 if len(typed) >= _TOO_MANY else 3
        elif step.tag == "replace":
            slip = frozenset((letter, meant[step.dest_pos])) in _SLIPS and len(typed) >= _WRONG
            kind = max(kind, 2 if slip else 3)
    return kind if kind < 3 and len(typed) >= _SHORT else None


def _one_way(word: str) -> str:
    for pattern, spelling in _VARIANTS:
        word = re.sub(pattern, spelling, word.lower())
    return word
