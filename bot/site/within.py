"""How a page is opened within Telegram: who opens it is checked, and sent on to the page, where it is closed with a
pass.

What Telegram says stands behind the # of the address, where a server doesn't see it: the script hands it in. It is
the only one, on a page that shows nothing.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from time import time
from urllib.parse import parse_qs, parse_qsl, urlencode
from urllib.parse import quote as percent_encoded

from starlette.requests import Request
from starlette.responses import Response

from bot.settings import passes
from bot.settings.init_data import LONGEST, InitDataError, user_of
from bot.site.frame import STYLE_PATH
from bot.site.html import element
from bot.site.problems import Problem
from bot.site.site import Site, texts_for

SCRIPT_PATH = "/telegram.js"
_MOST = 4 * LONGEST  # bytes of a form; longer ones hold no init data
_NOT_KEPT = {"Cache-Control": "no-store"}


class Within:
    """The endpoints of ``/telegram/a/SLUG?quote=…&text=…&p=NUMBER``."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def form(self, request: Request) -> Response:
        """A form that sends itself, to the same address, with what Telegram says."""
        texts, prefix = texts_for(request), self._site.prefix
        head = element(
            "head",
            element("meta", charset="utf-8"),
            element("meta", name="viewport", content="width=device-width, initial-scale=1"),
            element("title", "yinju"),
            element("link", rel="stylesheet", href=f"{prefix}{STYLE_PATH}"),
            element("script", src=f"{prefix}{SCRIPT_PATH}", defer=True),
        )
        data, send = element("input", type="hidden", name="data"), element("button", texts.page, type="submit")
        body = element("body", element("main", element("form", data, send, method="post")))
        page = f"<!doctype html>\n{element('html', head, body, lang=texts.code)}\n"
        return Response(page, headers=_NOT_KEPT, media_type="text/html")

    async def enter(self, request: Request) -> Response:
        """Sends on to the page. Raises Problem where Telegram's word is needed or given, and is not to be believed."""
        self._site.counted(request)
        given = parse_qs((await request.body())[:_MOST].decode("utf-8", "replace")).get("data", [""])[0]
        if self._site.pass_key or (given and self._site.init_key):
            self._check(given)
        query = parse_qsl(request.url.query)
        number = next((value for name, value in query if name == "p"), "")
        kept = [(name, value) for name, value in query if name != passes.NAME]
        if key := self._site.pass_key:
            kept.append((passes.NAME, passes.pass_until(key, time() + passes.SECONDS)))
        slug = percent_encoded(request.path_params["slug"].encode("utf-8", "replace"), safe="")
        address = f"{self._site.prefix}/a/{slug}?{urlencode(kept, errors='replace')}"
        address += f"#p{number}" if number.isascii() and number.isdecimal() else ""
        return Response(status_code=303, headers={**_NOT_KEPT, "Location": address})

    def _check(self, init_data: str) -> None:
        try:
            user = user_of(self._site.init_key, init_data)
        except InitDataError as error:
            raise Problem(403, str(error)) from None
        if self._site.readers and user not in self._site.readers:
            raise Problem(403, "this is for readers of the bot")


@cache
def script() -> bytes:
    """The script of the form."""
    return Path(__file__).with_name("telegram.js").read_bytes()
