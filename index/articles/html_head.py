"""What the head of an HTML page says of its article: title, author, publisher, date, address."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator, Sequence

from index.articles.elements import Element

# Names of <meta> elements, the more telling first.
NAMES = {
    "title": ("og:title", "articletitle", "twitter:title", "dc.title"),
    "author": ("author", "article:author", "dc.creator", "byl", "parsely-author"),
    "publisher": ("contentsource", "publisher", "dc.publisher", "og:site_name", "sitename", "source"),
    "date": (
        "article:published_time",
        "datepublished",
        "pubdate",
        "publishdate",
        "dc.date",
        "date",
        "dcterms.issued",
    ),
    "url": ("og:url",),
    "rights": ("copyright", "dc.rights", "rights"),
}


def what_it_says(elements: Sequence[Element]) -> dict[str, str]:
    """The values given in <meta>, JSON-LD, <link rel=canonical> and <title>, in that order of trust."""
    metas = _metas(elements)
    says = {
        key: value
        for key, names in NAMES.items()
        if (value := next((metas[name] for name in names if metas.get(name)), ""))
    }
    for data in _linked_data(elements):
        for key, value in _facts(data).items():
            says.setdefault(key, value)
    for element in elements:
        if element.tag == "link" and element.get("rel") == "canonical":
            says.setdefault("url", element.get("href"))
        elif element.tag == "time" and element.get("datetime"):
            says.setdefault("date", element.get("datetime"))
        elif element.tag == "title":
            says.setdefault("head", _clean(element.text))
    if says.get("author", "").startswith("http"):
        del says["author"]
    return says


def _clean(value: str) -> str:
    return " ".join(value.split()) if "\n" in value else value.strip()


def _metas(elements: Sequence[Element]) -> dict[str, str]:
    metas: dict[str, str] = {}
    for element in elements:
        if element.tag == "meta":
            name = (element.get("property") or element.get("name") or element.get("itemprop")).lower()
            metas.setdefault(name, _clean(element.get("content")))
    return metas


def _linked_data(elements: Sequence[Element]) -> Iterator[dict[str, object]]:
    for element in elements:
        if element.tag == "script" and element.get("type") == "application/ld+json":
            try:
                loaded = json.loads(element.text, strict=False)
            except (ValueError, RecursionError):
                continue
            for data in _flattened(loaded):
                if "headline" in data:
                    yield data


def _flattened(loaded: object) -> Iterator[dict[str, object]]:
    items = loaded if isinstance(loaded, list) else [loaded]
    for item in items:
        if isinstance(item, dict):
            yield item
            graph = item.get("@graph")
            yield from (node for node in (graph if isinstance(graph, list) else []) if isinstance(node, dict))


def _facts(data: dict[str, object]) -> dict[str, str]:
    facts = {
        "title": _named(data.get("headline")),
        "author": _named(data.get("author")),
        "publisher": _named(data.get("publisher")),
        "date": _named(data.get("datePublished")),
    }
    return {key: value for key, value in facts.items() if value}


def _named(value: object) -> str:
    """A text, the name of a thing, or the names of several."""
    if isinstance(value, dict):
        return _named(value.get("name"))
    if isinstance(value, list):
        return "、".join(name for item in value if (name := _named(item)))
    return _clean(html.unescape(value)) if isinstance(value, str) else ""
