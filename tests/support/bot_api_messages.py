"""Calls to the Bot API, and what Telegram would say to the messages in them."""

from __future__ import annotations

import io
import time
from dataclasses import dataclass, field
from typing import Any

from PIL import Image, UnidentifiedImageError

Params = dict[str, Any]
MALFORMED: tuple[Params, ...] = (  # updates as Telegram never sends them, but for their number
    {"message": {"text": "how many schools"}},
    {"message": "how many schools"},
    {"message": {"message_id": "x", "date": None, "chat": []}},
    {"message": {"message_id": 1, "date": 10**30, "chat": {"id": 1, "type": "private"}, "text": "my secret"}},
    {"message": {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "?"}, "entities": [{"offset": -9}]}},
    {"callback_query": {"id": 5}},
    {"no_such_kind": {}},
    {"message": None},
    {},
)


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


def check_photo(params: Params) -> tuple[int, int]:
    """Refuses a photo or a caption that Telegram refuses; returns the photo's width and height."""
    photo = params.get("photo")
    if not isinstance(photo, bytes) or not photo:
        raise ApiError(400, "Bad Request: there is no photo in the request")
    if len(photo) > 10_000_000:
        raise ApiError(400, "Bad Request: file is too big for a photo")
    try:
        with Image.open(io.BytesIO(photo)) as image:
            image.load()
            (width, height), kind = image.size, image.format
    except (OSError, UnidentifiedImageError):
        raise ApiError(400, "Bad Request: IMAGE_PROCESS_FAILED") from None
    if kind != "PNG":  # Telegram takes others; the bot means to send these
        raise ApiError(400, f"Bad Request: a {kind} instead of a PNG")
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise ApiError(400, "Bad Request: PHOTO_INVALID_DIMENSIONS")
    if caption := params.get("caption", ""):
        if len(caption.encode("utf-16-le")) // 2 > 1024:
            raise ApiError(400, "Bad Request: message caption is too long")
        check_message(caption, params.get("caption_entities", []))
    return width, height


def check_buttons(markup: Params, inline: bool = True) -> None:
    """Refuses an inline keyboard that Telegram refuses."""
    rows = markup.get("inline_keyboard", [])
    if sum(map(len, rows)) > 100 or any(len(row) > 8 for row in rows):
        raise ApiError(400, "Bad Request: too many buttons")
    for each in (button for row in rows for button in row):
        actions = set(each) - {"text"}
        if not each["text"].strip() or len(actions) != 1:
            raise ApiError(400, f"Bad Request: a button needs a text and one action: {each}")
        if "callback_data" in each and not 1 <= len(each["callback_data"].encode()) <= 64:
            raise ApiError(400, "Bad Request: BUTTON_DATA_INVALID")
        if "url" in each and not each["url"].startswith(("https://", "http://")):
            raise ApiError(400, "Bad Request: BUTTON_URL_INVALID")
        for action in actions & {"switch_inline_query", "switch_inline_query_current_chat"}:
            if not inline:
                raise ApiError(400, "Bad Request: BUTTON_TYPE_INVALID")
            if len(each[action]) > 256:
                raise ApiError(400, "Bad Request: BUTTON_DATA_INVALID")


def check_inline_results(params: Params) -> None:
    """Refuses answers to an inline query that Telegram refuses."""
    results = params["results"]
    ids = [each["id"] for each in results]
    if len(results) > 50 or len(set(ids)) < len(ids):
        raise ApiError(400, "Bad Request: RESULT_ID_DUPLICATE")
    for each in results:
        if not 1 <= len(each["id"].encode()) <= 64 or not each["title"].strip():
            raise ApiError(400, "Bad Request: RESULT_ID_INVALID")
        content = each["input_message_content"]
        check_message(content["message_text"], content.get("entities", []))
        check_buttons(each.get("reply_markup", {}))


def buttons_of(call: Call) -> dict[str, Params]:
    """The buttons under a sent or edited message, by their labels."""
    rows = call.params.get("reply_markup", {}).get("inline_keyboard", [])
    return {each["text"]: each for row in rows for each in row}


def entity_text(call: Call, entity: Params) -> str:
    """The words that an entity of a sent message covers."""
    units = (call.params.get("text") or call.params["caption"]).encode("utf-16-le")
    return str(units[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])].decode("utf-16-le"))


def shown_entities(call: Call) -> list[Params]:
    """The entities of a sent message or caption."""
    entities: list[Params] = call.params.get("entities") or call.params.get("caption_entities") or []
    return entities


def entities_of(call: Call, *kinds: str) -> list[str]:
    """The words covered by the entities of these kinds, in order."""
    return [entity_text(call, each) for each in shown_entities(call) if each["type"] in kinds]
