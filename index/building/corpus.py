"""Articles put into a corpus and taken out of it, and what is wrong with a corpus or its library."""

from __future__ import annotations

import difflib
import glob
import secrets
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.articles.corrections import corrections_of, digest_of
from index.articles.office import KINDS as OFFICE
from index.articles.office import PICTURES
from index.articles.read import article_bytes, article_files, read_article
from index.building.extraction import KINDS, Extract, extract, result_name
from index.errors import ArticleError, CorpusError, LibraryError, NotReadable
from index.library.disk import read_credits
from index.library.verify import damaged_file, in_service
from index.resources import write_whole

REMOVED = ".removed"  # the folder of a corpus in which what was taken out is kept


@dataclass(frozen=True, slots=True)
class Added:
    """An article put into the corpus: where it lies, where its original does (None where it is itself), what it is."""

    path: Path
    original: Path | None
    extract: Extract


def add_articles(files: Sequence[Path], corpus: Path, replace: bool = False) -> list[Added]:
    """Copy articles into the corpus with their corrections, office documents as text with the original beside it, and
    return what was read.

    A folder stands for the articles in it. All are read first, each in a process of its own, and nothing is copied
    where one is no article (ArticleError) or the corpus has another of its name (CorpusError), unless ``replace``
    says that this one is to take its place.
    """
    articles = _by_slug(corpus)
    read: dict[str, tuple[Path, Path, Extract]] = {}
    with tempfile.TemporaryDirectory(prefix="yinju-") as work:
        for file in _given(files):
            article_bytes(file)
            result = Path(work) / result_name(file.name)
            if file.stem in read:
                raise CorpusError(f"two of the files are named {file.stem}: rename one of them")
            if corrections_of(file).is_file():
                corrections_of(result).write_bytes(corrections_of(file).read_bytes())
            try:
                extract_ = extract(file, result)
            except NotReadable as error:
                raise ArticleError(file, str(error)) from error
            target = articles.get(file.stem)
            if target is not None and target.read_bytes() != result.read_bytes() and not replace:
                raise CorpusError(f"{target} is in the corpus already: rename {file.name}, or give --replace")
            read[file.stem] = (file, result, extract_)
        corpus.mkdir(parents=True, exist_ok=True)
        added = []
        for slug, (file, result, extract_) in read.items():
            old = articles.get(slug)
            target = (old.parent if old else corpus) / result.name
            original = target.with_suffix(file.suffix) if file.suffix.lower() in OFFICE else None
            if original:
                write_whole(original, file.read_bytes())
            write_whole(target, result.read_bytes())
            if corrections_of(result).is_file():
                write_whole(corrections_of(target), corrections_of(result).read_bytes())
            if old and old != target:
                old.unlink(missing_ok=True)
            added.append(Added(target, original, extract_))
    return added


def _given(files: Sequence[Path]) -> Iterator[Path]:
    """The files to add, those of folders among them but for pictures, which may only go with a page; raises
    ArticleError for one that is no article by its name.
    """
    for file in files:
        if file.is_dir():
            inside = sorted(
                path for path in file.rglob("*") if path.suffix.lower() in KINDS - PICTURES and path.is_file()
            )
            yield from (path for path in inside if path.name.lower() != "readme.md")
        elif file.suffix.lower() not in KINDS or file.name.lower() == "readme.md":
            raise ArticleError(file, f"is of a kind that can't be read ({', '.join(sorted(KINDS))} can)")
        else:
            yield file


def extract_dropped(corpus: Path) -> list[ArticleError]:
    """Write the text of the office files that were put into the corpus, or replaced there, beside each; those that
    can't be read. Pictures, which may only go with a page, are let lie.
    """
    errors = []
    for file in sorted(corpus.rglob("*")) if corpus.is_dir() else ():
        hidden = any(part.startswith(".") for part in file.relative_to(corpus).parts)
        if (
            file.suffix.lower() not in OFFICE.keys() - PICTURES
            or hidden
            or not file.is_file()
            or file.name.startswith("~$")
        ):
            continue
        target = file.with_name(result_name(file.name))
        if target.exists() and target.stat().st_mtime >= file.stat().st_mtime:
            continue
        try:
            with tempfile.TemporaryDirectory(prefix="yinju-") as work:
                result = Path(work) / target.name
                extract(file, result)
                write_whole(target, result.read_bytes())
        except NotReadable as error:
            errors.append(ArticleError(file, str(error)))
        except OSError as error:
            errors.append(ArticleError(file, f"its text can't be written beside it ({error.strerror or error})"))
    return errors


def remove_articles(slugs: Sequence[str], corpus: Path) -> list[Path]:
    """Take articles out of the corpus; they are kept in its folder ``.removed``, where each of them is now.

    Raises CorpusError, and takes nothing out, where one of them is unknown.
    """
    articles = _by_slug(corpus)
    for slug in slugs:
        if slug not in articles:
            near = difflib.get_close_matches(slug, articles, 1)
            meant = f"; did you mean {near[0]}?" if near else ""
            raise CorpusError(f"there is no article {slug} in {corpus}{meant}")
    if len(set(slugs)) == len(articles):
        raise CorpusError(f"that would leave no article in {corpus}: add another first")
    kept = []
    for slug in dict.fromkeys(slugs):
        target = corpus / REMOVED / articles[slug].name
        target.parent.mkdir(exist_ok=True)
        if target.exists():
            target = target.with_stem(f"{target.stem}-{secrets.token_hex(4)}")
        for original in articles[slug].parent.glob(f"{glob.escape(slug)}.*"):
            if original.suffix.lower() in OFFICE or original == corrections_of(articles[slug]):
                original.replace(target.with_suffix(original.suffix))
        kept.append(articles[slug].replace(target))
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
                files[path.stem] = digest_of(path, article_bytes(path))
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
