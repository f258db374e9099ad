"""New and changed articles read into segments, in batches, and small segments put together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.articles.corrections import digest_of
from index.articles.read import article_bytes, article_from_bytes, split_paragraphs
from index.building.analyse import as_read, read_passage
from index.building.merging import StoredArticle, paragraphs, part_of, to_merge
from index.building.publish import Part, new_folder
from index.building.report import Progress
from index.building.segment_writer import SegmentWriter
from index.errors import ArticleError, LibraryError
from index.library.disk import FORMAT, read_about
from index.library.passages import Passage
from index.library.quantised import Quantiser
from index.library.segments import Segment
from index.library.verify import damaged_index, damaged_segment, in_service
from index.models.centring import Means, language_means
from index.models.late_chunking import encode_pieces
from index.records import Article, Paragraph
from index.vectors.coarse import Scale

if TYPE_CHECKING:
    from index.models.passage_encoder import Encoder

_SETTLED = 40  # segments of one build that are put together while it goes on
Parsed = tuple[Article, str, list[Paragraph]]  # an article, its file's digest, its paragraphs


@dataclass(frozen=True, slots=True)
class Unread:
    """A file to be read: new, or changed since it was."""

    path: Path
    size: int


class IncrementalBuild:
    """What a build works with: the reserved index folder, the model, and the segments that are there."""

    def __init__(self, index: Path, encoder: Encoder, progress: Progress, scale: Scale) -> None:
        self._index, self._encoder, self._progress, self._scale = index, encoder, progress, scale
        self.model, self._means = encoder.identity, means_of_languages(encoder)
        self.quantiser = quantiser_of(encoder, self._means)
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
        parts = [
            Part(part["name"], tuple(part["gone"]))
            for part in manifest["segments"]
            if not damaged_segment(self._index / part["name"], part["digest"])
        ]
        self.intact = len(parts) == len(manifest["segments"]) and not damaged_index(folder, manifest)
        return parts

    def stored(self, published: Sequence[Part]) -> dict[tuple[str, str], StoredArticle]:
        """The articles that need not be read again, by slug and digest of the file; published ones before those
        that an interrupted build left.
        """
        gone = {part.name: set(part.gone) for part in published}
        left = sorted(folder.name for folder in self._index.glob("segment-*") if folder.name not in gone)
        stored: dict[tuple[str, str], StoredArticle] = {}
        for name in (*gone, *left):
            if name not in gone and not self._usable(name):
                continue
            segment = self._segment(name)
            for number, credits in enumerate(segment.credits):
                if number not in gone.get(name, ()):
                    stored.setdefault((credits["slug"], credits["digest"]), StoredArticle(segment, number))
        return stored

    def _usable(self, name: str) -> bool:
        if damaged_segment(self._index / name):
            return False
        about = read_about(self._index / name)
        return bool(about["format"] == FORMAT and about["model"] == self.model)

    def _segment(self, name: str) -> Segment:
        if name not in self._open:
            self._open[name] = Segment(self._index / name)
        return self._open[name]

    def read(self, unread: Sequence[Unread]) -> tuple[list[StoredArticle], list[ArticleError]]:
        """The articles in files, read and encoded batch by batch; and what could not be read."""
        made: list[StoredArticle] = []
        errors: list[ArticleError] = []
        whole, done = max(1, sum(file.size for file in unread)), 0
        batch: list[Parsed] = []
        size = waiting = 0
        for number, file in enumerate(unread, 1):
            size += file.size
            try:
                content = article_bytes(file.path)
                article = article_from_bytes(file.path, content)
                batch.append((article, digest_of(file.path, content), split_paragraphs(article)))
                waiting += len(batch[-1][2])
            except ArticleError as error:
                errors.append(error)
            if batch and (waiting >= self._scale.batch or number == len(unread)):
                made += self._written(batch, share_of_progress(self._progress, done, size, whole))
                done, size, waiting, batch = done + size, 0, 0, []
                if len({article.segment.folder for article in made}) > _SETTLED:
                    made = self.merged(made)
        return made, errors

    def _written(self, batch: Sequence[Parsed], progress: Callable[[int, int], None]) -> list[StoredArticle]:
        """A segment of newly read articles."""
        with new_folder(self._index, "segment") as folder:
            write_articles(folder, self.quantiser, batch, self._encoder, self._means, self._scale, progress)
        return self._articles_in(folder)

    def merged(self, articles: Iterable[StoredArticle]) -> list[StoredArticle]:
        """A segment of articles that lie in others."""
        ordered = sorted(articles, key=lambda article: str(article.segment.credits[article.number]["slug"]))
        with new_folder(self._index, "segment") as folder, closing(SegmentWriter(folder, self.quantiser)) as writer:
            for done, article in enumerate(ordered, 1):
                writer.copy(article.segment, article.number)
                self._progress("merging", done, len(ordered))
            writer.finish(self._encoder, self.model, self._means, self._scale)
        return self._articles_in(folder)

    def _articles_in(self, folder: Path) -> list[StoredArticle]:
        """The articles of a new segment; ``folder`` is what it was called while it was written."""
        segment = self._segment(folder.name.replace(".building", "segment"))
        return [StoredArticle(segment, number) for number in range(len(segment.credits))]

    def settled(self, articles: Sequence[StoredArticle]) -> list[Part]:
        """The parts of a library of these articles: all in one segment where they are few, else small segments,
        and those of which much is gone, put together.
        """
        by_name: dict[str, list[StoredArticle]] = {}
        for article in articles:
            by_name.setdefault(article.segment.folder.name, []).append(article)
        groups = sorted(by_name.values(), key=paragraphs)
        together = to_merge(groups, self._scale.single)
        if together:
            merged = self.merged(article for group in together for article in group)
            groups = [group for group in groups if group not in together] + [merged]
        return [part_of(group) for group in sorted(groups, key=paragraphs, reverse=True)]


def write_articles(
    folder: Path,
    quantiser: Quantiser,
    articles: Sequence[Parsed],
    encoder: Encoder,
    means: Means,
    scale: Scale,
    progress: Callable[[int, int], None],
) -> None:
    """Analyse, encode and write articles as a segment into the empty ``folder``."""
    with closing(SegmentWriter(folder, quantiser)) as writer:
        read = [[read_passage(paragraph, writer.vocabulary) for paragraph in parsed[2]] for parsed in articles]
        passages: list[Passage] = [passage for several in read for passage in several]
        texts, pieces = zip(*map(as_read, passages), strict=True) if passages else ((), ())
        vectors = iter(encode_pieces(encoder, texts, pieces, progress))
        for (article, digest, _), several in zip(articles, read, strict=True):
            writer.add(article, digest, several, [next(vectors) for _ in several])
        writer.finish(encoder, encoder.identity, means, scale)


def means_of_languages(encoder: Encoder) -> Means:
    """The model's means of questions and words, with none of passages."""
    return language_means(encoder, np.zeros(encoder.dimension, np.float32))


def quantiser_of(encoder: Encoder, means: Means) -> Quantiser:
    """What keeps vectors as their difference from the mean of everyday questions: texts lie near it, and it is the
    same for every corpus.
    """
    return Quantiser(np.asarray((means.questions_en + means.questions_zh) / 2, np.float32), encoder.parts)


def share_of_progress(progress: Progress, before: int, size: int, whole: int) -> Callable[[int, int], None]:
    """Reports what is done of a batch of ``size`` bytes as a percentage of ``whole`` bytes, ``before`` of them done."""

    def report(done: int, total: int) -> None:
        progress("encoding", int(100 * (before + size * done / max(1, total)) / whole), 100)

    return report
