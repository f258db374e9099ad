"""Building: what the corpus holds is compared with what the library holds, and only the difference is read.

New and changed articles are read in batches, each a segment of its own, so that a build that is interrupted goes on
where it was. Then small segments are put together, and the library is published in one step. The cost is in
proportion to what changed (segments are merged as in a log-structured merge tree, O'Neil et al. 1996,
doi:10.1007/s002360050048).
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.articles import (
    ArticleError,
    CorpusError,
    article_bytes,
    article_files,
    article_from_bytes,
    split_paragraphs,
)
from index.centring import Means, language_means, parts_of
from index.coarse import Scale
from index.encoder import identity
from index.errors import LibraryError
from index.late_chunking import encode_pieces
from index.library import BuildReport, Library, Progress, silent
from index.passages import Passage, read_passage
from index.pieces import Quantiser
from index.publishing import (
    Part,
    damaged_file,
    damaged_segment,
    exact_store,
    in_service,
    mean_of,
    new_folder,
    put_in_service,
    reserved,
)
from index.records import Article
from index.segment_writer import FORMAT, SegmentWriter
from index.segments import Segment
from index.shelf import Shelf

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_USUAL = Scale()
_SETTLED = 40  # segments of one build that are put together while it goes on
_WORN = 0.25  # the share of a segment's paragraphs that may be gone before it is written anew
_LIKE = 2  # how many times the small ones together a segment may be, to be put together with them


@dataclass(frozen=True, slots=True)
class Found:
    """An article that need not be read again: where it lies."""

    segment: Segment
    number: int


@dataclass(frozen=True, slots=True)
class Unread:
    """A file to be read: new, or changed since it was."""

    path: Path
    size: int


def build(
    corpus: Path,
    index: Path,
    encoder: SentenceTransformer,
    progress: Progress,
    fresh: bool = False,
    scale: Scale = _USUAL,
) -> BuildReport:
    """Bring the library in ``index`` up to the articles in ``corpus`` and put it in service.

    With ``fresh`` everything is read anew. Raises CorpusError when there is nothing to read and LibraryError
    when ``index`` can't be written.
    """
    paths, skipped = article_files(corpus)
    with reserved(index):
        workshop = Workshop(index, encoder, progress, scale)
        published = [] if fresh else workshop.published()
        known = {} if fresh else workshop.known(published)
        kept, unread, unreadable = _compared(paths, known, progress)
        made, unparsed = workshop.read(unread)
        skipped += unreadable + unparsed
        if not kept and not made:  # an empty library must not take the place of a good one
            raise CorpusError(f"none of the {len(skipped)} files in {corpus} is an article; the first: {skipped[0]}")
        parts = workshop.settled([*kept, *made])
        if parts != published or not workshop.intact:
            put_in_service(index, parts, encoder, scale)
    _, manifest = in_service(index)
    return BuildReport(
        manifest["articles"],
        manifest["paragraphs"],
        manifest["statistics"],
        sorted(skipped, key=lambda error: str(error.path)),
        read=len(made),
        kept=len(kept),
    )


def _compared(
    paths: Sequence[Path], known: dict[tuple[str, str], Found], progress: Progress
) -> tuple[list[Found], list[Unread], list[ArticleError]]:
    """What of the files is known, what is to be read, and what can't be."""
    kept: list[Found] = []
    unread: list[Unread] = []
    errors: list[ArticleError] = []
    for done, path in enumerate(paths, 1):
        try:
            content = article_bytes(path)
            found = known.get((path.stem, hashlib.sha256(content).hexdigest()))
            if found is not None:
                kept.append(found)
            else:
                unread.append(Unread(path, len(content)))
        except ArticleError as error:
            errors.append(error)
        progress("reading", done, len(paths))
    return kept, unread, errors


class Workshop:
    """What a build works with: the reserved index folder, the model, and the segments that are there."""

    def __init__(self, index: Path, encoder: SentenceTransformer, progress: Progress, scale: Scale) -> None:
        self._index, self._encoder, self._progress, self._scale = index, encoder, progress, scale
        self.model, self._means = identity(encoder), _language_means(encoder)
        self.quantiser = _quantiser(encoder, self._means)
        self._open: dict[str, Segment] = {}
        self.intact = False

    def published(self) -> list[Part]:
        """The parts of the library in service that can be built upon; none where it is of another model."""
        try:
            folder, manifest = in_service(self._index)
        except LibraryError:
            return []
        if manifest["model"] != self.model:
            return []
        self.intact = not damaged_file(folder, manifest)
        return [
            Part(part["name"], tuple(part["gone"]))
            for part in manifest["segments"]
            if not damaged_segment(self._index / part["name"], part["digest"])
        ]

    def known(self, published: Sequence[Part]) -> dict[tuple[str, str], Found]:
        """The articles that need not be read again, by slug and digest of the file; published ones before those
        that an interrupted build left.
        """
        gone = {part.name: set(part.gone) for part in published}
        left = sorted(folder.name for folder in self._index.glob("segment-*") if folder.name not in gone)
        found: dict[tuple[str, str], Found] = {}
        for name in (*gone, *left):
            if name not in gone and not self._usable(name):
                continue
            segment = self._segment(name)
            for number, credits in enumerate(segment.credits):
                if number not in gone.get(name, ()):
                    found.setdefault((credits["slug"], credits["digest"]), Found(segment, number))
        return found

    def _usable(self, name: str) -> bool:
        if damaged_segment(self._index / name):
            return False
        about = self._segment(name).about
        return bool(about["format"] == FORMAT and about["model"] == self.model)

    def _segment(self, name: str) -> Segment:
        if name not in self._open:
            self._open[name] = Segment(self._index / name)
        return self._open[name]

    def read(self, unread: Sequence[Unread]) -> tuple[list[Found], list[ArticleError]]:
        """The articles in files, read and encoded batch by batch; and what could not be read."""
        made: list[Found] = []
        errors: list[ArticleError] = []
        whole, done = max(1, sum(each.size for each in unread)), 0
        batch: list[tuple[Article, str]] = []
        size = paragraphs = 0
        for place, each in enumerate(unread):
            size += each.size
            try:
                content = article_bytes(each.path)
                article = article_from_bytes(each.path, content)
                batch.append((article, hashlib.sha256(content).hexdigest()))
                paragraphs += len(split_paragraphs(article))
            except ArticleError as error:
                errors.append(error)
            if batch and (paragraphs >= self._scale.batch or place + 1 == len(unread)):
                made += self._written(batch, _shared(self._progress, done, size, whole))
                done, size, paragraphs, batch = done + size, 0, 0, []
                if len({found.segment.folder for found in made}) > _SETTLED:
                    made = self.merged(made)
        return made, errors

    def _written(self, batch: Sequence[tuple[Article, str]], progress: Callable[[int, int], None]) -> list[Found]:
        """A segment of newly read articles."""
        with new_folder(self._index, "segment") as folder:
            write_articles(folder, self.quantiser, batch, self._encoder, self._means, self._scale, progress)
            name = folder.name.replace(".building", "segment")
        segment = self._segment(name)
        return [Found(segment, number) for number in range(len(segment.credits))]

    def merged(self, found: Iterable[Found]) -> list[Found]:
        """A segment of articles that lie in others."""
        ordered = sorted(found, key=lambda each: str(each.segment.credits[each.number]["slug"]))
        with new_folder(self._index, "segment") as folder, closing(SegmentWriter(folder, self.quantiser)) as writer:
            for done, each in enumerate(ordered, 1):
                writer.copy(each.segment, each.number)
                self._progress("merging", done, len(ordered))
            writer.finish(self._encoder, self.model, self._means, self._scale)
            name = folder.name.replace(".building", "segment")
        segment = self._segment(name)
        return [Found(segment, number) for number in range(len(segment.credits))]

    def settled(self, found: Sequence[Found]) -> list[Part]:
        """The parts of a library of these articles: all in one segment where they are few, else small segments,
        and those of which much is gone, put together.
        """
        by_name: dict[str, list[Found]] = {}
        for each in found:
            by_name.setdefault(each.segment.folder.name, []).append(each)
        groups = sorted(by_name.values(), key=_paragraphs)
        together = _to_merge(groups, self._scale.single)
        if together:
            merged = self.merged(each for group in together for each in group)
            groups = [group for group in groups if group not in together] + [merged]
        return [_part(group) for group in sorted(groups, key=_paragraphs, reverse=True)]


def rewrite(index: Path, encoder: SentenceTransformer) -> None:
    """Copy the library in ``index`` into a single new segment and publish that; nothing is encoded again.

    Raises LibraryError where it is damaged or can't be written.
    """
    with reserved(index):
        workshop = Workshop(index, encoder, silent, Scale())
        published = workshop.published()
        names = {part.name for part in published}
        known = workshop.known(published).values()
        whole = workshop.merged(found for found in known if found.segment.folder.name in names)
        put_in_service(index, [_part(whole)], encoder, Scale())


def _to_merge(groups: Sequence[Sequence[Found]], single: int) -> list[Sequence[Found]]:
    """Those of the segments' live articles, smallest first, that are to be put together."""
    worn = [group for group in groups if _paragraphs(group) < (1 - _WORN) * len(group[0].segment)]
    if sum(map(_paragraphs, groups)) <= single:
        return list(groups) if len(groups) > 1 or any(_part(group).gone for group in groups) else []
    small = 0
    together: list[Sequence[Found]] = []
    for group in groups:
        if together and _paragraphs(group) > _LIKE * small:
            break
        together.append(group)
        small += _paragraphs(group)
    if len(together) == 1:
        together = []
    return [*together, *(group for group in worn if group not in together)]


def _paragraphs(group: Sequence[Found]) -> int:
    return sum(each.segment.credits[each.number]["passages"] for each in group)


def _part(group: Sequence[Found]) -> Part:
    segment, live = group[0].segment, {each.number for each in group}
    return Part(segment.folder.name, tuple(n for n in range(len(segment.credits)) if n not in live))


def write_articles(
    folder: Path,
    quantiser: Quantiser,
    articles: Sequence[tuple[Article, str]],
    encoder: SentenceTransformer,
    means: Means,
    scale: Scale,
    progress: Callable[[int, int], None],
) -> None:
    """Read, encode and write articles (each with its file's digest) as a segment into the empty ``folder``."""
    with closing(SegmentWriter(folder, quantiser)) as writer:
        read = [[read_passage(p, writer.vocabulary) for p in split_paragraphs(article)] for article, _ in articles]
        passages: list[Passage] = [passage for each in read for passage in each]
        vectors = iter(encode_pieces(encoder, [p.text for p in passages], [p.pieces() for p in passages], progress))
        for (article, digest), own in zip(articles, read, strict=True):
            writer.add(article, digest, own, [next(vectors) for _ in own])
        writer.finish(encoder, identity(encoder), means, scale)


def assembled(articles: Sequence[Article], encoder: SentenceTransformer, progress: Progress) -> Library:
    """A library of ``articles`` that lies nowhere but in this process."""
    means = _language_means(encoder)
    quantiser = _quantiser(encoder, means)
    with tempfile.TemporaryDirectory(prefix="yinju-") as name:
        report = _shared(progress, 0, 1, 1)
        write_articles(Path(name), quantiser, [(article, "") for article in articles], encoder, means, Scale(), report)
        segment = Segment(Path(name)).load()
    shelf = Shelf([segment], [()])
    means = language_means(encoder, mean_of([segment]))
    return Library(encoder, shelf, exact_store(shelf, means, encoder), means)


def _language_means(encoder: SentenceTransformer) -> Means:
    return language_means(encoder, np.zeros(int(encoder.get_embedding_dimension() or 0), np.float32))


def _quantiser(encoder: SentenceTransformer, means: Means) -> Quantiser:
    """Measures vectors from the middle of everyday questions: near texts' own middle, and the same for every corpus."""
    return Quantiser(np.asarray((means.questions_en + means.questions_zh) / 2, np.float32), parts_of(encoder))


def _shared(progress: Progress, before: int, size: int, whole: int) -> Callable[[int, int], None]:
    """Progress in a batch of ``size`` bytes, as progress in ``whole`` bytes, of a hundred."""

    def report(done: int, total: int) -> None:
        progress("encoding", int(100 * (before + size * done / max(1, total)) / whole), 100)

    return report
