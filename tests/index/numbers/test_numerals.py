"""What numerals are worth, in Arabic digits, Chinese and English."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.numbers.numerals import parse_number
from index.numbers.seen import fold

VALUES = {
    "6,968": 6968,
    "10,1million": 10_100_000,
    "１２３": 123,
    "２.１万": 21_000,
    "2.1万": 21_000,
    "2600亿": 260_000_000_000,
    "131萬": 1_310_000,
    "81.3億": 8_130_000_000,
    "3万5千": 35_000,
    "1亿2000万": 120_000_000,
    "3万亿": 3_000_000_000_000,
    "10多万": 100_000,
    "5000多万": 50_000_000,
    "3千万": 30_000_000,
    "十": 10,
    "十五": 15,
    "二十多": 20,
    "廿五": 25,
    "一百二十三": 123,
    "一百二": 120,
    "两百零五": 205,
    "三千万": 30_000_000,
    "壹仟": 1000,
    "兩": 2,
    "二〇二一": 2021,
    "一九四九": 1949,
    "两三": 2,
    "三四十": 30,
    "十几": 10,
    "几十": 10,
    "数百万": 1_000_000,
    "上千": 1000,
    "半": 0.5,
    "三分之一": 1 / 3,
    "1/3": 1 / 3,
    "6½": 6.5,
    "3 million": 3_000_000,
    "3.4 milion": 3_400_000,
    "1.2bn": 1_200_000_000,
    "16.6m": 16_600_000,
    "3k": 3000,
    "twenty-three": 23,
    "Three million": 3_000_000,
    "two hundred and five": 205,
    "two million three hundred thousand": 2_300_000,
    "a dozen": 12,
    "half a million": 500_000,
    "hundreds": 100,
    "tens of thousands": 10_000,
}


@pytest.mark.parametrize("numeral", VALUES)
def test_a_numeral_has_its_value(numeral: str) -> None:
    assert parse_number(numeral) == pytest.approx(VALUES[numeral])


@pytest.mark.parametrize("text", ["", "人", "abc", "一步登天", "1/0", "3 apples", "百花", "half past", "十分钟", "-"])
def test_what_is_no_numeral_has_no_value(text: str) -> None:
    assert parse_number(text) is None


@given(st.integers(min_value=0, max_value=10**12))
def test_arabic_digits_are_worth_themselves(number: int) -> None:
    assert parse_number(f"{number:,}") == parse_number(str(number)) == number


@given(st.text())
def test_any_text_is_read_without_error_and_folded_in_place(text: str) -> None:
    parse_number(text)
    assert len(fold(text)) == len(text)


@given(st.text(alphabet="零〇一二三四五六七八九十百千万亿两廿半几数多0123456789.,/½ 分之"))
def test_any_row_of_numerals_is_read_without_error(text: str) -> None:
    value = parse_number(text)
    assert value is None or value >= 0
