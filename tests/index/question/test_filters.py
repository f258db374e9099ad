"""Filters in questions: read off as they are meant, followed to the letter, refused in words where they can't be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.messages.listings import ON_A_PAGE
from bot.messages.render import render
from bot.texts import TEXTS, left_out, remark
from index.answering.answer import answer, answer_many
from index.answering.explain import explain
from index.question.filters import Filter, problem, split_filters, undated
from index.question.question import read_question
from index.ranking.ranking import allowed, candidates
from index.ranking.searcher import Searcher
from index.records import Answer, Article, Paragraph, Problem, Quote, Span
from index.text.iso_dates import iso_prefix
from tests.bot.handlers.test_buttons import play
from tests.conftest import Yinju
from tests.support.bot_api_messages import buttons_of, entity_text
from tests.support.bot_api_server import BotApiServer
from tests.support.desks import desk_of
from tests.support.scene import Scene

ENGLISH = TEXTS["en"]
METRO, FISH = "lantan-metro-annual", "ostmere-fisheries"


@pytest.mark.parametrize(
    ("text", "rest", "limits"),
    [
        ("how many schools in:zhaoqing", "how many schools", Filter(slugs=("zhaoqing",))),
        ("in:a in:b how many", "how many", Filter(slugs=("a", "b"))),
        ("In:zhaoqing-2021 schools", "schools", Filter(slugs=("zhaoqing-2021",))),
        ("schools after:2021-01 before:2022?", "schools?", Filter(after="2021-01", before="2022")),
        ("建了多少学校 after：2021年6月15日", "建了多少学校", Filter(after="2021-06-15")),
        ("建了多少学校after:2021，谢谢", "建了多少学校，谢谢", Filter(after="2021")),
        ("学校 publisher：西江日报", "学校", Filter(publishers=("西江日报",))),
        ('publisher:"The Harwick Observer" bins', "bins", Filter(publishers=("The Harwick Observer",))),
        ("bins publisher:“Harwick Observer”.", "bins.", Filter(publishers=("Harwick Observer",))),
        ("學校 publisher:「西江日報」", "學校", Filter(publishers=("西江日報",))),
        ('after:"15 June 2021" bins', "bins", Filter(after="2021-06-15")),
        ("after:2020 after:2021-05 before:2023 before:2022 x", "x", Filter(after="2021-05", before="2022")),
        ("x after:someday", "x", Filter(unreadable=("after:someday",))),
        ("x before:2021-13", "x", Filter(unreadable=("before:2021-13",))),
        ("x after:2021-02-30", "x", Filter(unreadable=("after:2021-02-30",))),
        ("x in:a，before:2021", "x，", Filter(slugs=("a",), before="2021")),
    ],
)
def test_filters_are_taken_off_the_question(text: str, rest: str, limits: Filter) -> None:
    assert split_filters(text) == (rest, limits)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "how many schools were built",
        "Trust in: 5 of 10",
        "what came in:",
        "schools built in : 2021",
        "the main:thing and begin:now",
        "check-in:now",
        "http://in:8080/after:x",
        "what happened before: nobody knows",
        'in:"" and in:“” schools',
        "in:/etc/passwd",
        "建了多少学校：三所",
        "  spaces   kept  ",
    ],
)
def test_words_that_only_look_like_filters_stay(text: str) -> None:
    assert split_filters(text) == (text, Filter())


@pytest.mark.parametrize(
    "limits",
    [
        Filter(("a", "b c"), ("西江日报", "The Times"), "2021-01", "2022"),
        Filter(unreadable=("after:someday",)),
        Filter(slugs=("what?",)),
    ],
)
def test_filters_are_written_as_they_are_read(limits: Filter) -> None:
    assert split_filters(f"words {limits}") == ("words", limits)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2021", "2021"),
        ("2021年", "2021"),
        ("2021-06", "2021-06"),
        ("2021/6", "2021-06"),
        ("2021年6月", "2021-06"),
        ("２０２１年６月１５日", "2021-06-15"),
        ("2021-06-15", "2021-06-15"),
        ("2021.6.5", "2021-06-05"),
        ("20210615", "2021-06-15"),
        ("June 2021", "2021-06"),
        ("15 June 2021", "2021-06-15"),
        ("民國110年6月5日", "2021-06-05"),
        ("2021-13", ""),
        ("2021-06-31", ""),
        ("21-06", ""),
        ("55所", ""),
        ("2021年6月15日建了多少学校", ""),
        ("", ""),
    ],
)
def test_dates_of_all_kinds_are_brought_to_one_form(text: str, iso: str) -> None:
    assert iso_prefix(text) == iso


@pytest.mark.parametrize(
    ("date", "after", "before", "within"),
    [
        ("2021-06-01", True, False, True),
        ("2021-05-31", False, True, True),
        ("2021年6月15日", True, False, True),
        ("2021-05", False, True, True),
        ("2021", False, False, True),  # part of it lies on either side of June
        ("2022", True, False, False),
        ("2020", False, True, False),
        ("", False, False, False),
        ("last summer", False, False, False),
    ],
)
def test_a_date_lies_after_or_before_with_all_that_it_leaves_open(
    date: str, after: bool, before: bool, within: bool
) -> None:
    article = Article("a", "A", "text", date=date)
    assert Filter(after="2021-06").matches(article) is after
    assert Filter(before="2021-06").matches(article) is before
    assert Filter(after="2021", before="2022").matches(article) is within


def test_names_match_whatever_their_case_width_and_script() -> None:
    article = Article("Annual Report", "A", "text", publisher="西江日報 (Xijiang Daily)")
    assert Filter(slugs=("annual report",)).matches(article)
    assert not Filter(slugs=("annual",)).matches(article)
    assert Filter(publishers=("西江日报",)).matches(article)
    assert Filter(publishers=("XIJIANG",)).matches(article)
    assert Filter(publishers=("nobody", "xijiang")).matches(article)
    assert not Filter(publishers=("xijiang",), after="2020").matches(article)


def test_what_keeps_a_filter_from_being_followed_is_named() -> None:
    articles = [Article("a", "A", "text", date="2021"), Article("b", "B", "text", publisher="P")]
    assert problem(Filter(), articles, asked=False) is None
    assert problem(Filter(slugs=("a",)), articles) is None
    assert problem(Filter(slugs=("a", "c")), articles) == Problem("no_article", "in:c")
    assert problem(Filter(slugs=("b",), after="2021"), articles) == Problem("none_match", "in:b after:2021")
    assert problem(Filter(slugs=("b",), unreadable=("after:x",)), articles) == Problem("no_date", "after:x")
    assert problem(Filter(slugs=("a",)), articles, asked=False) == Problem("no_question", "in:a")


def test_what_a_date_leaves_out_for_want_of_one_is_counted_and_said() -> None:
    articles = [Article("a", "A", "text", date="2021"), Article("b", "B", "text"), Article("c", "C", "text")]
    assert undated(Filter(after="2020"), articles) == 2
    assert undated(Filter(slugs=("b",), before="2020"), articles) == 1
    assert undated(Filter(slugs=("b",)), articles) == 0
    none = Answer("?", "zh", 0.1, filter="after:2020", undated=2)
    said = left_out(none, TEXTS["zh"])
    assert "2篇" in said
    assert remark(none).endswith(f"\n{said}")
    quote = Quote(Paragraph(articles[0], 1, Span(0, 4)), Span(0, 4))
    assert render(Answer("?", "zh", 0.9, (quote,), state="sure", undated=2)).text.endswith(said)
    assert render(Answer("?", "zh", 0.5, nearest=(quote,), state="perhaps", undated=2)).text.endswith(said)


# From here on over the six articles.

QUESTIONS = ("how many women", "有多少女司机", "what did it cost", "how many complaints were received", "有多少人參加")


@pytest.mark.parametrize(
    ("limits", "slugs"),
    [
        (f"in:{METRO}", {METRO}),
        (f"in:{METRO} in:{FISH}", {METRO, FISH}),
        (
            "after:2024-02",
            {
                "brindlecombe-bakeries-report",
                "harwick-council-recycling",
                "nanyu-library-plan",
                "wangyu-airport-report",
                FISH,
            },
        ),
        ("after:2024 before:2024-02", {METRO, "shuoyuan-fire-bulletin"}),
        ("publisher:岚滩晚报", {METRO}),
    ],
)
def test_only_what_matches_is_searched(articles_searcher: Searcher, limits: str, slugs: set[str]) -> None:
    _, read = split_filters(limits)
    may = allowed(articles_searcher, read)
    assert may is not None
    assert {
        p.paragraph.article.slug for p, yes in zip(articles_searcher.library.passages, may, strict=True) if yes
    } == slugs
    for found in answer_many([f"{question} {limits}" for question in QUESTIONS], articles_searcher, 10, threshold=0):
        assert {quote.paragraph.article.slug for quote in found.quotes} <= slugs
        assert found.quotes
        assert found.filter == limits
        assert found.problem is None


def test_as_many_candidates_are_found_under_a_filter(articles_searcher: Searcher) -> None:
    """Vectors far from the question are reached, too: an article's passages are all among the nearest of its own."""
    question = read_question(f"how many women fish in:{METRO}")
    vectors = articles_searcher.question_vectors([question])[0]
    own = {
        n for n, p in enumerate(articles_searcher.library.passages) if p.paragraph.article.slug == METRO and p.quotable
    }
    found = candidates(question, vectors, articles_searcher)
    assert set(found) <= own
    assert len(found) >= min(16, len(own)) - 4  # headings are candidates, too, until they are left out


def test_a_filter_changes_nothing_but_what_may_answer(articles_searcher: Searcher) -> None:
    question = "How many metro drivers are women?"
    free, bound = answer_many([question, f"{question} in:{METRO}"], articles_searcher, threshold=0)
    assert free.quotes[0] == bound.quotes[0]
    assert free.filter == ""
    assert bound.question == f"{question} in:{METRO}"


def test_the_parts_of_a_question_are_asked_under_its_filter(articles_searcher: Searcher) -> None:
    question = "how many boats are registered and how many complaints were received"
    for limits in (f"in:{METRO}", f"in:{FISH}"):
        found = answer(f"{question} {limits}", articles_searcher, threshold=0)
        assert {quote.paragraph.article.slug for quote in found.quotes} <= {limits.removeprefix("in:")}


@pytest.mark.parametrize(
    ("question", "kind", "fault"),
    [
        ("how many schools in:nowhere", "no_article", "in:nowhere"),
        ("how many schools after:soon", "no_date", "after:soon"),
        ("多少学校 publisher：人民日报", "none_match", "publisher:人民日报"),
        ("how many schools after:2030", "none_match", "after:2030"),
        (f"in:{METRO}", "no_question", f"in:{METRO}"),
    ],
)
def test_a_filter_that_cannot_be_followed_is_no_answer(
    articles_searcher: Searcher, question: str, kind: str, fault: str
) -> None:
    found = answer(question, articles_searcher, threshold=0)
    assert found.problem == Problem(kind, fault)  # type: ignore[arg-type]
    assert (found.quotes, found.nearest, found.confidence) == ((), (), 0.0)


def test_an_explanation_follows_the_filter(articles_searcher: Searcher) -> None:
    told = explain(f"how many women in:{METRO}", articles_searcher)
    assert f"only in:{METRO}" in told
    assert FISH not in told
    assert "in:nowhere" in explain("how many women in:nowhere", articles_searcher)


# On the command line and in Telegram.


def test_filters_on_the_command_line(yinju: Yinju, articles_dir: Path) -> None:
    ended = yinju(
        "ask",
        "--json",
        "--index",
        articles_dir,
        stdin=f"how many women fish in:{METRO}\nhow many women in:nowhere\nhow many women fish\n".encode(),
    )
    first, second, third = [json.loads(line) for line in ended.stdout.decode().splitlines()]
    assert ended.returncode == 0
    assert {quote["article"] for quote in first["quotes"] + first["nearest"]} == {METRO}
    assert (first["filter"], first["problem"]) == (f"in:{METRO}", None)
    assert second["problem"] == {"kind": "no_article", "filter": "in:nowhere"}
    assert not second["answered"]
    assert (third["filter"], third["problem"]) == ("", None)


def test_a_wrong_filter_on_the_command_line_is_one_line(yinju: Yinju, articles_dir: Path) -> None:
    ended = yinju("ask", "--index", articles_dir, "多少学校", "after：明天")
    assert ended.returncode == 2
    assert ended.stdout == b""
    assert ended.stderr.decode() == f"yinju: {TEXTS['zh'].no_date.format(filter='after:明天')}\n"


def test_filters_in_telegram(bot_api: BotApiServer, articles_searcher: Searcher) -> None:
    async def acts(scene: Scene) -> None:
        (found,) = await scene.says(f"How many metro drivers are women? in:{METRO}")
        assert "106人" in found.params["text"]
        (none,) = await scene.says(f"who won the football match in:{METRO}")
        assert none.params["text"] == ENGLISH.not_found_with.format(filter=f"in:{METRO}")
        (wrong,) = await scene.says("有多少女司机 in:nowhere")
        assert wrong.params["text"] == TEXTS["zh"].no_article.format(filter="in:nowhere")
        listed, _ = await scene.taps(TEXTS["zh"].articles, wrong)
        assert f"in:{FISH}" in listed.params["text"]

    play(bot_api, desk_of(articles_searcher), acts)


def test_the_list_of_articles_is_filtered_and_says_what_each_is_called(
    bot_api: BotApiServer, articles_searcher: Searcher
) -> None:
    async def acts(scene: Scene) -> None:
        (everything,) = await scene.says("/articles")
        codes = [entity_text(everything, each) for each in everything.params["entities"] if each["type"] == "code"]
        assert codes == [f"in:{article.slug}" for article in articles_searcher.library.articles][:ON_A_PAGE]
        (some,) = await scene.says("/articles after:2024-02")
        assert "after:2024-02 (5)" in some.params["text"]
        assert len(buttons_of(some)) == 5
        outline, _ = await scene.taps("Ostmere", some)
        back, _ = await scene.taps(ENGLISH.articles, outline)
        assert back.params["text"] == some.params["text"]
        (none,) = await scene.says("/articles publisher:Nobody")
        assert none.params["text"] == ENGLISH.none_match.format(filter="publisher:Nobody")

    play(bot_api, desk_of(articles_searcher), acts)


def test_the_figures_of_some_articles(bot_api: BotApiServer, articles_searcher: Searcher) -> None:
    async def acts(scene: Scene) -> None:
        (some,) = await scene.says(f"/stats in:{FISH}")
        assert f"in:{FISH}" in some.params["text"]
        assert "Ostmere Fisheries Review 2023” · Ostmere Harbour Trust · 2024-02-20" in some.params["text"]
        turned, _ = await scene.taps("2 ▶", some)
        assert "Ostmere" in turned.params["text"]
        assert "9–16" in turned.params["text"]
        (topic,) = await scene.says(f"/stats women in:{METRO}")
        assert "《" in topic.params["text"]
        assert "Ostmere" not in topic.params["text"]
        (wrong,) = await scene.says("/stats women after:noon")
        assert wrong.params["text"] == ENGLISH.no_date.format(filter="after:noon")

    play(bot_api, desk_of(articles_searcher), acts)


def test_long_claims_are_looked_up_under_their_filter(bot_api: BotApiServer, articles_searcher: Searcher) -> None:
    asked: list[str] = []
    desk = desk_of(articles_searcher, threshold=1.01)
    engine = desk.engine

    async def noted(question: str) -> Answer:
        asked.append(question)
        return await engine(question)

    desk.engine = noted

    async def acts(scene: Scene) -> None:
        await scene.says(f"Quist trained 9999 skippers on Mars in:{METRO}")

    play(bot_api, desk, acts)
    checked = [question for question in asked if "Quist" in question]  # the rest are offered instead
    assert len(checked) > 1
    assert all(question.endswith(f"in:{METRO}") for question in checked)
