"""How often the source line of a page is read right: title, publisher, authors, date.

    python -m benchmarks.source_lines [FOLDER]

FOLDER holds the pages that ``source_lines.tsv`` names (default: ``benchmarks/bank``); what they say was read by eye.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import defaultdict
from pathlib import Path

from index.articles.read import read_article

HERE = Path(__file__).parent
FIELDS = ("title", "publisher", "authors", "date")


def main(folder: Path) -> None:
    """Prints the share of pages whose fields are right, by half (files a to c, and the others) and field."""
    right: dict[tuple[str, str], list[bool]] = defaultdict(list)
    with (HERE / "source_lines.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if not (folder / row["file"]).is_file():
                continue
            article = read_article(folder / row["file"])
            given = (article.title, article.publisher, "、".join(article.authors), article.date)
            read = dict(zip(FIELDS, given, strict=True))
            half = "tuned on" if row["file"][0] in "abc" else "kept apart"
            for field in FIELDS:
                same = _plain(read[field]) == _plain(row[field])
                right[half, field].append(same)
                if not same:
                    print(f"{row['file']}\t{field}\t{row[field]}\t{read[field]}")
    for (half, field), hits in sorted(right.items()):
        print(f"{half}: {field} {sum(hits) / len(hits):.3f} ({len(hits)})")


def _plain(words: str) -> str:
    return re.sub(r"\s+", "", words).lower()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "bank")
