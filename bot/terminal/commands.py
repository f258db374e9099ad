"""What each subcommand of ``yinju`` does. The engine is imported only where it is needed: it is heavy."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from bot.formats.json_lines import json_line
from bot.formats.permalinks import page_path
from bot.settings.settings import Settings
from bot.terminal.answers import console_on, one_line, print_answer, printable, say
from bot.texts import TEXTS, remark
from index.errors import LibraryMissing, LibraryOutdated, QuestionFileError
from index.records import Answer

if TYPE_CHECKING:
    from bot.engine.live_library import LiveLibrary
    from index.models.passage_encoder import Encoder
    from index.models.question_encoder import QuestionEncoder
    from index.ranking.searcher import Searcher

LOCAL_PAGES = "http://127.0.0.1:8080"  # where ``yinju serve`` listens unless told otherwise
Ask = Callable[[str], Answer]
Show = Callable[[Answer], None]
Opened = TypeVar("Opened")


def build(settings: Settings, fresh: bool = False) -> int:
    """Brings the library up to the corpus, and says what is in it."""
    _build(settings, fresh)
    return 0


def build_share(settings: Settings, share: int, of: int) -> int:
    """Reads a share of the corpus, for a build to publish."""
    encoder = _loaded_to_build(settings)
    from bot.terminal.progress import reported
    from index.building.build import build_share as read_share

    with reported() as report:
        done = read_share(settings.corpus, settings.index, encoder, report, share, of)
    for error in done.skipped:
        say(f"skipped: {error}")
    say(f"share {share} of {of}: {done.articles} articles, {done.read} read; `yinju build` puts all shares in service")
    return 0


def add(settings: Settings, files: Sequence[Path], replace: bool) -> int:
    """Copies articles into the corpus and builds."""
    from index.building.corpus import add_articles

    for added in _changed(lambda: add_articles(files, settings.corpus, replace), settings.corpus):
        say(f"added: {added.path}: {added.extract.source}")
        for warning in added.extract.warnings:
            say(f"{added.path}: {warning}")
    return build(settings)


def articles(settings: Settings) -> int:
    """Prints what was read for each article of the corpus: slug, title, publisher, date, authors, tab-separated."""
    from index.articles.read import read_corpus

    read, errors = read_corpus(settings.corpus)
    for article in read:
        fields = (article.slug, article.title, article.publisher, article.date, ", ".join(article.authors))
        print(printable("\t".join(" ".join(field.split()) for field in fields)))
    undated = sum(not article.date for article in read)
    say(f"{len(read)} articles, {undated} of them without a date")
    for error in errors:
        say(f"skipped: {error}")
    return 0


def remove(settings: Settings, slugs: Sequence[str]) -> int:
    """Takes articles out of the corpus and builds."""
    from index.building.corpus import remove_articles

    for file in _changed(lambda: remove_articles(slugs, settings.corpus), settings.corpus):
        say(f"removed: kept as {file}")
    return build(settings)


def _changed(change: Callable[[], list[Opened]], corpus: Path) -> list[Opened]:
    from index.errors import CorpusError

    try:
        return change()
    except OSError as error:
        raise CorpusError(f"the corpus in {corpus} can't be changed ({error.strerror or error})") from error


def check(settings: Settings) -> int:
    """Reads the corpus and the library whole, and names what is wrong with them; 1 where something is."""
    from index.building.corpus import problems

    found = 0
    for line in problems(settings.corpus, settings.index):
        say(line)
        found += 1
    if not found:
        print("the corpus and the library are as they should be")
    return 1 if found else 0


def ask(settings: Settings, question: str, limit: int, as_json: bool, opening: bool = False) -> int:
    """Answers one question; 2 where there was none to answer, or a filter in it can't be followed. ``opening`` shows
    the quote in a browser, too, on the page that ``yinju serve`` has of it.
    """
    if not question.strip():
        if as_json:
            _print_json(_blank(question))
            return 0
        say(remark(_blank(question)))
        return 2
    answer = _asker(settings, limit)(question)
    if answer.problem and not as_json:
        say(remark(answer))
        return 2
    _shower(as_json)(answer)
    if opening and (quotes := answer.quotes or answer.perhaps):
        import webbrowser

        webbrowser.open(f"{settings.site_url or LOCAL_PAGES}{page_path(quotes[0])}")
    return 0


def ask_lines(settings: Settings, limit: int, as_json: bool) -> int:
    """Answers each line of stdin with a line on stdout, at once; 1 where one of them failed."""
    answer = _asker(settings, limit)
    show = _print_json if as_json else _print_line
    failures = 0
    for question in _lines():
        try:
            answered = answer(question) if question.strip() else _blank(question)
        except Exception as error:  # the lines after this one are still to be answered
            failures += 1
            say(f"a question could not be answered: {type(error).__name__}: {error}")
            answered = _blank(question)
        show(answered)
    return 1 if failures else 0


def explain(settings: Settings, question: str) -> int:
    """Prints how the answer to one question came about."""
    searcher = _searcher(settings)
    from index.answering.explain import explain as explanation

    print(printable(explanation(question, searcher)))
    return 0


def chat(settings: Settings, limit: int) -> int:
    """Answers questions in a terminal conversation until the end of input."""
    answer, show = _asker(settings, limit), _shower(as_json=False)
    interactive = sys.stdin.isatty()
    if interactive:
        print(TEXTS["en"].chat, TEXTS["zh"].chat, sep="\n")
    for question in _conversation(interactive):
        if question.strip():
            show(answer(question))
            print(flush=True)
    return 0


def evaluate(settings: Settings, file: Path, as_json: bool, errors: bool) -> int:
    """Measures the answers to a file of questions."""
    if not file.exists():  # before any of the engine is imported
        raise QuestionFileError(f"there is no file {file}: give a UTF-8 file of JSON lines")
    from index.evaluate import main, read_cases

    cases = read_cases(file)  # first: a bad file shows before the engine starts
    return main(cases, _searcher(settings), as_json, errors, settings.threshold)


def _build(settings: Settings, fresh: bool = False) -> Encoder:
    """Brings the library up to the corpus, and says what is in it; the encoder that did it."""
    encoder = _loaded_to_build(settings)
    from bot.terminal.progress import reported
    from index.building.build import build_library

    with reported() as report:
        store = "" if settings.store == "none" else settings.store
        built = build_library(settings.corpus, settings.index, encoder, report, fresh, store)
    for error in built.skipped:
        say(f"skipped: {error}")
    new = f"; {built.read} read, {built.kept} unchanged" if built.kept else ""
    say(f"{built.articles} articles, {built.paragraphs} paragraphs, {built.statistics} figures{new}")
    return encoder


def _loaded_to_build(settings: Settings) -> Encoder:
    """The model that reads the corpus. Raises CorpusError before it is loaded where there is nothing to read."""
    from index.articles.read import article_files

    article_files(settings.corpus)
    from index.models.encoder import load_encoder

    return load_encoder(settings.model)


def _searcher(settings: Settings) -> Searcher:
    """The library, ready to be asked; built first where there is none, or one of another version."""

    def opened(index: Path, encoder: QuestionEncoder) -> Searcher:
        from index.ranking.searcher import open_searcher

        return open_searcher(index, encoder)

    return _opened(settings, opened)


def live_library(settings: Settings) -> LiveLibrary:
    """The library in service, replaced when another is published; built first as above."""

    def opened(index: Path, encoder: QuestionEncoder) -> LiveLibrary:
        from bot.engine.live_library import LiveLibrary

        return LiveLibrary(index, encoder)

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
    return opening(settings.index, _build(settings))


def _asker(settings: Settings, limit: int) -> Ask:
    searcher = _searcher(settings)
    from index.answering.answer import answer

    return partial(answer, searcher=searcher, limit=limit, threshold=settings.threshold)


def _shower(as_json: bool) -> Show:
    return _print_json if as_json else partial(print_answer, console=console_on(sys.stdout))


def _print_json(answer: Answer) -> None:
    # Bytes, because JSON is UTF-8 whatever the locale says.
    sys.stdout.buffer.write(json_line(answer))
    sys.stdout.buffer.flush()


def _print_line(answer: Answer) -> None:
    print(one_line(answer), flush=True)


def _blank(question: str) -> Answer:
    return Answer(question=question, language="en", confidence=0.0)


def _lines() -> Iterator[str]:
    """The lines of stdin, whatever bytes they hold."""
    for line in sys.stdin.buffer:
        yield line.decode("utf-8-sig", "replace").removesuffix("\n").removesuffix("\r")


def _conversation(interactive: bool) -> Iterator[str]:
    if not interactive:
        yield from _lines()
        return
    import readline  # noqa: F401  (gives input() a history and arrow keys)

    while True:
        try:
            question = input("? ")
        except EOFError:
            print()
            return
        yield os.fsencode(question).decode("utf-8", "replace")
