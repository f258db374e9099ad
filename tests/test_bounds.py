"""Nothing that lasts grows with what people send: whatever is remembered by its arguments has a bound."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.ranking import searcher as searching
from index.ranking.searcher import Searcher
from tests.conftest import ROOT

OWN_FILES = {"learned"}  # its arguments are names of files of ours


def remembering(file: Path) -> Iterator[tuple[str, ast.arguments | None, ast.expr]]:
    """What a module remembers results of: its name, its arguments, and what has it remembered."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from ((node.name, node.args, decorator) for decorator in node.decorator_list)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Call):  # lru_cache(100)(function)
            yield ast.unparse(node.args[0]) if node.args else "", None, node.func


def is_unbounded(arguments: ast.arguments | None, decorator: ast.expr) -> bool:
    """Whether each new argument is remembered for ever."""
    takes = arguments is None or bool(arguments.posonlyargs or arguments.args or arguments.kwonlyargs)
    name, _, given = ast.unparse(decorator).removeprefix("functools.").partition("(")
    if name == "cache":
        return takes
    return takes and name == "lru_cache" and (not given.strip("()") or "None" in given)


@pytest.mark.parametrize("package", ["bot", "index"])
def test_what_is_remembered_by_arguments_has_a_bound(package: str) -> None:
    found = [
        f"{file.relative_to(ROOT)}: {name}"
        for file in sorted((ROOT / package).rglob("*.py"))
        for name, arguments, decorator in remembering(file)
        if name not in OWN_FILES and is_unbounded(arguments, decorator)
    ]
    assert found == []


def test_terms_that_people_type_are_forgotten(searcher: Searcher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "_REMEMBERED_TERMS", 8)
    other = Searcher(searcher.library, searcher.encoder)
    for batch in range(6):
        vectors = other.term_vectors([f"term{batch}x{number}" for number in range(5)])
        assert len(vectors) == 5
        assert len(other._terms) <= 8 + 5 + 1
