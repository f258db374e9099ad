"""The word lists and unit tables of this room, as they lie in ``index/data``: tab-separated, with their source."""

from __future__ import annotations

from importlib.resources import files


def rows(name: str, columns: int) -> list[tuple[str, ...]]:
    """The rows of a table of ``index/data``; lines that begin with # are its heading."""
    text = (files("index") / "data" / name).read_text("utf-8")
    lines = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return [tuple(line) for line in lines if len(line) == columns]


def words(name: str, kind: str) -> tuple[str, ...]:
    """The words of one kind in a table of three columns: word, kind, source."""
    return tuple(word for word, group, _ in rows(name, 3) if group == kind)
