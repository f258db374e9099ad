"""Bytes of a saved page -> its text, whatever encoding it was saved in."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

# Byte order marks, longest first. The mark stays in the text, as when a file is read as plain UTF-8.
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What opens files that are made of letters and are no text to read.
PAGES = {b"%PDF-": "a PDF", b"{\\rtf": "RTF", b"%!PS": "PostScript"}
LEGACY = ["gb18030", "big5hkscs", "cp1252"]
SAMPLE = 200_000
REPLACED = "\ufffd"


def decode(data: bytes) -> tuple[str, int]:
    """The text of ``data``, every code point kept, a byte order mark and line endings included; and how many of its
    bytes could not be read, each of them U+FFFD in the text.

    Raises ``ValueError`` with a reason a person can act on: binary content, or bytes that read well in no known
    encoding.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _mended(data, encoding) or _refuse(f"{encoding.upper()}, which its byte order mark promises")
    if kind := next((PAGES[opening] for opening in PAGES if data.startswith(opening)), ""):
        raise ValueError(f"not text: it is {kind} by another name; name it so, or save its text")
    if b"\0" in data:
        raise ValueError("not text: it holds NUL bytes; save it as a UTF-8 text file")
    return _mended(data, "utf-8") or _legacy(data) or _refuse("UTF-8, GB18030, Big5 or Windows-1252")


def _refuse(encoding: str) -> tuple[str, int]:
    raise ValueError(f"it is not {encoding}; save it again as UTF-8")


def _legacy(data: bytes) -> tuple[str, int] | None:
    """The most plausible reading of bytes that are not UTF-8."""
    best = from_bytes(data[:SAMPLE], cp_isolation=LEGACY, preemptive_behaviour=True).best()
    if best is not None:
        return _mended(data, best.encoding)
    readings = (_mended(data, encoding) for encoding in LEGACY[:2])
    return min((reading for reading in readings if reading), key=lambda reading: reading[1], default=None)


def _mended(data: bytes, encoding: str) -> tuple[str, int] | None:
    """``data`` in ``encoding`` where hardly a byte of it is broken, else None."""
    text = data.decode(encoding, "replace")
    broken = text.count(REPLACED) - data.count(REPLACED.encode()) * (encoding == "utf-8")
    beyond = len(re.findall(r"[^\x00-\x7f\ufffd]", text[:SAMPLE]))
    if broken > 3 + len(text) // 2000 or (broken and beyond < 8 * broken):
        return None
    return _checked(text), broken


def _checked(text: str) -> str:
    """``text``, unless its control characters show that it is not a text at all."""
    if "\0" in text:
        raise ValueError("not text: it holds NUL characters; save it as a UTF-8 text file")
    controls = len(re.findall(r"[\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]", text[:SAMPLE]))
    if controls > 3 + len(text[:SAMPLE]) // 500:
        raise ValueError("not text: it is full of control characters; save it as a UTF-8 text file")
    return text
