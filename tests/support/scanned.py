"""A scan of two lines, the second on its head and black, and the text read from it, as they lie in a corpus."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from index.articles.read import read_article
from index.records import Article

WORDS = "The harbour of Ostmere took 312 ships in 2023."


def scanned(folder: Path) -> Article:
    """The article, written into ``folder``; the strip of its second line is 50 pixels high."""
    head = "---\nscanned: yes\nstrips: 180 50-100 200-250\n---\n"
    (folder / "harbour.txt").write_text(f"{head}Landings at Ostmere\n{WORDS}", "utf-8")
    page = Image.new("L", (400, 1_000), "white")
    page.paste("black", (0, 750, 400, 800))
    page.save(folder / "harbour.png")
    return read_article(folder / "harbour.txt")
