"""What every page has around it: head, search, footer."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.requests import Request

from bot.settings.passes import NAME
from bot.settings.values import version
from bot.site.html import Html, element, html, joined
from bot.texts import Texts

STYLE_PATH = "/style.css"


def page(texts: Texts, prefix: str, request: Request, title: str, *content: object, question: str = "") -> str:
    """A whole page in the language of ``texts``; its links lead below ``prefix``."""
    words = texts.pages
    head = joined(
        [
            element("meta", charset="utf-8"),
            element("meta", name="viewport", content="width=device-width, initial-scale=1"),
            element("meta", name="robots", content="noindex"),
            element("title", title if title == "yinju" else f"{title} · yinju"),
            element("link", rel="stylesheet", href=f"{prefix}{STYLE_PATH}"),
        ]
    )
    search = element(
        "form",
        element("label", words.question, for_="question"),
        element("input", id="question", name="q", type="search", value=question, maxlength=2000, required=True),
        *(element("input", type="hidden", name=name, value=value) for name, value in _kept(request)),
        element("button", words.ask, type="submit"),
        action=f"{prefix}/",
        role="search",
        aria_label=words.search,
    )
    body = joined(
        [
            element("a", words.skip, class_="skip", href="#text"),
            element("header", element("a", "yinju 引据", href=carried(f"{prefix}/", request)), search),
            element("main", *content, id="text"),
            _footer(texts, prefix, request),
        ]
    )
    language = {"zh": "zh-Hans"}.get(texts.code, texts.code)
    return f"<!doctype html>\n{element('html', element('head', head), element('body', body), lang=language)}\n"


def carried(path: str, request: Request) -> str:
    """``path`` with what of this page's address goes on to the next: the language that was chosen, the pass."""
    if not (kept := _kept(request)):
        return path
    address, _, fragment = path.partition("#")
    joining = "&" if "?" in address else "?"
    return f"{address}{joining}{urlencode(kept)}{'#' if fragment else ''}{fragment}"


def _kept(request: Request) -> list[tuple[str, str]]:
    return [(name, request.query_params[name]) for name in ("lang", NAME) if request.query_params.get(name)]


def _footer(texts: Texts, prefix: str, request: Request) -> Html:
    other = "en" if texts.code.startswith("zh") else "zh"
    parameters = [(name, value) for name, value in request.query_params.multi_items() if name != "lang"]
    here = f"{prefix}{request.url.path}?{urlencode([*parameters, ('lang', other)], errors='replace')}"
    links = (
        element("a", texts.articles, href=carried(f"{prefix}/articles", request)),
        element("a", texts.pages.language, href=here, lang=other, hreflang=other),
    )
    items = (element("li", link) for link in links)
    return element("footer", element("nav", element("ul", *items), aria_label="yinju"), html(f"yinju {version()}"))
