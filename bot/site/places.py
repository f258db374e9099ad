"""Which words of which article an address points to, today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from starlette.requests import Request

from bot.site.interface import quote_of
from bot.site.problems import Problem
from bot.site.site import Site
from index.library.catalogue import Gone
from index.quotations.check import LONGEST, UnsuitableLength
from index.records import Quote

Found = Literal["", "here", "moved", "nearest", "not_there"]


@dataclass(frozen=True, slots=True)
class Place:
    """An article by key, and in it the words that are pointed to, if any, and how they were found."""

    key: str
    quote: Quote | None = None
    found: Found = ""


async def place_of(site: Site, slug: str, request: Request) -> Place:
    """The place of ``/a/SLUG?quote=…&text=…`` or ``?p=NUMBER``. Raises Problem where there is no such article."""
    key = site.desk.holdings.keys.get(slug)
    identity, text = request.query_params.get("quote", ""), request.query_params.get("text", "")
    if key is None:
        raise Problem(410 if identity else 404, "there is no such article")
    if identity.startswith(f"{key}."):
        return Place(key, quote_of(site, identity), "here")
    if text.strip() and len(text) <= LONGEST:
        return await _looked_for(site, key, slug, text)
    if identity:
        return Place(key, None, "not_there")
    return Place(key, _paragraph(site, key, request.query_params.get("p", "")))


async def _looked_for(site: Site, key: str, slug: str, text: str) -> Place:
    """Where the article, which is another now, has these words."""
    try:
        check = await site.desk.check(text)
    except UnsuitableLength:
        return Place(key, None, "not_there")
    quotes = (check.quote, *check.quote.also) if check.quote else ()
    for quote in quotes:
        if quote.paragraph.article.slug == slug:
            return Place(key, quote, "moved" if check.verdict == "verbatim" else "nearest")
    return Place(key, None, "not_there")


def _paragraph(site: Site, key: str, number: str) -> Quote | None:
    if not number:
        return None
    if not (number.isascii() and number.isdecimal() and len(number) < 9):
        raise Problem(404, "this is no paragraph's number")
    try:
        return site.desk.holdings.paragraph(key, int(number))
    except Gone:
        raise Problem(404, "there is no such paragraph") from None
