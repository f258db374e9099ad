"""yinju in a program: questions about a corpus of articles, answered by quoting them word for word.

    import yinju

    library = yinju.open(corpus="my-articles")
    for quote in library.ask("how many schools were built").quotes:
        print(quote.text, [figure.text for figure in quote.headline], quote.paragraph.article.title)

Everything that can be wrong with a corpus, a library or a model is a ``YinjuError`` whose text says what to do.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from index.answering.answer import answer
from index.errors import CorpusError, LibraryMissing, LibraryOutdated, YinjuError
from index.library.catalogue import Holdings
from index.library.verify import in_service
from index.models.encoder import load_encoder, load_question_encoder
from index.quotations.check import QuotationChecker
from index.ranking.searcher import Searcher, open_searcher
from index.records import Answer, Article, Paragraph, QuotationCheck, Quote, Span, Statistic

__all__ = [
    "Answer",
    "Article",
    "CorpusError",
    "Library",
    "Paragraph",
    "QuotationCheck",
    "Quote",
    "Span",
    "Statistic",
    "YinjuError",
    "build",
    "open",
]

_MOST_ON_A_TOPIC = 10  # quotes, as many as the bot's /stats shows


class Library:
    """A library in service, to be asked from any number of threads. ``open`` gives one."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher
        self._holdings = Holdings(searcher.library.passages)
        self._checker = QuotationChecker(searcher.library.passages)

    @property
    def articles(self) -> list[Article]:
        """What the library holds, without the articles' texts."""
        return list(self._holdings.articles.values())

    def ask(self, question: str, limit: int = 3, threshold: float | None = None) -> Answer:
        """The answer to ``question``, in Chinese or English: at most ``limit`` quotes, the best first.

        There are none where the answer's confidence (0 to 1) is below ``threshold``, by default the one at which yinju
        was found to answer best; ``nearest`` then holds what came closest.
        """
        return answer(question, self._searcher, limit=limit, threshold=threshold)

    def verify(self, text: str) -> QuotationCheck:
        """Whether the articles hold ``text`` word for word: the ``verdict`` is verbatim, changed or absent, the
        ``quote`` what they say, the ``differences`` those characters that are others.

        Raises ValueError where it has fewer than four characters, or more than 5,000.
        """
        return self._checker.check(text)

    def statistics(self, topic: str = "") -> list[Quote]:
        """The figures on ``topic``, each the ``headline`` of a quote of its own; of the ten best sentences at most.

        Without a topic every figure of the library.
        """
        if not topic.strip():
            return list(self._holdings.statistics())
        answer = self.ask(topic, _MOST_ON_A_TOPIC)
        quotes = answer.nearest if answer.state == "perhaps" else answer.quotes
        return [replace(quote, headline=(each,)) for quote in quotes for each in quote.headline or quote.statistics]


def open(index: str | Path = ".yinju", corpus: str | Path = "corpus", model: str | None = None) -> Library:
    """The library in the folder ``index``; built from the articles in ``corpus`` where there is none yet, or one of
    another version of yinju. Later changes of the articles are read by ``build``.

    ``model`` is the hub name or the folder of a sentence-transformers model, the packaged model by default.
    Raises CorpusError where there is nothing to build from, and YinjuError where the library or the model can't
    be used.
    """
    try:
        in_service(Path(index))  # first: what can't be opened shows before the model is loaded
        return Library(open_searcher(Path(index), load_question_encoder(model)))
    except (LibraryMissing, LibraryOutdated):
        build(index, corpus, model)
    return Library(open_searcher(Path(index), load_question_encoder(model)))


def build(index: str | Path = ".yinju", corpus: str | Path = "corpus", model: str | None = None) -> list[YinjuError]:
    """Brings the library in ``index`` up to the articles in ``corpus``; what could not be read of these.

    A library that is open stays what it was. Raises as ``open`` does.
    """
    from index.articles.read import article_files

    article_files(Path(corpus))  # first: that there is nothing to read shows before the model is loaded
    from index.building.build import build_library  # torch comes with it

    return list(build_library(Path(corpus), Path(index), load_encoder(model)).skipped)
