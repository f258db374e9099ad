"""How good the answers are: every measure on every collection, at the default threshold.

    python -m benchmarks.quality [--data FOLDER | --bank PART] [--json] [--write]

Takes the project's own collections, and with --data those in FOLDER too (see ``benchmarks/collections.py``).
Unlike ``benchmarks.train``, nothing is left out here: what was learned from is what is measured, but for the bank's
choosing and final parts, from which nothing is learned. --write puts the figures of the final part beside the weights.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.collections import Collection, bank_collection, library_of, other_collections, own_collections
from benchmarks.reader.export import DATA
from index.answering.confidence import default_threshold
from index.evaluate import by_language, evaluate, table
from index.models.encoder import load_encoder

if TYPE_CHECKING:
    from index.models.passage_encoder import Encoder

Measures = dict[str, dict[str, float]]


def chosen_collections(data: Path | None) -> list[Collection]:
    """The project's own collections, and those of the folder ``data``."""
    return own_collections() + (other_collections(data) if data else [])


def measured(collections: Sequence[Collection], encoder: Encoder, threshold: float) -> Iterator[tuple[str, Measures]]:
    """Each collection's name and its measures by language, as soon as they are known."""
    for collection in collections:
        print(f"{collection.name}: {len(collection.cases)} questions", file=sys.stderr)
        results = evaluate(collection.cases, library_of(collection, encoder))
        yield collection.name, by_language(results, threshold)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="a folder of further collections")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument(
        "--bank", choices=("choosing", "final"), help="a part of the bank alone, all its pages together"
    )
    parser.add_argument("--write", action="store_true", help="with --bank final: keep the figures in reader.json")
    options = parser.parse_args()
    if options.data and not options.data.is_dir():
        parser.error(f"{options.data} is no folder")
    threshold = default_threshold()
    collections = [bank_collection(options.bank)] if options.bank else chosen_collections(options.data)
    found = dict(measured(collections, load_encoder(), threshold))
    if options.write and options.bank == "final":
        about = json.loads((DATA / "reader.json").read_text("utf-8"))
        about["final"] = {language: _rounded(row) for language, row in found["bankfinal"].items()}
        (DATA / "reader.json").write_text(json.dumps(about, indent=1) + "\n", "utf-8")
    if options.json:
        print(json.dumps({"threshold": threshold, "collections": found}, ensure_ascii=False))
        return
    print(f"default threshold {threshold:.3f}")
    for name, measures in found.items():
        print(f"\n{name}\n{table(measures)}")


def _rounded(measures: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 3) for name, value in measures.items() if value == value}  # without those of nothing


if __name__ == "__main__":
    main()
