"""Small templates: ``[one|another|]`` chooses, ``{name}`` is filled in; both may be nested."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path
from random import Random

WORDS = Path(__file__).parent / "words"
_TOKEN = re.compile(r"[\[\]|]|\{[^}]*\}|[^\[\]|{]+")

Node = str | tuple[str] | list["list[Node]"]  # text, a slot, or alternatives


def expand(template: str, rng: Random, fill: Callable[[str], str]) -> str:
    """One of the texts that ``template`` stands for; ``fill`` gives a slot's text, from left to right."""
    pieces: list[str] = []
    _write(_parsed(template), rng, fill, pieces)
    return "".join(pieces)


def slots(template: str) -> frozenset[str]:
    """The names of all slots in ``template``."""
    return frozenset(re.findall(r"\{([^}]*)\}", template))


@cache
def sections(name: str) -> dict[str, tuple[str, ...]]:
    """Heading -> lines of a word file; a heading stands behind ``==``, and ``#`` opens a remark."""
    lines: dict[str, list[str]] = {}
    heading = ""
    for line in (WORDS / name).read_text("utf-8").splitlines():
        if line.startswith("== "):
            heading = line[3:].strip()
        elif line.strip() and not line.startswith("#"):
            lines.setdefault(heading, []).append(line)
    return {heading: tuple(texts) for heading, texts in lines.items()}


def words(name: str, heading: str) -> tuple[str, ...]:
    """The words of a section, which stand apart by spaces."""
    return tuple(" ".join(sections(name)[heading]).split())


def pairs(name: str, heading: str) -> dict[str, str]:
    """A section's pairs, written one=other."""
    return dict(word.split("=", 1) for word in words(name, heading))


def _write(nodes: list[Node], rng: Random, fill: Callable[[str], str], pieces: list[str]) -> None:
    for node in nodes:
        if isinstance(node, str):
            pieces.append(node)
        elif isinstance(node, tuple):
            pieces.append(fill(node[0]))
        else:
            _write(node[int(rng.random() * len(node))], rng, fill, pieces)


@lru_cache(maxsize=4096)
def _parsed(template: str) -> list[Node]:
    nodes, rest = _sequence(_TOKEN.findall(template))
    if rest:
        raise ValueError(f"a bracket too many in {template!r}")
    return nodes


def _sequence(tokens: list[str]) -> tuple[list[Node], list[str]]:
    nodes: list[Node] = []
    while tokens and tokens[0] not in ("|", "]"):
        token, tokens = tokens[0], tokens[1:]
        if token == "[":  # noqa: S105
            branches: list[list[Node]] = []
            while True:
                branch, tokens = _sequence(tokens)
                branches.append(branch)
                if not tokens:
                    raise ValueError("a bracket is left open")
                mark, tokens = tokens[0], tokens[1:]
                if mark == "]":
                    break
            nodes.append(branches)
        else:
            nodes.append((token[1:-1],) if token.startswith("{") else token)
    return nodes, tokens
