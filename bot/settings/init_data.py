"""Who opens a page within Telegram, as Telegram says it: init data, signed with a key that is made of the bot's token.

https://core.telegram.org/bots/webapps#validating-data-received-via-the-mini-app
"""

from __future__ import annotations

import hmac
import json
import time
from urllib.parse import parse_qsl

from pydantic import SecretStr

SECONDS = 3_600  # that init data is believed; Telegram makes it when the page is opened
AHEAD = 300  # seconds that Telegram's clock may be before ours
LONGEST = 8_000  # characters
_MOST_FIELDS = 50


class InitDataError(ValueError):
    """Init data that can't be believed; the message says why, and holds nothing of it."""


def init_key_of(token: SecretStr) -> bytes:
    """The key that Telegram signs init data with for this bot; the token can't be told from it."""
    return hmac.digest(b"WebAppData", token.get_secret_value().encode(), "sha256")


def user_of(key: bytes, init_data: str, now: float | None = None) -> int:
    """The number of the user whom Telegram made this init data for. Raises InitDataError."""
    try:
        pairs = parse_qsl(init_data[: LONGEST + 1], keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        pairs = []
    fields = dict(pairs)
    signature = fields.pop("hash", "")
    lines = "\n".join(f"{name}={value}" for name, value in sorted(fields.items()))
    expected = hmac.digest(key, lines.encode("utf-8", "replace"), "sha256").hex()
    equal = hmac.compare_digest(expected.encode(), signature.encode("utf-8", "replace"))
    if not (key and equal) or len(init_data) > LONGEST or len(pairs) != len(fields) + 1:
        raise InitDataError("this was not signed by Telegram for this bot")
    try:
        made, user = int(fields["auth_date"]), json.loads(fields["user"])["id"]
    except (KeyError, TypeError, ValueError):
        raise InitDataError("Telegram doesn't say who opens this, or when") from None
    age = (time.time() if now is None else now) - made
    if not -AHEAD <= age <= SECONDS:
        raise InitDataError("this was opened too long ago: open it again by the button in the chat")
    return int(user)
