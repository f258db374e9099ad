"""The bank of pages and questions: every gold stands in its page, and no page is in two parts."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.reader.bank import BANK, pages

WAYS = {
    "other_year",
    "other_place",
    "other_noun",
    "other_unit",
    "change_for_level",
    "whole_for_part",
    "opposite",
    "off_topic",
}
PAGES = sorted({*pages("learning"), *pages("choosing"), *pages("final")})


def rows(page: Path) -> list[dict[str, object]]:
    """The questions on a page."""
    return [json.loads(line) for line in page.with_suffix(".jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_gold_stands_in_its_page(page: Path) -> None:
    text = page.read_text("utf-8")
    for row in rows(page):
        quotes, values = list(map(str, row["gold_quotes"])), list(map(str, row["gold_values"]))  # type: ignore[call-overload]
        assert bool(quotes) == row["answerable"], row
        assert all(quote in text for quote in quotes), row
        assert all(any(value in quote for quote in quotes) for value in values), row
        assert (row["why"] in WAYS) != row["answerable"], row


def test_the_bank_is_as_large_and_as_mixed_as_it_says() -> None:
    every = [row for page in PAGES for row in rows(page)]
    languages = Counter(row["lang"] for row in every)
    assert len(PAGES) >= 80
    assert len(every) >= 4_000
    assert 0.30 < sum(not row["answerable"] for row in every) / len(every) < 0.37
    assert min(languages[name] for name in ("en", "zh", "zh-Hant")) > 500
    assert {row["why"] for row in every} == {"", *WAYS}


def test_pages_are_in_one_part_each() -> None:
    parts = [set(pages("learning")), set(pages("choosing")), set(pages("final"))]
    assert sum(map(len, parts)) == len(set.union(*parts)) == len(list(BANK.glob("*.jsonl")))
