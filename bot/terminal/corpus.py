"""The subcommands of ``yinju`` that change the corpus, list it and look after it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from bot.settings.settings import Settings
from bot.terminal.answers import printable, say
from bot.terminal.opening import loaded_to_build, up_to_date
from index.articles.corrections import write_corrections
from index.articles.read import read_corpus
from index.building.corpus import add_articles, problems, remove_articles
from index.errors import CorpusError

ADDRESS = re.compile(r"https?://", re.I)
Done = TypeVar("Done")


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


def add(settings: Settings, names: Sequence[str], replace: bool) -> int:
    """Copies articles into the corpus, those at addresses from the hosts that are listed, and builds."""
    with TemporaryDirectory(prefix="yinju-") as work:
        files = [_fetched(name, settings, Path(work)) if ADDRESS.match(name) else Path(name) for name in names]
        for added in _changed(lambda: add_articles(files, settings.corpus, replace), settings.corpus):
            say(f"added: {added.path}: {added.extract.source}")
            for warning in added.extract.warnings:
                say(f"{added.path}: {warning}")
    return build(settings)


def _fetched(address: str, settings: Settings, folder: Path) -> Path:
    """The file that holds the page at an address. Raises CorpusError where it can't or mustn't be read."""
    import asyncio

    from bot.operators.fetching import NotFetched, NotListed, fetch
    from bot.operators.submitting import safe_name

    try:
        page = asyncio.run(fetch(address, settings.article_hosts))
    except NotListed as error:
        raise CorpusError(f"{error} is not among YINJU_ARTICLE_HOSTS: list it there to read its pages") from None
    except NotFetched as error:
        raise CorpusError(f"{address}: {error}") from error
    file = folder / f"{safe_name(Path(page.url.split('?')[0].rstrip('/')).stem)}{page.ending}"
    file.write_bytes(page.content)
    write_corrections(file, {"url": page.url})
    return file


def articles(settings: Settings) -> int:
    """Prints what was read for each article of the corpus: slug, title, publisher, date, authors, tab-separated."""
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
    for file in _changed(lambda: remove_articles(slugs, settings.corpus), settings.corpus):
        say(f"removed: kept as {file}")
    return build(settings)


def _changed(change: Callable[[], list[Done]], corpus: Path) -> list[Done]:
    try:
        return change()
    except OSError as error:
        raise CorpusError(f"the corpus in {corpus} can't be changed ({error.strerror or error})") from error


def check(settings: Settings) -> int:
    """Reads the corpus and the library whole, and names what is wrong with them; 1 where something is."""
    count = 0
    for line in problems(settings.corpus, settings.index):
        say(line)
        count += 1
    if not count:
        print("the corpus and the library are as they should be")
    return 1 if count else 0
