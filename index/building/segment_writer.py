"""Writing a segment: article after article, read anew or copied from another segment, then its indexes."""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.building.line_writer import LineWriter, line_of
from index.library.disk import FORMAT, flush
from index.library.json_forms import credits_to, figures_in, fingerprint, moved, passage_to, text_to, words_in
from index.library.passages import Passage, Vocabulary
from index.library.postings import RowLists, Table, WordTables
from index.library.quantised import Codes, Quantiser
from index.library.segments import PARAGRAPHS, SIGNATURES, TABLES, Segment
from index.library.signatures import SignatureWriter
from index.models.centring import Means, centre, centred_words
from index.records import KINDS, Article
from index.resources import sha256_of
from index.text.glosses import glosses
from index.text.names import is_name, syllables
from index.text.scripts import is_han
from index.vectors.coarse import Scale, paragraph_index
from index.vectors.store import Vectors

if TYPE_CHECKING:
    from index.models.question_encoder import QuestionEncoder

Written = tuple[list[Any], Codes, Vectors]  # a passage: its array, and its pieces' codes and scales
_OPENING = 2  # paragraphs whose names stand for the article's


class SegmentWriter:
    """A segment being written into the empty folder ``folder``; nothing of it counts before ``finish``.

    ``vocabulary`` numbers the words of what is added, ``count`` is how many articles were.
    """

    def __init__(self, folder: Path, quantiser: Quantiser) -> None:
        self._folder, self._quantiser = folder, quantiser
        self._articles, self._texts = (folder / "articles.jsonl").open("wb"), LineWriter(folder / "texts.jsonl")
        self._passages = LineWriter(folder / "passages.jsonl")
        self._codes, self._scales = (folder / "codes.i8").open("wb"), (folder / "scales.f32").open("wb")
        self._signatures = SignatureWriter(folder / SIGNATURES)
        self.vocabulary = Vocabulary()
        self._sources: list[tuple[Segment, int] | None] = []  # where the vector of a word has been computed already
        self._article_of, self._kinds, self._first_piece = array("i"), array("b"), array("q", [0])
        self._piece_checks = array("I")
        self._held, self._holder = array("i"), array("i")
        self._sum = np.zeros(len(quantiser.reference), np.float64)
        self.count = 0

    def add(self, article: Article, digest: str, passages: Sequence[Passage], vectors: Sequence[Vectors]) -> None:
        """An article read anew: its passages, whose words are rows of ``vocabulary``, and their raw vectors."""
        written = (
            (passage_to(passage, self.count, int), *self._quantiser.encode(raw))
            for passage, raw in zip(passages, vectors, strict=True)
        )
        self.put(credits_to(article), digest, text_to(article), written)

    def copy(self, segment: Segment, number: int) -> None:
        """Article ``number`` of another segment, as it stands there."""
        row, credits = self._moving(segment), segment.credits[number]

        def passages() -> Iterator[Written]:
            for passage in segment.passages_of(number):
                segment.verify(passage)
                at = slice(int(segment.first_piece[passage]), int(segment.first_piece[passage + 1]))
                yield moved(segment.lines[passage], self.count, row), segment.codes[at], segment.scales[at]

        self.put(credits, credits["digest"], segment.texts[number], passages())

    def put(self, credits: dict[str, Any], digest: str, text: list[Any], passages: Iterable[Written]) -> None:
        """An article as it is written: what ``json_forms.py`` makes of it and its passages, with their vectors."""
        about = {**credits, "digest": digest, "first": len(self._kinds), "statistics": 0}
        self._texts.write(text)
        openings: set[int] = set()
        bodies = rows_of_tables = 0
        words = self.vocabulary
        for value, codes, scales in passages:
            rows = self._put(value, codes, scales)
            self._signatures.write(value[2][0] if value[2] else text[0][value[1][1] : value[1][2]])
            kind = value[1][3]
            about["statistics"] += figures_in(value) if kind != "heading" else 0
            if kind == "body" and bodies < _OPENING:
                openings.update(row for row in rows if is_name(words.surfaces[row], words.forms[row]))
            bodies += kind == "body"
            rows_of_tables += kind == "table"
        about["passages"] = len(self._kinds) - about["first"]
        about |= {
            "bodies": bodies,
            "rows": rows_of_tables,
            "openings": sorted(openings),
            "key": fingerprint(credits["slug"], text[0]),
        }
        self._articles.write(line_of(about))
        self.count += 1

    def _moving(self, segment: Segment) -> Callable[[int], int]:
        """The function from a word's row in ``segment`` to its row here, which is a new one where the word is new."""

        def row(old: int) -> int:
            new = self.vocabulary.row(segment.forms[old], segment.surfaces[old])
            if new >= len(self._sources):
                self._sources += [None] * (new - len(self._sources))
                self._sources.append((segment, old))
            return new

        return row

    def _put(self, value: list[Any], codes: Codes, scales: Vectors) -> dict[int, None]:
        """Writes a passage; returns the rows of its distinct words."""
        number = len(self._kinds)
        self._passages.write(value)
        content = np.ascontiguousarray(codes).tobytes(), np.ascontiguousarray(scales, np.float32).tobytes()
        self._codes.write(content[0])
        self._scales.write(content[1])
        self._piece_checks.append(zlib.crc32(content[1], zlib.crc32(content[0])))
        self._first_piece.append(self._first_piece[-1] + len(codes))
        self._article_of.append(self.count)
        self._kinds.append(KINDS.index(value[1][3]))
        self._sum += self._quantiser.decode(codes[:1], scales[:1])[0]
        rows = dict.fromkeys(words_in(value))
        self._held.extend(rows)
        self._holder.extend([number] * len(rows))
        return rows

    def close(self) -> None:
        """Close the files; without ``finish`` they are of no use."""
        for file in (self._articles, self._texts.file, self._passages.file, self._codes, self._scales):
            file.close()
        self._signatures.close()

    def finish(self, encoder: QuestionEncoder, model: str, means: Means, scale: Scale) -> None:
        """Write what is made of the whole, and last of all ``segment.json``. Raises OSError when it can't be."""
        self.close()
        self._save_layout()
        self._save_words(encoder, means)
        self._save_paragraphs(scale)
        about = {
            "format": FORMAT,
            "model": model,
            "articles": self.count,
            "paragraphs": len(self._kinds),
            "pieces": self._first_piece[-1],
            "words": len(self.vocabulary),
            "files": {file.name: [file.stat().st_size, sha256_of(file)] for file in sorted(self._folder.iterdir())},
        }
        (self._folder / "segment.json").write_bytes(line_of(about))
        for path in (*self._folder.iterdir(), self._folder):
            flush(path)

    def _save_layout(self) -> None:
        np.savez(
            self._folder / "layout.npz",
            texts_at=np.array(self._texts.at, np.int64),
            text_checks=np.array(self._texts.checks, np.uint32),
            passages_at=np.array(self._passages.at, np.int64),
            passage_checks=np.array(self._passages.checks, np.uint32),
            first_piece=np.array(self._first_piece, np.int64),
            article_of=np.array(self._article_of, np.int32),
            kinds=np.array(self._kinds, np.int8),
            piece_checks=np.array(self._piece_checks, np.uint32),
            reference=self._quantiser.reference,
            parts=np.array(self._quantiser.parts, np.float64),
            sum=self._sum,
        )

    def _save_words(self, encoder: QuestionEncoder, means: Means) -> None:
        words, tables = self.vocabulary, _word_tables(self.vocabulary.forms)
        keys = {name: list(getattr(tables, name).keys) for name in TABLES}
        content = {"forms": words.forms, "surfaces": words.surfaces, "keys": keys}
        (self._folder / "vocabulary.json").write_bytes(line_of(content))
        arrays: dict[str, NDArray[Any]] = {}
        for name in TABLES:
            table = getattr(tables, name)
            arrays |= {f"{name}_at": table.lists.at, f"{name}_rows": table.lists.rows, f"{name}_credits": table.credits}
        np.savez(self._folder / "tables.npz", **arrays)  # type: ignore[arg-type]
        np.save(self._folder / "words.npy", self._word_vectors(encoder, means), allow_pickle=False)
        held, holder = np.array(self._held, np.int32), np.array(self._holder, np.int32)
        postings = RowLists.of_pairs(held, holder, len(words))
        np.save(self._folder / "postings.at.npy", postings.at, allow_pickle=False)
        np.save(self._folder / "postings.rows.npy", postings.rows, allow_pickle=False)

    def _word_vectors(self, encoder: QuestionEncoder, means: Means) -> Vectors:
        """The vectors of the words, those that come with a copied article copied too."""
        forms, surfaces = self.vocabulary.forms, self.vocabulary.surfaces
        sources = [*self._sources, *[None] * (len(forms) - len(self._sources))]
        fresh = [row for row, source in enumerate(sources) if source is None]
        vectors = np.empty((len(forms), len(means.words_en)), np.float32)
        if fresh:
            new = [surfaces[row] for row in fresh]
            vectors[fresh] = centred_words(encoder.encode_words(new, many=True), new, means)
        for row, source in enumerate(sources):
            if source is not None:
                vectors[row] = source[0].words[source[1]]
        return vectors

    def _save_paragraphs(self, scale: Scale) -> None:
        """The index of the paragraphs' vectors, where there are too many pieces to search each of them."""
        first = np.array(self._first_piece[:-1], np.int64)
        shape = (self._first_piece[-1], len(self._quantiser.reference))
        if not len(first):
            return
        codes = np.memmap(self._folder / "codes.i8", np.int8, "r", shape=shape)
        scales = np.memmap(self._folder / "scales.f32", np.float32, "r", shape=(shape[0], len(self._quantiser.parts)))
        mean = np.asarray(self._sum / len(first), np.float32)

        def paragraphs(start: int, end: int) -> Vectors:
            rows = first[start:end]
            return centre(self._quantiser.decode(codes[rows], scales[rows]), mean, self._quantiser.parts)

        if (index := paragraph_index(paragraphs, len(first), *shape, scale)) is not None:
            index.save(self._folder / PARAGRAPHS)


def _word_tables(forms: Sequence[str]) -> WordTables:
    """The tables of a vocabulary, row i of it being ``forms[i]``."""
    by_gloss: dict[str, dict[int, float]] = {}
    by_syllable: dict[str, list[int]] = {}
    by_character: dict[str, list[int]] = {}
    for row, form in enumerate(forms):
        if not is_han(form):
            continue
        for gloss, credit in glosses(form).items():
            by_gloss.setdefault(gloss, {})[row] = credit
        for character in dict.fromkeys(form):
            by_character.setdefault(character, []).append(row)
        for syllable in dict.fromkeys(syllables(form)) if len(form) > 1 else ():
            by_syllable.setdefault(syllable, []).append(row)
    return WordTables(Table.of(by_gloss), Table.of(by_syllable), Table.of(by_character))
