"""A quote on a page: its figures, its words, its source; and the answer that quotes make."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request

from bot.formats.permalinks import page_path
from bot.messages.citation import SEPARATOR, also_line, details, title
from bot.messages.figures import Figure, headline_figures
from bot.messages.verdicts import Checked, verdict_line
from bot.site.frame import carried
from bot.site.html import Html, element, joined, language_of, marked
from bot.texts import Texts, read_as, remark
from index.records import Answer, Quote


def answer_block(answer: Answer, checks: Sequence[Checked], texts: Texts, prefix: str, request: Request) -> Html:
    """The answer for a reader: figure first, or what is said to each claim, quote, source; or that there is none, and
    what comes closest.
    """
    respelt = element("p", read_as(answer, texts), class_="source") if answer.respelt else ""
    if answer.quotes:
        first, *others = answer.quotes
        figures = joined(_verdict(check, texts) for check in checks) or figures_line(
            headline_figures(first, texts.code)
        )
        blocks = [respelt, figures, quote_block(first, texts, prefix, request)]
        if others:
            blocks.append(element("h2", texts.also))
        return joined([*blocks, *(quote_block(quote, texts, prefix, request) for quote in others)])
    perhaps = len(answer.perhaps)
    nearest = [quote_block(quote, texts, prefix, request) for quote in answer.nearest[perhaps:]]
    return joined(
        [
            respelt,
            element("p", remark(answer, texts)),
            *(quote_block(quote, texts, prefix, request) for quote in answer.perhaps),
            element("details", element("summary", texts.nearest), *nearest) if nearest else "",
        ]
    )


def _verdict(check: Checked, texts: Texts) -> Html:
    """What is said to a claim, in a line."""
    before, figure, after = verdict_line(check, texts)
    return element("p", before, *(_figure(figure) if figure else ()), after, class_="figures")


def quote_block(quote: Quote, texts: Texts, prefix: str, request: Request) -> Html:
    """The quoted words with the figures that answer in bold, and under them their source, which leads to the page."""
    article = quote.paragraph.article
    address = carried(f"{prefix}{page_path(quote)}", request)
    words = marked(article, quote.span, None, (figure.span for figure in quote.headline))
    source = joined(
        [
            "— ",
            element("a", title(article), href=address),
            *(f"{SEPARATOR}{part}" for part in details(quote)),
        ]
    )
    also = also_line(quote, texts.also_in, texts.others)
    return joined(
        [
            element("blockquote", element("p", words), lang=language_of(quote.text)),
            element("p", source, class_="source"),
            element("p", also, class_="source") if also else "",
        ]
    )


def figures_line(figures: tuple[Figure, ...]) -> Html:
    """``55所 中小学校 · 19所 公办中小学校``."""
    parts: list[object] = []
    for figure in figures:
        parts += [SEPARATOR if parts else "", *_figure(figure)]
    return element("p", *parts, class_="figures") if parts else Html("")


def _figure(figure: Figure) -> tuple[object, ...]:
    counted, restated = figure.counted, figure.restated
    return element("b", figure.text), f" ({restated})" if restated else "", f" {counted}" if counted else ""
