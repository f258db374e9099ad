"""Figures side by side: which of those that a search found, and as a table of Markdown. Nothing is added up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.messages.figures import restated
from index.question.patterns import YEAR
from index.records import COUNTING, Answer, Quote


def figures_on(answer: Answer) -> list[Quote]:
    """The figures of the sentences that a search for a topic found, each once and the headline of its quote: first
    those that answer, then the others that count something.
    """
    quotes = answer.quotes or answer.nearest
    wanted = [(quote, figure) for quote in quotes for figure in quote.headline]
    others = [
        (quote, figure) for quote in quotes for figure in quote.statistics if figure.kind in COUNTING and figure.counted
    ]
    headlined: dict[tuple[str, int], Quote] = {}
    for quote, figure in (*wanted, *others):
        headlined.setdefault((quote.paragraph.article.slug, figure.span.start), replace(quote, headline=(figure,)))
    return list(headlined.values())


def side_of(label: str, answer: Answer) -> Quote | None:
    """The first figure of a sure answer as the headline of its quote; of a year, where ``label`` is one, a figure of
    that year alone. None where there is none.
    """
    quote = answer.quotes[0] if answer.quotes else None
    first = next((figure for figure in quote.headline if figure.kind in COUNTING), None) if quote else None
    if quote is None or first is None:
        return None
    years = YEAR.findall(label)
    same = (first, *(figure for figure in quote.statistics if figure.unit == first.unit))
    of_year = [figure for figure in same if not years or set(YEAR.findall(figure.period)) & set(years)]
    return replace(quote, headline=(of_year[0],)) if of_year else None


def as_markdown(quotes: Sequence[Quote], language: str) -> str:
    """The figures as a table of Markdown: period, figure, what it counts, where it stands."""
    lines = ["| period | figure | counted | article | ¶ |", "| --- | --- | --- | --- | ---: |"]
    for quote in quotes:
        statistic, article = quote.headline[0], quote.paragraph.article
        figure = article.text[statistic.span.start : statistic.span.end]
        told = restated(statistic, language, article.text)
        figure += f" ({told})" if told else ""
        cells = (statistic.period, figure, statistic.counted, article.title, str(quote.paragraph.number))
        lines.append(f"| {' | '.join(' '.join(cell.split()).replace('|', chr(92) + '|') for cell in cells)} |")
    return "\n".join(lines) + "\n"
