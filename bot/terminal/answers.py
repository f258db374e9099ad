"""Answer -> a terminal: the figure first, the quote as a barred block, then its source."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TextIO

from rich.console import Console
from rich.text import Text

from bot.messages.citation import SEPARATOR, also_line, source_line, title
from bot.messages.figures import Figure, headline_figures
from bot.messages.passage import Passage, clip, shown
from bot.messages.verdicts import Checked, verdict_line
from bot.terminal.wrapping import wrap
from bot.texts import TEXTS, Texts, left_out, read_as, remark
from index.records import Answer, Quote

BAR = "▎ "
FURTHER_LENGTH = 120
# Control characters but the newline, and those that reorder text, could take over the terminal.
_UNPRINTABLE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


class WordsConsole(Console):
    """Writes text as it is: no markup, no emoji codes, no guessed highlights."""

    def on_broken_pipe(self) -> None:
        """Raises BrokenPipeError: whoever read has gone, and what that means the command says."""
        raise BrokenPipeError


class PlainConsole(WordsConsole):
    """Writes words alone, for who listens to them and for pipes: no bar, no dots between parts, no colour."""


def console_on(stream: TextIO, plain: bool = False) -> Console:
    """A console on a stream; ``plain`` for who listens."""
    if plain:
        return PlainConsole(
            file=stream, force_terminal=False, no_color=True, highlight=False, markup=False, emoji=False
        )
    return WordsConsole(file=stream, highlight=False, markup=False, emoji=False)


def spoken(text: str) -> str:
    """``text`` of the interface without marks: commas between its parts."""
    return text.removeprefix("— ").removeprefix("↳ ").replace(SEPARATOR, ", ").replace("\n— ", "\n")


def printable(text: str) -> str:
    """``text``, as long as before, with nothing in it that a terminal would obey."""
    return _UNPRINTABLE.sub(lambda match: " " if match[0] in "\t\r" else "\ufffd", text)


def print_answer(answer: Answer, console: Console) -> None:
    """Prints the answer for a reader; without escape codes or wrapping where nobody looks at it."""
    _print_read_as(answer, console)
    if not answer.quotes:
        _print_unanswered(answer, console)
        return
    first, *others = answer.quotes
    _print_figures(headline_figures(first, answer.language), console)
    _print_quote(shown(first), _sources(first, answer), console)
    if others:
        _line(Text(f"\n{TEXTS[answer.language].also}", "dim"), console)
    for quote in others:
        _print_quote(clip(shown(quote), FURTHER_LENGTH), _sources(quote, answer), console)
    if left := left_out(answer, TEXTS[answer.language]):
        _line(Text(f"\n{left}", "dim"), console)


def print_passage(answer: Answer, position: int, console: Console) -> bool:
    """Prints the passage at ``position`` of those found; False where there is none."""
    quotes = answer.quotes or answer.nearest
    if position >= len(quotes):
        return False
    if answer.quotes:
        _print_figures(headline_figures(quotes[position], answer.language), console)
    _print_quote(shown(quotes[position]), _sources(quotes[position], answer), console)
    return True


def print_looked_up(answer: Answer, checks: Sequence[Checked], console: Console) -> None:
    """Prints what the articles say to the claims of a text; where they speak of none, or it makes none, the answer."""
    if any(check.verdict != "none" for check in checks):
        print_checks(checks, TEXTS[answer.language], console)
    else:
        print_answer(answer, console)


def print_checks(checks: Sequence[Checked], texts: Texts, console: Console) -> None:
    """Prints what the articles say to each claim, and the quote of the first that they speak of."""
    for check in checks:
        _print_read_as(check.answer, console)
        _line(_verdict(check, texts), console)
    shown_check = next(check for check in checks if check.verdict != "none")
    quote = shown_check.answer.quotes[0]
    _line(Text(), console)
    _print_quote(shown(quote), _sources(quote, shown_check.answer), console)


def _verdict(check: Checked, texts: Texts) -> Text:
    """What is said of a claim, on one line."""
    before, figure, after = verdict_line(check, texts)
    return Text.assemble(printable(before), _figure(figure) if figure else "", after)


def print_figures(quotes: Iterable[Quote], language: str, console: Console) -> None:
    """Prints a line for each figure: the figure, what it counts, its paragraph; under its article's title."""
    for _, same in groupby(quotes, key=lambda quote: quote.paragraph.article.slug):
        ones = list(same)
        _line(Text(printable(title(ones[0].paragraph.article)), "dim"), console)
        for quote in ones:
            (figure,) = headline_figures(quote, language)
            paragraph = (f"{_separator(console)}¶{quote.paragraph.number}", "dim")
            _line(Text.assemble("  ", _figure(figure), paragraph), console)


def one_line(answer: Answer, plain: bool = False, checks: Sequence[Checked] = ()) -> str:
    """The answer on one line: its figures (of a text that makes claims what is said to them), the quote and its source,
    or that there is none; ``plain`` without marks.
    """
    quotes = answer.quotes or answer.perhaps
    if not quotes:
        return remark(answer)
    quote = quotes[0]
    if any(check.verdict != "none" for check in checks):
        figures = SEPARATOR.join(_verdict(check, TEXTS[answer.language]).plain for check in checks)
    else:
        figures = SEPARATOR.join(_figure(figure).plain for figure in headline_figures(quote, answer.language))
    opening = remark(answer) if answer.perhaps else f"{figures} {BAR}" if figures else ""
    respelt, source = read_as(answer, TEXTS[answer.language]), source_line(quote)
    if plain:
        opening, source = spoken(opening.removesuffix(f" {BAR}")), f"({spoken(source)})"
    return " ".join(printable(f"{opening} {shown(quote).text} {source} {respelt}").split())


def say(message: str) -> None:
    """A line on stderr, safe for a terminal."""
    print(f"yinju: {' '.join(printable(message).split())}", file=sys.stderr, flush=True)


def _print_read_as(answer: Answer, console: Console) -> None:
    if line := read_as(answer, TEXTS[answer.language]):
        _line(Text(printable(line), "dim"), console)


def _print_unanswered(answer: Answer, console: Console) -> None:
    _line(Text(remark(answer)), console)
    for quote in answer.perhaps:
        _line(Text(), console)
        _print_quote(shown(quote), _sources(quote, answer), console)
    others = answer.nearest[len(answer.perhaps) :]
    if others:
        _line(Text(f"\n{TEXTS[answer.language].nearest}", "dim"), console)
    for quote in others:
        _print_quote(clip(shown(quote), FURTHER_LENGTH), _sources(quote, answer), console, "dim")


def _sources(quote: Quote, answer: Answer) -> str:
    """The source line, and under it who else says the same."""
    texts = TEXTS[answer.language]
    also = also_line(quote, texts.also_in, texts.others)
    return source_line(quote) + (f"\n  {also}" if also else "")


def _print_figures(figures: tuple[Figure, ...], console: Console) -> None:
    if figures:
        _line(Text(_separator(console)).join(_figure(figure) for figure in figures), console)
        _line(Text(), console)


def _figure(figure: Figure) -> Text:
    rest = f" {printable(figure.rest)}" if figure.rest else ""
    return Text.assemble((printable(figure.text), "bold cyan"), rest)


def _separator(console: Console) -> str:
    return ", " if isinstance(console, PlainConsole) else SEPARATOR


def _print_quote(passage: Passage, source: str, console: Console, style: str = "") -> None:
    plain = isinstance(console, PlainConsole)
    bar, source = ("", spoken(source)) if plain else (BAR, source)
    if passage.heads:
        _line(Text.assemble((bar, style or "cyan"), (printable(passage.heads), "dim")), console)
    body = Text(printable(passage.text), style)
    for span in passage.figures:
        body.stylize("bold", span.start, span.end)
    for row in _rows(body, passage, console):
        _line(Text.assemble((bar, style or "cyan"), row), console)
    _line(Text(printable(source), "dim"), console)


def _rows(body: Text, passage: Passage, console: Console) -> list[Text]:
    """The body wrapped to the terminal, wide characters counted double; unwrapped where piped."""
    if not console.is_terminal:
        return list(body.split("\n"))
    return wrap(body, max(console.width - len(BAR), 10), passage.figures)


def _line(text: Text, console: Console) -> None:
    console.print(text, soft_wrap=not console.is_terminal)
