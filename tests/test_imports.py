"""Which package may import which, and what is light to import."""

from __future__ import annotations

import ast
import subprocess
import sys
from graphlib import TopologicalSorter
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


# A room imports only rooms on lower levels, lazily and for types too. What is in no room here is "index" itself:
# records, errors and resources, which everybody may use.
LEVELS = {
    "index": 0,
    "index.text": 1,
    "index.vectors": 1,
    "bot.settings": 1,
    "bot.texts": 1,
    "index.articles": 2,
    "index.models": 2,
    "index.numbers": 2,
    "bot.arguments": 2,
    "index.figures": 3,
    "index.library": 3,
    "index.building": 4,
    "index.question": 4,
    "index.quotations": 4,
    "bot.formats": 4,
    "index.ranking": 5,
    "bot.messages": 5,
    "index.reading": 6,
    "bot.engine": 6,
    "bot.pictures": 6,
    "index.answering": 7,
    "bot.assistants": 7,
    "bot.delivery": 7,
    "bot.site": 7,
    "index.evaluate": 8,
    "bot.running": 8,
    "bot.handlers": 9,
    "bot.operators": 9,
    "bot.app": 10,
    "bot.terminal": 10,
    "bot.cli": 11,
}
FILES = sorted(file for package in ("index", "bot") for file in (ROOT / package).rglob("*.py"))


def name_of(file: Path) -> str:
    """The dotted name of a module."""
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def room(module: str) -> str:
    """The room that a module is in, as ``LEVELS`` names it."""
    first_two = ".".join(module.split(".")[:2])
    return first_two if first_two in LEVELS else "index"


def imported_modules(file: Path) -> set[str]:
    """The modules of ``index`` and ``bot`` that a file imports anywhere in it, for types too."""
    modules: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            modules.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            inside = (f"{node.module}.{alias.name}" for alias in node.names)
            modules.update(name if name in NAMES else node.module for name in inside)
    return {name for name in modules if name.split(".")[0] in ("index", "bot")}


NAMES = frozenset(map(name_of, FILES))
IMPORTS = {name_of(file): imported_modules(file) & NAMES for file in FILES}


@pytest.mark.parametrize("module", sorted(IMPORTS))
def test_rooms_import_downwards(module: str) -> None:
    upwards = {name for name in IMPORTS[module] if room(name) != room(module)}
    assert not {name for name in upwards if LEVELS[room(name)] >= LEVELS[room(module)]}


def test_no_file_imports_itself_by_way_of_others() -> None:
    TopologicalSorter(IMPORTS).prepare()  # raises CycleError with the circle


def test_the_house_has_twelve_floors_at_most() -> None:
    assert max(LEVELS.values()) < 12


def test_doorsteps_are_short() -> None:
    assert len([file for file in (ROOT / "index").glob("*.py") if file.name != "__init__.py"]) <= 6
    assert len([file for file in (ROOT / "bot").glob("*.py") if file.name != "__init__.py"]) <= 4


@pytest.mark.parametrize(
    "folder", sorted({file.parent for file in FILES}), ids=lambda folder: str(folder.relative_to(ROOT))
)
def test_every_room_says_what_it_is_for(folder: Path) -> None:
    if list(folder.glob("*.py")):
        charter = ast.get_docstring(ast.parse((folder / "__init__.py").read_text("utf-8")))
        assert charter


def test_index_knows_nothing_of_the_front_ends() -> None:
    for file in FILES:
        if file.is_relative_to(ROOT / "index"):
            assert not imported(file) & {"bot", "telegram", "rich", "tests", "benchmarks"}


@pytest.mark.parametrize("file", sorted((ROOT / "bot").rglob("*.py")), ids=lambda file: str(file.relative_to(ROOT)))
def test_front_ends_know_nothing_of_tests_and_benchmarks(file: Path) -> None:
    assert not imported(file) & {"tests", "benchmarks", "faiss"}


@pytest.mark.parametrize(
    "module",
    [
        "bot.cli",
        "bot.settings.settings",
        "bot.formats.json_lines",
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
