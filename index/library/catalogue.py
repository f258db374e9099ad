"""What a library holds, by the addresses that buttons and links carry.

An article's key is a fingerprint of its name and text: a button made for another edition of an article
finds nothing here, and says so, instead of showing other words than it was made for.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from itertools import accumulate
from typing import Any

from index.library.combined_segments import Shelf
from index.library.json_forms import fingerprint
from index.library.passages import Passage, Sentence
from index.records import Article, Quote, Span, Statistic

KEY_LENGTH = 8
_TELLING = ("number", "money", "percent")
_KEPT = 500  # articles whose passages and statistics are kept
_LOOKED_AT = 300  # articles of an archive among which telling statistics are looked for


class Gone(LookupError):  # noqa: N818  (it says what happened)
    """What an old button or link points to is no longer in the library."""


@dataclass(frozen=True, slots=True)
class Held:
    """An article of a library before its passages are read, which ``read`` does.

    ``article`` may lack its text; ``paragraphs`` counts those of its body, ``figures`` its quotable statistics.
    """

    article: Article
    paragraphs: int
    figures: int
    read: Callable[[], Sequence[Passage]]


def key_of(article: Article) -> str:
    """Eight letters, digits, ``-`` and ``_`` that stand for this article in these words."""
    return fingerprint(article.slug, article.text)


class Holdings:
    """The articles, paragraphs and statistics of one library; nothing in it changes.

    Of a library on disk an article is read when something of it is asked for.
    """

    def __init__(self, passages: Sequence[Passage] | Shelf) -> None:
        self.shelf = passages if isinstance(passages, Shelf) else None
        self._held = dict(_on_shelf(passages) if isinstance(passages, Shelf) else _in_hand(passages))
        self._kept = lru_cache(_KEPT)(lambda key: self._held[key].read())
        self._quoted = lru_cache(_KEPT)(self._statistics_of)

    @cached_property
    def articles(self) -> dict[str, Article]:
        """The articles by key, in the order of the library; their texts may be left out."""
        return {key: held.article for key, held in self._held.items()}

    @cached_property
    def keys(self) -> dict[str, str]:
        """The article's key by slug."""
        return {held.article.slug: key for key, held in self._held.items()}

    def article(self, key: str) -> Article:
        """The article of this key, whose text may be left out. Raises Gone."""
        return self._of(key).article

    def size(self, key: str = "") -> tuple[int, int]:
        """How many paragraphs and statistics there are, of one article where there is a key. Raises Gone."""
        counted = [self._of(key)] if key else list(self._held.values())
        return sum(held.paragraphs for held in counted), sum(held.figures for held in counted)

    def passages(self, key: str) -> Sequence[Passage]:
        """The passages of an article in order, headings and captions included. Raises Gone."""
        self._of(key)
        return self._kept(key)

    def has_paragraph(self, key: str, number: int) -> bool:
        """Whether the article has a body paragraph of this number."""
        return key in self._held and 1 <= number <= self._held[key].paragraphs

    def paragraph(self, key: str, number: int) -> Quote:
        """The whole of a body paragraph with all its statistics. Raises Gone."""
        for passage in self.passages(key):
            if passage.paragraph.kind == "body" and passage.paragraph.number == number:
                return Quote(passage.paragraph, passage.place(Span(0, len(passage.text))), _placed(passage))
        raise Gone(f"{key} {number}")

    def quote(self, key: str, start: int, end: int) -> Quote:
        """The words of an article from ``start`` to ``end``, within one passage. Raises Gone."""
        for passage in self.passages(key):
            if start < end and Span(start, end) in passage.paragraph.span:
                quoted = Span(start, end)
                return Quote(passage.paragraph, quoted, tuple(s for s in _placed(passage) if s.span in quoted))
        raise Gone(f"{key} {start} {end}")

    def statistics(self, key: str = "") -> Sequence[Quote]:
        """Every statistic (of one article, where there is a key) as the headline of its sentence. Raises Gone.

        In each article those that say what they count come first, dates and the like after them.
        """
        if not key:
            return self._statistics
        self._of(key)
        return self._quoted(key)

    def statistics_in(self, keys: Sequence[str]) -> Sequence[Quote]:
        """Every statistic of some articles, as ``statistics`` gives them. Raises Gone."""
        return _Joined([(self._of(key).figures, partial(self._quoted, key)) for key in keys])

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
        """The statistics that say something by themselves: a figure, and what it counts.

        Of an archive those of some hundred articles from all over it.
        """
        keys = list(self._held)
        chosen = keys[:: max(1, len(keys) // _LOOKED_AT)]
        return [quote for quote in self.statistics_in(chosen) if _is_telling(quote.headline[0])]

    def key(self, quote: Quote) -> str:
        """The key of a quote's article, also where the library holds another edition of it."""
        return key_of(quote.paragraph.article)

    def _of(self, key: str) -> Held:
        if key not in self._held:
            raise Gone(key)
        return self._held[key]

    def _statistics_of(self, key: str) -> list[Quote]:
        quotes = (
            q for passage in self._kept(key) for sentence in passage.sentences for q in _quotes(passage, sentence)
        )
        return sorted(quotes, key=lambda quote: not quote.headline[0].counted)

    @cached_property
    def _statistics(self) -> Sequence[Quote]:
        return self.statistics_in(list(self._held))


class _Joined(Sequence[Quote]):
    """Lists of quotes one after the other, each read when something of it is asked for; their lengths are known."""

    def __init__(self, lists: Sequence[tuple[int, Callable[[], Sequence[Quote]]]]) -> None:
        self._lists = [(length, read) for length, read in lists if length]
        self._ends = list(accumulate(length for length, _ in self._lists))

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def __getitem__(self, number: Any) -> Any:
        if isinstance(number, slice):
            return [self[position] for position in range(*number.indices(len(self)))]
        if number < 0:
            number += len(self)
        if not 0 <= number < len(self):
            raise IndexError(number)
        at = bisect_right(self._ends, number)
        length, read = self._lists[at]
        return read()[number - (self._ends[at] - length)]

    def __iter__(self) -> Iterator[Quote]:
        for _, read in self._lists:
            yield from read()


def _on_shelf(shelf: Shelf) -> Iterator[tuple[str, Held]]:
    for (segment, number), article in zip(shelf.articles, shelf.catalogue, strict=True):
        credits = shelf.segments[segment].credits[number]
        read = partial(shelf.passages_of, segment, number)
        yield credits["key"], Held(article, credits["bodies"], credits["statistics"], read)


def _in_hand(passages: Sequence[Passage]) -> Iterator[tuple[str, Held]]:
    by_slug: dict[str, list[Passage]] = {}
    for passage in passages:
        by_slug.setdefault(passage.paragraph.article.slug, []).append(passage)
    for several in by_slug.values():
        bodies = sum(passage.paragraph.kind == "body" for passage in several)
        figures = sum(len(s.statistics) for passage in several if passage.quotable for s in passage.sentences)
        article = several[0].paragraph.article
        yield key_of(article), Held(article, bodies, figures, partial(list, several))


def _placed(passage: Passage) -> tuple[Statistic, ...]:
    """The statistics of a passage as they stand in the article's file."""
    return tuple(passage.place_statistic(s) for sentence in passage.sentences for s in sentence.statistics)


def _quotes(passage: Passage, sentence: Sentence) -> list[Quote]:
    if not passage.quotable:
        return []
    placed = tuple(map(passage.place_statistic, sentence.statistics))
    return [Quote(passage.paragraph, passage.place(sentence.span), placed, (statistic,)) for statistic in placed]


def _is_telling(statistic: Statistic) -> bool:
    # Measured figures are written in digits; numerals in words belong to set phrases more often than not.
    in_digits = any("0" <= char <= "9" for char in statistic.text)
    return in_digits and statistic.value is not None and bool(statistic.counted) and statistic.kind in _TELLING
