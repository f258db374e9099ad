"""Calls to the Bot API, and what Telegram would say to the messages in them."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

Params = dict[str, Any]


@dataclass(frozen=True)
class Call:
    """One request: the method and its parameters, decoded."""

    method: str
    params: Params
    at: float = field(default_factory=time.monotonic)


class ApiError(Exception):
    """What the server answers to a call it refuses."""

    def __init__(self, status: int, description: str, retry_after: int = 0) -> None:
        super().__init__(description)
        self.status, self.description, self.retry_after = status, description, retry_after


def check_message(text: str, entities: list[Params]) -> None:
    """Refuses what Telegram refuses, and what it would silently drop or garble."""
    units = text.encode("utf-16-le")
    length = len(units) // 2
    if not text.strip():
        raise ApiError(400, "Bad Request: message text is empty")
    if length > 4096:
        raise ApiError(400, "Bad Request: message is too long")
    if len(entities) > 100:
        raise ApiError(400, "too many entities")
    for entity in entities:
        start, end = entity["offset"], entity["offset"] + entity["length"]
        if not 0 <= start < end <= length:
            raise ApiError(400, f"entity outside of the text: {entity}")
        units[2 * start : 2 * end].decode("utf-16-le")  # raises where it splits a surrogate pair


def entity_text(call: Call, entity: Params) -> str:
    """The words that an entity of a sent message covers."""
    units = call.params["text"].encode("utf-16-le")
    return str(units[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])].decode("utf-16-le"))


def entities_of(call: Call, *kinds: str) -> list[str]:
    """The words covered by the entities of these kinds, in order."""
    return [entity_text(call, each) for each in call.params.get("entities", []) if each["type"] in kinds]
