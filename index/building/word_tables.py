"""The tables that the words of a vocabulary are looked up by, made."""

from __future__ import annotations

from collections.abc import Sequence

from index.library.postings import Table
from index.library.word_tables import WordTables
from index.text.glosses import glosses
from index.text.names import syllables
from index.text.scripts import is_han


def word_tables(forms: Sequence[str]) -> WordTables:
    """The tables of a vocabulary, row i of it being ``forms[i]``."""
    by_gloss: dict[str, dict[int, float]] = {}
    by_syllable: dict[str, list[int]] = {}
    by_character: dict[str, list[int]] = {}
    for row, form in enumerate(forms):
        if not is_han(form):
            continue
        for gloss, credit in glosses(form).items():
            by_gloss.setdefault(gloss, {})[row] = credit
        for character in dict.fromkeys(form):
            by_character.setdefault(character, []).append(row)
        for syllable in dict.fromkeys(syllables(form)) if len(form) > 1 else ():
            by_syllable.setdefault(syllable, []).append(row)
    return WordTables(Table.of(by_gloss), Table.of(by_syllable), Table.of(by_character))
