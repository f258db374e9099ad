"""Questions that a library can answer, made from its own figures, for whoever doesn't know what to ask."""

from __future__ import annotations

from bot.messages.senses import label
from bot.texts import TEXTS
from index.library.catalogue import Holdings
from index.records import Quote, Statistic
from index.text.scripts import is_han
from index.text.words import word_tag, words

_LONGEST = 24  # characters of what is counted: a button is narrow
_TRIED = 24  # figures, from all over the library


def candidates(holdings: Holdings) -> list[Quote]:
    """Figures that a short question asks for: how many there are of something named in a word or two."""
    return [quote for quote in holdings.examples(_TRIED) if _is_plain(quote.headline[0])]


def question_for(statistic: Statistic, code: str) -> str:
    """The question that a figure answers, in the reader's language where the dictionary has the word; in the
    article's, else.
    """
    counted = " ".join(statistic.counted.split())
    if not is_han(counted):
        return TEXTS["en"].how_many.format(counted=counted)
    meaning = label(counted, "").split(" / ")[0] if code == "en" else ""
    if meaning and len(meaning.split()) <= 2 and " · " not in meaning and not meaning.endswith("ing"):
        return TEXTS["en"].how_many.format(counted=_plural(meaning))
    return TEXTS[code if code.startswith("zh") else "zh"].how_many.format(counted=counted)


def _is_plain(statistic: Statistic) -> bool:
    counted, several = statistic.counted, statistic.value is not None and statistic.value > 1
    if statistic.kind != "number" or statistic.role not in ("", "level") or not several or len(counted) > _LONGEST:
        return False
    if is_han(counted):
        return len(counted) > 1 and word_tag([*words(counted)][-1].form, "")[:1] == "n"
    return counted.islower() and counted.endswith("s") and len(counted.split()) <= 3


def _plural(noun: str) -> str:
    if noun.endswith(("s", "x", "ch", "sh")):
        return noun if noun.endswith("s") else f"{noun}es"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun[:-3]}men" if noun.endswith("man") else f"{noun}s"
