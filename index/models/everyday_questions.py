"""Everyday questions about no particular article, by language: what any question has in common with them is style."""

from __future__ import annotations

from importlib.resources import files


def everyday_questions(language: str) -> list[str]:
    """The fixed list of questions that stands for "a question in this language" (en or zh)."""
    text = (files("index") / "data" / f"questions.{language}.txt").read_text("utf-8")
    return text.removesuffix("\n").split("\n")
