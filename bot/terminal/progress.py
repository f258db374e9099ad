"""A build's progress on stderr: a bar where somebody looks, a line for each stage elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

Report = Callable[[str, int, int], None]


@contextmanager
def reported() -> Iterator[Report]:
    """A callback for ``progress(stage, done, total)`` that shows it on stderr."""
    if sys.stderr.isatty():
        with _bars() as bars:
            yield _on_bars(bars)
    else:
        yield _on_lines()


def _bars() -> Progress:
    from bot.terminal.answers import console_on

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console_on(sys.stderr))


def _on_bars(bars: Progress) -> Report:
    tasks: dict[str, TaskID] = {}

    def report(stage: str, done: int, total: int) -> None:
        if stage not in tasks:
            tasks[stage] = bars.add_task(stage)
        bars.update(tasks[stage], completed=done, total=total or None)

    return report


def _on_lines() -> Report:
    announced: set[str] = set()

    def report(stage: str, done: int, total: int) -> None:
        if stage not in announced:
            announced.add(stage)
            print(f"yinju: {stage} ({total})", file=sys.stderr, flush=True)

    return report
