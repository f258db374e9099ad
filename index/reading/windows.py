"""What the reader reads: the question beside one candidate sentence in its surroundings, as tokens with marks.

A token carries a role (of which text it is) and marks, hard facts that a small model should not have to guess:
which words of the question the candidate holds by dictionary, pinyin or spelling, and what each figure is.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.library.headed import CAPTION, Heading, headings
from index.library.passages import NOWHERE, Passage, Sentence, Vocabulary
from index.question.question import Question
from index.ranking.ranking import Ranked
from index.ranking.units_asked import could_be_asked, fits, unit_matches, wanted_units
from index.reading.agreement import agreement
from index.reading.beside import beside
from index.reading.facts import name_nowhere, rival_name, year_absent
from index.reading.marked import ROLES, Marked, Pieces, pieces_of, pieces_of_article
from index.records import Span, Statistic, plain
from index.text.scripts import is_han
from index.text.words import words

if TYPE_CHECKING:
    from index.models.e5 import Tokens
    from index.ranking.searcher import Searcher

_HERE, _NEAR, _ELSEWHERE, _MISSING = 0.65, 0.4, 0.45, 0.35  # credits of words: see ranking/matching.py
# tokens of each text that are read; a sentence longer than this is cut at its end
_QUESTION, _TITLE, _BEFORE, _SENTENCE, _AFTER = 48, 36, 14, 140, 8
_TITLED = 30  # characters of a title
_COLUMN, _COLUMNS = 12, 120  # tokens of what heads a column, its last, and of all that heads columns
_FIRST = Span(0, 1)  # where the first token stands, which no text holds
_REACH, _LONGEST = 50, 1_500  # characters around a sentence, and of one, that are cut into tokens at all


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
    units, vocabulary = wanted_units(question), searcher.library.vocabulary
    result = []
    for row in ranked.order[:count].tolist():
        number, which = ranked.evidence.sentences[row]
        passage = searcher.library.passages[number]
        sentence = passage.sentences[which]
        headed = [(h, _known(h, vocabulary)) for h in headings(passage.paragraph, passage.offsets)]
        facts = [
            *_words(ranked, passage, which, vocabulary),
            *_figures(question, units, ranked, row, passage, headed),
        ]
        parts = [
            _Part("special", _special(begin), _whole(question, ranked, row, passage, sentence)),
            _Part("question", asked, _terms(question, ranked, row)),
            _Part("special", Pieces([end, begin], [-1, -1], [-1, -1])),
            _Part("title", pieces_of_article("passage: " + _above(passage), tokens).cut(0, _TITLE)),
            *_around(passage, sentence, tokens, facts, [(h, _credited(ranked, told)) for h, told in headed]),
            _Part("special", _special(end)),
        ]
        result.append(_joined(parts, sentence))
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


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of a window, all of one role; ``marked`` may reach beyond it."""

    role: str
    pieces: Pieces
    marked: Sequence[Marked] = ()


def _joined(parts: Sequence[_Part], sentence: Sentence) -> Window:
    ids = np.array([token for part in parts for token in part.pieces.ids], np.int64)
    roles = np.repeat([ROLES.index(part.role) for part in parts], [len(part.pieces.ids) for part in parts])
    marks = np.concatenate([part.pieces.marks(part.marked) for part in parts])
    starts = np.array([at for part in parts for at in part.pieces.starts], np.int64)
    ends = np.array([at for part in parts for at in part.pieces.ends], np.int64)
    inside = roles == ROLES.index("sentence")
    figures = np.zeros((len(sentence.statistics), 2), np.int64)
    for number, statistic in enumerate(sentence.statistics):
        tokens = np.flatnonzero(inside & (starts < statistic.span.end) & (ends > statistic.span.start))
        if len(tokens):
            figures[number] = tokens[0], tokens[-1] + 1
    return Window(ids, np.asarray(roles, np.int64), marks, figures)


def _above(passage: Passage) -> str:
    """What a passage stands under: the caption of its table, the heading of its section, the title of its article."""
    article, row = passage.paragraph.article, passage.paragraph.row
    caption = plain(article, row.caption)[0] if row and row.caption else ""
    over = dict.fromkeys(
        (caption[:CAPTION], passage.paragraph.section[:CAPTION], article.title[:_TITLED], article.date)
    )
    return " · ".join(part for part in over if part)


def _around(
    passage: Passage,
    sentence: Sentence,
    tokens: Tokens,
    marked: Sequence[Marked],
    headed: Sequence[tuple[Heading, Sequence[Marked]]],
) -> list[_Part]:
    start, end = sentence.span.start, sentence.span.end
    before = pieces_of_article(passage.text[max(0, start - _REACH) : start], tokens)
    after = pieces_of_article(passage.text[end : end + _REACH], tokens)
    inside = pieces_of_article(passage.text[start : min(end, start + _LONGEST)], tokens).cut(0, _SENTENCE)
    placed = Pieces(inside.ids, [start + at for at in inside.starts], [start + at for at in inside.ends])
    return [
        _Part("around", before.cut(max(0, len(before.ids) - _BEFORE), len(before.ids))),
        *_with_headings(placed, marked, [pair for pair in headed if pair[0].cell.end > start or start == 0], tokens),
        _Part("around", after.cut(0, _AFTER)),
    ]


def _with_headings(
    sentence: Pieces, marked: Sequence[Marked], headed: Sequence[tuple[Heading, Sequence[Marked]]], tokens: Tokens
) -> Iterator[_Part]:
    """A sentence with what heads its cells before each of them, as much of it as there is room for."""
    cuts = [bisect_right(sentence.ends, heading.cell.start) for heading, _ in headed]
    room = min(_COLUMN, _COLUMNS // max(1, len(headed)))
    done, left = 0, sorted(marked, key=lambda item: item.span.start)
    for at, (heading, asked) in zip(cuts, headed, strict=True):
        if not room or at == len(sentence.ids):
            break
        cell, (mine, left) = sentence.cut(done, at), _divided(left, heading.cell.start)
        column = pieces_of_article(heading.text, tokens)
        yield _Part("sentence", cell, mine)
        yield _Part("title", column.cut(max(0, len(column.ids) - room), len(column.ids)), asked)
        done = at
    yield _Part("sentence", sentence.cut(done, len(sentence.ids)), left)


def _divided(marked: Sequence[Marked], at: int) -> tuple[list[Marked], list[Marked]]:
    """Those, in order, that begin before ``at``, and those that reach beyond it."""
    until = bisect_left(marked, at, key=lambda item: item.span.start)
    return [*marked[:until]], [item for item in marked[:until] if item.span.end > at] + [*marked[until:]]


def _known(heading: Heading, vocabulary: Vocabulary) -> list[tuple[int, Span]]:
    """The words of what heads a cell, by their rows of the vocabulary, and where they stand in it."""
    told = ((vocabulary.find(word.form), Span(word.start, word.end)) for word in words(heading.text))
    return [(row, span) for row, span in told if row >= 0]


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


def _words(ranked: Ranked, passage: Passage, which: int, vocabulary: Vocabulary) -> list[Marked]:
    """The words of a sentence that the question asks for, or that are near to one it asks for."""
    told = [
        (row, Span(start, _end_of_word(passage.text, start, vocabulary.forms[row])))
        for clause in passage.sentences[which].clauses
        for start, row in zip(clause.starts, clause.words, strict=True)
        if start != NOWHERE
    ]
    return _credited(ranked, told)


def _credited(ranked: Ranked, told: Sequence[tuple[int, Span]]) -> list[Marked]:
    """Those of the words ``told``, by vocabulary rows and places, that the question asks for or comes near."""
    rows = np.array([row for row, _ in told], np.int64)
    best = ranked.evidence.words.loose_of(rows).max(axis=0, initial=0).tolist()
    return [
        Marked(span, "word_asked" if credit >= _HERE else "word_near")
        for (_, span), credit in zip(told, best, strict=True)
        if credit >= _NEAR
    ]


def _end_of_word(text: str, start: int, form: str) -> int:
    if is_han(form):
        return start + len(form)
    end = start
    while end < len(text) and (text[end].isalnum() or text[end] in "'’.,") and not is_han(text[end]):
        end += 1
    return end


def _figures(
    question: Question,
    units: frozenset[str],
    ranked: Ranked,
    row: int,
    passage: Passage,
    headed: Sequence[tuple[Heading, Sequence[tuple[int, Span]]]],
) -> list[Marked]:
    sentence = passage.sentences[ranked.evidence.sentences[row][1]]
    over = [[row for heading, told in headed if s.span in heading.cell for row, _ in told] for s in sentence.statistics]
    marked = []
    suits = [fits(question, statistic) for statistic in sentence.statistics]
    signs = agreement(question, passage.paragraph.article, sentence.statistics)
    rivals = [could_be_asked(question, statistic) for statistic in sentence.statistics]
    compared = beside(ranked, row, sentence, rivals, over)
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
