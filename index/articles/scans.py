"""Pictures of text, scanned or photographed, as lines of text: characters are recognised offline (the extra ``scans``).

A scan is turned until it reads well. Boxes of text that stand side by side are one line, far apart a row of a table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from index.text.scripts import is_han

SCANNED = "scanned"  # the key that a read scan opens with, so that its quotes say so
PAGES = 20  # at most: each takes some seconds
RESOLUTION = 200  # dots an inch at which a page of a PDF is drawn
LARGEST_SIDE = 2_600  # pixels; larger pictures are made smaller, and read no worse
FAINTEST = 32  # of 255: between the darkest and the lightest of a page on which anything can be read
WELL, LEAST = 0.85, 0.5  # mean score of a page that is the right way up; score of a line that is kept
APART = 1.2  # heights of a line between two cells


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
    pictures = _pictures(file)  # first: a file that is none is told soon
    engine = RapidOCR(intra_op_num_threads=2)
    pages = ["\n".join(_lines(_upright(engine, picture))) for picture in pictures]
    if not any(pages):
        raise NotRecognised("no text is recognised in it")
    return f"---\n{SCANNED}: yes\n---\n" + "\f".join(pages)


def _pictures(file: Path) -> Iterator[Any]:
    """The pages of a PDF as pictures, or the pictures of a file of them."""
    if file.suffix.lower() == ".pdf":
        from pypdfium2 import PdfDocument

        document = PdfDocument(file)
        count = len(document)

        def at(number: int) -> Any:
            return document[number].render(scale=RESOLUTION / 72).to_pil()

    else:
        from PIL import Image

        picture = Image.open(file)
        count = getattr(picture, "n_frames", 1)

        def at(number: int) -> Any:
            picture.seek(number)
            return picture.copy()

    if count > PAGES:
        raise NotRecognised(f"it has {count} pages of pictures, more than {PAGES}; split it")
    return map(at, range(count))


def _upright(engine: Any, picture: Any) -> list[_Box]:
    """The boxes of a page, turned to where it reads best."""
    import numpy as np

    picture = picture.convert("RGB")
    picture.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    darkest, lightest = picture.convert("L").getextrema()
    if lightest - darkest < FAINTEST:
        return []
    best: list[_Box] = []
    for angle in (0, 180, 90, 270):
        read, _ = engine(np.asarray(picture.rotate(angle, expand=True)), use_cls=False, text_score=0.0)
        boxes = [_box(points, words, float(score)) for points, words, score in read or ()]
        best = max(best, boxes, key=_sureness)
        if _sureness(best) >= WELL:
            break
    return [box for box in best if box.score >= LEAST and box.words.strip()]


def _box(points: Sequence[Sequence[float]], words: str, score: float) -> _Box:
    across, down = [point[0] for point in points], [point[1] for point in points]
    return _Box(min(across), min(down), max(across), max(down), words, score)


def _sureness(boxes: Sequence[_Box]) -> float:
    """The mean score of the characters of a page."""
    length = sum(len(box.words) for box in boxes)
    return sum(box.score * len(box.words) for box in boxes) / length if length else 0.0


def _lines(boxes: Sequence[_Box]) -> list[str]:
    """The lines of a page from top to bottom, cells divided by tabs."""
    rows: list[list[_Box]] = []
    for box in sorted(boxes, key=lambda box: box.middle):
        if rows and abs(box.middle - rows[-1][0].middle) < 0.5 * min(box.height, rows[-1][0].height):
            rows[-1].append(box)
        else:
            rows.append([box])
    lines = []
    for row in rows:
        row.sort(key=lambda box: box.left)
        line = row[0].words.strip()
        for before, box in pairwise(row):
            far = box.left - before.right > APART * before.height
            line += ("\t" if far else "" if is_han(line[-1:] + box.words[:1]) else " ") + box.words.strip()
        lines.append(line)
    return lines
