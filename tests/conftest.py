"""What the tests share: the corpus, and one library built from it for all that need the real thing."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.support.bot_api_server import BotApiServer

if TYPE_CHECKING:
    from index.models.passage_encoder import Encoder
    from index.ranking.searcher import Searcher
    from tests.support.forked import Commands


ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "corpus"
ARTICLES = ROOT / "tests" / "corpus"
SETTINGS = ("TELEGRAM_", "YINJU_", "LOG_LEVEL", "ADMIN_IDS", "ALLOWED_CHATS")
for _name in [name for name in os.environ if name.startswith(SETTINGS)]:
    del os.environ[_name]  # the tester's own must not leak into settings that tests make

# What a case costs is measured in benchmarks/: a busy machine must not fail what is right.
settings.register_profile("yinju", deadline=None)
settings.load_profile("yinju")

Yinju = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The packaged model, loaded once a session."""
    from index.models.encoder import load_encoder

    return load_encoder()


@pytest.fixture(scope="session")
def library_dir(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Path:
    """The index folder of ``corpus/``, built once a session; tests only read it."""
    return _built(CORPUS, tmp_path_factory, encoder)


@pytest.fixture(scope="session")
def searcher(library_dir: Path, encoder: Encoder) -> Searcher:
    """The library of ``corpus/``, open."""
    from index.ranking.searcher import open_searcher

    return open_searcher(library_dir, encoder)


@pytest.fixture(scope="session")
def articles_dir(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Path:
    """The index folder of the articles in ``tests/corpus/``; tests only read it."""
    return _built(ARTICLES, tmp_path_factory, encoder)


@pytest.fixture(scope="session")
def articles_searcher(articles_dir: Path, encoder: Encoder) -> Searcher:
    """The library of ``tests/corpus/``, open."""
    from index.ranking.searcher import open_searcher

    return open_searcher(articles_dir, encoder)


def _built(corpus: Path, folders: pytest.TempPathFactory, encoder: Encoder) -> Path:
    """The index folder of a corpus, this process's own copy of what the first one to need it has built."""
    from index.building.build import build_library

    here = folders.getbasetemp()
    whole = (here.parent if "PYTEST_XDIST_WORKER" in os.environ else here) / f"library-of-{corpus.parent.name}"
    with whole.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not whole.exists():
            unfinished = whole.with_suffix(".unfinished")
            build_library(corpus, unfinished, encoder)
            unfinished.rename(whole)
    return Path(shutil.copytree(whole, folders.mktemp("library") / "index"))


@pytest.fixture
def bot_api() -> Iterator[BotApiServer]:
    """A Bot API server of our own."""
    with BotApiServer() as server:
        yield server


def environment(**settings: str) -> dict[str, str]:
    """The environment for a ``yinju`` process: the tester's own settings must not leak in."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(SETTINGS)}
    return {**kept, "PYTHONPATH": str(ROOT), **settings}


def command(*arguments: str | Path) -> list[str]:
    """The command line of a ``yinju`` process."""
    return [sys.executable, "-m", "bot.cli", *map(str, arguments)]


@pytest.fixture(scope="session")
def commands() -> Iterator[Commands]:
    """What ``yinju`` runs commands with."""
    from tests.support.forked import Commands

    with Commands() as program:
        yield program


@pytest.fixture
def yinju(tmp_path: Path, commands: Commands) -> Iterator[Yinju]:
    """Runs ``yinju`` in an empty folder, to its end, in a process that has imported everything already."""
    with tempfile.TemporaryDirectory() as folder:

        def run(*arguments: str | Path, stdin: bytes = b"", **settings: str) -> subprocess.CompletedProcess[bytes]:
            words = [str(argument) for argument in arguments]
            return commands.run(tmp_path, Path(folder), words, stdin, environment(**settings))

        yield run


@pytest.fixture
def fresh_yinju(tmp_path: Path) -> Yinju:
    """As ``yinju``, in an interpreter of its own: where its start is what is looked at."""

    def run(*arguments: str | Path, stdin: bytes = b"", **settings: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            command(*arguments),
            input=stdin,
            capture_output=True,
            cwd=tmp_path,
            env=environment(**settings),
            timeout=300,
            check=False,
        )

    return run
