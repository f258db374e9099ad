"""Why a quote won: the evidence of the first candidates, in words and figures (``yinju ask --explain``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.answering.confidence import SIGNS, confidence, default_threshold, signs
from index.answering.figure_signs import place_at
from index.answering.headline import figures
from index.question.filters import problem
from index.question.question import Question, read_question
from index.ranking.features import FEATURES
from index.ranking.learned import learned
from index.ranking.ranking import Lookup, Ranked, look_up, rank

if TYPE_CHECKING:
    from index.ranking.searcher import Searcher

_SHOWN = 3
_PROBLEMS = {"no_date": "it is no date", "no_article": "no article has this name", "none_match": "no article matches"}


def explain(question: str, searcher: Searcher) -> str:
    """What the question was read as, and for the first candidates every figure that spoke for or against."""
    asked = read_question(question)
    if asked.filter and (wrong := problem(asked.filter, searcher.library.articles)):
        return f"The filter {wrong.filter} can't be followed: {_PROBLEMS[wrong.kind]}."
    if not asked.terms:
        return "The question has no content word to search for."
    lookup = look_up([asked], searcher)[0]
    ranked = rank(lookup, searcher)
    if not len(ranked.order):
        return "The library holds no passage."
    lines = [_reading(asked, searcher), ""]
    for place in range(min(_SHOWN, len(ranked.order))):
        lines += [*_candidate(lookup, ranked, place, searcher), ""]
    return "\n".join([*lines, *_confidence(lookup, ranked, searcher)])


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


def _candidate(lookup: Lookup, ranked: Ranked, place: int, searcher: Searcher) -> list[str]:
    question = lookup.question
    row = int(ranked.order[place])
    number, which = ranked.evidence.sentences[row]
    passage = searcher.library.passages[number]
    sentence = passage.sentences[which]
    weights = learned("ranker")["weights"]
    values = dict(zip(FEATURES, ranked.evidence.features[row].tolist(), strict=True))
    by_level = " · ".join(
        f"{level} dense {values[f'dense_{level}']:+.2f}, words {values[f'words_{level}']:.2f}"
        for level in ("paragraph", "sentence", "clause")
    )
    parts = sorted(((weights[name] * value, name, value) for name, value in values.items()), key=lambda p: -abs(p[0]))
    text = passage.text[sentence.span.start : sentence.span.end]
    credits = ", ".join(
        f"{term.text} {credit:.2f}"
        for term, credit in zip(question.terms, ranked.evidence.credits[:, row], strict=True)
    )
    chosen = figures(lookup, place_at(question, ranked, place, searcher), searcher).chosen
    return [
        f"{place + 1}. score {ranked.scores[place]:.2f} · {passage.paragraph.article.slug} ¶{passage.paragraph.number}",
        f"   {text}",
        f"   levels: {by_level}",
        f"   words found: {credits}",
        "   counted most: " + ", ".join(f"{name} {value:.2f} → {part:+.2f}" for part, name, value in parts[:6]),
        f"   figures: {', '.join(s.text for s in chosen) or 'none'}",
    ]


def _confidence(lookup: Lookup, ranked: Ranked, searcher: Searcher) -> list[str]:
    question = lookup.question
    best = figures(lookup, place_at(question, ranked, 0, searcher), searcher)
    found = signs(question, ranked, best, searcher)
    weights = learned("confidence")["weights"]
    parts = sorted(
        ((weights[n] * float(v), n, float(v)) for n, v in zip(SIGNS, found, strict=True)),
        key=lambda p: -abs(p[0]),
    )
    return [
        f"confidence {confidence(found):.2f} (answered from {default_threshold():.2f}): "
        + ", ".join(f"{name} {value:.2f} → {part:+.2f}" for part, name, value in parts[:8])
    ]
