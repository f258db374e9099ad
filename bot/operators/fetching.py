"""Pages off the web: only from hosts that the operator lists, never from an address inside a network."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Callable, Collection
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import httpx

from index.building.extraction import LARGEST

REDIRECTS = 3
SECONDS = 30.0
ENDINGS = {"text/html": ".html", "application/xhtml+xml": ".html", "text/plain": ".txt", "application/pdf": ".pdf"}

IsPublic = Callable[[str], bool]


class NotFetched(Exception):  # noqa: N818  (it says what the operator is told)
    """The page was not read; the text says why."""


class NotListed(NotFetched):
    """The host is not one that the operator lists."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was sent, and the ending of a file that holds it."""

    url: str
    ending: str
    content: bytes


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet."""
    ip = ipaddress.ip_address(address.split("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None) or getattr(ip, "sixtofour", None)
    return ip.is_global and not ip.is_multicast and (mapped is None or mapped.is_global)


async def fetch(url: str, hosts: Collection[str], public: IsPublic = is_public) -> Page:
    """The page at ``url``. Raises NotListed, or NotFetched for what can't or mustn't be read."""
    try:
        async with asyncio.timeout(SECONDS), httpx.AsyncClient(trust_env=False) as client:
            for _ in range(REDIRECTS + 1):
                found = await _one(client, url, hosts, public)
                if isinstance(found, Page):
                    return found
                url = found
    except TimeoutError:
        raise NotFetched("it takes too long") from None
    except (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError) as error:
        raise NotFetched(f"it can't be reached ({type(error).__name__})") from error
    raise NotFetched("it leads from one address to the next")


async def _one(client: httpx.AsyncClient, url: str, hosts: Collection[str], public: IsPublic) -> Page | str:
    """The page, or the address that it leads to."""
    parts = urlsplit(url)
    try:
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise NotFetched("that is no address") from None
    if parts.scheme not in ("http", "https") or parts.username or parts.password:
        raise NotFetched("that is no address of a page")
    if (host if port is None else f"{host}:{port}") not in hosts:
        raise NotListed(host)
    address = await _pinned(host, port or (443 if parts.scheme == "https" else 80), public)
    # Connected to the address that was checked, whatever the name says a moment later.
    pinned = httpx.URL(url).copy_with(host=address)
    request = client.build_request("GET", pinned, headers={"Host": parts.netloc, "Accept": ", ".join(ENDINGS)})
    request.extensions["sni_hostname"] = host
    response = await client.send(request, stream=True)
    try:
        if response.is_redirect:
            return urljoin(url, str(response.headers.get("Location", "")))
        if not response.is_success:
            raise NotFetched(f"the server answers {response.status_code}")
        kind = response.headers.get("Content-Type", "").split(";")[0].strip().lower()
        if kind not in ENDINGS:
            raise NotFetched("it is neither text, HTML nor PDF")
        return Page(url, ENDINGS[kind], await _limited(response))
    finally:
        await response.aclose()


async def _pinned(host: str, port: int, public: IsPublic) -> str:
    """The address to connect to. Raises NotFetched where any of the host's is not public."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(each[4][0]) for each in found]
    if not addresses or not all(map(public, addresses)):
        raise NotFetched("its host has an address inside a network")
    return addresses[0]


async def _limited(response: httpx.Response) -> bytes:
    content = bytearray()
    async for part in response.aiter_bytes(65_536):  # decompressed: a bomb shows here
        content += part
        if len(content) > LARGEST:
            raise NotFetched("it is larger than 20 MB")
    return bytes(content)
