"""Pieces of a message, and messages made of them within Telegram's limits. Pure.

Entities, not markup, so that no text of the corpus can break or inject anything. The only place
where offsets are UTF-16 units, as Telegram counts them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from telegram import MessageEntity

from bot.messages.passage import whole
from index.text.sentences import split_clauses, split_sentences

LONGEST_TEXT = 4096  # UTF-16 units
LONGEST_CAPTION = 1024
MOST_ENTITIES = 100
_QUOTES = (MessageEntity.BLOCKQUOTE, MessageEntity.EXPANDABLE_BLOCKQUOTE)
# What Telegram turns into a space or refuses: control characters but the newline, lone surrogates.
_UNSENDABLE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_BREAK = re.compile(r"\n+|\s")


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


def styled(text: str, kind: str, url: str | None = None) -> Block:
    """``text`` under one entity."""
    return Block(text, (MessageEntity(kind, 0, len(text), url=url),) if text else ())


def joined(blocks: Iterable[Block], separator: str) -> Block:
    """The blocks that hold text, one after the other, as one; made safe to send."""
    text, entities = "", []
    for block in blocks:
        if block.text:
            text += separator if text else ""
            entities += [_moved(entity, len(text)) for entity in block.entities if entity.length]
            text += sendable(block.text)
    return Block(text, tuple(entities))


def utf16_length(text: str) -> int:
    """The length of ``text`` as Telegram counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def sendable(text: str) -> str:
    """``text`` with each character that Telegram would not keep replaced by one that it does."""
    return _SURROGATE.sub("\ufffd", _UNSENDABLE.sub(" ", text))


def fits(block: Block, longest: int = LONGEST_TEXT) -> bool:
    """Whether the block is one message, or a caption where ``longest`` says so."""
    return utf16_length(block.text) <= longest and len(block.entities) <= MOST_ENTITIES


def finished(block: Block) -> Message:
    """The message of a block that fits into one."""
    return Message(block.text, tuple(MessageEntity.adjust_message_entities_to_utf_16(block.text, block.entities)))


def split(block: Block) -> list[Message]:
    """The messages of a block, cut at the ends of sentences where there are any; no words are lost.

    An entity over a cut goes on in the next message; of more than MOST_ENTITIES over one character, which
    Telegram could not show either, the last are dropped.
    """
    if fits(block):
        return [finished(block)]
    parts, cuts, start = [], _Cuts(block), 0
    while start < len(block.text):
        end = cuts.after(start)
        part = _part(block, start, end)
        if part.text:
            parts.append(finished(part))
        start = end
    return parts


class _Cuts:
    """Where a block may be cut: the better places first."""

    def __init__(self, block: Block) -> None:
        text = block.text
        self._text = text
        self._entities = sorted(block.entities, key=lambda entity: (entity.offset, -entity.length))
        inside = {
            at for e in block.entities if e.type not in _QUOTES for at in range(e.offset + 1, e.offset + e.length)
        }
        places = (
            [end for _, end in split_sentences(text)],
            [end for _, end in split_clauses(text)],
            [match.end() for match in _BREAK.finditer(text)],
            [entity.offset for entity in self._entities if entity.type not in _QUOTES],
        )
        self._places: list[list[int]] = [[at for at in offsets if at not in inside] for offsets in places]

    def after(self, start: int) -> int:
        """The end of the message that begins at ``start``."""
        furthest = self._furthest(start)
        if furthest == len(self._text):
            return furthest
        # A message much shorter than it could be would make many of few: then the next kind of place.
        least = start + (furthest - start) // 3
        for places in self._places:
            at = places[bisect_right(places, furthest) - 1] if bisect_right(places, furthest) else 0
            if at > least:
                return at
        return max(whole(self._text, furthest), start + 1)

    def _furthest(self, start: int) -> int:
        end = start
        units = 0
        while end < len(self._text) and units + (2 if ord(self._text[end]) > 0xFFFF else 1) <= LONGEST_TEXT:
            units += 2 if ord(self._text[end]) > 0xFFFF else 1
            end += 1
        touching = [
            entity for entity in self._entities if entity.offset < end and entity.offset + entity.length > start
        ]
        if len(touching) > MOST_ENTITIES:
            end = min(end, max(touching[MOST_ENTITIES].offset, start + 1))
        return end


def _part(block: Block, start: int, end: int) -> Block:
    """The text from ``start`` to ``end`` without the space around it, and the entities over it."""
    text = block.text[start:end]
    start += len(text) - len(text.lstrip())
    text = text.strip()
    end = start + len(text)
    over = [entity for entity in block.entities if entity.offset < end and entity.offset + entity.length > start]
    return Block(text, tuple(_within(over, start, end)[:MOST_ENTITIES]))


def _within(entities: Sequence[MessageEntity], start: int, end: int) -> list[MessageEntity]:
    cut = []
    for entity in entities:
        first, last = max(entity.offset, start), min(entity.offset + entity.length, end)
        if first < last:
            cut.append(MessageEntity(entity.type, first - start, last - first, url=entity.url))
    return cut


def _moved(entity: MessageEntity, by: int) -> MessageEntity:
    return MessageEntity(entity.type, entity.offset + by, entity.length, url=entity.url)
