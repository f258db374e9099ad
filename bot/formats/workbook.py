"""Rows as a workbook of Excel's, for those who reckon on with them. Needs ``yinju[xlsx]``."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

_WIDEST = 40  # characters of a column; a sentence is longer
_AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}


def as_workbook(rows: Sequence[Mapping[str, object]]) -> bytes:
    """An XLSX file with a line of names, which stays in sight, and a line for each row: numbers as numbers, words as
    they are, whatever they begin with.
    """
    from xlsxwriter import Workbook

    out = io.BytesIO()
    with Workbook(out, _AS_TEXT) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        names = list(rows[0]) if rows else []
        for column, name in enumerate(names):
            sheet.write_string(0, column, name, bold)
            longest = max(len(name), *(len(str(row[name])) for row in rows))
            sheet.set_column(column, column, min(longest + 2, _WIDEST))
            for line, row in enumerate(rows, 1):
                value = row[name]
                if isinstance(value, int | float):
                    sheet.write_number(line, column, value)
                elif value is not None:
                    sheet.write_string(line, column, str(value))
        sheet.freeze_panes(1, 0)
    return out.getvalue()
