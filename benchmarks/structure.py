"""The structure of the code in numbers: lines, rooms, floors, circles, lengths and parameters of functions.

    python -m benchmarks.structure

A room is a folder of ``index`` or ``bot``, or a file on their doorstep; ``records``, ``errors`` and ``resources``,
which everybody may use, are one. Its floor is above all that it imports, lazily and for types too.
"""

from __future__ import annotations

import ast
import statistics
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parent.parent
DOORSTEP = ("index", "index.records", "index.errors", "index.resources")


def modules() -> dict[str, Path]:
    """The modules of the product by their dotted names."""
    files = (file for package in ("index", "bot") for file in (ROOT / package).rglob("*.py"))
    return {".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): file for file in files}


def imports(file: Path, files: dict[str, Path]) -> set[str]:
    """The modules of the product that a file imports anywhere in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.update(
                name if (name := f"{node.module}.{alias.name}") in files else node.module for alias in node.names
            )
    return names & files.keys()


def room(module: str) -> str:
    """The folder that a module is in, or itself on the doorstep."""
    two = ".".join(module.split(".")[:2])
    return "index" if two in DOORSTEP else two


def floors(arrows: dict[str, set[str]]) -> int:
    """The longest way down; 0 where there is a circle."""
    try:
        TopologicalSorter(arrows).prepare()
    except CycleError:
        return 0

    @cache
    def floor(name: str) -> int:
        return 1 + max((floor(other) for other in arrows.get(name, ())), default=0)

    return max(map(floor, arrows))


def functions(files: dict[str, Path]) -> list[tuple[str, int, int]]:
    """Every function: where it is, its lines, its parameters without ``self``."""
    every = []
    for file in files.values():
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                names = [argument.arg for argument in (*node.args.args, *node.args.kwonlyargs)]
                count = len(names) - (names[:1] in (["self"], ["cls"]))
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                every.append((f"{file.relative_to(ROOT)}:{node.lineno} {node.name}", lines, count))
    return every


def main() -> None:
    """Print them."""
    files = modules()
    arrows = {name: imports(file, files) - {name} for name, file in files.items()}
    rooms: dict[str, set[str]] = {}
    for name, others in arrows.items():
        rooms.setdefault(room(name), set()).update(set(map(room, others)) - {room(name)})
    every = functions(files)
    lines = sorted(length for _, length, _ in every)
    total = sum(file.read_text("utf-8").count("\n") for file in files.values())
    print(f"lines of index/ and bot/: {total} in {len(files)} files")
    print(f"rooms and doorsteps: {len(rooms)}, floors {floors(rooms)}; files: floors {floors(arrows)} (0: a circle)")
    print(f"functions: {len(every)}, median {statistics.median(lines):.0f} lines, longest {lines[-1]}")
    print(f"most parameters: {max(count for *_, count in every)}")
    for where, length, count in sorted(every, key=lambda measured: -measured[1]):
        if length > 45 or count > 7:
            print(f"  {where}: {length} lines, {count} parameters")
    for name, file in files.items():
        if (size := file.read_text("utf-8").count("\n")) > 250:
            print(f"  {name}: {size} lines")


if __name__ == "__main__":
    main()
