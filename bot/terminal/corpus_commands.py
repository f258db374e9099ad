"""What the subcommands do that put articles into the corpus, take them out, and bring the library up to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from bot.settings.settings import Settings
from bot.terminal.answers import printable, say
from bot.terminal.opening import loaded_to_build, up_to_date
from index.errors import CorpusError

Change = TypeVar("Change")


def build(settings: Settings, fresh: bool = False) -> int:
    """Brings the library up to the corpus, and says what is in it."""
    up_to_date(settings, fresh)
    return 0


def build_share(settings: Settings, share: int, shares: int) -> int:
    """Reads a share of the corpus, for a build to publish."""
    encoder = loaded_to_build(settings)
    from bot.terminal.progress import reported
    from index.building.build import build_share as read_share

    with reported() as report:
        done = read_share(settings.corpus, settings.index, encoder, report, share, shares)
    for error in done.skipped:
        say(f"skipped: {error}")
    say(f"share {share} of {shares}: {done.articles} articles, {done.read} read; `yinju build` publishes all shares")
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


def _changed(change: Callable[[], list[Change]], corpus: Path) -> list[Change]:
    try:
        return change()
    except OSError as error:
        raise CorpusError(f"the corpus in {corpus} can't be changed ({error.strerror or error})") from error


def check(settings: Settings) -> int:
    """Reads the corpus and the library whole, and names what is wrong with them; 1 where something is."""
    from index.building.corpus import problems

    sound = True
    for line in problems(settings.corpus, settings.index):
        say(line)
        sound = False
    if sound:
        print("the corpus and the library are as they should be")
    return 0 if sound else 1
