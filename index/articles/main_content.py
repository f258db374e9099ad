"""Which elements of an HTML page hold its article, and what each stretch of text in it is."""

# ruff: noqa: SIM905 (word lists read better as text)
from __future__ import annotations

from collections.abc import Sequence

from index.articles.elements import Element, ancestors, upwards
from index.articles.html_tables import mark_tables
from index.articles.markup import Role
from index.articles.visibility import Sheets, read_sheets

Run = tuple[int, int, int]  # start, end, element

NEVER = frozenset(
    "head script style noscript template nav footer aside form button select option textarea iframe "
    "object svg canvas dialog audio video map menu title xmp noframes "
    "amp-ad amp-analytics amp-consent amp-embed amp-sidebar".split()
)
LANDMARKS = frozenset(("navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alert", "menu"))
# Words of class names and ids that pages give what surrounds an article.
SURROUNDINGS = frozenset(
    "nav navbar navigation menu breadcrumb breadcrumbs crumb crumbs sidebar aside footer foot share "
    "sharing social comment comments disqus cookie cookies consent gdpr newsletter subscribe "
    "subscription signup promo promotion advert adverts advertisement ad ads banner related recommend "
    "recommended recommendation relatedposts hot ranking rank popup modal overlay pagination pager paging copyright "
    "toolbar tools skip skiplink search login paywall tags taglist links friendlink bdsharebuttonbox "
    "sitemap widget print fontsize qrcode editor".split()
)
BYLINES = frozenset(
    "author byline source pubdate pubtime publish published date time dateline datetime info infos meta writer".split()
)
CAPTIONS = frozenset("caption figcaption imgcaption wp-caption-text pictext imgtext".split())
HEADINGS = {
    "h1": "title",
    "h2": "heading",
    "h3": "heading",
    "h4": "heading",
    "h5": "heading",
    "h6": "heading",
}


def content(text: str, elements: list[Element], runs: Sequence[Run]) -> list[bool]:
    """For each element, whether what it holds is the page's own content; marks data tables."""
    lengths = _lengths(elements, runs)
    holds_title = ancestors(elements, {"h1", "article", "main"})
    scope = _scope(elements, lengths)
    sheets = read_sheets(element.text for element in elements if element.tag == "style")
    shown = [True] * len(elements)
    inside = [scope == 0] * len(elements)
    for index, element in enumerate(elements[1:], 1):
        dominant = lengths[index] > 0.4 * lengths[0]
        surrounds = _surrounds(element, holds_title[index], dominant) or (
            not dominant and _unseen(element, sheets)  # most of a page is not hidden for good: a script shows it
        )
        shown[index] = shown[element.parent] and not surrounds
        inside[index] = inside[element.parent] or index == scope
    mark_tables(elements, runs)
    return [
        seen and (within or _titled(elements, i)) for i, (seen, within) in enumerate(zip(shown, inside, strict=True))
    ]


def _lengths(elements: list[Element], runs: Sequence[Run]) -> list[int]:
    lengths = [0] * len(elements)
    for start, end, index in runs:
        lengths[index] += end - start
    for index in range(len(elements) - 1, 0, -1):
        if elements[index].tag not in NEVER:
            lengths[elements[index].parent] += lengths[index]
    return lengths


def _scope(elements: list[Element], lengths: list[int]) -> int:
    """The element the article is in by its own tag, 0 where no tag says so."""
    named = [i for i, e in enumerate(elements) if e.tag in ("article", "main") or e.get("role") == "main"]
    best = max(named, key=lambda i: (elements[i].tag == "article" and lengths[i] > 200, lengths[i]), default=0)
    widest = max(named, key=lambda i: lengths[i], default=0)
    # Several articles of like length are a list of them, or the parts of one: keep what holds them.
    chosen = best if lengths[best] >= 0.6 * lengths[widest] else widest
    return chosen if lengths[chosen] >= 0.25 * lengths[0] else 0


def _surrounds(element: Element, holds_title: bool, dominant: bool) -> bool:
    if element.tag in NEVER:
        return not (element.tag == "form" and (holds_title or dominant))
    if element.tag in ("html", "body", "main", "article", "h1") or not element.attributes:
        return element.tag == "header" and not holds_title
    if element.get("role").lower() in LANDMARKS:
        return not holds_title
    named = bool(element.words() & SURROUNDINGS) or (element.tag == "header" and not holds_title)
    return named and not (holds_title or dominant)


def _unseen(element: Element, sheets: Sheets) -> bool:
    """Whether no reader sees the element."""
    if not element.attributes:
        return False
    if "hidden" in element.attributes or element.get("aria-hidden") == "true":
        return True
    return sheets.hide(element.get("style"), element.get("class"), element.get("id"))


def _titled(elements: list[Element], index: int) -> bool:
    return any(elements[i].tag == "h1" for i in upwards(elements, index))


def role(elements: list[Element], runs: Sequence[Run]) -> Role:
    """What the markup around a block says it is."""
    path = upwards(elements, runs[0][2])
    tags = [elements[index].tag for index in path]
    if elements[runs[0][2]].row:
        return "table"
    for tag in tags:
        if tag in HEADINGS:
            return "title" if tag == "h1" else "heading"
    nearest = set().union(*(elements[index].words() for index in path[:3])) if path else set()
    if "figcaption" in tags or "caption" in tags or nearest & CAPTIONS:
        return "caption"
    if _link_share(elements, runs) > 0.8:
        return "link"
    length = sum(end - start for start, end, _ in runs)
    if length < 160 and ("time" in tags[:2] or "address" in tags or nearest & BYLINES):
        return "byline"
    return "item" if "li" in tags[:4] or "dd" in tags[:3] else ""


def _link_share(elements: list[Element], runs: Sequence[Run]) -> float:
    total = sum(end - start for start, end, _ in runs)
    linked = sum(
        end - start
        for start, end, index in runs
        if any(elements[i].tag == "a" and elements[i].get("href") for i in upwards(elements, index)[:6])
    )
    return linked / total if total else 0.0
