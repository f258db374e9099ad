"""Quotations looked up in a library: verbatim, changed in these characters, or not there."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from bot.cli import main
from index.quotations.check import LONGEST, QuotationChecker, UnsuitableLength
from index.quotations.marks import quotations
from index.ranking.searcher import Searcher
from index.text.typography import typeset


@pytest.fixture(scope="module")
def checker(articles_searcher: Searcher) -> QuotationChecker:
    return QuotationChecker(articles_searcher.library.passages)


def test_slices_of_the_articles_are_verbatim_and_one_changed_character_is_named(
    articles_searcher: Searcher, checker: QuotationChecker
) -> None:
    passages = [passage for passage in articles_searcher.library.passages if len(passage.text) > 40]
    drawn = random.Random(18)  # noqa: S311  (the same cases at every run)
    for _ in range(100):
        passage = drawn.choice(passages)
        start = drawn.randrange(len(passage.text) - 25)
        text = passage.text[start : start + drawn.randint(25, 200)]
        check = checker.check(text)
        assert check.verdict == "verbatim"
        assert check.quote
        assert typeset(check.quote.text)[0].strip(" ,.、;:'-") in typeset(passage.paragraph.text)[0] or check.quote.also
        at = drawn.choice([at for at, char in enumerate(text) if char.isalnum()])
        new = drawn.choice([char for char in "甲乙七Z9" if char != text[at]])
        changed = checker.check(text[:at] + new + text[at + 1 :])
        assert changed.verdict == "changed"
        (difference,) = changed.differences
        assert new in difference.text
        assert text[at] in difference.original
        assert difference.span.start <= at < difference.span.end


@pytest.mark.parametrize(
    ("text", "verdict", "kinds"),
    [
        ("至2023年底已落成8間，另有3間正在施工", "verbatim", []),
        ("  至２０２３年底 已落成 8 間,另有3間正在施工。”", "verbatim", []),  # set otherwise, a pause at the end
        ("其中規模最大的是“潮音分館”", "verbatim", []),
        ("至2023年底已落成9間，另有3間正在施工", "changed", ["words"]),
        ("至2023年底已落成8間、另有3間正在施工", "changed", ["marks"]),
        ("至2023年底已落成8间，另有3间正在施工", "changed", ["script", "script"]),
        ("至2023年底已落成，另有3間正在施工", "changed", ["words"]),
        ("館長保證明年所有分館全日開放", "absent", []),
    ],
)
def test_what_makes_a_difference(checker: QuotationChecker, text: str, verdict: str, kinds: list[str]) -> None:
    check = checker.check(text)
    assert check.verdict == verdict
    assert [difference.kind for difference in check.differences] == kinds
    for difference in check.differences:
        assert check.quote
        file, place = check.quote.paragraph.article.text, difference.place
        assert file[place.start : place.end] == difference.original
        assert text[difference.span.start : difference.span.end] == difference.text


def test_words_run_together_are_others_and_an_accent_is_the_same_in_one_piece_or_two() -> None:
    assert typeset("the rapist")[0] != typeset("therapist")[0]
    assert typeset("caf\u00e9")[0] == typeset("cafe\u0301")[0] != typeset("cafe")[0]
    assert typeset("10\u00b2")[0] != typeset("102")[0]
    text, offsets = typeset("甲 乙……丙 a  b")
    assert text == "甲乙.丙a b"
    assert offsets == [0, 2, 3, 5, 7, 9, 10]


def test_what_cant_be_looked_up_is_said(checker: QuotationChecker) -> None:
    for text in ("", "。。。。。。", "三間", "x" * (LONGEST + 1)):
        with pytest.raises(UnsuitableLength, match="characters"):
            checker.check(text)
    assert checker.check("\ud800\x00😀ሰላም" * 9).verdict == "absent"


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("他说：“修路三条，”又说「修桥『两座』」。", ["修路三条，", "修桥『两座』"]),
        ('"One," she said, "and two."', ["One,", "and two."]),
        ("A 5\" pipe isn't a quotation, and it's ‘what one doesn’t say’.", ["what one doesn’t say"]),
        ("“前半句……后半句”", ["前半句", "后半句"]),
        ("“one [...] two", ["one", "two"]),
        ("“open to the end of its paragraph\n\nand no further”", ["open to the end of its paragraph"]),
        ("“外层“内层”仍是外层”。", ["外层“内层”仍是外层"]),
        ("none", []),
    ],
)
def test_quotations_of_a_text(text: str, quoted: list[str]) -> None:
    assert [text[span.start : span.end].strip() for span in quotations(text)] == quoted


def test_the_command_names_what_was_changed_and_its_exit_code_says_so(
    articles_dir: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    true, invented = tmp_path / "true.txt", tmp_path / "invented.txt"
    true.write_text("檢討說：「至2023年底已落成8間」。", "utf-8")
    invented.write_text("檢討說：「至2023年底已落成9間，另有3間」，又說「明年所有分館全日開放」。", "utf-8")
    assert main(["verify", "--index", str(articles_dir), str(true)]) == 0
    assert main(["verify", "--index", str(articles_dir), str(invented)]) == 1
    assert "“9”，原文作“8”" in capsysbinary.readouterr().out.decode()
    assert main(["verify", "--index", str(articles_dir), "--json", str(invented)]) == 1
    first, second = map(json.loads, capsysbinary.readouterr().out.splitlines())
    assert (first["verdict"], second["verdict"]) == ("changed", "absent")
    assert first["quote"]["article"] == "nanyu-library-plan"
    assert first["differences"][0]["original"] == "8"
    assert main(["verify", "--index", str(articles_dir), str(tmp_path)]) == 2
