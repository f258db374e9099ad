"""A claim beside what the articles say: the same, about the same, another figure, of another time, or not found.

Never true or false: only whether the article's figure is the claimed one.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from index.question.claims import Claim, claims_in
from index.question.filters import split_filters
from index.question.patterns import YEAR
from index.question.question import Term, read_question
from index.records import Answer, Quote, Statistic, plain
from index.text.glosses import glosses
from index.text.scripts import fold, is_han
from index.text.words import words

Verdict = Literal["equal", "about", "different", "other", "none"]

_ROUNDED = 0.025  # as far apart as rounding puts two figures
_LOOKED_AT = 3  # quotes
_LEAST = 0.25  # of the confidence: a sentence less likely to answer may be worth a look, and settles no claim


@dataclass(frozen=True, slots=True)
class Check:
    """What the articles say to a claim; ``figure`` is the article's and heads the first quote of ``answer``.

    ``period`` is the time of the article's figure, where that is another than the claim's and the article says it.
    """

    claim: Claim
    verdict: Verdict
    answer: Answer
    figure: Statistic | None = None
    period: str = ""


def look_up(text: str, ask: Callable[[str], Answer]) -> tuple[Answer, tuple[Check, ...]]:
    """The answer to a question; of a text that makes claims, each checked, and the answer to the first found."""
    words, limits = split_filters(text)
    checks = tuple(check_one(claim, lambda asked: ask(f"{asked} {limits}".strip())) for claim in claims_in(words))
    return next((check.answer for check in checks if check.verdict != "none"), None) or ask(text), checks


def check_one(claim: Claim, ask: Callable[[str], Answer]) -> Check:
    """The claim's check, by the first of its questions that finds its figure; else that of the first."""
    checks = (checked(claim, ask(question)) for question in claim.questions)
    first = next(checks)
    return first if first.verdict != "none" else next((check for check in checks if check.verdict != "none"), first)


def checked(claim: Claim, answer: Answer) -> Check:
    """The claim compared with the figures of the answer to its question."""
    quotes = answer.quotes or answer.nearest
    for quote in quotes[:_LOOKED_AT] if answer.confidence >= _LEAST else ():
        if not _tells_of(claim, quote):
            continue
        figures = [figure for figure in quote.headline if _comparable(figure, claim.figure)]
        of_the_year = [figure for figure in figures if _is_of(figure, quote, claim.years)] or _beside(
            figures, quote, claim
        )
        if best := _closest(claim.figure, of_the_year or figures):
            verdict = _compared(claim.figure, best) if of_the_year else "other"
            shown = replace(quote, headline=(best,))
            rest = tuple(other for other in quotes if other is not quote)
            narrowed = replace(answer, state="sure", quotes=(shown, *rest), nearest=())
            return Check(claim, verdict, narrowed, best, "" if of_the_year else best.period)
    return Check(claim, "none", answer)


def _closest(claimed: Statistic, figures: list[Statistic]) -> Statistic | None:
    """The figure that is the claimed one, or about; else the first, which answers best."""
    order = {"equal": 0, "about": 1, "different": 2}
    return min(figures, key=lambda figure: order[_compared(claimed, figure)], default=None)


def _compared(claimed: Statistic, figure: Statistic) -> Verdict:
    one, other = claimed.value or 0.0, figure.value or 0.0
    if math.isclose(one, other, rel_tol=1e-9):
        return "equal"
    if one * other <= 0 or abs(one - other) > _ROUNDED * max(abs(one), abs(other)) + 1e-12:
        rounded = any(math.isclose(_rounded(other, digits), one, rel_tol=1e-9) for digits in range(1, 7))
        rough = rounded and claimed.qualifier != "exact" and abs(one - other) <= 4 * _ROUNDED * abs(other)
        return "about" if rough else "different"
    coarser = any(
        math.isclose(_rounded(exact, digits), rough, rel_tol=1e-9)
        for exact, rough in ((other, one), (one, other))
        for digits in range(1, 7)
    )
    return "about" if coarser or claimed.qualifier != "exact" else "different"


def _rounded(value: float, digits: int) -> float:
    return float(f"{value:.{digits - 1}e}")


def _comparable(figure: Statistic, claimed: Statistic) -> bool:
    """Whether the two are figures of one kind: shares with shares, money with money."""
    if figure.value is None:
        return False
    return all((figure.kind == kind) == (claimed.kind == kind) for kind in ("percent", "money"))


def _is_of(figure: Statistic, quote: Quote, years: tuple[str, ...]) -> bool:
    """Whether the figure is of a year that the claim names; where the article gives it none, of the article's own."""
    if not years:
        return True
    told = set(YEAR.findall(figure.period))
    if not told:
        article = quote.paragraph.article
        told = set(YEAR.findall(f"{quote.text} {article.title} {quote.paragraph.section}"))
        told |= {str(int(year) - 1) for year in YEAR.findall(article.date[:4])} if not told else set()
    return bool(told & set(years))


def _beside(figures: list[Statistic], quote: Quote, claim: Claim) -> list[Statistic]:
    """The quote's figures in the same unit that it gives for a year of the claim."""
    units = {figure.unit for figure in figures}
    same = [figure for figure in quote.statistics if figure.unit in units and _comparable(figure, claim.figure)]
    return [figure for figure in same if set(YEAR.findall(figure.period)) & set(claim.years)]


def _tells_of(claim: Claim, quote: Quote) -> bool:
    """Whether the quote names what the claim counts."""
    terms = [term for term in read_question(claim.questions[0]).terms if not term.form[:1].isdigit()]
    heads = [term for term in terms if term.is_head] or terms
    article = quote.paragraph.article
    forms = {word.form for word in words(f"{plain(article, quote.span)[0]} {article.title} {quote.paragraph.section}")}
    named = sum(_is_said(term, forms) for term in heads)
    return bool(heads) and named * 2 >= len(heads)


def _is_said(term: Term, forms: set[str]) -> bool:
    """Whether a term is among the words, in its own language or by the dictionary."""
    form = fold(term.form)
    if form in forms:
        return True
    if is_han(form):
        close = any(len(other) > 1 and is_han(other) and (other in form or form in other) for other in forms)
        return close or bool(set(glosses(form)) & forms)
    return any(form in glosses(other) for other in forms if is_han(other))
