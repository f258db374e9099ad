"""Question file in, table of measures out (``yinju eval FILE``).

A question is one JSON object a line: ``question``, ``lang``, ``answerable``, ``kind``, ``gold_quotes``
(exact substrings of the article's file), ``gold_values``, ``gold_number``, ``gold_mode`` (any, all), and
``article`` (its slug) where the library holds several.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.answering.answer import answer_many
from index.errors import QuestionFileError
from index.numbers.seen import fold
from index.records import Answer, Quote, Statistic

if TYPE_CHECKING:
    from index.ranking.searcher import Searcher

_BATCH = 32
_ROW_ENDS = re.compile(r"^(?:\s*(?:<[^<>]*>|\|)\s*)+|(?:\s*(?:<[^<>]*>|\|)\s*)+$")  # a row is quoted without them
_NEVER = 1.01  # a threshold nothing reaches: every answer then shows its three nearest quotes
LANGUAGES = ("en", "zh", "all")


@dataclass(frozen=True, slots=True)
class Case:
    """A question and what would be right."""

    question: str
    language: str
    answerable: bool
    kind: str
    article: str
    gold_quotes: tuple[str, ...]
    gold_values: tuple[str, ...]
    gold_numbers: tuple[float, ...]
    needs_all: bool


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a question; ``value``, whether the first figure is a gold one, is None where none is asked for."""

    case: Case
    confidence: float
    passage_first: bool
    passage_third: bool
    sentence: bool
    value: bool | None
    shown: str
    figure: str


def read_cases(file: Path) -> list[Case]:
    """The questions in ``file``; QuestionFileError names the line that can't be read."""
    try:
        lines = file.read_text("utf-8-sig").split("\n")  # a JSON string may hold other line ends
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionFileError(f"{file} can't be read ({error}): give a UTF-8 file of JSON lines") from error
    cases = []
    for number, line in enumerate(lines, 1):
        try:
            cases += [case_of(json.loads(line))] if line.strip() else []
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise QuestionFileError(
                f"{file}, line {number} is no question ({type(error).__name__}: {error}): it needs "
                "question, lang, answerable and kind"
            ) from error
    if not cases:
        raise QuestionFileError(f"{file} holds no question: give one JSON object a line")
    return cases


def case_of(value: Mapping[str, Any]) -> Case:
    """The question that a JSON object holds. Raises KeyError, ValueError or TypeError where it holds none."""
    return Case(
        question=str(value["question"]),
        language="en" if str(value["lang"]) == "en" else "zh",
        answerable=bool(value["answerable"]),
        kind=str(value["kind"]),
        article=str(value.get("article") or ""),
        gold_quotes=tuple(_ROW_ENDS.sub("", str(quote)) for quote in value.get("gold_quotes") or ()),
        gold_values=tuple(map(str, value.get("gold_values") or ())),
        gold_numbers=tuple(float(n) for n in value.get("gold_number") or () if n is not None),
        needs_all=(value.get("gold_mode") or value.get("quotes_mode")) == "all",
    )


def evaluate(cases: Sequence[Case], searcher: Searcher) -> list[Result]:
    """What the library answers to every question."""
    results = []
    for start in range(0, len(cases), _BATCH):
        batch = cases[start : start + _BATCH]
        answers = answer_many([case.question for case in batch], searcher, limit=3, threshold=_NEVER)
        results += [_judge(case, answer) for case, answer in zip(batch, answers, strict=True)]
        _progress(min(start + _BATCH, len(cases)), len(cases))
    return results


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done}/{total} questions", end="\n" if done == total else "", file=sys.stderr, flush=True)


def _judge(case: Case, answer: Answer) -> Result:
    quotes = answer.nearest
    first = quotes[:1]
    figure = first[0].headline[:1] if first else ()
    return Result(
        case,
        answer.confidence,
        any(_in_paragraph(case, quote) for quote in first),
        any(_in_paragraph(case, quote) for quote in quotes),
        _in_quotes(case, quotes),
        (bool(figure) and is_gold(figure[0], case)) if case.kind == "statistic" and case.gold_values else None,
        first[0].text if first else "",
        " · ".join(s.text for s in first[0].headline) if first else "",
    )


def _in_paragraph(case: Case, quote: Quote) -> bool:
    right_article = not case.article or quote.paragraph.article.slug == case.article
    return right_article and any(gold in quote.paragraph.text for gold in case.gold_quotes)


def _in_quotes(case: Case, quotes: Sequence[Quote]) -> bool:
    """A gold quote lies in the first quote; where all are needed, each lies in one of the quotes."""
    if not quotes or not case.gold_quotes:
        return False
    if case.needs_all:
        return all(any(gold in quote.text for quote in quotes) for gold in case.gold_quotes)
    return any(gold in quotes[0].text for gold in case.gold_quotes)


def is_gold(statistic: Statistic, case: Case) -> bool:
    """True when the statistic is one of the gold values, by its text or by its number."""
    shown = _bare(statistic.text)
    if any(shown == gold or gold in shown for gold in map(_bare, case.gold_values)):
        return True
    return statistic.value is not None and any(
        abs(statistic.value - number) <= 1e-6 * max(1.0, abs(number)) for number in case.gold_numbers
    )


def _bare(text: str) -> str:
    return fold(text).replace(" ", "").replace(",", "").lower()


def measure(results: Sequence[Result], threshold: float) -> dict[str, float]:
    """The measures of a set of results; those without a question to be taken on are left out."""
    answerable = [r for r in results if r.case.answerable]
    measures = {
        "questions": float(len(results)),
        "passage@1": share([r.passage_first for r in answerable]),
        "passage@3": share([r.passage_third for r in answerable]),
        "sentence@1": share([r.sentence for r in answerable]),
        "value@1": share([r.value for r in answerable if r.value is not None]),
        "answered": share([r.confidence >= threshold for r in answerable]),
        "answered and right": share([r.confidence >= threshold and r.sentence for r in answerable]),
    }
    for kind in ("near_miss", "off_topic"):
        others = [r for r in results if r.case.kind == kind and not r.case.answerable]
        measures[f"AUROC {kind}"] = area_under_curve([r.confidence for r in answerable], [r.confidence for r in others])
        measures[f"wrongly answered {kind}"] = share([r.confidence >= threshold for r in others])
    measures["calibration error"] = calibration_error(
        [r.confidence for r in results], [r.case.answerable and r.sentence for r in results]
    )
    lengths = sorted(len(r.shown) for r in answerable if r.shown)
    measures["median quote length"] = float(lengths[len(lengths) // 2]) if lengths else float("nan")
    return {name: value for name, value in measures.items() if value == value}


def share(hits: Sequence[bool | None]) -> float:
    """The share of true ones, NaN of none."""
    return sum(map(bool, hits)) / len(hits) if hits else float("nan")


def area_under_curve(positives: Sequence[float], negatives: Sequence[float]) -> float:
    """AUROC: the chance that a positive scores above a negative, a tie counting half (Hanley & McNeil 1982)."""
    pairs = len(positives) * len(negatives)
    wins = sum((p > n) + 0.5 * (p == n) for p in positives for n in negatives)
    return wins / pairs if pairs else float("nan")


def calibration_error(confidences: Sequence[float], right: Sequence[bool]) -> float:
    """Expected calibration error over ten equal bins: |confidence - accuracy|, by share (Guo et al. 2017)."""
    bins: dict[int, list[float]] = {}
    for confidence, hit in zip(confidences, right, strict=True):
        bins.setdefault(min(int(confidence * 10), 9), []).append(confidence - hit)
    return sum(abs(sum(inside)) for inside in bins.values()) / len(confidences) if confidences else float("nan")


def by_language(results: Sequence[Result], threshold: float) -> dict[str, dict[str, float]]:
    """The measures for English questions, Chinese ones, and all."""
    groups = {language: [r for r in results if language in ("all", r.case.language)] for language in LANGUAGES}
    return {language: measure(group, threshold) for language, group in groups.items() if group}


def table(measures: dict[str, dict[str, float]]) -> str:
    """The measures as a table for people, a language a column."""
    names = list(dict.fromkeys(name for group in measures.values() for name in group))
    lines = ["".ljust(26) + "".join(language.rjust(9) for language in measures)]
    for name in names:
        cells = (_cell(name, group.get(name)) for group in measures.values())
        lines.append(name.ljust(26) + "".join(cell.rjust(9) for cell in cells))
    return "\n".join(lines)


def _cell(name: str, value: float | None) -> str:
    if value is None:
        return "–"
    return str(int(value)) if name in ("questions", "median quote length") else f"{value:.3f}"


def failures(results: Iterable[Result], threshold: float) -> list[str]:
    """A line for every question that went wrong, and how."""
    return [f"{fault}\t{r.case.language}\t{r.case.question}\t{r.confidence:.2f}\t{r.figure}\t{r.shown}"
            for r in results for fault in _faults(r, threshold)]  # fmt: skip


def _faults(result: Result, threshold: float) -> list[str]:
    answered = result.confidence >= threshold
    if not result.case.answerable:
        return ["answered, though it can't be"] if answered else []
    faults = {
        "wrong passage": not result.passage_first,
        "wrong sentence": result.passage_first and not result.sentence,
        "wrong figure": result.passage_first and result.value is False,
        "declined": not answered,
    }
    return [fault for fault, committed in faults.items() if committed]
