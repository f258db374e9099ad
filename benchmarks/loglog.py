"""A log-log plot as SVG: lines with their names, decades as a grid."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 760, 440, 60, 210, 20, 50
_COLOURS = ("#1b6ca8", "#c0392b", "#2e8b57", "#8e44ad", "#d68910", "#566573")
_INK, _GRID = "#333", "#ddd"


def loglog(lines: Mapping[str, Sequence[tuple[float, float]]], across: str) -> str:
    """The plot of ``lines``: name -> points (x, y), all of them above 0; ``across`` says what x is."""
    points = [point for line in lines.values() for point in line]
    x_from, x_to = _decades([x for x, _ in points])
    y_from, y_to = _decades([y for _, y in points])

    def place(x: float, y: float) -> tuple[float, float]:
        right = (math.log10(x) - x_from) / max(1, x_to - x_from)
        up = (math.log10(y) - y_from) / max(1, y_to - y_from)
        return _LEFT + right * (_WIDTH - _LEFT - _RIGHT), _HEIGHT - _BOTTOM - up * (_HEIGHT - _TOP - _BOTTOM)

    drawn = [f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>']
    for power in range(x_from, x_to + 1):
        x, bottom = place(10.0**power, 10.0**y_from)
        drawn += [_line(x, _TOP, x, bottom), _text(x, bottom + 18, f"{10**power:,}", "middle")]
    for power in range(y_from, y_to + 1):
        left, y = place(10.0**x_from, 10.0**power)
        drawn += [_line(left, y, _WIDTH - _RIGHT, y), _text(left - 6, y + 4, f"{10.0**power:g}", "end")]
    drawn.append(_text((_LEFT + _WIDTH - _RIGHT) / 2, _HEIGHT - 10, across, "middle"))
    labels = sorted((place(*line[-1])[1], name) for name, line in lines.items())
    heights = {name: y for y, name in _spread(labels)}
    for colour, (name, line) in zip(_COLOURS, lines.items(), strict=False):
        path = " ".join("{:.1f},{:.1f}".format(*place(x, y)) for x, y in line)
        drawn.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        for x, y in line:
            at = place(x, y)
            drawn.append(f'<circle cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="3" fill="{colour}"/>')
        drawn.append(_text(_WIDTH - _RIGHT + 8, heights[name] + 4, name, "start", colour))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" '
        f'font-family="sans-serif" font-size="12">\n' + "\n".join(drawn) + "\n</svg>\n"
    )


def _decades(values: Sequence[float]) -> tuple[int, int]:
    return math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))


def _spread(labels: Sequence[tuple[float, str]]) -> list[tuple[float, str]]:
    """The labels, none closer than a line's height to the one above it."""
    found: list[tuple[float, str]] = []
    for y, name in labels:
        found.append((max(y, found[-1][0] + 15) if found else y, name))
    return found


def _line(x: float, y: float, to_x: float, to_y: float) -> str:
    return f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}" stroke="{_GRID}"/>'


def _text(x: float, y: float, text: str, anchor: str, colour: str = _INK) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{escape(text)}</text>'
