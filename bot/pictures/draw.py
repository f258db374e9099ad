"""Answers as pictures: a quote card to share, and a bar chart of figures that share a unit. PNG, at most 1 MB."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

from PIL import Image, ImageDraw

from bot.messages.citation import details, shortened, title
from bot.messages.figures import headline_figures
from bot.messages.passage import ELLIPSIS, Passage, clip, shown
from bot.pictures.typeface import BOLD, MEDIUM
from bot.pictures.typesetting import Colour, Line, Style, clipped, draw, fold, line_width
from index.records import Article, Language, Quote, Span, Statistic, plain

WIDTH = 1200
LONGEST = 320  # characters of a quote on a card
MOST_BARS = 12
_MARGIN, _INDENT = 88, 36
_LEAST_HEIGHT = 630
_PAPER: Colour = (251, 248, 242)
_INK: Colour = (38, 34, 30)
_GREY: Colour = (104, 96, 88)
_RULE: Colour = (221, 212, 199)
_RED: Colour = (168, 36, 28)
_SENTENCE_END = re.compile(r"[。\uff01\uff1f!?][”’」』]?|\.(?=\s)")
_CONTINUES: dict[Language, str] = {
    "en": "(the sentence goes on in the article)",
    "zh": "（原文未完）",
    "zh-Hant": "（原文未完）",
}
_UNIT: dict[Language, str] = {"en": "Counted in {unit}", "zh": "单位：{unit}", "zh-Hant": "單位：{unit}"}


def quote_card(quote: Quote, language: Language) -> bytes:
    """A PNG of the title, the figure that answers set large, the quote and its source."""
    inner = WIDTH - 2 * _MARGIN
    heading = Style(30, _GREY, _GREY, language, MEDIUM)
    large = Style(96, _RED, _RED, language, BOLD)
    counted = Style(32, _GREY, _GREY, language)
    body = Style(40, _INK, _RED, language)
    small = Style(26, _GREY, _GREY, language)
    passage, cut = _fitting(shown(quote))
    figure = next(iter(headline_figures(quote, language)), None)
    blocks: list[tuple[Style, list[Line], int, int]] = [
        (heading, fold(title(quote.paragraph.article), (), inner, heading)[:3], 0, 30)
    ]
    if figure:
        label = f"{figure.counted} ({figure.restated})" if figure.restated else figure.counted
        blocks.append((large, clipped(figure.text, inner, large), 0, 0))
        if label:
            blocks.append((counted, clipped(label, inner, counted), 0, 0))
    quoted = fold(passage.text, passage.figures, inner - _INDENT, body)
    blocks.append((body, quoted, _INDENT, 34))
    if cut:
        blocks.append((small, clipped(_CONTINUES[language], inner - _INDENT, small), _INDENT, 8))
    source = fold(" · ".join(details(quote)), (), inner, small)[:3]
    used = sum(gap + len(lines) * style.leading for style, lines, _, gap in blocks) - 30
    below = 56 + len(source) * small.leading
    height = max(_LEAST_HEIGHT, 2 * _MARGIN + used + below)
    image, canvas = _paper(height)
    y: float = _MARGIN - 8
    for number, (style, lines, indent, gap) in enumerate(blocks):
        y += gap if number else 0
        top = y
        y = draw(canvas, (_MARGIN + indent, y), lines, style)
        if indent:
            canvas.rectangle((_MARGIN, top + 10, _MARGIN + 5, y - 8), _RED)
    foot = height - _MARGIN - len(source) * small.leading + 16
    canvas.line((_MARGIN, foot - 24, WIDTH - _MARGIN, foot - 24), _RULE, 2)
    draw(canvas, (_MARGIN, foot), source, small)
    return _png(image)


def bar_chart(article: Article, statistics: Sequence[Statistic], language: Language) -> bytes:
    """A PNG of bars as long as the figures are large, the largest first, each with its words as written.

    Raises ValueError unless all of ``statistics`` are of one unit and above zero.
    """
    units = {statistic.unit for statistic in statistics}
    if len(units) != 1 or any((statistic.value or 0) <= 0 for statistic in statistics):
        raise ValueError("bars need figures above zero that share a unit")
    bars = sorted(statistics, key=lambda s: (-(s.value or 0), s.span))[:MOST_BARS]
    inner = WIDTH - 2 * _MARGIN
    heading = Style(34, _INK, _INK, language, BOLD)
    small = Style(26, _GREY, _GREY, language)
    label = Style(30, _INK, _INK, language)
    value = Style(34, _RED, _RED, language, BOLD)
    head = fold(title(article), (), inner, heading)[:3]
    source = " · ".join(shortened(part, 100) for part in (article.publisher, article.date) if part)
    values = [clipped(_words(article, bar), 320, value) for bar in bars]
    room = inner - 24 - max(line_width(lines[0], value) for lines in values)
    row = label.leading + 62
    top = _MARGIN - 8 + len(head) * heading.leading + small.leading + 32
    height = top + row * len(bars) + _MARGIN + (small.leading if source else 0)
    image, canvas = _paper(height)
    y = draw(canvas, (_MARGIN, _MARGIN - 8), head, heading)
    draw(canvas, (_MARGIN, y), clipped(_UNIT[language].format(unit=bars[0].unit), inner, small), small)
    largest = bars[0].value or 1.0
    for number, (bar, written) in enumerate(zip(bars, values, strict=True)):
        at = top + number * row
        draw(canvas, (_MARGIN, at), clipped(bar.counted, inner, label), label)
        end = _MARGIN + max(room * (bar.value or 0.0) / largest, 4)
        canvas.rectangle((_MARGIN, at + label.leading, end, at + label.leading + 34), _RED)
        draw(canvas, (end + 20, at + label.leading - 8), written, value)
    if source:
        draw(canvas, (_MARGIN, height - _MARGIN - small.leading + 24), clipped(source, inner, small), small)
    return _png(image)


def _fitting(passage: Passage) -> tuple[Passage, bool]:
    """The passage, or where it is long as many whole sentences as fit and hold the headline; and whether cut."""
    if len(passage.text) <= LONGEST:
        return passage, False
    needed = passage.headline[0].end if passage.headline else 0
    ends = [end.end() for end in _SENTENCE_END.finditer(passage.text, 0, LONGEST) if end.end() >= needed]
    if not ends:
        return clip(passage, LONGEST), True
    inside = [_within(spans, ends[-1]) for spans in (passage.figures, passage.headline)]
    return Passage(passage.text[: ends[-1]] + ELLIPSIS, inside[0], inside[1]), True


def _within(spans: tuple[Span, ...], end: int) -> tuple[Span, ...]:
    return tuple(span for span in spans if span.end <= end)


def _words(article: Article, statistic: Statistic) -> str:
    return " ".join(plain(article, statistic.span)[0].split())


def _paper(height: int) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGB", (WIDTH, height), _PAPER)
    canvas = ImageDraw.Draw(image)
    canvas.rectangle((0, 0, WIDTH, 11), _RED)
    return image, canvas


def _png(image: Image.Image) -> bytes:
    # 64 shades suffice for three inks on one paper, and make the file a third as large
    file = io.BytesIO()
    image.quantize(64, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
    return file.getvalue()
