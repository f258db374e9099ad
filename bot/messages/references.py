"""How a quote is cited: GB/T 7714, APA, BibTeX. Only what the article's page says; what it doesn't say is left out."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.messages.citation import linkable
from index.figures.period_forms import MONTHS
from index.records import Article, Quote
from index.text.scripts import is_han

_PERSON = re.compile(r"([A-Z][\w'’-]+(?: [A-Z]\.?)*) ([A-Z][\w'’-]+)")
_BIBTEX_SPECIAL = re.compile(r"([&%$#_{}])")


def gb7714(quote: Quote) -> str:
    """``陈洁, 陈明红. 百年党史映初心[N]. 西江日报, 2022-01-05(¶23).``"""
    article = quote.paragraph.article
    online = "/OL" if linkable(article.url) else ""
    kind = f"N{online}" if article.publisher else f"EB{online}" if online else "Z"
    paragraph = f"({_paragraph(quote)})" if _paragraph(quote) else ""
    where = ", ".join(part for part in (article.publisher, article.date) if part)
    parts = (
        ", ".join(article.authors),
        f"{_title(article)}[{kind}]",
        f"{where}{paragraph}",
        article.url if online else "",
    )
    return ". ".join(part for part in parts if part) + "."


def apa(quote: Quote) -> str:
    """``Tunstead, M. (2024, May 14). Harwick's bin revolution. Harwick Observer, para. 4.``"""
    article = quote.paragraph.article
    names = [_surname_first(name) for name in article.authors]
    authors = ", & ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)
    paragraph = f"para. {quote.paragraph.number}" if quote.paragraph.number > 0 else ""
    where = ", ".join(part for part in (article.publisher, paragraph) if part)
    dated = f"({_apa_date(article.date)})"
    opening = f"{authors} {dated}" if authors else f"{_title(article)} {dated}"
    parts = (opening, _title(article) if authors else "", where)
    text = ". ".join(part.rstrip(".") for part in parts if part) + "."
    return f"{text} {article.url}" if linkable(article.url) else text


def bibtex(quote: Quote) -> str:
    """A BibTeX entry; the paragraph as its note."""
    article = quote.paragraph.article
    fields = {
        "author": " and ".join(article.authors),
        "title": _title(article),
        "journal": article.publisher,
        "year": article.date[:4],
        "date": article.date,
        "url": article.url if linkable(article.url) else "",
        "note": _paragraph(quote),
    }
    lines = [f"  {name} = {{{_escaped(name, value)}}}," for name, value in fields.items() if value]
    key = re.sub("[^A-Za-z0-9-]+", "-", article.slug)
    return "\n".join([f"@article{{{key},", *lines, "}"])


def _escaped(name: str, value: str) -> str:
    return value if name == "url" else _BIBTEX_SPECIAL.sub(r"\\\1", value)


STYLES: dict[str, Callable[[Quote], str]] = {"gb7714": gb7714, "apa": apa, "bibtex": bibtex}
NAMES = {"gb7714": "GB/T 7714", "apa": "APA", "bibtex": "BibTeX"}


def _title(article: Article) -> str:
    return " ".join(article.title.split()) or article.slug


def _paragraph(quote: Quote) -> str:
    return f"¶{quote.paragraph.number}" if quote.paragraph.number > 0 else ""


def _surname_first(name: str) -> str:
    """``Tunstead, M.`` for a person of two names in Latin letters; every other name as the page writes it."""
    person = None if is_han(name) else _PERSON.fullmatch(name)
    if not person:
        return name
    initials = " ".join(f"{part[0]}." for part in person[1].split())
    return f"{person[2]}, {initials}"


def _apa_date(date: str) -> str:
    year, _, rest = date.partition("-")
    if not year:
        return "n.d."
    month, _, day = rest.partition("-")
    named = MONTHS[int(month) - 1].capitalize() if month.isdecimal() and 1 <= int(month) <= 12 else ""
    return f"{year}, {named} {int(day)}" if named and day.isdecimal() else f"{year}, {named}" if named else year
