"""The tables of an HTML page that hold data, told from those that lay it out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from index.articles.elements import Element, ancestors
from index.articles.markup import Field
from index.records import Markup, Span, readable

Run = tuple[int, int, int]  # start, end, element
LONGEST_CELL = 300  # characters; longer ones are columns of a page


def mark_tables(elements: list[Element], runs: Sequence[Run]) -> None:
    """Give every element of a row of data its table, row and cell; rows that lay out a page have none."""
    rows = [element if element.tag != "tr" else Element("", {}, element.parent) for element in elements]
    nested = ancestors(rows, {"table", "h1", "h2"})
    for index, element in enumerate(elements[1:], 1):
        parent = elements[element.parent]
        is_table = element.tag == "table"
        element.table = index if is_table else parent.table
        element.row = index if element.tag == "tr" and not nested[index] else (0 if is_table else parent.row)
        element.cell = index if element.tag in ("td", "th") else (0 if is_table else parent.cell)
    data = _rows_of_data(elements, runs)
    for element in elements:
        if element.row not in data:
            element.table = element.row = element.cell = 0


def _rows_of_data(elements: Sequence[Element], runs: Sequence[Run]) -> set[int]:
    """The rows of several short cells, and those of one cell that stand in a table of such rows."""
    lengths: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for start, end, index in runs:
        if elements[index].row:
            lengths[elements[index].row][elements[index].cell] += end - start
    short = {row for row, cells in lengths.items() if max(cells.values()) < LONGEST_CELL}
    several = {row for row in short if len(lengths[row]) > 1}
    tables: dict[int, int] = defaultdict(int)
    for row in lengths:
        tables[elements[row].table] += 1 if row in several else -1
    return several | {row for row in short if tables[elements[row].table] > 0}


def cells_by_row(elements: Sequence[Element]) -> dict[int, list[int]]:
    """The cells of each row of data, the empty ones too, in their order."""
    cells: dict[int, list[int]] = defaultdict(list)
    for index, element in enumerate(elements):
        if element.tag in ("td", "th") and element.row:
            cells[element.row].append(index)
    return cells


def fields(
    text: str, markup: Sequence[Markup], elements: Sequence[Element], cells: Sequence[int], spans: Mapping[int, Span]
) -> tuple[Field, ...]:
    """The cells of a row; ``spans`` is where the words of each that has some stand."""
    made = []
    for cell in cells:
        words, offsets = readable(text, markup, spans[cell]) if cell in spans else ("", [])
        element = elements[cell]
        across, down = _count(element.get("colspan")), _count(element.get("rowspan"))
        made.append(Field(words, offsets, across, down, element.tag == "th"))
    return tuple(made)


def headed(elements: Sequence[Element], cells: Sequence[int]) -> bool:
    """Whether a row heads its columns: it stands in a <thead>, or all its cells are headings."""
    if not cells:
        return False
    row = elements[elements[cells[0]].row]
    return elements[row.parent].tag == "thead" or all(elements[cell].tag == "th" for cell in cells)


def _count(value: str) -> int:
    """The number in a ``colspan`` or ``rowspan``, from 1 to 1,000 as the standard has it."""
    digits = value.strip()
    return min(1000, max(1, int(digits))) if digits.isascii() and digits.isdecimal() and len(digits) < 9 else 1
