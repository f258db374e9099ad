"""Building: what the corpus holds is compared with what the library holds, and only the difference is read.

New and changed articles are read in batches, each a segment of its own, so that a build that is interrupted goes on
where it was. Then small segments are put together, and the library is published in one step. The cost is in
proportion to what changed (segments are merged as in a log-structured merge tree, O'Neil et al. 1996,
doi:10.1007/s002360050048).
"""

from __future__ import annotations

import os
import tempfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from index.articles.corrections import digest_of
from index.articles.read import article_bytes, article_files, split_paragraphs
from index.building.corpus import extract_dropped
from index.building.incremental import (
    IncrementalBuild,
    Unread,
    means_of_languages,
    quantiser_of,
    share_of_progress,
    write_articles,
)
from index.building.merging import StoredArticle
from index.building.milvus_ledger import named, store_of, store_stands, tidy_store
from index.building.publish import exact_store, mean_of, put_in_service, reserved, unwritable
from index.building.report import BuildReport, Progress, silent
from index.errors import ArticleError, CorpusError
from index.library.combined_segments import Shelf
from index.library.library import Library
from index.library.segments import Segment
from index.library.verify import in_service
from index.models.centring import language_means
from index.records import Article
from index.text.preparing import prepare_dictionaries
from index.vectors.coarse import Scale

if TYPE_CHECKING:
    from index.models.passage_encoder import Encoder

_USUAL = Scale()


def build_library(
    corpus: Path,
    index: Path,
    encoder: Encoder,
    progress: Progress = silent,
    fresh: bool = False,
    store: str | None = None,
    scale: Scale = _USUAL,
) -> BuildReport:
    """Bring the library in ``index`` up to the articles in ``corpus`` and put it in service.

    What did not change is not read again, unless ``fresh``. ``store`` is the address of a
    Milvus store, "" for none, None for the one that the library has. Raises CorpusError when there is nothing to
    read, LibraryError when ``index`` can't be written and StoreError when the store can't.
    """
    unextracted = extract_dropped(corpus)
    paths, skipped = article_files(corpus)
    skipped += unextracted
    prepare_dictionaries()
    with reserved(index):
        incremental = IncrementalBuild(index, encoder, progress, scale)
        published = [] if fresh else incremental.published()
        stored = {} if fresh else incremental.stored(published)
        kept, unread, unreadable = _compared(paths, stored, progress)
        made, unparsed = incremental.read(unread)
        skipped += unreadable + unparsed
        if not kept and not made:  # an empty library must not take the place of a good one
            raise CorpusError(f"none of the {len(skipped)} files in {corpus} is an article; the first: {skipped[0]}")
        parts, before = incremental.settled([*kept, *made]), store_of(index).get("address", "")
        where = before if store is None else store
        try:
            tidy_store(index, where)
        except OSError as error:
            raise unwritable(index, error) from error
        if parts != published or not incremental.intact or named(where) != before or not store_stands(index):
            put_in_service(index, parts, encoder, scale, where)
    _, manifest = in_service(index)
    skipped.sort(key=lambda error: str(error.path))
    sizes = (manifest["articles"], manifest["bodies"], manifest["statistics"])
    return BuildReport(*sizes, skipped, manifest["rows"], read=len(made), kept=len(kept))


def build_share(
    corpus: Path, index: Path, encoder: Encoder, progress: Progress, share: int, shares: int
) -> BuildReport:
    """Read and encode one share of the corpus (``share`` from 1 to ``shares``) and publish nothing.

    Any number of processes may do so at once, each on its share, in one index folder or in several whose segments
    are brought together; the build after them finds all that they read. Raises as ``build_library`` does.
    """
    paths, skipped = article_files(corpus)
    mine = [path for path in paths if zlib.crc32(os.fsencode(path.stem)) % shares == share - 1]
    with reserved(index, together=True):
        incremental = IncrementalBuild(index, encoder, progress, _USUAL)
        kept, unread, unreadable = _compared(mine, incremental.stored(incremental.published()), progress)
        made, unparsed = incremental.read(unread)
    credits = [article.segment.credits[article.number] for article in (*kept, *made)]
    passages, figures, rows = (sum(credit[name] for credit in credits) for name in ("bodies", "statistics", "rows"))
    left_out = [*skipped, *unreadable, *unparsed]
    return BuildReport(len(credits), passages, figures, left_out, rows, read=len(made), kept=len(kept))


def _compared(
    paths: Sequence[Path], stored: dict[tuple[str, str], StoredArticle], progress: Progress
) -> tuple[list[StoredArticle], list[Unread], list[ArticleError]]:
    """Which of the files are ``stored`` (by slug and digest) already, which are to be read, and which can't be."""
    kept: list[StoredArticle] = []
    unread: list[Unread] = []
    errors: list[ArticleError] = []
    for done, path in enumerate(paths, 1):
        try:
            content = article_bytes(path)
            if article := stored.get((path.stem, digest_of(path, content))):
                kept.append(article)
            else:
                unread.append(Unread(path, len(content)))
        except ArticleError as error:
            errors.append(error)
        progress("reading", done, len(paths))
    return kept, unread, errors


def assemble(articles: Sequence[Article], encoder: Encoder, progress: Progress = silent) -> Library:
    """A library of ``articles`` that lies nowhere but in this process."""
    means = means_of_languages(encoder)
    quantiser = quantiser_of(encoder, means)
    with tempfile.TemporaryDirectory(prefix="yinju-") as name:
        report = share_of_progress(progress, 0, 1, 1)
        parsed = [(article, "", split_paragraphs(article)) for article in articles]
        write_articles(Path(name), quantiser, parsed, encoder, means, Scale(), report)
        segment = Segment(Path(name)).load()
    shelf = Shelf([segment], [()])
    means = language_means(encoder, mean_of([segment]))
    return Library(shelf, exact_store(shelf, means, encoder), means)
