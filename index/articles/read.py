"""Read the articles of a corpus: from a file to a title, its credits and its paragraphs."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from index.articles.corrections import corrected
from index.articles.encodings import decode
from index.articles.front_matter import RIGHTS, SHOW, TITLE, FrontMatter, read_front_matter
from index.articles.html_page import read_html
from index.articles.markdown import read_text
from index.articles.markup import Page
from index.articles.owners import without_site
from index.articles.paragraphs import label
from index.articles.scans import SCANNED
from index.articles.source_line import source_line
from index.articles.tables import rows_of
from index.articles.titles import same
from index.errors import ArticleError, CorpusError
from index.records import Article, Paragraph, Show, plain, readable

ENDINGS = frozenset((".txt", ".md", ".markdown", ".html", ".htm"))
LARGEST = 20_000_000
DOCUMENT = re.compile(
    r"[\ufeff\s]*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
FRAGMENT = re.compile(r"</?(?:p|div|br|li|ul|h[1-6]|table|tr|td|article|section|main|header|span)\b[^<>]*>", re.I)


@dataclass(frozen=True, slots=True)
class _Reading:
    """An article before its credits are known: its page, the words of each block, and their kinds."""

    page: Page
    front: FrontMatter
    words: tuple[str, ...]
    offsets: tuple[Sequence[int], ...]


def article_files(folder: Path) -> tuple[list[Path], list[ArticleError]]:
    """The files of the articles in ``folder`` and its subfolders by slug, and those whose slug is taken.

    Raises ``CorpusError`` where there is no such folder, or no article in it.
    """
    if not folder.is_dir():
        raise CorpusError(f"{folder} is not a folder; put articles (.txt, .md, .html) in it, or name another")
    files = (path for path in folder.rglob("*") if _is_article(path, folder))
    paths = sorted(files, key=lambda path: (path.stem, str(path)))
    if not paths:
        raise CorpusError(f"no articles in {folder}; put .txt, .md or .html files there")
    first: dict[str, Path] = {}
    taken = []
    for path in paths:
        if first.setdefault(path.stem, path) != path:
            taken.append(ArticleError(path, f"has the same name as {first[path.stem]}; rename one of them"))
    return list(first.values()), taken


def read_corpus(folder: Path) -> tuple[list[Article], list[ArticleError]]:
    """The articles in ``folder`` and its subfolders by slug, and what could not be read.

    Raises ``CorpusError`` where there is no such folder, or no article in it.
    """
    paths, errors = article_files(folder)
    articles = []
    for path in paths:
        try:
            articles.append(read_article(path))
        except ArticleError as error:
            errors.append(error)
    return articles, errors


def _is_article(path: Path, folder: Path) -> bool:
    named = path.suffix.lower() in ENDINGS and path.name.lower() != "readme.md"
    hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
    return named and not hidden and not path.is_dir()


def read_article(path: Path) -> Article:
    """The article saved in ``path``, with the credits its front matter and its page give.

    Raises ``ArticleError`` for a file that is unreadable, empty, over ``LARGEST`` bytes, not text,
    in no known encoding, with broken front matter, or without a paragraph to read.
    """
    return article_from_bytes(path, article_bytes(path))


def article_from_bytes(path: Path, content: bytes) -> Article:
    """The article that the file ``path`` holds, its content being ``content``, with what is set right of it beside it.

    Raises ``ArticleError``.
    """
    try:
        text, broken = decode(content)
        reading = _read(text)
        reading = replace(reading, front=corrected(reading.front, path))
    except ValueError as error:
        raise ArticleError(path, str(error)) from error
    kinds = label(reading.page.blocks, reading.words, _given_title(reading))
    if "body" not in kinds and "table" not in kinds:
        raise ArticleError(path, "has no paragraph to read; save the article's text in it, or take it out")
    title = _given_title(reading) or _joined(reading, kinds, "title")
    article = Article(path.stem, title, text, markup=reading.page.markup)
    lines = list(zip(reading.words, kinds, strict=True))
    credits = source_line(reading.front, reading.page.says, lines, _given_title(reading))
    broken_bytes = (f"{broken} broken bytes are shown as \ufffd; save it again as UTF-8",) if broken else ()
    show, unclear = _shown(reading.front)
    return replace(
        article,
        show=show,
        publisher=credits.publisher,
        authors=credits.authors,
        date=credits.date,
        url=credits.url,
        warnings=(*broken_bytes, *unclear),
        scanned=bool(reading.front.first((SCANNED,))),
        rights=reading.front.first(RIGHTS)
        or reading.front.first(RIGHTS, url=True)
        or reading.page.says.get("rights", ""),
    )


def _shown(front: FrontMatter) -> tuple[Show, tuple[str, ...]]:
    """How much of the article may be shown, and a warning where that can't be read: then no more than its quotes."""
    given = front.first(SHOW).lower()
    match given or "neighbours":
        case "quote" | "neighbours" | "whole" as show:
            return show, ()
    return "quote", (f"show: {given[:40]} is not quote, neighbours or whole; only quotes of it are shown",)


def split_paragraphs(article: Article) -> list[Paragraph]:
    """The paragraphs of an article in order, without what belongs only to its page."""
    reading = _read(article.text)
    kinds = label(reading.page.blocks, reading.words, article.title)
    rows = rows_of(reading.page.blocks, reading.words, reading.offsets)
    paragraphs: list[Paragraph] = []
    number = 0
    section: tuple[str, ...] = ()
    for at, (block, words, kind) in enumerate(zip(reading.page.blocks, reading.words, kinds, strict=True)):
        if kind is None:
            continue
        number += kind == "body"
        follows = bool(paragraphs) and paragraphs[-1].kind == "heading"
        paragraphs.append(Paragraph(article, number, block.span, kind, " ".join(section), block.page, rows.get(at)))
        if kind == "heading":
            section = (*section[-1:], words) if follows else (words,)
            paragraphs[-1] = replace(paragraphs[-1], section=section[0] if follows else "")
    return paragraphs


def article_bytes(path: Path) -> bytes:
    """The content of an article's file. Raises ``ArticleError`` where it is unreadable, empty or too large."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # reading a pipe would wait for ever
            raise ArticleError(path, "is not a regular file; take it out")
        size = status.st_size
        if size > LARGEST:
            raise ArticleError(path, f"is {size:,} bytes, more than the {LARGEST:,} of an article; split it")
        data = path.read_bytes()
    except OSError as error:
        raise ArticleError(path, f"cannot be read ({error.strerror or error}); check it and its permissions") from error
    if not data.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n"):
        raise ArticleError(path, "is empty; save the article's text in it, or take it out")
    return data


@lru_cache(maxsize=1)  # an article's paragraphs are asked for right after it is read
def _read(text: str) -> _Reading:
    front = read_front_matter(text)
    page = read_html(text, front.end) if _is_html(text, front.end) else read_text(text, front.end)
    read = [readable(text, page.markup, block.span) for block in page.blocks]
    return _Reading(page, front, tuple(words for words, _ in read), tuple(offsets for _, offsets in read))


def _is_html(text: str, start: int) -> bool:
    """Whether a page is HTML throughout, rather than text with some tags in it."""
    head = text[start : start + 4096]
    if DOCUMENT.match(head):
        return True
    lines = sum(1 for line in text[start : start + 200_000].splitlines() if line.strip())
    tagged = sum(1 for line in text[start : start + 200_000].splitlines() if FRAGMENT.search(line))
    return tagged > 0.5 * lines


def _given_title(reading: _Reading) -> str:
    """The title that front matter or the head of an HTML page gives."""
    if given := reading.front.first(TITLE):
        return given
    says = reading.page.says
    named = says.get("title", "") or says.get("head", "")
    marked = [words for block, words in zip(reading.page.blocks, reading.words, strict=True) if block.role == "title"]
    within = [words for words in marked if same(words) in same(named) or same(named) in same(words)]
    if within or marked:
        return (within or marked)[0]
    return says.get("title", "") or without_site(says.get("head", ""))


def _joined(reading: _Reading, kinds: Iterable[str | None], kind: str) -> str:
    return " ".join(words for words, block_kind in zip(reading.words, kinds, strict=True) if block_kind == kind)


__all__ = [
    "ArticleError",
    "CorpusError",
    "article_bytes",
    "article_files",
    "article_from_bytes",
    "plain",
    "read_article",
    "read_corpus",
    "split_paragraphs",
]
