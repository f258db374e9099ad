"""The ASGI application: which address is answered by what, and what a failure looks like to whom."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Collection
from functools import partial

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.engine.queueing import Busy, TooFast
from bot.formats.permalinks import WITHIN
from bot.site.article import STRIP_PATH
from bot.site.document import document
from bot.site.frame import STYLE_PATH
from bot.site.interface import Interface
from bot.site.limits import Limits, problem_of
from bot.site.pages import Pages, error_page, style
from bot.site.problems import Problem, problem_response
from bot.site.site import Made, Site
from bot.site.within import SCRIPT_PATH, Within, script

_DETAILS = {404: "there is nothing at this address", 405: "this address is read, nothing is put there"}


def application(site: Site, hosts: Collection[str] = ()) -> Limits:
    """The site as an ASGI application that answers to ``hosts``, to all names where there are none."""
    pages, interface, within = Pages(site), Interface(site), Within(site)

    async def failed(request: Request, error: Exception) -> Response:
        problem = problem_of(error)
        if isinstance(error, HTTPException):
            problem = Problem(error.status_code, _DETAILS.get(error.status_code, ""))
        as_document = request.url.path.startswith("/api/") or problem.status == 406
        response = problem_response(problem) if as_document else error_page(site, request, problem)
        response.headers.update(getattr(error, "headers", None) or {})
        return response

    app = Starlette(
        routes=[
            Route("/", pages.home),
            Route("/articles", pages.articles),
            Route("/a/{slug}", pages.article),
            Route(f"{STRIP_PATH}/{{id}}", pages.strip),
            Route(f"{WITHIN}/a/{{slug}}", within.form, methods=["GET"]),
            Route(f"{WITHIN}/a/{{slug}}", within.enter, methods=["POST"]),
            Route(SCRIPT_PATH, lambda request: _file("text/javascript", script())),
            Route(STYLE_PATH, lambda request: _file("text/css", style())),
            Route("/robots.txt", lambda request: _file("text/plain", b"User-agent: *\nDisallow: /\n")),
            Route("/healthz", lambda request: _file("text/plain", b"alive\n")),
            Route("/api/ask", interface.ask),
            Route("/api/stats", interface.stats),
            Route("/api/articles", interface.articles),
            Route("/api/quote/{id}", interface.quote),
            Route("/api/verify", interface.verify, methods=["GET"]),
            Route("/api/verify", interface.verify_all, methods=["POST"]),
            Route("/api/openapi.json", _described(site)),
        ],
        exception_handlers=dict.fromkeys((Problem, Busy, TooFast, HTTPException), failed),
    )
    return Limits(app, hosts, site.public, site.pass_key, partial(error_page, site))


def _described(site: Site) -> Callable[[Request], Awaitable[Response]]:
    async def described(request: Request) -> Response:
        async def make() -> Made:
            return "application/json", json.dumps(document(site.public))

        return await site.answered(request, "json", make)

    return described


def _file(media: str, content: bytes) -> Response:
    return Response(content, media_type=media, headers={"Cache-Control": "max-age=3600"})
