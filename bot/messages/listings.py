"""Lists of what the articles hold: statistics page by page, articles, outlines, the figure of the day. Pure."""

from __future__ import annotations

import random
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from itertools import groupby
from operator import attrgetter

from telegram import InlineKeyboardMarkup, MessageEntity

from bot.messages import buttons
from bot.messages.blocks import Block, finished, fits, joined, styled
from bot.messages.buttons import Row
from bot.messages.citation import SEPARATOR, linkable, shortened, title
from bot.messages.figures import headline_figures
from bot.messages.render import figure_block, quote_block
from bot.messages.tables import figures_on
from bot.messages.views import Reader, View
from bot.settings.values import version
from bot.texts import Texts, remark
from index.library.catalogue import Gone, Holdings
from index.question.filters import Filter, problem, written
from index.records import Answer, Article, Problem, Quote

ON_A_PAGE = 8
IN_A_ROW = 8
LONGEST_LABEL = 60


def figures_view(reader: Reader, key: str, page: int) -> View:
    """A page of all statistics, of one article where there is a key. Raises Gone."""
    quotes = reader.holdings.statistics(key)
    return _figures_page(reader, quotes, reader.texts.all_figures, page, ("stats", key))


def topic_view(reader: Reader, answer: Answer, page: int) -> View:
    """A page of the statistics on a topic: those of the passages that a search for it finds."""
    if answer.problem:
        return problem_view(reader, answer.problem)
    quotes = _held(figures_on(answer), reader.holdings)
    heading = reader.texts.figures_near if answer.state == "none" else reader.texts.figures_on
    topic = shortened(answer.question, LONGEST_LABEL)
    return _figures_page(reader, quotes, heading.format(topic=topic), page, ("topic",))


def figure_view(reader: Reader, key: str, start: int) -> View:
    """One statistic with the sentence it stands in, and the way back to its page. Raises Gone."""
    quote = reader.holdings.statistic(key, start)
    page = reader.holdings.statistics(key).index(quote) // ON_A_PAGE
    back = buttons.button(f"↩ {reader.texts.figures}", "stats", key, page)
    return View(
        (finished(quote_block(quote, reader.texts, reader.passage_link)),),
        buttons.keyboard(
            buttons.neighbours(reader.holdings, quote),
            [
                back,
                *buttons.glossing(reader.texts, reader.holdings, quote),
                *buttons.card(reader.texts, reader.holdings, quote),
            ],
        ),
    )


def day_view(reader: Reader, day: date, turn: int) -> View:
    """The figure of the day; ``turn`` counts those asked for after it, none twice before all were shown."""
    quotes = reader.holdings.telling
    if not quotes:
        return View((finished(Block(reader.texts.no_figures)),))
    order = random.Random(day.toordinal()).sample(range(len(quotes)), len(quotes))  # noqa: S311  (no secret)
    quote = quotes[order[turn % len(quotes)]]
    another = buttons.button(reader.texts.another, "random", (turn + 1) % len(quotes))
    return View(
        (finished(quote_block(quote, reader.texts, reader.passage_link, heading=reader.texts.figure_of_the_day)),),
        buttons.keyboard(
            buttons.neighbours(reader.holdings, quote),
            [another, *buttons.glossing(reader.texts, reader.holdings, quote)],
        ),
    )


def filtered_figures_view(reader: Reader, limits: Filter, page: int) -> View:
    """A page of all statistics of the articles that match. Raises Gone."""
    if wrong := problem(limits, reader.holdings.articles.values()):
        return problem_view(reader, wrong)
    keys = [key for key, article in reader.holdings.articles.items() if limits.matches(article)]
    quotes = reader.holdings.statistics_in(keys)
    heading = f"{reader.texts.all_figures} ({shortened(str(limits), LONGEST_LABEL)})"
    return _figures_page(reader, quotes, heading, page, ("topic",))


def problem_view(reader: Reader, wrong: Problem) -> View:
    """Why filters can't be followed, and the way to the list of articles."""
    line = remark(Answer("", "en", 0.0, problem=wrong), reader.texts)
    return View((finished(Block(line)),), buttons.keyboard([buttons.button(reader.texts.articles, "articles", 0)]))


def articles_view(reader: Reader, page: int, limits: Filter | None = None) -> View:
    """A page of the articles (of those that match, where there are filters), a button for each."""
    limits = limits or Filter()
    if wrong := problem(limits, reader.holdings.articles.values()):
        return problem_view(reader, wrong)
    texts = reader.texts
    articles = [(key, article) for key, article in reader.holdings.articles.items() if limits.matches(article)]
    last = max(0, (len(articles) - 1) // ON_A_PAGE)
    page = min(page, last)
    shown = articles[page * ON_A_PAGE : (page + 1) * ON_A_PAGE]
    size = (
        Block(f"{shortened(str(limits), LONGEST_LABEL)} ({len(articles)})") if limits else _size(texts, reader.holdings)
    )
    lines = [joined([styled(texts.corpus, MessageEntity.BOLD), size], SEPARATOR)]
    lines += [_article_lines(texts, reader.holdings, key, article) for key, article in shown]
    taps = [[buttons.button(_label(article), "outline", key)] for key, article in shown]
    turning = buttons.pages("filtered" if limits else "articles", (), page, last)
    return View((finished(joined(lines, "\n\n")),), buttons.keyboard(*taps, turning))


def outline_view(reader: Reader, key: str) -> View:
    """An article's credits, headings with their paragraphs, and the way to its statistics. Raises Gone."""
    texts, holdings = reader.texts, reader.holdings
    block = joined([_article_lines(texts, holdings, key, holdings.article(key)), _rights(holdings.article(key))], "\n")
    lines = _outline(holdings, key)
    for line in lines:
        longer = joined([block, line], "\n\n" if line is lines[0] else "\n")
        if not fits(longer):
            break
        block = longer
    first = [buttons.button("¶1 ▶", "paragraph", key, 1)] if holdings.has_paragraph(key, 1) else []
    figures = [buttons.button(texts.figures, "stats", key, 0)] if holdings.statistics(key) else []
    back = [buttons.button(f"↩ {texts.articles}", "articles", 0)]
    return View((finished(block),), buttons.keyboard([*first, *figures], buttons.charts(texts, holdings, key), back))


def about_view(reader: Reader) -> View:
    """Version, corpus and rights."""
    texts, holdings = reader.texts, reader.holdings
    paragraphs, figures = holdings.size()
    about = texts.about.format(
        version=version(), articles=len(holdings.articles), paragraphs=paragraphs, figures=figures
    )
    block = joined([Block(about), Block(texts.rights)], "\n\n")
    for article in holdings.articles.values():
        credit = joined([Block(title(article)), Block(shortened(article.publisher, 100)), _rights(article)], SEPARATOR)
        longer = joined([block, credit], "\n")
        if not fits(longer):
            break
        block = longer
    return View((finished(block),), buttons.keyboard([buttons.button(texts.articles, "articles", 0)]))


def _figures_page(reader: Reader, quotes: Sequence[Quote], heading: str, page: int, tap: tuple[str, ...]) -> View:
    if not quotes:
        return View((finished(Block(reader.texts.no_figures)),))
    last = (len(quotes) - 1) // ON_A_PAGE
    if page > last:
        raise Gone(f"page {page}")
    first = page * ON_A_PAGE
    shown = quotes[first : first + ON_A_PAGE]
    counted = f"{first + 1}–{first + len(shown)} / {len(quotes)}"
    lines = [joined([styled(heading, MessageEntity.BOLD), Block(counted)], SEPARATOR)]
    numbered = enumerate(shown, first + 1)
    for _, same in groupby(numbered, key=lambda pair: pair[1].paragraph.article.slug):
        ones = list(same)
        rows = [_figure_line(reader.texts, number, quote) for number, quote in ones]
        article = ones[0][1].paragraph.article
        named = (shortened(detail, LONGEST_LABEL) for detail in (title(article), article.publisher, article.date))
        lines.append(joined([joined(map(Block, named), SEPARATOR), *rows], "\n"))
    return View((finished(joined(lines, "\n\n")),), _figures_buttons(reader, shown, page, last, tap, first))


def _figures_buttons(
    reader: Reader, shown: Sequence[Quote], page: int, last: int, tap: tuple[str, ...], first: int
) -> InlineKeyboardMarkup | None:
    holdings = reader.holdings
    numbers: Row = [
        buttons.button(str(first + position + 1), "figure", holdings.key(quote), quote.headline[0].span.start)
        for position, quote in enumerate(shown)
    ]
    turning = buttons.pages(tap[0], tap[1:], page, last)
    charts = buttons.charts(reader.texts, holdings, tap[1]) if tap[0] == "stats" and tap[1] else []
    articles = [buttons.button(reader.texts.articles, "articles", 0)]
    articles += [buttons.button(reader.texts.csv, "csv")] if tap[0] == "topic" else []
    return buttons.keyboard(numbers[: IN_A_ROW // 2], numbers[IN_A_ROW // 2 :], turning, charts, articles)


def _figure_line(texts: Texts, number: int, quote: Quote) -> Block:
    (figure,) = headline_figures(quote, texts.code)
    paragraph = Block(f"¶{quote.paragraph.number}" if quote.paragraph.number > 0 else "")
    return joined([Block(f"{number}."), joined([figure_block(figure), paragraph], SEPARATOR)], " ")


def _held(figures: Sequence[Quote], holdings: Holdings) -> list[Quote]:
    """The figures as the library lists them; without those that it lost since the answer."""
    held = []
    for quote in figures:
        with suppress(Gone):
            held.append(holdings.statistic(holdings.key(quote), quote.headline[0].span.start))
    return list(dict.fromkeys(held))


def _outline(holdings: Holdings, key: str) -> list[Block]:
    lines = []
    bodies = [passage.paragraph for passage in holdings.passages(key) if passage.paragraph.kind == "body"]
    for section, paragraphs in groupby(bodies, key=attrgetter("section")):
        numbers = [paragraph.number for paragraph in paragraphs]
        stretch = f"¶{numbers[0]}" if len(numbers) == 1 else f"¶{numbers[0]}–{numbers[-1]}"
        lines.append(joined([styled(shortened(section, LONGEST_LABEL), MessageEntity.BOLD), Block(stretch)], SEPARATOR))
    return lines


def _article_lines(texts: Texts, holdings: Holdings, key: str, article: Article) -> Block:
    credits = SEPARATOR.join(
        part for part in (article.publisher, " ".join(article.authors), article.date) if part.strip()
    )
    named = (
        styled(title(article), MessageEntity.TEXT_LINK, article.url) if linkable(article.url) else Block(title(article))
    )
    name = article.slug if len(article.slug) <= LONGEST_LABEL else ""
    called = styled(written("in", name) if name else "", MessageEntity.CODE)  # a tap copies it into a question
    size = joined([_size(texts, holdings, key), called], SEPARATOR)
    return joined([named, Block(shortened(credits, 120)), size], "\n")


def _size(texts: Texts, holdings: Holdings, key: str = "") -> Block:
    paragraphs, figures = holdings.size(key)
    return Block(texts.size.format(paragraphs=paragraphs, figures=figures))


def _rights(article: Article) -> Block:
    return Block(shortened(article.rights, 200))


def _label(article: Article) -> str:
    return shortened(article.title, LONGEST_LABEL) or article.slug
