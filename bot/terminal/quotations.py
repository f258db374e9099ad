"""``yinju verify``: every quotation of a text looked up in the articles."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path

from rich.console import Console
from rich.text import Text

from bot.formats.json_lines import check_object, line_of
from bot.messages.citation import also_line, source_line
from bot.messages.passage import shown
from bot.settings.settings import Settings, SettingsError
from bot.terminal.answers import BAR, console_on, printable
from bot.terminal.opening import up_to_date
from bot.texts import TEXTS, Texts, differs
from index.errors import LibraryMissing, LibraryOutdated
from index.library.combined_segments import Shelf
from index.library.opening import open_passages
from index.quotations.check import QuotationChecker
from index.records import QuotationCheck
from index.text.scripts import is_han

LARGEST = 20_000_000  # bytes
_STYLES = {"verbatim": "green", "changed": "yellow", "absent": "red"}


def verify(settings: Settings, source: str, as_json: bool) -> int:
    """Looks every quotation of a file (``-``: of standard input) up; 1 where one of them isn't verbatim."""
    text = _text_of(source)
    checker = QuotationChecker(_passages(settings))
    texts = TEXTS["zh" if is_han(text) else "en"]
    console, count, others = console_on(sys.stdout), 0, 0
    for span, check in checker.check_all(text):
        count += 1
        others += check.verdict != "verbatim"
        if as_json:
            placed = {**check_object(check), "start": span.start, "end": span.end}
            sys.stdout.buffer.write(line_of(placed))
        else:
            _print(check, texts, console)
    if not count and not as_json:
        console.print(texts.no_quotations, soft_wrap=True)
    sys.stdout.flush()
    return 1 if others else 0


def _text_of(source: str) -> str:
    try:
        with nullcontext(sys.stdin.buffer) if source == "-" else Path(source).open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise SettingsError(f"{source} can't be read ({error.strerror or error})") from None
    if len(content) > LARGEST:
        raise SettingsError(f"{source} is larger than {LARGEST:,} bytes")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SettingsError(f"{source} is not UTF-8 text") from None


def _passages(settings: Settings) -> Shelf:
    """The passages of the library, which is built first where there is none."""
    try:
        return open_passages(settings.index)
    except (LibraryMissing, LibraryOutdated):
        up_to_date(settings)
    return open_passages(settings.index)


def _print(check: QuotationCheck, texts: Texts, console: Console) -> None:
    quoted = printable(" ".join(check.text.split()))
    console.print(Text.assemble("“", quoted, "”"), soft_wrap=True)
    console.print(Text(f"  {getattr(texts, check.verdict)}", _STYLES[check.verdict]), soft_wrap=True)
    for difference in check.differences:
        console.print(Text(f"    {printable(differs(difference, texts))}"), soft_wrap=True)
    if check.quote:
        if check.verdict == "changed":
            console.print(Text(f"  {BAR}{printable(shown(check.quote).text)}"), soft_wrap=True)
        also = also_line(check.quote, texts.also_in, texts.others)
        for line in filter(None, (source_line(check.quote), also)):
            console.print(Text(f"  {printable(line)}", "dim"), soft_wrap=True)
    console.print()
