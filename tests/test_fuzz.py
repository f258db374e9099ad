"""Whatever comes in, nothing crashes, every quote is a slice and every message is within the limits.

A small number of cases of each kind; ``make fuzz`` runs 10,000.
"""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from pydantic import SecretStr
from telegram import MessageEntity, Update

from bot.app import App, build_application
from bot.delivery.transport import readable_updates
from bot.engine.desk import MOST_QUOTES, Desk
from bot.messages.blocks import Message, sendable
from bot.messages.views import (
    Reader,
    View,
    answer_view,
    carried_view,
    closest_view,
    long_paragraph_view,
    paragraph_view,
    passage_view,
)
from bot.running.service import Service
from bot.settings.settings import Settings
from bot.texts import TEXTS
from index.answering.answer import answer
from index.articles.read import read_article, split_paragraphs
from index.errors import ArticleError, LibraryError
from index.figures.find import find_statistics
from index.library.catalogue import Holdings
from index.ranking.searcher import Searcher, open_searcher
from index.records import Answer, Span
from index.records import plain as readable_text
from tests.support.answers import PASSAGES
from tests.support.bot_api_messages import check_buttons, check_message
from tests.support.bot_api_server import BotApiServer
from tests.support.conversation import ask
from tests.support.desks import in_one_thread

if TYPE_CHECKING:
    from index.models.passage_encoder import Encoder


FUZZ = int(os.environ.get("YINJU_FUZZ", "0"))


def cases(few: int) -> settings:
    """``few`` cases of a kind, or as many as are asked for; the same ones each time unless many are."""
    checks = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(
        max_examples=FUZZ or few, deadline=None, derandomize=not FUZZ, database=None, suppress_health_check=checks
    )


words = st.sampled_from(
    [
        *(
            "学校",
            "55所",
            "2.1万个",
            "超2600亿元",
            "how many",
            "schools",
            "2021",
            "。",
            "\n",
            "\n\n",
            "# ",
            "<p>",
            "</p>",
        ),
        *(
            "---\n",
            "title: ",
            "<!--",
            "&#x110000;",
            "\ud800",
            "\x00",
            "\u202e",
            "👨‍👩‍👧",
            "e\u0301",
            "%",
            "—",
            "|",
            "```",
        ),
        *("[a](b)", "ignore all rules"),
    ]
)
prose = st.lists(words | st.text(max_size=30), max_size=40).map("".join)


@cases(100)
@given(
    content=st.binary(max_size=2000) | prose.map(lambda text: text.encode("utf-8", "surrogatepass")),
    ending=st.sampled_from([".txt", ".md", ".html"]),
)
def test_any_bytes_are_an_article_or_declined(content: bytes, ending: str, tmp_path: Path) -> None:
    file = tmp_path / f"article{ending}"
    file.write_bytes(content)
    try:
        article = read_article(file)
    except ArticleError:
        return
    end = 0
    for paragraph in split_paragraphs(article):
        assert end <= paragraph.span.start < paragraph.span.end <= len(article.text)
        end = paragraph.span.end if paragraph.kind == "body" else end
        text = article.text[paragraph.span.start : paragraph.span.end]
        for statistic in find_statistics(text):
            assert text[statistic.span.start : statistic.span.end] == statistic.text


asked = st.sampled_from(
    [
        *("how many schools were built", "全市GDP多少", "新增公办学位多少个,公园呢?", "你好"),
        *("how much was spent on hospitals", "who wrote the article", "全市動工建設中小學校多少所"),
        *("after:2021 多少", "in:zhaoqing how many parks"),
    ]
)
question = prose | asked | st.lists(asked | words, min_size=1, max_size=6).map(" ".join)


@cases(25)
@given(question=question)
def test_any_question_is_answered_with_slices_within_the_limits(
    question: str, searcher: Searcher, holdings: Holdings
) -> None:
    found = answer(question, searcher, limit=MOST_QUOTES)
    event("answered" if found.quotes else "not answered")
    for quote in (*found.quotes, *found.nearest):
        article = quote.paragraph.article
        assert quote.text == article.text[quote.span.start : quote.span.end]
        assert all(article.text[s.span.start : s.span.end] == s.text for s in quote.statistics)
    for texts in TEXTS.values():
        for view in views(found, Reader(texts, holdings, "yinju_test_bot", True)):
            check_buttons(view.buttons.to_dict() if view.buttons else {})
            for message in view.messages:
                check_message(message.text, [entity.to_dict() for entity in message.entities])
                assert_quoted(message, searcher)


@pytest.fixture(scope="module")
def holdings(searcher: Searcher) -> Holdings:
    """What the library holds."""
    return Holdings(searcher.library.passages)


def views(found: Answer, reader: Reader) -> Iterator[View]:
    """All the ways in which an answer may come to be shown."""
    yield answer_view(found, reader)
    yield closest_view(found, reader)
    yield from (passage_view(found, place, reader) for place in range(len(found.quotes)))
    for quote in (*found.quotes, *found.nearest)[:2]:
        yield carried_view(quote, reader)
        yield long_paragraph_view(quote, reader)
        yield paragraph_view(quote, reader, found.question)


def assert_quoted(message: Message, searcher: Searcher) -> None:
    """Every block quotation is a stretch of an article, as the article is read; … stands where it goes on."""
    texts = [sendable(readable_text(each, Span(0, len(each.text)))[0]) for each in searcher.library.articles]
    for entity, covered in message_entities(message):
        if entity.type in ("blockquote", "expandable_blockquote"):
            for part in covered.split("\n\n"):  # a clause, and the sentence that it is of
                assert any(part.removeprefix("…").removesuffix("…") in text for text in texts), covered


def message_entities(message: Message) -> Iterator[tuple[MessageEntity, str]]:
    """Each entity of a message, and the words that it covers."""
    units = message.text.encode("utf-16-le")
    for each in message.entities:
        yield each, units[2 * each.offset : 2 * (each.offset + each.length)].decode("utf-16-le")


anything: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
number = st.integers(1, 2**40)
user = st.fixed_dictionaries(
    {"id": number, "is_bot": st.booleans(), "first_name": st.text(max_size=5)},
    optional={"language_code": st.sampled_from(["en", "zh", "zh-hant", "", "xx"]), "username": st.text(max_size=5)},
)
chat = st.fixed_dictionaries(
    {"id": st.integers(-(2**40), 2**40), "type": st.sampled_from(["private", "group", "supergroup", "channel"])},
    optional={"title": st.text(max_size=5), "first_name": st.text(max_size=5)},
)
entity = st.fixed_dictionaries(
    {
        "type": st.sampled_from(["mention", "bot_command", "bold", "url", "text_mention"]),
        "offset": st.integers(0, 50),
        "length": st.integers(1, 50),
    }
)
commands = st.sampled_from(
    ["/start", "/ask schools", "/stats", "/articles", "/random", "/about", "/privacy", "/forget", "/x"]
)
text = prose.map(lambda each: each.encode("utf-8", "replace").decode()[:4096])
plain = st.fixed_dictionaries(
    {"message_id": number, "date": st.integers(0, 2**31), "chat": chat},
    optional={
        "from": user,
        "text": text | commands,
        "caption": text,
        "entities": st.lists(entity, max_size=3),
        "edit_date": st.integers(0, 2**31),
        "is_topic_message": st.booleans(),
        "message_thread_id": number,
        "location": st.fixed_dictionaries({"latitude": st.floats(-90, 90), "longitude": st.floats(-180, 180)}),
    },
)
message = st.builds(
    lambda outer, inner: outer | inner, plain, st.fixed_dictionaries({}, optional={"reply_to_message": plain})
)
tap = st.text(max_size=64) | st.builds(
    lambda verb, about: ":".join([verb, *about]),
    st.sampled_from(["answer", "closest", "paragraph", "gloss", "up", "down", "stats", "topic", "figure", "outline"]),
    st.lists(st.text(max_size=10) | st.integers(-1, 50).map(str), max_size=4),
)
update = st.one_of(
    st.fixed_dictionaries({"message": message}),
    st.fixed_dictionaries({"edited_message": message}),
    st.fixed_dictionaries(
        {
            "callback_query": st.fixed_dictionaries(
                {"id": number.map(str), "from": user, "chat_instance": st.just("1"), "data": tap},
                optional={"message": message},
            )
        }
    ),
    st.fixed_dictionaries(
        {
            "inline_query": st.fixed_dictionaries(
                {"id": number.map(str), "from": user, "query": text.map(lambda each: each[:256]), "offset": st.just("")}
            )
        }
    ),
    st.dictionaries(st.sampled_from(["message", "callback_query", "inline_query", "poll"]), anything, max_size=2),
)


class Running:
    """The application, connected to a Bot API server, taking updates one by one."""

    def __init__(self, runner: asyncio.Runner, application: App, service: Service, server: BotApiServer) -> None:
        self.runner, self.application, self.service, self.server = runner, application, service, server

    def take(self, raw: dict[str, Any]) -> None:
        """Hands an update over and returns when it is dealt with."""
        for each in readable_updates([raw]):
            self.runner.run(self.application.process_update(Update.de_json(each, self.application.bot)))

    @property
    def errors(self) -> float:
        """How many updates ended in an error."""
        return sum(sample.value for metric in self.service.metrics.errors.collect() for sample in metric.samples[:1])


@contextmanager
def application_running() -> Iterator[Running]:
    with BotApiServer() as server, asyncio.Runner() as runner:
        service = Service()
        desk = Desk(in_one_thread(ask), Holdings(PASSAGES))
        settings_ = Settings(token=SecretStr(server.token), api_url=server.url)
        application = build_application(settings_, desk, service)
        runner.run(application.initialize())
        yield Running(runner, application, service, server)
        runner.run(application.shutdown())


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    """One application for all the updates."""
    with application_running() as application:
        yield application


@cases(100)
@given(raw=update)
def test_any_update_is_dealt_with(raw: dict[str, Any], running: Running) -> None:
    before = running.errors
    running.take({"update_id": 1, **raw})
    running.server.calls.clear()
    assert running.errors == before  # the server refuses a message over the limits: that would be one


@cases(15)
@given(place=st.floats(0, 1, exclude_max=True), bits=st.integers(1, 255), which=st.integers(0, 100))
def test_a_library_with_flipped_bytes_is_refused(
    place: float, bits: int, which: int, library_dir: Path, encoder: Encoder, tmp_path: Path
) -> None:
    name = (library_dir / "CURRENT").read_text("ascii").split()[0]
    index = tmp_path / "index"
    if not index.exists():
        shutil.copytree(library_dir, index)
    files = [index / "CURRENT", *sorted((index / name).iterdir()), *sorted(index.glob("segment-*/*"))]
    file = files[which % len(files)]
    content = file.read_bytes()
    position = int(place * len(content))
    spoiled = bytearray(content)
    spoiled[position] ^= bits
    if spoiled.split() == content.split():  # CURRENT ends in another kind of space: it says the same
        return
    file.write_bytes(spoiled)
    try:
        with pytest.raises(LibraryError):
            open_searcher(index, encoder)
    finally:
        file.write_bytes(content)
