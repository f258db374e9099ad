"""Measuring answers: the measures by hand, the file format, and the floor that is never to be gone below."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from index.answering.confidence import default_threshold
from index.errors import QuestionFileError
from index.evaluate import (
    Case,
    Result,
    area_under_curve,
    by_language,
    calibration_error,
    case_of,
    evaluate,
    failures,
    is_gold,
    measure,
    read_cases,
    share,
    table,
)
from index.ranking.searcher import Searcher
from index.records import Span, Statistic
from tests.conftest import ROOT, Yinju

QUESTIONS = ROOT / "tests" / "questions"
FLOORS: dict[str, dict[str, float]] = json.loads(Path(__file__).with_name("floors.json").read_text("utf-8"))
SMALLER_IS_BETTER = (
    "wrongly answered near_miss",
    "wrongly answered off_topic",
    "calibration error",
    "median quote length",
)

SCHOOLS: dict[str, Any] = {
    "question": "全市动工建设中小学校多少所",
    "lang": "zh",
    "answerable": True,
    "kind": "statistic",
    "gold_quotes": ["全市动工建设中小学校55所"],
    "gold_values": ["55所"],
    "gold_number": [55],
    "gold_mode": "any",
}
WEATHER: dict[str, Any] = {
    "question": "will it rain tomorrow",
    "lang": "en",
    "answerable": False,
    "kind": "off_topic",
    "gold_quotes": [],
    "gold_values": [],
    "gold_number": None,
}
CASE = Case("q", "en", True, "statistic", "", ("gold",), ("55所",), (55.0,), False)


def cases_of(*values: dict[str, Any]) -> list[Case]:
    return list(map(case_of, values))


def result(confidence: float, right: bool, **case: Any) -> Result:
    return Result(replace(CASE, **case), confidence, right, True, right, right, "0123456789", "")


# The measures, by hand.


def test_share() -> None:
    assert share([True, False, None, True]) == 0.5
    assert math.isnan(share([]))


def test_area_under_curve() -> None:
    assert area_under_curve([0.9, 0.8], [0.1, 0.2]) == 1.0
    assert area_under_curve([0.1], [0.9]) == 0.0
    assert area_under_curve([0.5], [0.5]) == 0.5
    assert area_under_curve([0.9, 0.4], [0.5, 0.4]) == (1 + 1 + 0 + 0.5) / 4
    assert math.isnan(area_under_curve([], [0.5]))
    assert math.isnan(area_under_curve([0.5], []))


def test_calibration_error() -> None:
    assert calibration_error([1.0, 1.0, 0.0], [True, True, False]) == 0.0
    assert calibration_error([1.0, 0.0], [False, True]) == 1.0
    assert calibration_error([0.75, 0.75, 0.75, 0.75], [True, True, True, False]) == pytest.approx(0.0)
    assert calibration_error([0.82, 0.88, 0.1], [True, False, False]) == pytest.approx((2 * 0.35 + 0.1) / 3)
    assert math.isnan(calibration_error([], []))


def test_measures_of_four_results() -> None:
    results = [
        result(0.9, True),
        result(0.3, False),
        result(0.6, False, answerable=False, kind="near_miss"),
        result(0.1, False, answerable=False, kind="off_topic"),
    ]
    found = measure(results, threshold=0.5)
    assert found == {
        "questions": 4,
        "passage@1": 0.5,
        "passage@3": 1.0,
        "sentence@1": 0.5,
        "value@1": 0.5,
        "answered": 0.5,
        "answered and right": 0.5,
        "AUROC near_miss": 0.5,
        "wrongly answered near_miss": 1.0,
        "AUROC off_topic": 1.0,
        "wrongly answered off_topic": 0.0,
        "calibration error": pytest.approx((0.1 + 0.3 + 0.6 + 0.1) / 4),
        "median quote length": 10,
    }


def test_what_cannot_be_measured_is_left_out() -> None:
    found = measure([result(0.9, True)], threshold=0.5)
    assert "AUROC near_miss" not in found
    assert "wrongly answered off_topic" not in found


def test_languages_and_their_table() -> None:
    groups = by_language([result(0.9, True), result(0.2, False, language="zh")], 0.5)
    assert [groups[language]["passage@1"] for language in ("en", "zh", "all")] == [1.0, 0.0, 0.5]
    header, questions, *rows = table(groups).splitlines()
    assert header.split() == ["en", "zh", "all"]
    assert questions.split() == ["questions", "1", "1", "2"]
    assert "passage@1                     1.000    0.000    0.500" in rows


def test_failures_are_a_line_each() -> None:
    assert failures([result(0.9, True)], 0.5) == []
    lines = failures([result(0.2, False), result(0.9, False, answerable=False)], 0.5)
    assert [line.split("\t")[0] for line in lines] == [
        "wrong passage",
        "declined",
        "answered, though it can't be",
    ]


@pytest.mark.parametrize(
    ("text", "value", "gold"),
    [
        ("55所", 55, True),
        ("５５ 所", 1, True),
        ("约55所", 1, True),
        ("fifty-five", 55, True),
        ("55.0", 55.0000001, True),
        ("5所", 5, False),
        ("56所", 56, False),
        ("x", None, False),
    ],
)
def test_a_figure_is_gold_by_its_text_or_its_number(text: str, value: float | None, gold: bool) -> None:
    assert is_gold(Statistic(Span(0, 1), text, value), CASE) is gold


# The file of questions.


def written(folder: Path, *lines: str) -> Path:
    path = folder / "questions.jsonl"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def test_questions_are_read(tmp_path: Path) -> None:
    odd = json.dumps({**WEATHER, "question": "one\u2028question"}, ensure_ascii=False)
    cases = read_cases(written(tmp_path, "\ufeff" + json.dumps(SCHOOLS), "", odd))
    assert [case.question for case in cases] == [SCHOOLS["question"], "one\u2028question"]
    assert cases[0].gold_numbers == (55.0,)
    assert cases[1].gold_numbers == ()
    assert (cases[0].answerable, cases[1].answerable) == (True, False)
    assert cases_of(SCHOOLS, {**WEATHER, "question": "one\u2028question"}) == cases


@pytest.mark.parametrize(
    "line",
    [
        "not json",
        "[]",
        "null",
        '"text"',
        "{}",
        '{"question": "q", "lang": "en", "answerable": true}',
        json.dumps({**SCHOOLS, "gold_number": ["many"]}),
        json.dumps({**SCHOOLS, "gold_number": 55}),
        json.dumps({**SCHOOLS, "gold_quotes": 7}),
        "[" * 100_000,
    ],
)
def test_a_line_that_is_no_question_is_named(tmp_path: Path, line: str) -> None:
    with pytest.raises(QuestionFileError, match="line 3 is no question") as caught:
        read_cases(written(tmp_path, json.dumps(SCHOOLS), "", line))
    assert "\n" not in str(caught.value)


def test_a_file_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "empty").write_bytes(b"\n \n")
    for name in ("binary", "empty", "missing", "."):
        with pytest.raises(QuestionFileError) as caught:
            read_cases(tmp_path / name)
        assert "\n" not in str(caught.value)


def test_yinju_eval_prints_json(yinju: Yinju, library_dir: Path, tmp_path: Path) -> None:
    file = written(tmp_path, json.dumps(SCHOOLS), json.dumps(WEATHER))
    ended = yinju("eval", file, "--index", library_dir, "--json", "--errors", YINJU_THRESHOLD="1")
    assert ended.returncode == 0, ended.stderr.decode()
    found = json.loads(ended.stdout)
    assert found["threshold"] == 1
    assert found["measures"]["all"]["questions"] == 2
    assert found["measures"]["all"]["answered"] == 0
    assert found["measures"]["zh"]["sentence@1"] == 1
    assert [line.split("\t")[0] for line in found["errors"]] == ["declined"]


def test_yinju_eval_of_a_bad_file_is_one_line(yinju: Yinju, library_dir: Path, tmp_path: Path) -> None:
    for file in (written(tmp_path, "{}"), tmp_path / "none"):
        ended = yinju("eval", file, "--index", library_dir)
        assert ended.returncode == 2
        assert ended.stderr.startswith(b"yinju: ")
        assert ended.stderr.count(b"\n") == 1


def test_a_row_is_gold_without_the_marks_of_its_table() -> None:
    rows = ["| Cray Point | 94 | 5,930 |", "<tr><td>高塬乡</td><td>11280</td></tr>", "a < b", "1 | 2"]
    case = case_of({**SCHOOLS, "gold_quotes": rows})
    assert case.gold_quotes == ("Cray Point | 94 | 5,930", "高塬乡</td><td>11280", "a < b", "1 | 2")


# Over the real libraries.


def test_a_small_set(searcher: Searcher) -> None:
    schools, weather = evaluate(cases_of(SCHOOLS, WEATHER), searcher)
    assert schools.passage_first
    assert schools.passage_third
    assert schools.sentence
    assert schools.value
    assert "55所" in schools.figure
    assert (weather.passage_first, weather.sentence, weather.value) == (False, False, None)
    assert schools.confidence > weather.confidence


def test_another_article_or_quote_is_no_hit(searcher: Searcher) -> None:
    elsewhere = {**SCHOOLS, "article": "another"}
    unsaid = {**SCHOOLS, "gold_quotes": ["not in the article"]}
    both = {**SCHOOLS, "gold_quotes": [*SCHOOLS["gold_quotes"], "not in the article"], "gold_mode": "all"}
    results = evaluate(cases_of(elsewhere, unsaid, both), searcher)
    assert [r.passage_first for r in results] == [False, False, True]
    assert [r.sentence for r in results] == [True, False, False]


def assert_floor(name: str, searcher: Searcher, every: int) -> None:
    """The measures over one in so many questions of a file, against ``floors.json``: raise it when they rise for good.

    ``yinju eval`` measures the whole file.
    """
    results = evaluate(read_cases(QUESTIONS / f"{name}.jsonl")[::every], searcher)
    found = measure(results, default_threshold())
    missed = {
        measure_name: (round(found[measure_name], 3), floor)
        for measure_name, floor in FLOORS[name].items()
        if (found[measure_name] > floor if measure_name in SMALLER_IS_BETTER else found[measure_name] < floor)
    }
    assert not missed, f"below the floor (measured, floor): {missed}"


def test_the_floor_on_the_article(searcher: Searcher) -> None:
    assert_floor("zhaoqing", searcher, every=4)


def test_the_floor_on_the_other_articles(articles_searcher: Searcher) -> None:
    assert_floor("articles", articles_searcher, every=5)
