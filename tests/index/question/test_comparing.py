"""Which texts ask for figures side by side, and what each side is asked as."""

from __future__ import annotations

import pytest

from index.question.comparing import compared, summed


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("compare tram passengers 2022 and 2023", ["tram passengers 2022", "tram passengers 2023"]),
        ("compare sales in 2021, 2022 and 2023", ["sales 2021", "sales 2022", "sales 2023"]),
        ("Compare the population of Lindale and of Harrop.", ["the population of Lindale", "the population of Harrop"]),
        ("hospitals vs schools", ["hospitals", "schools"]),
        ("比较2022年和2023年客流", ["2022年客流", "2023年客流"]),
        ("對比醫院和學校的數目", ["醫院的數目", "學校的數目"]),
        ("sales rose to 1,200 in 2023, compared with 900 in 2022", []),
        ("比较优势是什么", []),
        ("how many schools and hospitals are there", []),
    ],
)
def test_sides_are_told_apart(text: str, questions: list[str]) -> None:
    assert [question for _, question in compared(text)] == questions


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("add up trams of the north line and the south line", ["trams of the north line", "trams of the south line"]),
        ("how many nurses and doctors added up?", ["how many nurses", "doctors"]),
        ("what is the sum of boats, lorries and vans", ["boats", "lorries", "vans"]),
        ("把医院和学校加起来有多少所", ["医院", "学校"]),
        ("how many beds and places were added", []),
        ("how many nurses in total", []),
        ("compare nurses and doctors", []),
    ],
)
def test_a_sum_is_only_what_is_asked_to_be_added_up(text: str, questions: list[str]) -> None:
    assert [question for _, question in summed(text)] == questions
