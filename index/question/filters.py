"""Filters in a question: ``in:SLUG``, ``after:2021-01``, ``before:2022``, ``publisher:西江日报``.

They are taken off the question before anything else is read of it. The colon may be a wide one, a value with
spaces stands in quotation marks. After a filter's name there is a colon and at once a value that begins with a
letter or a digit: "Trust in: 5" holds none.

Several of ``in:`` and of ``publisher:`` mean any of these, those of different names all of them. ``after:`` is
from that day (month, year) on, ``before:`` until the day before it. A date that says less than is asked for,
such as a year alone, counts only where all of it lies within; what has no date lies neither after nor before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from index.records import Article, Problem
from index.text.iso_dates import iso_prefix
from index.text.scripts import fold

_HAN = r"\u3400-\u9fff"
_PAUSES = ",;，。、；？！"
_BARE = rf"\w[^\s\"“”「」『』{_PAUSES}]*"
_FILTER = re.compile(
    rf"(?<![^\s(（{_HAN}{_PAUSES}])(?P<name>in|after|before|publisher)[:：]"
    rf"(?:[\"“”](?P<a>[^\"“”]+)[\"“”]|[「『](?P<b>[^「」『』]+)[」』]|['‘’](?P<c>[^'‘’]+)['‘’]|(?P<bare>{_BARE}))",
    re.I,
)
_TRAILING = re.compile(r"[.:!?…：)）\]】]+$")
_UNQUOTED = re.compile(rf"{_BARE}(?<![.:!?…：)）\]】])")
_BEFORE_A_MARK = re.compile(r"\s+(?=[.,;:!?…。，、；：！？])")


@dataclass(frozen=True, slots=True)
class Filter:
    """Which articles may answer: all of them where nothing is said.

    ``after`` and ``before`` are ISO dates, or the year or month at the front of one. ``unreadable`` are filters as
    they were written whose value is no date.
    """

    slugs: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    after: str = ""
    before: str = ""
    unreadable: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self != Filter()

    def __str__(self) -> str:
        """The filters as they are written in a question; nothing where there are none."""
        named = [("in", slug) for slug in self.slugs]
        named += [("publisher", publisher) for publisher in self.publishers]
        named += [("after", self.after)] * bool(self.after) + [("before", self.before)] * bool(self.before)
        return " ".join([written(name, value) for name, value in named] + list(self.unreadable))

    def matches(self, article: Article) -> bool:
        """Whether the article may answer."""
        first = iso_prefix(article.date)
        last = first + "-99-99"[len(first) - 4 :] if first else ""  # of what the date leaves open
        return (
            (not self.slugs or _same(article.slug, self.slugs))
            and (not self.publishers or any(_plain(name) in _plain(article.publisher) for name in self.publishers))
            and (not self.after or (bool(first) and first >= self.after))
            and (not self.before or (bool(last) and last < self.before))
        )


def written(name: str, value: str) -> str:
    """A filter as it is written in a question."""
    return f"{name}:{value}" if _UNQUOTED.fullmatch(value) else f'{name}:"{value}"'


def split_filters(text: str) -> tuple[str, Filter]:
    """``text`` without the filters in it, and the filters; the text as it is where there are none."""
    values: dict[str, list[str]] = {"in": [], "publisher": [], "after": [], "before": []}
    unreadable = []

    def take(match: re.Match[str]) -> str:
        name, bare = match["name"].lower(), match["bare"] or ""
        value = (_TRAILING.sub("", bare) or match["a"] or match["b"] or match["c"] or "").strip()
        date = iso_prefix(value) if name in ("after", "before") else value
        if date:
            values[name].append(date)
        else:
            unreadable.append(written(name, value))
        tail = _TRAILING.search(bare)
        return f" {tail[0] if tail else ''} "

    rest = _FILTER.sub(take, text)
    if rest == text:
        return text, Filter()
    # of several dates the narrower one
    after, before = max(values["after"], default=""), min(values["before"], default="")
    limits = Filter(tuple(values["in"]), tuple(values["publisher"]), after, before, tuple(unreadable))
    return _BEFORE_A_MARK.sub("", " ".join(rest.split())), limits


def problem(limits: Filter, articles: Iterable[Article], asked: bool = True) -> Problem | None:
    """What keeps the filters from being followed; None where nothing does. ``asked``: they aren't all that was said."""
    if limits.unreadable:
        return Problem("no_date", limits.unreadable[0])
    listed = list(articles)
    for slug in limits.slugs:
        if not any(_same(article.slug, (slug,)) for article in listed):
            return Problem("no_article", written("in", slug))
    if limits and not any(limits.matches(article) for article in listed):
        return Problem("none_match", str(limits))
    return Problem("no_question", str(limits)) if limits and not asked else None


def undated(limits: Filter, articles: Iterable[Article]) -> int:
    """How many articles the dates among the filters leave out because they have none; 0 where there is no such date."""
    if not (limits.after or limits.before):
        return 0
    others = replace(limits, after="", before="")
    return sum(not iso_prefix(article.date) and others.matches(article) for article in articles)


def _same(slug: str, slugs: Iterable[str]) -> bool:
    return any(_plain(slug) == _plain(other) for other in slugs)


def _plain(text: str) -> str:
    return fold(text).casefold()
