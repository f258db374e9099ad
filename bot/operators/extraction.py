"""What is in a submitted article, read in a process of its own: a file made to harm harms only that.

    python -m bot.operating.extraction FILE RESULT

writes the article's file for the corpus (a PDF's text, anything else as it is) to RESULT and prints one
JSON object: title, paragraphs, statistics, beginning; or error.
"""

from __future__ import annotations

import asyncio
import json
import os
import resource
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path

LARGEST = 20_000_000  # bytes, as much as a bot can download
PAGES = 1_000
LONGEST_TEXT = 5_000_000  # characters; no article is longer, a compressed bomb is
SECONDS, MEMORY = 60, 2 * 1024**3
BEGINNING = 300
KINDS = frozenset({".txt", ".md", ".markdown", ".html", ".htm", ".pdf"})


class NotReadable(Exception):  # noqa: N818  (it says what the operator is told)
    """The file can't be read as an article; the text says why."""


@dataclass(frozen=True, slots=True)
class Extract:
    """What was found in a file."""

    title: str
    paragraphs: int
    statistics: int
    beginning: str


async def extract(file: Path, result: Path, seconds: float = SECONDS) -> Extract:
    """Reads ``file`` into ``result`` in another process. Raises NotReadable."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("TELEGRAM_", "YINJU_"))}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot.operators.extraction",
        str(file),
        str(result),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={**environment, "PYTHONPATH": os.pathsep.join(path for path in (_root(), *sys.path) if path)},
    )
    try:
        output, _ = await asyncio.wait_for(process.communicate(), seconds)
    except TimeoutError:
        raise NotReadable("reading it takes too long") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return _found(output)


def _found(output: bytes) -> Extract:
    try:
        found = json.loads(output)
    except ValueError:  # the process was ended by one of its limits
        raise NotReadable("reading it takes too much time or memory") from None
    if "error" in found:
        raise NotReadable(found["error"])
    return Extract(**found)


def _root() -> str:
    return str(Path(__file__).resolve().parents[2])


def main(file: Path, result: Path) -> dict[str, object]:
    """Reads ``file`` into ``result``; what is in it, or why it can't be read."""
    from index.articles.read import read_article, split_paragraphs
    from index.errors import ArticleError
    from index.figures.find import find_statistics

    try:
        if file.suffix.lower() == ".pdf":
            result.write_text(pdf_text(file), "utf-8")
        else:
            result.write_bytes(file.read_bytes())
        article = read_article(result)
    except ArticleError as error:
        return {"error": error.reason}
    except NotReadable as error:
        return {"error": str(error)}
    paragraphs = [p for p in split_paragraphs(article) if p.kind in ("body", "table")]
    texts = [article.text[p.span.start : p.span.end] for p in paragraphs]
    return {
        "title": (article.title or file.stem)[:200],
        "paragraphs": len(paragraphs),
        "statistics": sum(len(find_statistics(text)) for text in texts),
        "beginning": texts[0][:BEGINNING] if texts else "",
    }


def pdf_text(file: Path) -> str:
    """The text of a PDF, a paragraph a block. Raises NotReadable for one with no text, or too much of anything."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(file)
        if reader.is_encrypted and not reader.decrypt(""):
            raise NotReadable("it is encrypted")
        if len(reader.pages) > PAGES:
            raise NotReadable(f"it has {len(reader.pages)} pages, more than {PAGES}")
        text = ""
        for page in reader.pages:
            text += page.extract_text() + "\n\n"
            if len(text) > LONGEST_TEXT:
                raise NotReadable("it holds more text than an article")
    except NotReadable:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError) as error:
        raise NotReadable(f"it is not a sound PDF ({type(error).__name__})") from error
    text = _clean(text)
    if not text.strip():
        raise NotReadable("it holds no text, only pictures perhaps: scan it with a program that reads them")
    return text


def _clean(text: str) -> str:
    """Without what is no character (lone surrogates, controls); the ligatures of print as letters."""
    text = text.encode("utf-8", "replace").decode()
    kept = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    return kept.replace("ﬁ", "fi").replace("ﬂ", "fl")


def limit_this_process() -> None:
    """No more time, memory and disk than reading an article takes."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST, LARGEST))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    limit_this_process()
    print(json.dumps(main(Path(sys.argv[1]), Path(sys.argv[2]))))
