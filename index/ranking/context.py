"""What stands around a passage: the title and heading above it, the header of its table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from index.library.passage_arrays import Integers
from index.records import KINDS

if TYPE_CHECKING:
    from index.library.library import Library


_ROWS = 200  # of a table, within which its header is looked for


def around(library: Library, number: int) -> Integers:
    """The words that passage ``number`` stands under: title, heading, the names its article opens with; of a row of
    a table those of its header, too.
    """
    header = header_of(library, number)
    under = {*library.passages[number].context, *library.passages.openings(number)}
    return np.array(sorted(under if header is None else under.union(library.arrays(header).words.tolist())), np.int64)


def header_of(library: Library, number: int) -> int | None:
    """The passage that is the first row of the table in which passage ``number`` is a further one, else None."""
    passages, table = library.passages, KINDS.index("table")
    if passages.kinds[number] != table:
        return None
    first, slug = number, passages.credits(number)["slug"]
    while first and passages.kinds[first - 1] == table and passages.credits(first - 1)["slug"] == slug:
        first -= 1
        if number - first > _ROWS:
            return None
    return first if first < number else None
