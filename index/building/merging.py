"""Which segments are put together: small ones with their like, and those of which much is gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.building.publish import Part
from index.library.segments import Segment

_WORN = 0.25  # the share of a segment's paragraphs that may be gone before it is written anew
_LIKE = 2  # how many times the small ones together a segment may be, to be put together with them


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article that need not be read again: where it lies."""

    segment: Segment
    number: int


def to_merge(groups: Sequence[Sequence[StoredArticle]], single: int) -> list[Sequence[StoredArticle]]:
    """Which of the segments, each given by its live articles and the smallest first, are to be put together.

    All of them where they hold ``single`` paragraphs at most.
    """
    worn = [group for group in groups if paragraphs(group) < (1 - _WORN) * len(group[0].segment)]
    if sum(map(paragraphs, groups)) <= single:
        return list(groups) if len(groups) > 1 or any(part_of(group).gone for group in groups) else []
    small = 0
    together: list[Sequence[StoredArticle]] = []
    for group in groups:
        if together and paragraphs(group) > _LIKE * small:
            break
        together.append(group)
        small += paragraphs(group)
    if len(together) == 1:
        together = []
    return [*together, *(group for group in worn if group not in together)]


def paragraphs(group: Sequence[StoredArticle]) -> int:
    """How many paragraphs there are in a segment's live articles."""
    return sum(article.segment.credits[article.number]["passages"] for article in group)


def part_of(group: Sequence[StoredArticle]) -> Part:
    """A segment with those of its articles that are live, as part of a library."""
    segment, live = group[0].segment, {article.number for article in group}
    return Part(segment.folder.name, tuple(n for n in range(len(segment.credits)) if n not in live))
