"""How good the answers are: every measure on every collection, at the default threshold.

    python -m benchmarks.quality [--data FOLDER | --bank PART] [--json]

Takes the project's own collections, and with --data those in FOLDER too (see ``benchmarks/collections.py``).
Unlike ``benchmarks.train``, nothing is left out here: what was learned from is what is measured, but for the bank's
choosing and final parts, from which nothing is learned.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.collections import Collection, bank_collection, library_of, other_collections, own_collections
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
    options = parser.parse_args()
    if options.data and not options.data.is_dir():
        parser.error(f"{options.data} is no folder")
    threshold = default_threshold()
    collections = [bank_collection(options.bank)] if options.bank else chosen_collections(options.data)
    found = measured(collections, load_encoder(), threshold)
    if options.json:
        print(json.dumps({"threshold": threshold, "collections": dict(found)}, ensure_ascii=False))
        return
    print(f"default threshold {threshold:.3f}")
    for name, measures in found:
        print(f"\n{name}\n{table(measures)}", flush=True)


if __name__ == "__main__":
    main()
