"""What the words of a vocabulary are looked up by: their translations, their sound, their characters."""

from __future__ import annotations

from dataclasses import dataclass

from index.library.postings import Table


@dataclass(frozen=True)
class WordTables:
    """Tables of a vocabulary's rows.

    ``glosses``: English stem -> the Chinese words it translates, with their credit. ``syllables``: pinyin
    syllable -> the Chinese words of two characters or more that hold it. ``characters``: character -> the
    Chinese words that hold it.
    """

    glosses: Table
    syllables: Table
    characters: Table
