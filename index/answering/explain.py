"""Why a quote won: what the first stage and the reader said of the candidates (``yinju ask --explain``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.answering.confidence import SIGNS, confidence, default_threshold, on_topic, signs, state_of
from index.question.filters import problem
from index.question.question import Question, read_question
from index.ranking.features import FEATURES
from index.ranking.learned import learned
from index.ranking.ranking import look_up, rank
from index.reading.choice import Choice, choose

if TYPE_CHECKING:
    from index.ranking.searcher import Searcher

_PROBLEMS = {"no_date": "it is no date", "no_article": "no article has this name", "none_match": "no article matches"}


def explain(question: str, searcher: Searcher) -> str:
    """What the question was read as, what each candidate was given for, and how sure that makes; lines of text."""
    asked = read_question(searcher.speller.respelt(question)[0])
    if asked.filter and (wrong := problem(asked.filter, searcher.library.articles)):
        return f"The filter {wrong.filter} can't be followed: {_PROBLEMS[wrong.kind]}."
    if not asked.terms:
        return "The question has no content word to search for."
    ranked = rank(look_up([asked], searcher)[0], searcher)
    if not len(ranked.order):
        return "The library holds no passage."
    choice = choose(asked, ranked, searcher)
    lines = [_reading(asked, searcher), ""]
    for position in range(len(choice.odds)):
        lines += [*_candidate(asked, choice, position, searcher), ""]
    return "\n".join([*lines, _verdict(asked, choice, searcher)])


def _reading(question: Question, searcher: Searcher) -> str:
    weights = searcher.term_weights(question)
    terms = ", ".join(
        f"{term.text}{'*' if term.is_head else ''} {weight:.2f}"
        for term, weight in zip(question.terms, weights, strict=True)
    )
    unit = f" in {question.unit}" if question.unit else ""
    limits = f" · only {question.filter}" if question.filter else ""
    return (
        f"language {question.language} · asks for: {question.wanted}{unit}{limits} · "
        f"words (*asked for) and weights: {terms}"
    )


def _candidate(question: Question, choice: Choice, position: int, searcher: Searcher) -> list[str]:
    ranked = choice.ranked
    row = int(ranked.order[position])
    number, which = ranked.evidence.sentences[row]
    passage = searcher.library.passages[number]
    sentence = passage.sentences[which]
    weights = learned("ranker")["weights"]
    values = dict(zip(FEATURES, ranked.evidence.features[row].tolist(), strict=True))
    parts = sorted(((weights[name] * value, name, value) for name, value in values.items()), key=lambda p: -abs(p[0]))
    credits = ", ".join(
        f"{term.text} {credit:.2f}"
        for term, credit in zip(question.terms, ranked.evidence.credits[:, row], strict=True)
    )
    figures = ", ".join(statistic.text for statistic in choice.figures[position]) or "none"
    return [
        f"{position + 1}. read {choice.odds[position]:+.2f} · first stage {ranked.scores[position]:.2f} · "
        f"{passage.paragraph.article.slug} ¶{passage.paragraph.number}",
        f"   {passage.text[sentence.span.start : sentence.span.end]}",
        f"   figures: {figures} (the best {choice.figure_odds[position]:+.2f} against none)",
        f"   words found: {credits}",
        "   first stage counted most: "
        + ", ".join(f"{name} {value:.2f} → {part:+.2f}" for part, name, value in parts[:6]),
    ]


def _verdict(question: Question, choice: Choice, searcher: Searcher) -> str:
    values = signs(question, choice, searcher)
    weights = learned("confidence")["answers"]["weights"]
    parts = sorted(
        ((weights[n] * float(v), n, float(v)) for n, v in zip(SIGNS, values, strict=True)), key=lambda p: -abs(p[0])
    )
    sure, least = confidence(values), learned("confidence")["least"]
    counted = ", ".join(f"{name} {value:.2f} → {part:+.2f}" for part, name, value in parts[:8])
    return (
        f"{state_of(values)}: confidence {sure:.2f} (sure from {default_threshold():.2f}, perhaps from "
        f"{least['perhaps']:.2f}): {counted}; on topic {on_topic(values):.2f} (perhaps from "
        f"{least['perhaps_on_topic']:.2f})"
    )
