"""Sentences and clauses: where they end, and that nothing is lost between them."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.sentences import split_clauses, split_sentences


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


def clauses(text: str) -> list[str]:
    return [text[start:end] for start, end in split_clauses(text)]


@pytest.mark.parametrize(
    "expected",
    [
        ["他来了。", "她走了！", "真的？", "好"],
        ["而行动,是最嘹亮的号角。", "结合活动,新增学位2.1万个。"],
        ["“要不是政府。”家住上村的村民感激地说。", "原来如此。"],
        ["「這是好事。」他說，「我們會繼續。」", "總名額3,000個！"],
        ["他说“好！”然后走了。", "她没走。"],
        ["受众243万人次……", "如今,已打造品牌。"],
        ["他高喊：“冲啊！”", "队伍出发了。"],
        ["本次活动(见附图。)持续3天。", "结束了。"],
        ["已全部完成.", "今年继续."],
    ],
)
def test_chinese_sentences(expected: list[str]) -> None:
    assert sentences("".join(expected)) == expected


@pytest.mark.parametrize(
    "expected",
    [
        ["Mr. Smith paid £3.4million.", "It was 3.5 per cent."],
        ["The U.S. council, e.g. No. 5, met J. K. Rowling.", "She left at 5 p.m.", "The end."],
        ['"Stop!" he said.', "They stopped."],
        ["Wait... what?", "Yes."],
        ["1. Background is here.", "2. Next one."],
        ["It cost £5m.", "‘Nobody likes it,’ he said."],
        ["See https://example.org/?a=1.html for more.", "Done!"],
    ],
)
def test_english_sentences(expected: list[str]) -> None:
    assert sentences(" ".join(expected)) == expected


def test_clauses_keep_numbers_and_short_brackets_whole() -> None:
    assert clauses("全市建校55所,已竣工19所(含1,234人,约3成),12:30开始;比例3:1:1。") == [
        "全市建校55所,",
        "已竣工19所(含1,234人,约3成),",
        "12:30开始;",
        "比例3:1:1。",
    ]


@given(st.text(alphabet="他说好，。,.：:；;！!？?…“”‘’「」()（）[]\"' \n1aA、—", max_size=80))
def test_every_character_is_in_one_sentence_and_one_clause(text: str) -> None:
    whole, parts = split_sentences(text), split_clauses(text)
    for spans in (whole, parts):
        assert all(a < b for a, b in spans)
        assert all(left[1] <= right[0] for left, right in pairwise(spans))
        covered = {place for start, end in spans for place in range(start, end)}
        assert all(place in covered for place, char in enumerate(text) if not char.isspace())
    assert all(any(start <= a and b <= end for start, end in whole) for a, b in parts)


@pytest.mark.parametrize("unit", ["他说：“好。”", "字", "（“", "a. B ", "…", "，1", "\n "])
def test_long_text_takes_linear_time(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    began = time.perf_counter()
    split_clauses(text)
    assert time.perf_counter() - began < 20
