"""What stands above a passage: the title and heading, the caption and headings of its table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from index.library.passage_arrays import Integers

if TYPE_CHECKING:
    from index.library.library import Library


def around(library: Library, number: int) -> Integers:
    """The words that passage ``number`` stands under: title, heading, the names its article opens with; of a row of
    a table the table's caption and the headings of its columns, too.
    """
    return np.array(sorted({*library.passages[number].context, *library.passages.openings(number)}), np.int64)
