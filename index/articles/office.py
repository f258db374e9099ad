"""The files of offices as text that can be quoted: PDF, Word, spreadsheets, scans.

A PDF becomes plain text, its pages divided by form feeds and its ruled tables written with bars; a Word file or a
spreadsheet becomes HTML, in which each row of a sheet says where it stands (``data-cell="Budget!A5"``).
"""

from __future__ import annotations

import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from index.articles.scans import NotRecognised, read_scan
from index.articles.sheets import sheets_text
from index.errors import NotReadable

PAGES = 1_000
LONGEST_TEXT = 5_000_000  # characters; no article is longer, a compressed bomb is
LARGEST_UNPACKED = 300_000_000  # bytes
RULED = 8  # strokes of a page from which it may hold a ruled table
RULED_PAGES = 100  # pages whose tables are looked for: it takes a tenth of a second each
# What each kind of file becomes in the corpus.
PICTURES = frozenset((".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff"))
KINDS = {".pdf": ".txt", ".docx": ".html", ".xlsx": ".html", ".xlsm": ".html", ".xls": ".html", ".ods": ".html"}
KINDS |= dict.fromkeys(PICTURES, ".txt")


def office_text(file: Path) -> str:
    """The text of an office file, for the corpus. Raises NotReadable with one line that says why it can't be read."""
    ending = file.suffix.lower()
    if not file.stat().st_size:
        raise NotReadable("it is empty")
    try:
        if ending in (".docx", ".xlsx", ".xlsm", ".ods"):
            _check_archive(file)
        read = {".pdf": _pdf, ".docx": _word, **dict.fromkeys(PICTURES, _scan)}.get(ending, sheets_text)
        text = read(file)
    except NotReadable:
        raise
    except MemoryError:
        raise NotReadable("it takes too much memory to read") from None
    except Exception as error:  # the parsers of broken files raise whatever comes
        raise NotReadable(f"it is not a sound {ending[1:].upper()} file ({type(error).__name__})") from error
    if len(text) > LONGEST_TEXT:
        raise NotReadable("it holds more text than an article; split it")
    return text


def _check_archive(file: Path) -> None:
    """Raise NotReadable for what is no ZIP archive, is encrypted, or unpacks to more than a file holds."""
    if file.read_bytes()[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise NotReadable("it is encrypted, or of an old format; save it without a password")
    with zipfile.ZipFile(file) as archive:
        members = archive.infolist()
        if any(member.flag_bits & 1 for member in members):
            raise NotReadable("it is encrypted; save it without a password")
        if sum(member.file_size for member in members) > LARGEST_UNPACKED:
            raise NotReadable("it unpacks to more than a file of an office holds")


def _pdf(file: Path) -> str:
    from pypdf import PdfReader

    reader = PdfReader(file)
    if reader.is_encrypted and not reader.decrypt(""):
        raise NotReadable("it is encrypted; save it without a password")
    if len(reader.pages) > PAGES:
        raise NotReadable(f"it has {len(reader.pages)} pages, more than {PAGES}; split it")
    pages: list[str] = []
    ruled: list[int] = []
    length = 0
    for number, page in enumerate(reader.pages):
        pages.append(_clean(page.extract_text()))
        length += len(pages[-1])
        if length > LONGEST_TEXT:
            raise NotReadable("it holds more text than an article; split it")
        contents = page.get_contents()
        data = contents.get_data() if contents else b""
        if len(ruled) < RULED_PAGES and len(data) < 2_000_000 and data.count(b" re") + data.count(b" l\n") >= RULED:
            ruled.append(number)
    for number, text in _with_tables(file, ruled):
        pages[number] = _clean(text)
    text = "\f".join(pages)
    if not text.strip("\f\n\t "):
        return _scan(file, "it holds no text, only pictures perhaps: ")
    letters = sum(char.isalnum() for char in text)
    odd = sum(unicodedata.category(char) in ("Co", "Cn") or char == "\ufffd" for char in text)
    if odd > 0.3 * (letters + odd):
        return _scan(file, "its text is garbled, as of a font without letters: ")
    return text


def _scan(file: Path, otherwise: str = "") -> str:
    """The text of a scan; ``otherwise`` opens what is said where there is none."""
    try:
        return read_scan(file)
    except NotRecognised as error:
        raise NotReadable(f"{otherwise}{error}") from None


def _with_tables(file: Path, numbers: Sequence[int]) -> Iterator[tuple[int, str]]:
    """The text of those of the pages that hold ruled tables, the tables written with bars."""
    if not numbers:
        return
    import pdfplumber

    with pdfplumber.open(file, pages=[number + 1 for number in numbers]) as document:
        for number, page in zip(numbers, document.pages, strict=True):
            tables = sorted(page.find_tables(), key=lambda table: table.bbox[1])
            parts, top = [], page.bbox[1]
            for table in tables:
                rows = [[_cell(cell) for cell in row] for row in table.extract()]
                filled = [row for row in rows if any(row)]
                if len(filled) < 2 or max(map(len, filled)) < 2 or table.bbox[1] < top:
                    continue
                parts.append(_between(page, top, table.bbox[1]))
                first, *others = ("| " + " | ".join(row) + " |" for row in filled)
                rule = "|" + " --- |" * len(filled[0])
                parts.append("\n".join((first, rule, *others)))
                top = table.bbox[3]
            if parts:
                yield number, "\n\n".join(part for part in (*parts, _between(page, top, page.bbox[3])) if part)
            page.close()


def _between(page: Any, top: float, bottom: float) -> str:
    """The text of a page between two heights."""
    if bottom - top < 1:
        return ""
    return str(page.crop((page.bbox[0], top, page.bbox[2], bottom)).extract_text() or "")


def _cell(value: str | None) -> str:
    """A cell's text on one line: nothing where it breaks between Chinese characters."""
    lines = (value or "").replace("|", "\\|").split("\n")
    joined = lines[0]
    for line in lines[1:]:
        joined += ("" if joined[-1:] > "\u2e80" or line[:1] > "\u2e80" else " ") + line
    return joined.strip()


def _clean(text: str) -> str:
    """Without what is no character (lone surrogates, controls); the ligatures of print as letters."""
    text = text.encode("utf-8", "replace").decode()
    kept = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    return kept.replace("ﬁ", "fi").replace("ﬂ", "fl")


def _word(file: Path) -> str:
    import mammoth

    with file.open("rb") as source:
        body: str = mammoth.convert_to_html(
            source,
            convert_image=mammoth.images.img_element(lambda image: {"src": ""}),
            style_map="p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => h2:fresh",
        ).value
    if not body.strip():
        raise NotReadable("it holds no text")
    for closing in ("</p>", "</h1>", "</h2>", "</h3>", "</li>", "</tr>", "</table>"):
        body = body.replace(closing, f"{closing}\n")
    return f"<html><body>\n{body}</body></html>\n"
