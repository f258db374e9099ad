"""Where the sentences and clauses of a text begin and end, in Chinese and in English."""

from __future__ import annotations

import re
from bisect import bisect_right

from index.text.tables import words

HAN = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
CLOSERS = "”’」』）)】》〉〕］]\"'*_"
PAIRS = {"“": "”", "‘": "’", "「": "」", "『": "』", "（": "）", "(": ")", "【": "】", "《": "》", "[": "]"}
CLOSING = {close: opening for opening, close in PAIRS.items()}
SHORT_PAIR = 80
SHORT_BRACKET = 40

CANDIDATE = re.compile(r"[。！？!?｡]+|…+|\.+|\n[^\S\n]*\n\s*")
TRAIL = re.compile(rf"[{re.escape(CLOSERS)}]*(?:\[\d{{1,3}}\])*")
# “……。”他说 — the words after a closing quotation that say whose it is belong to its sentence.
ATTRIBUTION = re.compile(
    r"[^。！？!?;；\n“「]{0,40}?(?:[说說道称稱]|介[绍紹]|表示|指出|[认認]为|認為|告[诉訴]记者|坦言"
    r"|[强強][调調]|[补補]充|感慨|解[释釋])"
    r"[，,。：:]"
)
NEVER_ENDS = frozenset(words("sentence_words.tsv", "never ends"))
MAY_END = frozenset(words("sentence_words.tsv", "may end"))
STARTERS = frozenset(words("sentence_words.tsv", "starts"))
# A comma or colon between digits is part of a figure (1,234 or 12:30), not a pause.
PAUSE = re.compile(r"[，；︰﹐﹔]|——|(?<!\d),|,(?!\d{3}(?!\d))|;|：|(?<!\d):(?!//)|(?<=\d):(?!\d)")


def split_sentences(text: str) -> list[tuple[int, int]]:
    """The sentences of ``text`` as (start, end) offsets: in order, none overlapping, no letter left out.

    A short quotation or bracket is never cut, and a closing quote stays with its sentence.
    """
    pairs = _pairs(text)
    shields = _shields(pairs, SHORT_PAIR)
    cuts: list[int] = []
    start = 0
    for mark in CANDIDATE.finditer(text):
        if mark.start() < start:
            continue
        end = _sentence_end(text, start, mark, shields)
        if end:
            cuts.append(end)
            start = end
    return _between(text, 0, len(text), cuts)


def split_clauses(text: str) -> list[tuple[int, int]]:
    """The clauses of ``text`` as (start, end) offsets, each within one sentence, no letter left out."""
    shields = _shields(_pairs(text), SHORT_BRACKET)
    cuts = [
        TRAIL.match(text, mark.end()).end()  # type: ignore[union-attr]
        for mark in PAUSE.finditer(text)
        if not _shield(shields, mark.start())
    ]
    clauses: list[tuple[int, int]] = []
    position = 0
    for start, end in split_sentences(text):
        inside: list[int] = []
        while position < len(cuts) and cuts[position] < end:
            if cuts[position] > start:
                inside.append(cuts[position])
            position += 1
        clauses += _between(text, start, end, inside)
    return clauses


def _between(text: str, start: int, end: int, cuts: list[int]) -> list[tuple[int, int]]:
    """The stretches that ``cuts`` leave between ``start`` and ``end``, without the space around them."""
    stretches = []
    for left, right in zip([start, *cuts], [*cuts, end], strict=True):
        kept = text[left:right]
        left += len(kept) - len(kept.lstrip())
        right -= len(kept) - len(kept.rstrip())
        if left < right:
            stretches.append((left, right))
    return stretches


def _pairs(text: str) -> list[tuple[int, int]]:
    """Every opening quote or bracket with the position of its closing one, outermost first."""
    pairs: list[tuple[int, int]] = []
    open_at: dict[str, list[int]] = {opening: [] for opening in PAIRS}
    straight = -1
    for mark in re.finditer(r"[“”‘’「」『』（）()【】《》\[\]\"]", text):
        char, position = mark.group(), mark.start()
        if char == '"':
            paired = 0 <= position - straight <= SHORT_PAIR * 2 and straight >= 0
            if paired:
                pairs.append((straight, position))
            straight = -1 if paired else position
        elif char in PAIRS:
            open_at[char].append(position)
        elif open_at[CLOSING[char]] and not (char == "’" and text[position + 1 : position + 2].isalpha()):
            pairs.append((open_at[CLOSING[char]].pop(), position))
    return sorted(pairs, key=lambda pair: (pair[0], -pair[1]))


def _shields(pairs: list[tuple[int, int]], longest: int) -> list[tuple[int, int]]:
    """The short pairs that no other short pair holds, in order."""
    kept: list[tuple[int, int]] = []
    for opening, closing in pairs:
        if closing - opening <= longest and (not kept or opening > kept[-1][1]):
            kept.append((opening, closing))
    return kept


def _shield(shields: list[tuple[int, int]], position: int) -> tuple[int, int] | None:
    """The short pair around ``position``, if there is one."""
    at = bisect_right(shields, (position, -1)) - 1
    return shields[at] if at >= 0 and position < shields[at][1] else None


def _sentence_end(text: str, start: int, mark: re.Match[str], shields: list[tuple[int, int]]) -> int:
    """Where the sentence that ``mark`` may close ends, 0 where it closes none."""
    if mark.group().startswith("\n"):
        return mark.start()
    pair = _shield(shields, mark.start())
    if pair and not _closes(text, start, mark.end(), pair):
        return 0
    end = TRAIL.match(text, mark.end()).end()  # type: ignore[union-attr]
    if not _stops(text, start, mark, end):
        return 0
    quoted = end > mark.end() and text[end - 1] in "”’」』\"'"
    return 0 if quoted and _attributed(text, end) else end


def _closes(text: str, start: int, end: int, pair: tuple[int, int]) -> bool:
    """Whether a stop before the end of a short quotation also stops the sentence around it."""
    if text[end : pair[1]].strip(CLOSERS):
        return False
    before = text[max(start, pair[0] - 8) : pair[0]].rstrip(" “‘「『（(\"'")
    return not before or before[-1] in "：:,，—。"


def _attributed(text: str, end: int) -> bool:
    following = text[end : end + 2].lstrip()
    return (following[:1].islower() and following.isascii()) or bool(ATTRIBUTION.match(text, end))


def _stops(text: str, start: int, mark: re.Match[str], end: int) -> bool:
    """Whether the mark is a full stop there, rather than part of a figure, a name or an address."""
    stop, following = mark.group(), text[end : end + 1]
    if stop[0] in "。！？｡":
        return True
    if stop[0] in "!?":
        return not following or following.isspace() or bool(re.match(rf"[{HAN}“‘「『（]", following))
    if len(stop) > 1 or stop[0] == "…":
        return _ellipsis_stops(text, start, mark, end)
    if not following or following.isspace():
        return _period_stops(text, start, mark.start(), end)
    return bool(re.match(rf"[{HAN}]", text[mark.start() - 1 : mark.start()])) and bool(
        re.match(rf"[{HAN}“‘「『（]", following)
    )


def _ellipsis_stops(text: str, start: int, mark: re.Match[str], end: int) -> bool:
    following = text[end : end + 2]
    if not following.strip() or (following[0].isspace() and not following[1].islower()):
        return True
    chinese = len(mark.group()) > 1 and mark.group()[0] == "…"
    return chinese and mark.start() - start >= 6 and following[0] not in "，,、。；;：:）)》"


def _period_stops(text: str, start: int, position: int, end: int) -> bool:
    """Whether a period followed by space ends a sentence: not after Mr, No or an initial."""
    word = re.search(r"[^\s(“\"'‘（]*$", text[max(start, position - 40) : position])
    last = word.group().lower() if word else ""
    following = re.match(r"\s+[“‘\"'(\[]*(\w*)", text[end : end + 40])
    nxt = following.group(1) if following else ""
    if nxt[:1].islower() and nxt.isascii():
        return False
    if last in NEVER_ENDS:
        return not nxt
    initial = len(last) == 1 and last.isalpha() and last.isascii()
    if initial or last in MAY_END or re.fullmatch(r"(?:[a-z]\.)+[a-z]", last):
        return not nxt or nxt.lower() in STARTERS or nxt >= "\u2e80"
    # “1. Background” is numbered, not a sentence of one figure.
    opens = position - start <= 8 and not text[start : position - len(last)].strip()
    return not (opens and re.fullmatch(r"\d{1,3}", last))
