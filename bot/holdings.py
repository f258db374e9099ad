"""What a library holds, by the addresses that buttons and links carry.

An article's key is a fingerprint of its name and text: a button made for another edition of an article
finds nothing here, and says so, instead of showing other words than it was made for.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cached_property

from index.passages import Passage, Sentence
from index.records import Article, Quote, Span, Statistic

KEY_LENGTH = 8
_KEY_BYTES = 6
_TELLING = ("number", "money", "percent")


class Gone(LookupError):  # noqa: N818  (it says what happened)
    """What an old button or link points to is no longer in the library."""


def key_of(article: Article) -> str:
    """Eight letters, digits, ``-`` and ``_`` that stand for this article in these words."""
    content = f"{article.slug}\0{article.text}".encode("utf-8", "surrogatepass")
    return base64.urlsafe_b64encode(hashlib.blake2b(content, digest_size=_KEY_BYTES).digest()).decode()


class Holdings:
    """The articles, paragraphs and statistics of one library; nothing in it changes."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        by_slug: dict[str, list[Passage]] = {}
        for passage in passages:
            by_slug.setdefault(passage.paragraph.article.slug, []).append(passage)
        keyed = {slug: key_of(found[0].paragraph.article) for slug, found in by_slug.items()}
        self._passages = {keyed[slug]: found for slug, found in by_slug.items()}
        self._articles = {key: found[0].paragraph.article for key, found in self._passages.items()}
        self._keys = keyed
        self._body = {
            (key, passage.paragraph.number): passage
            for key, found in self._passages.items()
            for passage in found
            if passage.paragraph.kind == "body"
        }

    @property
    def articles(self) -> dict[str, Article]:
        """The articles by key, in the order of the library."""
        return self._articles

    def article(self, key: str) -> Article:
        """The article of this key. Raises Gone."""
        if key not in self._articles:
            raise Gone(key)
        return self._articles[key]

    def passages(self, key: str) -> Sequence[Passage]:
        """The passages of an article in order, headings and captions included. Raises Gone."""
        self.article(key)
        return self._passages[key]

    def has_paragraph(self, key: str, number: int) -> bool:
        """Whether the article has a body paragraph of this number."""
        return (key, number) in self._body

    def paragraph(self, key: str, number: int) -> Quote:
        """The whole of a body paragraph with all its statistics. Raises Gone."""
        if (key, number) not in self._body:
            raise Gone(f"{key} {number}")
        passage = self._body[key, number]
        statistics = tuple(passage.place_statistic(s) for each in passage.sentences for s in each.statistics)
        return Quote(passage.paragraph, passage.place(Span(0, len(passage.text))), statistics)

    def quote(self, key: str, start: int, end: int) -> Quote:
        """The words of an article from ``start`` to ``end``, within one passage. Raises Gone."""
        for passage in self.passages(key):
            if start < end and Span(start, end) in passage.paragraph.span:
                placed = (passage.place_statistic(s) for each in passage.sentences for s in each.statistics)
                return Quote(
                    passage.paragraph, Span(start, end), tuple(s for s in placed if s.span in Span(start, end))
                )
        raise Gone(f"{key} {start} {end}")

    def statistics(self, key: str = "") -> Sequence[Quote]:
        """Every statistic (of one article, where there is a key) as the headline of its sentence. Raises Gone.

        In each article those that say what they count come first, dates and the like after them.
        """
        if key:
            self.article(key)
        return self._by_article[key] if key else self._statistics

    def statistic(self, key: str, start: int) -> Quote:
        """The sentence whose statistic begins at ``start``, that statistic its headline. Raises Gone."""
        for quote in self.statistics(key):
            if quote.headline[0].span.start == start:
                return quote
        raise Gone(f"{key} {start}")

    def examples(self, count: int) -> list[Quote]:
        """At most ``count`` telling statistics, of different things, from all over the library."""
        telling = list({quote.headline[0].counted: quote for quote in self.telling}.values())
        step = max(1, len(telling) // count)
        return telling[::step][:count]

    @cached_property
    def telling(self) -> list[Quote]:
        """The statistics that say something by themselves: a figure, and what it counts."""
        return [quote for quote in self._statistics if _is_telling(quote.headline[0])]

    def key(self, quote: Quote) -> str:
        """The key of a quote's article, also where the library holds another edition of it."""
        article = quote.paragraph.article
        key = self._keys.get(article.slug, "")
        return key if key and self._articles[key] is article else key_of(article)

    @cached_property
    def _by_article(self) -> dict[str, list[Quote]]:
        return {
            key: sorted(
                (quote for passage in found for sentence in passage.sentences for quote in _quotes(passage, sentence)),
                key=lambda quote: not quote.headline[0].counted,
            )
            for key, found in self._passages.items()
        }

    @cached_property
    def _statistics(self) -> list[Quote]:
        return [quote for quotes in self._by_article.values() for quote in quotes]


def _quotes(passage: Passage, sentence: Sentence) -> list[Quote]:
    if not passage.quotable:
        return []
    placed = tuple(passage.place_statistic(each) for each in sentence.statistics)
    return [Quote(passage.paragraph, passage.place(sentence.span), placed, (each,)) for each in placed]


def _is_telling(statistic: Statistic) -> bool:
    # Measured figures are written in digits; numerals in words belong to set phrases more often than not.
    in_digits = any("0" <= char <= "9" for char in statistic.text)
    return in_digits and statistic.value is not None and bool(statistic.counted) and statistic.kind in _TELLING
