"""Whether the time of a figure is the one that is asked for."""

from __future__ import annotations

import pytest

from index.reading.agreement import period_match


@pytest.mark.parametrize(
    ("asked", "told", "match"),
    [
        ("2024-H1", "2024-01..2024-06", 1),
        ("2024-07..2024-09", "2024-Q3", 1),
        ("2024", "2024", 1),
        ("2024", "2024-Q1", 0),
        ("2024", "2023-04..2024-03", 0),
        ("2024-03", "2024-03-31", 0),
        ("2025-Q3", "2025-09-30", 0),
        ("2024-Q3", "2024-Q1", -1),
        ("2024-01..2024-09", "2024-Q1", -1),
        ("2024-05", "2024-06", -1),
        ("2023", "2024-H1", -1),
        ("2024", "", 0),
    ],
)
def test_periods_meet(asked: str, told: str, match: int) -> None:
    assert period_match([asked], told) == match
