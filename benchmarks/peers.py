"""Peers, side by side: the same files, questions and E5 weights through each of them and through yinju.

    python -m benchmarks.peers [--data FOLDER] [--collection NAME ...] [--json]

Needs ``pip install '.[peers]'``. The peers as they are usually put together, settings left at their
defaults: sentence-transformers with FAISS (every line of a file a paragraph, E5's prompts, unit vectors,
``IndexFlatIP``), and txtai on the same paragraphs (its default FAISS index, content off, E5's prompts as
instructions). Each system runs in a process of its own for each collection and is warm when it is timed.
What is counted for a peer is encoding, searching and fetching the paragraph; for yinju all of an answer.

All collections are measured, and printed as one table, unless ``--collection`` chooses: ``article`` (corpus/) and
``written`` (tests/corpus/), both with the project's questions; from a folder given with ``--data`` also
``article-NAME`` for each ``article_questions*.jsonl`` (NAME is the file's, over corpus/), ``pages``
(``articles_questions*.jsonl`` over ``articles/``), and one for each ``*.json`` of paragraphs (XQuAD, CMRC 2018),
called by its file's name up to the first ``_``: ``xquad``, ``cmrc``.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from html import unescape
from pathlib import Path

from benchmarks.collections import ROOT, Collection
from benchmarks.e5_folder import write_e5
from benchmarks.quality import chosen_collections
from index.articles.encodings import decode
from index.evaluate import Case

SYSTEMS = ("sentence-transformers + FAISS", "txtai", "yinju")
LATENCY_TARGET, INDEXING_TARGET = 0.7, 1.0  # times the faster peer
_WARM_UP = 20  # questions
_TAG = re.compile(r"<[^>]*>")
_HIDDEN = re.compile(r"(?is)<(script|style|head)\b.*?</\1\s*>")
_BLOCK = re.compile(r"(?i)</?(?:p|div|li|h[1-6]|tr|table|ul|ol|br|section|article|header|footer)\b[^>]*>")

Paragraph = tuple[str, str]  # the article it is of, and its text
Found = tuple[str, str]
Ask = Callable[[str], Found | None]


@dataclass(frozen=True, slots=True)
class Measured:
    """What one system took on one collection; ``right`` is passage@1 by language."""

    collection: str
    system: str
    indexing_seconds: float
    p50_ms: float
    p99_ms: float
    peak_megabytes: float
    library_megabytes: float
    right: dict[str, float]


def paragraphs_of(corpus: Path) -> list[Paragraph]:
    """The lines of every file that hold anything; of a page the text alone."""
    found = []
    for file in sorted(path for path in corpus.rglob("*") if path.suffix in (".txt", ".md", ".html")):
        if file.name == "README.md":
            continue
        text, _ = decode(file.read_bytes())
        if file.suffix == ".html":
            text = unescape(_TAG.sub("", _BLOCK.sub("\n", re.sub(r"\s+", " ", _HIDDEN.sub("", text)))))
        found += [(file.stem, line.strip()) for line in text.splitlines() if line.strip()]
    return found


def is_right(case: Case, found: Found | None) -> bool:
    """True when what was found holds a gold quote; markup and spaces, which readers take out, don't count."""
    if found is None or (case.article and found[0] != case.article):
        return False
    text = _bare(found[1])
    return any(_bare(gold) in text for gold in case.gold_quotes)


def _bare(text: str) -> str:
    return "".join(unescape(_TAG.sub("", text)).split())


def sentence_transformers_and_faiss(model: Path) -> Callable[[Path, Path], Ask]:
    """Indexes a folder of files into another folder, and gives what answers a question."""
    import faiss
    from sentence_transformers import SentenceTransformer

    encoder = SentenceTransformer(str(model), device="cpu")

    def index(corpus: Path, library: Path) -> Ask:
        paragraphs = paragraphs_of(corpus)
        vectors = encoder.encode_document([text for _, text in paragraphs], normalize_embeddings=True)
        searched = faiss.IndexFlatIP(vectors.shape[1])
        searched.add(vectors)
        faiss.write_index(searched, str(library / "index.faiss"))
        (library / "paragraphs.json").write_text(json.dumps(paragraphs, ensure_ascii=False), "utf-8")

        def ask(question: str) -> Found:
            _, rows = searched.search(encoder.encode_query([question], normalize_embeddings=True), 3)
            return paragraphs[int(rows[0][0])]

        return ask

    return index


def txtai(model: Path) -> Callable[[Path, Path], Ask]:
    """The same with txtai."""
    from txtai import Embeddings

    embeddings = Embeddings(path=str(model), instructions={"query": "query: ", "data": "passage: "})

    def index(corpus: Path, library: Path) -> Ask:
        paragraphs = paragraphs_of(corpus)
        embeddings.index(text for _, text in paragraphs)
        embeddings.save(str(library / "txtai"))
        (library / "paragraphs.json").write_text(json.dumps(paragraphs, ensure_ascii=False), "utf-8")

        def ask(question: str) -> Found:
            return paragraphs[int(embeddings.search(question, 3)[0][0])]

        return ask

    return index


def yinju(model: Path) -> Callable[[Path, Path], Ask]:
    """The same with yinju, whose packaged model has these weights (and USE's beside them)."""
    from index.answering.answer import answer
    from index.building.build import build_library
    from index.models.encoder import load_encoder
    from index.ranking.searcher import open_searcher

    encoder = load_encoder()

    def index(corpus: Path, folder: Path) -> Ask:
        build_library(corpus, folder, encoder)
        searcher = open_searcher(folder, encoder)

        def ask(question: str) -> Found | None:
            found = answer(question, searcher)
            first = (found.quotes or found.nearest)[:1]
            return (first[0].paragraph.article.slug, first[0].paragraph.text) if first else None

        return ask

    return index


LOADERS = dict(zip(SYSTEMS, (sentence_transformers_and_faiss, txtai, yinju), strict=True))


def measure(collection: Collection, system: str, model: Path) -> Measured:
    """What ``system`` takes on a collection, in this process."""
    index = LOADERS[system](model)
    with tempfile.TemporaryDirectory(prefix="yinju-peers-") as name:
        folder, first = Path(name) / "library", Path(name) / "first"
        folder.mkdir()
        first.mkdir()
        warm = index(ROOT / "tests" / "corpus", first)  # loads what is loaded on first use
        for case in collection.cases[:_WARM_UP]:
            warm(case.question)
        began = time.perf_counter()
        ask = index(collection.corpus, folder)
        indexing = time.perf_counter() - began
        size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
        for case in collection.cases[:3]:
            ask(case.question)
        taken, right = asked(collection.cases, ask)
    cuts = statistics.quantiles(taken, n=100, method="inclusive")
    return Measured(
        collection.name, system, indexing, 1000 * cuts[49], 1000 * cuts[98], peak_megabytes(), size / 1e6, right
    )


def peak_megabytes() -> float:
    """The most memory that this process has held. On Linux ``getrusage`` counts what its parent held, too."""
    try:
        held = re.search(r"VmHWM:\s*(\d+) kB", Path("/proc/self/status").read_text("ascii"))
    except OSError:
        held = None
    if held:
        return int(held.group(1)) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 1024)


def asked(cases: Sequence[Case], ask: Ask) -> tuple[list[float], dict[str, float]]:
    """The seconds that each question took, and by language the share whose first paragraph is right."""
    taken: list[float] = []
    right: dict[str, list[bool]] = {}
    for case in cases:
        began = time.perf_counter()
        found = ask(case.question)
        taken.append(time.perf_counter() - began)
        if case.answerable:
            right.setdefault(case.language, []).append(is_right(case, found))
    return taken, {language: statistics.fmean(hits) for language, hits in sorted(right.items())}


def in_processes(options: argparse.Namespace, collections: Sequence[Collection]) -> Iterator[Measured]:
    """Each system on each collection, each time in a fresh process."""
    with tempfile.TemporaryDirectory(prefix="yinju-peers-") as name:
        model = write_e5(Path(name))
        for collection in collections:
            for system in SYSTEMS:
                command = [sys.executable, "-m", "benchmarks.peers", "--collection", collection.name]
                command += ["--system", system, "--model", str(model)]
                command += ["--data", str(options.data)] if options.data else []
                done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
                if done.returncode:
                    raise SystemExit(f"{system} failed on {collection.name} with {done.returncode}")
                yield Measured(**json.loads(done.stdout.splitlines()[-1]))


def table(measured: Sequence[Measured]) -> str:
    """What was measured as a Markdown table, and the targets' ratios below it."""
    lines = [
        "| collection | system | indexing | question p50 | p99 | peak memory | library | passage@1 en | zh |",
        "| --- | --- | --: | --: | --: | --: | --: | --: | --: |",
    ]
    for m in measured:
        shares = " | ".join(f"{m.right[name]:.3f}" if name in m.right else "–" for name in ("en", "zh"))
        lines.append(
            f"| {m.collection} | {m.system} | {m.indexing_seconds:.2f} s | {m.p50_ms:.1f} ms | {m.p99_ms:.1f} ms "
            f"| {m.peak_megabytes:,.0f} MB | {m.library_megabytes:.2f} MB | {shares} |"
        )
    lines += [
        "",
        "| collection | question p50 against the faster peer | indexing against the faster peer |",
        "| --- | --: | --: |",
    ]
    for name in dict.fromkeys(m.collection for m in measured):
        question, indexing = ratios([m for m in measured if m.collection == name])
        lines.append(f"| {name} | {question:.2f} | {indexing:.2f} |")
    return "\n".join([*lines, f"| target | ≤ {LATENCY_TARGET} | ≤ {INDEXING_TARGET} |"])


def ratios(measured: Sequence[Measured]) -> tuple[float, float]:
    """yinju's time for a question (p50) and for indexing, each divided by the faster peer's."""
    (ours,) = (m for m in measured if m.system == "yinju")
    peers = [m for m in measured if m.system != "yinju"]
    return (
        ours.p50_ms / min(m.p50_ms for m in peers),
        ours.indexing_seconds / min(m.indexing_seconds for m in peers),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="a folder of further collections")
    parser.add_argument("--collection", action="append", metavar="NAME", help="only this one (may be repeated)")
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    parser.add_argument("--system", choices=SYSTEMS, help=argparse.SUPPRESS)  # in this process
    parser.add_argument("--model", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    collections = [
        c for c in chosen_collections(options.data) if not options.collection or c.name in options.collection
    ]
    if missing := set(options.collection or ()) - {c.name for c in collections}:
        parser.error(f"there is no collection {', '.join(sorted(missing))} (is --data given?)")
    if options.system:
        (collection,) = collections
        print(json.dumps(asdict(measure(collection, options.system, options.model)), ensure_ascii=False))
        return
    found = []
    for measured in in_processes(options, collections):
        found.append(measured)
        if options.json:
            print(json.dumps(asdict(measured), ensure_ascii=False), flush=True)
    if not options.json:
        print(table(found))


if __name__ == "__main__":
    main()
