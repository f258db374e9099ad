"""The rows of a page's tables, each with what makes it readable by itself: names, headings, units, caption."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from index.articles.cells import (
    BRACKET,
    CHANGE,
    NUMBER,
    NUMBERING,
    UNITS_COLUMN,
    beside,
    has_unit,
    is_figure,
    is_label,
    unit_in,
    units_stated,
)
from index.articles.markup import Block, Field
from index.articles.titles import columns as width_of
from index.records import Cell, Row, Span

COLUMNS = 200  # of a table; what stands beyond is not told apart
HEADINGS = 4  # rows at most that head the columns
CAPTION = re.compile(
    r"^[\W_]*(?:附?[表錶]\s*[\d一二三四五六七八九十]|table\s*\w|fig(?:ure)?\.?\s*\d)|(?:单位|單位|units?)\s*[:：]", re.I
)
PERCENT = re.compile(r"[%％‰]|百分|per ?cent", re.I)
# Kinds of unit, and the words of headings that call for them.
FIT = (
    (
        re.compile(r"[元圆圓$£€¥]"),
        re.compile(r"额|額|值|收入|支出|利润|利潤|损失|損失|费|費|投资|投資|价|價|cost|income|spend", re.I),
    ),
    (re.compile(r"亩|畝|公顷|公頃|平方|hectare|km"), re.compile(r"面积|面積|area", re.I)),
    (re.compile(r"[吨噸斤克]|tonne|kg"), re.compile(r"产量|產量|重|量$|tonnage|weight|landings", re.I)),
    (re.compile(r"[人名户戶]|people"), re.compile(r"人[口数數次]|户|戶|people|staff", re.I)),
)
STATES_UNIT = re.compile(r"^[\s(（\[【]*(?:计量|計量|金额|金額)?(?:单位|單位|units?)\s*[:：]", re.I)


@dataclass(slots=True)
class _Table:
    """A table being read: the cell at each place, the ones that reach over it included, and what its caption says."""

    grid: list[dict[int, Field]]
    caption: Span | None
    units: list[tuple[Span, str]]
    headings: dict[int, tuple[Field, ...]] = field(default_factory=dict)
    depth: int = 0
    group: Field | None = None


def rows_of(blocks: Sequence[Block], words: Sequence[str], offsets: Sequence[Sequence[int]]) -> dict[int, Row]:
    """The rows of the tables among ``blocks``, by the number of the block; ``words`` are what each block reads as, and
    ``offsets`` where each of their characters stands.
    """
    rows: dict[int, Row] = {}
    tabled = [at for at, block in enumerate(blocks) if block.table]
    for _, run in groupby(tabled, key=lambda at: blocks[at].table):
        numbers = list(run)
        caption, units = _caption(blocks, words, offsets, numbers[0])
        table = _Table(_grid([blocks[at].fields for at in numbers]), caption, units)
        table.depth = _depth(table.grid, [blocks[at] for at in numbers])
        for row in range(table.depth):
            for column, cell in table.grid[row].items():
                above = table.headings.get(column, ())
                if cell.words and cell not in above and not _spans_all(table.grid[row], cell):
                    table.headings[column] = (*above, cell)
        corner = table.headings.get(0, ())[-1:]
        if not units and corner and (unit := unit_in(corner[0].words)) != (0, 0):
            units.append((corner[0].part(*unit), corner[0].words[slice(*unit)]))
        for row, at in enumerate(numbers):
            rows[at] = _row(table, row, blocks[at])
    return rows


def _caption(
    blocks: Sequence[Block], words: Sequence[str], offsets: Sequence[Sequence[int]], first: int
) -> tuple[Span | None, list[tuple[Span, str]]]:
    """The caption right above the block ``first``, and the units that it, or a line beside it, states."""
    caption: Span | None = None
    units: list[tuple[Span, str]] = []
    for at in range(first - 1, max(-1, first - 4), -1):
        text = words[at]
        telling = blocks[at].role in ("caption", "heading", "title") or bool(CAPTION.search(text))
        short = width_of(text) <= 80 and not text.endswith(tuple("。！？!?.；;"))
        if blocks[at].table or not (telling or short) or len(text) > 200:
            break
        stated = [] if units else units_stated(text)
        units += [(Span(offsets[at][a], offsets[at][b - 1] + 1), text[a:b]) for a, b in stated]
        if not STATES_UNIT.match(text):
            caption = blocks[at].span
            break
    return caption, units


def _grid(rows: Sequence[Sequence[Field]]) -> list[dict[int, Field]]:
    """Each row as the cell at each of its columns, cells that reach across or down at all their places."""
    grid: list[dict[int, Field]] = []
    reaching: dict[int, tuple[Field, int]] = {}  # column -> a cell from above, and how many rows it still reaches
    for fields in rows:
        line: dict[int, Field] = {column: cell for column, (cell, _) in reaching.items()}
        reaching = {column: (cell, left - 1) for column, (cell, left) in reaching.items() if left > 1}
        column = 0
        for cell in fields:
            while column in line:
                column += 1
            if column >= COLUMNS:
                break
            for covered in range(column, min(column + cell.across, COLUMNS)):
                line.setdefault(covered, cell)
                if cell.down > 1:
                    reaching[covered] = (cell, cell.down - 1)
            column += cell.across
        grid.append(line)
    return grid


def _depth(grid: Sequence[dict[int, Field]], blocks: Sequence[Block]) -> int:
    """How many of the first rows head the columns: those marked so; where none is, the first row if it is of labels,
    and those below it as long as a heading spans several columns or rows.
    """
    marked = any(block.headed for block in blocks[:HEADINGS])
    depth, below = 0, True
    for line, block in zip(grid[:HEADINGS], blocks, strict=False):
        filled = _distinct(line)
        alone = len(filled) == 1 and len(line) > 1
        heads = block.headed if marked else below and all(is_label(cell.words) for cell in filled)
        if not heads and not (alone and marked and depth == 0):
            break
        below = alone or any(cell.across > 1 or cell.down > 1 for cell in filled)
        depth += 1
    return depth if depth < len(grid) else min(depth, 1)


def _distinct(line: dict[int, Field]) -> list[Field]:
    """The cells of a row that have words, each once, from left to right."""
    kept: dict[Span, Field] = {}
    for column in sorted(line):
        if line[column].words:
            kept.setdefault(line[column].span, line[column])
    return list(kept.values())


def _spans_all(line: dict[int, Field], cell: Field) -> bool:
    return len(line) > 1 and all(other is cell or not other.words for other in line.values())


def _row(table: _Table, row: int, block: Block) -> Row:
    """Row ``row`` of a table; a line of one cell opens a part of the table, and its words name the rows below it."""
    line = table.grid[row]
    filled = [cell for cell in block.fields if cell.words]
    if row < table.depth:
        return Row(tuple(Cell(cell.span) for cell in filled), (), table.caption, True, block.address)
    if len(filled) == 1 and len(_distinct(line)) == 1 and len(line) > 1 and not is_figure(filled[0].words):
        table.group = filled[0]
        return Row((Cell(filled[0].span),), (), table.caption, False, block.address)
    names = _names(table, line)
    places: dict[Span, int] = {}
    for column in sorted(line):
        if line[column].words:
            places.setdefault(line[column].span, column)
    of_units = next((line[c] for c in line if _head(table, c, UNITS_COLUMN) and line[c].words), None)
    cells = tuple(
        Cell(
            cell.span,
            tuple(heading.span for heading in table.headings.get(places.get(cell.span, -1), ())),
            _unit(table, cell, places.get(cell.span, -1), names, of_units),
            beside(block.address, places.get(cell.span, 0)),
        )
        for cell in filled
    )
    above = (table.group.span,) if table.group else ()
    return Row(cells, (*above, *(name.span for name in names)), table.caption, False, block.address)


def _names(table: _Table, line: dict[int, Field]) -> list[Field]:
    """The cells that say what a row is of: those before its first figure, numbering and units left out."""
    names: list[Field] = []
    figures = any(is_figure(cell.words) for cell in line.values())
    for column in sorted(line):
        cell = line[column]
        if not cell.words or any(cell is name for name in names):
            continue
        numbered = _head(table, column, NUMBERING) and NUMBER.fullmatch(cell.words)
        if numbered or _head(table, column, UNITS_COLUMN):
            continue
        if names and (not is_label(cell.words) or not (figures or cell.heading)):
            break
        if is_figure(cell.words) and not cell.heading:
            break
        names.append(cell)
    return names


def _head(table: _Table, column: int, pattern: re.Pattern[str]) -> bool:
    return any(pattern.fullmatch(heading.words.strip()) for heading in table.headings.get(column, ()))


def _unit(table: _Table, cell: Field, column: int, names: Sequence[Field], of_units: Field | None) -> Span | None:
    """The unit of a figure that doesn't say it itself: of its column, its row, or the whole table."""
    if not is_figure(cell.words) or has_unit(cell.words):
        return None
    headings = table.headings.get(column, ())
    for heading in reversed(headings):
        if (unit := unit_in(heading.words)) != (0, 0):
            return heading.part(*unit)
    change = any(CHANGE.search(heading.words) for heading in headings)
    if any(BRACKET.search(heading.words) for heading in headings[-1:]):
        return None  # what the column counts is said, in words that are no unit
    if not change:
        if of_units is not None:
            return of_units.span
        for name in reversed(names):
            if (unit := unit_in(name.words)) != (0, 0):
                return name.part(*unit)
    return _stated(table.units, change, "".join(heading.words for heading in headings))


def _stated(units: Sequence[tuple[Span, str]], change: bool, heading: str) -> Span | None:
    """The unit that a caption states for a column of changes and shares, or for one of amounts; where it states
    several, the one that fits what the heading names.
    """
    fitting = [(span, words) for span, words in units if bool(PERCENT.search(words)) == change]
    if len(fitting) <= 1:
        return fitting[0][0] if fitting else None
    return next((span for span, words in fitting if any(a.search(words) and b.search(heading) for a, b in FIT)), None)
