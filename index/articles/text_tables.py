"""Tables in text: with bars, with tabs, in aligned columns, or flattened to a cell a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.articles.cells import MISSING, is_figure, is_label
from index.articles.markup import BLANK, Field, trim
from index.articles.titles import columns
from index.records import Markup, Span, readable

BAR = re.compile(r"(?<!\\)[|｜]")
TABS = re.compile(r"\t+")
GAPS = re.compile(r"[ \u3000]{2,}|\u3000")
LONGEST_ROW = 600  # characters
LONGEST_CELL = 40  # columns of a cell that has a line to itself
FEWEST_COLUMNS, MOST_COLUMNS = 2, 16
SENTENCE = re.compile(r"[。！？!?；;，,：:]$")


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row found in text: its lines (by number, the end excluded), its table, its cells."""

    first: int
    end: int
    table: int
    fields: tuple[Field, ...]
    headed: bool = False


def find_tables(
    text: str, markup: Sequence[Markup], lines: Sequence[Span], ruled: frozenset[int]
) -> dict[int, TableRow]:
    """The rows of tables among ``lines``, by the number of their first line; the lines in ``ruled`` have a rule of
    dashes below them, as a table's heading has in Markdown.
    """
    rows: dict[int, TableRow] = {}
    taken: set[int] = set()
    number = 0
    for table in _split_lines(text, markup, lines, ruled):
        number += 1
        for at, fields in table:
            rows[at] = TableRow(at, at + 1, number, fields, at in ruled)
            taken.add(at)
    for start, end in _free(lines, taken):
        for table in _flattened(text, markup, lines, start, end):
            number += 1
            for at, fields in table:
                rows[at] = TableRow(at, at + len(fields), number, fields)
    return rows


def _split_lines(
    text: str, markup: Sequence[Markup], lines: Sequence[Span], ruled: frozenset[int]
) -> Iterator[list[tuple[int, tuple[Field, ...]]]]:
    """Tables whose rows are lines, one after the other."""
    at = 0
    while at < len(lines):
        best: list[tuple[int, tuple[Field, ...]]] = []
        for separator in (BAR, TABS, GAPS):
            run = _run(text, markup, lines, at, separator)
            if len(run) > len(best) and _is_table(run, separator, ruled, text, lines):
                best = run
        if best:
            yield best
        at += max(1, len(best))


def _run(
    text: str, markup: Sequence[Markup], lines: Sequence[Span], at: int, separator: re.Pattern[str]
) -> list[tuple[int, tuple[Field, ...]]]:
    """The lines from ``at`` on that are split in as many cells as the first."""
    run: list[tuple[int, tuple[Field, ...]]] = []
    for number in range(at, len(lines)):
        line = lines[number]
        if len(line) > LONGEST_ROW or not separator.search(text, line.start, line.end):
            break
        fields = _cells(text, markup, line, separator)
        outer = separator is not BAR or text[line.start : line.end].strip(BLANK)[:1] in "|｜"
        if len(fields) < FEWEST_COLUMNS or (run and abs(len(fields) - len(run[-1][1])) > outer):
            break
        run.append((number, fields))
    widest = max((len(fields) for _, fields in run), default=0)
    # A heading above columns of figures may leave out the corner.
    if separator is GAPS and run and len(run[0][1]) == widest - 1:
        run[0] = (run[0][0], (Field("", []), *run[0][1]))
    return run


def _cells(text: str, markup: Sequence[Markup], line: Span, separator: re.Pattern[str]) -> tuple[Field, ...]:
    """The cells of a line; what stands outside its outer bars is none."""
    start, end = line.start, line.end
    if separator is BAR:
        raw = text[start:end]
        start += (len(raw) - len(raw.lstrip(BLANK))) * (raw.lstrip(BLANK)[:1] in "|｜")
        start += text[start : start + 1] in ("|", "｜")
        kept = text[start:end].rstrip(BLANK)
        closed = kept.endswith(("|", "｜")) and not kept.endswith("\\|")
        end = start + len(kept) - closed
    elif separator is GAPS:
        raw = text[start:end]
        start, end = start + len(raw) - len(raw.lstrip(BLANK)), start + len(raw.rstrip(BLANK))
    cells, at = [], start
    for boundary in separator.finditer(text, start, end):
        cells.append(Span(at, boundary.start()))
        at = boundary.end()
    cells.append(Span(at, end))
    return tuple(_field(text, markup, cell) for cell in cells)


def _field(text: str, markup: Sequence[Markup], span: Span) -> Field:
    trimmed = trim(text, markup, span)
    return Field(*readable(text, markup, trimmed)) if trimmed else Field("", [])


def _is_table(
    run: Sequence[tuple[int, tuple[Field, ...]]],
    separator: re.Pattern[str],
    ruled: frozenset[int],
    text: str,
    lines: Sequence[Span],
) -> bool:
    """Whether lines split alike are a table: a rule says so, outer bars, or figures under one another."""
    if len(run) < 2:
        return False
    if separator is BAR:
        outer = all(text[lines[at].start : lines[at].end].strip(BLANK)[:1] in "|｜" for at, _ in run)
        if outer or run[0][0] in ruled:
            return True
    rows = [fields for _, fields in run]
    body = [cell.words for fields in rows[1:] for cell in fields[1:] if cell.words]
    figures = sum(1 for words in body if is_figure(words) or MISSING.fullmatch(words))
    if separator is TABS:
        return True
    least = 3 if separator is BAR else 2
    return len(rows) >= least and figures >= 0.5 * max(1, len(body)) and figures >= 2


def _free(lines: Sequence[Span], taken: set[int]) -> Iterator[tuple[int, int]]:
    """The stretches of lines that belong to no table."""
    start = 0
    for at in range(len(lines) + 1):
        if at == len(lines) or at in taken:
            if at - start >= 2 * FEWEST_COLUMNS + 1:
                yield start, at
            start = at + 1


def _flattened(
    text: str, markup: Sequence[Markup], lines: Sequence[Span], start: int, end: int
) -> Iterator[list[tuple[int, tuple[Field, ...]]]]:
    """Tables that were copied with a line for each cell."""
    fields = [_field(text, markup, lines[at]) for at in range(start, end)]
    short = [_is_cell(field.words) for field in fields]
    at = 0
    while at < len(fields):
        stop = at
        while stop < len(fields) and short[stop]:
            stop += 1
        if stop - at >= 2 * FEWEST_COLUMNS + 1:
            begin, width, count = _period([field.words for field in fields[at:stop]])
            if count:
                first = at + begin
                rows = [(start + row, tuple(fields[row : row + width])) for row in _rows(first, width, count)]
                yield rows
                at = first + width * count
                continue
        at = stop + 1


def _rows(first: int, width: int, count: int) -> range:
    return range(first, first + width * count, width)


def _is_cell(words: str) -> bool:
    return bool(words) and columns(words) <= LONGEST_CELL and not SENTENCE.search(words)


def _period(cells: Sequence[str]) -> tuple[int, int, int]:
    """Where a table begins in a run of short lines, its number of columns, and of rows, its heading among them.

    The heading is a row of labels, and in every row below it figures stand in the same columns; (0, 0, 0) where the
    lines are no table.
    """
    label = [is_label(words) for words in cells]
    figure = [is_figure(words) or bool(MISSING.fullmatch(words)) for words in cells]
    best = (0, 0, 0, 0)  # cells covered, fewer columns first; where; columns; rows
    first_figure = next((at for at, flag in enumerate(figure) if flag), len(cells))
    for begin in range(max(0, first_figure - 2 * MOST_COLUMNS), first_figure):
        for width in range(FEWEST_COLUMNS, min(MOST_COLUMNS, first_figure - begin) + 1):
            if not all(label[begin : begin + width]) or not begin + width < first_figure < begin + 2 * width:
                continue
            pattern = figure[begin + width : begin + 2 * width]
            count = 1
            while _like(label, figure, begin + width * count, pattern):
                count += 1
            if count >= 3 and width * count > best[0]:
                best = (width * count, begin, width, count)
    return best[1:]


def _like(label: Sequence[bool], figure: Sequence[bool], at: int, pattern: Sequence[bool]) -> bool:
    """Whether the cells from ``at`` on are figures and labels where those of ``pattern`` are."""
    if at + len(pattern) > len(label) or not label[at]:
        return False
    return all(figure[at + offset] == flag for offset, flag in enumerate(pattern))
