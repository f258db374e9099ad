"""Word lists: what carries no meaning in a question, and English forms no stemmer can know."""

from __future__ import annotations

from index.text.tables import rows, words

ENGLISH_STOPWORDS = frozenset(words("stopwords.tsv", "English"))
QUESTION_WORDS_EN = frozenset(words("stopwords.tsv", "English question"))
CHINESE_STOPWORDS = frozenset(words("stopwords.tsv", "Chinese"))

_FORMS = [(form, base, kind) for base, forms, kind, _ in rows("word_forms.tsv", 4) for form in forms.split()]
PAST_FORMS = frozenset(form for form, _, kind in _FORMS if kind == "verb")
IRREGULAR_FORMS = {form: base for form, base, _ in _FORMS}
