"""What is looked up of a text that makes a claim."""

from __future__ import annotations

import pytest

from index.question.claims import LONG, claims_in


@pytest.mark.parametrize(
    ("claim", "looked_up"),
    [
        ("they built 50 schools", ["they built schools"]),
        ("他们建了50所学校", ["他们建了学校"]),
        ("how many of the 50 schools are open", []),  # a question, to be taken as it is
        ("GDP 2019", []),  # a year says of when the figure is, and is no claim
        ("schools built in 2020", []),
        ("2020年建了50所学校", ["2020年建了学校"]),
        ("第3名 50000人", ["第3名"]),
        ("hello there", []),
    ],
)
def test_a_short_claim_is_looked_up_without_its_figures(claim: str, looked_up: list[str]) -> None:
    assert claims_in(claim) == looked_up


def test_of_a_long_text_sentences_with_figures_come_first() -> None:
    text = "The weather was fine all week. " * 10 + "They built 50 schools."
    assert len(text) > LONG
    assert claims_in(text)[0] == "They built 50 schools."
