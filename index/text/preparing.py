"""The tables that are worked out of dictionaries and kept in the cache folder, all made at once."""

from __future__ import annotations

from index.text.dictionary import english_words, entries
from index.text.glosses import classifiers_of_english, gloss_counts
from index.text.names import is_pinyin
from index.text.scripts import fold
from index.text.words import word_frequency


def prepare_dictionaries() -> None:
    """Loads every table that answering needs, so that no question waits for one to be made, which takes seconds."""
    entries()
    english_words()
    gloss_counts()
    classifiers_of_english("school")
    is_pinyin("foshan")
    fold("學校")
    word_frequency("学校")
