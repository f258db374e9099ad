"""How the library grows: from a thousand paragraphs to a million, as a Markdown table.

    python -m benchmarks.growth [--sizes 1000 10000 100000 1000000] [--data FOLDER] [--work FOLDER] [--json]

The project's articles (and with ``--data`` the paragraphs of further collections) are read and encoded. Beyond
them paragraphs are drawn around these: the text is a real paragraph's with a name of its own, the vectors are the
real ones with noise added, to a cosine of about 0.85. Questions are the project's own. Opening, searching and
answering are measured in a process of their own; exact search compares a question with every paragraph.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.collections import ROOT, other_collections
from benchmarks.speed import mixed_questions
from index.building import Workshop, build
from index.coarse import Scale
from index.library import Library, assemble, open_library, silent
from index.publishing import Part, new_folder, put_in_service, reserved
from index.segment_writer import SegmentWriter, Written

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

SIZES = (1_000, 10_000, 100_000, 1_000_000)
IN_AN_ARTICLE = 10
NOISE = 0.6  # of a vector's own spread
POOL = 1 << 15  # vectors of noise, used over and over from random places
ASKED, COMPARED, NEAREST = 200, 50, 10
SYLLABLES = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"


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


@dataclass(frozen=True, slots=True)
class Seed:
    """A real paragraph: its array, its text, and its pieces' codes and scales."""

    value: list[Any]
    text: str
    codes: NDArray[np.int8]
    scales: NDArray[np.float32]


def seeds(encoder: SentenceTransformer, data: Path | None) -> Library:
    """A library of the real articles."""
    from index.articles import read_corpus

    folders = [ROOT / "corpus", ROOT / "tests" / "corpus"]
    folders += [collection.corpus for collection in other_collections(data)] if data else []
    articles = {a.slug: a for folder in dict.fromkeys(folders) for a in read_corpus(folder)[0]}
    return assemble(list(articles.values()), encoder)


def grown(library: Library, count: int, index: Path, corpus: Path) -> float:
    """Write and publish a library of ``count`` paragraphs drawn around those of ``library``; the seconds it took.

    The files of its articles are put into ``corpus``.
    """
    (segment,) = library.passages.segments
    real = [
        Seed(
            segment.lines[number],
            library.passages[number].text,
            np.array(segment.codes[slice(*segment.first_piece[number : number + 2])]),
            np.array(segment.scales[slice(*segment.first_piece[number : number + 2])]),
        )
        for number in range(len(segment))
        if library.passages.quotable[number]
    ]
    chance, noise = random.Random(0), np.random.default_rng(0)  # noqa: S311  (a fixed choice, no secret)
    pool = np.asarray(np.rint(noise.normal(scale=NOISE * 36, size=(POOL, real[0].codes.shape[1]))), np.int16)
    corpus.mkdir(parents=True)
    began = time.perf_counter()
    with reserved(index):
        workshop = Workshop(index, library.encoder, silent, Scale())
        with new_folder(index, "segment") as folder, closing(SegmentWriter(folder, workshop.quantiser)) as writer:
            for form, surface in zip(segment.forms, segment.surfaces, strict=True):
                writer.vocabulary.row(form, surface)
            for number in range(0, count, IN_AN_ARTICLE):
                chosen = chance.choices(real, k=min(IN_AN_ARTICLE, count - number))
                _put(writer, corpus, number // IN_AN_ARTICLE, chosen, chance, pool)
            writer.finish(library.encoder, workshop.model, library.means, Scale())
            name = folder.name.replace(".building", "segment")
        put_in_service(index, [Part(name)], library.encoder, Scale())
    return time.perf_counter() - began


def _put(
    writer: SegmentWriter, corpus: Path, number: int, chosen: Sequence[Seed], chance: random.Random, pool: Any
) -> None:
    """An article of the chosen paragraphs, each with a name that few others have."""
    slug, at = f"drawn-{number:06}", 0
    texts: list[str] = []
    written: list[Written] = []
    for place, seed in enumerate(chosen, 1):
        name = "".join(chance.choices(SYLLABLES, k=4 if chance.random() < 0.1 else 3)) + "县"
        row = writer.vocabulary.row(name, name)
        sentences = [list(sentence) for sentence in seed.value[3]]
        *before, (start, end, words, starts) = sentences[-1][2]
        sentences[-1][2] = [*before, [start, end, [*words, row], [*starts, start]]]
        value = [writer.count, [place, at, at + len(seed.text), "body", ""], None, sentences, []]
        first = chance.randrange(POOL - len(seed.codes))
        codes = np.clip(seed.codes + pool[first : first + len(seed.codes)], -127, 127).astype(np.int8)
        written.append((value, codes, seed.scales))
        texts.append(seed.text)
        at += len(seed.text) + 2
    text = "\n\n".join(texts)
    date = f"20{10 + number % 15}-{1 + number % 12:02}-{1 + number % 28:02}"
    credits = {"slug": slug, "title": f"第{number}号报道", "publisher": "", "authors": [], "date": date, "url": ""}
    content = text.encode("utf-8", "surrogatepass")
    (corpus / f"{slug}.txt").write_bytes(content)
    writer.put({**credits, "rights": ""}, hashlib.sha256(content).hexdigest(), [text, []], written)


def one_changed(index: Path, corpus: Path, encoder: SentenceTransformer) -> float:
    """Seconds to have a changed article in service: everything from looking at the files to publishing."""
    file = sorted(corpus.iterdir())[len(list(corpus.iterdir())) // 2]
    file.write_text("Wells\n\nThe village of Aldermoor dug 4,711 wells in 2021.\n", "utf-8")
    began = time.perf_counter()
    build(corpus, index, encoder, silent)
    return time.perf_counter() - began


def measured(index: Path) -> dict[str, float]:
    """Opening, searching and answering, by this process."""
    from index.answer import answer
    from index.encoder import load_encoder
    from index.question import read_question

    encoder = load_encoder()
    answer("how many schools were built", assemble(_small(), encoder))  # what is loaded on first use
    began = time.perf_counter()
    library = open_library(index, encoder)
    opening = time.perf_counter() - began
    texts = mixed_questions()[:ASKED]
    for text in texts[:20]:
        answer(text, library)
    vectors = library.question_vectors([read_question(text) for text in texts])
    searching = [_seconds(lambda each=each: library.store.search(each, 120)) for each in vectors]
    answering = [_seconds(lambda text=text: answer(text, library)) for text in texts]
    memory = _memory()
    return {
        "pieces": len(library.store),
        "words": len(library.vocabulary),
        "opening_seconds": opening,
        **_quantiles("search", searching),
        **_quantiles("answer", answering),
        "recall": _recall(library, vectors[:COMPARED, 0]),
        "resident_megabytes": memory["Rss"],
        "anonymous_megabytes": memory["Anonymous"],
    }


def _small() -> Any:
    from index.articles import read_corpus

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


def _recall(library: Library, queries: NDArray[np.float32]) -> float:
    """The share of the ten paragraphs nearest to each question that the store's search has among its first ten."""
    first = library.first_row[:-1]
    best = np.full((len(queries), NEAREST), -np.inf, np.float32)
    for start in range(0, len(first), 20_000):
        products = queries @ library.store.vectors(first[start : start + 20_000]).T
        best = -np.sort(-np.hstack([best, products]), axis=1)[:, :NEAREST]
    paragraphs = set(first.tolist())
    shares = []
    for query, exact in zip(queries, best, strict=True):
        scores, rows = library.store.search(query[None], 2_000 if len(library.store) <= Scale().pieces else 120)
        found = [score for score, row in zip(scores[0], rows[0], strict=True) if row in paragraphs][:NEAREST]
        shares.append(sum(score >= exact[-1] - 1e-5 for score in found) / min(NEAREST, len(first)))
    return float(statistics.mean(shares))


def measure(sizes: Iterable[int], data: Path | None, work: Path) -> Iterator[Growth]:
    """Every size in turn; its files are deleted when it is measured."""
    from index.encoder import load_encoder

    encoder = load_encoder()
    library = seeds(encoder, data)
    print(f"{len(library.passages)} real paragraphs", file=sys.stderr)
    for size in sizes:
        index, corpus = work / f"index-{size}", work / f"corpus-{size}"
        writing = grown(library, size, index, corpus)
        print(f"{size:,} paragraphs written in {writing:.0f} s", file=sys.stderr)
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
        shutil.rmtree(index)
        shutil.rmtree(corpus)


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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), help="numbers of paragraphs")
    parser.add_argument("--data", type=Path, help="a folder of further collections")
    parser.add_argument("--work", type=Path, help="where to write (default: a temporary folder; 10 GB for a million)")
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measured(options.measure)))
        return
    found = []
    with tempfile.TemporaryDirectory(prefix="yinju-growth-", dir=options.work) as work:
        for each in measure(options.sizes, options.data, Path(work)):
            found.append(each)
            if options.json:
                print(json.dumps(asdict(each)), flush=True)
    if not options.json:
        print(table(found))


if __name__ == "__main__":
    main()
