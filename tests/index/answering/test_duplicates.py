"""The same report in several papers: one answer with several sources; what differs in what it says stays apart."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from bot.formats.json_lines import json_line
from bot.messages.render import MOST_QUOTES, render
from bot.terminal.answers import print_answer
from bot.texts import TEXTS
from index.answering.answer import answer
from index.answering.confidence import SIGNS, signs
from index.answering.duplicates import says_the_same
from index.articles.read import read_article
from index.building.analyse import read_passage
from index.building.build import assemble
from index.library.passages import Passage, Sentence, Vocabulary
from index.question.question import read_question
from index.ranking.ranking import look_up, newest_of_equals, rank
from index.ranking.searcher import Searcher
from index.reading.choice import choose
from index.records import Answer, Article, Paragraph, Span
from tests.bot.handlers.test_buttons import play
from tests.support.answers import ARTICLE, answered, schools
from tests.support.bot_api_messages import check_message
from tests.support.bot_api_server import BotApiServer
from tests.support.desks import desk_of
from tests.support.scene import Scene

if TYPE_CHECKING:
    from index.models.passage_encoder import Encoder

BUILT = "全市动工建设中小学校55所，已竣工公办中小学校19所、新增学位2.1万个。"
LANDED = "Boats landed 18,460 tonnes of fish in 2023, down 6.2 per cent from the year before."


def read(text: str, kind: str = "body") -> tuple[Passage, Sentence]:
    """The first sentence of a paragraph of these words."""
    paragraph = Paragraph(Article("slug", "title", text), 1, Span(0, len(text)), kind)  # type: ignore[arg-type]
    passage = read_passage(paragraph, Vocabulary())
    return passage, passage.sentences[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (BUILT, BUILT),
        (BUILT, BUILT.replace("，", ",").replace("。", ".")),
        (BUILT, "全市動工建設中小學校55所，已竣工公辦中小學校19所、新增學位2.1萬個。"),
        (BUILT, "全市动工建设中小学校５５所,已竣工公办中小学校 19 所,新增学位2.1万个"),
        (BUILT, f"新华社肇庆1月5日电 {BUILT}"),
        (BUILT, f"新华社肇庆1月5日电（记者 甲乙 丙丁）{BUILT}"),
        (f"新华社肇庆1月5日电 {BUILT}", f"中新社肇庆1月6日电 (记者 某某) {BUILT}"),
        (BUILT, f"【西江日报讯】{BUILT}"),
        (BUILT, f"本报讯 {BUILT}"),
        (BUILT, f"记者昨日获悉，{BUILT}"),
        (LANDED, LANDED.replace("fish in 2023, down", "fish in 2023 – down")),
        (LANDED, f"OSTMERE, Feb 20 (Reuters) - {LANDED}"),
        (f"OSTMERE, Feb 20 (Reuters) - {LANDED}", f"OSTMERE — {LANDED}"),
        (LANDED, f"{LANDED.removesuffix('.')}, the Trust said."),
        (LANDED, LANDED.replace("18,460", "18460")),
    ],
)
def test_small_differences_are_none(one: str, other: str) -> None:
    assert says_the_same(*read(one), *read(other))
    assert says_the_same(*read(other), *read(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (BUILT, BUILT.replace("55", "56")),
        (BUILT, BUILT.replace("55", "5.5")),
        (BUILT, BUILT.replace("2.1万个", "21万个")),
        (BUILT, BUILT.replace("55所", "超55所")),
        (BUILT, BUILT.replace("55所", "五十五所")),
        (BUILT, BUILT.replace("动工", "未动工")),
        (BUILT, BUILT.replace("公办", "民办")),
        (BUILT, BUILT.replace("公办", "")),
        (BUILT, BUILT.replace("全市", "广州市")),
        (BUILT, f"若资金到位，{BUILT}"),
        (BUILT, f"计划{BUILT}"),
        (BUILT, f"2020年，{BUILT}"),
        (BUILT, BUILT.replace("。", "，总投资3.05亿元。")),
        (f"新华社肇庆1月5日电 {BUILT}", f"新华社广州1月5日电 {BUILT}"),
        (LANDED, LANDED.replace("down", "up")),
        (LANDED, LANDED.replace("tonnes", "thousand tonnes")),
        (LANDED, LANDED.replace("landed", "have not landed")),
        (LANDED, LANDED.replace("18,460", "-18,460")),
        (LANDED, LANDED.replace("6.2 per cent", "6.2")),
        (LANDED, f"In five years, {LANDED}"),
        (LANDED, f"Unless it rains, {LANDED}"),
        (f"OSTMERE — {LANDED}", f"HARWICK — {LANDED}"),
        ("建成55所。", "昨日，建成55所。"),  # so short that the addition may be the point
        ("", ""),
    ],
)
def test_what_says_something_else_is_never_the_same(one: str, other: str) -> None:
    passages = [read(text) for text in (one, other) if text]
    if len(passages) == 2:
        assert not says_the_same(*passages[0], *passages[1])
        assert not says_the_same(*passages[1], *passages[0])


def test_rows_of_tables_are_not_compared() -> None:
    row = "| Sandhythe | 161 | 11,240 | 10,310 | 41.2 |"
    assert not says_the_same(*read(row, "table"), *read(row, "table"))


# A searcher in which three papers print one report, and a fourth article says more of the matter.

REPORT = (
    "“{paper}”第一段：本市今年的教育工作会议昨日在市文化中心举行，有关部门负责人出席。\n\n"
    "{dateline}全市今年动工建设幼儿园{count}所{comma}已竣工公办幼儿园19所、新增学位2.1万个。\n\n"
    "此外{comma}全市改造公园31座{comma}新增绿道86公里。\n"
)
OLD, NEW, UNDATED, OTHER = "a-old", "b-new", "c-undated", "d-other"


def write(folder: Path, slug: str, date: str, paper: str, **words: str) -> None:
    head = f"---\ntitle: 幼儿园建设{'提速' if slug != OTHER else '十年'}\nsource: {paper}\n"
    body = REPORT.format(**{"paper": paper, "dateline": "", "comma": "，", "count": "55", **words})
    (folder / f"{slug}.md").write_text(f"{head}{f'date: {date}' if date else ''}\n---\n\n{body}", "utf-8")


def articles_in(folder: Path) -> list[Article]:
    write(folder, OLD, "2021-01-05", "东城日报")
    write(folder, NEW, "2021-01-06", "西城晚报", dateline="新华社肇庆1月5日电（记者甲乙）", comma=",")
    write(folder, UNDATED, "", "南城快报", dateline="本报讯 ")
    write(folder, OTHER, "2011-01-05", "北城时报", count="54")
    return [read_article(folder / f"{slug}.md") for slug in (OLD, NEW, UNDATED, OTHER)]


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Searcher:
    """The library of the four."""
    return Searcher(assemble(articles_in(tmp_path_factory.mktemp("papers")), encoder), encoder)


QUESTION = "动工建设幼儿园多少所"


def slugs(found: Answer) -> list[list[str]]:
    """Of each quote the articles that say it."""
    quotes = found.quotes or found.nearest
    return [[each.paragraph.article.slug for each in (quote, *quote.also)] for quote in quotes]


@pytest.mark.parametrize("question", [QUESTION, "how many kindergartens are being built"])
def test_one_report_is_one_quote_with_its_sources_the_newest_first(papers: Searcher, question: str) -> None:
    found = answer(question, papers, limit=5, threshold=0)
    assert [NEW, OLD, UNDATED] in slugs(found)
    assert [OTHER] in slugs(found)
    assert sum(slug != OTHER for group in slugs(found) for slug in group if group[0] != OTHER) == 3
    for quote in found.quotes:
        for each in (quote, *quote.also):
            assert each.text == each.paragraph.article.text[each.span.start : each.span.end]
            assert "所" in each.text
    (report,) = (quote for quote in found.quotes if quote.paragraph.article.slug == NEW)
    assert [statistic.text for statistic in report.headline[:1]] == ["55所"]


def test_a_filter_leaves_the_sources_that_match(papers: Searcher) -> None:
    found = answer(f"{QUESTION} before:2021-01-06 after:2021", papers, limit=5, threshold=0)
    assert slugs(found) == [[OLD]]


def test_the_newest_copy_is_not_quoted_for_another_town(tmp_path: Path, encoder: Encoder) -> None:
    """The same words on two towns: the question names one, and gets it, however old; without a name, the newest."""
    for slug, town, date in (("a", "肇庆", "2019-03-01"), ("b", "广州", "2024-03-01")):
        (tmp_path / f"{slug}.md").write_text(
            f"---\ntitle: {town}教育年度报告\ndate: {date}\n---\n\n"
            f"{town}市教育局昨日发布年度报告。\n\n全市动工建设幼儿园55所，新增学位2.1万个。\n\n老师们表示欢迎。\n",
            "utf-8",
        )
    searcher = Searcher(assemble([read_article(tmp_path / f"{slug}.md") for slug in "ab"], encoder), encoder)
    assert slugs(answer("肇庆动工建设幼儿园多少所", searcher, threshold=0))[0] == ["a", "b"]
    assert slugs(answer("动工建设幼儿园多少所", searcher, threshold=0))[0] == ["b", "a"]


def test_the_same_words_elsewhere_are_no_runner_up(tmp_path: Path, encoder: Encoder) -> None:
    """The margin sign is taken to the next thing said, however many papers print the first."""
    articles = articles_in(tmp_path)[:3]
    margins, gaps = [], []
    for library in (assemble(articles[:1], encoder), assemble(articles, encoder)):
        searcher = Searcher(library, encoder)
        question = read_question(QUESTION)
        lookup = look_up([question], searcher)[0]
        ranked = rank(lookup, searcher)
        choice = choose(question, ranked, searcher)
        margins.append(float(signs(question, choice, searcher)[SIGNS.index("margin")]))
        gaps.append(float(ranked.scores[0] - ranked.scores[1]))
    assert gaps[1] < 0.5 * margins[1]  # a copy comes next
    assert margins[1] == pytest.approx(margins[0], rel=0.1)


@pytest.mark.parametrize(
    ("scores", "dates", "order"),
    [
        ((10, 9.95, 9.92), ("2019", "", "2023年5月"), (2, 0, 1)),
        ((10, 9.95, 9.85), ("2019", "2020-01-01", "2023"), (1, 0, 2)),  # what is 1.5 per cent less is less
        ((10, 9.95, 9.92), ("2023-05", "2023-05-02", "2023-04-30"), (1, 0, 2)),
        ((10, 9.95, 9.92), ("", "", ""), (0, 1, 2)),
        ((-10, -10.05, -11), ("2019", "2020", "2021"), (1, 0, 2)),
        ((10, 5, 4.99), ("2019", "2020", "2021"), (0, 2, 1)),
        ((), (), ()),
    ],
)
def test_the_newest_is_first_among_equals_and_no_further(
    scores: Sequence[float], dates: Sequence[str], order: Sequence[int]
) -> None:
    articles = [Article(str(number), "title", "text", date=date) for number, date in enumerate(dates)]
    found = newest_of_equals(list(range(len(scores))), scores, articles)
    assert found == list(order)


# How it is shown.


def said_also_by(*articles: Article) -> Answer:
    """The answer on schools, which these articles give too."""
    return answered(replace(schools(), also=tuple(schools(article) for article in articles)))


TWIN = replace(ARTICLE, slug="twin", publisher="新华社", authors=(), date="2021-06-15", url="")
RENAMED = replace(TWIN, slug="renamed", title="A Hundred Years", publisher="Xinhua")
NAMELESS = replace(ARTICLE, slug="nameless")


def in_terminal(found: Answer) -> list[str]:
    stream = io.StringIO()
    print_answer(found, Console(file=stream, width=80))
    return stream.getvalue().splitlines()


@pytest.mark.parametrize(
    ("articles", "line"),
    [
        ((TWIN,), "  also in: 新华社 · 2021-06-15 · ¶23"),
        ((RENAMED,), "  also in: “A Hundred Years” · Xinhua · 2021-06-15 · ¶23"),
        ((NAMELESS,), "  also in: nameless · 西江日报 · 陈洁 陈明红 · 2022-01-05 · ¶23"),
        ((TWIN,) * 5, f"  also in: {'新华社 · 2021-06-15 · ¶23; ' * 3}and 2 more"),
    ],
)
def test_further_sources_in_the_terminal(articles: Sequence[Article], line: str) -> None:
    assert in_terminal(said_also_by(*articles))[-1] == line


def test_a_title_alone_is_not_taken_for_a_source() -> None:
    bare = replace(ARTICLE, publisher="", authors=(), date="", url="")
    assert in_terminal(answered(schools(bare)))[-1] == "— 《百年党史映初心》 · zhaoqing · ¶23"


def test_further_sources_in_json() -> None:
    plain, found = json.loads(json_line(answered())), json.loads(json_line(said_also_by(TWIN)))
    assert plain["quotes"][0].pop("also") == []
    (also,) = found["quotes"][0].pop("also")
    assert found == plain
    assert also["text"] == TWIN.text[also["start"] : also["end"]]
    assert (also["article"], also["publisher"], also["date"]) == ("twin", "新华社", "2021-06-15")
    assert set(also) == set(plain["quotes"][0]) - {"also", "statistics"}


def test_further_sources_in_a_message_lead_to_their_pages() -> None:
    linked = replace(TWIN, url="https://example.org/twin")
    message = render(said_also_by(linked, RENAMED))
    check_message(message.text, [entity.to_dict() for entity in message.entities])
    last = message.text.splitlines()[-1]
    assert last == "also in: 新华社 · 2021-06-15 · ¶23; “A Hundred Years” · Xinhua · 2021-06-15 · ¶23"
    links = [entity.url for entity in message.entities if entity.type == "text_link"]
    assert len(links) == 2
    assert str(links[1]).startswith("https://example.org/twin#:~:text=")


def test_a_message_with_all_the_sources_it_can_have_is_within_the_limits() -> None:
    long = replace(TWIN, title="题" * 900, publisher="报" * 900, authors=("名" * 900,), date="日" * 90)
    quote = replace(schools(long), also=tuple(schools(replace(long, title=str(n) * 900)) for n in range(40)))
    other = [replace(quote, headline=(replace(quote.headline[0], value=float(n)),)) for n in range(MOST_QUOTES)]
    for texts in TEXTS.values():
        message = render(answered(*other), texts, lambda quote: "https://t.me/yinju_test_bot?start=x")
        check_message(message.text, [entity.to_dict() for entity in message.entities])
        assert texts.others.format(count=37) in message.text


def test_further_sources_in_telegram(bot_api: BotApiServer, papers: Searcher) -> None:
    async def acts(scene: Scene) -> None:
        (found,) = await scene.says(QUESTION)
        assert f"{TEXTS['zh'].also_in} 东城日报 · 2021-01-05 · ¶2; 南城快报 · ¶2" in found.params["text"]

    play(bot_api, desk_of(papers, threshold=0), acts)
