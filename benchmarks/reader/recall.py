"""How often a right sentence is among the first candidates, and first after reading, by style of asking.

    python -m benchmarks.reader.recall [--bank choosing]

Of the answerable questions of a part of the bank, all its pages in one library, as a Markdown table.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from benchmarks.collections import bank_collection, library_of
from benchmarks.reader import bank
from benchmarks.reader.examples import answers
from index.evaluate import Case
from index.models.encoder import load_encoder
from index.question.question import read_question
from index.ranking.ranking import look_up, rank
from index.ranking.searcher import Searcher
from index.reading.choice import READ, choose

_DEPTHS = (1, 3, READ)


def recall(split: bank.Split) -> Iterator[str]:
    """The lines of the table."""
    searcher = library_of(bank_collection(split), load_encoder())
    found: dict[str, list[tuple[bool, ...]]] = defaultdict(list)
    for file in bank.pages(split):
        lines = [json.loads(line) for line in file.with_suffix(".jsonl").read_text("utf-8").splitlines()]
        for line, case in zip(lines, bank.cases([file]), strict=True):
            if case.answerable:
                row = _found(case, searcher)
                for name in (line["style"], f"all {case.language}", "all"):
                    found[name].append(row)
    yield "| style | questions |" + "".join(f" among the first {depth} |" for depth in _DEPTHS) + " first, read |"
    yield "| --- |" + " ---: |" * (len(_DEPTHS) + 2)
    for name, rows in sorted(found.items(), key=lambda item: len(item[1])):
        shares = "".join(f" {share:.2f} |" for share in np.mean(rows, axis=0))
        yield f"| {name} | {len(rows)} |{shares}"


def _found(case: Case, searcher: Searcher) -> tuple[bool, ...]:
    """Whether an answering sentence is among the first candidates, to each depth, and first after reading."""
    question = read_question(case.question)
    if not question.stands_alone:
        return (False,) * (len(_DEPTHS) + 1)
    ranked = rank(look_up([question], searcher)[0], searcher)
    right = [answers(case, searcher, ranked.evidence.sentences[row]) for row in ranked.order[:READ].tolist()]
    first = choose(question, ranked, searcher).ranked
    read = answers(case, searcher, first.evidence.sentences[int(first.order[0])])
    return (*(any(right[:depth]) for depth in _DEPTHS), read)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bank", choices=("choosing", "final"), default="choosing")
    print(*recall(parser.parse_args().bank), sep="\n")
