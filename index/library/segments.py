"""A segment: some of a library's articles on disk, complete in itself, and never changed once written.

A library is made of segments. What a segment holds refers to its own articles, passages and words by number, so
that segments can be written side by side, put together in any order, and kept while others come and go. The long
files are mapped into memory: of an archive only what a question touches is read, and processes share it. What
a quote is made of carries a checksum of its own and is verified whenever it is read.

=================  ==========================================================================================
segment.json       what the segment is: format, model, counts, and size and SHA-256 of every other file
articles.jsonl     a line an article: its credits, digest of its file, first passage, names it opens with
texts.jsonl        a line an article: text and markup
passages.jsonl     a line a passage: place, sentences, clauses, words, statistics
layout.npz         where the lines of texts and passages begin, their CRC-32; each passage's first piece and kind
codes.i8           the piece vectors, quantised (``quantised.py``)
scales.f32         their scales
vocabulary.json    the words, and the keys of the tables they are looked up by
words.npy          their vectors
tables.npz         the tables
postings.*.npy     which passages hold a word
signatures.u8      which passages could hold a text (``signatures.py``)
paragraphs.faiss   where the segment is large: an index of the paragraphs' vectors
=================  ==========================================================================================
"""

from __future__ import annotations

import json
import mmap
import zlib
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import LibraryError
from index.library.disk import read_about, read_credits
from index.library.json_forms import Renumber, article_from, passage_from
from index.library.passages import Passage
from index.library.postings import RowLists, Table, WordTables
from index.library.quantised import Quantiser
from index.library.signatures import Signatures
from index.records import Article
from index.vectors.coarse import PROBED
from index.vectors.store import FaissStore, Vectors

TABLES = ("glosses", "syllables", "characters")
PARAGRAPHS = "paragraphs.faiss"
SIGNATURES = "signatures.u8"
_ARTICLES_KEPT = 2_000


class Lines:
    """The lines of a JSON lines file, each checked against its CRC-32 when it is read."""

    def __init__(self, path: Path, at: NDArray[np.int64], checks: NDArray[np.uint32]) -> None:
        self._name, self._at, self._checks = path.name, at, checks
        self._bytes = _at_random(np.memmap(path, np.uint8, "r")) if path.stat().st_size else np.empty(0, np.uint8)

    def __len__(self) -> int:
        return len(self._checks)

    def raw(self, number: int) -> bytes:
        """Line ``number`` as it stands there. Raises LibraryError where it is damaged."""
        line = bytes(self._bytes[int(self._at[number]) : int(self._at[number + 1])])
        if zlib.crc32(line) != int(self._checks[number]):
            raise LibraryError(f"the library is damaged ({self._name}, line {number + 1}): run `yinju build --fresh`")
        return line

    def __getitem__(self, number: int) -> Any:
        return json.loads(self.raw(number).decode("utf-8", "surrogatepass"))


class Segment:
    """An open segment. Raises OSError, KeyError or ValueError where it is damaged."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.about = read_about(folder)
        self.credits = read_credits(folder)
        with np.load(folder / "layout.npz", allow_pickle=False) as layout:
            texts_at, text_checks = layout["texts_at"], layout["text_checks"]
            passages_at, passage_checks = layout["passages_at"], layout["passage_checks"]
            self.first_piece: NDArray[np.int64] = layout["first_piece"]
            self.article_of: NDArray[np.int32] = layout["article_of"]
            self.kinds: NDArray[np.int8] = layout["kinds"]
            self._piece_checks: NDArray[np.uint32] = layout["piece_checks"]
            self.quantiser = Quantiser(layout["reference"], [(int(a), int(b), w) for a, b, w in layout["parts"]])
            self.sum: NDArray[np.float64] = layout["sum"]
        self._verified = np.zeros(len(self.kinds), bool)
        self.texts = Lines(folder / "texts.jsonl", texts_at, text_checks)
        self.lines = Lines(folder / "passages.jsonl", passages_at, passage_checks)
        pieces, dimension = int(self.first_piece[-1]), len(self.quantiser.reference)
        self.codes = _mapped(folder / "codes.i8", np.int8, (pieces, dimension))
        self.scales = _mapped(folder / "scales.f32", np.float32, (pieces, len(self.quantiser.parts)))
        self._words, self._tables = folder / "vocabulary.json", folder / "tables.npz"
        self.words = _at_random(np.load(folder / "words.npy", allow_pickle=False, mmap_mode="r"))
        self.postings = RowLists(
            np.load(folder / "postings.at.npy", allow_pickle=False),
            np.asarray(np.load(folder / "postings.rows.npy", allow_pickle=False, mmap_mode="r")),
        )
        self.signatures = Signatures(folder / SIGNATURES, len(self))
        self.article = lru_cache(_ARTICLES_KEPT)(self._article)
        index = folder / PARAGRAPHS
        self.paragraphs = FaissStore.read(index, mapped=True) if index.exists() else None
        if self.paragraphs is not None:
            self.paragraphs.probe(PROBED)

    def load(self) -> Segment:
        """The segment with everything read that is read at all, so that its folder may be deleted."""
        _ = self.vocabulary, self.tables
        return self

    def __len__(self) -> int:
        """How many passages there are."""
        return len(self.kinds)

    @cached_property
    def vocabulary(self) -> dict[str, Any]:
        """``forms`` and ``surfaces`` of the words, and the ``keys`` of the tables."""
        words: dict[str, Any] = json.loads(self._words.read_bytes().decode("utf-8", "surrogatepass"))
        return words

    @property
    def forms(self) -> list[str]:
        """The form that each word is matched by."""
        forms: list[str] = self.vocabulary["forms"]
        return forms

    @property
    def surfaces(self) -> list[str]:
        """Each word as it was first written."""
        surfaces: list[str] = self.vocabulary["surfaces"]
        return surfaces

    @cached_property
    def tables(self) -> WordTables:
        """What the segment's words are looked up by."""
        tables = {}
        with np.load(self._tables, allow_pickle=False) as arrays:
            for name in TABLES:
                lists = RowLists(arrays[f"{name}_at"], arrays[f"{name}_rows"])
                tables[name] = Table(self.vocabulary["keys"][name], lists, arrays[f"{name}_credits"])
        return WordTables(**tables)

    def _article(self, number: int) -> Article:
        """Article ``number``."""
        return article_from(self.credits[number], self.texts[number])

    def passage(self, number: int, row: Renumber) -> Passage:
        """Passage ``number``, its words numbered by ``row``."""
        value = self.lines[number]
        return passage_from(value, self.article(value[0]), row)

    def passages_of(self, article: int) -> range:
        """The numbers of the passages of an article."""
        first = self.credits[article]["first"]
        return range(first, first + self.credits[article]["passages"])

    def vectors(self, rows: NDArray[np.int64]) -> Vectors:
        """The vectors of pieces, not centred, (len(rows), dimension) float32; their passages are verified."""
        for number in np.unique(np.searchsorted(self.first_piece, rows, side="right") - 1).tolist():
            if not self._verified[number]:
                self.verify(number)
                self._verified[number] = True
        return self.unverified(rows)

    def unverified(self, rows: NDArray[np.int64]) -> Vectors:
        """As ``vectors``, for what decides only which passages are looked at: nothing is verified."""
        return self.quantiser.decode(self.codes[rows], self.scales[rows])

    def verify(self, number: int) -> None:
        """Raises LibraryError where the vectors of passage ``number`` are damaged."""
        first, end = int(self.first_piece[number]), int(self.first_piece[number + 1])
        check = zlib.crc32(self.scales[first:end].tobytes(), zlib.crc32(self.codes[first:end].tobytes()))
        if check != int(self._piece_checks[number]):
            raise LibraryError(f"the library is damaged (codes.i8, passage {number + 1}): run `yinju build --fresh`")


def _mapped(path: Path, kind: type[np.generic], shape: tuple[int, ...]) -> NDArray[Any]:
    if path.stat().st_size != np.dtype(kind).itemsize * shape[0] * shape[1]:
        raise ValueError(f"{path.name} is of another size")
    return _at_random(np.memmap(path, kind, "r", shape=shape)) if shape[0] else np.empty(shape, kind)


def _at_random(array: NDArray[Any]) -> NDArray[Any]:
    """A plain view of a mapped array, the system told to read no more of its file than is asked for.

    Plain, because NumPy does more about every piece of an array that is a memmap.
    """
    view = np.asarray(array)
    if isinstance(view.base, np.memmap) and hasattr(mmap, "MADV_RANDOM"):
        view.base._mmap.madvise(mmap.MADV_RANDOM)  # type: ignore[attr-defined]
    return view
