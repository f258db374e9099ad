"""An article on a page: as much of it as its rights let be shown, the quote marked, its figures beside it."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote as percent_encoded

from starlette.requests import Request

from bot.formats.json_lines import quote_id
from bot.formats.permalinks import page_path
from bot.messages.citation import SEPARATOR, credits, link, linkable, scanned, title
from bot.messages.figures import headline_figures
from bot.site.frame import carried
from bot.site.html import Html, element, html, joined, language_of, marked
from bot.site.places import Place
from bot.site.site import Site
from bot.texts import Texts
from index.articles.scans import strip_of
from index.library.passages import Passage
from index.records import Article, Quote

_ROOM = 36_000  # bytes of text on one page, so that with its markup it stays within 60 KB
_MOST_FIGURES = 40  # beside the text
STRIP_PATH = "/strip"
_CLASSES = {"caption": "caption", "byline": "byline", "table": "row"}


class ArticlePage:
    """One place of one article, for one reader."""

    def __init__(self, site: Site, target: Place, texts: Texts, request: Request) -> None:
        self._texts, self._request, self._prefix, self._place = texts, request, site.prefix, target
        self._passages = site.desk.holdings.passages(target.key)
        self._statistics = sorted(site.desk.holdings.statistics(target.key), key=lambda quote: quote.headline[0].span)
        self.article: Article = self._passages[0].paragraph.article

    def content(self) -> list[Html]:
        """What stands between the page's head and its foot."""
        shown = self._shown()
        parts = (self._text(shown), self._scan(), self._ways(shown), self._figures(shown))
        return [self._head(), *self._notes(), *parts]

    def _head(self) -> Html:
        article = self.article
        source = [html(SEPARATOR.join(credits(article)))]
        address = link(self._place.quote) if self._place.quote else article.url
        if linkable(address):
            source.append(element("a", self._texts.pages.publishers_page, href=address, rel="noopener noreferrer"))
        return joined(
            [
                element("h1", title(article), lang=language_of(article.title)),
                element("p", joined(_between(source)), class_="source"),
                element("p", self._texts.pages.rights.format(rights=article.rights), class_="source")
                if article.rights
                else "",
            ]
        )

    def _notes(self) -> list[Html]:
        words = self._texts.pages
        notes = {"moved": words.moved, "nearest": words.nearest_now, "not_there": words.not_there}
        note = notes.get(self._place.found)
        return [element("p", note, class_="note", role="status")] if note else []

    def _shown(self) -> Sequence[Passage]:
        """The passages that are shown: by the article's rights, and no more than fit."""
        at = self._focus()
        match self.article.show:
            case "whole":
                return self._fitting(at or 0)
            case "neighbours" if at is not None:
                bodies = [n for n, passage in enumerate(self._passages) if passage.paragraph.kind == "body"]
                first = max((n for n in bodies if n < at), default=at)
                last = min((n for n in bodies if n > at), default=at)
                return self._passages[first : last + 1]
        return ()

    def _focus(self) -> int | None:
        """The index of the passage that the address points to; None where it points to none."""
        if self._place.quote is None:
            return None
        span = self._place.quote.paragraph.span
        return next((n for n, passage in enumerate(self._passages) if passage.paragraph.span == span), None)

    def _fitting(self, at: int) -> Sequence[Passage]:
        first, last, room = at, at, _ROOM - _size(self._passages[at])
        while room > 0 and (first > 0 or last + 1 < len(self._passages)):
            if last + 1 < len(self._passages):
                last += 1
                room -= _size(self._passages[last])
            if first > 0 and room > 0:
                first -= 1
                room -= _size(self._passages[first])
        return self._passages[first : last + 1]

    def _text(self, shown: Sequence[Passage]) -> Html:
        language = language_of(self.article.text)
        if not shown and self._place.quote:
            figures = (figure.span for figure in self._place.quote.statistics)
            words = marked(self.article, self._place.quote.span, self._place.quote.span, figures)
            number = self._place.quote.paragraph.number
            shown_text = element("blockquote", element("p", words, id=f"p{number}"), lang=language)
        else:
            shown_text = (
                element("article", *(self._passage(passage) for passage in shown), lang=language) if shown else Html("")
            )
        words_only = self._texts.pages.only_quotes if self.article.show == "quote" else self._texts.pages.only_around
        note = "" if self.article.show == "whole" else element("p", words_only, class_="source")
        return joined([shown_text, note])

    def _scan(self) -> Html:
        """The strip of the scan on which the quote stands, so that it can be compared."""
        quote, article = self._place.quote, self.article
        if not (quote and article.scanned and strip_of(article.text, quote.span)):
            return Html("")
        address = carried(f"{self._prefix}{STRIP_PATH}/{quote_id(article, quote.span)}", self._request)
        return element("figure", element("img", src=address, alt=scanned(article), width="100%"))

    def _passage(self, passage: Passage) -> Html:
        paragraph, quote = passage.paragraph, self._place.quote
        placed = (passage.place_statistic(figure).span for s in passage.sentences for figure in s.statistics)
        pointed_at = quote.span if quote and self._place.found in ("here", "moved", "nearest") else None
        words = marked(self.article, paragraph.span, pointed_at, placed)
        if paragraph.kind in ("heading", "title"):
            return element("h2", words)
        if paragraph.kind != "body":
            return element("p", words, class_=_CLASSES[paragraph.kind])
        anchor = f"p{paragraph.number}"
        number = element("a", f"¶{paragraph.number}", class_="number", href=self._to_paragraph(paragraph.number))
        return element("p", number, words, id=anchor)

    def _ways(self, shown: Sequence[Passage]) -> Html:
        """Links to the figures and the paragraphs before and after what is shown."""
        words, quote = self._texts.pages, self._place.quote
        links = []
        if quote is not None:
            before = [figure for figure in self._statistics if figure.headline[0].span.end <= quote.span.start]
            after = [figure for figure in self._statistics if figure.headline[0].span.start >= quote.span.end]
            links += [element("a", words.earlier_figure, href=self._to(before[-1]), rel="prev")] if before else []
            links += [element("a", words.later_figure, href=self._to(after[0]), rel="next")] if after else []
        numbers = [passage.paragraph.number for passage in shown if passage.paragraph.kind == "body"]
        total = sum(passage.paragraph.kind == "body" for passage in self._passages)
        if self.article.show != "quote":
            earlier, later = (min(numbers) - 1, max(numbers) + 1) if numbers else (0, 1)
            if earlier >= 1:
                links.append(element("a", words.earlier.format(number=earlier), href=self._to_paragraph(earlier)))
            if later <= total:
                links.append(element("a", words.later.format(number=later), href=self._to_paragraph(later)))
        items = (element("li", anchor) for anchor in links)
        return element("nav", element("ul", *items), aria_label=words.around) if links else Html("")

    def _figures(self, shown: Sequence[Passage]) -> Html:
        """The figures of what is shown; where nothing is, those of the article."""
        spans = [passage.paragraph.span for passage in shown] or ([self._place.quote.span] if self._place.quote else [])
        quotes = [q for q in self._statistics if not spans or any(q.headline[0].span in span for span in spans)]
        items = []
        for quote in [candidate for candidate in quotes if candidate.headline[0].counted][:_MOST_FIGURES]:
            for figure in headline_figures(quote, self._texts.code):
                restated = f" ({figure.restated})" if figure.restated else ""
                text = element("a", figure.text, href=self._to(quote))
                items.append(element("li", text, f"{restated} {figure.counted}"))
        if not items:
            return Html("")
        words = self._texts.pages
        return element("aside", element("h2", words.figures_here), element("ul", *items), aria_label=words.figures_here)

    def _to(self, quote: Quote) -> str:
        return carried(f"{self._prefix}{page_path(quote)}", self._request)

    def _to_paragraph(self, number: int) -> str:
        slug = percent_encoded(self.article.slug.encode("utf-8", "replace"), safe="")
        return carried(f"{self._prefix}/a/{slug}?p={number}#p{number}", self._request)


def _size(passage: Passage) -> int:
    return len(passage.text.encode("utf-8", "surrogatepass"))


def _between(parts: Sequence[Html]) -> list[Html | str]:
    return [piece for part in parts if part for piece in (SEPARATOR, part)][1:]
