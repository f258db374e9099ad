"""What the reader is shown of a candidate: tokens with roles, figures in their place, marks of hard facts."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from tokenizers import Tokenizer

from index.models.e5 import Tokens
from index.models.packaged import prepared_models
from index.question.question import read_question
from index.ranking.ranking import Ranked, look_up, rank
from index.ranking.searcher import Searcher
from index.reading.marked import MARKS, ROLES, pieces_of
from index.reading.windows import Window, windows


@cache
def package() -> Tokenizer:
    return Tokenizer.from_file(str(prepared_models() / "tokenizer.json"))


def piece(token: int) -> str:
    return package().id_to_token(token) or ""


@pytest.fixture(scope="module")
def tokens() -> Tokens:
    return Tokens(prepared_models())


def ranked_for(text: str, searcher: Searcher) -> Ranked:
    return rank(look_up([read_question(text)], searcher)[0], searcher)


def seen(window: Window, tokens: Tokens, start: int = 0, end: int | None = None) -> str:
    pieces = (piece(int(token)) for token in window.ids[start:end])
    return "".join(pieces).replace("▁", " ").strip()


def marks_at(window: Window, position: int) -> set[str]:
    return {MARKS[mark] for mark in np.flatnonzero(window.marks[position])}


def test_a_window_holds_the_question_the_title_and_the_sentence(articles_searcher: Searcher, tokens: Tokens) -> None:
    text = "消防员有多少人"
    ranked = ranked_for(text, articles_searcher)
    for window, row in zip(
        windows(read_question(text), ranked, 3, articles_searcher, tokens), ranked.order.tolist(), strict=False
    ):
        number, which = ranked.evidence.sentences[row]
        passage = articles_searcher.library.passages[number]
        sentence = passage.sentences[which]
        parts = {role: window.roles == ROLES.index(role) for role in ROLES}
        assert "消防员" in seen(window, tokens, 0, 12)
        first = int(np.flatnonzero(parts["sentence"])[0])
        assert passage.text[sentence.span.start : sentence.span.start + 2] in seen(window, tokens, first, first + 6)
        assert len(window.figures) == len(sentence.statistics)
        for statistic, (start, end) in zip(sentence.statistics, window.figures.tolist(), strict=True):
            shown = seen(window, tokens, start, end)
            digits = [c for c in statistic.text if c.isdigit() and c.isascii()]
            assert not end or all(digit in shown for digit in digits)


def test_a_figure_is_marked_by_what_it_is_there_for(articles_searcher: Searcher, tokens: Tokens) -> None:
    """The level is marked as unlike the change that is asked for; the change as like it."""
    text = "How many tonnes were landed in Little Skerry in 2022?"
    question = read_question(text)
    ranked = ranked_for(text, articles_searcher)
    window = windows(question, ranked, 1, articles_searcher, tokens)[0]
    number, which = ranked.evidence.sentences[int(ranked.order[0])]
    statistics = articles_searcher.library.passages[number].sentences[which].statistics
    for statistic, (start, _) in zip(statistics, window.figures.tolist(), strict=True):
        marks = marks_at(window, start)
        assert statistic.kind in marks
        assert ("period_conflicts" in marks) == (statistic.period not in ("", "2022"))


@pytest.mark.parametrize(
    ("asked", "figure"), [("全区开设体育社团多少个", "1364个"), ("一共有多少片屋顶运动场", "16片")]
)
def test_the_figure_that_stands_with_what_is_asked_for_is_marked(
    asked: str, figure: str, articles_searcher: Searcher, tokens: Tokens
) -> None:
    question, ranked = read_question(asked), ranked_for(asked, articles_searcher)
    for window, row in zip(
        windows(question, ranked, 5, articles_searcher, tokens), ranked.order.tolist(), strict=False
    ):
        number, which = ranked.evidence.sentences[row]
        statistics = articles_searcher.library.passages[number].sentences[which].statistics
        marks = {s.text: marks_at(window, start) for s, (start, _) in zip(statistics, window.figures, strict=True)}
        if figure in marks:
            assert marks[figure] & {"phrase_first", "clause_first", "phrase_nearest"}
            assert not marks[figure] & {"phrase_behind", "clause_behind", "words_apart"}
            assert any(others & {"phrase_behind", "clause_behind", "phrase_farther"} for others in marks.values())
            return
    pytest.fail("the sentence is not among the first candidates")


def test_the_words_of_a_question_are_marked_as_there_or_missing(articles_searcher: Searcher, tokens: Tokens) -> None:
    text = "How many giraffes are in Little Skerry harbour?"
    window = windows(read_question(text), ranked_for(text, articles_searcher), 1, articles_searcher, tokens)[0]
    asked = np.flatnonzero(window.roles == ROLES.index("question"))
    marked = {mark: seen_of(window, tokens, asked, mark) for mark in ("term_missing", "term_here")}
    assert "gira" in marked["term_missing"]
    assert "Sker" in marked["term_here"] + marked["term_missing"]


def seen_of(window: Window, tokens: Tokens, positions: np.ndarray, mark: str) -> str:
    chosen = [p for p in positions if window.marks[p, MARKS.index(mark)]]
    return "".join(piece(int(window.ids[p])) for p in chosen)


@pytest.mark.parametrize("text", ["", " ", "55所", "２.1万个", "ﬁve  schools", "零\u200b散"])
def test_tokens_know_where_they_stand(text: str, tokens: Tokens) -> None:
    pieces = pieces_of(text, tokens)
    assert all(0 <= start <= end <= len(text) for start, end in zip(pieces.starts, pieces.ends, strict=True))
    assert pieces.starts == sorted(pieces.starts)


def test_a_long_sentence_is_cut_and_its_last_figures_with_it(articles_searcher: Searcher, tokens: Tokens) -> None:
    lengths = []
    for text in ("how many boats", "多少人", "what was decided about the budget of the council for the year"):
        for window in windows(read_question(text), ranked_for(text, articles_searcher), 8, articles_searcher, tokens):
            lengths.append(len(window.ids))
            assert window.figures.max(initial=0) <= len(window.ids)
    assert max(lengths) <= 260
