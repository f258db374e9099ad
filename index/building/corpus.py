"""Articles put into a corpus and taken out of it, and what is wrong with a corpus or its library."""

from __future__ import annotations

import difflib
import hashlib
import os
import secrets
from collections.abc import Iterator, Sequence
from pathlib import Path

from index.articles.read import ENDINGS, article_bytes, article_files, article_from_bytes, read_article
from index.errors import ArticleError, CorpusError, LibraryError
from index.library.disk import read_credits
from index.library.verify import damaged_file, in_service

REMOVED = ".removed"  # the folder of a corpus in which what was taken out is kept


def add_articles(files: Sequence[Path], corpus: Path, replace: bool = False) -> list[Path]:
    """Copy articles into the corpus; where they lie there now.

    All of them are read first, and nothing is copied where one is no article (ArticleError) or the corpus has
    another of its name (CorpusError), unless ``replace`` says that this one is to take its place.
    """
    there = _by_slug(corpus)
    contents: dict[Path, bytes] = {}
    for file in files:
        if file.suffix.lower() not in ENDINGS or file.name.lower() == "readme.md":
            raise ArticleError(file, f"is not named like an article ({', '.join(sorted(ENDINGS))}); rename it")
        content = article_bytes(file)
        article_from_bytes(file, content)
        target = there.get(file.stem, corpus / file.name)
        if target in contents:
            raise CorpusError(f"two of the files are named {file.stem}: rename one of them")
        if file.stem in there and target.read_bytes() != content and not replace:
            raise CorpusError(f"{target} is in the corpus already: rename {file.name}, or give --replace")
        contents[target] = content
    corpus.mkdir(parents=True, exist_ok=True)
    for target, content in contents.items():
        _put(target, content)
    return list(contents)


def remove_articles(slugs: Sequence[str], corpus: Path) -> list[Path]:
    """Take articles out of the corpus; they are kept in its folder ``.removed``, where each of them is now.

    Raises CorpusError, and takes nothing out, where one of them is unknown.
    """
    there = _by_slug(corpus)
    for slug in slugs:
        if slug not in there:
            near = difflib.get_close_matches(slug, there, 1)
            meant = f"; did you mean {near[0]}?" if near else ""
            raise CorpusError(f"there is no article {slug} in {corpus}{meant}")
    if len(set(slugs)) == len(there):
        raise CorpusError(f"that would leave no article in {corpus}: add another first")
    kept = []
    for slug in dict.fromkeys(slugs):
        target = corpus / REMOVED / there[slug].name
        target.parent.mkdir(exist_ok=True)
        if target.exists():
            target = target.with_stem(f"{target.stem}-{secrets.token_hex(4)}")
        kept.append(there[slug].replace(target))
    return kept


def problems(corpus: Path, index: Path) -> Iterator[str]:
    """What is wrong with the articles in ``corpus`` and the library in ``index``: a line each, all files read whole."""
    files: dict[str, str] = {}
    try:
        paths, taken = article_files(corpus)
        yield from map(str, taken)
        for path in paths:
            try:
                read_article(path)
                files[path.stem] = hashlib.sha256(article_bytes(path)).hexdigest()
            except ArticleError as error:
                yield str(error)
    except CorpusError as error:
        yield str(error)
    try:
        folder, manifest = in_service(index)
    except LibraryError as error:
        yield str(error)
        return
    if damaged := damaged_file(folder, manifest, whole=True):
        yield f"the library in {index} is damaged ({damaged}): run `yinju build`"
        return
    built = {
        credits["slug"]: credits["digest"]
        for part in manifest["segments"]
        for number, credits in enumerate(read_credits(index / part["name"]))
        if number not in part["gone"]
    }
    for slug in sorted(files.keys() | built.keys()):
        if slug not in built:
            yield f"{slug} is not in the library yet: run `yinju build`"
        elif slug not in files:
            yield f"{slug} is in the library, and no longer in the corpus: run `yinju build`"
        elif files[slug] != built[slug]:
            yield f"{slug} changed since the library was built: run `yinju build`"


def _by_slug(corpus: Path) -> dict[str, Path]:
    try:
        return {path.stem: path for path in article_files(corpus)[0]}
    except CorpusError:
        if corpus.exists() and not corpus.is_dir():
            raise
        return {}  # a corpus begins with its first article


def _put(target: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    work = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        with work.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        work.replace(target)
    finally:
        work.unlink(missing_ok=True)
