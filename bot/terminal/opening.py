"""The library that a command asks, opened, and built first where there is none. The engine is imported only then."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from bot.settings.settings import Settings, SettingsError
from bot.terminal.answers import say
from index.errors import LibraryMissing, LibraryOutdated

if TYPE_CHECKING:
    from bot.engine.live_library import LiveLibrary
    from index.models.passage_encoder import Encoder
    from index.models.question_encoder import QuestionEncoder
    from index.ranking.searcher import Searcher

Opened = TypeVar("Opened")


def needs(*packages: str, extra: str) -> None:
    """Raises SettingsError where one of the packages isn't there."""
    if any(find_spec(package) is None for package in packages):
        raise SettingsError(
            f"this needs packages that aren't installed: {sys.executable} -m pip install 'yinju[{extra}]'"
        )


def open_to_ask(settings: Settings) -> Searcher:
    """The library, ready to be asked; built first where there is none, or one of another version."""

    def opened(index: Path, encoder: QuestionEncoder) -> Searcher:
        from index.ranking.searcher import open_searcher

        return open_searcher(index, encoder)

    return _opened(settings, opened)


def open_to_serve(settings: Settings) -> LiveLibrary:
    """The library in service, replaced when another is published; built first as above."""

    def opened(index: Path, encoder: QuestionEncoder) -> LiveLibrary:
        from bot.engine.live_library import LiveLibrary
        from index.answering.answer import answer_many

        return LiveLibrary(index, encoder, answer_many)

    live = _opened(settings, opened)
    if torch := sys.modules.get("torch"):  # loaded to build, or for a model that isn't the packaged one
        torch.set_num_threads(1)  # not before: a library that had to be built was built on every core
    return live


def _opened(settings: Settings, opening: Callable[[Path, QuestionEncoder], Opened]) -> Opened:
    from index.library.verify import in_service

    try:
        in_service(settings.index)  # first: that there is nothing to open shows before the model is loaded
        from index.models.encoder import load_question_encoder

        return opening(settings.index, load_question_encoder(settings.model))
    except LibraryOutdated:
        say(f"the library in {settings.index} is of another version of yinju: it is built again")
    except LibraryMissing:
        pass
    return opening(settings.index, up_to_date(settings))


def up_to_date(settings: Settings, fresh: bool = False) -> Encoder:
    """Brings the library up to the corpus, and says what is in it; the encoder that did it."""
    encoder = loaded_to_build(settings)
    from bot.terminal.progress import reported
    from index.building.build import build_library

    with reported() as report:
        store = "" if settings.store == "none" else settings.store
        built = build_library(settings.corpus, settings.index, encoder, report, fresh, store)
    for error in built.skipped:
        say(f"skipped: {error}")
    new = f"; {built.read} read, {built.kept} unchanged" if built.kept else ""
    rows = f", {built.rows} rows of tables" if built.rows else ""
    say(f"{built.articles} articles, {built.paragraphs} paragraphs{rows}, {built.statistics} figures{new}")
    return encoder


def loaded_to_build(settings: Settings) -> Encoder:
    """The model that reads the corpus. Raises CorpusError before it is loaded where there is nothing to read."""
    from index.articles.read import article_files

    article_files(settings.corpus)
    from index.models.encoder import load_encoder

    return load_encoder(settings.model)
