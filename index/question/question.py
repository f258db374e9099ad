"""What a question asks for: its language, its words, the thing wanted and the figures it names."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

from index.figures.find import find_statistics
from index.figures.measures import PERSONS_EN, PERSONS_ZH
from index.question.asked_for import heads_of, phrases
from index.question.facts import denial_asked, role_asked
from index.question.filters import Filter, split_filters
from index.question.patterns import (
    ASKING_ZH,
    BETWEEN_QUESTIONS,
    FOLLOW_UP,
    HOW_MANY,
    HOW_MANY_ZH,
    INTERROGATIVE,
    LATIN_WORD,
    YEAR,
)
from index.question.spoken import written_words
from index.question.wanted import Wanted, unit_asked, wanted
from index.records import Language, Role, Statistic
from index.text.glosses import information, known_english
from index.text.names import is_proper
from index.text.scripts import fold, is_han
from index.text.word_lists import CHINESE_STOPWORDS, ENGLISH_STOPWORDS, QUESTION_WORDS_EN
from index.text.words import Word, words

MAX_QUESTION = 1000  # characters that are read; a question is a line, not a file
_MAX_TERMS = 24  # of a pasted paragraph, the words that tell most are enough


@dataclass(frozen=True, slots=True)
class Term:
    """A content word of a question: its matching form, its weight, whether it names the thing asked for."""

    text: str
    form: str
    weight: float
    is_head: bool = False

    @property
    def is_name(self) -> bool:
        """A proper noun or a number: it is either there or it isn't."""
        if is_han(self.text):
            return is_proper(self.form)
        return self.text[:1].isupper() or self.text[:1].isdigit() or not known_english(self.form)


@dataclass(frozen=True, slots=True)
class Part:
    """One of several things asked for: the measure word it is asked in, and the words that name it."""

    unit: str
    heads: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question as the ranking reads it."""

    text: str
    language: Language
    terms: tuple[Term, ...]
    wanted: Wanted
    unit: str = ""  # the measure word asked with: 所 of 多少所
    years: tuple[str, ...] = ()
    figures: tuple[Statistic, ...] = ()  # named in the question, years left out
    role: Role = ""  # change or target, where one is asked for
    denied: bool = False  # what did not happen is asked for
    keywords: bool = False  # words without a question among them: a figure may be what is wanted
    parts: tuple[Part, ...] = ()  # one for each thing asked for, when there are several
    filter: Filter = field(default_factory=Filter)  # which articles may answer

    @property
    def content(self) -> str:
        """The question's content words alone, which lie nearer to a statement than the question does."""
        return " ".join(term.text for term in self.terms)

    @property
    def stands_alone(self) -> bool:
        """False for what can only be understood after another question: "and in 2020?"."""
        return bool(self.terms) and not FOLLOW_UP.fullmatch(fold(self.text))

    @property
    def wants_figure(self) -> bool:
        return self.wanted in ("number", "money", "percent", "date", "duration", "rank")


def read_question(text: str) -> Question:
    """``text`` analysed; never fails, whatever it is given."""
    typed, limits = split_filters(_readable(text))
    text = written_words(typed)
    folded = fold(text)
    terms, kind = _terms(text, folded), wanted(folded)
    if kind == "name" and any(_is_person(term.form) for term in terms if term.is_head):
        kind = "person"
    asked = {cue.start() for cue in HOW_MANY_ZH.finditer(folded)}
    return Question(
        text=text,
        language=language_of(typed),
        terms=terms,
        wanted=kind,
        unit=unit_asked(folded),
        years=tuple(dict.fromkeys(YEAR.findall(folded))),
        figures=tuple(s for s in find_statistics(text) if s.span.start not in asked and not YEAR.fullmatch(s.text)),
        role=role_asked(folded),
        denied=denial_asked(folded),
        keywords=kind == "text" and not INTERROGATIVE.search(folded),
        parts=_parts(text, folded),
        filter=limits,
    )


def _is_person(form: str) -> bool:
    """True for what somebody is: a lecturer, 队长."""
    return form in PERSONS_EN or (len(form) > 1 and is_han(form) and form.endswith(PERSONS_ZH))


def split_questions(text: str) -> list[str]:
    """The questions in ``text`` that ask for a figure each: "GDP多少，学校建了多少所" are two."""
    pieces: list[str] = []
    for piece in BETWEEN_QUESTIONS.split(text):
        asks = HOW_MANY.search(fold(piece)) is not None
        if pieces and not (asks and HOW_MANY.search(fold(pieces[-1]))):
            pieces[-1] += " " + piece
        elif piece.strip():
            pieces.append(piece)
    return [piece.strip() for piece in pieces]


def _readable(text: str) -> str:
    """The first ``MAX_QUESTION`` characters without control characters or lone surrogates."""
    kept = "".join(c if c.isprintable() else " " for c in text[: 4 * MAX_QUESTION])
    return " ".join(kept.split())[:MAX_QUESTION]


def language_of(text: str) -> Language:
    """Chinese where Chinese characters carry the question, Traditional where any of them is only that."""
    han = [c for c in text if is_han(c)]
    latin = LATIN_WORD.findall(text)
    if not han or len(han) < len(latin):
        return "en"
    return "zh-Hant" if any(fold(c) != c for c in han) else "zh"


def _terms(text: str, folded: str) -> tuple[Term, ...]:
    content = [word for word in words(text) if _carries_meaning(text[word.start : word.end], word)]
    heads = heads_of(folded, content)
    best: dict[str, Term] = {}
    for word in content:
        term = Term(text[word.start : word.end], word.form, information(word.form), word.start in heads)
        if word.form not in best or term.is_head:
            best[word.form] = term
    ranked = sorted(best.values(), key=lambda term: -term.weight)[:_MAX_TERMS]
    kept = {term.form for term in ranked}
    return tuple(term for form, term in best.items() if form in kept)


def _carries_meaning(surface: str, word: Word) -> bool:
    lower = surface.lower().replace("’", "'").removesuffix("'s")
    if is_han(surface):
        return fold(surface) not in CHINESE_STOPWORDS and not ASKING_ZH.match(surface)
    if len(lower) < 2 and not lower.isdigit():
        return False
    return lower not in ENGLISH_STOPWORDS and lower not in QUESTION_WORDS_EN


def _parts(text: str, folded: str) -> tuple[Part, ...]:
    """The things asked for when there are several: sites, routes and teaching points."""
    content = [word for word in words(text) if _carries_meaning(text[word.start : word.end], word)]
    form = {word.start: word.form for word in content}
    asked = dict.fromkeys(phrases(folded, content))
    parts = tuple(Part(unit, tuple(form[start] for start in starts)) for unit, starts in asked)
    return parts if len(parts) > 1 else ()


def compared_texts(question: Question) -> list[str]:
    """What is compared with words by its vector: the question's terms, then its pairs of neighbouring ones."""
    return [term.text.lower() for term in question.terms] + [text for _, text in neighbouring_terms(question)]


def neighbouring_terms(question: Question) -> list[tuple[int, str]]:
    """Neighbouring content words, each pair with the number of its first term."""
    terms, text = question.terms, question.text
    pairs = []
    for number, (one, other) in enumerate(itertools.pairwise(terms)):
        joined = f"{one.text} {other.text}" if not is_han(one.text) else one.text + other.text
        if joined in text and not (one.form[:1].isdigit() or other.form[:1].isdigit()):
            pairs.append((number, joined.lower()))
    return pairs
