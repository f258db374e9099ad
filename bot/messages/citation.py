"""Where a quote comes from: the words of its source line, and a link that finds it on the page."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import quote as percent_encoded
from urllib.parse import urlsplit

from index.records import Answer, Article, Quote, plain

SEPARATOR = " · "
_HAN = re.compile(r"[\u3400-\u9fff]")
_CLAUSE_END = r",;!?\n。、\uff0c\uff1b\uff01\uff1f"  # the last four are the wide , ; ! ?
_CLAUSE = re.compile(f"[^{_CLAUSE_END}]+[{_CLAUSE_END}]?")
_DASH = re.compile(r"(?<=\S{4})\s*(?:[—–]{1,2}|\s-{1,2}\s).*$", re.DOTALL)  # what follows is the title's other half
_LONGEST_DIRECTIVE = 60
_LONGEST_URL = 2000
MOST_SOURCES = 3  # that are named beside the one that is quoted


def title(article: Article) -> str:
    """The title up to its dash, in the quotation marks of its script; the file's name where it has none."""
    return whole_title(replace(article, title=_DASH.sub("", article.title)))


def whole_title(article: Article) -> str:
    """The title in the quotation marks of its script; the file's name where it has none."""
    name = shortened(article.title, 200) or article.slug
    if name.startswith(("《", "“")):
        return name
    return f"《{name}》" if _HAN.search(name) else f"“{name}”"


def details(quote: Quote) -> list[str]:
    """Publisher, authors, date, the place in the file, and the number of the paragraph, those that are known."""
    article, number = quote.paragraph.article, quote.paragraph.number
    parts = (*credits(article), scanned(article), _place(quote), f"¶{number}" if number > 0 else "")
    return [part for part in parts if part]


def scanned(article: Article) -> str:
    """That the article's words were recognised in a picture; empty where they weren't."""
    if not article.scanned:
        return ""
    return "识读自扫描件" if _HAN.search(article.title or article.text) else "read from a scan"


def _place(quote: Quote) -> str:
    """The page of the file, or the cell of the spreadsheet: the one that answers, or the first of its row."""
    paragraph = quote.paragraph
    if paragraph.row and paragraph.row.address:
        cells = [paragraph.row.cell_at(statistic.span) for statistic in quote.headline[:1]]
        return next((cell.address for cell in cells if cell), paragraph.row.address)
    if not paragraph.page:
        return ""
    return f"第{paragraph.page}页" if _HAN.search(paragraph.article.title) else f"p. {paragraph.page}"


def credits(article: Article) -> list[str]:
    """Publisher, authors and date, those that are known; the file's name where neither the first nor the last is."""
    between = " " if _HAN.search("".join(article.authors)) else ", "
    parts = (
        shortened(article.publisher, 100),
        shortened(between.join(article.authors), 150),
        shortened(article.date, 40),
    )
    named = bool(parts[0] or parts[2]) or not article.title.strip()  # a title alone may be that of many articles
    return [part for part in (*parts, "" if named else shortened(article.slug, 60)) if part]


def source_line(quote: Quote) -> str:
    """``— 《title》 · publisher · authors · date · ¶23``."""
    return "— " + SEPARATOR.join([title(quote.paragraph.article), *details(quote)])


def further_sources(quote: Quote) -> tuple[Quote, ...]:
    """Those of the quote's further sources that are named; the others are only counted."""
    return quote.also[:MOST_SOURCES]


def further_source(quote: Quote, other: Quote) -> list[str]:
    """The parts of the source line of ``other``, which says the same as ``quote``: the title only where it differs."""
    article, same = other.paragraph.article, quote.paragraph.article
    name = title(article)
    if name != title(same):
        return [name, *details(other)]
    # the same report under the same title: what tells them apart is the paper and the day, or else the file
    distinct = credits(article) != credits(same) or article.slug == same.slug
    return [*([] if distinct else [shortened(article.slug, 60)]), *details(other)]


def also_line(quote: Quote, also: str, others: str) -> str:
    """``also in: 新华社 · 2021-06-15 · ¶4; and 3 others``, in these words for it; empty where nobody else says it."""
    named = further_sources(quote)
    sources = [SEPARATOR.join(further_source(quote, other)) for other in named]
    if rest := len(quote.also) - len(named):
        sources.append(others.format(count=rest))
    return f"{also} {'; '.join(sources)}" if sources else ""


def shortened(text: str, size: int) -> str:
    """``text`` on one line, at most ``size`` code points, the end marked where it was cut."""
    line = " ".join(text.split())
    return line if len(line) <= size else line[: size - 1].rstrip() + "…"


def mentions(answer: Answer, topic: str) -> list[Quote]:
    """The passages that a search for ``topic`` is sure of, or that hold its words."""
    words = topic.casefold().removeprefix("the ")
    told = [quote for quote in answer.nearest if words in plain(quote.paragraph.article, quote.span)[0].casefold()]
    return [*answer.quotes, *told]


def link(quote: Quote) -> str:
    """The article's address with a text fragment that marks the quote on the page; empty without one.

    The form is https://wicg.github.io/scroll-to-text-fragment/: ``#:~:text=start,end``.
    """
    url = quote.paragraph.article.url.strip()
    if not linkable(url):
        return ""
    marked = url if ":~:" in url else f"{url}{'' if '#' in url else '#'}:~:text={_directive(quote)}"
    return marked if len(marked) <= _LONGEST_URL else url


def linkable(url: str) -> bool:
    """Whether a text may be linked to this address."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    # Nothing but the web: a tg:// address would turn a title into a mention or a command.
    web = parts.scheme in ("http", "https") and bool(parts.hostname)
    return web and len(url) <= _LONGEST_URL and not re.search(r"\s", url)


def _directive(quote: Quote) -> str:
    text = plain(quote.paragraph.article, quote.span)[0].strip()
    if len(text) <= _LONGEST_DIRECTIVE and "\n" not in text:
        return _encoded(text)
    # Browsers match at word boundaries, so the two ends are whole clauses.
    clauses = [clause.strip() for clause in _CLAUSE.findall(text) if clause.strip()] or [text]
    ends = (clauses[0], clauses[-1]) if len(clauses) > 1 else (text,)
    return ",".join(_encoded(end) for end in ends)


def _encoded(text: str) -> str:
    # "-", "," and "&" have a meaning of their own in a text directive; quote() leaves "-" alone.
    return percent_encoded(text.encode("utf-8", "replace"), safe="").replace("-", "%2D")
