"""A page opened within Telegram: what Telegram says of who opens it is checked before anything is shown."""

from __future__ import annotations

from typing import Any

import pytest

from bot.formats.permalinks import WITHIN, page_path
from bot.settings.settings import Settings
from bot.site.app import application
from bot.site.site import Site
from index.ranking.searcher import Searcher
from tests.support.desks import desk_of
from tests.support.site import KEY, READER, Seen, asked, init_data

PUBLIC = "https://example.org/q"
HOST = {"Host": "example.org"}
NOBODY = '{"id": 7}'


@pytest.fixture(scope="module")
def closed(articles_searcher: Searcher) -> Site:
    return Site(desk_of(articles_searcher), PUBLIC, b"k" * 32, init_key=KEY, readers=frozenset({READER}))


def entered(site: Site, data: str, path: str) -> Any:
    (response,) = asked(application(site), ("POST", f"{WITHIN}{path}", {"data": {"data": data}, "headers": HOST}))
    return response


def test_a_reader_of_the_bot_gets_a_pass_and_the_page(closed: Site) -> None:
    quote = next(iter(closed.desk.holdings.statistics()))
    path, _, paragraph = page_path(quote).partition("#p")
    response = entered(closed, init_data(), f"{path}&p={paragraph}")
    assert response.status_code == 303
    address = response.headers["location"]
    assert address.startswith("/q/a/")
    assert address.endswith(f"#p{paragraph}")
    form, page, sheet = asked(
        application(closed),
        *(("GET", each, {"headers": HOST}) for each in (f"/q{WITHIN}{path}", address, "/q/style.css")),
    )
    assert (form.status_code, page.status_code, sheet.status_code) == (200, 200, 200)
    assert quote.text not in form.text
    assert form.headers["content-security-policy"].endswith("script-src 'self'")
    assert Seen(page.text).found["mark"]


@pytest.mark.parametrize(
    "data",
    [
        "",
        "hash=",
        "no init data at all",
        init_data(b""),
        init_data(b"the key of another bot"),
        init_data().replace(str(READER), "4243"),
        f"{init_data()}&user={NOBODY}",
        init_data()[:-1],
        init_data() + "\ud800",
        init_data(x="x" * 9_000),
        init_data(age=3_700),
        init_data(age=-86_400),  # the suite may be at work for long after this is made
        init_data(auth_date="yesterday"),
        init_data(user=""),
        init_data(user="[]"),
        init_data(user=NOBODY),  # Telegram's word, and of somebody whom the bot doesn't answer
    ],
)
def test_who_is_no_reader_is_told_so_and_gets_nothing(closed: Site, data: str) -> None:
    response = entered(closed, data.encode("utf-8", "replace").decode(), "/a/nanyu-library-plan?text=x")
    assert response.status_code == 403
    assert "location" not in response.headers
    assert "pass=" not in response.text


def test_an_open_page_asks_nobody_but_believes_no_forgery(closed: Site) -> None:
    site = Site(closed.desk, PUBLIC, init_key=KEY)
    path = "/a/nanyu-library-plan?text=%E6%96%87&p=2"
    for data, status in ((init_data(), 303), ("", 303), (init_data(b"another"), 403)):
        response = entered(site, data, path)
        assert response.status_code == status
        assert "pass=" not in response.headers.get("location", "")


def test_the_token_is_in_nothing_that_the_pages_hold(closed: Site) -> None:
    settings = Settings(token=f"1234567:{'t' * 35}", admins={5}, allowed_chats={READER})
    assert settings.readers == {5, READER}
    assert b"t" * 8 not in settings.init_key + settings.pass_key
    assert "KEY" not in repr(closed)
    assert repr(KEY) not in repr(closed)
