"""Libraries of any size: real paragraphs, and as many as are wanted drawn around them."""

from __future__ import annotations

import hashlib
import random
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.collections import ROOT, other_collections
from index.building.build import assemble
from index.building.incremental import IncrementalBuild
from index.building.publish import Part, new_folder, put_in_service, reserved
from index.building.report import silent
from index.building.segment_writer import SegmentWriter, Written
from index.ranking.searcher import Searcher
from index.vectors.coarse import Scale

if TYPE_CHECKING:
    from index.models.passage_encoder import Encoder

IN_AN_ARTICLE = 10
NOISE = 0.6  # of a vector's own spread
POOL = 1 << 15  # vectors of noise, used over and over from random places
SYLLABLES = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"


@dataclass(frozen=True, slots=True)
class Seed:
    """A real paragraph: its array, its text, and its pieces' codes and scales."""

    value: list[Any]
    text: str
    codes: NDArray[np.int8]
    scales: NDArray[np.float32]


def seeds(encoder: Encoder, data: Path | None) -> Searcher:
    """A library of the real articles."""
    from index.articles.read import read_corpus

    folders = [ROOT / "corpus", ROOT / "tests" / "corpus"]
    folders += [collection.corpus for collection in other_collections(data)] if data else []
    articles = {a.slug: a for folder in dict.fromkeys(folders) for a in read_corpus(folder)[0]}
    return Searcher(assemble(list(articles.values()), encoder), encoder)


def grown(searcher: Searcher, encoder: Encoder, count: int, index: Path, corpus: Path) -> float:
    """Write and publish a library of ``count`` paragraphs drawn around those of a small one; the seconds it took.

    The files of its articles are put into ``corpus``.
    """
    (segment,) = searcher.library.passages.segments
    real = [
        Seed(
            segment.lines[number],
            searcher.library.passages[number].text,
            np.array(segment.codes[slice(*segment.first_piece[number : number + 2])]),
            np.array(segment.scales[slice(*segment.first_piece[number : number + 2])]),
        )
        for number in range(len(segment))
        if searcher.library.passages.quotable[number]
    ]
    chance, noise = random.Random(0), np.random.default_rng(0)  # noqa: S311  (a fixed choice, no secret)
    pool = np.asarray(np.rint(noise.normal(scale=NOISE * 36, size=(POOL, real[0].codes.shape[1]))), np.int16)
    corpus.mkdir(parents=True)
    began = time.perf_counter()
    with reserved(index):
        incremental = IncrementalBuild(index, encoder, silent, Scale())
        with new_folder(index, "segment") as folder, closing(SegmentWriter(folder, incremental.quantiser)) as writer:
            for form, surface in zip(segment.forms, segment.surfaces, strict=True):
                writer.vocabulary.row(form, surface)
            for number in range(0, count, IN_AN_ARTICLE):
                chosen = chance.choices(real, k=min(IN_AN_ARTICLE, count - number))
                _put(writer, corpus, number // IN_AN_ARTICLE, chosen, chance, pool)
            writer.finish(encoder, incremental.model, searcher.library.means, Scale())
            name = folder.name.replace(".building", "segment")
        put_in_service(index, [Part(name)], encoder, Scale())
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
