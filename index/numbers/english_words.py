"""The English words for numbers and what they are worth."""

from __future__ import annotations

import re

from index.numbers.numeral import listed

SMALL = {
    word: value
    for value, word in enumerate(
        listed(
            """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
        seventeen eighteen nineteen"""
        )
    )
} | {"nought": 0, "naught": 0}
TENS = {
    word: 10 * value
    for value, word in enumerate(listed("twenty thirty forty fifty sixty seventy eighty ninety"), start=2)
}
POWERS = {
    "dozen": 12,
    "hundred": 100,
    "thousand": 10**3,
    "lakh": 10**5,
    "million": 10**6,
    "crore": 10**7,
    "billion": 10**9,
    "trillion": 10**12,
}
MISSPELT = re.compile(r"mil+i?ons?")
SHORT = {"k": 10**3, "mil": 10**6, "mn": 10**6, "m": 10**6, "bn": 10**9, "b": 10**9, "tn": 10**12, "dz": 12, "dzs": 12}
_ONES = listed("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth")
DENOMINATORS = (
    {"half": 2, "halves": 2, "quarter": 4, "quarters": 4}
    | {f"{word}{ending}": number for number, word in enumerate(_ONES, start=1) if number > 2 for ending in ("", "s")}
    | {f"{word}th{ending}": POWERS[word] for word in ("hundred", "thousand", "million") for ending in ("", "s")}
    | {f"{word[:-1]}ieth{ending}": value for word, value in TENS.items() for ending in ("", "s")}
)
