"""Figures read beside other number readers, on suites given by path and on this project's own marked sentences.

    python -m benchmarks.figures suites FILE [--traditional]   cn2an, Recognizers-Text, quantulum3: extra yinju[peers]
    python -m benchmarks.figures sentences [FILE] [--half odd|even]   value, unit, role, period, whose, denial
    python -m benchmarks.figures linear                        time for 4n characters over time for n

A suite is JSON: [{"suite", "input", "expect": [[value, text or null, start or null], ...]}, ...].
"""

from __future__ import annotations

import argparse
import importlib
import json
import re
import time
import warnings
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.left_out import is_left_out
from index.figures.context import in_context
from index.figures.find import find_statistics
from index.records import Statistic

Reading = tuple[float, int | None, int | None]  # a value, and the start and end of its words where the reader says
Reader = Callable[[str], list[Reading]]
SENTENCES = Path(__file__).parent / "figures" / "sentences.jsonl"
_FIELDS = ("value", "unit", "role", "period", "whose", "denied")


def own(text: str) -> list[Reading]:
    """The values that this project reads."""
    return [(s.value, s.span.start, s.span.end) for s in find_statistics(text) if s.value is not None]


def _cn2an() -> Reader:
    cn2an = importlib.import_module("cn2an")

    def read(text: str) -> list[Reading]:
        try:
            return [(float(cn2an.cn2an(text, "smart")), None, None)]
        except ValueError:
            numbers = re.findall(r"-?\d+(?:\.\d+)?", cn2an.transform(text, "cn2an"))
            return [(float(number), None, None) for number in numbers]

    return read


def _recognizers() -> Reader:
    number = importlib.import_module("recognizers_number")
    unit = importlib.import_module("recognizers_number_with_unit")
    kinds = [number.recognize_number, number.recognize_percentage]
    kinds += [unit.recognize_currency, unit.recognize_dimension, unit.recognize_age, unit.recognize_temperature]

    def read(text: str) -> list[Reading]:
        culture = "zh-cn" if re.search("[㐀-鿿]", text) else "en-us"
        found: list[Reading] = []
        for recognize in kinds:
            for result in recognize(text, culture):
                value = str((result.resolution or {}).get("value") or "").rstrip("%")
                if re.fullmatch(r"-?[0-9.]+(?:[eE][-+]?[0-9]+)?", value):
                    found.append((float(value), result.start, result.end + 1))
        return found

    return read


def _quantulum3() -> Reader:
    parser = importlib.import_module("quantulum3.parser")

    def read(text: str) -> list[Reading]:
        return [(float(quantity.value), *quantity.span) for quantity in parser.parse(text)]

    return read


PEERS = {"cn2an": _cn2an, "Recognizers-Text": _recognizers, "quantulum3": _quantulum3}


def readers() -> dict[str, Reader]:
    """This project's reader and those of the others that are installed."""
    found: dict[str, Reader] = {"yinju": own}
    for name, load in PEERS.items():
        try:
            found[name] = load()
        except ImportError as error:
            print(f"{name} is left out: {error}")
    return found


def _is_hit(reading: Reading, value: float, words: str | None, start: int | None) -> bool:
    near = (
        reading[1] is None or start is None or (reading[1] <= start + len(words or "") and (reading[2] or 0) >= start)
    )
    return near and abs(reading[0] - value) <= 1e-6 * max(1, abs(value))


def _safely(read: Reader, text: str) -> list[Reading]:
    try:
        return read(text)
    except Exception:  # another reader's fault counts as nothing found
        return []


def suites(path: Path, traditional: bool) -> None:
    """Print, for each suite, the share of its values that each reader finds, with and without the kinds left out."""
    convert = _to_traditional() if traditional else str
    shares: dict[str, Counter[str]] = defaultdict(Counter)
    names = readers()
    for case in json.loads(path.read_text("utf-8")):
        text = convert(case["input"])
        found = {name: _safely(read, text) for name, read in names.items()}
        for value, words, start in case["expect"]:
            count = shares[case["suite"]]
            count["all"] += 1
            kept = not is_left_out(case["suite"], case["input"], value, words)
            count["kept"] += kept
            for name, readings in found.items():
                hit = any(_is_hit(reading, value, words, start) for reading in readings)
                count[name] += hit
                count[f"{name} kept"] += hit and kept
    print("| suite | values | left out |", " | ".join(names), "| yinju, without those left out |")
    print("| --- |" + " ---: |" * (len(names) + 3))
    for suite, count in sorted(shares.items()):
        cells = [f"{count[name] / count['all']:.2f}" for name in names]
        share = f"{count['yinju kept'] / max(1, count['kept']):.2f}"
        print(f"| {suite} | {count['all']} | {count['all'] - count['kept']} |", " | ".join(cells), f"| {share} |")


def _to_traditional() -> Callable[[str], str]:
    convert: Callable[[str], str] = importlib.import_module("opencc").OpenCC("s2t").convert
    return lambda text: converted if len(converted := convert(text)) == len(text) else text


def sentences(file: Path, half: str) -> None:
    """Print the share of the marked figures whose value, unit, role, period, owner and denial are read right."""
    count: Counter[str] = Counter()
    for line in file.read_text("utf-8").splitlines():
        row = json.loads(line)
        if half and (int(row["id"][1:]) % 2 == 1) != (half == "odd"):
            continue
        read = in_context(row["text"], find_statistics(row["text"]), row["heading"], row["date"])
        for figure, statistic in _paired(row, read):
            count["figures"] += 1
            count.update(name for name in _FIELDS if statistic and _agrees(name, figure, statistic))
        count["unmarked"] += sum(not _is_marked(statistic, row["figures"]) for statistic in read)
    print({name: round(count[name] / count["figures"], 3) for name in _FIELDS})
    print(f"{count['figures']} figures; {count['unmarked']} read that nobody marked")


def _paired(row: dict[str, Any], read: list[Statistic]) -> Iterator[tuple[dict[str, Any], Statistic | None]]:
    """Each marked figure with what is read where it stands."""
    position = 0
    for figure in row["figures"]:
        start = row["text"].find(figure["text"], position)
        start = start if start >= 0 else row["text"].find(figure["text"])
        position = start + len(figure["text"])
        there = (s for s in read if s.kind != "date" and s.span.start < position and start < s.span.end)
        yield figure, next(there, None)


def _agrees(name: str, figure: dict[str, Any], statistic: Statistic) -> bool:
    value, unit = statistic.value, statistic.unit
    if figure["unit"] == "%" and unit == "" and value is not None and abs(value) <= 1:
        value, unit = 100 * value, "%"  # a half: marked as 50 %, read as 0.5
    if name == "value":
        if value is None:  # 3:1, 24-10: read as a code of no single value
            return statistic.text == str(figure["text"])
        return bool(abs(value - figure["value"]) <= 1e-4 * max(1, abs(figure["value"])))
    if name == "unit":
        return unit.removesuffix("s") == str(figure["unit"]).removesuffix("s")
    if name == "whose":
        counted = statistic.counted
        marked = str(figure["whose"])
        return bool(counted) and (counted in marked or marked in counted)
    return bool(getattr(statistic, name) == figure[name])


def _is_marked(statistic: Statistic, figures: Iterable[dict[str, Any]]) -> bool:
    if statistic.kind in ("date", "duration", "ordinal", "code"):
        return True
    return any(figure["text"] in statistic.text or statistic.text in figure["text"] for figure in figures)


HOSTILE: tuple[str, ...] = (
    "5个",
    "5%",
    "1 ",
    "1,",
    "1/",
    "多少？",
    "2021年",
    "一",
    "一百",
    "五又",
    "1 in ",
    "one hundred ",
    "$",
    "负",
    "第",
)
HOSTILE += ("两三", "学校1", "“5个", "一点", "1²", "[1]", "1 234 ", "增长5%，", "没有", "分别为", "from 5 to ", "其中")
HOSTILE += ("5年6个月", "每5人", "由5至", "比5%，", "2 of ", "half a ", "between 2012 and ", "成活的5")
HOSTILE += ("三、四百", "一个和两个", "三比二", "cut a by a by a by 5 ", "no one of ", "2021年至", "零")
HOSTILE += ("(£5m) ", "made up 5 ")


def linear() -> None:
    """Print how much longer four times the length of a hostile text takes, for each: 4 where time is linear."""
    in_context("1个", find_statistics("1个"))
    for piece in HOSTILE:
        seconds = [_seconds((piece * size)[:size]) for size in (2_500, 10_000)]
        print(f"{piece!r}: {seconds[0]:.3f} s, {seconds[1]:.3f} s, ratio {seconds[1] / max(seconds[0], 1e-4):.1f}")


def _seconds(text: str) -> float:
    begun = time.process_time()
    in_context(text, find_statistics(text))
    return time.process_time() - begun


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("suites", "sentences", "linear"))
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--traditional", action="store_true")
    parser.add_argument("--half", choices=("odd", "even"), default="")
    given = parser.parse_args()
    warnings.simplefilter("ignore")
    if given.what == "suites":
        if given.file is None:
            parser.error("suites needs a FILE")
        suites(given.file, given.traditional)
    elif given.what == "sentences":
        sentences(given.file or SENTENCES, given.half)
    else:
        linear()


if __name__ == "__main__":
    main()
