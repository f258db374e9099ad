"""What the reader reads: the question beside one candidate sentence in its surroundings, as tokens with marks.

A token carries a role (of which text it is) and marks, hard facts that a small model should not have to guess:
which words of the question the candidate holds by dictionary, pinyin or spelling, and what each figure is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.library.passages import Passage, Sentence
from index.question.question import Question
from index.ranking.ranking import Ranked
from index.ranking.units_asked import could_be_asked, fits, unit_matches, wanted_units
from index.reading.agreement import agreement
from index.reading.beside import beside
from index.reading.facts import name_nowhere, rival_name, year_absent
from index.reading.marked import ROLES, Marked, Pieces, pieces_of
from index.records import Span, Statistic, plain
from index.text.scripts import is_han

if TYPE_CHECKING:
    from index.models.e5 import Tokens
    from index.ranking.searcher import Searcher

_HERE, _NEAR, _ELSEWHERE, _MISSING = 0.65, 0.4, 0.45, 0.35  # credits of words: see ranking/matching.py
# tokens of each text that are read; a sentence longer than this is cut at its end
_QUESTION, _TITLE, _BEFORE, _SENTENCE, _AFTER = 48, 36, 14, 140, 8
_HEADER, _HEADING = 60, 30  # characters of a table's header, and of a heading or title
_FIRST = Span(0, 1)  # where the first token stands, which no text holds
_REACH = 50  # characters of a passage around a sentence that are cut into tokens at all


@dataclass(frozen=True, slots=True)
class Window:
    """One candidate as the reader sees it: (tokens,) ids and roles, (tokens, len(MARKS)) marks, and for each statistic
    of the sentence where its tokens begin and end; both 0 for one that was cut off.
    """

    ids: NDArray[np.int64]
    roles: NDArray[np.int64]
    marks: NDArray[np.bool_]
    figures: NDArray[np.int64]

    @property
    def asked(self) -> int:
        """How many of the tokens, from the first, are the question's, with those that begin and end it."""
        return int((self.roles == ROLES.index("question")).sum()) + 2


def windows(question: Question, ranked: Ranked, count: int, searcher: Searcher, tokens: Tokens) -> list[Window]:
    """The windows of the first ``count`` candidates, in their order."""
    asked = pieces_of("query: " + question.text, tokens).cut(0, _QUESTION)
    begin, end = tokens("")[0], tokens("")[-1]
    units = wanted_units(question)
    result = []
    for row in ranked.order[:count].tolist():
        number, which = ranked.evidence.sentences[row]
        passage = searcher.library.passages[number]
        sentence = passage.sentences[which]
        facts = [*_terms(question, ranked, row)]
        facts_there = [*_words(ranked, passage, which, searcher), *_figures(question, units, ranked, row, passage)]
        parts = [
            ("special", _special(begin), _whole(question, ranked, row, passage, sentence)),
            ("question", asked, facts),
            ("special", Pieces([end, begin], [-1, -1], [-1, -1]), ()),
            ("title", pieces_of("passage: " + _above(passage), tokens).cut(0, _TITLE), ()),
            *_around(passage, sentence, tokens, facts_there),
            ("special", _special(end), ()),
        ]
        result.append(_joined(parts, sentence, passage))
    return result


def _special(token: int) -> Pieces:
    return Pieces([token], [_FIRST.start], [_FIRST.end])


def _whole(question: Question, ranked: Ranked, row: int, passage: Passage, sentence: Sentence) -> list[Marked]:
    """What of the whole candidate contradicts the question, on its first token."""
    here = ranked.evidence.credits[:, row]
    facts = {
        "year_absent": year_absent(question, passage),
        "name_nowhere": name_nowhere(question, ranked.evidence, passage),
        "rival_name": rival_name(question, here, passage, sentence),
    }
    return [Marked(_FIRST, name) for name, holds in facts.items() if holds]


def _joined(parts: Sequence[tuple[str, Pieces, Sequence[Marked]]], sentence: Sentence, passage: Passage) -> Window:
    ids = np.array([token for _, pieces, _ in parts for token in pieces.ids], np.int64)
    roles = np.repeat([ROLES.index(role) for role, _, _ in parts], [len(pieces.ids) for _, pieces, _ in parts])
    marks = np.concatenate([pieces.marks(marked) for _, pieces, marked in parts])
    first = int(np.flatnonzero(roles == ROLES.index("sentence")).min(initial=len(ids)))
    pieces = next(pieces for role, pieces, _ in parts if role == "sentence")
    starts, ends = np.array(pieces.starts, np.int64), np.array(pieces.ends, np.int64)
    figures = np.zeros((len(sentence.statistics), 2), np.int64)
    for number, statistic in enumerate(sentence.statistics):
        inside = np.flatnonzero((starts < statistic.span.end) & (ends > statistic.span.start))
        if len(inside):
            figures[number] = first + inside[0], first + inside[-1] + 1
    return Window(ids, np.asarray(roles, np.int64), marks, figures)


def _above(passage: Passage) -> str:
    """What a passage stands under: the headings of its table, of its section, the title of its article."""
    article, row = passage.paragraph.article, passage.paragraph.row
    headings = dict.fromkeys(span for cell in row.cells for span in cell.headers) if row else ()
    over = " | ".join(plain(article, span)[0] for span in headings)
    parts = (over[:_HEADER], passage.paragraph.section[:_HEADING], article.title[:_HEADING], article.date)
    return " · ".join(part for part in parts if part)


def _around(
    passage: Passage, sentence: Sentence, tokens: Tokens, marked: Sequence[Marked]
) -> list[tuple[str, Pieces, Sequence[Marked]]]:
    start, end = sentence.span.start, sentence.span.end
    before = pieces_of(passage.text[max(0, start - _REACH) : start], tokens)
    after = pieces_of(passage.text[end : end + _REACH], tokens)
    inside = pieces_of(passage.text[start:end], tokens).cut(0, _SENTENCE)
    placed = Pieces(inside.ids, [start + at for at in inside.starts], [start + at for at in inside.ends])
    return [
        ("around", before.cut(max(0, len(before.ids) - _BEFORE), len(before.ids)), ()),
        ("sentence", placed, marked),
        ("around", after.cut(0, _AFTER), ()),
    ]


def _terms(question: Question, ranked: Ranked, row: int) -> list[Marked]:
    """Which words of the question the candidate says, its surroundings say, or nothing there says."""
    here, anywhere = ranked.evidence.credits[:, row], ranked.evidence.anywhere[:, row]
    shift = len("query: ")
    marked = []
    for term, inside, near in zip(question.terms, here.tolist(), anywhere.tolist(), strict=True):
        mark = "term_here" if inside >= _HERE else "term_elsewhere" if near >= _ELSEWHERE else "term_missing"
        if mark == "term_missing" and near >= _MISSING:
            continue
        at = question.text.find(term.text)
        if at >= 0:
            marked.append(Marked(Span(at + shift, at + shift + len(term.text)), mark))
    return marked


def _words(ranked: Ranked, passage: Passage, which: int, searcher: Searcher) -> list[Marked]:
    """The words of a sentence that the question asks for, or that are near to one it asks for."""
    forms, clauses = searcher.library.vocabulary.forms, passage.sentences[which].clauses
    rows = np.array([word for clause in clauses for word in clause.words], np.int64)
    best = ranked.evidence.words.loose_of(rows).max(axis=0, initial=0).tolist()
    words = (pair for clause in clauses for pair in zip(clause.starts, clause.words, strict=True))
    marked = []
    for (start, form), credit in zip(words, best, strict=True):
        if credit >= _NEAR:
            end = _end_of_word(passage.text, start, forms[form])
            marked.append(Marked(Span(start, end), "word_asked" if credit >= _HERE else "word_near"))
    return marked


def _end_of_word(text: str, start: int, form: str) -> int:
    if is_han(form):
        return start + len(form)
    end = start
    while end < len(text) and (text[end].isalnum() or text[end] in "'’.,") and not is_han(text[end]):
        end += 1
    return end


def _figures(question: Question, units: frozenset[str], ranked: Ranked, row: int, passage: Passage) -> list[Marked]:
    sentence = passage.sentences[ranked.evidence.sentences[row][1]]
    marked = []
    suits = [fits(question, statistic) for statistic in sentence.statistics]
    signs = agreement(question, passage.paragraph.article, sentence.statistics)
    rivals = [could_be_asked(question, statistic) for statistic in sentence.statistics]
    compared = beside(ranked, row, sentence, rivals)
    for number, statistic in enumerate(sentence.statistics):
        marks: list[str] = [statistic.kind, *(name for name, holds in signs.items() if holds[number])]
        marks += [name for name, holds in compared[number].items() if holds]
        if statistic.role == "baseline":
            marks.append("baseline")
        if suits[number]:
            marks.append("fits")
        if rivals[number] and unit_matches(question, units, statistic):
            marks.append("unit_asked")
        if _is_named(question, statistic):
            marks.append("named")
        marked += [Marked(statistic.span, mark) for mark in marks]
    return marked


def _is_named(question: Question, statistic: Statistic) -> bool:
    """True when the question names the figure: it asks about it, not for it."""
    return statistic.text in question.text or any(
        figure.value is not None and figure.value == statistic.value for figure in question.figures
    )
