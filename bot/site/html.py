"""HTML made of values: whatever comes from an article or a question is escaped here, and nowhere else put together."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from bot.messages.passage import merged
from index.records import Article, Span, plain
from index.text.scripts import is_han


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


def html(value: object) -> Html:
    """``value`` as HTML: text is escaped, what a browser would not take is replaced."""
    if isinstance(value, Html):
        return value
    return Html(escape("".join(char if _shown(char) else "\ufffd" for char in str(value))))


def element(tag: str, /, *content: object, **attributes: object) -> Html:
    """An element; an attribute of None or False is left out, ``class_`` is ``class``, ``_`` in a name is ``-``."""
    opening = tag
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        opening += f" {key.rstrip('_').replace('_', '-')}"
        opening += "" if value is True else f'="{html(value)}"'
    if tag in ("img", "input", "link", "meta"):
        return Html(f"<{opening}>")
    return Html(f"<{opening}>{joined(content)}</{tag}>")


def joined(content: Iterable[object]) -> Html:
    """The pieces one after the other, without the empty ones."""
    return Html("".join(html(piece) for piece in content if piece not in (None, "", False)))


def marked(article: Article, span: Span, mark: Span | None, figures: Iterable[Span]) -> Html:
    """The readable text of ``span`` with what of it lies in ``mark`` marked, and figures in bold."""
    text, offsets = plain(article, span)
    bold = merged(figures)
    parts: list[Html] = []
    start, state = 0, _state(offsets[0], mark, bold) if text else (False, False)
    for at in range(1, len(text) + 1):
        now = _state(offsets[at], mark, bold) if at < len(text) else None
        if now != state:
            piece = html(text[start:at])
            parts.append(_wrapped(piece, state))
            if now is not None:
                start, state = at, now
    return Html("".join(parts).replace("</mark><mark>", ""))


def language_of(text: str) -> str:
    """The language that a screen reader should read a text in."""
    return "zh" if is_han(text) else "en"


def _state(offset: int, mark: Span | None, bold: tuple[Span, ...]) -> tuple[bool, bool]:
    inside = mark is not None and mark.start <= offset < mark.end
    return inside, any(figure.start <= offset < figure.end for figure in bold)


def _wrapped(piece: Html, state: tuple[bool, bool]) -> Html:
    in_mark, in_figure = state
    piece = element("b", piece) if in_figure else piece
    return element("mark", piece) if in_mark else piece


def _shown(char: str) -> bool:
    return char in "\t\n\r" or not (char < " " or "\x7f" <= char <= "\x9f" or "\ud800" <= char <= "\udfff")
