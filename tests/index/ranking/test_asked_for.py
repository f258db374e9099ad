"""What a question asks for, held against real sentences: reasons, roles, what a figure counts, the article itself."""

from __future__ import annotations

import numpy as np
import pytest

from index.answering.answer import answer
from index.answering.figure_signs import STATISTIC_FEATURES, Place, statistic_features
from index.answering.figure_words import SentenceWords, attached_words
from index.answering.headline import figures
from index.question.about_article import kinds_asked
from index.question.question import read_question
from index.ranking.evidence import gather
from index.ranking.kinds_asked import kinds_held
from index.ranking.matching import lexical_credits, soft_credits
from index.ranking.ranking import Lookup, look_up, of_itself
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


def under(lookup: Lookup, text: str, searcher: Searcher) -> Place:
    """The sentence that holds ``text``, under a question."""
    number, which = place(searcher, text)
    words = gather(lookup.question, lookup.vectors, searcher, [number]).words
    return Place(lookup.question, number, searcher.library.passages[number], which, words)


def signs_of(question: str, text: str, searcher: Searcher) -> list[dict[str, float]]:
    """The signs of each figure of the sentence that holds ``text``."""
    lookup = look_up([read_question(question)], searcher)[0]
    found = statistic_features(under(lookup, text, searcher), lookup.vectors, searcher)
    return [dict(zip(STATISTIC_FEATURES, row.tolist(), strict=True)) for row in found]


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


def test_what_a_noun_says_beyond_the_question_counts(articles_searcher: Searcher) -> None:
    text = "其中政府专职消防员738人"
    plain, exact = (
        signs_of(question, text, articles_searcher)[1]["counted_unasked"]
        for question in ("消防员有多少人", "政府专职消防员有多少人")
    )
    assert exact < 0.1 < plain


def test_a_word_speaks_of_its_own_figure_most(articles_searcher: Searcher) -> None:
    number, which = place(articles_searcher, "新招录专职消防员150人")
    passage = articles_searcher.library.passages[number]
    sentence = passage.sentences[which]
    lookup = look_up([read_question("报名的有多少人")], articles_searcher)[0]
    credits = under(lookup, "新招录专职消防员150人", articles_searcher).words
    found = SentenceWords(credits, articles_searcher.library.vocabulary, sentence)
    attached = [float(credits.max()) for credits in attached_words(found, passage.text, sentence)]
    figures = [statistic.text for statistic in sentence.statistics]
    assert max(attached) == attached[figures.index("1087人")]


def test_the_year_before_asks_for_what_a_change_began_with(articles_searcher: Searcher) -> None:
    text = "household recycling rate rose to 54.3 per cent"
    after, *_, before = signs_of("What was the recycling rate the year before?", text, articles_searcher)
    assert (before["baseline"], before["baseline_asked"]) == (0.0, 1.0)
    assert (after["baseline"], after["baseline_asked"]) == (0.0, 0.0)
    assert signs_of("What is the recycling rate?", text, articles_searcher)[-1]["baseline"] == 1.0


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
    assert found.quotes[0].paragraph.kind == "title"


def test_no_title_is_chosen_among_many(articles_searcher: Searcher) -> None:
    kinds = [passage.paragraph.kind for passage in articles_searcher.library.passages]
    found = of_itself(read_question("Who wrote the article?"), articles_searcher)
    assert len(found) == (kinds.count("byline") if kinds.count("byline") <= 12 else 0)


def test_a_row_stands_under_its_headings(articles_searcher: Searcher) -> None:
    row, _ = place(articles_searcher, "Little Skerry | 42")
    question = read_question("number of boats of Little Skerry")
    evidence = gather(question, articles_searcher.question_vectors([question])[0], articles_searcher, [row])
    boats = [term.form for term in question.terms].index("boat")
    assert evidence.credits[boats, 0] < 0.5 < evidence.anywhere[boats, 0]


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


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("How many boats are in Little Skerry harbour?", "42"),
        ("How many tonnes were landed in Little Skerry in 2022?", "2,510"),
        ("How many tonnes were landed in Little Skerry in 2023?", "2,280"),
    ],
)
def test_the_header_of_a_table_tells_its_figures_apart(question: str, figure: str, articles_searcher: Searcher) -> None:
    lookup = look_up([read_question(question)], articles_searcher)[0]
    chosen = figures(lookup, under(lookup, "Little Skerry | 42", articles_searcher), articles_searcher).chosen
    assert chosen[0].text == figure
