"""What the pages and the interface answer from, and how a response is made: negotiated, kept, tagged."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from cachetools import LRUCache
from starlette.requests import Request
from starlette.responses import Response

from bot.engine.checking import Check
from bot.engine.desk import Desk
from bot.engine.queueing import Asker, RateLimit, TooFast, asker
from bot.site.problems import Problem
from bot.texts import TEXTS, Texts, language_of
from index.library.catalogue import Holdings
from index.question.claims import claims_in
from index.question.filters import split_filters
from index.records import Answer

KEPT = 500  # responses
Made = tuple[str, str | bytes]  # media type, content


@dataclass(slots=True)
class Site:
    """A desk with its address in the world, ``public`` (empty where there is none), and what it answered lately.

    Where there is a ``pass_key``, it is for those alone to whom the bot gave a pass. What Telegram says of who opens a
    page within it is checked by ``init_key``; ``readers`` are the users who get a pass by it, all where there are none.

    Nothing is kept about readers: their addresses are counted by a hash whose key ends with the process.
    """

    desk: Desk
    public: str = ""
    pass_key: bytes = field(default=b"", repr=False)
    rate: RateLimit = field(default_factory=lambda: RateLimit(0))
    init_key: bytes = field(default=b"", repr=False)
    readers: frozenset[int] = field(default=frozenset(), repr=False)
    _kept: LRUCache[tuple[str, ...], tuple[Made, str]] = field(default_factory=lambda: LRUCache(KEPT))
    _kept_of: Holdings | None = None
    _key: bytes = field(default_factory=lambda: os.urandom(16))

    @property
    def prefix(self) -> str:
        """What stands before every path where a proxy shows the site below one."""
        return urlsplit(self.public).path.rstrip("/")

    def counted(self, request: Request) -> None:
        """Counts a question of this address. Raises TooFast."""
        address = (request.client.host if request.client else "").encode()
        user = int.from_bytes(hashlib.blake2b(address, digest_size=7, key=self._key).digest(), "big")
        if seconds := self.rate.wait(user):
            raise TooFast(seconds)
        asker.set(Asker(user=user, counted=True))

    async def look_up(self, request: Request, text: str) -> tuple[Answer, tuple[Check, ...]]:
        """What the articles say to a text of this address; it counts as many questions as it makes claims. Raises
        TooFast.
        """
        for _ in range(max(len(claims_in(split_filters(text)[0])), 1)):
            self.counted(request)
        return await self.desk.look_up(text)

    async def answered(self, request: Request, kind: str, make: Callable[[], Awaitable[Made]]) -> Response:
        """What ``make`` gives, or gave for the same address and ``kind`` from the same library; 304 where the client
        has it.
        """
        holdings = self.desk.holdings
        if holdings is not self._kept_of:  # another library is in service
            self._kept.clear()
            self._kept_of = holdings
        key = (request.url.path, request.url.query, kind)
        kept = self._kept.get(key)
        if kept is None:
            made = await make()
            body = made[1].encode("utf-8", "replace") if isinstance(made[1], str) else made[1]
            kept = ((made[0], body), f'"{hashlib.blake2b(body, digest_size=9).hexdigest()}"')
            if holdings is self.desk.holdings:
                self._kept[key] = kept
        (media, content), tag = kept
        headers = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept, Accept-Language"}
        given = request.headers.get("if-none-match", "")
        if given.strip() == "*" or tag in (etag.strip().removeprefix("W/") for etag in given.split(",")):
            return Response(status_code=304, headers=headers)
        return Response(content, headers=headers, media_type=media)


def negotiated(request: Request, offered: dict[str, str]) -> str:
    """The name of the offered media type that the client likes best, the first of equals; ``?format=`` decides.

    ``offered`` gives each name its media type. Raises Problem where the client takes none of them.
    """
    if name := request.query_params.get("format"):
        if name not in offered:
            raise Problem(400, f"format is one of {', '.join(offered)}")
        return name
    ranges = _ranges(request.headers.get("accept", "*/*") or "*/*")
    liking = {name: _liking(media, ranges) for name, media in offered.items()}
    best = max(liking, key=lambda name: liking[name])
    if not liking[best]:
        raise Problem(406, f"this can be had as {', '.join(offered.values())}")
    return best


def _ranges(accept: str) -> list[tuple[str, float]]:
    ranges = []
    for part in accept.split(",")[:50]:
        media, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = next((piece[2:] for piece in parameters if piece.startswith("q=")), "1")
        try:
            ranges.append((media, min(max(float(quality), 0.0), 1.0)))
        except ValueError:
            continue
    return ranges


def _liking(media: str, ranges: list[tuple[str, float]]) -> float:
    """How much a media type is liked: what names it most closely decides."""
    kind = media.split("/")[0]
    for pattern in (media, f"{kind}/*", "*/*"):
        if named := [quality for given, quality in ranges if given == pattern]:
            return max(named)
    return 0.0


def texts_for(request: Request) -> Texts:
    """The words of the language that is asked for, else of the first that the browser names and yinju speaks."""
    if (chosen := request.query_params.get("lang", "")) in TEXTS:
        return TEXTS[chosen]
    for part in request.headers.get("accept-language", "").split(",")[:20]:
        code = part.split(";")[0].strip()
        if code.lower().startswith(("zh", "en")):
            return TEXTS[language_of(code)]
    return TEXTS["en"]
