"""What a question asks for: where in it stand the words that name the thing, the part, the role wanted."""

from __future__ import annotations

import re

from index.question.patterns import (
    ATTRIBUTE,
    COUNT_NOUN_ZH,
    HEAD_EN,
    HOW_MANY_ZH,
    LATE_EN,
    LIST,
    MAIN_VERB,
    MEASURES,
    PART_EN,
    PAUSE_ZH,
    PLURAL,
    ROLE_EN,
    ROLE_ZH,
    SHARED,
    VERB_START,
)
from index.text.dictionary import entries
from index.text.glosses import known_english
from index.text.words import Word, segment

Phrase = tuple[str, tuple[int, ...]]  # a measure word, and where the words that name the thing begin


def heads_of(folded: str, content: list[Word]) -> set[int]:
    """Starts of the words that name what is asked for: *schools* of "how many schools were built"."""
    return {start for _, phrase in phrases(folded, content) for start in phrase} or _roles(folded, content)


def _roles(folded: str, content: list[Word]) -> set[int]:
    """Starts of the words that say what is asked of a person, or which figure: *composed* of "who composed the
    music", 作者 of 作者是谁, *population* of "population of the county".
    """
    attribute = ATTRIBUTE.search(folded)
    if attribute:
        return {w.start for w in content if attribute.start() <= w.start < attribute.end()}
    cue = ROLE_EN.search(folded)
    if cue:
        end = verb_after(folded, cue.end())
        after = [w for w in content if cue.end() <= w.start][:2]
        return {w.start for w in after if w.start < end and (w.form.isdigit() or known_english(w.form))}
    cue = ROLE_ZH.search(folded)
    if not cue:
        return set()
    after = [w for w in content if cue.end() <= w.start <= cue.end() + 4][:2]
    before = [w for w in content if w.end <= cue.start()][-1:]
    return {w.start for w in after or before}


def phrases(folded: str, content: list[Word]) -> list[Phrase]:
    """Each thing asked for: its measure word, and the starts of the (at most two) words that name it."""
    return _english(folded, content) + _chinese(folded, content)


def _english(folded: str, content: list[Word]) -> list[Phrase]:
    asked: list[Phrase] = []
    for cue in HEAD_EN.finditer(folded):
        counted = "how" in cue.group() or "number" in cue.group()
        end = verb_after(folded, cue.end(), counted or SHARED.search(cue.group()) is not None)
        cuts = [m.span() for m in LIST.finditer(folded, cue.end(), end)] if counted else []
        for start, last in zip([cue.end(), *(b for _, b in cuts)], [*(a for a, _ in cuts), end], strict=True):
            asked.append(("", tuple(w.start for w in content if start <= w.start < last)[-2:]))
        part = PART_EN.match(folded, cue.start())
        if part:
            end = verb_after(folded, part.end())
            asked[-1] = ("", tuple(w.start for w in content if part.end() <= w.start < end)[:2] or asked[-1][1])
    late = LATE_EN.search(folded)
    if late and not any(phrase[1] for phrase in asked):
        before = [w for w in content if w.end <= late.start()]
        things = [w for w in before if known_english(w.form)] or before  # "red sites Zhaoqing how many": sites
        asked.append(("", tuple(w.start for w in things[-2:])))
    return [phrase for phrase in asked if phrase[1]]


def verb_after(folded: str, start: int, many: bool = False) -> int:
    """Where the words end that begin at ``start`` and name a thing: at the first word that can't be among them. Things
    that are ``many`` end at a verb, too, once one stands in the plural.
    """
    stop = VERB_START.search(folded, start)
    end = stop.start() if stop else len(folded)
    plural = PLURAL.search(folded, start, end) if many else None
    verb = MAIN_VERB.search(folded, plural.end(), end) if plural else None
    return verb.start() if verb else end


def _chinese(folded: str, content: list[Word]) -> list[Phrase]:
    asked: list[Phrase] = []
    chinese = [word for word in content if not word.form[:1].isdigit()]
    past = 0
    for cue in HOW_MANY_ZH.finditer(folded):
        unit, end = (cue.group(1) or ""), cue.end()
        if within_word(folded, cue.start(1)):
            unit, end = "", cue.start(1)
        after = [w for w in chinese if end <= w.start <= end + 8]
        adjacent = [w for w in after if not PAUSE_ZH.search(folded, end, w.start)]
        pauses = [m.end() for m in re.finditer(r"[,，、;；的]", folded[: cue.start()])]
        since = max([past, *pauses])
        before = [w for w in chinese if since <= w.start and w.end <= cue.start()] or [
            w for w in chinese if past <= w.start and w.end <= cue.start()
        ]
        asked.append((unit, tuple(w.start for w in (adjacent[:2] or before[-2:]))))
        past = end
    noun = COUNT_NOUN_ZH.search(folded)
    if noun and not asked:
        asked.append(("", tuple(w.start for w in chinese if w.end <= noun.end())[-2:]))
    return asked


def within_word(folded: str, start: int) -> bool:
    """True where a word of the dictionary begins that only looks like a measure word: 队员 of 多少队员."""
    if start < 0:
        return False
    word = segment(folded[start : start + 4])[0]
    return len(word) > 1 and word not in MEASURES and word in entries()
