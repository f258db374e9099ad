"""Quotations checked at size: are slices of a corpus verbatim, is one changed character named, and how long it takes.

    python -m benchmarks.quotations --paragraphs 100000

The paragraphs are made of the sentences of the bank's pages, put together anew and their digits drawn anew, so that
many are nearly the same. Signatures are written and searched as in a library; passages are held in memory.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import numpy as np

from index.articles.read import read_corpus, split_paragraphs
from index.library.combined_segments import Shelf
from index.library.passages import Passage
from index.library.signatures import Signatures, SignatureWriter
from index.quotations.check import QuotationChecker
from index.records import Article, Paragraph, QuotationCheck, Span, plain
from index.text.sentences import split_sentences

BANK = Path(__file__).parent / "bank"
CASES = 1_000
SLICE = (12, 200)  # characters
PUT_IN = "甲乙丙丁ABCxyz0123456789"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--paragraphs", type=int, default=100_000)
    count = parser.parse_args().paragraphs
    drawn = random.Random(0)  # noqa: S311  (the same cases at every run)
    with tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        passages = paragraphs(count, drawn)
        checker = QuotationChecker(shelf_of(passages, Path(folder)))
        print(
            f"{count} paragraphs, {sum(len(p.text) for p in passages):,} characters, {time.monotonic() - began:.0f} s"
        )
        long = [passage.text for passage in passages if len(passage.text) > 2 * SLICE[0]]
        slices = [_slice(drawn.choice(long), drawn) for _ in range(CASES)]
        _report("slices: verbatim", *_checked(checker, slices, lambda check, _: check.verdict == "verbatim"))
        changed = [_changed(text, drawn) for text in slices]
        _report("one character changed: named", *_checked(checker, changed, _names_it))
        _report("one character changed: verbatim", *_checked(checker, changed, lambda c, _: c.verdict == "verbatim"))
        shuffled = [("".join(drawn.sample(text, len(text))), "", "") for text, _, _ in changed]
        _report("shuffled: absent", *_checked(checker, shuffled, lambda check, _: check.verdict == "absent"))


Case = tuple[str, str, str]  # a text, the character put into it, the one it took the place of


def paragraphs(count: int, drawn: random.Random) -> list[Passage]:
    """``count`` paragraphs of one to four sentences of the bank, their digits drawn anew."""
    articles, _ = read_corpus(BANK)
    texts = [plain(p.article, p.span)[0] for article in articles for p in split_paragraphs(article)]
    sentences = [text[a:b] for text in texts for a, b in split_sentences(text)]
    found = []
    for number in range(count):
        text = " ".join(drawn.choices(sentences, k=drawn.randint(1, 4)))
        text = re.sub(r"\d", lambda _: str(drawn.randrange(10)), text)
        article = Article(f"made-{number}", "", text)
        found.append(Passage(Paragraph(article, 1, Span(0, len(text))), text, range(len(text)), (), ()))
    return found


def shelf_of(passages: Sequence[Passage], folder: Path) -> Shelf:
    """What of a library quotations are looked up in."""
    writer = SignatureWriter(folder / "signatures.u8")
    for passage in passages:
        writer.write(passage.text)
    writer.close()

    class Made(list[Passage]):
        segments = (SimpleNamespace(signatures=Signatures(folder / "signatures.u8", len(passages))),)
        live = np.ones(len(passages), bool)

    return cast("Shelf", Made(passages))


def _slice(text: str, drawn: random.Random) -> Case:
    start = drawn.randrange(len(text) - SLICE[0])
    return text[start : start + drawn.randint(*SLICE)], "", ""


def _changed(case: Case, drawn: random.Random) -> Case:
    text = case[0]
    at = drawn.choice([at for at, char in enumerate(text) if char.isalnum()] or [0])
    new = drawn.choice([char for char in PUT_IN if char != text[at]])
    return text[:at] + new + text[at + 1 :], new, text[at]


def _names_it(check: QuotationCheck, case: Case) -> bool:
    """Whether the only difference named is the one that was made."""
    return (
        len(check.differences) == 1
        and case[1] in check.differences[0].text
        and (case[2] in check.differences[0].original)
    )


def _checked(checker: QuotationChecker, cases: Sequence[Case], right: object) -> tuple[int, list[float]]:
    holds, times = 0, []
    for case in cases:
        began = time.thread_time()
        check = checker.check(case[0])
        times.append(time.thread_time() - began)
        holds += bool(right(check, case))  # type: ignore[operator]
    return holds, times


def _report(what: str, holds: int, times: Sequence[float]) -> None:
    middle, most = np.percentile(times, [50, 99]) * 1_000
    print(
        f"{what}: {holds} of {len(times)}; p50 {middle:.1f} ms, p99 {most:.1f} ms, longest {max(times) * 1000:.1f} ms"
    )
    sys.stdout.flush()


if __name__ == "__main__":
    main()
