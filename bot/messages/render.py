"""Answer -> Telegram messages: the figure, the quote, its source. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from telegram import MessageEntity

from bot.messages.blocks import LONGEST_TEXT, Block, Message, finished, fits, joined, split, styled, utf16_length
from bot.messages.citation import SEPARATOR, details, further_source, further_sources, link, title
from bot.messages.figures import Figure, headline_figures
from bot.messages.passage import Passage, clip, shown
from bot.texts import TEXTS, Texts, left_out, remark
from index.records import Answer, Quote, Span, Statistic

MOST_BOLD = 24  # in one quote, so that three quotes with all they need stay within Telegram's 100 entities
MOST_QUOTES = 3
EXPANDABLE_FROM = 300  # code points
LONGEST_QUOTE = 12_000  # code points; a longer one is cut around its figure

PassageLink = Callable[[Quote], str]


def nowhere(quote: Quote) -> str:
    """The link of passages that can't be linked to."""
    return ""


def render(answer: Answer, texts: Texts | None = None, passage_link: PassageLink = nowhere) -> Message:
    """One message that answers: figures, quote and source of each quote; the quote alone where it is unsure; or one
    honest line.
    """
    texts = texts or TEXTS[answer.language]
    if answer.perhaps:
        return finished(quote_block(answer.perhaps[0], texts, passage_link, remark(answer, texts)))
    if not answer.quotes:
        return Message(remark(answer, texts))
    return finished(_with_further(quote_block(answer.quotes[0], texts, passage_link), answer, texts, passage_link))


def render_all(answer: Answer, texts: Texts | None = None, passage_link: PassageLink = nowhere) -> list[Message]:
    """The messages that answer, where the quote is too long for one."""
    texts = texts or TEXTS[answer.language]
    if not answer.quotes or len(answer.quotes[0].span) <= EXPANDABLE_FROM:
        return [render(answer, texts, passage_link)]
    block = long_quote_block(answer.quotes[0], texts, passage_link)
    return split(_with_further(block, answer, texts, passage_link) if fits(block) else block)


def further_quotes(answer: Answer) -> list[Quote]:
    """The quotes after the first that answer with a figure not given before."""
    given = {_measure(statistic) for statistic in answer.quotes[0].headline}
    further = []
    for quote in answer.quotes[1:MOST_QUOTES]:
        new = {_measure(statistic) for statistic in quote.headline} - given
        if new:
            further.append(quote)
            given |= new
    return further


def quote_block(quote: Quote, texts: Texts, passage_link: PassageLink = nowhere, heading: str = "") -> Block:
    """Figures, quote and source in one message; a quote that is too long is cut around its figure."""
    opening = joined([Block(heading), figures_block(headline_figures(quote, texts.code))], "\n\n")
    source = sources_block(quote, texts, passage_link)
    passage = shown(quote)
    room = LONGEST_TEXT - utf16_length(opening.text + passage.heads + source.text) - len("\n\n\n\n\n")
    passage = _fitted(passage, room)
    quotation = quotation_block(passage, expandable=len(passage.text) > EXPANDABLE_FROM)
    return joined([opening, quotation, source], "\n\n")


def long_quote_block(quote: Quote, texts: Texts, passage_link: PassageLink = nowhere) -> Block:
    """Figures, quote and source, to be split: all the quote's figures in bold."""
    passage = clip(shown(quote), LONGEST_QUOTE)
    quotation = quotation_block(passage, len(passage.text) > EXPANDABLE_FROM, most_bold=len(passage.figures))
    figures = figures_block(headline_figures(quote, texts.code))
    return joined([figures, quotation, sources_block(quote, texts, passage_link)], "\n\n")


def further_block(quote: Quote, texts: Texts, passage_link: PassageLink = nowhere) -> Block:
    """A quote after the first: folded, so that the first stays the answer."""
    quotation = quotation_block(shown(quote), expandable=True)
    return joined([quotation, sources_block(quote, texts, passage_link)], "\n")


def figures_block(figures: Iterable[Figure]) -> Block:
    """The figures on one line, each in bold before what it counts."""
    return joined([figure_block(figure) for figure in figures], SEPARATOR)


def figure_block(figure: Figure) -> Block:
    """``55所 (restated) what it counts``."""
    restated = f"({figure.restated})" if figure.restated else ""
    rest = " ".join(part for part in (restated, figure.counted) if part)
    return joined([styled(figure.text, MessageEntity.BOLD), Block(rest)], " ")


def quotation_block(passage: Passage, expandable: bool, most_bold: int = MOST_BOLD) -> Block:
    """The quoted words as a block quotation, figures in bold; what heads a row of a table stands above it."""
    kind = MessageEntity.EXPANDABLE_BLOCKQUOTE if expandable else MessageEntity.BLOCKQUOTE
    bold = [MessageEntity(MessageEntity.BOLD, span.start, len(span)) for span in _emphasised(passage, most_bold)]
    quotation = Block(passage.text, (MessageEntity(kind, 0, len(passage.text)), *bold))
    return joined([Block(passage.heads), quotation], "\n")


def sources_block(quote: Quote, texts: Texts, passage_link: PassageLink = nowhere) -> Block:
    """The source of a quote, and on a line of its own who else says the same."""
    named = further_sources(quote)
    others = [_further_source(quote, other, passage_link) for other in named]
    if rest := len(quote.also) - len(named):
        others.append(Block(texts.others.format(count=rest)))
    also = joined([Block(texts.also_in), joined(others, "; ")], " ") if others else Block("")
    return joined([source_block(quote, passage_link), also], "\n")


def _further_source(quote: Quote, other: Quote, passage_link: PassageLink) -> Block:
    """A further source: what it is named by linked to the page, the ¶ to the passage."""
    parts = [Block(part) for part in further_source(quote, other)]
    url, address = link(other), passage_link(other)
    if url and parts:
        parts[0] = styled(parts[0].text, MessageEntity.TEXT_LINK, url)
    if address and other.paragraph.number > 0:
        parts[-1] = styled(parts[-1].text, MessageEntity.TEXT_LINK, address)
    return joined(parts, SEPARATOR)


def source_block(quote: Quote, passage_link: PassageLink = nowhere) -> Block:
    """``— title · publisher · authors · date · ¶23``: the title linked to the page, the ¶ to the passage."""
    name, url = title(quote.paragraph.article), link(quote)
    titled = styled(name, MessageEntity.TEXT_LINK, url) if url else Block(name)
    parts = [Block(part) for part in details(quote)]
    address = passage_link(quote)
    if parts and address and quote.paragraph.number > 0:
        parts[-1] = styled(parts[-1].text, MessageEntity.TEXT_LINK, address)
    return joined([joined([Block("—"), titled], " "), *parts], SEPARATOR)


def _with_further(block: Block, answer: Answer, texts: Texts, passage_link: PassageLink) -> Block:
    further = [further_block(quote, texts, passage_link) for quote in further_quotes(answer)]
    for other in (Block(left_out(answer, texts)), *further):
        longer = joined([block, other], "\n\n")
        if fits(longer):
            block = longer
    return block


def _measure(statistic: Statistic) -> tuple[float | None, str, str]:
    return statistic.value, statistic.unit, statistic.counted


def _fitted(passage: Passage, room: int) -> Passage:
    """The passage within ``room`` UTF-16 units: a code point takes one or two."""
    clipped = clip(passage, room)
    return clipped if utf16_length(clipped.text) <= room else clip(passage, room // 2)


def _emphasised(passage: Passage, most: int) -> list[Span]:
    """The figures set in bold; where there are too many, those that answer come first."""
    headline = set(passage.headline)
    chosen = sorted(passage.figures, key=lambda span: (span not in headline, span))
    return sorted(chosen[:most])
