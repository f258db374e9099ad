"""Curves over time, one panel below the other, as a PNG."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 1200, 220, 90, 44, 20, 26  # pixels, of a panel and its margins
INK, GREY, RED = "#222222", "#999999", "#a8241c"


@dataclass(frozen=True, slots=True)
class Panel:
    """A value at each of these seconds."""

    title: str
    times: Sequence[float]
    values: Sequence[float]


def drawn(panels: Sequence[Panel]) -> bytes:
    """The panels as a PNG; each scale begins at 0."""
    image = Image.new("RGB", (WIDTH, HEIGHT * len(panels)), "white")
    canvas = ImageDraw.Draw(image)
    for number, panel in enumerate(panels):
        _draw(canvas, panel, number * HEIGHT)
    buffer = io.BytesIO()
    image.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _draw(canvas: ImageDraw.ImageDraw, panel: Panel, top: int) -> None:
    font = ImageFont.load_default(16)
    right, low, high = WIDTH - RIGHT, top + HEIGHT - BOTTOM, top + TOP
    longest, largest = max(*panel.times, 1.0), max(*panel.values, 1e-9)
    canvas.text((LEFT, top + 12), panel.title, INK, font)
    canvas.line([(LEFT, high), (LEFT, low), (right, low)], GREY)
    for share in (0.0, 0.5, 1.0):
        y = low - (low - high) * share
        canvas.text((LEFT - 8, y), f"{largest * share:.4g}", GREY, font, anchor="rm")
        x = LEFT + (right - LEFT) * share
        canvas.text((x, low + 4), f"{longest * share / 60:.3g} min", GREY, font, anchor="mt")
    places = [
        (LEFT + (right - LEFT) * time / longest, low - (low - high) * value / largest)
        for time, value in zip(panel.times, panel.values, strict=True)
    ]
    canvas.line(places, RED, 2)
