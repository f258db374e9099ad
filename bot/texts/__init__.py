"""Every word the interface says: one file a language, found by itself.

A file of this package with a ``TEXTS`` in it is a language. mypy sees to it that no text is missing,
``tests/bot/texts/test_texts.py`` that every text has the placeholders the others have.
"""

from __future__ import annotations

import re
from importlib import import_module
from pkgutil import iter_modules

from bot.texts.form import Texts
from index.records import Answer, Difference

_CHINESE_OF_TRADITIONAL_PLACES = {"tw", "hk", "mo"}
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_LATIN = re.compile(r"[A-Za-z]{2}")


def _found() -> dict[str, Texts]:
    modules = (import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__))
    texts = (module.TEXTS for module in modules if hasattr(module, "TEXTS"))
    return {language.code: language for language in sorted(texts, key=lambda language: language.code)}


TEXTS: dict[str, Texts] = _found()


def language_of(code: str | None) -> str:
    """The interface language for a Telegram ``language_code`` such as ``zh-hant`` or ``pt-br``; English without one."""
    parts = (code or "").lower().replace("_", "-").split("-")
    if parts[0] == "zh":
        traditional = "hant" in parts[1:] or _CHINESE_OF_TRADITIONAL_PLACES & set(parts[1:])
        return "zh-Hant" if traditional else "zh"
    return parts[0] if parts[0] in TEXTS else "en"


def texts_of(code: str | None) -> Texts:
    """The interface for a user whose Telegram has this ``language_code``."""
    return TEXTS[language_of(code)]


def texts_for_question(question: str, language: str, code: str | None) -> Texts:
    """The interface in the question's ``language``; where its letters leave that open, in the user's."""
    if _HAN.search(question):
        return TEXTS.get(language, TEXTS["en"])
    preferred = texts_of(code)
    if not _LATIN.search(question):
        return preferred
    return TEXTS["en"] if preferred.code.startswith("zh") else preferred


def remark(answer: Answer, texts: Texts | None = None) -> str:
    """What is said where no quote is the answer: a greeting returned, that what follows is unsure, that nothing was
    found.
    """
    texts = texts or TEXTS[answer.language]
    if answer.smalltalk:
        return texts.greeting if answer.smalltalk == "greeting" else texts.thanks
    told = ""
    if answer.problem:
        told = getattr(texts, answer.problem.kind).format(filter=answer.problem.filter)
    elif answer.state == "perhaps":
        told = texts.perhaps
    elif answer.filter:
        told = texts.not_found_with.format(filter=answer.filter)
    if told:
        return "\n".join(part for part in (told, left_out(answer, texts)) if part)
    return texts.not_found if answer.question.strip() else texts.ask_something


def left_out(answer: Answer, texts: Texts) -> str:
    """How many articles a date in the question left out because they have none; empty where it did not."""
    return texts.undated.format(count=answer.undated) if answer.undated else ""


def read_as(answer: Answer, texts: Texts) -> str:
    """The question's misspelt words as they were read: ``schools built, for “shcools bulit”``; empty without any."""
    if not answer.respelt:
        return ""
    gap = "" if _HAN.search(answer.respelt[0].typed) else " "
    written = gap.join(word.written for word in answer.respelt)
    typed = gap.join(word.typed for word in answer.respelt)
    return texts.read_as.format(written=written, typed=typed)


def differs(difference: Difference, texts: Texts) -> str:
    """What a quotation has and its source hasn't, or the other way round."""
    if not difference.original:
        return texts.added.format(text=difference.text)
    pattern = texts.differs if difference.text else texts.left_out
    return pattern.format(text=difference.text, original=difference.original)


__all__ = [
    "TEXTS",
    "Texts",
    "differs",
    "language_of",
    "left_out",
    "read_as",
    "remark",
    "texts_for_question",
    "texts_of",
]
