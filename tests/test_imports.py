"""Which package may import which, and what is light to import."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, environment

HEAVY = ("torch", "transformers", "sentence_transformers", "faiss", "telegram", "jieba", "opencc", "numpy")


def imported(file: Path) -> set[str]:
    """The packages that a module imports anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file.name}: imports are absolute"
            found.add((node.module or "").split(".")[0])
    return found


@pytest.mark.parametrize("file", sorted((ROOT / "index").glob("*.py")), ids=lambda file: file.stem)
def test_index_knows_nothing_of_the_front_ends(file: Path) -> None:
    assert not imported(file) & {"bot", "telegram", "rich", "tests", "benchmarks"}


@pytest.mark.parametrize("file", sorted((ROOT / "bot").rglob("*.py")), ids=lambda file: str(file.relative_to(ROOT)))
def test_front_ends_know_nothing_of_tests_and_benchmarks(file: Path) -> None:
    assert not imported(file) & {"tests", "benchmarks", "faiss"}


@pytest.mark.parametrize(
    "module",
    [
        "bot.cli",
        "bot.settings.settings",
        "bot.terminal.json_lines",
        "index.records",
        "index.errors",
        "index.building.corpus",
    ],
)
def test_light_modules_load_nothing_heavy(module: str) -> None:
    program = f"import sys, {module}; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, env=environment(), check=True)
    assert module in loaded.stdout.decode().split()
    assert not set(loaded.stdout.decode().split()) & set(HEAVY)
