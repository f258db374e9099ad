"""The pages in headless Chromium: readable without a script, by keyboard, on a phone, in the dark, on paper."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest

from bot.formats.permalinks import WITHIN, page_path
from bot.site.app import application
from bot.site.site import Site
from bot.texts import TEXTS
from index.ranking.searcher import Searcher
from index.records import Quote, plain
from tests.support.desks import desk_of
from tests.support.site import KEY, init_data, listening

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
IN_CI = bool(os.environ.get("CI"))  # there .ci/run installs it
pytestmark = pytest.mark.skipif(not CHROMIUM and not IN_CI, reason="there is no Chromium: apt-get install chromium")
QUESTION = "how many branch libraries were completed"


@pytest.fixture(scope="module")
def quote(articles_searcher: Searcher) -> Quote:
    statistics = desk_of(articles_searcher).holdings.statistics()
    return max(statistics[:400], key=lambda each: (each.paragraph.number, each.span.start))


@pytest.fixture(scope="module")
def address(articles_searcher: Searcher) -> Iterator[str]:
    with listening(application(Site(desk_of(articles_searcher), init_key=KEY))) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


def context(browser: Browser, **more: Any) -> BrowserContext:
    """A reader's browser on a phone; without scripts unless said otherwise."""
    return browser.new_context(**{"java_script_enabled": False, "viewport": {"width": 360, "height": 640}, **more})


def test_the_quote_is_on_screen_and_marked_without_a_script(browser: Browser, address: str, quote: Quote) -> None:
    with context(browser) as reader:
        page = reader.new_page()
        page.goto(f"{address}{page_path(quote)}")
        mark = page.locator("mark").first
        box = mark.bounding_box()
        assert box
        assert 0 <= box["y"] < 640
        shown = "".join(page.locator("mark").all_inner_texts())
        assert "".join(shown.split()) == "".join(plain(quote.paragraph.article, quote.span)[0].split())


def test_within_telegram_the_page_opens_at_the_quote(browser: Browser, address: str, quote: Quote) -> None:
    with context(browser, java_script_enabled=True) as reader:
        page = reader.new_page()
        path, _, paragraph = page_path(quote).partition("#p")
        opened = (
            f"{address}{WITHIN}{path}&p={paragraph}#{urlencode({'tgWebAppData': init_data(), 'tgWebAppVersion': 9})}"
        )
        page.goto(opened)
        page.wait_for_url(f"**#p{paragraph}")
        box = page.locator("mark").first.bounding_box()
        assert box
        assert 0 <= box["y"] < 640
        page.goto("about:blank")
        page.goto(opened.replace("AAH", "AAG"))  # not what Telegram signed
        page.wait_for_selector("h1")
        assert page.locator("h1").inner_text() == TEXTS["en"].pages.refused
        assert not page.locator("mark").count()


def test_it_is_read_by_keyboard_in_the_dark_and_on_paper(browser: Browser, address: str, quote: Quote) -> None:
    with context(browser, java_script_enabled=True, color_scheme="dark") as reader:
        page = reader.new_page()
        page.goto(f"{address}{page_path(quote)}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        background = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert max(map(int, background.removeprefix("rgb(").removesuffix(")").split(","))) < 60
        page.evaluate("location.hash = ''")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getAttribute('href')") == "#text"
        page.emulate_media(media="print")
        assert not page.locator("form").is_visible()
        assert page.locator("mark").first.is_visible()
        page.emulate_media(media="screen")
        page.get_by_label("Question").fill(QUESTION)
        page.keyboard.press("Enter")
        page.wait_for_selector("h1")
        assert page.locator("h1").inner_text() == QUESTION


def test_assistive_technology_finds_nothing_wrong(browser: Browser, address: str, quote: Quote) -> None:
    from axe_playwright_python.sync_playwright import Axe

    with context(browser, java_script_enabled=True, bypass_csp=True) as reader:
        page = reader.new_page()
        for path in ("/", f"/?q={QUESTION}&lang=zh", "/articles", page_path(quote), "/a/nothing"):
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                page.goto(f"{address}{path}")
                violations = Axe().run(page).response["violations"]
                assert not [(each["id"], each["nodes"][0]["html"][:200]) for each in violations], path
