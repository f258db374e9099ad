"""What the bot says of its own accord is worth what the article says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages.figures import in_words, restated
from bot.texts import TEXTS
from index.figures.currency import yuan_of
from index.figures.find import find_statistics
from index.records import Span, Statistic

AMOUNTS = st.one_of(
    st.integers(-(10**15), 10**15).map(float),
    st.integers(1, 10**6).map(lambda number: number / 100),
    st.tuples(st.integers(1, 99_999), st.sampled_from((1e4, 1e6, 1e8, 1e9, 1e12))).map(
        lambda pair: pair[0] * pair[1] / 100
    ),
)


@pytest.mark.parametrize("language", ["en", "zh", "zh-Hant"])
@given(value=AMOUNTS)
def test_a_restated_value_is_read_back_as_the_same(language: str, value: float) -> None:
    words = in_words(value, TEXTS[language].numbers)
    (statistic,) = find_statistics(f"{words}元" if language != "en" else f"{words} yuan")
    assert statistic.value == pytest.approx(value, rel=1e-12)


# figure in its sentence | the English that goes with it
RESTATED = """
全市GDP超2600亿元 | over 260 billion yuan
净利润为−1.72亿元 | -172 million yuan
净利润负1.72亿元 | -172 million yuan
地区生产总值二点六亿元 | 260 million yuan
参保居民1 234 567万人 | 12.3457 billion
九成半居民满意 | 95%
约七成五的居民满意 | about 75%
人口1.2亿3千万人 | 150 million
库容1.2×10⁸立方米 |
修缮款人民币壹佰贰拾万元 | 1.2 million yuan
"""


@pytest.mark.parametrize("row", RESTATED.strip().splitlines())
def test_a_figure_is_restated_from_its_value(row: str) -> None:
    text, _, words = (part.strip() for part in row.partition("|"))
    if "1 234 567万" in text:
        words = "12,345,670,000"  # no shorter form is exact
    assert restated(find_statistics(text)[0], "en", text) == words


def test_a_loss_is_restated_with_its_sign() -> None:
    loss = Statistic(Span(0, 6), "1.72亿元", -172_000_000.0, "元", kind="money")
    assert restated(loss, "en", "公司亏损1.72亿元。") == "-172 million yuan"


@pytest.mark.parametrize(
    ("page", "unit", "words"),
    [
        ("全市財政收入五億元，香港的數據另見附表。", "港元", "500 million Hong Kong dollars"),
        ("臺灣今年補助五億元，縣市政府說明如下。", "新台币", "500 million Taiwan dollars"),
        ("澳門政府補助五億元，說明詳見附件。", "澳门元", "500 million patacas"),
        ("開支五億元，詳見後頁說明與圖表。", "", "500 million"),
        ("全市补助五亿元，说明如下。", "元", "500 million yuan"),
    ],
)
def test_yuan_is_the_currency_of_the_page(page: str, unit: str, words: str) -> None:
    assert yuan_of(page) == unit
    (money,) = [statistic for statistic in find_statistics(page) if statistic.kind == "money"]
    assert restated(money, "en", page) == words
