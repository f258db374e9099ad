"""Pages off the web: only from hosts that the operator lists, never from an address inside a network."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import zlib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import httpx

from index.building.extraction import LARGEST

REDIRECTS = 3
SECONDS = 30.0
PART = 65_536  # bytes
ENDINGS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "application/vnd.ms-excel": ".xls",
}

# What Python's ``is_global`` says depends on its patch release; and addresses that hold another address lead there.
UNICAST = ipaddress.ip_network("2000::/3")  # all that is given out of IPv6
NAT64 = ipaddress.ip_network("64:ff9b::/96")
NOT_PUBLIC = tuple(
    map(
        ipaddress.ip_network,
        ("192.88.99.0/24", "198.18.0.0/15", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"),
    )
)
CODINGS = {"": None, "identity": None, "gzip": 31, "x-gzip": 31, "deflate": 47}  # and what zlib calls them

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
    if isinstance(ip, ipaddress.IPv6Address):
        if ip in NAT64:  # the address of a network without IPv4 for one of IPv4
            return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)))
        return ip in UNICAST and ip.is_global and not any(ip in network for network in NOT_PUBLIC)
    return ip.is_global and not ip.is_multicast and not any(ip in network for network in NOT_PUBLIC)


async def fetch(url: str, hosts: Collection[str], public: IsPublic = is_public) -> Page:
    """The page at ``url``. Raises NotListed, or NotFetched for what can't or mustn't be read."""
    try:
        async with asyncio.timeout(SECONDS), httpx.AsyncClient(trust_env=False) as client:
            for _ in range(REDIRECTS + 1):
                reply = await _one(client, url, hosts, public)
                if isinstance(reply, Page):
                    return reply
                if url.lower().startswith("https:") and not reply.lower().startswith("https:"):
                    raise NotFetched("it leads from https to an address that is not protected")
                url = reply
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
    request = client.build_request("GET", pinned, headers=_headers(parts.netloc))
    request.extensions["sni_hostname"] = host
    response = await client.send(request, stream=True)
    try:
        if response.is_redirect:
            return urljoin(url, str(response.headers.get("Location", "")))
        if not response.is_success:
            raise NotFetched(f"the server answers {response.status_code}")
        kind = response.headers.get("Content-Type", "").split(";")[0].strip().lower()
        if kind not in ENDINGS:
            raise NotFetched("it is neither text, HTML nor a file of an office")
        return Page(url, ENDINGS[kind], await _limited(response))
    finally:
        await response.aclose()


async def _pinned(host: str, port: int, public: IsPublic) -> str:
    """The address to connect to. Raises NotFetched where any of the host's is not public."""
    loop = asyncio.get_running_loop()
    entries = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]) for entry in entries]
    if not addresses or not all(map(public, addresses)):
        raise NotFetched("its host has an address inside a network")
    return addresses[0]


def _headers(host: str) -> dict[str, str]:
    return {"Host": host, "Accept": ", ".join(ENDINGS), "Accept-Encoding": "identity"}


async def _limited(response: httpx.Response) -> bytes:
    """The page, unpacked a little at a time: a few bytes may stand for gigabytes, packed more than once for more."""
    coding = response.headers.get("Content-Encoding", "").strip().lower()
    if coding not in CODINGS:
        raise NotFetched("it is packed in a way that is not read")
    window = CODINGS[coding]
    packed = zlib.decompressobj(window) if window else None
    content = bytearray()
    try:
        async for part in response.aiter_raw(PART):
            while part:
                content += packed.decompress(part, PART) if packed else part
                part = packed.unconsumed_tail if packed else b""
                if len(content) > LARGEST:
                    raise NotFetched("it is larger than 20 MB")
                await asyncio.sleep(0)  # questions are answered meanwhile
    except zlib.error:
        raise NotFetched("it is not packed as it says") from None
    if packed:
        content += packed.flush()  # what is unpacked already, and did not fit into a part
    if packed and not packed.eof:
        raise NotFetched("it breaks off")
    return bytes(content)
