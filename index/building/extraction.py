"""What is in a file for the corpus, read in a process of its own: a file made to harm harms only that.

    python -m index.building.extraction FILE RESULT

writes the article's file for the corpus (the text of an office file, anything else as it is) to RESULT and prints one
JSON object: what ``Extract`` holds, or error.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from index.articles.office import KINDS as OFFICE
from index.articles.office import office_text
from index.articles.read import ENDINGS, read_article, split_paragraphs
from index.errors import ArticleError, NotReadable
from index.records import plain

LARGEST = 20_000_000  # bytes, as much as a bot can download
SECONDS, MEMORY = 60, 2 * 1024**3
BEGINNING = 300
KINDS = ENDINGS | OFFICE.keys()


@dataclass(frozen=True, slots=True)
class Extract:
    """What was found in a file: ``paragraphs`` and ``statistics`` counted as the library counts them, the ``rows`` of
    its tables, and how it begins.
    """

    title: str
    paragraphs: int
    rows: int
    statistics: int
    beginning: str
    publisher: str = ""
    date: str = ""
    authors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def source(self) -> str:
        """The source line, as far as the file gives it: title · publisher · date · authors."""
        return " · ".join(part for part in (self.title, self.publisher, self.date, ", ".join(self.authors)) if part)


def result_name(name: str) -> str:
    """What the file ``name`` is called in the corpus once its text is extracted."""
    path = Path(name)
    return str(path.with_suffix(OFFICE.get(path.suffix.lower(), path.suffix)))


def extract(file: Path, result: Path, seconds: float = SECONDS) -> Extract:
    """Read ``file`` into ``result`` in another process, and wait for it. Raises NotReadable."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("TELEGRAM_", "YINJU_"))}
    root = str(Path(__file__).resolve().parents[2])
    try:
        ended = subprocess.run(  # noqa: S603
            [sys.executable, "-m", "index.building.extraction", str(file), str(result)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**environment, "PYTHONPATH": os.pathsep.join(path for path in (root, *sys.path) if path)},
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NotReadable("reading it takes too long") from None
    try:
        report = json.loads(ended.stdout)
    except ValueError:  # the process was ended by one of its limits
        raise NotReadable("reading it takes too much time or memory") from None
    if "error" in report:
        raise NotReadable(report["error"])
    return Extract(**{**report, "authors": tuple(report["authors"]), "warnings": tuple(report["warnings"])})


def main(file: Path, result: Path) -> dict[str, object]:
    """Read ``file`` into ``result``; what is in it, or why it can't be read."""
    try:
        if file.suffix.lower() in OFFICE:
            result.write_text(office_text(file), "utf-8")
        else:
            result.write_bytes(file.read_bytes())
        article = read_article(result)
    except ArticleError as error:
        return {"error": error.reason}
    except NotReadable as error:
        return {"error": str(error)}
    from index.building.analyse import figures_in  # only now: it takes time to load

    paragraphs = [(p, *plain(article, p.span)) for p in split_paragraphs(article) if p.kind != "heading"]
    told = [text for paragraph, text, _ in paragraphs if paragraph.kind in ("body", "table")]
    return asdict(
        Extract(
            (article.title or file.stem)[:200],
            sum(paragraph.kind == "body" for paragraph, _, _ in paragraphs),
            sum(paragraph.kind == "table" for paragraph, _, _ in paragraphs),
            sum(len(figures_in(paragraph, text, offsets)) for paragraph, text, offsets in paragraphs),
            told[0][:BEGINNING] if told else "",
            article.publisher,
            article.date,
            article.authors,
            article.warnings,
        )
    )


def limit_this_process() -> None:
    """No more time, memory and disk than reading an article takes."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST, LARGEST))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    limit_this_process()
    print(json.dumps(main(Path(sys.argv[1]), Path(sys.argv[2]))))
