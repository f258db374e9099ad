"""What an assistant gets over the Model Context Protocol, asked by the official client."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import jsonschema
import pytest
from mcp import Client

from bot.assistants.tools import server_of
from bot.engine.desk import Desk
from index.ranking.searcher import Searcher
from tests.support.desks import desk_of


@pytest.fixture(scope="module")
def desk(articles_searcher: Searcher) -> Desk:
    return desk_of(articles_searcher)


def called(desk: Desk, *calls: tuple[str, dict[str, Any]], mode: str = "auto") -> list[Any]:
    """What the tools give, each result checked against the schema that its tool declares."""

    async def session() -> list[Any]:
        async with Client(server_of(desk), mode=mode) as client:
            tools = {tool.name: tool for tool in (await client.list_tools()).tools}
            assert set(tools) == {"ask", "find_figures", "verify_quote", "read", "list_articles"}
            assert all(tool.annotations and tool.annotations.read_only_hint for tool in tools.values())
            results = []
            for name, arguments in calls:
                result = await client.call_tool(name, arguments)
                if not result.is_error:
                    jsonschema.validate(result.structured_content, tools[name].output_schema)
                results.append(result)
            return results

    return asyncio.run(session())


def test_a_statement_gets_what_the_articles_say_to_its_figure(desk: Desk) -> None:
    (told,) = called(desk, ("ask", {"question": "南嶼已落成18間分館，對嗎"}))
    (claim,) = told.structured_content["claims"]
    assert (claim["claimed"], claim["verdict"]) == ("18間", "different")


def test_tools_give_the_articles_words_with_their_places(desk: Desk) -> None:
    text = "至2023年底已落成8間，另有3間正在施工"
    asked, figures, true, changed, absent, listed = called(
        desk,
        ("ask", {"question": "南嶼已落成多少間分館", "filters": "in:nanyu-library-plan"}),
        ("find_figures", {"topic": "fish landed", "period": "2023"}),
        ("verify_quote", {"text": f"「{text}」"}),
        ("verify_quote", {"text": text.replace("8", "18")}),
        ("verify_quote", {"text": "館長保證明年所有分館全日開放"}),
        ("list_articles", {}),
    )
    answer = asked.structured_content
    article = desk.holdings.passages(desk.holdings.keys["nanyu-library-plan"])[0].paragraph.article
    for quote in answer["quotes"] + answer["nearest"]:
        assert quote["article"] == "nanyu-library-plan"
        assert quote["text"] == article.text[quote["start"] : quote["end"]]
    assert all(figure["period"].startswith("2023") for figure in figures.structured_content["figures"])
    place = true.structured_content["quote"]
    assert true.structured_content["verdict"] == "verbatim"
    assert article.text[place["start"] : place["end"]] == place["text"] == text
    assert changed.structured_content["verdict"] == "changed"
    assert [each["text"] for each in changed.structured_content["differences"]] == ["1"]
    assert (absent.structured_content["verdict"], absent.structured_content["quote"]) == ("absent", None)
    assert listed.structured_content["total"] == len(listed.structured_content["articles"]) == 9
    assert json.loads(true.content[0].text) == true.structured_content  # for clients that read text alone


def test_what_cant_be_done_is_an_error_in_words(desk: Desk) -> None:
    results = called(
        desk,
        ("read", {"article": "nanyu-library-plan", "paragraph": 2}),
        ("read", {"article": "../etc/passwd", "paragraph": 1}),
        ("read", {"article": "nanyu-library-plan", "paragraph": 10_000}),
        ("verify_quote", {"text": "，。，。，。"}),
        ("verify_quote", {"text": "x" * 1_000_000}),
        ("ask", {"question": "x" * 1_000_000}),
        ("ask", {}),
        mode="legacy",  # the handshake of clients from before 2026
    )
    assert [result.is_error for result in results] == [False] + [True] * 6
    data = results[0].structured_content
    assert data["before"]["paragraph"]["number"] == 1
    assert data["paragraph"]["paragraph"]["number"] == 2
    assert all("Traceback" not in result.content[0].text for result in results)
