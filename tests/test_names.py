"""Parameters are named by nouns: a pronoun says nothing of what is handed over."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.conftest import ROOT

PRONOUNS = frozenset(("of", "found", "own", "said", "each", "here", "there", "place", "known"))
# Files that still have such a parameter: the list only ever gets shorter.
STILL = frozenset(
    (
        "bot/delivery/transport.py",
        "bot/messages/blocks.py",
        "bot/messages/buttons.py",
        "bot/messages/listings.py",
        "bot/messages/views.py",
        "bot/texts/__init__.py",
        "index/answering/duplicates.py",
        "index/answering/explain.py",
        "index/answering/figure_signs.py",
        "index/answering/figure_words.py",
        "index/answering/headline.py",
        "index/answering/parts.py",
        "index/articles/html_page.py",
        "index/figures/dates.py",
        "index/figures/ordinals.py",
        "index/figures/roles.py",
        "index/numbers/dates.py",
        "index/numbers/ordinals.py",
        "index/ranking/features.py",
        "index/ranking/ranking.py",
        "index/reading/facts.py",
    )
)


def named_by_a_pronoun(file: Path) -> bool:
    """Whether a function, or a lambda, of the file has such a parameter."""
    return any(
        isinstance(node, ast.arg) and node.arg in PRONOUNS for node in ast.walk(ast.parse(file.read_text("utf-8")))
    )


def test_no_parameter_is_a_pronoun() -> None:
    files = {file for package in ("index", "bot") for file in (ROOT / package).rglob("*.py")}
    assert {str(file.relative_to(ROOT)) for file in files if named_by_a_pronoun(file)} <= STILL
