"""Examples for the reader from pages and questions, written to a folder.

    python -m benchmarks.reader.prepare OUT [--data FOLDER] [--synthetic COUNT]

The bank's learning and choosing parts, the project's own questions and, where FOLDER is given, public collections (see
``benchmarks/collections.py``) become one ``.npz`` each. Pages, not questions, are split.
"""

from __future__ import annotations

import argparse
import random
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.collections import other_collections, own_collections
from benchmarks.reader import bank
from benchmarks.reader.examples import examples_of, save
from benchmarks.reader.grammar import generate
from index.building.build import build_library
from index.evaluate import Case
from index.models.e5 import Tokens
from index.models.encoder import load_encoder
from index.models.packaged import prepared_models
from index.models.passage_encoder import Encoder
from index.ranking.searcher import Searcher, open_searcher

MOST_OF_A_COLLECTION = 1_500
_ELSEWHERE = 10  # questions of other pages that each page of the bank is asked


def prepare(out: Path, data: Path | None, synthetic: int) -> None:
    """Write the examples of every source into ``out``; those that are there already are kept."""
    out.mkdir(parents=True, exist_ok=True)
    encoder = load_encoder()
    tokens = Tokens(prepared_models())
    for name, corpus, cases, learning in _sources(data, synthetic):
        if (out / f"{name}.npz").exists():
            continue
        library = name.replace("elsewhere-bank", "bank-learning")  # the same pages
        searcher = _library(corpus, out / "libraries" / library, encoder)
        count = save(examples_of(cases, searcher, tokens, learning), out / f"{name}.npz")
        print(f"{name}: {count} examples of {len(cases)} questions", flush=True)


def _library(corpus: Path | Sequence[Path], index: Path, encoder: Encoder) -> Searcher:
    with tempfile.TemporaryDirectory(prefix="yinju-") as folder:
        if not isinstance(corpus, Path):
            for file in corpus:
                shutil.copy(file, folder)
        build_library(corpus if isinstance(corpus, Path) else Path(folder), index, encoder)
    return open_searcher(index, encoder)


def _sources(data: Path | None, synthetic: int) -> Iterator[tuple[str, Path | Sequence[Path], list[Case], bool]]:
    """Name, corpus, questions, and whether they are learned from."""
    for split in ("choosing", "learning"):
        files = bank.pages(split)
        cases = bank.cases(files)
        yield f"bank-{split}", files, bank.narrowed(cases) if split == "learning" else cases, split == "learning"
    public = other_collections(data) if data else []
    strangers = [case for collection in public if collection.name != "pages" for case in collection.cases]
    yield "elsewhere-bank", files, [*_asked_elsewhere(files, strangers), *bank.off_topic("learning")], True
    for collection in own_collections():
        yield f"own-{collection.name}", collection.corpus, bank.narrowed(collection.cases), True
    for collection in public:
        cases, corpus = collection.cases, collection.corpus
        source: Path | list[Path] = corpus
        if len(cases) > MOST_OF_A_COLLECTION:
            cases = random.Random(0).sample(cases, MOST_OF_A_COLLECTION)  # noqa: S311  (a fixed choice, no secret)
            asked = {case.article for case in cases}
            source = [file for file in sorted(corpus.iterdir()) if file.stem in asked]
        name = "pages" if collection.name == "pages" else f"public-{collection.name}"
        yield name, source, cases, name != "pages"
    if synthetic:
        with tempfile.TemporaryDirectory(prefix="yinju-") as folder:
            yield "synthetic-grammar", Path(folder), list(_written(Path(folder), synthetic)), True


def _asked_elsewhere(files: Sequence[Path], strangers: Sequence[Case]) -> Iterator[Case]:
    """Questions of other pages, half of them of other collections, that a page of the bank does not answer."""
    chance = random.Random(0)  # noqa: S311  (a fixed choice, no secret)
    for file in files:
        others = bank.cases([other for other in files if other != file])
        half = _ELSEWHERE // 2 if strangers else 0
        for case in (*chance.sample(others, _ELSEWHERE - half), *chance.sample(strangers, half)):
            question, *_ = case.question.split(" in:")
            yield Case(f"{question} in:{file.stem}", case.language, False, "off_topic", file.stem, (), (), (), False)


def _written(folder: Path, count: int) -> Iterator[Case]:
    """``count`` passages of the grammar as articles in ``folder``, and the questions on them, each kept to its own."""
    for number, example in enumerate(generate(0, count)):
        slug, gold = f"s{number}", example.gold_sentence
        space = " " if example.sentences[0].isascii() else ""
        (folder / f"{slug}.txt").write_text(
            "\n\n".join(filter(None, (example.title, example.heading, space.join(example.sentences)))), "utf-8"
        )
        sentence = example.sentences[gold] if gold >= 0 else ""
        yield Case(
            question=f"{example.question} in:{slug}",
            language="en" if example.language == "en" else "zh",
            answerable=gold >= 0,
            kind="statistic" if gold >= 0 else "near_miss",
            article=slug,
            gold_quotes=(sentence,) if sentence else (),
            gold_values=tuple(sentence[start:end] for start, end in example.gold_figures),
            gold_numbers=(),
            needs_all=len(example.gold_figures) > 1,
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--synthetic", type=int, default=0)
    arguments = parser.parse_args()
    prepare(arguments.out, arguments.data, arguments.synthetic)
