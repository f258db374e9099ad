"""Pictures of text, scanned or photographed, as lines of text: characters are recognised offline (the extra ``scans``).

A scan is turned until it reads well. Boxes of text that stand side by side are one line, far apart a row of a table.
Where each line stands on its page is written before the text, so that it can be shown beside what is quoted of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from index.articles.front_matter import read_front_matter
from index.records import Span
from index.text.scripts import is_han

SCANNED = "scanned"  # the key that a read scan opens with, so that its quotes say so
STRIPS = "strips"  # the key of how far a page was turned and from where to where, in thousandths, each line stands
MARGIN = 0.008  # of a page's height, above and below the lines that are shown
PAGES = 20  # at most: each takes some seconds
RESOLUTION = 200  # dots an inch at which a page of a PDF is drawn
WIDEST = 1_400  # pixels of a strip that is shown
LARGEST_SIDE = 2_600  # pixels; larger pictures are made smaller, and read no worse
FAINTEST = 32  # of 255: between the darkest and the lightest of a page on which anything can be read
WELL, LEAST = 0.85, 0.5  # mean score of a page that is the right way up; score of a line that is kept
APART = 1.2  # heights of a line between two cells
_STRIPS = re.compile(r"(?:0|90|180|270)(?: \d{1,4}-\d{1,4})*", re.ASCII)


class NotRecognised(Exception):  # noqa: N818  (it says why)
    """The pictures were not read; the text says why."""


@dataclass(frozen=True, slots=True)
class _Box:
    """A piece of text where it stands on the page."""

    left: float
    top: float
    right: float
    bottom: float
    words: str
    score: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        return self.bottom - self.top


def read_scan(file: Path) -> str:
    """The text of a picture or of a PDF of pictures, a form feed between its pages, marked as read from a scan.

    Raises NotRecognised.
    """
    try:
        from rapidocr_onnxruntime import RapidOCR
    except ImportError:
        raise NotRecognised("pip install 'yinju[scans]' lets pictures of text be read") from None
    count, page_at = _pages(file)  # first: a file that is none is told soon
    if count > PAGES:
        raise NotRecognised(f"it has {count} pages of pictures, more than {PAGES}; split it")
    engine = RapidOCR(intra_op_num_threads=2)
    texts, strips = [], []
    for number in range(count):
        angle, height, boxes = _upright(engine, page_at(number))
        rows = _rows(boxes)
        texts.append("\n".join(map(_line, rows)))
        strips.append(" ".join([str(angle), *(_edges(row, height) for row in rows)]))
    if not any(texts):
        raise NotRecognised("no text is recognised in it")
    return f"---\n{SCANNED}: yes\n{STRIPS}: {' / '.join(strips)}\n---\n" + "\f".join(texts)


@dataclass(frozen=True, slots=True)
class Strip:
    """Lines on a page of a scan: the page from 0, the degrees it is to be turned, and where on it, turned, they begin
    and end, in shares of its height.
    """

    page: int
    angle: int
    top: float
    bottom: float


def strip_of(text: str, span: Span) -> Strip | None:
    """Where these words of a text that was read from a scan stand in it; None where that is not known any more."""
    front = read_front_matter(text)
    begin = front.end + 1
    strips = front.first((STRIPS,)).split(" / ")
    page = text.count("\f", begin, span.start)
    top = max(text.rfind("\f", begin, span.start) + 1, begin)
    bottom = (text + "\f").index("\f", span.start)
    if page >= len(strips) or not _STRIPS.fullmatch(strips[page]):
        return None
    angle, *lines = strips[page].split()
    first = text.count("\n", top, span.start)
    last = first + text.count("\n", span.start, min(span.end, bottom))
    if len(lines) != len(text[top:bottom].rstrip("\n").split("\n")):
        return None  # somebody has put the text right
    edges = [int(edge) / 1000 for line in lines[first : last + 1] for edge in line.split("-")]
    return Strip(page, int(angle), max(min(edges) - MARGIN, 0.0), min(max(edges) + MARGIN, 1.0))


def strip_picture(file: Path, strip: Strip) -> Any:
    """The strip, the right way up, of the file that was read, as a picture of PIL's."""
    _, page_at = _pages(file)
    page = page_at(strip.page).convert("RGB").rotate(strip.angle, expand=True)
    page = page.crop((0, int(strip.top * page.height), page.width, int(strip.bottom * page.height) + 1))
    page.thumbnail((WIDEST, page.height))
    return page


def _pages(file: Path) -> tuple[int, Callable[[int], Any]]:
    """How many pages a PDF has, or pictures a file of them, and how to get at each as a picture."""
    if file.suffix.lower() == ".pdf":
        from pypdfium2 import PdfDocument

        document = PdfDocument(file)
        count = len(document)

        def at(number: int) -> Any:
            return document[number].render(scale=RESOLUTION / 72).to_pil()

    else:
        from PIL import Image

        picture: Any = Image.open(file)
        count = getattr(picture, "n_frames", 1)

        def at(number: int) -> Any:
            picture.seek(number)
            return picture.copy()

    return count, at


def _edges(row: Sequence[_Box], height: int) -> str:
    """From where to where a line stands on a page of this height, in thousandths."""
    top, bottom = min(box.top for box in row), max(box.bottom for box in row)
    return f"{1000 * max(top, 0) / height:.0f}-{1000 * bottom / height:.0f}"


def _upright(engine: Any, picture: Any) -> tuple[int, int, list[_Box]]:
    """How far a page is to be turned to read best, how high it is then, and the boxes on it."""
    import numpy as np

    picture = picture.convert("RGB")
    picture.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    darkest, lightest = picture.convert("L").getextrema()
    if lightest - darkest < FAINTEST:
        return 0, 1, []
    turned, best = 0, list[_Box]()
    for angle in (0, 180, 90, 270):
        read, _ = engine(np.asarray(picture.rotate(angle, expand=True)), use_cls=False, text_score=0.0)
        boxes = [_box(points, words, float(score)) for points, words, score in read or ()]
        if _sureness(boxes) > _sureness(best):
            turned, best = angle, boxes
        if _sureness(best) >= WELL:
            break
    height = picture.width if turned % 180 else picture.height
    return turned, height, [box for box in best if box.score >= LEAST and box.words.strip()]


def _box(points: Sequence[Sequence[float]], words: str, score: float) -> _Box:
    across, down = [point[0] for point in points], [point[1] for point in points]
    return _Box(min(across), min(down), max(across), max(down), words, score)


def _sureness(boxes: Sequence[_Box]) -> float:
    """The mean score of the characters of a page."""
    length = sum(len(box.words) for box in boxes)
    return sum(box.score * len(box.words) for box in boxes) / length if length else 0.0


def _rows(boxes: Sequence[_Box]) -> list[list[_Box]]:
    """The boxes of a page line by line, from top to bottom and from left to right."""
    rows: list[list[_Box]] = []
    for box in sorted(boxes, key=lambda box: box.middle):
        if rows and abs(box.middle - rows[-1][0].middle) < 0.5 * min(box.height, rows[-1][0].height):
            rows[-1].append(box)
        else:
            rows.append([box])
    return [sorted(row, key=lambda box: box.left) for row in rows]


def _line(row: Sequence[_Box]) -> str:
    """A line of a page, cells divided by tabs."""
    line = row[0].words.strip()
    for before, box in pairwise(row):
        far = box.left - before.right > APART * before.height
        line += ("\t" if far else "" if is_han(line[-1:] + box.words[:1]) else " ") + box.words.strip()
    return line
