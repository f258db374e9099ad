"""How settings are written: lists of numbers, hosts, addresses, counts. Each function raises ValueError saying how."""

from __future__ import annotations

import logging
import re
from urllib.parse import urlsplit


def probability(text: str) -> float:
    """``text`` as a probability; ValueError where it isn't one."""
    value = float(text)
    if not 0 <= value <= 1:
        raise ValueError(text)
    return value


def chat_numbers(text: str) -> frozenset[int]:
    """Telegram's numbers of users or chats; those of groups are negative."""
    parts = re.split(r"[\s,;]+", text.strip())
    if any(part and not re.fullmatch(r"-?\d{1,19}", part, re.ASCII) for part in parts):
        raise ValueError("must be numbers, with commas between them: @userinfobot tells yours")
    return frozenset(int(part) for part in parts if part)


def count(text: str) -> int:
    """A number from 0 up."""
    if not re.fullmatch(r"\d{1,9}", text.strip(), re.ASCII):
        raise ValueError("must be a number from 0 up")
    return int(text)


def host_names(text: str) -> frozenset[str]:
    """Names of hosts in lower case, each with a port where one is given."""
    hosts = [part.lower() for part in re.split(r"[\s,;]+", text.strip()) if part]
    if any(not re.fullmatch(r"[\w.-]+(?::\d{1,5})?", host) for host in hosts):
        raise ValueError("must be names like www.example.org, with commas between them")
    return frozenset(hosts)


def host_and_port(text: str) -> tuple[str, int]:
    """Host and port of ``host:port``, of ``[address]:port`` or of a port alone, which is local."""
    host, _, port = text.strip().rpartition(":")
    if not (port.isascii() and port.isdigit() and 0 <= int(port) <= 65535):
        raise ValueError("must be an address like 127.0.0.1:9464")
    return host.strip("[]") or "127.0.0.1", int(port)


def public_address(text: str) -> str:
    """The address that readers open, without a slash at its end; empty where there is none."""
    return server_address(text) if text.strip() else ""


def server_address(text: str) -> str:
    """The address of a server, without a slash at its end."""
    url = text.strip().rstrip("/")
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        usable = False
    if not usable or re.search(r"[\s{}?#]", url):
        raise ValueError("must be an address like http://127.0.0.1:8081")
    return url


def logging_level(text: str) -> str:
    """The name of a level of logging."""
    level = text.strip().upper()
    if level not in logging.getLevelNamesMapping():
        raise ValueError("must be DEBUG, INFO, WARNING or ERROR")
    return level


def version() -> str:
    """The version of yinju; empty where it runs from a folder that isn't installed."""
    from importlib import metadata

    try:
        return metadata.version("yinju")
    except metadata.PackageNotFoundError:
        return ""
