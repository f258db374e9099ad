"""The reader's bank: invented pages in raw form, and questions written from the page alone (``benchmarks/bank``)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from index.evaluate import Case, read_cases

BANK = Path(__file__).parent.parent / "bank"
_WORDS = Path(__file__).parent / "words"
Split = Literal["learning", "choosing", "final"]
_ENDINGS = (".txt", ".md", ".html")


def pages(split: Split) -> list[Path]:
    """The pages of a part of the bank. A page is in one part, by its name's digest: 70, 12 and 18 of a hundred."""
    files = sorted(file for file in BANK.iterdir() if file.suffix in _ENDINGS and file.stem != "README")
    return [file for file in files if _split(file.stem) == split]


def cases(files: Sequence[Path]) -> list[Case]:
    """The questions on ``files``."""
    return [case for file in files for case in read_cases(file.with_suffix(".jsonl"))]


def off_topic(split: Literal["learning", "choosing"]) -> list[Case]:
    """What people ask a bot that have not looked at what it is for: a question a line, none of which a page answers.

    Those of the two parts were written by different hands.
    """
    lines = (_WORDS / f"off_topic_{split}.txt").read_text("utf-8").splitlines()
    return [
        Case(line, "en" if line.isascii() else "zh", False, "off_topic", "", (), (), (), needs_all=False)
        for line in lines
    ]


def narrowed(cases: Sequence[Case]) -> list[Case]:
    """Questions kept to their own article: those it doesn't answer, since another may, and half of the others."""
    return [
        replace(case, question=f"{case.question} in:{case.article}")
        if case.article and (not case.answerable or hashlib.sha256(case.question.encode()).digest()[0] % 2)
        else case
        for case in cases
    ]


def _split(name: str) -> Split:
    place = hashlib.sha256(name.encode()).digest()[0] / 256
    return "learning" if place < 0.70 else "choosing" if place < 0.82 else "final"
