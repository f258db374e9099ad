"""Claims checked against the articles: how often the right word is said, and what is wrongly called their figure.

    python -m benchmarks.claims [INDEX]

``tests/questions/claims.tsv`` was written before the code; rows whose hash is odd were kept out of development. The
articles are those of ``corpus/`` and ``tests/corpus/`` together, read once into INDEX, by default in ``.yinju/``.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path

from benchmarks.collections import CACHE, ROOT
from bot.engine.checking import Check, check_one
from index.answering.answer import answer
from index.models.encoder import load_encoder
from index.question.claims import claims_in
from index.ranking.searcher import Searcher, open_searcher

Row = tuple[str, str, str]


def rows() -> list[Row]:
    """Each claim, the word that is right, and the article's figure."""
    lines = (ROOT / "tests" / "questions" / "claims.tsv").read_text("utf-8").splitlines()
    fields = [line.split("\t") for line in lines if not line.startswith("#")]
    return [(claim, word, figure) for claim, word, figure in fields]


def both_corpora(index: Path) -> Searcher:
    """The library of the project's article and the articles of the tests."""
    encoder = load_encoder()
    with tempfile.TemporaryDirectory() as folder:
        for corpus in (ROOT / "corpus", ROOT / "tests" / "corpus"):
            for file in corpus.iterdir():
                if file.name != "README.md":
                    shutil.copy(file, folder)
        from index.building.build import build_library

        build_library(Path(folder), index, encoder)
    return open_searcher(index, encoder)


def verdict_on(text: str, searcher: Searcher) -> Check | None:
    """What is said of a claim: the first of its figures that is not the article's, or else the first."""
    checks = [check_one(claim, lambda question: answer(question, searcher, limit=10)) for claim in claims_in(text)]
    return next((check for check in checks if check.verdict != "equal"), checks[0] if checks else None)


def main() -> None:
    searcher = both_corpora(Path(sys.argv[1]) if len(sys.argv) > 1 else CACHE / "claims")
    for half in (0, 1):
        asked, right, wrongly_equal = Counter[str](), Counter[str](), []
        for claim, word, figure in rows():
            if hashlib.sha256(claim.encode()).digest()[0] % 2 != half:
                continue
            check = verdict_on(claim, searcher)
            said = check.verdict if check else "none"
            asked[word] += 1
            right[word] += said == word
            if said == "equal" != word:
                wrongly_equal.append(claim)
            if said != word and half == 0:
                print(f"  {claim} | {word} {figure} | {said} {check.figure.text if check and check.figure else ''}")
        total = sum(right.values()) / sum(asked.values())
        words = ", ".join(f"{word} {right[word]}/{asked[word]}" for word in asked)
        print(f"{'held out' if half else 'developed on'}: right word {total:.2f} ({words})")
        print(f"wrongly called the article's figure: {len(wrongly_equal)} {wrongly_equal}")


if __name__ == "__main__":
    main()
