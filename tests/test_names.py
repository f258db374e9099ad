"""Parameters are named by nouns: a pronoun says nothing of what is handed over."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.conftest import ROOT

PRONOUNS = frozenset(("of", "found", "own", "said", "each", "here", "there", "place", "known"))


def named_by_a_pronoun(file: Path) -> bool:
    """Whether a function, or a lambda, of the file has such a parameter."""
    return any(
        isinstance(node, ast.arg) and node.arg in PRONOUNS for node in ast.walk(ast.parse(file.read_text("utf-8")))
    )


def test_no_parameter_is_a_pronoun() -> None:
    files = {file for package in ("index", "bot") for file in (ROOT / package).rglob("*.py")}
    assert {str(file.relative_to(ROOT)) for file in files if named_by_a_pronoun(file)} == set()
