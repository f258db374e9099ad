"""The interface for programs: questions, figures, articles, quotes, quotations looked up; JSON, and CSV for tables."""

from __future__ import annotations

import asyncio
import json
import re
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.formats.holdings import articles_object, figures_object
from bot.formats.json_lines import answer_object, check_object, line_of, quote_object
from bot.formats.tables import articles_table, figures_table
from bot.messages.tables import figures_on
from bot.messages.verdicts import claims_of
from bot.site.problems import Problem
from bot.site.site import Made, Site, negotiated
from index.library.catalogue import Gone
from index.quotations.check import LONGEST, UnsuitableLength
from index.records import Quote

LONGEST_QUESTION = 2_000
MOST_QUOTES, MOST_ROWS, FARTHEST = 10, 1_000, 10_000_000
_ID = re.compile(r"([\w-]{8})\.(\d{1,9})-(\d{1,9})", re.ASCII)
_JSON = {"json": "application/json"}
_TABLE = {"json": "application/json", "csv": "text/csv"}


class Interface:
    """The endpoints below ``/api``; each raises Problem, Busy and what the desk raises."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def ask(self, request: Request) -> Response:
        """The answer to ``question``, of the articles that ``filters`` let through; of a statement, what they say to
        the figures that it claims.
        """
        question = _text(request, "question", LONGEST_QUESTION, needed=True)
        filters, limit = _text(request, "filters", 300), _number(request, "limit", 3, 1, MOST_QUOTES)

        async def make() -> Made:
            full_answer, checks = await self._site.look_up(request, f"{question} {filters}".strip())
            answer = answer_object(full_answer, claims_of(checks))
            quotes, nearest = answer["quotes"][:limit], answer["nearest"][:limit]
            return _JSON["json"], line_of({**answer, "quotes": quotes, "nearest": nearest})

        return await self._site.answered(request, negotiated(request, _JSON), make)

    async def stats(self, request: Request) -> Response:
        """The figures on ``topic``, all without one; of ``period``."""
        kind = negotiated(request, _TABLE)
        topic, period = _text(request, "topic", LONGEST_QUESTION), _text(request, "period", 20)
        start, limit = _number(request, "start", 0, 0, FARTHEST), _number(request, "limit", 100, 1, MOST_ROWS)
        if period and not topic.strip():
            raise Problem(400, "period goes with a topic")

        async def make() -> Made:
            self._site.counted(request)
            desk = self._site.desk
            quotes = figures_on(await desk.ask(topic)) if topic.strip() else desk.holdings.statistics()
            data = await asyncio.to_thread(figures_object, topic, period, quotes, start, limit)
            return _TABLE[kind], line_of(data) if kind == "json" else figures_table(data)

        return await self._site.answered(request, kind, make)

    async def articles(self, request: Request) -> Response:
        """What the library holds."""
        kind = negotiated(request, _TABLE)
        start, limit = _number(request, "start", 0, 0, FARTHEST), _number(request, "limit", 100, 1, MOST_ROWS)

        async def make() -> Made:
            data = articles_object(self._site.desk.holdings, start, limit)
            return _TABLE[kind], line_of(data) if kind == "json" else articles_table(data)

        return await self._site.answered(request, kind, make)

    async def quote(self, request: Request) -> Response:
        """The words that an ``id`` stands for."""
        kind = negotiated(request, _JSON)

        async def make() -> Made:
            quote = quote_of(self._site, request.path_params["id"])
            return _JSON[kind], line_of(quote_object(quote))

        return await self._site.answered(request, kind, make)

    async def verify(self, request: Request) -> Response:
        """Whether the articles hold ``text``, given without quotation marks."""
        kind = negotiated(request, _JSON)
        text = _text(request, "text", LONGEST, needed=True)

        async def make() -> Made:
            self._site.counted(request)
            try:
                return _JSON[kind], line_of(check_object(await self._site.desk.check(text)))
            except UnsuitableLength as error:
                raise Problem(400, str(error)) from None

        return await self._site.answered(request, kind, make)

    async def verify_all(self, request: Request) -> Response:
        """Every quotation in a text, which is the body: as it is, or as ``{"text": …}``."""
        negotiated(request, _JSON)
        self._site.counted(request)
        text = _body(request.headers.get("content-type", ""), await request.body())
        quotations = await self._site.desk.check_all(text)
        checks = [{**check_object(check), "start": span.start, "end": span.end} for span, check in quotations]
        return Response(
            line_of({"quotations": checks}), media_type=_JSON["json"], headers={"Cache-Control": "no-store"}
        )


def quote_of(site: Site, identity: str) -> Quote:
    """The quote of this id. Raises Problem where it is none, or its article has other words now."""
    match = _ID.fullmatch(identity)
    if not match:
        raise Problem(404, "this is no quote's id")
    try:
        return site.desk.holdings.quote(match[1], int(match[2]), int(match[3]))
    except Gone:
        raise Problem(410, "these words are no longer in the articles") from None


def _text(request: Request, name: str, longest: int, needed: bool = False) -> str:
    value = request.query_params.get(name, "")
    if needed and not value.strip():
        raise Problem(400, f"{name} is needed")
    if len(value) > longest:
        raise Problem(400, f"{name} may have {longest} characters")
    return value


def _number(request: Request, name: str, default: int, least: int, most: int) -> int:
    value = request.query_params.get(name, str(default))
    if not (value.isascii() and value.isdecimal() and len(value) <= 9 and least <= int(value) <= most):
        raise Problem(400, f"{name} is a number from {least} to {most}")
    return int(value)


def _body(media: str, content: bytes) -> str:
    """The text that a body is. Raises Problem."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Problem(400, "the body is not UTF-8 text") from None
    kind = media.split(";")[0].strip().lower()
    if kind in ("text/plain", ""):
        return text
    if kind != "application/json":
        raise Problem(415, "the body is text/plain or application/json")
    try:
        value: Any = json.loads(text)
    except (ValueError, RecursionError):
        raise Problem(400, "the body is no JSON") from None
    if not isinstance(value, dict) or not isinstance(value.get("text"), str):
        raise Problem(400, 'the body is {"text": "…"}')
    return str(value["text"])
