"""Misspelt words of a question are read as the library's; what is merely rare is left as it is."""

from __future__ import annotations

from dataclasses import replace

from bot.formats.json_lines import answer_object
from bot.messages.render import render
from bot.terminal.answers import one_line
from bot.texts import TEXTS, read_as
from index.answering.answer import answer
from index.ranking.searcher import Searcher
from index.records import Respelling
from tests.support.answers import answered, unanswered

MEANT = (
    ("how many shcools were bulit", "how many schools were built"),
    ("hwo many boats", "how many boats"),
    ("who is the auther", "who is the author"),
    ("Passangers in:metro", "Passengers in:metro"),
    ("HOW MANY SHCOOLS", "HOW MANY schools"),
    ("建了多少学效", "建了多少学校"),
)
AS_THEY_ARE = (
    "how many schools were built",
    "carers, takers and the steepest rise",  # words made of words
    "footfall and rehoused families, dont count Sept",
    "Teslas sold, ikea, huizhou",  # names
    "有几所学校",
    "张维是谁",
)


def test_a_slip_of_the_fingers_is_read_as_the_word_that_was_meant(articles_searcher: Searcher) -> None:
    speller = articles_searcher.speller
    assert [speller.respelt(typed)[0] for typed, _ in MEANT] == [meant for _, meant in MEANT]
    assert speller.respelt(MEANT[0][0])[1] == (Respelling("shcools", "schools"), Respelling("bulit", "built"))


def test_what_is_rare_or_a_name_is_left_alone(articles_searcher: Searcher) -> None:
    assert [articles_searcher.speller.respelt(text)[0] for text in AS_THEY_ARE] == list(AS_THEY_ARE)


def test_another_way_to_spell_is_no_mistake(articles_searcher: Searcher) -> None:
    respelt, shown = articles_searcher.speller.respelt("litres of fibre")
    assert shown == ()
    assert respelt in ("litres of fibre", "liters of fiber")


def test_an_answer_says_how_it_read_the_question(articles_searcher: Searcher) -> None:
    typed, meant = (
        answer("how many registred boats are there", articles_searcher),
        answer("how many registered boats are there", articles_searcher),
    )
    assert replace(typed, question=meant.question, respelt=()) == meant
    assert answer_object(typed)["respelt"] == [{"typed": "registred", "written": "registered"}]
    assert not answer("thnaks", articles_searcher).respelt


def test_every_front_shows_it_in_one_line() -> None:
    pairs = (Respelling("shcools", "schools"), Respelling("bulit", "built"))
    line = "schools built, for “shcools bulit”"
    sure, nothing = (
        replace(answered(), language="en", respelt=pairs),
        replace(unanswered(), language="en", respelt=pairs),
    )
    assert read_as(sure, TEXTS["en"]) == line
    assert [render(each, TEXTS["en"]).text.split("\n")[0] for each in (sure, nothing)] == [line, line]
    assert one_line(sure).endswith(line)
    assert not one_line(sure).startswith(line)
