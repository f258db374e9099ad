"""How a report's table is written: in HTML, Markdown, text, or for an office."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.pages.facts import Column, Report


def _headed(column: Column, report: Report) -> str:
    if not column.unit:
        return column.name
    return f"{column.name}（{column.unit}）" if report.chinese else f"{column.name} ({column.unit})"


def grid(report: Report) -> list[list[str]]:
    """The table with its heading, units in the heading's brackets."""
    corner = "指标" if report.chinese else "Item"
    head = [corner, *(_headed(column, report) for column in report.topic.columns)]
    return [head, *([row, *(report.cells[row, c.name] for c in report.topic.columns)] for row in report.topic.rows)]


def _rows(cells: list[list[str]], first: str = "td") -> str:
    return "\n".join(
        "<tr>"
        + "".join(f"<{first if at == 0 else 'td'}>{cell}</{first if at == 0 else 'td'}>" for at, cell in enumerate(row))
        + "</tr>"
        for row in cells
    )


def headed_table(report: Report) -> str:
    """A heading of <th>, a caption."""
    head, *rows = grid(report)
    cells = "".join(f"<th>{cell}</th>" for cell in head)
    return (
        f"<table><caption>{report.caption}</caption><thead><tr>{cells}</tr></thead><tbody>{_rows(rows)}</tbody></table>"
    )


def plain_table(report: Report) -> str:
    """Nothing but <td>, a paragraph in each as an editor makes them."""
    cells = [[f"<p><span>{cell}</span></p>" for cell in row] for row in grid(report)]
    return f"<p>{report.caption}</p><table border=1>{_rows(cells)}</table>"


def two_level_table(report: Report) -> str:
    """A heading of two rows, cells that reach over several."""
    corner, *heads = grid(report)[0]
    over = "主要指标" if report.chinese else "Main figures"
    top = f'<tr><th rowspan="2">{corner}</th><th colspan="{len(heads)}">{over}</th></tr>'
    under = "<tr>" + "".join(f"<th>{head}</th>" for head in heads) + "</tr>"
    return f"<table>{top}{under}{_rows(grid(report)[1:], 'th')}</table>"


def grouped_table(report: Report) -> str:
    """Rows in parts, each opened by a line of its own."""
    head, *rows = grid(report)
    parts = ("第一类", "第二类") if report.chinese else ("Group A", "Group B")
    lines = [f'<tr><td colspan="{len(head)}"><b>{part}</b></td></tr>' for part in parts]
    cells = "".join(f"<th>{cell}</th>" for cell in head)
    return f"<table><tr>{cells}</tr>{lines[0]}{_rows(rows[:2])}{lines[1]}{_rows(rows[2:])}</table>"


def units_table(report: Report) -> str:
    """Turned round: an indicator a row, its unit in a column of units."""
    names = ("指标", "计量单位") if report.chinese else ("Indicator", "Unit")
    head = [*names, *report.topic.rows]
    rows = [
        [column.name, column.unit or "-", *(report.cells[row, column.name] for row in report.topic.rows)]
        for column in report.topic.columns
    ]
    return f"<table>{_rows([head], 'th').replace('td>', 'th>')}{_rows(rows)}</table>"


def barred(report: Report) -> str:
    """Markdown with outer bars."""
    head, *rows = grid(report)
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows))


def bare(report: Report) -> str:
    """Markdown without outer bars."""
    head, *rows = grid(report)
    return "\n".join(" | ".join(row) for row in (head, ["---"] * len(head), *rows))


def tabbed(report: Report) -> str:
    """Copied out of a sheet."""
    return "\n".join("\t".join(row) for row in grid(report))


def aligned(report: Report) -> str:
    """Columns set with spaces."""
    from rich.cells import cell_len

    rows = grid(report)
    widths = [max(cell_len(row[at]) for row in rows) + 3 for at in range(len(rows[0]))]
    return "\n".join(
        "".join(cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def flattened(report: Report) -> str:
    """A cell a line, as copied off a page."""
    return "\n".join(cell for row in grid(report) for cell in row)


Form = tuple[str, Callable[[Report], str]]
FORMS: dict[str, tuple[Form, ...]] = {
    "seen": (
        ("html", headed_table),
        ("html", two_level_table),
        ("md", barred),
        ("txt", tabbed),
        ("txt", flattened),
        ("docx", flattened),
    ),
    "kept out": (
        ("html", plain_table),
        ("html", grouped_table),
        ("html", units_table),
        ("md", bare),
        ("txt", aligned),
        ("xlsx", flattened),
    ),
}
