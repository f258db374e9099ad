"""Answer -> Telegram message: text and entities, within Telegram's limits. Pure.

Entities, not markup, so that no text of the corpus can break or inject anything. The only place
where offsets are UTF-16 units, as Telegram counts them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from telegram import MessageEntity

from bot.citation import SEPARATOR, details, link, title
from bot.figures import Figure, headline_figures
from bot.passage import Passage, clip, shown
from bot.texts import remark
from index.records import Answer, Language, Quote, Span, Statistic

LONGEST_TEXT = 4096  # UTF-16 units
MOST_ENTITIES = 100
MOST_BOLD = 24  # in one quote, so that three quotes with all they need stay within MOST_ENTITIES
MOST_QUOTES = 3
EXPANDABLE_FROM = 300  # code points
# What Telegram turns into a space or refuses: control characters but the newline, lone surrogates.
_UNSENDABLE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent: a text, and entities whose offsets count UTF-16 units."""

    text: str
    entities: tuple[MessageEntity, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a message; its entities count code points."""

    text: str
    entities: tuple[MessageEntity, ...] = ()


def render(answer: Answer) -> Message:
    """The message that answers: figures, quote and source of each quote, or one honest line."""
    if not answer.quotes:
        return Message(remark(answer))
    block = _answer_block(answer.quotes[0], answer.language)
    for quote in further_quotes(answer):
        longer = _joined([block, _further_block(quote)], "\n\n")
        if utf16_length(longer.text) <= LONGEST_TEXT and len(longer.entities) <= MOST_ENTITIES:
            block = longer
    entities = MessageEntity.adjust_message_entities_to_utf_16(block.text, block.entities)
    return Message(block.text, tuple(entities))


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


def utf16_length(text: str) -> int:
    """The length of ``text`` as Telegram counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def sendable(text: str) -> str:
    """``text`` with each character that Telegram would not keep replaced by one that it does."""
    return _SURROGATE.sub("\ufffd", _UNSENDABLE.sub(" ", text))


def _measure(statistic: Statistic) -> tuple[float | None, str, str]:
    return statistic.value, statistic.unit, statistic.counted


def _answer_block(quote: Quote, language: Language) -> Block:
    figures = _figures_block(headline_figures(quote, language))
    source = _source_block(quote)
    room = LONGEST_TEXT - utf16_length(figures.text + source.text) - len("\n\n\n\n")
    passage = _fitted(shown(quote), room)
    quotation = _quotation_block(passage, expandable=len(passage.text) > EXPANDABLE_FROM)
    return _joined([figures, quotation, source], "\n\n")


def _further_block(quote: Quote) -> Block:
    """A quote after the first: folded, so that the first stays the answer."""
    return _joined([_quotation_block(shown(quote), expandable=True), _source_block(quote)], "\n")


def _fitted(passage: Passage, room: int) -> Passage:
    """The passage within ``room`` UTF-16 units: a code point takes one or two."""
    clipped = clip(passage, room)
    return clipped if utf16_length(clipped.text) <= room else clip(passage, room // 2)


def _figures_block(figures: Iterable[Figure]) -> Block:
    return _joined([_figure_block(figure) for figure in figures], SEPARATOR)


def _figure_block(figure: Figure) -> Block:
    restated = f"({figure.restated})" if figure.restated else ""
    rest = " ".join(part for part in (restated, figure.counted) if part)
    bold = Block(figure.text, (MessageEntity(MessageEntity.BOLD, 0, len(figure.text)),))
    return _joined([bold, Block(rest)], " ")


def _quotation_block(passage: Passage, expandable: bool) -> Block:
    kind = MessageEntity.EXPANDABLE_BLOCKQUOTE if expandable else MessageEntity.BLOCKQUOTE
    bold = [MessageEntity(MessageEntity.BOLD, span.start, len(span)) for span in _emphasised(passage)]
    return Block(passage.text, (MessageEntity(kind, 0, len(passage.text)), *bold))


def _emphasised(passage: Passage) -> list[Span]:
    """The figures set in bold; where there are too many, those that answer come first."""
    headline = set(passage.headline)
    chosen = sorted(passage.figures, key=lambda span: (span not in headline, span))
    return sorted(chosen[:MOST_BOLD])


def _source_block(quote: Quote) -> Block:
    name, url = title(quote.paragraph.article), link(quote)
    linked = (MessageEntity(MessageEntity.TEXT_LINK, 0, len(name), url=url),) if url else ()
    named = _joined([Block("—"), Block(name, linked)], " ")
    return _joined([named, *(Block(part) for part in details(quote))], SEPARATOR)


def _joined(blocks: Iterable[Block], separator: str) -> Block:
    """The blocks that hold text, one after the other, as one; made safe to send."""
    text, entities = "", []
    for block in blocks:
        if block.text:
            text += separator if text else ""
            entities += [_shifted(entity, len(text)) for entity in block.entities if entity.length]
            text += sendable(block.text)
    return Block(text, tuple(entities))


def _shifted(entity: MessageEntity, by: int) -> MessageEntity:
    return MessageEntity(entity.type, entity.offset + by, entity.length, url=entity.url)
