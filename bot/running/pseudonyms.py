"""Who asked, without saying who: user ids as keyed hashes, the key in a file that only the bot can read."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """Turns user ids into names that nobody without the key can turn back."""

    key: bytes = field(repr=False)

    def of(self, user: int) -> str:
        """The name of ``user`` in the records: 32 hexadecimal digits, always the same under one key."""
        return hmac.new(self.key, str(user).encode(), hashlib.sha256).hexdigest()[:32]


def pseudonyms(folder: Path) -> Pseudonyms:
    """The names under the key in ``folder``, which is made on first use. OSError where that fails."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / "key"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        path.chmod(0o600)
        key = path.read_bytes()
        if len(key) < KEY_BYTES:  # the disk was full, or a machine stopped, as it was written
            path.unlink()
            return pseudonyms(folder)
        return Pseudonyms(key)
    with os.fdopen(handle, "wb") as file:
        key = secrets.token_bytes(KEY_BYTES)
        file.write(key)
    return Pseudonyms(key)
