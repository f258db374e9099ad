"""The languages of the interface: found by themselves, complete, within Telegram's limits."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

import bot.texts
from bot.handlers import browsing, chatting
from bot.texts import TEXTS, Texts, language_of, texts_for_question
from index.records import Language

ALL = sorted(TEXTS)


def placeholders(text: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def strings(texts: Texts) -> dict[str, str]:
    """The texts that are plain strings, by name."""
    return {
        field.name: getattr(part, field.name)
        for part in (texts, texts.operators, texts.pages)
        for field in fields(part)
        if isinstance(getattr(part, field.name), str)
    }


def test_every_file_with_texts_is_a_language() -> None:
    folder = Path(bot.texts.__file__).parent
    with_texts = [path for path in folder.glob("*.py") if re.search(r"^TEXTS = ", path.read_text("utf-8"), re.M)]
    assert len(with_texts) == len(TEXTS)
    assert set(TEXTS) >= set(get_args(Language))


@pytest.mark.parametrize("code", ALL)
def test_a_language_has_every_text_with_its_placeholders(code: str) -> None:
    english, texts = strings(TEXTS["en"]), strings(TEXTS[code])
    assert texts["code"] == code
    assert all(texts[name].strip() for name in english)
    assert {name: placeholders(text) for name, text in texts.items()} == {
        name: placeholders(text) for name, text in english.items()
    }
    assert all(pattern.count("{}") == 1 for pattern in TEXTS[code].numbers.qualifiers.values())
    assert all(pattern.count("{}") == 1 for pattern in TEXTS[code].numbers.money.values())


@pytest.mark.parametrize("code", ALL)
def test_a_language_is_within_telegrams_limits(code: str) -> None:
    texts = TEXTS[code]
    assert len(texts.description) <= 512
    assert len(texts.short_description) <= 120
    assert len(texts.commands) <= 100
    assert all(re.fullmatch(r"[a-z0-9_]{1,32}", name) and 1 <= len(text) <= 256 for name, text in texts.commands)
    for notice in (texts.button_too_old, texts.question_gone, texts.thanks_for_rating, texts.no_picture, texts.failed):
        assert len(notice) <= 180
    assert len(texts.not_found) <= 64  # it stands on a button in inline mode


@pytest.mark.parametrize("code", ALL)
def test_the_menu_lists_the_commands_that_there_are(code: str) -> None:
    there_are = {
        "ask",
        "forget",
        *(name[3:] for module in (browsing, chatting) for name in vars(module) if name[:3] == "on_"),
    }
    assert {name for name, _ in TEXTS[code].commands} == there_are - {"start", "other", "added"}


@pytest.mark.parametrize(
    ("question", "language", "code", "spoken"),
    [
        ("how many schools", "en", "zh-hans", "en"),
        ("建了多少所学校", "zh", "en", "zh"),
        ("建了多少所學校", "zh-Hant", "en", "zh-Hant"),
        ("сколько школ", "en", "zh-hans", "zh"),
        ("сколько школ", "en", "ru", "en"),
        ("2021?", "en", "zh-tw", "zh-Hant"),
        ("", "en", None, "en"),
    ],
)
def test_the_question_decides_the_language_then_the_user_then_english(
    question: str, language: str, code: str | None, spoken: str
) -> None:
    assert texts_for_question(question, language, code).code == spoken


def test_a_language_that_is_not_spoken_is_english() -> None:
    assert language_of("pt-br") == "en"
    assert language_of(None) == "en"
