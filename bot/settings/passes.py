"""A pass to the pages of a bot that is closed to strangers: what the bot puts on its links, and the pages ask for.

It says nothing but until when it holds. Who follows a link from a chat that the bot answers may read for a day.
"""

from __future__ import annotations

import hashlib
import hmac
import time

from pydantic import SecretStr

SECONDS = 86_400
NAME = "pass"


def key_of(token: SecretStr) -> bytes:
    """The key that the bot and its pages share; the bot's token can't be told from it."""
    return hmac.digest(token.get_secret_value().encode(), b"yinju pages", "sha256")


def pass_until(key: bytes, until: float) -> str:
    """A pass that holds until this time."""
    return f"{int(until)}.{_signature(key, int(until))}"


def holds(key: bytes, given: str) -> bool:
    """Whether a pass was made with this key and holds still."""
    until, _, signature = given.partition(".")
    if not (until.isascii() and until.isdecimal() and len(until) < 12):
        return False
    genuine = hmac.compare_digest(_signature(key, int(until)).encode(), signature.encode("utf-8", "replace"))
    return genuine and int(until) > time.time()


def _signature(key: bytes, until: int) -> str:
    return hmac.new(key, str(until).encode(), hashlib.sha256).hexdigest()[:32]
