"""What is looked up of a text that makes a claim."""

from __future__ import annotations

import pytest

from index.question.claims import LONG, claims_in


@pytest.mark.parametrize(
    ("claim", "asked"),
    [
        ("they built 50 schools", ["they built how many schools"]),
        ("他们建了50所学校", ["他们建了多少所学校"]),
        ("一共建了大约50所学校对吗", ["一共建了多少所学校"]),
        ("Is it true that crime fell by 12 per cent?", ["crime fell by what percentage"]),
        ("did they build 50 schools?", ["they build how many schools"]),
        ("9人死亡、30人受伤", ["多少人死亡", "9人死亡、多少人受伤"]),
        (
            "Nanyu completed 8 libraries and 5 are being built",
            ["Nanyu completed how many libraries", "Nanyu completed 8 libraries and how many are being built"],
        ),
        ("how many of the 50 schools are open", []),  # a question, to be taken as it is
        ("GDP 2019", []),  # a year says of when the figure is, and is no claim
        ("schools built in 2020", []),
        ("2020年建了50所学校", ["2020年建了多少所学校"]),
        ("第3名 50000人", ["第3名 多少人"]),
        ("2021-03-04", []),
        ("81岁老人", []),
        ("hello there", []),
    ],
)
def test_a_claim_is_asked_for_as_a_question(claim: str, asked: list[str]) -> None:
    assert [each.questions[0] for each in claims_in(claim)] == asked


def test_a_claim_of_a_year_is_asked_for_without_it_too() -> None:
    (claim,) = claims_in("In 2020 they built 50 schools")
    assert claim.years == ("2020",)
    assert claim.questions[1] == "they built how many schools"


def test_of_a_long_text_sentences_with_figures_are_claims() -> None:
    text = "The weather was fine all week. " * 10 + "They built 50 schools."
    assert len(text) > LONG
    assert [claim.questions[0] for claim in claims_in(text)] == ["They built how many schools"]
