"""What a question asks for, held against real sentences: reasons, roles, what a figure counts, the article itself."""

from __future__ import annotations

import numpy as np
import pytest

from index.answering.answer import answer
from index.question.about_article import kinds_asked
from index.question.question import read_question
from index.ranking.evidence import gather
from index.ranking.kinds_asked import kinds_held
from index.ranking.matching import lexical_credits, soft_credits
from index.ranking.ranking import of_itself
from index.ranking.searcher import Searcher
from index.text.names import sounds_in
from index.text.stems import stem


def place(searcher: Searcher, text: str) -> tuple[int, int]:
    """The passage and the sentence that hold ``text``."""
    for number in range(len(searcher.library.passages)):
        passage = searcher.library.passages[number]
        for which, sentence in enumerate(passage.sentences):
            if text in passage.text[sentence.span.start : sentence.span.end]:
                return number, which
    raise AssertionError(f"no sentence holds {text}")


@pytest.mark.parametrize(
    ("question", "holds", "lacks"),
    [
        ("Why was the recall made?", "because sesame was not declared", "Nobody fell ill"),
        ("为什么到场更快", "之所以更快", "城区平均9分钟到场"),
        ("Who was there?", "Chief executive Margot Ellingham", "Nobody fell ill"),
        ("负责人是谁", "总经理方若衡介绍", "购置消防车26辆"),
    ],
)
def test_a_reason_or_a_name_is_seen(question: str, holds: str, lacks: str, articles_searcher: Searcher) -> None:
    found = []
    for text in (holds, lacks):
        number, which = place(articles_searcher, text)
        passage = articles_searcher.library.passages[number]
        found.append(kinds_held(read_question(question), [passage], articles_searcher)[which])
    assert found == [1.0, 0.0]


def test_a_near_word_stands_for_one_of_two_neighbours(articles_searcher: Searcher) -> None:
    question = read_question("How many secondary schools did they visit?")
    row = np.array([articles_searcher.library.vocabulary.find("school")])
    lexical = lexical_credits(question, articles_searcher, row)
    strict, loose = soft_credits(question, articles_searcher, row, lexical)
    modifier = [term.form for term in question.terms].index("secondari")
    assert strict[modifier, 0] < loose[modifier, 0]


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("这篇文章的标题是什么", ("title",)),
        ("Who wrote this article?", ("byline",)),
        ("When was the article published?", ("byline",)),
        ("title of the musical", ()),
        ("这本书的作者是谁", ()),
        ("how many articles were read", ()),
    ],
)
def test_questions_about_the_article_itself(question: str, kinds: tuple[str, ...]) -> None:
    assert kinds_asked(read_question(question)) == kinds


def test_the_title_answers_what_asks_for_it(searcher: Searcher) -> None:
    question = read_question("What is the headline of the article?")
    assert {searcher.library.passages[number].paragraph.kind for number in of_itself(question, searcher)} == {"title"}
    found = answer("What is the headline of the article?", searcher, threshold=0.0)
    assert "title" in {quote.paragraph.kind for quote in found.quotes}


def test_no_title_is_chosen_among_many(articles_searcher: Searcher) -> None:
    kinds = [passage.paragraph.kind for passage in articles_searcher.library.passages]
    found = of_itself(read_question("Who wrote the article?"), articles_searcher)
    assert len(found) == (kinds.count("byline") if kinds.count("byline") <= 12 else 0)


def test_a_row_stands_under_its_headings(articles_searcher: Searcher) -> None:
    row, _ = place(articles_searcher, "Little Skerry | 42")
    question = read_question("number of boats of Little Skerry")
    evidence = gather(question, articles_searcher.question_vectors([question])[0], articles_searcher, [row])
    boats = [term.form for term in question.terms].index("boat")
    assert evidence.credits[boats, 0] > 0.5  # though the word is over the column alone


@pytest.mark.parametrize(
    ("name", "title", "heard"),
    [
        ("shuoyuan", "烁原市消防救援支队", True),
        ("qinghe", "清和县：把健康送到家门口", True),
        ("qinghai", "清和县：把健康送到家门口", False),
        ("shuoyuan", "", False),
    ],
)
def test_a_name_is_heard_in_a_title(name: str, title: str, heard: bool) -> None:
    assert sounds_in(stem(name), title) is heard
