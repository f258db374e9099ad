"""A spreadsheet as HTML, in which each row of its tables says where it stands (``data-cell="Budget!A5"``)."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

from index.articles.cells import column_letters, is_figure
from index.errors import NotReadable

Line = tuple[str, str]  # a row of a table, and the words of its only cell
CELLS = 200_000  # of all the sheets of a file
LONGEST_TITLE = 60  # characters
UNNAMED = re.compile(r"(?:sheet|工作表|表)\s*\d*", re.I)  # what a sheet is called that nobody named


def sheets_text(file: Path) -> str:
    """The sheets of a workbook that are shown, as HTML. Raises NotReadable."""
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    workbook = CalamineWorkbook.from_path(str(file))
    visible = [sheet.name for sheet in workbook.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
    parts: list[str] = []
    cells = 0
    for name in visible:
        sheet = workbook.get_sheet_by_name(name)
        cells += sheet.height * sheet.width
        if cells > CELLS:
            raise NotReadable(
                f"its sheets hold more than {CELLS:,} cells; split it, or keep the rows that are asked for"
            )
        merged = {} if not sheet.merged_cell_ranges else dict(_spans(sheet.merged_cell_ranges))
        first_row, first_column = sheet.start or (0, 0)
        rows = list(_sheet_rows(name, sheet.to_python(skip_empty_area=True), merged, first_row, first_column))
        if rows:
            parts += _written(name, rows, titled=any("<h1>" in part for part in parts))
    if not parts:
        raise NotReadable("it holds no text")
    return "<html><body>\n" + "\n".join(parts) + "\n</body></html>\n"


def _written(name: str, rows: Sequence[Line], *, titled: bool) -> Iterator[str]:
    """A sheet as HTML: the lines of one cell above its table as title and paragraphs, those below it as notes."""
    tabled = [at for at, (_, alone) in enumerate(rows) if not alone]
    first, last = (tabled[0], tabled[-1]) if tabled else (0, len(rows) - 1)
    above = [alone for _, alone in rows[:first]]
    if above and not titled and len(above[0]) <= LONGEST_TITLE:
        yield f"<h1>{above.pop(0)}</h1>"
    if not UNNAMED.fullmatch(name):
        yield f"<h2>{html.escape(name, quote=False)}</h2>"
    yield from (f"<p>{words}</p>" for words in above)
    yield "<table>\n" + "\n".join(row for row, _ in rows[first : last + 1]) + "\n</table>"
    yield from (f"<p>{words}</p>" for _, words in rows[last + 1 :])


def _spans(
    ranges: Sequence[tuple[tuple[int, int], tuple[int, int]]],
) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Each merged cell by its place, with the columns and rows it takes."""
    for (row, column), (last_row, last_column) in ranges:
        yield (row, column), (last_column - column + 1, last_row - row + 1)


def _sheet_rows(
    name: str, rows: Sequence[Sequence[object]], merged: dict[tuple[int, int], tuple[int, int]], top: int, left: int
) -> Iterator[Line]:
    """The rows of a sheet that hold anything, as rows of a table; the cells that a merged one covers are left out.
    With each the words of the only cell that it has, "" where it has several, or a figure.
    """
    covered: set[tuple[int, int]] = set()
    for row, values in enumerate(rows, top):
        written = []
        for column, value in enumerate(values, left):
            if (row, column) in covered:  # and what begins here, inside another, covers nothing
                continue
            across, down = merged.get((row, column), (1, 1))
            if 1 < across * down <= CELLS:
                below, right = range(min(down, top + len(rows) - row)), range(min(across, left + len(values) - column))
                covered |= {(row + y, column + x) for y in below for x in right} - {(row, column)}
            spans = (f' colspan="{across}"' if across > 1 else "") + (f' rowspan="{down}"' if down > 1 else "")
            written.append(f"<td{spans}>{html.escape(_shown(value), quote=False)}</td>")
        if shown := [words for value in values if (words := _shown(value))]:
            address = html.escape(f"{name}!{column_letters(left)}{row + 1}")
            alone = html.escape(shown[0], quote=False) if len(shown) == 1 and not is_figure(shown[0]) else ""
            yield f'<tr data-cell="{address}">' + "".join(written) + "</tr>", alone


def _shown(value: object) -> str:
    """A cell's value as it is read: figures without the noise of binary fractions, dates as YYYY-MM-DD."""
    if isinstance(value, bool) or value is None:
        return "" if value is None else str(value).upper()
    if isinstance(value, int | float):
        return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else f"{value:.12g}"
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, datetime | date | time | timedelta):
        return str(value)
    return " ".join(str(value).split())
