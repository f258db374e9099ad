"""Who published an article, who wrote it, when and where: what its page says, the surest source first."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from index.articles.credits import Credits, body_alone, is_body, read_credits, read_lead
from index.articles.front_matter import AUTHORS, DATE, PUBLISHER, URL, FrontMatter
from index.articles.owners import owner_of, site_of
from index.articles.people import split_names
from index.articles.titles import columns
from index.text.iso_dates import iso_date

# A date that ends what an article is about, not the one it is of.
PERIOD = re.compile(r"截至|截止|[至到]\s*(?:19|20)\d\d|ended|ending|as (?:at|of)|to \d", re.I)


def source_line(
    front: FrontMatter, says: Mapping[str, str], lines: Sequence[tuple[str, str | None]], title: str
) -> Credits:
    """Publisher, authors, date and address: from front matter, the page's lines (each with what it is), what its head
    says, then who owns it.
    """
    given = front.all(AUTHORS)
    people = tuple(name for words in given for name in split_names(words))
    bodies = bool(given) and all(is_body(words) for words in given)  # 作者：市统计局 publishes rather than writes
    credits = Credits(
        front.first(PUBLISHER) or (given[0] if bodies else ""),
        () if bodies else people,
        _date(front.first(DATE)),
        front.first(URL, url=True),
    )
    byline, owner, body, dated = Credits(), "", "", ""
    opening = True  # before the first paragraph
    for words, kind in lines:
        opening &= kind not in ("body", "table")
        if kind == "byline":
            byline = byline.or_else(read_credits(words))
        elif kind is None and columns(words) < 160:
            owner = owner or owner_of(words)
        if opening and kind in (None, "heading", "byline") and not body:
            body = body_alone(words)
        under = kind == "title" and words.startswith("—")
        if (
            opening
            and (under or kind in (None, "heading"))
            and not dated
            and columns(words) < 160
            and not PERIOD.search(words)
        ):
            dated = iso_date(words)
    for words in [words for words, kind in lines if kind == "body"][:2]:
        byline = byline.or_else(read_lead(words))
    head = Credits(
        says.get("publisher", "") or site_of(says.get("head", ""), title),
        split_names(says.get("author", "")),
        _date(says.get("date", "")),
        says.get("url", ""),
    )
    if is_body(says.get("author", "")) and not says.get("publisher"):
        head = replace(head, publisher=says["author"], authors=())
    return credits.or_else(byline).or_else(head).or_else(Credits(publisher=body or owner, date=dated))


def _date(words: str) -> str:
    return iso_date(words) or words.strip()
