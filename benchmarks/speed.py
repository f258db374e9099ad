"""How fast it is on this machine, as a Markdown table.

    python -m benchmarks.speed [--json]

Whatever a user waits for is run as the user runs it: processes of their own, start included, in empty
cache and index folders.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.collections import ROOT, own_collections
from index.ranking.searcher import Searcher
from tests.support.bot_api_server import BotApiServer

if TYPE_CHECKING:
    from index.models.passage_encoder import Encoder


CORPUS = ROOT / "corpus"
QUESTION = "how many schools were built"
WARM_UP, ASKED = 20, 300
BULK_PARAGRAPHS, BULK_TOKENS = 60, 200
PREPARE = "from index.models.encoder import load_encoder; load_encoder()"


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table."""

    what: str
    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class Run:
    """What a process of its own took."""

    seconds: float
    processor_seconds: float
    peak_megabytes: float


def started(folder: Path, *arguments: str | Path, **settings: str) -> subprocess.Popen[bytes]:
    """Python with ``arguments``, its cache and everything else it writes in ``folder``."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("YINJU_", "TELEGRAM_"))}
    return subprocess.Popen(
        [sys.executable, *map(str, arguments)],
        cwd=folder,
        env={**kept, "PYTHONPATH": str(ROOT), "YINJU_CACHE": str(folder / "cache"), **settings},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )


def run(folder: Path, *arguments: str | Path) -> Run:
    """Run Python as ``started`` starts it, to its end."""
    began = time.perf_counter()
    process = started(folder, *arguments)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - began
    if process.returncode:
        raise SystemExit(f"failed with {process.returncode}: {' '.join(map(str, arguments))}")
    peak = usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 1024)
    return Run(seconds, usage.ru_utime + usage.ru_stime, peak)


def bot_seconds(folder: Path, index: Path) -> float:
    """How long ``yinju bot`` takes until it asks a Bot API server of our own for updates."""
    with BotApiServer() as server:
        settings = {"TELEGRAM_BOT_TOKEN": server.token, "TELEGRAM_API_URL": server.url, "LOG_LEVEL": "WARNING"}
        began = time.perf_counter()
        process = started(folder, "-m", "bot.cli", "bot", "--index", index, **settings)
        try:
            server.wait_for("getUpdates", 1, 300)
            return time.perf_counter() - began
        finally:
            process.kill()
            process.wait()


def process_figures(folder: Path) -> Iterator[Figure]:
    """Preparing the model, building the library and asking one question: each a process of its own."""
    yield Figure("preparing the packaged model, once", run(folder, "-c", PREPARE).seconds, "s")
    index = folder / "index"
    build = run(folder, "-m", "bot.cli", "build", "--corpus", CORPUS, "--index", index)
    yield Figure("building the article's library after that", build.seconds, "s")
    asked = run(folder, "-m", "bot.cli", "ask", "--index", index, QUESTION)
    yield Figure("`yinju ask`, process start included", asked.seconds, "s")
    yield Figure("its processor time", asked.processor_seconds, "s")
    yield Figure("its peak resident memory", asked.peak_megabytes, "MB")
    yield Figure("`yinju bot` until it takes questions", bot_seconds(folder, index), "s")


def question_figures(index: Path, encoder: Encoder) -> Iterator[Figure]:
    """One question after the other on a warm process, each asked once: p50 and p99."""
    from index.ranking.searcher import open_searcher

    searcher = open_searcher(index, encoder)
    taken = [answering_seconds(question, searcher) for question in mixed_questions()][WARM_UP:]
    cuts = statistics.quantiles(taken, n=100, method="inclusive")
    yield Figure("one question on a warm process, p50", 1000 * cuts[49], "ms")
    yield Figure("one question on a warm process, p99", 1000 * cuts[98], "ms")


def answering_seconds(question: str, searcher: Searcher) -> float:
    """How long ``question`` takes, all in."""
    from index.answering.answer import answer

    began = time.perf_counter()
    answer(question, searcher)
    return time.perf_counter() - began


def mixed_questions() -> list[str]:
    """Different questions of the project's own, languages and articles mixed, always the same ones."""
    texts = sorted({case.question for collection in own_collections() for case in collection.cases})
    return random.Random(0).sample(texts, WARM_UP + ASKED)  # noqa: S311  (a fixed choice, no secret)


def bulk_figures(encoder: Encoder) -> Iterator[Figure]:
    """Long paragraphs read and encoded with all their sentences and clauses."""
    paragraphs = bulk_paragraphs(encoder)
    read_and_encode(paragraphs[:8], encoder)  # loads what is loaded on first use
    began = time.perf_counter()
    read_and_encode(paragraphs, encoder)
    rate = len(paragraphs) / (time.perf_counter() - began)
    yield Figure(f"paragraphs of ~{BULK_TOKENS} tokens, sentences and clauses included", rate, "a second")


def read_and_encode(texts: Sequence[str], encoder: Encoder) -> None:
    """What a build does to body paragraphs."""
    from index.building.analyse import read_passage
    from index.library.passages import Vocabulary
    from index.models.late_chunking import encode_pieces
    from index.records import Article, Paragraph, Span

    vocabulary = Vocabulary()
    articles = [Article(f"bulk-{number}", "", text) for number, text in enumerate(texts)]
    passages = [read_passage(Paragraph(a, 1, Span(0, len(a.text))), vocabulary) for a in articles]
    encode_pieces(encoder, [passage.text for passage in passages], [passage.pieces() for passage in passages])


def bulk_paragraphs(encoder: Encoder) -> list[str]:
    """Paragraphs put together from the sentences of the project's articles, in a fixed random order."""
    sentences = corpus_sentences()
    chance = random.Random(0)  # noqa: S311  (a fixed choice, no secret)
    paragraphs: list[str] = []
    while len(paragraphs) < BULK_PARAGRAPHS:
        text = ""
        for sentence in chance.sample(sentences, 20):
            if token_count(text + sentence, encoder) <= 1.1 * BULK_TOKENS:
                text += sentence
        paragraphs.append(text)
    return paragraphs


def token_count(text: str, encoder: Encoder) -> int:
    """How many tokens the packaged model reads ``text`` as."""
    from index.models.passage_encoder import PackagedEncoder

    return len(encoder.token_ids(text)) if isinstance(encoder, PackagedEncoder) and text else 0


def corpus_sentences() -> list[str]:
    """The sentences of the project's articles, those too short or too long for a paragraph left out."""
    from index.articles.read import read_corpus, split_paragraphs
    from index.records import plain
    from index.text.sentences import split_sentences

    articles, _ = read_corpus(CORPUS)
    texts = [plain(a, p.span)[0] for a in articles for p in split_paragraphs(a) if p.kind == "body"]
    return [text[start:end] for text in texts for start, end in split_sentences(text) if 10 < end - start < 200]


def measure() -> Iterator[Figure]:
    """Every figure, in the order of the table."""
    with tempfile.TemporaryDirectory(prefix="yinju-speed-") as name:
        folder = Path(name)
        yield from process_figures(folder)
        os.environ["YINJU_CACHE"] = str(folder / "cache")
        from index.models.encoder import load_encoder

        encoder = load_encoder()
        yield from question_figures(folder / "index", encoder)
        yield from bulk_figures(encoder)


def table(figures: Iterable[Figure]) -> str:
    """The figures as a Markdown table."""
    rows = [f"| {figure.what} | {shown(figure)} |" for figure in figures]
    return "\n".join(["| what | measured |", "| --- | --- |", *rows])


def shown(figure: Figure) -> str:
    """A figure with its unit, in as many digits as it is good for."""
    digits = 1 if figure.value < 100 else 0
    return f"{figure.value:,.{digits}f} {figure.unit}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    options = parser.parse_args()
    if options.json:
        for figure in measure():
            print(json.dumps(asdict(figure), ensure_ascii=False), flush=True)
        return
    print(table(measure()))


if __name__ == "__main__":
    main()
