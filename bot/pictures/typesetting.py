"""Text in pixels: runs of two weights, folded to a width by the rules of Chinese and Latin typesetting."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PIL import ImageDraw

from bot.messages.passage import may_break
from bot.pictures.typeface import BOLD, REGULAR, drawable, font
from index.records import Language, Span

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Style:
    """How a piece of text is set; ``strong`` is the colour of its figures."""

    size: int
    colour: Colour
    strong: Colour
    language: Language
    weight: int = REGULAR

    @property
    def leading(self) -> int:
        return round(self.size * 1.6)


@dataclass(frozen=True, slots=True)
class Line:
    """Characters as drawn, each with whether it belongs to a figure."""

    text: str
    strong: tuple[bool, ...]


def fold(text: str, figures: Iterable[Span], width: int, style: Style) -> list[Line]:
    """The lines of ``text``, none wider than ``width`` pixels; a figure is split only where none fits."""
    spans = list(figures)
    glyphs: list[str] = []
    strong: list[bool] = []
    inside: list[bool] = []  # this character continues a figure, so no line may begin with it
    for at, character in enumerate(text):
        bold = any(span.start <= at < span.end for span in spans)
        within = any(span.start < at < span.end for span in spans)
        for drawn in drawable(character, style.language):
            glyphs.append(drawn)
            strong.append(bold)
            inside.append(within)
    shown = "".join(glyphs)
    lines, start, cut, used = [], 0, 0, 0.0
    widths = [_width(glyph, bold, style) for glyph, bold in zip(glyphs, strong, strict=True)]
    for at, glyph in enumerate(glyphs):
        if at > start and may_break(shown, at) and not inside[at]:
            cut = at
        used += widths[at]
        if used > width and glyph != " ":
            cut = cut if cut > start else max(at, start + 1)
            lines.append(_line(shown, strong, start, cut))
            start, used = cut, sum(widths[cut : at + 1])
    lines.append(_line(shown, strong, start, len(shown)))
    return lines


def draw(canvas: ImageDraw.ImageDraw, corner: tuple[float, float], lines: Iterable[Line], style: Style) -> float:
    """Draw the lines downwards from ``corner``; the y below the last one."""
    x, y = corner
    for line in lines:
        at = x
        for glyph, bold in zip(line.text, line.strong, strict=True):
            face = font(style.size, BOLD if bold else style.weight, style.language)
            colour = style.strong if bold else style.colour
            canvas.text((round(at), y), glyph, colour, face)
            at += _width(glyph, bold, style)
        y += style.leading
    return y


def line_width(line: Line, style: Style) -> float:
    """The width of a line in pixels."""
    return sum(_width(glyph, bold, style) for glyph, bold in zip(line.text, line.strong, strict=True))


def clipped(text: str, width: int, style: Style) -> list[Line]:
    """``text`` as one line, its end marked with … where it is cut."""
    lines = fold(text, (), width, style)
    if len(lines) == 1:
        return lines
    kept = "".join(drawable(character, style.language) for character in text)
    while kept and line_width(_plain(kept + "…"), style) > width:
        kept = kept[:-1]
    return [_plain(kept.rstrip() + "…")]


def _plain(text: str) -> Line:
    return Line(text, (False,) * len(text))


def _line(text: str, strong: list[bool], start: int, end: int) -> Line:
    while start < end and text[start] == " ":
        start += 1
    while end > start and text[end - 1] == " ":
        end -= 1
    return Line(text[start:end], tuple(strong[start:end]))


def _width(glyph: str, bold: bool, style: Style) -> float:
    return float(font(style.size, BOLD if bold else style.weight, style.language).getlength(glyph))
