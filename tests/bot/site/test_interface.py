"""The interface for programs: answers, documents of what went wrong, and what every request is held to."""

from __future__ import annotations

import csv
import io
import time
from typing import Any

import jsonschema
import pytest

from bot.engine.desk import Desk
from bot.engine.queueing import RateLimit
from bot.settings.passes import pass_until
from bot.site.app import application
from bot.site.limits import LARGEST_BODY
from bot.site.site import Site
from index.library.catalogue import Holdings
from index.ranking.searcher import Searcher
from tests.support.desks import desk_of
from tests.support.site import asked

ASK = "/api/ask?question=南嶼已落成多少間分館&limit=1"


@pytest.fixture(scope="module")
def desk(articles_searcher: Searcher) -> Desk:
    return desk_of(articles_searcher)


@pytest.fixture(scope="module")
def app(desk: Desk) -> Any:
    return application(Site(desk), {"127.0.0.1"})


@pytest.fixture(scope="module")
def schemas(app: Any) -> dict[str, Any]:
    (response,) = asked(app, "/api/openapi.json")
    found: dict[str, Any] = response.json()["components"]
    return found


def valid(data: Any, name: str, schemas: dict[str, Any]) -> Any:
    """``data``, which has the shape that the interface's document gives this name."""
    jsonschema.validate(data, {"$ref": f"#/components/schemas/{name}", "components": schemas})
    return data


def test_answers_have_the_shape_that_the_document_declares(app: Any, desk: Desk, schemas: dict[str, Any]) -> None:
    answer, figures, articles = asked(app, ASK, "/api/stats?topic=fish landed&limit=5", "/api/articles?limit=3")
    quotes = valid(answer.json(), "AnswerData", schemas)["quotes"] + answer.json()["nearest"]
    assert quotes
    assert len(valid(figures.json(), "FiguresData", schemas)["figures"]) <= 5
    assert len(valid(articles.json(), "ArticlesData", schemas)["articles"]) == 3
    again, verified, text = asked(
        app,
        f"/api/quote/{quotes[0]['id']}",
        ("GET", "/api/verify", {"params": {"text": quotes[0]["text"]}}),
        ("POST", "/api/verify", {"json": {"text": f"He said “{quotes[0]['text']}” and “something quite invented”."}}),
    )
    assert valid(again.json(), "QuoteData", schemas)["text"] == quotes[0]["text"]
    assert valid(verified.json(), "CheckData", schemas)["verdict"] == "verbatim"
    first, second = valid(text.json(), "QuotationsData", schemas)["quotations"]
    assert (first["verdict"], second["verdict"]) == ("verbatim", "absent")


def test_a_statement_gets_what_the_articles_say_to_it_and_counts_as_its_claims(desk: Desk, schemas: Any) -> None:
    text = "Nanyu completed 8 branch libraries and 5 are under construction"
    limited = application(Site(desk, rate=RateLimit(3)), {"127.0.0.1"})
    call = ("GET", "/api/ask", {"params": {"question": text}})
    (told, another) = asked(limited, call, ("GET", "/api/ask", {"params": {"question": text, "limit": 1}}))
    claims = valid(told.json(), "AnswerData", schemas)["claims"]
    assert [(each["claimed"], each["verdict"]) for each in claims] == [("8", "equal"), ("5", "different")]
    assert another.status_code == 429


def test_tables_come_as_csv_and_nothing_in_them_is_reckoned(app: Any) -> None:
    by_name, by_accept = asked(
        app, "/api/stats?format=csv&limit=20", ("GET", "/api/articles", {"headers": {"Accept": "text/csv"}})
    )
    for response in (by_name, by_accept):
        assert response.headers["content-type"].startswith("text/csv")
        rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
        assert len({len(row) for row in rows}) == 1
        assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "@"))]


def test_what_the_client_has_is_not_sent_again_until_another_library_is_in_service(
    articles_searcher: Searcher,
) -> None:
    desk = desk_of(articles_searcher)
    app = application(Site(desk, rate=RateLimit(1)))
    (first,) = asked(app, ASK)
    tag = {"headers": {"If-None-Match": f'"another", W/{first.headers["etag"]}'}}
    (second,) = asked(app, ("GET", ASK, tag))
    assert (second.status_code, second.content) == (304, b"")
    assert second.headers["etag"] == first.headers["etag"]
    desk.put_in_service(desk.engine, Holdings(articles_searcher.library.passages))
    (third,) = asked(app, ASK)  # asked of the new library, which counts as a question
    assert third.status_code == 429
    assert int(third.headers["retry-after"]) > 0


@pytest.mark.parametrize(
    ("method", "address", "more", "status"),
    [
        ("GET", "/api/ask", {}, 400),
        ("GET", "/api/ask?question=%20", {}, 400),
        ("GET", f"/api/ask?question={'x' * 2_001}", {}, 400),
        ("GET", f"/api/ask?question={'x' * 60_000}", {}, 414),
        ("GET", "/api/ask?question=x&limit=0", {}, 400),
        ("GET", "/api/ask?question=x&limit=٣", {}, 400),
        ("GET", "/api/ask?question=x", {"headers": {"Accept": "image/png"}}, 406),
        ("GET", "/api/ask?question=x", {"headers": {"Host": "evil.example"}}, 421),
        ("GET", "/api/stats?format=xlsx", {}, 400),
        ("GET", "/api/quote/..%2f..%2fetc%2fpasswd", {}, 404),
        ("GET", "/api/quote/AAAAAAAA.1-2", {}, 410),
        ("GET", "/api/quote/AAAAAAAA.2-1", {}, 410),
        ("GET", "/api/verify?text=ab", {}, 400),
        ("GET", "/api/nothing", {}, 404),
        ("PUT", "/api/ask", {}, 405),
        ("POST", "/api/verify", {"content": b"{", "headers": {"Content-Type": "application/json"}}, 400),
        ("POST", "/api/verify", {"content": b"[" * 100_000, "headers": {"Content-Type": "application/json"}}, 400),
        ("POST", "/api/verify", {"json": {"text": 5}}, 400),
        ("POST", "/api/verify", {"content": b"\xff\xfe\x80"}, 400),
        ("POST", "/api/verify", {"content": b"<a/>", "headers": {"Content-Type": "text/xml"}}, 415),
        ("POST", "/api/verify", {"content": b"x" * (LARGEST_BODY + 1)}, 413),
    ],
)
def test_a_bad_request_is_told_what_is_wrong(
    app: Any, schemas: dict[str, Any], method: str, address: str, more: dict[str, Any], status: int
) -> None:
    (response,) = asked(app, (method, address, more))
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert valid(response.json(), "ProblemDocument", schemas)["status"] == status
    assert response.json()["detail"]
    assert "Traceback" not in response.text


def test_every_response_says_what_a_browser_may_do_with_it(app: Any) -> None:
    for response in asked(app, "/", ASK, "/nowhere", "/style.css"):
        policy = response.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script" not in policy
        assert response.headers["x-robots-tag"] == "noindex"
        assert "set-cookie" not in response.headers
        assert "server" not in response.headers


def test_a_closed_site_is_for_those_with_a_pass(desk: Desk) -> None:
    key = b"k" * 32
    app = application(Site(desk, "https://example.org/q", key), {"example.org"})
    host = {"Host": "example.org"}
    good, late = pass_until(key, time.time() + 60), pass_until(key, time.time() - 1)
    forged = pass_until(b"x" * 32, time.time() + 60)
    refused = [f"/q/articles?pass={each}" for each in ("", late, forged, good[:-1] + "~", "9" * 400)]
    responses = asked(app, *(("GET", address, {"headers": host}) for address in refused))
    assert [response.status_code for response in responses] == [403] * len(refused)
    assert all(response.text.startswith("<!doctype html>") and "script" not in response.text for response in responses)
    assert asked(app, ("GET", "/api/articles", {"headers": host}))[0].json()["status"] == 403
    page, data = asked(
        app,
        ("GET", f"/q/articles?pass={good}", {"headers": host}),
        ("GET", "/api/articles", {"headers": {**host, "Authorization": f"Bearer {good}"}}),
    )
    assert (page.status_code, data.status_code) == (200, 200)
    assert f"/q/a/nanyu-library-plan?pass={good}" in page.text
