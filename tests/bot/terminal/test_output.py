"""Answers as a terminal and as a program get them."""

from __future__ import annotations

import argparse
import io
import json
import re
from dataclasses import replace

import pytest
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from bot.arguments import COMMANDS, parser, with_command
from bot.cli import main
from bot.formats.json_lines import json_line
from bot.terminal.answers import console_on, one_line, print_answer, printable
from bot.texts import TEXTS
from index.records import Answer
from tests.conftest import ROOT
from tests.support.answers import ARTICLE, SENTENCE, answered, parks, quote_of, schools, statistic, unanswered, unsure


def shown(answer: Answer, width: int = 40, terminal: bool = True) -> str:
    """What a terminal of this width is sent."""
    stream = io.StringIO()
    print_answer(
        answer,
        Console(file=stream, width=width, force_terminal=terminal, color_system="standard" if terminal else None),
    )
    return stream.getvalue()


def without_escapes(text: str) -> str:
    """What is left to read."""
    return Text.from_ansi(text).plain


def test_piped_answer_is_plain_and_unwrapped() -> None:
    assert shown(answered(schools(), parks()), terminal=False) == (
        "55所 动工建设中小学校 · 19所 已竣工公办中小学校\n"
        "\n"
        f"▎ {SENTENCE}\n"
        "— 《百年党史映初心》 · 西江日报 · 陈洁 陈明红 · 2022-01-05 · ¶23\n"
        "\n"
        "Also:\n"
        "▎ 下一段,新建公园12个。\n"
        "— 《百年党史映初心》 · 西江日报 · 陈洁 陈明红 · 2022-01-05 · ¶24\n"
    )


@pytest.mark.parametrize("width", [20, 31, 80])
def test_answer_in_a_terminal_wraps_to_its_width(width: int) -> None:
    lines = without_escapes(shown(answered(), width)).splitlines()
    assert max(map(cell_len, lines)) <= width
    for figure in ("55所", "19所", "2.1万个"):
        assert sum(figure in line for line in lines if line.startswith("▎")) == 1
    assert not any(line.startswith(("▎ ,", "▎ 。", "▎ 、")) for line in lines)
    assert "".join(line.removeprefix("▎ ") for line in lines if line.startswith("▎")) == SENTENCE


def test_figures_are_bold_in_the_quote() -> None:
    assert "\x1b[1m55所\x1b[0m" in shown(answered(), 200)


def test_unanswered_shows_what_came_closest_as_such() -> None:
    text = shown(unanswered(language="zh"), terminal=False)
    assert text.startswith(f"{TEXTS['zh'].not_found}\n\n{TEXTS['zh'].nearest}\n▎ 全市")


def test_what_is_unsure_is_said_so_and_its_figures_are_not_set_as_the_answer() -> None:
    text = shown(unsure(), terminal=False)
    assert text.startswith(f"{TEXTS['en'].perhaps}\n\n▎ 全市")
    assert one_line(unsure()).startswith(f"{TEXTS['en'].perhaps} 全市")
    assert one_line(answered()).startswith("55所")


def test_no_text_commands_the_terminal() -> None:
    evil = "\x1b]0;owned\x07\x9b31m\u202e[bold]5所\ud800"
    article = replace(ARTICLE, title=evil, publisher=evil, text=evil)
    answer = answered(quote_of(article, evil, statistic(article, "5所", 5, "所", evil), headline=1))
    for text in (shown(answer, terminal=False), one_line(answer), printable(evil)):
        assert not set(text) & set("\x1b\x07\x9b\u202e\ud800")
        assert "[bold]" in text


def test_json_keeps_the_file_words_and_whole_numbers() -> None:
    (line,) = json_line(answered()).decode().splitlines()
    (quote,) = json.loads(line)["quotes"]
    assert quote["text"] == SENTENCE == ARTICLE.text[quote["start"] : quote["end"]]
    assert [each["value"] for each in quote["statistics"]] == [55, 19, 21000]
    assert [each["headline"] for each in quote["statistics"]] == [True, True, False]
    assert '"value": 21000,' in line
    assert quote["paragraph"]["number"] == 23


@pytest.mark.parametrize("value", [None, float("nan"), float("inf")])
def test_json_value_is_null_where_there_is_no_number(value: float | None) -> None:
    quote = schools()
    odd = replace(quote.statistics[0], value=value)
    line = json_line(answered(replace(quote, statistics=(odd,), headline=())))
    assert json.loads(line)["quotes"][0]["statistics"][0]["value"] is None


def test_json_is_one_harmless_line_whatever_the_question() -> None:
    line = json_line(unanswered(question="\ud800 \u2028 \x85 \x9b \x00 \n 😀")).decode("utf-8")
    assert len(line.splitlines()) == 1
    assert not set(line) & set("\x9b\x00")
    assert json.loads(line)["question"] == "\ufffd \u2028 \x85 \x9b \x00 \n 😀"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (["how", "many", "schools"], ["ask", "how", "many", "schools"]),
        (["全市GDP多少"], ["ask", "全市GDP多少"]),
        (["schools?"], ["ask", "schools?"]),
        (["ask", "schools"], ["ask", "schools"]),
        (["aks"], ["aks"]),
        (["bild", "--fresh"], ["bild", "--fresh"]),
        (["--version"], ["--version"]),
    ],
)
def test_a_question_needs_no_command(typed: list[str], read: list[str]) -> None:
    assert with_command(typed) == read


def test_a_command_there_is_none_of_is_nearly_one(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["aks"])
    assert "did you mean ask?" in capsys.readouterr().err


def test_plain_says_the_same_words_without_marks() -> None:
    stream = io.StringIO()
    print_answer(answered(), console_on(stream, plain=True))
    said, marked = stream.getvalue(), shown(answered(), terminal=False)
    assert said.split() != marked.split()
    assert not set(said) & set("▎·—\x1b")
    unmarked = marked.replace(" · ", ", ").replace("▎ ", "").replace("— ", "")
    assert said == unmarked
    assert SENTENCE in one_line(answered(), plain=True)
    assert not set(one_line(answered(), plain=True)) & set("▎·—")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_completes_commands_and_options(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert all(word in script for word in ("articles", "gb7714", "plain"))


def test_the_manual_page_has_what_the_parser_takes() -> None:
    page = (ROOT / "docs" / "yinju.1").read_text("utf-8").replace("\\-", "-")
    (commands,) = (each.choices for each in parser()._actions if isinstance(each, argparse._SubParsersAction))
    options = {option for command in commands.values() for each in command._actions for option in each.option_strings}
    assert set(commands) == set(COMMANDS)
    assert {f"yinju {name}" for name in commands} <= set(re.findall(r"yinju [a-z]+", page)), "run `make manual`"
    assert options - {"-h", "--help"} == set(re.findall(r"(?<=fB)--[a-z-]+", page)) - {"--version"}, "run `make manual`"
