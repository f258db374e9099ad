"""Figures that are nowhere in their text: every value read is worked out again from its own words, another way.

    python -m benchmarks.invented FILE...      texts, JSON or JSON lines; prints what cannot be worked out, to be read

The sums here are short and know nothing of ``index``: a number's parts, powers of ten, quotients, smaller units.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from unicodedata import category, numeric

from index.figures.find import find_statistics
from index.numbers.numeral import listed
from index.numbers.seen import fold
from index.records import Statistic
from index.text.sentences import split_sentences

_HAN = {char: str(value) for value, char in enumerate("零一二三四五六七八九")}
_HAN |= {"〇": "0", "两": "2", "俩": "2", "仨": "3"}
_POWERS = (("兆", 1e12), ("亿", 1e8), ("万", 1e4), ("千", 1e3), ("百", 100.0), ("十", 10.0))
_RUN = re.compile(r"[0-9〇零一二三四五六七八九两十百千万亿兆点.,，' ]*[0-9〇零一二三四五六七八九两俩仨十百千万亿兆半]")
_WORDS = dict(
    zip(
        listed(
            """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
            seventeen eighteen nineteen"""
        ),
        range(1, 20),
        strict=True,
    )
)
_TENS = {word: 10 * ten for ten, word in enumerate(listed("twenty thirty forty fifty sixty seventy eighty ninety"), 2)}
_NAMED = _WORDS | _TENS | {"dozen": 12, "doubl": 2, "twice": 2, "trebl": 3, "tripl": 3, "quadrupl": 4}
_NAMED |= {"first": 1, "second": 2, "third": 3, "fifth": 5, "eighth": 8, "ninth": 9, "twelfth": 12}
_NAMED |= {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_FACTORS = {
    0.1: "‰|千分之|per thousand",
    0.01: "‱|万分之",
    1e-4: "百万分之",
    10.0: "成|折",
    100.0: "hundred",
    1e3: "thousand|[0-9] ?[kK]",
    1e4: "万|萬",
    1e6: r"mil|[0-9)] ?m(?![a-z])|百万|^ ?M",
    1e8: "亿|億",
    1e9: r"billion|bn|[0-9] ?b(?![a-z])",
    1e12: "trillion|tn",
}
_PARTS = {"half": 2, "halv": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_STEPS = (7, 10, 12, 14, 16, 24, 30, 60, 100, 365, 1000, 3600)


def worth(run: str) -> float:
    """What a run of digits and Chinese numerals is worth, by halving it at its largest power."""
    run = run.strip(" ,，'.").rstrip("点零")
    for power, size in _POWERS:
        before, found, behind = run.partition(power)
        if found:
            rest = worth(behind) * (size / 10 if re.fullmatch("[一二三四五六七八九1-9]", behind) else 1)
            return (worth(before) or 1) * size + rest
    digits = "".join("." if char == "点" else _HAN.get(char, char) for char in run if char not in ",，' ")
    return float(digits) if re.fullmatch(r"[0-9]*\.?[0-9]+", digits) else 0.0


def atoms(text: str) -> list[float]:
    """The numbers in a figure's words."""
    folded = re.sub("[千兆](?=[克米瓦卡焦伏赫帕])", "", fold(text)).replace("廿", "二十").removesuffix("两")
    numbers = [worth(run) for run in _RUN.findall(folded)]
    numbers += [worth(char) for run in _RUN.findall(folded) for char in run if char in _HAN]
    numbers += [float(value) for word, value in _NAMED.items() if word in folded.lower()]
    numbers += [1 / value for word, value in _PARTS.items() if word in folded.lower()]
    numbers += [numeric(char) for char in folded if category(char) == "No" and numeric(char, 0.0) > 0]
    numbers += [0.5] * ("半" in folded)
    return [number for number in numbers if number]


def is_worked_out(statistic: Statistic) -> bool:
    """Whether a value follows from its own words: one number with its power, or two put together."""
    value = abs(statistic.value or 0)
    numbers = atoms(statistic.text)
    factors = [factor for factor, words in _FACTORS.items() if re.search(words, statistic.text)]
    numbers += [number * factor for number in numbers for factor in factors]
    if any(_alike(value, number) for number in numbers) or value == 0:
        return True
    for one, other in product(numbers, repeat=2):
        joined = (one + other, one * other, one / other, one**other if other < 20 else 0, one * 10 ** min(other, 20))
        smaller = [one + other / step for step in _STEPS]
        smaller += [one + other / 60 + third / 3600 for third in numbers]
        if any(_alike(value, result) for result in (*joined, *smaller)):
            return True
    return bool(
        re.search("翻.?番|民国|世纪|元年|^[一二]?十[一二三四五六七八九]五$|,[0-9]million", fold(statistic.text))
    )


def _alike(value: float, number: float) -> bool:
    return abs(value - number) <= 1e-9 * max(value, number)


def sentences(path: Path) -> Iterator[str]:
    """The sentences of a file: those of its strings where it is JSON."""
    text = path.read_text("utf-8", errors="ignore")
    if path.suffix in (".json", ".jsonl"):
        rows = [json.loads(line) for line in text.splitlines()] if path.suffix == ".jsonl" else json.loads(text)
        text = "\n\n".join(dict.fromkeys(part for part in _strings(rows) if len(part) > 30))
    yield from (text[start:end] for start, end in split_sentences(text))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _strings(part)


def main() -> None:
    with_figures = figures = 0
    unexplained: list[tuple[str, float | None, str]] = []
    for name in sys.argv[1:]:
        for sentence in sentences(Path(name)):
            read = [s for s in find_statistics(sentence) if s.value is not None and s.kind != "date"]
            with_figures, figures = with_figures + bool(read), figures + len(read)
            unexplained += [(s.text, s.value, sentence) for s in read if not is_worked_out(s)]
    for text, value, sentence in unexplained:
        print(f"{text} -> {value:g}   {sentence[:90]!r}")
    print(f"{with_figures} sentences with {figures} figures; {len(unexplained)} values not worked out from their words")


if __name__ == "__main__":
    main()
