"""The command line contract, held by running ``yinju`` as programs and people do."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from tests.conftest import ARTICLES, CORPUS, Yinju, command, environment
from tests.support.terminal import Terminal

FILE = (CORPUS / "zhaoqing-party-history-2021.txt").read_bytes().decode("utf-8")


def test_help_is_quick_and_has_examples(fresh_yinju: Yinju) -> None:
    began = time.monotonic()
    ended = fresh_yinju("--help")
    assert time.monotonic() - began < 20  # loading the engine would take longer on a busy machine
    assert ended.returncode == 0
    assert "yinju ask how many schools were built" in ended.stdout.decode()
    assert "全市GDP多少" in fresh_yinju("ask", "--help").stdout.decode()


def test_help_loads_nothing_heavy() -> None:
    loaded = subprocess.run(
        [*command()[:1], "-X", "importtime", *command("--help")[1:]],
        capture_output=True,
        env=environment(),
        check=True,
    ).stderr.decode()
    assert "bot.cli" in loaded or "argparse" in loaded
    for heavy in ("torch", "telegram", "faiss", "sentence_transformers", "rich.console"):
        assert f" {heavy}\n" not in loaded


def test_version(yinju: Yinju) -> None:
    assert yinju("--version").stdout.startswith(b"yinju ")


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask", ""),
        ("ask", " \t"),
        ("ask", "--limit", "0", "x"),
        ("ask", "--threshold", "1.5", "x"),
        ("ask", "--explain"),
        ("eval",),
        (),
        ("nonsense",),
    ],
)
def test_wrong_usage_exits_with_2_and_no_traceback(yinju: Yinju, arguments: tuple[str, ...]) -> None:
    ended = yinju(*arguments)
    assert ended.returncode == 2
    assert ended.stderr
    assert b"Traceback" not in ended.stderr


def test_empty_question_is_still_an_object_in_json(yinju: Yinju) -> None:
    ended = yinju("ask", "--json", "")
    assert ended.returncode == 0
    assert json.loads(ended.stdout)["answered"] is False


def test_no_corpus_is_one_line(yinju: Yinju) -> None:
    ended = yinju("build", "--corpus", "nowhere")
    assert ended.returncode == 2
    assert ended.stderr.startswith(b"yinju: ")
    assert ended.stderr.count(b"\n") == 1


def test_interrupt_leaves_no_traceback(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("bot.terminal.corpus.build", interrupted)
    assert main(["build"]) == 130
    assert "Traceback" not in capsys.readouterr().err


# From here on: the real engine.


def objects(stdout: bytes) -> list[dict[str, Any]]:
    """The JSON objects printed, one a line."""
    return [json.loads(line) for line in stdout.decode("utf-8").split("\n")[:-1]]


def assert_sliced_from_the_file(answer: dict[str, Any]) -> None:
    """Every quote and statistic is a slice of the article's file."""
    for quote in answer["quotes"] + answer["nearest"]:
        for part in (quote, *quote["statistics"]):
            assert part["text"] == FILE[part["start"] : part["end"]]


def test_lines_of_any_kind_are_answered_line_by_line(yinju: Yinju, library_dir: Path) -> None:
    lines = [
        b"how many schools were built",
        b"",
        "全市GDP多少".encode(),
        b"\xff\xfe\x80 broken",
        b"nul \x00 and \x1b[31m",
        "😀🎉".encode(),
        b"?!?!",
        b"x" * 100_000,
        "中小学校 ".encode() * 5000,
        "ሰላም ለዓለም".encode(),
        "\u2028\u2029\x85".encode(),
        "全市动工建设中小学校多少所\r".encode(),
    ]
    ended = yinju("ask", "--json", "--index", library_dir, stdin=b"\n".join(lines))
    assert ended.returncode == 0, ended.stderr.decode()
    answers = objects(ended.stdout)
    assert len(answers) == len(lines)
    assert [answer["question"] for answer in answers] == [
        line.decode("utf-8", "replace").removesuffix("\r") for line in lines
    ]
    for answer in answers:
        assert_sliced_from_the_file(answer)
        assert answer["answered"] == bool(answer["quotes"])
    assert {"55所"} <= {each["text"] for each in answers[0]["quotes"][0]["statistics"] if each["headline"]}
    assert "2600亿元" in answers[2]["quotes"][0]["text"]
    assert not answers[1]["answered"]


def test_ask_in_words_shows_figure_quote_and_source(yinju: Yinju, library_dir: Path) -> None:
    ended = yinju("ask", "--index", library_dir, "how", "many", "schools", "were", "built")
    assert ended.returncode == 0, ended.stderr.decode()
    text = ended.stdout.decode()
    assert "55所" in text.splitlines()[0]
    quoted = next(line for line in text.splitlines() if line.startswith("▎"))
    assert quoted.removeprefix("▎ ").strip("…") in FILE
    assert "¶" in text
    assert "\x1b" not in text


def test_the_library_is_built_where_it_is_missing_and_a_browser_opens_its_page(yinju: Yinju, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "ducks.txt").write_text("Ducks\n\nThe pond of Aldermoor has 4,711 ducks.\n", "utf-8")
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" > {tmp_path}/opened\n')
    browser.chmod(0o755)
    closed = {"ALLOWED_CHATS": "1", "TELEGRAM_BOT_TOKEN": f"1234567:{'t' * 35}"}
    question = "how many ducks has the pond"
    ended = yinju("ask", "--open", "--json", "--threshold", "0", question, BROWSER=f"{browser} %s", **closed)
    assert ended.returncode == 0, ended.stderr.decode()
    (found,) = objects(ended.stdout)
    assert found["quotes"][0]["text"] == "The pond of Aldermoor has 4,711 ducks."
    assert ended.stderr
    assert (tmp_path / ".yinju").is_dir()
    opened = (tmp_path / "opened").read_text()
    assert opened.startswith("http://127.0.0.1:8080/a/ducks?quote=")
    assert "&pass=" in opened
    assert opened.endswith("#p1")


def test_a_folder_of_any_name_is_opened_whatever_the_locale(
    fresh_yinju: Yinju, articles_dir: Path, tmp_path: Path
) -> None:
    shutil.copytree(articles_dir, tmp_path / "书库")
    bare = {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    ended = fresh_yinju("check", "--corpus", ARTICLES, "--index", tmp_path / "书库", **bare)
    assert (ended.returncode, ended.stderr) == (0, b"")


def test_each_question_piped_in_is_answered_at_once(library_dir: Path, tmp_path: Path) -> None:
    with subprocess.Popen(
        command("ask", "--json", "--index", library_dir),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=tmp_path,
        env=environment(),
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for question in ("how many schools were built", "", "全市GDP多少"):
            process.stdin.write(question.encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["question"] == question
        process.stdin.close()
        assert process.wait(60) == 0


@pytest.mark.parametrize("form", ["--json", "--plain", "--limit=3"])
def test_a_reader_that_leaves_is_no_error(library_dir: Path, tmp_path: Path, form: str) -> None:
    with subprocess.Popen(
        command("ask", form, "--index", library_dir),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
        env=environment(),
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        _, complaints = process.communicate(b"GDP\n" * 50, timeout=300)
        assert process.returncode == 141
    assert b"Traceback" not in complaints
    assert b"BrokenPipe" not in complaints


@pytest.mark.parametrize(("leaving", "code"), [("\x04", 0), ("", 130)])
def test_chat_answers_until_it_is_left(library_dir: Path, tmp_path: Path, leaving: str, code: int) -> None:
    chat = Terminal(tmp_path, "chat", "--index", library_dir)
    try:
        chat.read_until("? ")
        chat.type("how many schools were built\n")
        chat.read_until("¶", "? ")
        assert "55所" in chat.text
        if leaving:
            chat.type(leaving)
        else:
            chat.interrupt()
        assert chat.process.wait(60) == code
        assert "Traceback" not in chat.text
    finally:
        chat.close()
