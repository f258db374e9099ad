"""The grammar that writes examples for the reader: spans, one answer or none, balance, vocabulary."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from benchmarks.reader.changing import unanswered
from benchmarks.reader.facts import Fact, Query
from benchmarks.reader.grammar import WAYS, Example, generate, unmarked
from benchmarks.reader.passages import write_passage
from benchmarks.reader.periods import Period
from benchmarks.reader.querying import all_facts, draw_target
from benchmarks.reader.scene import draw_scene, sibling_verbs
from benchmarks.reader.templates import expand
from benchmarks.reader.vocabulary import fields, kinds, verbs
from index.figures.find import find_statistics
from index.text.scripts import is_han

COUNT = 400


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    return generate(20, COUNT)


def test_a_seed_gives_the_same_examples_and_another_seed_others(examples: list[Example]) -> None:
    assert generate(20, 30) == examples[:30]
    assert not {e.question for e in generate(21, 30)} >= {e.question for e in examples[:30]}


def test_figures_lie_in_their_sentence_and_hold_a_figure(examples: list[Example]) -> None:
    overlapping = total = 0
    for example in examples:
        texts = (example.question, example.title, example.heading, *example.sentences)
        assert 3 <= len(example.sentences) <= 8
        assert all(text == text.strip() and not set("{}[]|\ue000") & set(text) for text in texts)
        assert (example.gold_sentence == -1) == bool(example.why) == (not example.gold_figures)
        if example.why:
            assert example.why in WAYS
            continue
        sentence = example.sentences[example.gold_sentence]
        statistics = find_statistics(sentence)
        for start, end in example.gold_figures:
            assert 0 <= start < end <= len(sentence)
            total += 1
            overlapping += any(s.span.start < end and start < s.span.end for s in statistics)
    assert overlapping >= 0.97 * total


def test_languages_and_ways_are_in_balance(examples: list[Example]) -> None:
    why = Counter(example.why for example in examples)
    assert 0.27 < 1 - why[""] / COUNT < 0.4
    assert set(why) == {"", *WAYS}
    crossing = sum(e.language == "en" and is_han("".join(e.sentences)) for e in examples)
    assert 0.42 < crossing / COUNT < 0.58
    assert {"en", "zh", "zh-Hant"} == {e.language for e in examples}
    assert len({e.kind for e in examples}) >= 18
    assert len({e.question for e in examples}) > 0.98 * COUNT


def test_a_question_is_answered_by_its_figures_alone_or_by_none() -> None:
    answered = refused = 0
    for seed in range(250):
        scene = draw_scene(Random(seed), "en" if seed % 4 == 0 else "zh", traditional=False)  # noqa: S311
        sentences = write_passage(scene)
        target = draw_target(scene, sentences) if len(sentences) >= 3 else None
        if target is None:
            continue
        answered += 1
        matching = [fact for fact in all_facts(sentences) if target.asked.query.matches(fact)]
        gold = [sentences[target.sentence].facts[number] for number in target.figures]
        assert len(matching) == 1
        assert matching[0] in gold
        changed = unanswered(scene, sentences, target)
        if changed is not None:
            refused += 1
            assert not any(changed.asked.query.matches(fact) for fact in all_facts(changed.sentences)), changed.why
    assert answered > 200
    assert refused > 150


def test_a_query_without_place_or_period_matches_any() -> None:
    year = Period(12 * 2021, 12)
    fact = Fact("roads/bridges", "build", "A", Period(12 * 2021 + 3, 3), "level")
    query = Query("roads/bridges", "build", None, year, "level")
    assert query.matches(fact)
    assert not Query("roads/bridges", "build", "B", None, "level").matches(fact)
    assert not Query("roads/bridges", "build", None, year.later(1), "level").matches(fact)
    assert not Query("roads/bridges", "build", None, None, "growth").matches(fact)


def test_templates_choose_and_fill() -> None:
    texts = {expand("a[b|[c|{d}]|]e", Random(seed), str.upper) for seed in range(60)}  # noqa: S311
    assert texts == {"abe", "ace", "aDe", "ae"}
    assert unmarked("共\ue10155所\ue000，\ue10012%\ue000") == ("共55所，12%", {1: (1, 4), 0: (5, 8)})


def test_the_vocabulary_is_broad_and_its_words_tell_things_apart() -> None:
    every = verbs()
    written = fields()[:-1]  # without the dictionary's
    assert len(written) >= 20
    assert sum(len(field.entries) for field in written) >= 250
    for field in written:
        names = [name for entry in field.entries for name in {*entry.chinese, *entry.english}]
        assert len(names) == len(set(names)), field.key
        for entry in field.entries:
            assert entry.low < entry.high
            assert not entry.kind or (entry.kind in kinds() and len(entry.parts) >= 3 and entry.verbs)
            words = [
                word
                for key in sibling_verbs(entry)
                for word in {*every[key].chinese, *every[key].plain, *every[key].participle}
            ]
            assert len(words) == len(set(words)), entry.key
