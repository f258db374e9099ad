"""The pages for readers: a question and its answer, an article with the quote marked, the list of articles."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import cache
from itertools import islice
from pathlib import Path
from urllib.parse import quote as percent_encoded

from starlette.requests import Request
from starlette.responses import Response

from bot.messages.citation import SEPARATOR, credits, title
from bot.pictures.scan import strip
from bot.site.article import ArticlePage
from bot.site.frame import carried, page
from bot.site.html import Html, element, joined, language_of
from bot.site.interface import LONGEST_QUESTION, quote_of
from bot.site.places import Place, place_of
from bot.site.problems import Problem, headers_of
from bot.site.quoting import answer_block, quote_block
from bot.site.site import Made, Site, negotiated, texts_for
from index.library.catalogue import Gone

HTML = "text/html"
_OFFERED = {"html": HTML}
_ON_A_PAGE = 200  # articles
_EXAMPLES = 5


class Pages:
    """The endpoints that a browser opens."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def home(self, request: Request) -> Response:
        """The answer to ``q``; without a question some figures to begin with."""
        texts, question = texts_for(request), request.query_params.get("q", "")
        if len(question) > LONGEST_QUESTION:
            raise Problem(400, f"a question may have {LONGEST_QUESTION} characters")

        async def make() -> Made:
            if not question.strip():
                return HTML, self._page(request, "yinju", await asyncio.to_thread(self._welcome, request))
            answer, checks = await self._site.look_up(request, question)
            told = any(check.verdict != "none" for check in checks)
            block = answer_block(answer, checks if told else (), texts, self._site.prefix, request)
            return HTML, self._page(request, question, element("h1", question), block, question=question)

        return await self._made(request, make)

    async def article(self, request: Request) -> Response:
        """The page of an article, at the words that the address points to."""

        async def make() -> Made:
            target = await place_of(self._site, request.path_params["slug"], request)
            return HTML, await asyncio.to_thread(self._article, request, target)

        return await self._made(request, make)

    async def strip(self, request: Request) -> Response:
        """The strip of a scan on which the words of this ``id`` stand."""

        async def make() -> Made:
            self._site.counted(request)
            quote = quote_of(self._site, request.path_params["id"])
            try:
                return "image/png", await asyncio.to_thread(strip, self._site.desk.corpus, quote)
            except Gone:
                raise Problem(404, "there is no picture of these words") from None

        return await self._site.answered(request, "png", make)

    def _article(self, request: Request, target: Place) -> str:
        shown = ArticlePage(self._site, target, texts_for(request), request)
        return self._page(request, title(shown.article), *shown.content())

    async def articles(self, request: Request) -> Response:
        """The articles by name."""
        start = request.query_params.get("start", "0")
        if not (start.isascii() and start.isdecimal() and len(start) < 9):
            raise Problem(400, "start is a number")

        async def make() -> Made:
            texts = texts_for(request)
            return HTML, self._page(request, texts.corpus, element("h1", texts.corpus), self._list(request, int(start)))

        return await self._made(request, make)

    async def _made(self, request: Request, make: Callable[[], Awaitable[Made]]) -> Response:
        negotiated(request, _OFFERED)
        return await self._site.answered(request, f"html {texts_for(request).code}", make)

    def _page(self, request: Request, name: str, *content: object, question: str = "") -> str:
        return page(texts_for(request), self._site.prefix, request, name, *content, question=question)

    def _welcome(self, request: Request) -> Html:
        texts, holdings = texts_for(request), self._site.desk.holdings
        examples = holdings.examples(_EXAMPLES)
        return joined(
            [
                element("h1", texts.pages.search),
                element("p", texts.short_description),
                *(quote_block(quote, texts, self._site.prefix, request) for quote in examples),
            ]
        )

    def _list(self, request: Request, start: int) -> Html:
        holdings, texts = self._site.desk.holdings, texts_for(request)
        items = []
        for key in islice(holdings.articles, start, start + _ON_A_PAGE):
            article, (paragraphs, figures) = holdings.article(key), holdings.size(key)
            slug = percent_encoded(article.slug.encode("utf-8", "replace"), safe="")
            address = carried(f"{self._site.prefix}/a/{slug}", request)
            size = texts.size.format(paragraphs=paragraphs, figures=figures)
            name = element("a", title(article), href=address, lang=language_of(article.title))
            items.append(element("li", name, f" {SEPARATOR.join([*credits(article), size])}"))
        following = start + _ON_A_PAGE
        if following >= len(holdings.articles):
            return element("ol", *items, start=start + 1)
        more = carried(f"{self._site.prefix}/articles?start={following}", request)
        return joined([element("ol", *items, start=start + 1), element("a", texts.pages.more_articles, href=more)])


def error_page(site: Site, request: Request, problem: Problem) -> Response:
    """A problem as a reader sees it: in words, with a way on."""
    texts = texts_for(request)
    messages = {404: texts.pages.no_page, 410: texts.pages.gone, 429: texts.too_fast, 503: texts.busy}
    words = messages.get(problem.status, texts.pages.refused).format(seconds=round(problem.again or 10))
    content = page(texts, site.prefix, request, str(problem.status), element("h1", words), element("p", problem.detail))
    return Response(content.encode("utf-8", "replace"), problem.status, headers_of(problem), media_type=HTML)


@cache
def style() -> bytes:
    """The pages' style sheet."""
    return Path(__file__).with_name("style.css").read_bytes()
