"""Answer -> Telegram messages: the figure, the quote, its source. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from telegram import MessageEntity

from bot.messages.blocks import LONGEST_TEXT, Block, Message, finished, fits, joined, split, styled, utf16_length
from bot.messages.citation import SEPARATOR, details, further_source, further_sources, link, title
from bot.messages.figures import Figure, headline_figures
from bot.messages.passage import ELLIPSIS, Passage, clause, clip, columns, shown
from bot.texts import TEXTS, Texts, left_out, read_as, remark
from index.records import Answer, Quote, Span, Statistic

MOST_BOLD = 24  # in one quote, so that three quotes with all they need stay within Telegram's 100 entities
MOST_QUOTES = 3
EXPANDABLE_FROM = 300  # code points
COLUMNS = 38  # of a phone
FOLDED = 3 * COLUMNS  # what it shows of a folded quote
MOST_LINES = 15  # of an answer before a tap; further quotes that would pass it wait for one
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
        unsure = unsure_block(answer.nearest[0], texts, passage_link)
        return finished(joined([_read(answer, texts), unsure, Block(left_out(answer, texts))], "\n"))
    if not answer.quotes:
        return finished(joined([_read(answer, texts), Block(remark(answer, texts))], "\n"))
    block = joined([_read(answer, texts), quote_block(answer.quotes[0], texts, passage_link)], "\n")
    return finished(_with_further(block, answer, texts, passage_link))


def render_all(answer: Answer, texts: Texts | None = None, passage_link: PassageLink = nowhere) -> list[Message]:
    """The messages that answer, where the quote is too long for one."""
    texts = texts or TEXTS[answer.language]
    if not answer.quotes or len(answer.quotes[0].span) <= EXPANDABLE_FROM:
        return [render(answer, texts, passage_link)]
    block = joined([_read(answer, texts), long_quote_block(answer.quotes[0], texts, passage_link)], "\n")
    return split(_with_further(block, answer, texts, passage_link) if fits(block) else block)


def _read(answer: Answer, texts: Texts) -> Block:
    return Block(read_as(answer, texts))


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
    return verdict_block(opening, quote, texts, passage_link)


def verdict_block(opening: Block, quote: Quote, texts: Texts, passage_link: PassageLink = nowhere) -> Block:
    """The quote and its source under what is said of it; a quote that is too long is cut around its figure."""
    source = sources_block(quote, texts, passage_link)
    passage = shown(quote)
    room = LONGEST_TEXT - utf16_length(opening.text + passage.heads + source.text) - 2 * FOLDED - len("\n\n\n\n\n")
    return joined([opening, folded_block(_fitted(passage, room)), source], "\n")


def unsure_block(quote: Quote, texts: Texts, passage_link: PassageLink = nowhere) -> Block:
    """The quote that perhaps answers, said to be unsure: its clause with the figure first, none set as the answer."""
    source = sources_block(quote, texts, passage_link)
    room = LONGEST_TEXT - utf16_length(texts.perhaps + source.text) - 2 * FOLDED - len("\n\n\n\n")
    quotation = folded_block(_fitted(shown(quote), room))
    plain = Block(quotation.text, tuple(entity for entity in quotation.entities if entity.type != MessageEntity.BOLD))
    return joined([Block(texts.perhaps), plain, source], "\n")


def long_quote_block(quote: Quote, texts: Texts, passage_link: PassageLink = nowhere) -> Block:
    """Figures, quote and source, to be split: the figures that answer in bold."""
    passage = clip(shown(quote), LONGEST_QUOTE)
    quotation = quotation_block(passage, len(passage.text) > EXPANDABLE_FROM)
    figures = figures_block(headline_figures(quote, texts.code))
    return joined([figures, quotation, sources_block(quote, texts, passage_link)], "\n")


def further_block(quote: Quote, texts: Texts, passage_link: PassageLink = nowhere) -> Block:
    """A quote after the first: folded, so that the first stays the answer."""
    quotation = quotation_block(shown(quote), expandable=True)
    return joined([quotation, sources_block(quote, texts, passage_link)], "\n")


def figures_block(figures: Iterable[Figure]) -> Block:
    """The figures on one line, each in bold before what it counts."""
    return joined([figure_block(figure) for figure in figures], SEPARATOR)


def figure_block(figure: Figure) -> Block:
    """``55所 (restated) what it counts (in English)``."""
    return joined([styled(figure.text, MessageEntity.BOLD), Block(figure.rest)], " ")


def folded_block(passage: Passage) -> Block:
    """The quoted words; where they take more lines than a folded quote shows, the clause with the figure stands over
    them, and they unfold at a tap.
    """
    if columns(passage.text) <= FOLDED:
        return quotation_block(passage, expandable=False)
    part = clip(clause(passage), FOLDED // 2) if passage.headline else passage
    if part.text == passage.text or passage.text.startswith(part.text.rstrip(ELLIPSIS)):
        return quotation_block(passage, expandable=True)
    by = len(part.text) + 2
    both = Passage(
        f"{part.text}\n\n{passage.text}",
        headline=(*part.headline, *(Span(span.start + by, span.end + by) for span in passage.headline)),
        heads=passage.heads,
    )
    return quotation_block(both, expandable=True)


def quotation_block(passage: Passage, expandable: bool) -> Block:
    """The quoted words as a block quotation, the figures that answer in bold; what heads a row of a table stands above
    it.
    """
    kind = MessageEntity.EXPANDABLE_BLOCKQUOTE if expandable else MessageEntity.BLOCKQUOTE
    bold = [MessageEntity(MessageEntity.BOLD, span.start, len(span)) for span in passage.headline[:MOST_BOLD]]
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
        if fits(longer) and lines_on_a_phone(longer) <= MOST_LINES:
            block = longer
    return block


def lines_on_a_phone(block: Block) -> int:
    """How many lines of a phone a block takes while what unfolds is folded."""
    lines, at = 0, 0
    folded = [entity for entity in block.entities if entity.type == MessageEntity.EXPANDABLE_BLOCKQUOTE]
    for entity in sorted(folded, key=lambda entity: entity.offset):
        end = entity.offset + entity.length
        lines += _lines(block.text[at : entity.offset].removesuffix("\n"))
        lines += min(FOLDED // COLUMNS, _lines(block.text[entity.offset : end]))
        at = end + 1  # the line that the quote ends
    return lines + _lines(block.text[at:])


def _lines(text: str) -> int:
    return sum(max(1, -(-columns(line) // COLUMNS)) for line in text.split("\n")) if text else 0


def _measure(statistic: Statistic) -> tuple[float | None, str, str]:
    return statistic.value, statistic.unit, statistic.counted


def _fitted(passage: Passage, room: int) -> Passage:
    """The passage within ``room`` UTF-16 units: a code point takes one or two."""
    clipped = clip(passage, room)
    return clipped if utf16_length(clipped.text) <= room else clip(passage, room // 2)
