"""What is said of answers: a source, how it is cited, a claim beside it, where a topic stands, several side by side."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import MessageEntity

from bot.messages import buttons
from bot.messages.blocks import Block, Message, finished, joined, styled, utf16_length
from bot.messages.citation import SEPARATOR, mentions, shortened, source_line, title
from bot.messages.figures import headline_figures
from bot.messages.passage import clip, shown, shown_words
from bot.messages.references import NAMES, STYLES
from bot.messages.render import figure_block, source_block, sources_block, verdict_block
from bot.messages.sums import sum_line
from bot.messages.tables import side_of
from bot.messages.verdicts import Checked, verdict_line
from bot.messages.views import Reader, View, answer_buttons
from bot.texts import read_as
from index.records import Answer, Quote

LONGEST_LABEL = 40
MOST_PLACES = 8


def checks_view(checks: Sequence[Checked], reader: Reader) -> View:
    """What the articles say to each claim of a text, and the quote of the first that they speak of: there is one."""
    shown = next(check for check in checks if check.verdict != "none")
    lines = [Block(read_as(check.answer, reader.texts)) for check in checks[:1]]
    for check in checks:
        before, figure, after = verdict_line(check, reader.texts)
        lines.append(joined([Block(before.rstrip()), figure_block(figure) if figure else Block(""), Block(after)], " "))
    quote = shown.answer.quotes[0]
    block = verdict_block(joined(lines, "\n"), quote, reader.texts, reader.passage_link)
    return View((finished(block),), answer_buttons(shown.answer, 0, reader))


def source_view(answer: Answer, reader: Reader) -> View:
    """Where the answer comes from; that there is none where nothing was found."""
    quotes = answer.quotes or answer.perhaps
    if not quotes:
        return View((Message(reader.texts.not_surely),))
    block = sources_block(quotes[0], reader.texts, reader.passage_link)
    return View((finished(block),), buttons.keyboard(buttons.neighbours(reader.holdings, quotes[0])))


def cite_view(quote: Quote, reader: Reader) -> View:
    """How the quote is cited in three styles, and buttons that copy: its figure, its words with their source, each
    style.
    """
    texts, cited = reader.texts, {name: style(quote) for name, style in STYLES.items()}
    figures = [shown_words(quote, statistic.span) for statistic in quote.headline[:1]]
    source = source_line(quote)
    words = clip(shown(quote), max(buttons.LONGEST_COPY - utf16_length(source) - 8, 20)).text
    lines = [joined([Block(NAMES[name]), styled(text, MessageEntity.CODE)], "\n") for name, text in cited.items()]
    return View(
        (finished(joined([Block(texts.to_copy), *lines], "\n\n")),),
        buttons.keyboard(
            [button for figure in figures for button in buttons.copying(figure, figure)]
            + buttons.copying(texts.quoted, f"{words} {source}"),
            [button for name, text in cited.items() for button in buttons.copying(NAMES[name], text)],
        ),
    )


def mentions_view(answer: Answer, topic: str, reader: Reader) -> View:
    """The articles that a search for a topic finds, a line and a button each."""
    texts = reader.texts
    places = {quote.paragraph.article.slug: quote for quote in reversed(mentions(answer, topic) or answer.nearest)}
    quotes = list(reversed(places.values()))[:MOST_PLACES]
    heading = texts.mentioned if mentions(answer, topic) else texts.not_mentioned
    opening = heading.format(topic=shortened(topic, LONGEST_LABEL), articles=len(reader.holdings.articles))
    lines = [source_block(quote, reader.passage_link) for quote in quotes]
    taps = [
        [buttons.button(f"¶{quote.paragraph.number} {shortened(name, LONGEST_LABEL)}", "paragraph", key, number)]
        for quote in quotes
        if (number := quote.paragraph.number) > 0
        and reader.holdings.has_paragraph(key := reader.holdings.key(quote), number)
        and (name := title(quote.paragraph.article))
    ]
    return View((finished(joined([Block(opening), *lines], "\n\n")),), buttons.keyboard(*taps))


def compared_view(reader: Reader, rows: Sequence[tuple[str, Answer]], adding: bool = False) -> View:
    """The figures of several answers, a line and a button each; of the sure ones alone. Above them their sum where one
    was asked for, or why there is none.
    """
    sides = [(label, side_of(label, answer)) for label, answer in rows]
    heading = sum_line([quote for _, quote in sides], reader.texts) if adding else reader.texts.compared
    texts, lines, taps = reader.texts, [Block(heading)], []
    for label, quote in sides:
        figure = figure_block(headline_figures(quote, texts.code)[0]) if quote else Block(texts.compared_none)
        paragraph = Block(f"¶{quote.paragraph.number}" if quote and quote.paragraph.number > 0 else "")
        lines.append(joined([styled(label, MessageEntity.ITALIC), figure, paragraph], SEPARATOR))
        if quote:
            key, start = reader.holdings.key(quote), quote.headline[0].span.start
            taps.append([buttons.button(shortened(label, LONGEST_LABEL), "figure", key, start)])
    return View((finished(joined(lines, "\n")),), buttons.keyboard(*taps))
