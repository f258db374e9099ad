"""Examples for a reader that must choose the sentence of a passage and the figures in it that answer, or none."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from random import Random

from benchmarks.reader import asking, styles
from benchmarks.reader.asking import Asked
from benchmarks.reader.changing import CHANGES, unanswered
from benchmarks.reader.chinese_questions import ChineseWording
from benchmarks.reader.drafting import CLOSE, OPEN, Sentence
from benchmarks.reader.english_questions import EnglishWording
from benchmarks.reader.passages import write_passage
from benchmarks.reader.querying import draw_target
from benchmarks.reader.scene import Scene, draw_scene
from benchmarks.reader.templates import expand, sections
from index.records import Language

# Language of the question, script of the passage -> how many of a hundred
_PAIRS: dict[tuple[Language, str], int] = {
    ("en", "zh"): 38, ("en", "zh-Hant"): 12, ("en", "en"): 12, ("zh", "zh"): 17, ("zh", "en"): 6,
    ("zh-Hant", "zh-Hant"): 9, ("zh-Hant", "zh"): 3, ("zh-Hant", "en"): 3,
}  # fmt: skip
WAYS = tuple(CHANGES)
_UNANSWERABLE = 1 / 3
_MARKED = re.compile(f"([{chr(OPEN)}-{chr(OPEN + 0xFF)}])(.*?){CLOSE}")
_STYLES = {"f": 30, "p": 27, "k": 26, "c": 17}


@dataclass(frozen=True, slots=True)
class Example:
    """A question on a passage, with the sentence and the figures (code points in it) that answer, or why none does."""

    question: str
    language: Language
    title: str
    heading: str
    sentences: tuple[str, ...]
    gold_sentence: int  # -1 where none answers
    gold_figures: tuple[tuple[int, int], ...]
    kind: str  # the pattern of the sentence that answers, or that tempts
    why: str  # "", or a way of ``WAYS``; change_for_level stands for any other role, a target for a result too


def generate(seed: int, count: int) -> list[Example]:
    """``count`` examples, the same for the same ``seed``, a third of them without an answer."""
    return [_example(Random(f"{seed}/{number}")) for number in range(count)]  # noqa: S311


def _example(rng: Random) -> Example:
    language, script = rng.choices(list(_PAIRS), list(_PAIRS.values()))[0]
    answerable = rng.random() >= _UNANSWERABLE
    while True:
        scene = draw_scene(rng, "en" if script == "en" else "zh", traditional=script == "zh-Hant")
        sentences = write_passage(scene)
        target = draw_target(scene, sentences) if len(sentences) >= 3 else None
        if target is None:
            continue
        kind, asked, why, gold = sentences[target.sentence].pattern, target.asked, "", sentences[target.sentence]
        if not answerable:
            changed = unanswered(scene, sentences, target)
            if changed is None:
                continue
            asked, sentences, why = changed.asked, changed.sentences, changed.why
            target = replace(target, second=None, figures=())
        question = ask(scene, asked, target.second, language)
        rng.shuffle(sentences)
        number = sentences.index(gold) if answerable else -1
        return _finished(scene, script, language, question, (sentences, number, target.figures), kind, why)


def ask(scene: Scene, asked: Asked, second: Asked | None, language: str) -> str:
    """The words of a question in ``language``, Traditional still in Simplified script, in a style drawn for it."""
    rng = scene.rng
    possible = asking.styles(asked, language) - ({"c", "k"} if second else set())
    chosen = {style: weight for style, weight in _STYLES.items() if style in possible}
    style = rng.choices(list(chosen), list(chosen.values()))[0]
    cantonese = language == "zh-Hant" and style != "k" and rng.random() < 0.45
    text = _worded(scene, asked, language, style, cantonese=cantonese)
    if second is not None:
        text = _joined(text, _worded(scene, second, language, style, cantonese=cantonese), language, rng)
    if rng.random() < 0.06 and style in "fp":
        lines = sections(f"questions_{'en' if language == 'en' else 'zh'}.txt")["wrap"]
        line = rng.choice(lines)
        line = styles.cantonese(line) if cantonese else line
        first = text[:1] if line.startswith("{q}") else text[:1].lower()
        quoted = first + text[1:]
        text = expand(line, rng, lambda _: quoted)
    if language == "en" and style in "fc":
        text = text[:1].upper() + text[1:]
    if rng.random() < 0.2:
        text = styles.sloppy(text, rng, language)
    elif language == "en" and style != "f" and rng.random() < 0.4:
        text = text.lower()
    return text.strip(" ，,")


def _worded(scene: Scene, asked: Asked, language: str, style: str, *, cantonese: bool) -> str:
    rng = scene.rng
    template = rng.choice(asking.templates(asked, language, style))
    wording = (EnglishWording if language == "en" else ChineseWording)(asked, scene, rng, style)
    return asking.written(wording, styles.cantonese(template) if cantonese else template)


def _joined(first: str, second: str, language: str, rng: Random) -> str:
    if language == "en":
        return f"{first.rstrip('?. ')}{rng.choice((' and ', ', and ', ' & '))}{second[:1].lower()}{second[1:]}"
    return f"{first.rstrip('？ ')}{rng.choice(('，', '，', '？', '、'))}{second}"


def _finished(
    scene: Scene,
    script: str,
    language: Language,
    question: str,
    passage: tuple[list[Sentence], int, tuple[int, ...]],
    kind: str,
    why: str,
) -> Example:
    sentences, gold, figures = passage
    config = scene.rng.choice(("s2hk", "s2tw"))

    def written(text: str) -> str:
        return styles.traditional(text, config) if script == "zh-Hant" else text

    read = [unmarked(written(sentence.text)) for sentence in sentences]
    spans = tuple(sorted(read[gold][1][number] for number in figures)) if gold >= 0 else ()
    asked = styles.traditional(question, config) if language == "zh-Hant" else question
    texts = tuple(text for text, _ in read)
    return Example(asked, language, written(scene.title), written(scene.heading), texts, gold, spans, kind, why)


def unmarked(text: str) -> tuple[str, dict[int, tuple[int, int]]]:
    """``text`` without the private marks, and the spans of the figures by their number."""
    pieces: list[str] = []
    spans: dict[int, tuple[int, int]] = {}
    length, end = 0, 0
    for found in _MARKED.finditer(text):
        before = text[end : found.start()]
        start = length + len(before)
        length = start + len(found[2])
        spans[ord(found[1]) - OPEN] = start, length
        pieces += before, found[2]
        end = found.end()
    return "".join((*pieces, text[end:])), spans
