"""How the library grows: from a thousand paragraphs to a million, as a Markdown table.

    python -m benchmarks.growth [--sizes 1000 10000 100000 1000000] [--data FOLDER] [--work FOLDER] [--plot FILE]

The project's articles (and with ``--data`` the paragraphs of further collections) are read and encoded. Beyond
them paragraphs are drawn around these: the text is a real paragraph's with a name of its own, the vectors are the
real ones with noise added, to a cosine of about 0.85. Questions are the project's own. Opening, searching and
answering are measured in a process of their own; exact search compares a question with every paragraph.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.collections import ROOT
from benchmarks.drawn import grown, seeds
from benchmarks.loglog import loglog
from benchmarks.speed import mixed_questions
from index.building.build import assemble, build_library
from index.building.report import silent
from index.ranking.searcher import Searcher, open_searcher
from index.vectors.coarse import Scale

if TYPE_CHECKING:
    from index.models.passage_encoder import Encoder

SIZES = (1_000, 10_000, 100_000, 1_000_000)
ASKED, COMPARED, NEAREST = 200, 50, 10


@dataclass(frozen=True, slots=True)
class Growth:
    """One size: seconds, milliseconds, megabytes as their names say."""

    paragraphs: int
    pieces: int
    words: int
    writing_seconds: float
    changed_seconds: float
    opening_seconds: float
    search_p50: float
    search_p99: float
    answer_p50: float
    answer_p99: float
    recall: float
    resident_megabytes: float
    anonymous_megabytes: float
    disk_megabytes: float


def one_changed(index: Path, corpus: Path, encoder: Encoder) -> float:
    """Seconds to have a changed article in service: everything from looking at the files to publishing."""
    file = sorted(corpus.iterdir())[len(list(corpus.iterdir())) // 2]
    file.write_text("Wells\n\nThe village of Aldermoor dug 4,711 wells in 2021.\n", "utf-8")
    began = time.perf_counter()
    build_library(corpus, index, encoder, silent)
    return time.perf_counter() - began


def measured(index: Path) -> dict[str, float]:
    """Opening, searching and answering, by this process."""
    from index.answering.answer import answer
    from index.models.encoder import load_encoder
    from index.question.question import read_question

    encoder = load_encoder()
    answer("how many schools were built", Searcher(assemble(_small(), encoder), encoder))  # what is loaded on first use
    began = time.perf_counter()
    searcher = open_searcher(index, encoder)
    opening = time.perf_counter() - began
    texts = mixed_questions()[:ASKED]
    for text in texts[:20]:
        answer(text, searcher)
    vectors = searcher.question_vectors([read_question(text) for text in texts])
    searching = [_seconds(lambda each=each: searcher.library.store.search(each, 120)) for each in vectors]
    answering = [_seconds(lambda text=text: answer(text, searcher)) for text in texts]
    memory = _memory()
    return {
        "pieces": len(searcher.library.store),
        "words": len(searcher.library.vocabulary),
        "opening_seconds": opening,
        **_quantiles("search", searching),
        **_quantiles("answer", answering),
        "recall": _recall(searcher, vectors[:COMPARED, 0]),
        "resident_megabytes": memory["Rss"],
        "anonymous_megabytes": memory["Anonymous"],
    }


def _small() -> Any:
    from index.articles.read import read_corpus

    return read_corpus(ROOT / "corpus")[0]


def _seconds(work: Any) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _quantiles(name: str, seconds: Sequence[float]) -> dict[str, float]:
    cuts = statistics.quantiles(seconds, n=100, method="inclusive")
    return {f"{name}_p50": 1000 * cuts[49], f"{name}_p99": 1000 * cuts[98]}


def _memory() -> dict[str, float]:
    """Resident memory, and what of it is not a file's, in MB."""
    try:
        lines = Path("/proc/self/smaps_rollup").read_text("ascii").splitlines()[1:]
        kilobytes = {line.split(":")[0]: int(line.split()[1]) for line in lines}
        return {name: kilobytes[name] / 1024 for name in ("Rss", "Anonymous")}
    except OSError:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 1024)
        return {"Rss": peak, "Anonymous": peak}


def _recall(searcher: Searcher, queries: NDArray[np.float32]) -> float:
    """The share of the ten paragraphs nearest to each question that the store's search has among its first ten."""
    first = searcher.library.first_row[:-1]
    best = np.full((len(queries), NEAREST), -np.inf, np.float32)
    for start in range(0, len(first), 20_000):
        products = queries @ searcher.library.store.vectors(first[start : start + 20_000]).T
        best = -np.sort(-np.hstack([best, products]), axis=1)[:, :NEAREST]
    paragraphs = set(first.tolist())
    shares = []
    for query, exact in zip(queries, best, strict=True):
        scores, rows = searcher.library.store.search(
            query[None], 2_000 if len(searcher.library.store) <= Scale().pieces else 120
        )
        found = [score for score, row in zip(scores[0], rows[0], strict=True) if row in paragraphs][:NEAREST]
        shares.append(sum(score >= exact[-1] - 1e-5 for score in found) / min(NEAREST, len(first)))
    return float(statistics.mean(shares))


def measure(sizes: Iterable[int], data: Path | None, work: Path, write_only: bool) -> Iterator[Growth]:
    """Every size in turn; what is written in ``work`` already is not written again."""
    from index.models.encoder import load_encoder

    encoder = load_encoder()
    searcher = seeds(encoder, data)
    print(f"{len(searcher.library.passages)} real paragraphs", file=sys.stderr)
    for size in sizes:
        index, corpus, kept = work / f"index-{size}", work / f"corpus-{size}", work / f"written-{size}"
        if not kept.exists():
            kept.write_text(str(grown(searcher, encoder, size, index, corpus)))
        writing = float(kept.read_text())
        print(f"{size:,} paragraphs written in {writing:.0f} s", file=sys.stderr)
        if write_only:
            continue
        run = subprocess.run(
            [sys.executable, "-m", "benchmarks.growth", "--measure", str(index)],
            cwd=ROOT,
            capture_output=True,
            check=True,
            text=True,
        )
        disk = sum(file.stat().st_size for file in index.rglob("*") if file.is_file()) / 1e6
        changed = one_changed(index, corpus, encoder)
        yield Growth(
            paragraphs=size,
            writing_seconds=writing,
            changed_seconds=changed,
            disk_megabytes=disk,
            **json.loads(run.stdout),
        )


def table(found: Sequence[Growth]) -> str:
    """The sizes as a Markdown table, and how each figure grows with size: the exponents between first and last."""
    lines = [
        "| paragraphs | pieces | words | opened | search p50 · p99 | answer p50 · p99 | recall@10 | memory (of it own) "
        "| on disk | written | one article changed |",
        "| ---" + " | ---" * 10 + " |",
    ]
    lines += [
        f"| {g.paragraphs:,} | {g.pieces:,} | {g.words:,} | {g.opening_seconds:.2f} s "
        f"| {g.search_p50:.1f} · {g.search_p99:.1f} ms | {g.answer_p50:.0f} · {g.answer_p99:.0f} ms | {g.recall:.3f} "
        f"| {g.resident_megabytes:,.0f} ({g.anonymous_megabytes:,.0f}) MB | {g.disk_megabytes:,.0f} MB "
        f"| {g.writing_seconds:.0f} s | {g.changed_seconds:.1f} s |"
        for g in found
    ]
    if len(found) > 1:
        small, large = found[0], found[-1]
        ratio = np.log(large.paragraphs / small.paragraphs)
        exponents = {
            name: float(np.log(getattr(large, name) / getattr(small, name)) / ratio)
            for name in ("opening_seconds", "search_p50", "answer_p50", "resident_megabytes", "disk_megabytes")
        }
        lines += ["", "Exponents: " + ", ".join(f"{name} {value:.2f}" for name, value in exponents.items())]
    return "\n".join(lines)


def plotted(found: Sequence[Growth]) -> str:
    """The growth of what a reader and an operator feel, as SVG."""
    names = {
        "answer_p50": "answer, p50 (ms)",
        "answer_p99": "answer, p99 (ms)",
        "search_p50": "search, p50 (ms)",
        "opening_seconds": "opening (s)",
        "resident_megabytes": "resident memory (MB)",
        "disk_megabytes": "on disk (MB)",
    }
    return loglog(
        {label: [(g.paragraphs, getattr(g, name)) for g in found] for name, label in names.items()}, "paragraphs"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), help="numbers of paragraphs")
    parser.add_argument("--data", type=Path, help="a folder of further collections")
    parser.add_argument("--work", type=Path, help="where to write, and keep it (10 GB for a million paragraphs)")
    parser.add_argument("--write-only", action="store_true", help="write into --work, to be measured another time")
    parser.add_argument("--plot", type=Path, help="write a log-log plot (SVG)")
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measured(options.measure)))
        return
    found = []
    with tempfile.TemporaryDirectory(prefix="yinju-growth-") as temporary:
        work = options.work or Path(temporary)
        for each in measure(options.sizes, options.data, work, options.write_only):
            found.append(each)
            if options.json:
                print(json.dumps(asdict(each)), flush=True)
    if options.plot and len(found) > 1:
        options.plot.write_text(plotted(found), "utf-8")
    if not options.json:
        print(table(found))


if __name__ == "__main__":
    main()
